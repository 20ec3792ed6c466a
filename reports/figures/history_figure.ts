import type { HistoryFigure } from "../../experiments/figures.ts";
import type { Runs } from "../../judging/runs.ts";
import { type Figure, figure, slug } from "./look.ts";
import { grid, type Panel } from "./panel.ts";
import { sourceOf } from "./source.ts";
import { curve } from "./training_curves.ts";

/** What an experiment's histories hold, as a paper declares it: curves over epochs, a line a seed. Nothing without runs. */
export function historyFigure(
  paper: string,
  declared: HistoryFigure,
  experiments: readonly Runs[],
): Figure[] {
  const { name, title, subtitle, description, experiment, panels, legend } = declared;
  const found = experiments.find((one) => one.experiment === experiment);
  if (found === undefined) return [];
  const drawn = panels.map(({ title, curves }): Panel => ({
    title,
    x: "epoch",
    series: curves.map((key, index) => ({
      name: key,
      index,
      runs: found.runs.map((run) => curve(run, key)),
    })),
  }));
  return [figure({
    name: slug(paper, name),
    section: "results",
    title,
    subtitle,
    description,
    source: sourceOf(found.runs),
    ...grid(drawn, {
      columns: Math.min(2, drawn.length),
      height: 220,
      legend: legend.map((name, index) => ({ name, index })),
    }),
    paper,
    experiment,
  })];
}
