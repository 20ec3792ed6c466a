/**
 * The Calinski-Harabasz index of stand-in data, scaled to the number of images that the paper has.
 *
 * @module
 */
import type { Comparison } from "../../judging/compare.ts";
import type { RunRecord } from "../../records/record.ts";
import { recordPath } from "../../records/record.ts";
import { datasetTitle } from "../figures/names.ts";
import { decimalsIn, numberText, spreadText } from "../markdown/digits.ts";
import { printedCell, table, text } from "../markdown/markup.ts";

/** How many images a split has in the paper and in our runs. */
interface Sizes {
  readonly paper: number;
  readonly ours: number;
}

/** An index that is scaled. */
interface Row {
  readonly comparison: Comparison;
  readonly sizes: Sizes;
  readonly clusters: number;
}

/**
 * A table for each data set whose stand-in has another number of images than the paper's: the averages of CHI as they are and
 * scaled by (n − k), block by block. The index of clusters that stay as they are grows with the number of images n less the
 * number of clusters k, so that the scaled one says whether the paper's is near. It is an indication, which no verdict rests on.
 * Both numbers of images are those of the paper's claims about `test rows` and the like; k is the runs'.
 */
export function scaledChi(comparisons: readonly Comparison[], records: readonly RunRecord[]): string[] {
  const sizes = sizesOf(comparisons);
  const byPath = new Map(records.map((record) => [recordPath(record), record]));
  const rows = comparisons.flatMap((comparison): Row[] => {
    const { claim, verdict, ours, profile, records: paths } = comparison;
    const isAsked = claim.kind === "result" && claim.metric === "CHI" && claim.statistic !== "best";
    const found = sizes.get(placeOf(claim));
    const record = byPath.get(paths[0]);
    const clusters = clustersOf(record);
    if (!isAsked || verdict !== "not comparable" || ours === null || found === undefined) return [];
    // Another profile scores fewer images than its data have.
    const isOnStandIn = profile === "paper" && record?.data.some(({ standIn }) => standIn !== undefined);
    if (!isOnStandIn) return [];
    return clusters === undefined || found.ours <= clusters ? [] : [{ comparison, sizes: found, clusters }];
  });
  return [...Map.groupBy(rows, scaleOf).values()].flatMap(scaledTable);
}

/** Where the numbers of images are not the same, by data set and split. */
function sizesOf(comparisons: readonly Comparison[]): Map<string, Sizes> {
  return new Map(comparisons.flatMap(({ claim, ours }): [string, Sizes][] => {
    const split = /^OTHER:(train|test) rows$/.exec(claim.metric)?.[1];
    const paper = Number(claim.value);
    if (claim.kind !== "fact" || split === undefined || ours === null || ours === paper) return [];
    return [[placeOf({ dataset: claim.dataset, split }), { paper, ours }]];
  }));
}

function placeOf({ dataset, split }: { readonly dataset: string; readonly split: string }): string {
  return JSON.stringify([dataset, split]);
}

/** How many clusters a run looked for, where its configuration has that. */
function clustersOf(record: RunRecord | undefined): number | undefined {
  const cluster = record?.config.cluster;
  if (typeof cluster !== "object" || cluster === null || !("k" in cluster)) return undefined;
  return typeof cluster.k === "number" ? cluster.k : undefined;
}

function scaleOf({ comparison: { claim }, sizes, clusters }: Row): string {
  return JSON.stringify([placeOf(claim), sizes, clusters]);
}

function scaledTable(rows: readonly Row[]): string[] {
  const [{ comparison: { claim: { dataset, split } }, sizes: { paper, ours }, clusters }] = rows;
  const factor = (paper - clusters) / (ours - clusters);
  const count = (images: number) => `${numberText(images, 0)} − ${clusters}`;
  return [
    `### CHI on ${text(datasetTitle(dataset))}, scaled to the paper's number of images`,
    `The paper's ${text(split)} split has ${numberText(paper, 0)} images, the stand-in's ${
      numberText(ours, 0)
    }. ` +
    `The Calinski-Harabasz index (CHI) grows with the number of images less the number of clusters. Scaled by ` +
    `(${count(paper)}) / (${count(ours)}) = ${
      numberText(factor, 2)
    } it can be set beside the printed value. ` +
    `This is an indication, not a verdict: the images are others.`,
    table(
      ["method", "paper", "ours", "ours, scaled"],
      rows.map(({ comparison: { claim, mean, sd } }) => {
        const decimals = Math.min(1, decimalsIn(claim.value));
        return [
          text(claim.method),
          printedCell(claim),
          spreadText(mean!, sd, decimals),
          spreadText(mean! * factor, sd === null ? null : sd * factor, decimals),
        ];
      }),
    ),
  ];
}
