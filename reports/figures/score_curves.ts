import { isStudy } from "../../records/record.ts";
import type { Comparison } from "../../judging/compare.ts";
import type { Runs } from "../../judging/runs.ts";
import { type Figure, figure, slug } from "./look.ts";
import { datasetTitle, type TitleOf } from "./names.ts";
import { grid, type Panel, type Point } from "./panel.ts";
import { sourceOf } from "./source.ts";
import { curve } from "./training_curves.ts";

/** What a history may hold that is no finding. */
const NO_FINDINGS = ["epoch", "seconds"];

/** What panels are called, where a history's own word would not be understood. */
const TITLES: Readonly<Record<string, string>> = {
  moved: "images that changed clusters",
  empty: "empty clusters",
};

/** The scores that make a history more than a loss. */
const SCORES = ["ACC", "NMI"];

/**
 * How clusters get better while a network trains: of each experiment that scored itself on the way, a panel a value, and
 * each printed value as a dotted level.
 *
 * @param titleOf The experiments' titles.
 */
export function scoreCurves(
  experiments: readonly Runs[],
  comparisons: readonly Comparison[],
  titleOf: TitleOf,
): Figure[] {
  const scored = experiments.filter((own) =>
    !isStudy(own) &&
    own.runs.some(({ history }) => history.length > 1 && SCORES.some((key) => key in history[0]))
  );
  return scored.map((one) => {
    const { experiment, paper, dataset, runs } = one;
    const keys = [...new Set(runs.flatMap(({ history }) => Object.keys(history[0] ?? {})))]
      .filter((key) => !NO_FINDINGS.includes(key)).sort((a, b) => rank(a) - rank(b));
    const claims = comparisons.map(({ claim }) => claim)
      .filter((claim) => claim.kind === "result" && claim.experiment === experiment);
    const printed = (key: string) => {
      const own = claims.filter(({ metric }) => metric === key).map(({ value, units }) =>
        Number(value) / units
      );
      return [...new Set(own)].map((y) => ({ name: "printed", index: 1, y }));
    };
    const panels = keys.map((key): Panel => ({
      title: Object.hasOwn(TITLES, key) ? TITLES[key] : key,
      x: "iteration",
      series: [{ name: "ours", index: 0, runs: runs.map((run) => curve(run, key)) }],
      printed: printed(key),
    })).filter(({ series }) => isMoving(series[0].runs));
    const hasPrinted = panels.some(({ printed }) => printed!.length > 0);
    return figure({
      name: slug(experiment, "scores"),
      section: "results",
      title: `${titleOf(one)} on ${datasetTitle(dataset)}, iteration by iteration`,
      subtitle: "Scored against the labels after each iteration; training never sees them.",
      description: `Curves over the iterations: ${panels.map(({ title }) => title).join(", ")}.`,
      source: sourceOf(runs),
      ...grid(panels, {
        columns: 2,
        height: 170,
        legend: [
          { name: runs.length > 1 ? "ours: mean of the seeds (thin: each seed)" : "ours", index: 0 },
          ...(hasPrinted ? [{ name: "printed, at the end", index: 1, kind: "level" as const }] : []),
        ],
      }),
      paper,
      experiment,
    });
  });
}

/** Whether a value is not the same all the way. */
function isMoving(runs: readonly (readonly Point[])[]): boolean {
  return new Set(runs.flat().map(([, y]) => y)).size > 1;
}

/** Scores first, the others as recorded. */
function rank(key: string): number {
  return SCORES.includes(key) ? SCORES.indexOf(key) : SCORES.length;
}
