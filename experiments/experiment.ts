import type { Dataset, DatasetInfo } from "../datasets/mod.ts";
import type { Metric } from "../metrics/metric.ts";
import type { Checkpoint, ProgressListener } from "../models/training.ts";
import type { FigureData } from "../records/figure_data.ts";
import type { Clustering } from "../records/labels.ts";
import type { Epoch, Measurement, Profile, Study } from "../records/record.ts";
import type { LeagueKind, PaperFigure } from "./figures.ts";

/** What an experiment needs beside its configuration and data. */
export interface RunContext {
  seed: number;
  /** Called with the name of what is under way, and how far it is. */
  progress(what: string): ProgressListener;
  /** The seconds of the processor that the run has taken so far, those before it was broken off among them. */
  processorSeconds(): number;
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
  /** The clusterings behind its scores, which are kept beside the record. */
  clusterings?: Clustering[];
  /** The data of its figures. */
  figures?: FigureData[];
}

/** A configuration: every choice that a result depends on, as JSON. */
export type Config = Record<string, unknown>;

/** An experiment's protocol in one profile. */
export interface Protocol<Choices = Config> {
  /** The data set to load, by its name. */
  dataset: string;
  /** Seconds a run takes on two cores, as measured once. */
  seconds: number;
  /** All choices that the result depends on, none left to a default; goes into the record and its digest. */
  config: Choices;
}

/** A paper × method × data set, as data, and the function that runs it. */
export interface Experiment {
  /** `paper/method/dataset`. */
  id: string;
  paper: string;
  method: string;
  /** The paper's data set, whatever data a profile takes. */
  dataset: string;
  title: string;
  /** What it asks, where it is a study: it is run only where a glob says `study`, and answers the claims alone that name it. */
  study?: Study;
  /** The profiles that it has; runs in another leave it out. */
  profiles: Partial<Record<Profile, Protocol>>;
  /** The only seeds that it can be run with, where it cannot be run with any. */
  seeds?: readonly number[];
  /** The paper whose league it enters beside that paper's own methods; none unless given. */
  enters?: { readonly league: string; readonly kind: LeagueKind };
  run(config: Config, data: Dataset, context: RunContext): Promise<Outcome>;
}

/** What a paper's `paper.ts` exports as its default: all that the suite knows of it beside its claims and its page. */
export interface PaperDeclaration {
  /** Lower-case letters, digits and hyphens; begins the ids of its experiments and claims, and names its folder. */
  readonly id: string;
  readonly experiments: readonly Experiment[];
  /** The data sets of its own, beside those of the suite. */
  readonly datasets: readonly DatasetInfo[];
  /** The metrics that its experiments measure, of which claims can be made. */
  readonly metrics: readonly Metric[];
  /** The figures of its chapter that are drawn over several runs. */
  readonly figures: readonly PaperFigure[];
  /** Experiments under several names that compute the same; absent where there are none. */
  readonly sameComputation?: readonly SameComputation[];
}

/** Experiments that compute the same, so that their numbers repeat each other. */
export interface SameComputation {
  /** Their ids: the one that stands for all, then the others. */
  readonly experiments: readonly string[];
  /** How it is known, in words. */
  readonly why: string;
}
