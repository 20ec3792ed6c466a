// @ts-types="npm:@types/d3-array@3.2.2"
import { groups } from "d3-array";
import { isStudy } from "../../records/record.ts";
import type { Comparison } from "../../judging/compare.ts";
import type { Runs } from "../../judging/runs.ts";
import { printedUnits } from "../../claims/numbers.ts";
import { answerOf } from "../../judging/samples.ts";
import { type Figure, figure, slug } from "./look.ts";
import { grid, type Panel, type Point, type Printed, type Series } from "./panel.ts";
import { sourceOf } from "./source.ts";

const PAPER = "agarap";
const METRICS = [{ metric: "ACC", average: "" }, { metric: "NMI", average: "arithmetic" }];

/** The variants of Figs 3 and 4, and the number of labels that the plain row of a table has. */
const VARIANTS = ["snnl-1", "snnl-5"];
const ALL_LABELS = 10_000;
const BASELINES = [["original", "Original"], ["ae", "Baseline AE"]] as const;

/**
 * Agarap's Figs 3 and 4: scores by the number of labels; at 10,000 the plain rows of the tables. Rings are what the paper
 * prints in words; its curves have no numbers. A figure a data set that has runs with fewer labels.
 */
export function fewLabels(experiments: readonly Runs[], comparisons: readonly Comparison[]): Figure[] {
  const own = experiments.filter((one) => one.paper === PAPER && !isStudy(one));
  return groups(own, ({ dataset }) => dataset).flatMap(([dataset, runs]) => {
    const few = runs.filter(({ method }) => labelsOf(method) !== undefined);
    if (!few.some(({ method }) => labelsOf(method)! < ALL_LABELS)) return [];
    const baselines = runs.filter(({ method }) => BASELINES.some(([name]) => name === method));
    const rings = printedOf(comparisons, dataset);
    const panels = METRICS.map(({ metric, average }): Panel => ({
      title: metric,
      x: "labels",
      series: VARIANTS.map((variant, index) => curveOf(few, variant, index, { metric, average })),
      printed: [
        ...rings.filter((ring) => ring.metric === metric),
        ...baselines.flatMap(({ method, runs }): Printed[] => {
          const values = valuesOf(runs, { metric, average });
          const index = 2 + BASELINES.findIndex(([name]) => name === method);
          const y = values.reduce((sum, value) => sum + value, 0) / values.length;
          return values.length === 0 ? [] : [{ name: method, index, y }];
        }),
      ],
    }));
    const shown = (index: number) => panels.some(({ series }) => series[index].runs.length > 0);
    const legend = [
      ...VARIANTS.map((name, index) => ({ name: name.toUpperCase(), index }))
        .filter(({ index }) => shown(index)),
      ...(rings.length > 0 ? [{ name: "SNNL-5 as printed", index: 1, kind: "ring" as const }] : []),
      ...BASELINES.map(([method, name], i) => ({ method, name, index: 2 + i, kind: "level" as const }))
        .filter(({ method }) => baselines.some((one) => one.method === method)),
    ];
    return [figure({
      name: slug(PAPER, "few-labels", dataset),
      section: "results",
      title: `Figs 3 and 4: fewer labels, ${dataset}`,
      subtitle:
        "Scores on the test images by the number of labelled images trained on. Thin: a seed; thick: their mean.",
      description:
        `ACC and NMI on ${dataset} by the number of labels, for SNNL-1 and SNNL-5, beside the baselines.`,
      source: sourceOf([...few, ...baselines].flatMap(({ runs }) => runs)),
      ...grid(panels, { columns: 2, height: 230, legend }),
      paper: PAPER,
    })];
  });
}

/** How many labels a method is told; nothing if it is none of those that the figures show. */
function labelsOf(method: string): number | undefined {
  const [, variant, labels] = method.match(/^(snnl-\d)(?:-(\d{4,}))?$/) ?? [];
  if (!VARIANTS.includes(variant)) return undefined;
  return labels === undefined ? ALL_LABELS : Number(labels);
}

type Asked = { metric: string; average: string };

function valuesOf(runs: Runs["runs"], asked: Asked): number[] {
  return runs.flatMap((run) => answerOf({ ...asked, space: "" }, run)?.value ?? []);
}

function curveOf(few: readonly Runs[], variant: string, index: number, asked: Asked): Series {
  const points = few.filter(({ method }) => method.startsWith(variant)).flatMap(({ method, runs }) =>
    runs.map((run) => ({ seed: run.seed, labels: labelsOf(method)!, values: valuesOf([run], asked) }))
  ).filter(({ values }) => values.length > 0).sort((a, b) => a.labels - b.labels);
  return {
    name: variant,
    index,
    runs: groups(points, ({ seed }) => seed).map(([, own]) =>
      own.map(({ labels, values }): Point => [labels, values[0]])
    ),
  };
}

/** What the paper prints of SNNL-5 with fewer labels. */
function printedOf(comparisons: readonly Comparison[], dataset: string): (Printed & { metric: string })[] {
  return comparisons.map(({ claim }) => claim).flatMap((claim) => {
    const labels = labelsOf(claim.experiment.split("/")[1] ?? "");
    const asked = claim.paper === PAPER && claim.kind === "result" && claim.dataset === dataset;
    if (!asked || labels === undefined || labels === ALL_LABELS) return [];
    const y = Number(claim.value) / printedUnits(claim);
    return [{ name: claim.method, metric: claim.metric, index: 1, x: labels, y }];
  });
}
