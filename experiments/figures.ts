/**
 * Figures and tables of a paper over several runs, declared as data: the report draws them from records.
 *
 * @module
 */
import type { Asked } from "../records/record.ts";

/** What a number is looked up by in a record, as declared: what is left out is empty in the measurement too. */
export type ScoreKey = Pick<Asked, "metric"> & Partial<Asked>;

/** What is looked up, with all that was left out. */
export function completed({ metric, space = "", split = "", average = "" }: ScoreKey): Asked {
  return { metric, space, split, average };
}

/** What each figure has. */
interface Named {
  /** Lower-case words with hyphens; names the figure's file, after the paper. */
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  /** What is seen, for those who cannot see it. */
  readonly description: string;
}

/**
 * Scores of methods along a quantity, such as the number of labels: a panel a score, a curve a series, a line a seed. What
 * claims print of the same runs is drawn as rings, and baselines as levels.
 */
export interface ScoresFigure extends Named {
  readonly kind: "scores";
  /** The data set of the methods. */
  readonly dataset: string;
  /** What is along x. */
  readonly x: string;
  readonly scores: readonly ScoreKey[];
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly { readonly x: number; readonly method: string }[];
  }[];
  /** `space`: where the method's scores are, if not in the scores' own. */
  readonly levels: readonly { readonly name: string; readonly method: string; readonly space?: string }[];
}

/** What a run's history holds, epoch by epoch: a panel for each group of curves. */
export interface HistoryFigure extends Named {
  readonly kind: "history";
  /** The id of the experiment. */
  readonly experiment: string;
  readonly panels: readonly {
    readonly title: string;
    /** Fields of the history. */
    readonly curves: readonly string[];
  }[];
  /** The names of a panel's curves, in their order; the same in each panel. */
  readonly legend: readonly string[];
}

/** Scores of methods as bars, side by side on each data set: one panel per score, a bar at the seeds' mean, a ring per seed. */
export interface BarsFigure extends Named {
  readonly kind: "bars";
  readonly scores: readonly Omit<ScoreKey, "space">[];
  /** The data sets, and what they are called. */
  readonly datasets: readonly { readonly name: string; readonly title: string }[];
  /** What stands side by side; the experiment is `<paper>/<method>/<dataset>`. */
  readonly bars: readonly { readonly name: string; readonly method: string; readonly space: string }[];
}

/** The layers of an experiment's autoencoder, drawn from its configuration. */
export interface NetworkFigure extends Named {
  readonly kind: "network";
  /** The id of the experiment. */
  readonly experiment: string;
}

/** What stands at the figures that the paper's runs leave under one name, beside what they leave. */
export interface Caption {
  readonly kind: "caption";
  /** The name of the figure data. */
  readonly name: string;
  /** The run's scores that are told under the title; those that it measured. */
  readonly scores?: readonly ScoreKey[];
  /** What the rows are called, in their order, if not what the run calls them. */
  readonly rows?: readonly string[];
}

/**
 * A table in the report's overview, under the paper's title: its experiments side by side, the one with the best first
 * number first. A paper that makes no claims and declares one has no chapter.
 */
export interface SideBySideTable {
  readonly kind: "side by side";
  /** What is compared, and how to read it, in Markdown. */
  readonly text: string;
  /** What each experiment measures in a space of its own: the one space in which it measures the first of these. */
  readonly own: readonly Omit<ScoreKey, "space">[];
  /** What all measure in a space that they share, and what the column is called: `SIL in pixels`. */
  readonly shared: readonly (ScoreKey & { readonly title: string })[];
}

/**
 * A method in a league. `inductive`: as run here, it also has a cluster for an image that it has not seen; `transductive`: only
 * for those that it was fitted to; `control`: it is not ranked, since it knows the labels or nothing at all.
 */
export type LeagueKind = "inductive" | "transductive" | "control";

/** Methods ranked on several data sets by one protocol, with the ranks that each may have: a page of the report, and a picture. */
export interface LeagueTable extends Named {
  readonly kind: "league";
  /** What is compared, and how to read it, in Markdown. */
  readonly text: string;
  /** Each with a table and a panel of its own; the experiment of a method is `<paper>/<method>/<dataset>`. */
  readonly datasets: readonly { readonly name: string; readonly title: string }[];
  /** The paper's own; those of other papers that {@linkcode Experiment.enters | enter} come after them. */
  readonly methods: readonly {
    readonly method: string;
    readonly title: string;
    readonly kind: LeagueKind;
  }[];
  /** What methods are ranked by: of the one space in which each measures it. */
  readonly rankedBy: Omit<ScoreKey, "space">;
  /** What else each measures there. */
  readonly own: readonly Omit<ScoreKey, "space">[];
  /** What all measure in a space that they share, and what the column is called: `SIL in pixels`. */
  readonly shared: readonly (ScoreKey & { readonly title: string })[];
}

/** A figure or a table of a paper, over several runs. */
export type PaperFigure =
  | ScoresFigure
  | HistoryFigure
  | BarsFigure
  | NetworkFigure
  | Caption
  | SideBySideTable
  | LeagueTable;
