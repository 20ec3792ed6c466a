/**
 * All figures of a report, from records, comparisons and the data that runs left for figures.
 *
 * @module
 */
import type { FigureData } from "../../records/figure_data.ts";
import type { Comparison } from "../../judging/compare.ts";
import type { Runs } from "../../judging/runs.ts";
import { counts } from "./counts.ts";
import { embedding } from "./embedding.ts";
import { figure1 } from "./fig_1.ts";
import { fewLabels } from "./few_labels.ts";
import { images } from "./images.ts";
import { type Drawing, type Figure, figure, slug } from "./look.ts";
import { overview } from "./overview.ts";
import { paperAgainst } from "./paper_against.ts";
import { scoreCurves } from "./score_curves.ts";
import { sourceOf } from "./source.ts";
import { trainingCurves } from "./training_curves.ts";

export type { Figure } from "./look.ts";

/** What one experiment left for figures, by the run of its lowest seed that left any. */
export interface Leavings {
  readonly experiment: Runs;
  /** The run that left them. */
  readonly run: Runs["runs"][number];
  readonly data: readonly FigureData[];
}

/** All that figures are drawn from. */
export interface FigureInput {
  readonly comparisons: readonly Comparison[];
  readonly experiments: readonly Runs[];
  readonly leavings: readonly Leavings[];
  /** The papers' short names, by their ids. */
  readonly titles: ReadonlyMap<string, string>;
}

/** All figures that there is something to draw for: the overview first, then paper by paper. */
export function drawFigures({ comparisons, experiments, leavings, titles }: FigureInput): Figure[] {
  const judged = comparisons.filter(({ difference }) => difference !== null).map(({ claim }) =>
    claim.experiment
  );
  const runsOf = (paper?: string) =>
    experiments.filter(({ experiment, paper: own }) => judged.includes(experiment) && (paper ?? own) === own)
      .flatMap(({ runs }) => runs);
  const papers = [...new Set(comparisons.map(({ claim }) => claim.paper))];
  return [
    overview(comparisons, titles, sourceOf(runsOf())),
    ...papers.map((paper) =>
      paperAgainst(paper, titles.get(paper) ?? paper, comparisons, sourceOf(runsOf(paper)))
    ),
    ...figure1(experiments),
    ...fewLabels(experiments, comparisons),
    ...scoreCurves(experiments, comparisons),
    ...trainingCurves(experiments.filter(({ method }) => method !== "fig-1")),
    ...leavings.flatMap(figuresOf),
  ].filter((one) => one !== undefined);
}

/** The figures of what one run left. */
function figuresOf({ experiment: { experiment, paper, method, dataset }, run, data }: Leavings): Figure[] {
  return data.flatMap((one) => {
    const draw = (
      { suffix = "", ...drawing }: Omit<Drawing, "name" | "source" | "section"> & { suffix?: string },
    ): Figure =>
      figure({
        ...drawing,
        section: "clusters",
        name: slug(experiment, one.name) + suffix,
        title: `${drawing.title} (${method}, ${dataset})`,
        source: sourceOf([run]),
        paper,
        experiment,
      });
    if (one.kind === "embedding") return embedding(one).map(draw);
    return [draw(one.kind === "images" ? images(one) : counts(one))];
  });
}
