// @ts-types="npm:@types/d3-array@3.2.2"
import { groups } from "d3-array";
import { isStudy, type RunRecord } from "../../records/record.ts";
import type { Runs } from "../../judging/runs.ts";
import { type Figure, figure, slug } from "./look.ts";
import { grid, MOST_RUNS, type Point } from "./panel.ts";
import { sourceOf } from "./source.ts";

/** How the loss falls over the epochs: a figure a paper and data set, a panel a method, a line a seed. */
export function trainingCurves(experiments: readonly Runs[]): Figure[] {
  const trained = experiments.filter((own) =>
    !isStudy(own) && own.runs.some(({ history }) => history.length > 1)
  );
  return groups(trained, ({ paper }) => paper, ({ dataset }) => dataset).flatMap(([paper, datasets]) =>
    datasets.map(([dataset, own]) => {
      const panels = own.map(({ method, runs }) => ({
        title: method,
        x: "epoch",
        series: [{ name: "loss", index: 0, runs: runs.map((run) => curve(run, "loss")) }],
      }));
      return figure({
        name: slug(paper, "training", dataset),
        section: "training",
        title: `Training loss by epoch, ${dataset}`,
        subtitle:
          `A panel a method, each on its own scale: losses of different methods do not compare. Thin: a seed (up to ${MOST_RUNS}); thick: the mean of all.`,
        description: `Curves of the training loss over epochs on ${dataset}: ${
          own.map(({ method }) => method).join(", ")
        }.`,
        source: sourceOf(own.flatMap(({ runs }) => runs)),
        ...grid(panels, { columns: Math.min(3, panels.length), height: 160 }),
        paper,
      });
    })
  );
}

/** The course of one value over a run's epochs, where it was recorded. */
export function curve({ history }: RunRecord, key: string): Point[] {
  return history.flatMap((epoch): Point[] => Number.isFinite(epoch[key]) ? [[epoch.epoch, epoch[key]]] : []);
}
