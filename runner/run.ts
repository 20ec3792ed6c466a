import type { Dataset } from "../datasets/mod.ts";
import type { Engine } from "../engine/mod.ts";
import { type CheckpointOptions, checkpointsOf, Interrupted } from "./checkpoint.ts";
import { configDigest } from "../records/digest.ts";
import type { Protocol, RunContext } from "../experiments/experiment.ts";
import type { FigureData } from "../records/figure_data.ts";
import type { Run } from "./plan.ts";
import { provenance } from "./provenance.ts";
import type { RunRecord } from "../records/record.ts";

/** The configuration that a run's result depends on: the experiment's, the data set taken, and how it is split. */
function configOf({ protocol }: Run, data: Dataset): Record<string, unknown> {
  return { ...protocol.config, dataset: data.name, split: data.split };
}

/** The configuration that a record would have by the protocol: the split, and what stands in for data, are its own. */
export function configNow(protocol: Protocol, { config, data }: RunRecord): Record<string, unknown> {
  const standIn = data.some(({ standIn }) => standIn !== undefined);
  return {
    ...protocol.config,
    dataset: standIn ? config.dataset : protocol.dataset,
    split: config.split,
  };
}

/** The digest that names a run's record. */
export function digestOf(run: Run, data: Dataset, engine: Engine): string {
  return configDigest({
    experiment: run.experiment.id,
    profile: run.profile,
    config: configOf(run, data),
    data: data.sources.map(({ sha256 }) => sha256),
    engine: engine.name,
  });
}

/** The record of a run that starts now and has found nothing yet. */
export async function openRecord(run: Run, data: Dataset, engine: Engine): Promise<RunRecord> {
  const { experiment, profile, seed } = run;
  return {
    format: 1,
    experiment: experiment.id,
    paper: experiment.paper,
    method: experiment.method,
    dataset: experiment.dataset,
    profile,
    seed,
    status: "failed",
    config: configOf(run, data),
    digest: digestOf(run, data, engine),
    measurements: [],
    history: [],
    data: [...data.sources],
    engine: { name: engine.name, device: engine.device, version: engine.version },
    provenance: await provenance(),
    seconds: 0,
  };
}

/** What became of a run. */
export interface Ran {
  record: RunRecord;
  figures: FigureData[];
}

/** Options of {@linkcode runExperiment}. */
export interface RunOptions {
  /** Called with the name of what is under way, and how far it is. */
  progress: RunContext["progress"];
  /** How checkpoints are kept, and gone on from; without, none are, and the run cannot be stopped. */
  checkpoints?: CheckpointOptions;
}

/**
 * Runs an experiment with a seed, from its checkpoints where there are any. An error of the run is in its record, as
 * status `failed`; the figures are then none.
 *
 * @param opened What {@linkcode openRecord} gave for it.
 * @throws {Interrupted} If it was asked to stop and has kept what it reached.
 */
export async function runExperiment(
  { experiment, protocol, seed }: Run,
  data: Dataset,
  opened: RunRecord,
  { progress, checkpoints: kept }: RunOptions,
): Promise<Ran> {
  const record = { ...opened };
  const checkpoints = kept && checkpointsOf(record, kept);
  let figures: FigureData[] = [];
  const started = performance.now();
  try {
    const { figures: drawn = [], ...outcome } = await experiment.run(protocol.config, data, {
      seed,
      progress,
      ...checkpoints && { checkpoint: checkpoints.of },
    });
    for (const { metric, value } of outcome.measurements) checkFinite(metric, value);
    for (const { epoch, loss } of outcome.history) checkFinite(`the loss of epoch ${epoch}`, loss);
    Object.assign(record, outcome, { status: "done" });
    figures = drawn;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    record.error = error instanceof Error ? error.message : String(error);
  }
  const resumedAfter = checkpoints?.secondsBefore() ?? 0;
  if (resumedAfter > 0) record.provenance = { ...record.provenance, resumedAfter };
  record.seconds = resumedAfter + (performance.now() - started) / 1000;
  return { record, figures };
}

function checkFinite(what: string, value: number): void {
  if (!Number.isFinite(value)) {
    throw new RangeError(`Cannot record ${what}: its value must be finite: current value is ${value}`);
  }
}
