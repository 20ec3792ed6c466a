/**
 * A row of claims: its columns, and what can be wrong with it.
 *
 * @module
 */
import type { Experiment } from "../experiments/experiment.ts";
import type { Metric } from "../metrics/metric.ts";
import { familyOf } from "../records/record.ts";
import { type Claim, KINDS, orderOf, partsOf, STATISTICS } from "./claims.ts";
import type { Fields, Row } from "./csv.ts";
import { unknown } from "./fault.ts";
import { isPlainNumber, numbersIn, printedUnits } from "./numbers.ts";

/** The columns that `claims.csv` must have, and those that it may. */
export const COLUMNS = {
  columns: [
    "id",
    "where",
    "dataset",
    "method",
    "metric",
    "statistic",
    "value",
    "printed",
    "kind",
    "experiment",
  ],
  optional: ["line", "average", "runs", "space", "split", "tolerance", "basis", "note"],
} as const;

/** What `tolerance` says of a number that is not judged. */
export const NOT_JUDGED = "none";

/** What the claims of a paper can be about. */
export interface Known {
  /** The paper's. */
  readonly id: string;
  readonly metrics: readonly Metric[];
  readonly experiments: readonly Pick<Experiment, "id" | "dataset">[];
}

/** The metric that a number is one of: `OTHER:MSE first epoch` is an MSE. Nothing where none is known, as of `PARAMS`. */
export function metricOf(name: string, metrics: readonly Metric[]): Metric | undefined {
  return metrics.find((metric) => metric.name === familyOf(name));
}

/** What is wrong with a value of a metric that lies outside its range, or nothing. */
export function rangeFault(value: number, metric: Metric | undefined): string | undefined {
  if (metric === undefined) return undefined;
  const { name, range: [least, most] } = metric;
  return value < least || value > most ? `${name} lies from ${least} to ${most}` : undefined;
}

/** A claim from a row without faults; its tolerance is the stated one, if there is one. */
export function claimOf({ fields, place }: Row, { id: paper, metrics }: Known): Claim {
  const { metric: name, printed, tolerance, line, runs } = fields;
  const metric = metricOf(name, metrics);
  return {
    id: fields.id,
    paper,
    where: fields.where,
    dataset: fields.dataset,
    method: fields.method,
    metric: name,
    direction: metric?.direction ?? null,
    measure: measureOf({ kind: fields.kind as Claim["kind"], metric: name }, metric),
    statistic: fields.statistic as Claim["statistic"],
    runs: runs === "" ? null : Number(runs),
    value: fields.value,
    printed,
    units: fields.kind === "ordinal" ? 1 : printedUnits(printed, metric),
    kind: fields.kind as Claim["kind"],
    experiment: fields.experiment,
    space: fields.space,
    split: fields.split,
    average: fields.average,
    tolerance: isPlainNumber(tolerance) ? Number(tolerance) : null,
    basis: fields.basis,
    tooCoarse: false,
    note: fields.note,
    line: line === "" ? null : Number(line),
    place,
  };
}

/** What a number is of, as totals count it. */
export function measureOf(
  { kind, metric: name }: Pick<Claim, "kind" | "metric">,
  metric: Pick<Metric, "kind"> | undefined,
): Claim["measure"] {
  if (kind === "fact" || familyOf(name) === "PARAMS") return "count";
  if (metric === undefined) return "other";
  return metric.kind === "plain" ? "loss" : "score";
}

/** Whether a text is the number of a line. */
export function isLine(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text);
}

/** What is wrong with an id, or nothing. */
export function idFault(id: string, paper: string): string | undefined {
  if (!id.startsWith(`${paper}-`)) return `the id "${id}" must start with "${paper}-"`;
  return /^[A-Za-z0-9-]+$/.test(id) ? undefined : `the id "${id}" must be of letters, digits and hyphens`;
}

/** Whether a range is printed of which the value is the middle and the tolerance half the width: what lies in it holds. */
function isRange({ value, printed, tolerance }: Fields): boolean {
  const ends = /^(\d+(?:\.\d+)?)\s*[–-]\s*(\d+(?:\.\d+)?)$/.exec(printed)?.slice(1).map(Number);
  if (ends === undefined || tolerance === "") return false;
  const isNear = (a: number, b: number) => Math.abs(a - b) < 1e-9;
  return isNear(Number(value) - Number(tolerance), ends[0]) &&
    isNear(Number(value) + Number(tolerance), ends[1]);
}

/** What is wrong with a row, beside its tolerance, or nothing. */
export function rowFault(fields: Fields, known: Known): string | undefined {
  const { id, metric, statistic, kind, value, printed, line, tolerance, runs } = fields;
  const direction = metricOf(metric, known.metrics)?.direction;
  return idFault(id, known.id) ??
    metricFault(metric, known.metrics) ??
    wordFault("statistic", statistic, STATISTICS) ??
    wordFault("kind", kind, KINDS) ??
    firstOf(
      [line !== "" && !isLine(line), `the line is not a number, got "${line}"`],
      [
        tolerance !== "" && tolerance !== NOT_JUDGED && !(isPlainNumber(tolerance) && Number(tolerance) >= 0),
        `the tolerance must be a number from 0, or "${NOT_JUDGED}", got "${tolerance}"`,
      ],
      [runs !== "" && !/^[1-9]\d{0,5}$/.test(runs), `the runs must be a whole number from 1, got "${runs}"`],
      [
        Number(runs) > 1 && statistic === "single",
        `a single value is of one run, got ${runs}: of several runs the statistic is avg or best`,
      ],
      [statistic === "best" && direction === undefined, `no value of "${metric}" is the best`],
    ) ??
    (kind === "ordinal" ? orderFault(fields, known) : firstOf(
      [!isPlainNumber(value), `the value is not a finite number in plain digits, got "${value}"`],
      [
        !numbersIn(printed).includes(value) && !isRange(fields),
        `value differs from printed: ${value} is not in "${printed}"`,
      ],
    ) ?? numberFault(fields, known));
}

/** What is wrong with a number that is printed. */
function numberFault(fields: Fields, known: Known): string | undefined {
  const { kind, experiment, tolerance, basis, value, printed } = fields;
  const metric = metricOf(fields.metric, known.metrics);
  const units = printedUnits(printed, metric);
  const own = Number(value) / units;
  const outside = rangeFault(own, metric);
  if (outside !== undefined && tolerance !== NOT_JUDGED) {
    const percent = metric!.range[1] === 1 && own > 1 && units === 1
      ? `where the paper prints percent, write ${value}%; `
      : "";
    return `${outside}, got ${printed}: ${percent}` +
      `where it prints what cannot be, the tolerance "${NOT_JUDGED}" and the reason as basis`;
  }
  if (kind === "cited") {
    // The method may be run in the folder of the paper that it is of: who loads all papers looks for it there.
    const isOwn = known.experiments.some(({ id }) => id === experiment);
    return firstOf([
      tolerance !== "" && !isRange(fields),
      "a cited value has no tolerance but the rule's, or half the width of the range that is printed",
    ]) ??
      (isOwn ? answerFault(fields, [experiment], known) : undefined);
  }
  if (tolerance === NOT_JUDGED && basis === "") {
    return `a number that is not judged, with the tolerance "${NOT_JUDGED}", needs its reason as basis`;
  }
  if (experiment !== "") return answerFault(fields, [experiment], known);
  return tolerance === NOT_JUDGED
    ? undefined
    : `a ${kind} needs an experiment; until there is one, the tolerance "${NOT_JUDGED}" and the reason as basis`;
}

/** What is wrong with an order. */
function orderFault(fields: Fields, known: Known): string | undefined {
  const { method, metric, value, experiment, space, split, tolerance, basis } = fields;
  const none = "only an order with >= has a tolerance";
  if (value !== "") return `an order has no value, got "${value}"`;
  if (!/\S [>≥] \S/.test(method)) {
    return `the method of an order says in the paper's words what is ahead of what, as "A > B" or "A ≥ B", got "${method}"`;
  }
  if (experiment === "") {
    return firstOf([basis === "", "an order without experiments needs its reason as basis"], [
      tolerance !== "",
      none,
    ]);
  }
  const order = orderOf(experiment);
  if (order === undefined) return `the experiment must be "a > b" or "a >= b", got "${experiment}"`;
  const { ahead, behind, orComparable } = order;
  const both = ahead.find((side) => behind.includes(side));
  const parts = `"a > b" with a part for each of its experiments, or one for a side or for both`;
  return firstOf(
    [both !== undefined, `nothing is better than itself, got "${both}" on both sides`],
    [metricOf(metric, known.metrics) === undefined, `no value of "${metric}" is better than another`],
    [orComparable ? tolerance === NOT_JUDGED : tolerance !== "", none],
    [partsOf(space, order) === undefined, `the space of an order must be ${parts}, got "${space}"`],
    [partsOf(split, order) === undefined, `the split of an order must be ${parts}, got "${split}"`],
  ) ?? answerFault(fields, [...ahead, ...behind].filter((side) => side.includes("/")), known);
}

/** What is wrong with the experiments that answer, or with what is asked of them. */
export function answerFault(
  { metric: name, space, average, dataset }: Fields,
  ids: readonly string[],
  { metrics, experiments }: Known,
): string | undefined {
  const metric = metrics.find((metric) => metric.name === name);
  const averages: readonly string[] = metric?.kind === "labels" && metric.averages || [];
  const which = `(${averages.join(", ")})`;
  return firstOf(
    [metric?.kind === "space" && space === "", `${name} needs the space that it was computed in`],
    [averages.length === 0 && average !== "", `${name} has no average, got "${average}"`],
    [
      averages.length > 0 && average === "",
      `${name} needs its average ${which}: where the paper names none, assume one and say so in the note`,
    ],
    [average !== "" && !averages.includes(average), `${name} has no average "${average}" ${which}`],
  ) ?? first(ids, (id) => {
    const experiment = experiments.find((experiment) => experiment.id === id);
    if (experiment === undefined) return unknown("experiment", id, experiments.map(({ id }) => id));
    return experiment.dataset === dataset
      ? undefined
      : `the data set is "${dataset}", that of ${id} is "${experiment.dataset}"`;
  });
}

/** That no metric has this name. */
export function metricFault(name: string, metrics: readonly Metric[]): string | undefined {
  if (name === "PARAMS" || /^OTHER:\S/.test(name)) return undefined;
  return wordFault("metric", name, metrics.map(({ name }) => name));
}

function wordFault(what: string, word: string, known: readonly string[]): string | undefined {
  return known.includes(word) ? undefined : unknown(what, word, known);
}

/** The reason of the first case that is so. */
function firstOf(...cases: readonly (readonly [boolean, string])[]): string | undefined {
  return cases.find(([holds]) => holds)?.[1];
}

function first<T>(items: readonly T[], faultOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const fault = faultOf(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
