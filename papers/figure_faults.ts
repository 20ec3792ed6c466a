import { unknown } from "../claims/fault.ts";
import type { Experiment, PaperDeclaration } from "../experiments/experiment.ts";
import type { PaperFigure } from "../experiments/figures.ts";

/** The figures that name experiments; captions only name what runs leave. */
type Naming = Exclude<PaperFigure, { readonly kind: "side by side" | "caption" }>;

/**
 * What is wrong with the figures that a paper declares over several runs, a line each: experiments and methods that it has
 * not. The report would leave their curves out, or say that they are not run yet.
 */
export function figureFaults(
  { figures, experiments }: Pick<PaperDeclaration, "figures" | "experiments">,
): string[] {
  return figures.filter((figure): figure is Naming =>
    figure.kind !== "side by side" && figure.kind !== "caption"
  ).flatMap((figure) =>
    [...new Set(lost(figure, experiments))].map((fault) => `the figure ${figure.name}: ${fault}`)
  );
}

function lost(figure: Naming, experiments: readonly Experiment[]): string[] {
  const datasets = [...new Set(experiments.map(({ dataset }) => dataset))];
  const methodsOf = (own: readonly Experiment[]) => [...new Set(own.map(({ method }) => method))];
  switch (figure.kind) {
    case "history":
    case "network":
      return absent("experiment", [figure.experiment], experiments.map(({ id }) => id));
    case "league":
      return [
        ...absent("data set", figure.datasets.map(({ name }) => name), datasets),
        ...absent("method", figure.methods.map(({ method }) => method), methodsOf(experiments)),
      ];
    case "bars":
      return [
        ...absent("data set", figure.datasets.map(({ name }) => name), datasets),
        ...absent("method", figure.bars.map(({ method }) => method), methodsOf(experiments)),
      ];
    case "scores": {
      if (!datasets.includes(figure.dataset)) return absent("data set", [figure.dataset], datasets);
      const named = [...figure.series.flatMap(({ points }) => points), ...figure.levels];
      const own = experiments.filter(({ dataset }) => dataset === figure.dataset);
      return absent("method", named.map(({ method }) => method), methodsOf(own));
    }
  }
}

/** Those of the names that are not known. */
function absent(what: string, names: readonly string[], known: readonly string[]): string[] {
  return names.filter((name) => !known.includes(name)).map((name) => unknown(what, name, known));
}
