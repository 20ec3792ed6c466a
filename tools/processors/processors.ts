/**
 * Writes `tools/processors/RESULTS.md`: published runs beside the same runs on another processor, whose records are in
 * `tools/processors/runs`.
 *
 *     deno run -P=report tools/processors/processors.ts
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { momentsOf } from "../../judging/statistics/mod.ts";
import { loadPapers } from "../../papers/load.ts";
import { readSoundRecords } from "../../records/record_files.ts";
import type { RunRecord } from "../../records/record.ts";
import { decimalsFor, numberText, spreadText, usualFor } from "../../reports/markdown/digits.ts";
import { metricCell, table, text } from "../../reports/markdown/markup.ts";
import { main } from "../../terminal/command.ts";
import { type Beside, besideOf, lossesApart, type Moved, movedVerdicts, pairsOf } from "./beside.ts";

/** The folder that a path beside this file names. */
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page, made from the records. */
export async function page(): Promise<string> {
  const [{ records: published }, { records: own }] = await Promise.all([
    readSoundRecords(here("../../reports/published")),
    readSoundRecords(here(".")),
  ]);
  const papers = await loadPapers();
  const pairs = pairsOf(published, own);
  const { judged, moved } = movedVerdicts(papers, pairs);
  const losses = lossesApart(pairs);
  return `${
    [
      "# The same runs on another processor",
      "This page is written by `processors.ts`; see [README.md](README.md).",
      `${pairs.length} runs, with the same seeds on each processor. Published: ${
        machinesOf(pairs.map(({ first }) => first))
      }. Again: ${machinesOf(pairs.map(({ second }) => second))}.`,
      `The losses of the first epoch are apart by ${percent(losses.first)} at most, those of the last by ` +
      `${percent(losses.last)}.`,
      "Means ± standard deviations over the seeds. _Between seeds_ is the standard deviation on one processor, _between " +
      "processors_ that of one seed. Where the two are as large, the processor moves a number as another seed does.",
      besideTable(besideOf(papers.flatMap(({ claims }) => claims), pairs)),
      "## Verdicts",
      movedInWords(judged, moved),
    ].join("\n\n")
  }\n`;
}

function machinesOf(records: readonly RunRecord[]): string {
  return [...new Set(records.map(({ provenance: { cpu, threads } }) => text(`${cpu}, ${threads} threads`)))]
    .join("; ");
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

function besideTable(rows: readonly Beside[]): string {
  return table(
    [
      "experiment",
      "measurement",
      "seeds",
      "published",
      "again",
      "between seeds",
      "between processors",
      "ratio",
    ],
    rows.map(({ experiment, asked, first, second, seeds, processors }) => {
      const decimals = decimalsFor(seeds, usualFor(first[0]));
      return [
        text(experiment),
        metricCell({ ...asked, direction: null }),
        `${first.length}`,
        ...[first, second].map((values) => {
          const { mean, sd } = momentsOf(values);
          return spreadText(mean, sd);
        }),
        numberText(seeds, decimals),
        numberText(processors, decimals),
        numberText(processors / seeds, 2),
      ];
    }),
  );
}

function movedInWords(judged: number, moved: readonly Moved[]): string {
  if (moved.length === 0) return `All ${judged} verdicts are the same by either side's runs.`;
  const opposed = moved.filter(({ first, second }) => ![first, second].includes("inconclusive")).length;
  return [
    `Of ${judged} verdicts, ${moved.length} change. ` +
    (opposed === 0
      ? "Each of these is decided on one processor and inconclusive on the other."
      : `${opposed} of these are decided on both processors, but not alike.`),
    table(
      ["claim", "experiment", "measurement", "the paper's", "by the published runs", "by those made again"],
      moved.map(({ claim, first, second }) => [
        text(claim.id),
        text(claim.experiment),
        metricCell(claim),
        text(claim.printed),
        first,
        second,
      ]),
    ),
  ].join("\n\n");
}

/** Writes the page; returns the exit code. */
async function processors(): Promise<number> {
  await Deno.writeTextFile(here("RESULTS.md"), await page());
  return 0;
}

if (import.meta.main) await main(processors);
