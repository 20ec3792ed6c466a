import type { Dataset } from "../datasets/mod.ts";
import type { Checkpoint, ProgressListener } from "../models/training.ts";
import type { FigureData } from "../records/figure_data.ts";
import type { Epoch, Measurement, Profile } from "../records/record.ts";

/** What an experiment needs beside its configuration and data. */
export interface RunContext {
  seed: number;
  /** Called with the name of what is under way, and how far it is. */
  progress(what: string): ProgressListener;
  /** Called with the name of a training, keeps what it reached; absent where nothing is kept. */
  checkpoint?(what: string): Checkpoint;
}

/** What a training takes of its run's context, by its name: who hears how far it is, and what keeps what it reached. */
export function training(
  { progress, checkpoint }: RunContext,
  what: string,
): { onProgress: ProgressListener; checkpoint?: Checkpoint } {
  return { onProgress: progress(what), ...checkpoint && { checkpoint: checkpoint(what) } };
}

/** What a run found. */
export interface Outcome {
  measurements: Measurement[];
  history: Epoch[];
  /** The data of its figures. */
  figures?: FigureData[];
}

/** An experiment's protocol in one profile. */
export interface Protocol<Config = Record<string, unknown>> {
  /** The data set to load, by its name in `datasets/`. */
  dataset: string;
  /** Seconds a run takes on two cores, as measured once. */
  seconds: number;
  /** All choices that the result depends on; goes into the record and its digest. */
  config: Config;
}

/** A paper × method × data set, as data, and the function that runs it. */
export interface Experiment<Config extends Record<string, unknown> = Record<string, unknown>> {
  /** `paper/method/dataset`. */
  id: string;
  paper: string;
  /** Begins with `study-` where this is one, as `isStudy` in `record.ts` says. */
  method: string;
  /** The paper's data set, whatever data a profile takes. */
  dataset: string;
  title: string;
  /** The profiles that it has; runs in another leave it out. */
  profiles: Partial<Record<Profile, Protocol<Config>>>;
  run(config: Config, data: Dataset, context: RunContext): Promise<Outcome>;
}

/** An {@linkcode Experiment} from its parts, with its configuration's type checked; its id is made of them. */
export function experiment<Config extends Record<string, unknown>>(
  parts: Omit<Experiment<Config>, "id">,
): Experiment {
  return { id: `${parts.paper}/${parts.method}/${parts.dataset}`, ...parts } as unknown as Experiment;
}

/** k-means, on the first images of each split only where `rows` says so. */
export type KMeansConfig = { k: number; nInit: number; rows?: { train: number; test: number } };

/** What the smoke profile changes: few images, and few starts of k-means. */
export const FEW = { rows: { train: 1000, test: 500 }, nInit: 2 };

/**
 * The three profiles of a method on MNIST: `paper` on all of it, `quick` on the embedded digits, `smoke` on the first of
 * those with fewer starts of k-means; the two with what else they change.
 */
export function onMnist<Config extends KMeansConfig>(
  config: Config,
  seconds: Record<Profile, number>,
  { quick, smoke }: { quick?: Partial<Config>; smoke?: Partial<Config> } = {},
): Record<Profile, Protocol<Config>> {
  return {
    smoke: {
      dataset: "mnist-10k",
      seconds: seconds.smoke,
      config: { ...config, ...FEW, ...smoke },
    },
    quick: { dataset: "mnist-10k", seconds: seconds.quick, config: { ...config, ...quick } },
    paper: { dataset: "mnist", seconds: seconds.paper, config },
  };
}
