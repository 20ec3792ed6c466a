/**
 * How far the numbers of the same run are apart from one engine to another.
 *
 * @module
 */
import { isDuration } from "../../records/compare_runs.ts";
import { type Epoch, familyOf, measurementKey, type RunRecord } from "../../records/record.ts";
import { MODEL_NAMES, modelOf } from "./models.ts";
import { type Pairing, runOf } from "./pairs.ts";

/** The most that the loss of a first epoch may be apart, as {@linkcode relative} has it: more is a fault, not rounding. */
export const MOST = 1e-3;

/** The difference of two numbers, relative to the larger: 0 for equal ones, 1 for a number and 0, at most 2. */
export function relative(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

/** The largest difference of an engine from the reference, and the run that has it. */
export interface Largest {
  readonly difference: number;
  /** In words. */
  readonly run: string;
}

/** The largest differences of one metric in the runs of one model, by engine. */
export interface MetricDrift {
  readonly model: string;
  /** A metric's name, such as `NMI`, for all spaces, splits and averages. */
  readonly metric: string;
  readonly largest: ReadonlyMap<string, Largest>;
}

/** The largest differences by model and metric, in the models' order. Durations are left out. */
export function metricDrifts(pairs: readonly Pairing[]): MetricDrift[] {
  const found = pairs.flatMap(({ reference, others }) => {
    const model = modelOf(reference.config), run = runOf(reference), expected = valuesOf(reference);
    return [...others].flatMap(([engine, record]) =>
      [...valuesOf(record)].filter(([key]) => expected.has(key)).map(([key, { metric, value }]) => {
        const difference = relative(expected.get(key)!.value, value);
        return { model, metric: familyOf(metric), engine, run, difference };
      })
    );
  });
  const rows = Map.groupBy(found, ({ model, metric }) => `${model}\n${metric}`);
  return [...rows.values()].map((row) => ({
    model: row[0].model,
    metric: row[0].metric,
    largest: new Map(
      [...Map.groupBy(row, ({ engine }) => engine)].map(([engine, own]) => {
        const { difference, run } = own.reduce((a, b) => b.difference > a.difference ? b : a);
        return [engine, { difference, run }];
      }),
    ),
  })).sort((a, b) => MODEL_NAMES.indexOf(a.model) - MODEL_NAMES.indexOf(b.model));
}

function valuesOf({ measurements }: RunRecord) {
  return new Map(
    measurements.filter((one) => !isDuration(one)).map((one) => [measurementKey(one), one]),
  );
}

/** A loss on each engine. */
export interface LossRow {
  /** In words. */
  readonly run: string;
  readonly epoch: number;
  readonly reference: number;
  /** By engine: the loss, its difference from the reference's, and whether that is a fault. */
  readonly others: ReadonlyMap<string, { loss: number; difference: number; isFault: boolean }>;
}

/** The losses of the first and the last epoch of every run that has any; one row where both are the same epoch. */
export function lossRows(pairs: readonly Pairing[]): LossRow[] {
  return pairs.flatMap(({ reference, others }) => {
    const epochs = new Set(
      [reference.history.at(0), reference.history.at(-1)].filter((one) => one !== undefined),
    );
    return [...epochs].map((expected): LossRow => ({
      run: runOf(reference),
      epoch: expected.epoch,
      reference: expected.loss,
      others: new Map([...others].flatMap(([engine, { history }]) => {
        const found = history.find(({ epoch }) => epoch === expected.epoch);
        if (found === undefined) return [];
        const difference = relative(expected.loss, found.loss);
        return [[engine, {
          loss: found.loss,
          difference,
          isFault: isFirst(expected, reference) && difference > MOST,
        }]];
      })),
    }));
  });
}

function isFirst(epoch: Epoch, { history }: RunRecord): boolean {
  return epoch === history[0];
}

/** The first epochs whose loss is too far from the reference's, a text each. */
export function lossFaults(rows: readonly LossRow[]): string[] {
  return rows.flatMap(({ run, epoch, reference, others }) =>
    [...others].filter(([, { isFault }]) => isFault).map(([engine, { loss, difference }]) =>
      `${run} on ${engine}: the loss of epoch ${epoch} is ${loss}, the reference's is ${reference}: ` +
      `${difference.toExponential(1)} apart`
    )
  );
}
