import type { Dataset } from "../datasets/mod.ts";
import type { Engine } from "../engine/mod.ts";
import { type CheckpointOptions, checkpointsOf, Interrupted } from "./checkpoint.ts";
import { canonicalJson, configDigest } from "../records/digest.ts";
import type { Protocol, RunContext } from "../experiments/experiment.ts";
import type { FigureData } from "../records/figure_data.ts";
import { encodeLabels, type LabelsFile } from "../records/labels.ts";
import type { Run } from "./plan.ts";
import { provenance } from "./provenance.ts";
import { startStopwatch } from "./stopwatch.ts";
import type { EngineUsed, RunRecord } from "../records/record.ts";
import { recordText } from "../records/record_format.ts";

/** The configuration that a run's result depends on: the experiment's, the data set taken, and how it is split. */
function configOf({ protocol }: Run, data: Dataset): Record<string, unknown> {
  return { ...protocol.config, dataset: data.name, split: data.split };
}

/** The configuration that a record would have by the protocol: the split, and what stands in for data, are its own. */
export function configNow(
  protocol: Protocol,
  { config, data }: Pick<RunRecord, "config" | "data">,
): Record<string, unknown> {
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

/**
 * The record of a run that starts now and has found nothing yet.
 *
 * @param code The digest of the code that it executes.
 */
export async function openRecord(
  run: Run,
  data: Dataset,
  engine: Engine,
  code: string,
): Promise<RunRecord> {
  const { experiment, profile, seed } = run;
  return {
    format: 2,
    experiment: experiment.id,
    paper: experiment.paper,
    method: experiment.method,
    dataset: experiment.dataset,
    profile,
    seed,
    status: "failed",
    ...experiment.study && { study: experiment.study },
    config: configOf(run, data),
    digest: digestOf(run, data, engine),
    code,
    measurements: [],
    history: [],
    data: [...data.sources],
    engine: engineUsed(engine),
    provenance: await provenance(),
    seconds: 0,
  };
}

/** The engine as a record has it. */
function engineUsed({ name, device, version, adapter, driver, backend }: Engine): EngineUsed {
  return {
    ...{ name, device, version },
    ...adapter && { adapter },
    ...driver !== undefined && { driver },
    ...backend !== undefined && { backend },
  };
}

/** What became of a run. */
export interface Ran {
  record: RunRecord;
  figures: FigureData[];
  /** The clusterings behind its scores; absent where it had none. */
  labels?: LabelsFile;
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
 * status `failed`; there are then no figures and no labels.
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
  const watch = startStopwatch();
  const checkpoints = kept && checkpointsOf(record, kept, watch);
  let beside: Omit<Ran, "record"> = { figures: [] };
  try {
    const { measurements, history, clusterings = [], figures = [] } = await experiment.run(
      protocol.config,
      data,
      {
        seed,
        progress,
        processorSeconds: () => watch.taken().processorSeconds,
        ...checkpoints && { checkpoint: checkpoints.of },
      },
    );
    for (const { metric, value } of measurements) checkFinite(metric, value);
    for (const { epoch, loss } of history) checkFinite(`the loss of epoch ${epoch}`, loss);
    const done: RunRecord = { ...record, measurements, history, status: "done" };
    // What no record and no figure data can hold is the run's own fault, and ends no other.
    recordText(done, "of the run");
    canonicalJson(figures);
    beside = { figures, ...clusterings.length > 0 && { labels: await encodeLabels(clusterings, record) } };
    Object.assign(record, done);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    record.error = error instanceof Error ? reasonOf(error) : String(error);
  }
  const { seconds: resumedAfter } = watch.before();
  if (checkpoints && resumedAfter > 0) {
    const threadsBefore = checkpoints.threads().slice(0, -1);
    record.provenance = {
      ...record.provenance,
      cpu: checkpoints.cpu(),
      ...threadsBefore.length > 0 && { threadsBefore },
      resumedAfter,
    };
  }
  record.seconds = watch.taken().seconds;
  return { record, ...beside };
}

const ROOT = new URL("../", import.meta.url).href;
const PAPERS = `${ROOT}papers/`;

/**
 * What an error says; of one that a paper's own code throws, with the place: `… (paper.ts:19:42)`. What the suite's code
 * throws says itself what was expected.
 */
export function reasonOf({ message, stack = "" }: Error): string {
  const place = /(file:\S+?)(:\d+:\d+)/.exec(stack);
  if (place === null) return message;
  const [, url, position] = place;
  if (url.startsWith(ROOT) && !url.startsWith(PAPERS)) return message;
  return `${message} (${
    url.startsWith(ROOT) ? url.slice(ROOT.length) : url.slice(url.lastIndexOf("/") + 1)
  }${position})`;
}

function checkFinite(what: string, value: number): void {
  if (!Number.isFinite(value)) {
    throw new RangeError(`Cannot record ${what}: its value must be finite, got ${value}`);
  }
}
