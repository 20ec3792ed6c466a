/**
 * The report as Markdown. From the same input it is the same bytes: no clock, no locale, no order but the input's.
 *
 * @module
 */
import { type RunRecord, STATUSES } from "../../records/record.ts";
import type { Paper } from "../../papers/load.ts";
import type { Again } from "../markdown/again.ts";
import { chapter } from "./chapter.ts";
import type { Comparison } from "../../judging/compare.ts";
import { conditionsOf, seedsInWords } from "../../judging/conditions.ts";
import { extras } from "../../judging/extras.ts";
import type { Figure } from "../figures/mod.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { findings, RULES } from "./findings.ts";
import { chapterPath, details, list, MARKS, picture, table, tables, text } from "../markdown/markup.ts";
import { VERDICTS } from "../../judging/judge.ts";
import { seedSpread } from "../tables/seed_spread.ts";
import { sideBySide, sideBySideOf } from "../tables/side_by_side.ts";
import { isJudged, tally, tallyInWords } from "../../judging/tallies.ts";

/** All that a report is drawn from. */
export interface ReportInput {
  readonly papers: readonly Paper[];
  /** The papers' claims beside the records. */
  readonly comparisons: readonly Comparison[];
  /** The papers' records. */
  readonly records: readonly RunRecord[];
  /** The figures that lie beside the report. */
  readonly figures?: readonly Figure[];
  /** What is wrong with the files that could not be read, a line each. */
  readonly damaged?: readonly string[];
  /** The papers that there are records of, but that were not given: these records are left out. */
  readonly unknown?: readonly string[];
  /** What the commands that make runs again must name. */
  readonly again?: Again;
}

/** The file that concerns all papers. */
const REPORT = "REPORT.md";

const IN_SHORT =
  "✓ within the tolerance, ≈ within about twice, ▲ ▼ outside on the better or the worse side, " +
  "≠ another of the paper's own values holds, ○ shown but not judged.";

const LEGEND = [
  "✓ reproduced: within the tolerance of the paper's value: the claim's own, or the 95 % interval of our seeds where that is wider.",
  "≈ close: further by no more than the claim's own tolerance.",
  "▲ better and ▼ worse: further away; better is a finding to explain, not a pass.",
  "≠ contradicted: the right value, or another that the paper prints for the same, is the one that we find.",
  "○ not comparable: cited, stand-in data, or a smaller profile than the paper's; the numbers are shown, not judged.",
  "· not run: the reason stands in the row.",
  "An order is ✓ if it holds in the mean by more than the seeds' spread (the standard deviation of the difference), ≈ " +
  "within that spread, ▼ if it does not hold, ≠ if the paper's own numbers do not have it either; its p is one-sided, " +
  "by ranks, exact up to fifty runs.",
  "A cell reads: the paper's value → ours ± the standard deviation over seeds, and the mark. A method's name leads to its runs.",
];

/** Whether a paper has a chapter, as all have but those that only set experiments side by side. */
function hasChapter(paper: Paper): boolean {
  return paper.claims.length > 0 || sideBySideOf(paper) === undefined;
}

/** The papers' names without what follows a colon, by their ids. */
export function shortTitles(papers: readonly Paper[]): Map<string, string> {
  return new Map(papers.map(({ id, title }) => [id, title.split(":")[0].trim() || id]));
}

/** A file of the report. */
export interface ReportFile {
  /** From the report's folder. */
  readonly path: string;
  readonly markdown: string;
}

/** The report: what concerns all papers, and their chapters. */
export function report(input: ReportInput): ReportFile[] {
  const { comparisons, records, figures = [], again = {} } = input;
  const papers = input.papers.filter(hasChapter);
  const more = Map.groupBy(
    extras(comparisons.map(({ claim }) => claim), records),
    ({ paper }) => paper,
  );
  const chapters = papers.map((paper) => ({
    path: chapterPath(paper.id),
    blocks: chapter(paper, {
      comparisons: comparisons.filter(({ claim }) => claim.paper === paper.id),
      records: records.filter(({ paper: id }) => id === paper.id),
      more: more.get(paper.id) ?? [],
      figures: figures.filter(({ paper: id }) => id === paper.id),
      again,
    }),
  }));
  return [{ path: REPORT, blocks: overview(papers, input) }, ...chapters]
    .map(({ path, blocks }) => ({ path, markdown: blocks.join("\n\n") + "\n" }));
}

/** What concerns all papers, block by block. */
function overview(papers: readonly Paper[], input: ReportInput): string[] {
  const { comparisons, records, figures = [], damaged = [], unknown = [], again = {} } = input;
  const titles = shortTitles(input.papers);
  const results = comparisons.filter(({ claim }) => claim.kind === "result");
  const experiments = runsByExperiment(records);
  return [
    "# What the papers report, and what we find",
    `Covers ${input.papers.map(({ id }) => text(titles.get(id)!)).join("; ") || "no paper"}.`,
    summary(results),
    ...verdictTable(papers, titles, results),
    IN_SHORT,
    inOneLine(records),
    ...damagedSection(damaged),
    ...unknownSection(unknown),
    ...findingsSection(comparisons, titles),
    ...figures.filter(({ section }) => section === "overview").map((figure) => picture(figure, ".")),
    ...details("What it was made with, and what is beside the results", [
      list([...besides(comparisons), ...conditions(records)]),
    ]),
    ...details("How to read the verdicts", [list(LEGEND)]),
    ...details("How firm the verdicts are", [list(sensitivity(results))]),
    ...seedSpread(experiments, comparisons.map(({ claim }) => claim)),
    ...input.papers.flatMap((paper) => {
      const declared = sideBySideOf(paper);
      return declared === undefined ? [] : sideBySide(paper, declared, experiments, again);
    }),
    ...dataSection(records),
  ];
}

/** The whole in a sentence or two. */
function summary(results: readonly Comparison[]): string {
  const judged = results.filter(isJudged);
  const shown = results.filter((one) => one.ours !== null && !isJudged(one)).length;
  const counts = judged.length === 0 ? "" : ` (${tallyInWords(tally(judged))})`;
  const first = `Judged so far: ${
    judged.length === 0 ? "none" : judged.length
  } of ${results.length} results${counts}.`;
  if (shown === 0) return first;
  return `${first} ${shown}${judged.length === 0 ? "" : " more"} ${
    shown === 1 ? "is" : "are"
  } shown, not judged: only runs of the profile \`paper\` on the paper's own data are.`;
}

function verdictTable(
  papers: readonly Paper[],
  titles: ReadonlyMap<string, string>,
  results: readonly Comparison[],
): string[] {
  const row = (name: string, own: readonly Comparison[]) => {
    const counts = tally(own);
    return [name, String(own.length), ...VERDICTS.map((verdict) => String(counts[verdict]))];
  };
  const rows = papers.map(({ id }) =>
    row(`[${text(titles.get(id)!)}](${chapterPath(id)})`, results.filter(({ claim }) => claim.paper === id))
  );
  if (papers.length > 1) rows.push(row("all", results));
  return tables(["paper", "results", ...VERDICTS.map((verdict) => `${MARKS[verdict]} ${verdict}`)], rows);
}

function damagedSection(damaged: readonly string[]): string[] {
  if (damaged.length === 0) return [];
  return [
    `**${damaged.length} file${damaged.length === 1 ? "" : "s"} could not be read and ${
      damaged.length === 1 ? "is" : "are"
    } left out:**`,
    list(damaged.map(text)),
  ];
}

function unknownSection(unknown: readonly string[]): string[] {
  if (unknown.length === 0) return [];
  return [
    `**There are records of papers that were not given, which are left out: ${
      unknown.map(text).join(", ")
    }.** ` +
    "Name the papers' folders with `--papers`.",
  ];
}

function findingsSection(comparisons: readonly Comparison[], titles: ReadonlyMap<string, string>): string[] {
  const found = findings(comparisons, titles);
  if (found.length === 0) return [];
  return [
    "## Most telling",
    found.map((finding, i) => `${i + 1}. ${finding}`).join("\n"),
    ...details("How these are chosen", [RULES]),
  ];
}

const KIND_NAMES = { fact: "Facts", ordinal: "Orders (“A beats B”)", cited: "Cited values" };

/** The claims that the verdict table leaves out. */
function besides(comparisons: readonly Comparison[]): string[] {
  return (["ordinal", "fact", "cited"] as const).flatMap((kind) => {
    const own = comparisons.filter(({ claim }) => claim.kind === kind);
    return own.length === 0 ? [] : [`${KIND_NAMES[kind]}: ${own.length} (${tallyInWords(tally(own))})`];
  });
}

function sensitivity(results: readonly Comparison[]): string[] {
  const withInterval = results.filter(({ atInterval }) => atInterval !== null);
  return [
    ...([
      ["half the tolerances", "atHalf"],
      ["twice the tolerances", "atTwice"],
      ["the tolerances without the seeds' interval", "atStated"],
    ] as const).map(([name, at]) => {
      const changed = results.filter((comparison) => comparison[at] !== comparison.verdict).length;
      return `Verdicts at ${name}: ${tallyInWords(tally(results, at))} (${changed} changed)`;
    }),
    `Verdicts under the 95 % interval of our seeds alone: ${
      tallyInWords(tally(withInterval, "atInterval"))
    } (of ${withInterval.length} that have one)`,
  ];
}

/** With what the numbers were made, as short as can be. */
function inOneLine(records: readonly RunRecord[]): string {
  const done = records.filter(({ status }) => status === "done");
  if (done.length === 0) return "No run is done yet.";
  const { profiles, engines, seeds, days } = conditionsOf(done);
  return [
    `${done.length} run${done.length === 1 ? "" : "s"}`,
    `profile ${profiles.join(", ")}`,
    engines.map(text).join(", "),
    seedsInWords(seeds, 8),
    days.length === 1 ? days[0] : `${days[0]} to ${days.at(-1)}`,
  ].join("; ") + ".";
}

/** With what the records were made. */
function conditions(records: readonly RunRecord[]): string[] {
  if (records.length === 0) return ["Records: none"];
  const counts = STATUSES.map((
    status,
  ) => [records.filter((record) => record.status === status).length, status]);
  const { days } = conditionsOf(records);
  const period = days.length === 1 ? `on ${days[0]}` : `from ${days[0]} to ${days.at(-1)}`;
  const done = records.filter(({ status }) => status === "done");
  const data = done.flatMap((record) => record.data);
  const { profiles, engines, seeds } = conditionsOf(done);
  const facts: [string, readonly string[]][] = [
    ["Profiles", profiles],
    ["Engines", engines],
    [
      "Stand-in data",
      data.flatMap(({ name, standIn }) => standIn === undefined ? [] : [`${name} (stands in ${standIn})`]),
    ],
    ["Seeds", seeds.map(String)],
    ["Code", done.map(({ provenance }) => commitOf(provenance))],
  ];
  return [
    `Records: ${records.length} (${
      counts.filter(([count]) => count !== 0).map((pair) => pair.join(" ")).join(", ")
    }), run ${period} (UTC)`,
    ...facts.filter(([, values]) => values.length > 0)
      .map(([name, values]) => `${name}: ${[...new Set(values)].map(text).join("; ")}`),
  ];
}

function commitOf({ commit, dirty }: RunRecord["provenance"]): string {
  return `${commit === "" ? "no commit" : commit.slice(0, 10)}${dirty ? " with changes" : ""}`;
}

/** The data of all done runs, once each. */
function dataSection(records: readonly RunRecord[]): string[] {
  const data = records.filter(({ status }) => status === "done").flatMap((record) => record.data);
  if (data.length === 0) return [];
  const rows = new Map(data.map(({ name, rows, source, sha256, standIn }) => [
    `${name} ${sha256}`,
    [text(name), String(rows), text(source), text(standIn ?? ""), text(sha256)],
  ]));
  return ["## Data", table(["name", "rows", "source", "stands in", "SHA-256"], [...rows.values()])];
}
