import { unknown } from "../claims/fault.ts";
import type { Experiment, PaperDeclaration } from "../experiments/experiment.ts";
import type { HistoryFigure, LeagueTable, ScoresFigure } from "../experiments/figures.ts";

/**
 * What is wrong with the figures that a paper declares over several runs, a line each: experiments and methods that it has
 * not. The report would leave their curves out, or say that they are not run yet.
 */
export function figureFaults(
  { figures, experiments }: Pick<PaperDeclaration, "figures" | "experiments">,
): string[] {
  return figures.filter((figure) => figure.kind !== "side by side").flatMap((figure) =>
    [...new Set(lost(figure, experiments))].map((fault) => `the figure ${figure.name}: ${fault}`)
  );
}

function lost(
  figure: ScoresFigure | HistoryFigure | LeagueTable,
  experiments: readonly Experiment[],
): string[] {
  if (figure.kind === "history") {
    const ids = experiments.map(({ id }) => id);
    return ids.includes(figure.experiment) ? [] : [unknown("experiment", figure.experiment, ids)];
  }
  const datasets = [...new Set(experiments.map(({ dataset }) => dataset))];
  if (figure.kind === "league") {
    const methods = [...new Set(experiments.map(({ method }) => method))];
    return [
      ...figure.datasets.filter(({ name }) => !datasets.includes(name)).map(({ name }) =>
        unknown("data set", name, datasets)
      ),
      ...figure.methods.filter(({ method }) => !methods.includes(method)).map(({ method }) =>
        unknown("method", method, methods)
      ),
    ];
  }
  if (!datasets.includes(figure.dataset)) return [unknown("data set", figure.dataset, datasets)];
  const methods = experiments.filter(({ dataset }) => dataset === figure.dataset).map(({ method }) => method);
  const named = [...figure.series.flatMap(({ points }) => points), ...figure.levels].map(({ method }) =>
    method
  );
  return named.filter((method) => !methods.includes(method)).map((method) =>
    unknown("method", method, methods)
  );
}
