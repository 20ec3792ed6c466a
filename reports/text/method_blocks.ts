/**
 * A chapter's results method by method: what the paper prints, what we find, why they differ, curves, commands and records.
 *
 * @module
 */
import type { Claim } from "../../claims/claims.ts";
import { isMiss, isTested, judgedIn, type Tested } from "../../judging/causes.ts";
import type { Comparison } from "../../judging/compare.ts";
import type { Extra } from "../../judging/extras.ts";
import { compareNames, type Runs } from "../../judging/runs.ts";
import { tally, tallyInWords } from "../../judging/tallies.ts";
import { elsewhereInWords } from "../../experiments/made_elsewhere.ts";
import type { Paper } from "../../papers/load.ts";
import { plainMetric, type RunRecord } from "../../records/record.ts";
import type { Figure } from "../figures/mod.ts";
import { slug } from "../figures/look.ts";
import { datasetTitle } from "../figures/names.ts";
import type { Again } from "../markdown/again.ts";
import {
  anchor,
  anchorOf,
  code,
  details,
  metricCell,
  picture,
  runsAnchor,
  text,
} from "../markdown/markup.ts";
import { type CauseGroup, causeGroups, causeTable, missedInWords } from "../tables/cause_tables.ts";
import { extrasTable } from "../tables/extras_table.ts";
import { resultTable } from "../tables/result_table.ts";
import { runsAgain } from "./runs_again.ts";
import { counted } from "../../terminal/counted.ts";

/** What the blocks are drawn from: all of it is the paper's. */
export interface MethodBlocksInput {
  /** The results, in the claims' order. */
  readonly results: readonly Comparison[];
  readonly records: readonly RunRecord[];
  readonly experiments: readonly Runs[];
  /** What was measured beyond the claims, without studies. */
  readonly more: readonly Extra[];
  readonly tested: readonly Tested[];
  readonly figures: readonly Figure[];
  readonly again: Again;
  /** The result folder, from the page. */
  readonly out: string;
  /** The papers that have a chapter. */
  readonly chapters: ReadonlySet<string>;
}

/** The results of one method on one data set. */
interface Block {
  /** What answers them; empty where nothing does. */
  readonly experiment: string;
  readonly method: string;
  readonly dataset: string;
  readonly own: readonly Comparison[];
}

/** The blocks of a chapter, and what they leave to its other sections. */
export interface MethodBlocks {
  readonly blocks: readonly string[];
  /** The experiments that have a block. */
  readonly shown: ReadonlySet<string>;
  /** The causes of misses that no block has. */
  readonly left: readonly CauseGroup[];
  /** Where the causes stand that blocks have: links to them. */
  readonly causes: readonly string[];
}

/** The anchor of a method's block. */
export function methodAnchor(method: string): string {
  return anchorOf("method", method);
}

/** The results method by method, methods by name, and of each the data sets in the claims' order. */
export function methodBlocks(paper: Paper, input: MethodBlocksInput): MethodBlocks {
  const blocks = blocksOf(input.results);
  const groups = causeGroups(paper, input.tested);
  const owners = new Map(groups.map((group) => [group, ownerOf(group, blocks)]));
  // Several methods may be answered by one experiment: its records stand where it comes first.
  const isFirst = (block: Block) =>
    blocks.find(({ experiment }) => experiment === block.experiment) === block;
  return {
    blocks: [...Map.groupBy(blocks, ({ method }) => method)].flatMap(([method, own]) => [
      `${anchor(methodAnchor(method))}\n\n### ${text(method)}`,
      ...own.flatMap((block) => drawn(block, { paper, ...input, groups, owners, isFirst: isFirst(block) })),
    ]),
    shown: new Set(blocks.map(({ experiment }) => experiment)),
    left: groups.filter((group) => owners.get(group) === undefined),
    causes: groups.filter((group) => owners.get(group) !== undefined).map((group) =>
      `[${text(missedInWords(group))}](#${group.id})`
    ),
  };
}

function blocksOf(results: readonly Comparison[]): Block[] {
  const methods = [...Map.groupBy(results, ({ claim }) => claim.method)]
    .sort(([a], [b]) => compareNames(a, b));
  return methods.flatMap(([method, ofMethod]) =>
    [...Map.groupBy(ofMethod, ({ claim: { dataset, experiment } }) => JSON.stringify([dataset, experiment]))]
      .map(([, own]) => ({ method, dataset: own[0].claim.dataset, experiment: own[0].claim.experiment, own }))
  );
}

/** The first block that has one of the misses. */
function ownerOf({ missed }: CauseGroup, blocks: readonly Block[]): Block | undefined {
  const ids = new Set(missed.map(({ id }) => id));
  return blocks.find(({ own }) => own.some(({ claim }) => ids.has(claim.id)));
}

interface Drawing extends MethodBlocksInput {
  readonly paper: Paper;
  readonly groups: readonly CauseGroup[];
  readonly owners: ReadonlyMap<CauseGroup, Block | undefined>;
  readonly isFirst: boolean;
}

/** A method on one data set. */
function drawn(block: Block, input: Drawing): string[] {
  const { experiment, dataset, own } = block;
  const { paper, records, experiments, again, out, isFirst } = input;
  const found = experiments.find((one) => one.experiment === experiment);
  const isCounted = (record: RunRecord) => found?.runs.includes(record) ?? false;
  const runs = runsAgain(experiment, records.filter((one) => one.experiment === experiment), {
    isCounted,
    out,
    again,
  });
  const seeds = found?.runs.length;
  const place = isFirst && runs.length > 0 ? anchor(runsAnchor(experiment)) : "";
  const count = seeds === undefined ? "" : ` (${counted(seeds, "seed")})`;
  return [
    `${place}**${text(datasetTitle(dataset))}**${count}: ${tallyInWords(tally(own))}.`,
    ...elsewhere(found),
    ...numbers(block, paper, seeds),
    ...causes(block, input),
    ...isFirst && found !== undefined ? beside(found, input) : [],
    ...runs.map(({ command, records }) => `Run it again: ${code(command)} (records: ${records})`),
  ];
}

/** What found the clusters, where it was another program. */
function elsewhere(found: Runs | undefined): string[] {
  const words = found && elsewhereInWords(found.runs[0].config);
  return words === undefined ? [] : [text(words)];
}

/** The table of a block: a row a number, however often the paper prints it. */
function numbers({ own }: Block, paper: Paper, seeds: number | undefined): string[] {
  const [space, split, average] = (["space", "split", "average"] as const).map((field) =>
    sharedOf(own, field)
  );
  const rows = [...Map.groupBy(own, keyOf).values()];
  const places = rows.map((same) => [...new Set(same.map(({ claim }) => text(claim.where)))].join("; "));
  const [place] = new Set(places).size === 1 ? places : [""];
  return [
    ...measuredWhere({ space, split, average, place }),
    ...resultTable(
      paper,
      rows.map((same, i) => ({
        names: [nameOf(same[0].claim, { space, split, average }), ...place === "" ? [places[i]] : []],
        own: same,
      })),
      {
        header: ["number", ...place === "" ? ["where"] : []],
        ...seeds !== undefined && { seeds },
      },
    ),
  ];
}

/** What a number is, without what all of a block have. */
function nameOf(claim: Claim, shared: Pick<Claim, "space" | "split" | "average">): string {
  const name = metricCell({
    ...claim,
    space: claim.space === shared.space ? "" : claim.space,
    split: claim.split === shared.split ? "" : claim.split,
    average: claim.average === shared.average ? "" : claim.average,
  });
  if (claim.statistic === "single") return name;
  return claim.statistic === "avg"
    ? `${name}, mean`
    : `${name}, best${claim.runs === null ? "" : ` of ${claim.runs}`}`;
}

/** Where all of a block was measured and how, and where the paper prints it; nothing where it differs. */
function measuredWhere(
  { space, split, average, place }: Pick<Claim, "space" | "split" | "average"> & { readonly place: string },
): string[] {
  const parts = [
    space && `in ${text(space)}`,
    split && `on the ${text(split)} split`,
    average && `with the ${text(average)} average`,
  ].filter((part) => part !== "");
  const sentences = [
    ...parts.length === 0 ? [] : [`Measured ${parts.join(", ")}.`],
    ...place === "" ? [] : [`Printed in ${place}.`],
  ];
  return sentences.length === 0 ? [] : [sentences.join(" ")];
}

/** What two comparisons of one experiment are the same number by. */
function keyOf({ claim, verdict, tolerance }: Comparison): string {
  const { metric, space, split, average, statistic, value, units, runs } = claim;
  return JSON.stringify([
    metric,
    space,
    split,
    average,
    statistic,
    value,
    units,
    runs,
    tolerance,
    verdict,
  ]);
}

/** What all claims have in a field that have something there; nothing where they differ. */
function sharedOf(own: readonly Comparison[], field: "space" | "split" | "average"): string {
  const values = new Set(own.map(({ claim }) => claim[field]).filter((value) => value !== ""));
  return values.size === 1 ? [...values][0] : "";
}

/** The causes of a block's misses, or where they stand; and of which misses none was tested. */
function causes(block: Block, { paper, tested, groups, owners, chapters }: Drawing): string[] {
  const ids = new Set(block.own.map(({ claim }) => claim.id));
  const own = groups.filter(({ missed }) => missed.some(({ id }) => ids.has(id)));
  const elsewhere = own.filter((group) => owners.get(group) !== block);
  const tried = new Set(tested.filter(isTested).flatMap(judgedIn));
  const untested = block.own.filter((one) => isMiss(one) && !tried.has(one.claim.id));
  const names = [...new Set(untested.map(({ claim }) => text(plainMetric(claim.metric))))];
  return [
    ...own.filter((group) => owners.get(group) === block)
      .flatMap((group) => causeTable(group, { paper, chapters })),
    ...elsewhere.length === 0 ? [] : [
      `What may explain the differences: ${
        elsewhere.map((group) => `[${text(missedInWords(group))}](#${group.id})`).join("; ")
      }.`,
    ],
    ...names.length === 0 ? [] : [`No cause was tested yet for the misses of ${names.join(", ")}.`],
  ];
}

/** What is beside the numbers: curves, pictures of what the runs left, and what else they measured. */
function beside({ experiment, dataset, runs }: Runs, { paper, figures, more, out }: Drawing): string[] {
  const own = figures.filter((figure) => figure.experiment === experiment && figure.section !== "training");
  const curves = figures.find(({ section, name, experiment: one }) =>
    section === "training" && (one === experiment || name === slug(paper.id, "training", dataset))
  );
  const isTrained = runs.some(({ history }) => history.length > 1);
  const extras = more.filter((extra) => extra.experiment === experiment);
  return [
    ...curves === undefined || !isTrained ? [] : [`[The loss by epoch](${out}/figures/${curves.name}.svg)`],
    ...details(`Pictures (${own.length})`, own.map((figure) => picture(figure, out))),
    ...extras.length === 0 ? [] : details(`Measured too, and not printed by the paper (${extras.length})`, [
      extrasTable(extras, paper.metrics),
    ]),
  ];
}
