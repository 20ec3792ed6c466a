import type { Runs } from "../../judging/runs.ts";
import { type Figure, figure } from "./look.ts";
import { grid, type Panel } from "./panel.ts";
import { sourceOf } from "./source.ts";
import { curve } from "./training_curves.ts";

/** Agarap's Fig. 1: the soft nearest neighbour loss of points and their separation, under both temperatures. */
export function figure1(experiments: readonly Runs[]): Figure[] {
  return experiments.filter(({ paper, method }) => paper === "agarap" && method === "fig-1").map(
    ({ experiment, paper, runs }) => {
      const of = (title: string, annealed: string, fixed: string): Panel => ({
        title,
        x: "epoch",
        series: [annealed, fixed].map((key, index) => ({
          name: key,
          index,
          runs: runs.map((run) => curve(run, key)),
        })),
      });
      const panels = [
        of("Soft nearest neighbour loss", "loss", "loss at the fixed temperature"),
        of("Separation: silhouette of the labels", "separation", "separation at the fixed temperature"),
      ];
      return figure({
        name: "agarap-fig-1",
        section: "results",
        title: "Fig. 1: 300 points moved by the loss of their random labels",
        subtitle: "A loss at one temperature does not compare with one at another; the separation does.",
        description:
          "Two panels over epochs: the soft nearest neighbour loss, and the silhouette of the labels, each under the annealed and under the fixed temperature.",
        source: sourceOf(runs),
        ...grid(panels, {
          columns: 2,
          height: 220,
          legend: [{ name: "annealed temperature", index: 0 }, { name: "fixed temperature", index: 1 }],
        }),
        paper,
        experiment,
      });
    },
  );
}
