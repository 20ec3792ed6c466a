// @ts-types="npm:@types/d3-array@3.2.2"
import { groups } from "d3-array";
import { isStudy, type RunRecord } from "../../records/record.ts";
import type { Runs } from "../../judging/runs.ts";
import { type Figure, figure, slug } from "./look.ts";
import { datasetTitle, type TitleOf } from "./names.ts";
import { grid, MOST_RUNS, type Point } from "./panel.ts";
import { sourceOf } from "./source.ts";

/**
 * How the loss falls over the epochs: a figure for each paper and data set, a panel for each method, a line for each seed.
 *
 * @param titleOf The experiments' titles.
 */
export function trainingCurves(experiments: readonly Runs[], titleOf: TitleOf): Figure[] {
  const trained = experiments.filter((own) =>
    !isStudy(own) && own.runs.some(({ history }) => history.length > 1)
  );
  return groups(trained, ({ paper }) => paper, ({ dataset }) => dataset).flatMap(([paper, datasets]) =>
    datasets.map(([dataset, own]) => {
      const panels = own.map((one) => ({
        title: titleOf(one),
        x: "epoch",
        series: [{ name: "loss", index: 0, runs: one.runs.map((run) => curve(run, "loss")) }],
      }));
      return figure({
        name: slug(paper, "training", dataset),
        section: "training",
        title: `Training loss by epoch, ${datasetTitle(dataset)}`,
        subtitle:
          `Each panel has its own scale, since losses of different methods do not compare. Thin lines: single seeds (up to ${MOST_RUNS}). Thick line: the mean of all.`,
        description: `Curves of the training loss over epochs on ${datasetTitle(dataset)}: ${
          own.map(titleOf).join("; ")
        }.`,
        source: sourceOf(own.flatMap(({ runs }) => runs)),
        ...grid(panels, { columns: Math.min(2, panels.length), height: 160 }),
        paper,
      });
    })
  );
}

/** The course of one value over a run's epochs, where it was recorded. */
export function curve({ history }: RunRecord, key: string): Point[] {
  return history.flatMap((epoch): Point[] => Number.isFinite(epoch[key]) ? [[epoch.epoch, epoch[key]]] : []);
}
