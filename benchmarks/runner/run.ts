import { type Engine, progress } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import type { FigureData } from "./figure_data.ts";
import type { Run } from "./plan.ts";
import { provenance } from "./provenance.ts";
import { configDigest, type RunRecord } from "./record.ts";

/** The configuration that a run's result depends on: the experiment's, the data set taken, and how it is split. */
export function configOf({ protocol }: Run, data: Dataset): Record<string, unknown> {
  return { ...protocol.config, dataset: data.name, split: data.split };
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

/** Runs an experiment with a seed. An error of the run is in its record, as status `failed`; the figures are then none. */
export async function runExperiment(
  run: Run,
  data: Dataset,
  engine: Engine,
  { quiet }: { quiet: boolean },
): Promise<{ record: RunRecord; figures: FigureData[] }> {
  const { experiment, profile, protocol, seed } = run;
  const record: RunRecord = {
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
  let figures: FigureData[] = [];
  const started = performance.now();
  try {
    const { figures: drawn = [], ...outcome } = await experiment.run(protocol.config, data, {
      seed,
      progress: (what) => progressOf(`${experiment.id} seed ${seed}: ${what}`, quiet),
    });
    for (const { metric, value } of outcome.measurements) checkFinite(metric, value);
    for (const { epoch, loss } of outcome.history) checkFinite(`the loss of epoch ${epoch}`, loss);
    Object.assign(record, outcome, { status: "done" });
    figures = drawn;
  } catch (error) {
    record.error = error instanceof Error ? error.message : String(error);
  }
  record.seconds = (performance.now() - started) / 1000;
  return { record, figures };
}

function checkFinite(what: string, value: number): void {
  if (!Number.isFinite(value)) {
    throw new RangeError(`Cannot record ${what}: its value must be finite: current value is ${value}`);
  }
}

/** A progress bar that opens with the first step and closes with the last. */
function progressOf(label: string, quiet: boolean): (done: number, total: number, note: string) => void {
  let bar: ReturnType<typeof progress> | undefined;
  return (done, total, note) => {
    bar ??= progress(label, { total, unit: "steps", quiet });
    bar.update(done, note);
    if (done === total) bar.end(note);
  };
}
