/**
 * What tests of experiments share: made-up images, and runs that nobody watches.
 *
 * @module
 */
import { matrix } from "../engine/mod.ts";
import type { Dataset, Split } from "../datasets/mod.ts";
import { type Metric, STANDARD } from "../metrics/mod.ts";
import { type Change, changed } from "./config.ts";
import type { Config, Experiment, Outcome, PaperDeclaration, RunContext } from "./experiment.ts";
import type { Run } from "./paper.ts";
import { scores } from "./scores.ts";

/** How many images of what size and of how many classes {@linkcode madeData} makes. */
export interface MadeSize {
  train: number;
  test: number;
  height: number;
  width: number;
  classes: number;
}

/** Images in classes that a little noise keeps apart, their classes in turn; 64 and 30 of 2 × 3 pixels in 3 unless told. */
export function madeData(size: Partial<MadeSize> = {}): Dataset {
  const { train, test, height, width, classes } = {
    train: 64,
    test: 30,
    height: 2,
    width: 3,
    classes: 3,
    ...size,
  };
  const pixels = height * width;
  const split = (rows: number, first: number): Split => {
    const labels = Int32Array.from({ length: rows }, (_, i) => (i + first) % classes);
    const data = Float32Array.from({ length: rows * pixels }, (_, at) => {
      const [i, j] = [Math.floor(at / pixels), at % pixels];
      return 0.5 + (j % classes === labels[i] ? 0.3 : -0.3) + 0.15 * Math.sin(7 * (i + first) + 3 * j);
    });
    return { images: matrix(data, rows, pixels), labels };
  };
  return {
    name: "made",
    height,
    width,
    classes,
    train: split(train, 0),
    test: split(test, 100),
    sources: [],
    split: "made for a test",
  };
}

/** The context of a run that nobody watches. */
export function quietContext(seed = 42): RunContext {
  return { seed, progress: () => () => {}, processorSeconds: () => 0 };
}

/** A run that nobody watches, which scores by these metrics. */
export function quietRun(metrics: readonly Metric[] = STANDARD, seed = 42): Run {
  return { ...quietContext(seed), score: (clustered) => scores(clustered, metrics, seed) };
}

/** A paper's experiment of this method and data set. */
export function experimentOf(
  { id, experiments }: PaperDeclaration,
  method: string,
  dataset = "mnist",
): Experiment {
  const found = experiments.find((one) => one.id === `${id}/${method}/${dataset}`);
  if (found === undefined) throw new RangeError(`Cannot find ${method} on ${dataset} in ${id}`);
  return found;
}

/** Runs an experiment as its profile `paper` says, except for a change. */
export async function runChanged(
  { profiles, run }: Experiment,
  change: Change<Config>,
  data: Dataset,
  seed = 42,
): Promise<Outcome> {
  return await run(changed(profiles.paper!.config, change), data, quietContext(seed));
}

/** The measurements of a metric, in order; of one space, if told. */
export function valuesOf({ measurements }: Outcome, metric: string, space?: string): number[] {
  return measurements
    .filter((one) => one.metric === metric && (space === undefined || one.space === space))
    .map(({ value }) => value);
}
