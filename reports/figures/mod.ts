/**
 * All figures of a report, from records, comparisons and the data that runs left for figures.
 *
 * @module
 */
import type { FigureData } from "../../records/figure_data.ts";
import type { Caption, PaperFigure } from "../../experiments/figures.ts";
import type { Comparison } from "../../judging/compare.ts";
import type { Runs } from "../../judging/runs.ts";
import type { Paper } from "../../papers/load.ts";
import { leaguesOf } from "../leagues.ts";
import { hasChapter } from "../text/has_chapter.ts";
import { barsFigure } from "./bars_figure.ts";
import { captionWords, withRows } from "./caption.ts";
import { counts } from "./counts.ts";
import { embedding } from "./embedding.ts";
import { historyFigure } from "./history_figure.ts";
import { images } from "./images.ts";
import { leagueFigure } from "./league_figure.ts";
import { type Drawing, type Figure, figure, slug } from "./look.ts";
import { datasetTitle, experimentTitles, type TitleOf } from "./names.ts";
import { networkFigure } from "./network_figure.ts";
import { overview } from "./overview.ts";
import { paperAgainst } from "./paper_against.ts";
import { scoresFigure } from "./scores_figure.ts";
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
  /** Whose own figures are drawn. */
  readonly papers: readonly Pick<Paper, "id" | "claims" | "experiments" | "figures" | "metrics">[];
  readonly comparisons: readonly Comparison[];
  readonly experiments: readonly Runs[];
  readonly leavings: readonly Leavings[];
  /** The papers' short names, by their ids. */
  readonly titles: ReadonlyMap<string, string>;
}

/**
 * All figures that there is something to draw for: the overview first, then the leagues, then paper by paper. Of a paper
 * without a chapter, which would show them, neither its training nor what its runs left is drawn.
 */
export function drawFigures({ papers, comparisons, experiments, leavings, titles }: FigureInput): Figure[] {
  const judged = comparisons.filter(({ difference }) => difference !== null).map(({ claim }) =>
    claim.experiment
  );
  const runsOf = (paper?: string) =>
    experiments.filter(({ experiment, paper: own }) => judged.includes(experiment) && (paper ?? own) === own)
      .flatMap(({ runs }) => runs);
  const claiming = [...new Set(comparisons.map(({ claim }) => claim.paper))];
  const declared = papers.flatMap(({ id, figures }) => figures.map((figure) => ({ id, figure })));
  const histories = new Set(
    declared.flatMap(({ figure }) => figure.kind === "history" ? [figure.experiment] : []),
  );
  const bare = new Set(papers.filter((paper) => !hasChapter(paper)).map(({ id }) => id));
  const shown = experiments.filter(({ paper }) => !bare.has(paper));
  const titleOf = experimentTitles(papers);
  const captionsOf = (paper: string) =>
    declared.flatMap(({ id, figure }) => id === paper && figure.kind === "caption" ? [figure] : []);
  return [
    overview(comparisons, titles, sourceOf(runsOf())),
    ...leaguesOf(papers, experiments).map(leagueFigure),
    ...claiming.map((paper) =>
      paperAgainst(paper, titles.get(paper) ?? paper, comparisons, sourceOf(runsOf(paper)))
    ),
    ...declared.flatMap(({ id, figure }) => paperFigure(id, figure, experiments, comparisons)),
    ...scoreCurves(shown, comparisons, titleOf),
    ...trainingCurves(shown.filter(({ experiment }) => !histories.has(experiment)), titleOf),
    ...leavings.filter(({ experiment: { paper } }) => !bare.has(paper))
      .flatMap((one) => figuresOf(one, captionsOf(one.experiment.paper), titleOf)),
  ].filter((one) => one !== undefined);
}

/**
 * A figure of a chapter that a paper declares; captions stand at other figures, tables are not drawn, and leagues have a page
 * of their own.
 */
function paperFigure(
  paper: string,
  declared: PaperFigure,
  experiments: readonly Runs[],
  comparisons: readonly Comparison[],
): Figure[] {
  switch (declared.kind) {
    case "scores":
      return scoresFigure(paper, declared, experiments, comparisons);
    case "history":
      return historyFigure(paper, declared, experiments);
    case "bars":
      return barsFigure(paper, declared, experiments);
    case "network":
      return networkFigure(paper, declared, experiments);
    case "caption":
    case "side by side":
    case "league":
      return [];
  }
}

/** The figures of what one run left. */
function figuresOf(
  { experiment: { experiment, paper, method, dataset }, run, data }: Leavings,
  captions: readonly Caption[],
  titleOf: TitleOf,
): Figure[] {
  const whose = `${titleOf({ experiment, method })}, ${datasetTitle(dataset)}.`;
  return data.flatMap((one) => {
    const caption = captions.find(({ name }) => name === one.name);
    const draw = (
      { suffix = "", subtitle, ...drawing }: Omit<Drawing, "name" | "source" | "section"> & {
        suffix?: string;
      },
    ): Figure =>
      figure({
        ...drawing,
        subtitle: [whose, ...captionWords(caption, run), subtitle].filter((words) => words !== "").join(" "),
        section: "clusters",
        name: slug(experiment, one.name) + suffix,
        source: sourceOf([run]),
        paper,
        experiment,
      });
    if (one.kind === "embedding") return embedding(one).map(draw);
    return [draw(one.kind === "images" ? images(withRows(one, caption)) : counts(one))];
  });
}
