/**
 * The report as Markdown. From the same input it is the same bytes: no clock, no locale, no order but the input's.
 *
 * @module
 */
import { plainMetric, type RunRecord, STATUSES } from "../../records/record.ts";
import type { Paper } from "../../papers/load.ts";
import type { Again } from "../markdown/again.ts";
import { chapter } from "./chapter.ts";
import type { Comparison } from "../../judging/compare.ts";
import { causesOf } from "../../judging/causes.ts";
import { conditionsOf, seedsInWords } from "../../judging/conditions.ts";
import { extras } from "../../judging/extras.ts";
import type { Figure } from "../figures/mod.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { type DrawnLeague, LEAGUE_PATH, leaguesOf } from "../leagues.ts";
import type { Published } from "../published.ts";
import type { Reference } from "../reference/reference.ts";
import { findings, RULES } from "./findings.ts";
import { hasChapter } from "./has_chapter.ts";
import { chapterPath, details, list, picture, rounded, table, text } from "../markdown/markup.ts";
import { leaguePage, leagueSummary } from "../tables/league_table.ts";
import { seedSpread } from "../tables/seed_spread.ts";
import { sideBySide, sideBySideOf } from "../tables/side_by_side.ts";
import { totalsOf, totalsTable } from "../tables/totals_table.ts";
import { headline, isJudged, JUDGED, onceEach, tally, tallyInWords } from "../../judging/tallies.ts";
import { yourRuns } from "./your_runs.ts";

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
  /** What runs of the profile `quick` are held to. */
  readonly reference?: Reference;
  /** What the suite has published, to be shown beside one's own runs. */
  readonly published?: Published;
}

/** The file that concerns all papers. */
const REPORT = "REPORT.md";

/** The verdicts in a sentence. */
export const IN_SHORT =
  "✓ reproduced (in brackets: by the mean alone), ≈ close, ▲ ▼ outside on the better or the worse side, ≠ another of the " +
  "paper's own values holds, ⊘ no clustering has the printed value, ? the seeds do not decide it, ○ shown but not judged.";

/** How to read the verdicts, a line each. */
export const LEGEND = [
  "✓ reproduced: our estimate lies within the tolerance of the paper's value. It is firm if the whole interval of the " +
  "difference lies within it, and else by the mean: (✓).",
  "? inconclusive: our estimate lies outside the tolerance, and the interval still reaches into it. More seeds may decide it.",
  "≠ contradicted: we find the paper's other value, or the corrected one.",
  "≈ close: within twice the tolerance.",
  "▲ better and ▼ worse: further away. Better is a finding to explain, not a pass.",
  "⊘ unreachable: we miss the value, and a control shows that no clustering reaches it.",
  "○ not comparable: cited, stand-in data, a smaller profile than the paper's, or a tolerance too coarse to judge by. The " +
  "numbers are shown, not judged.",
  "· not run: the row says why.",
  "An order (“A beats B”) is ✓ if the whole interval of A's lead lies above 0, ▼ if no part of it does, ≠ if the paper's own " +
  "numbers do not have it either, and ? otherwise.",
  "The interval counts the paper's error and ours. It is at 98.07 %, so that three looks, at 4, 8 and 16 seeds, together err " +
  "in 5 of 100 cases.",
  "A cell reads: the paper's value → ours ± the standard deviation over seeds, and the mark. For a best run, ours is the best " +
  "that as many runs as the paper's are expected to have. A method's name leads to its runs.",
  "All rules, each with the function that applies it, are in `docs/VERDICTS.md`.",
];

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

/** The report: what concerns all papers, the page of the leagues where one was run, and the papers' chapters. */
export function report(input: ReportInput): ReportFile[] {
  const { comparisons, records, figures = [], again = {} } = input;
  const papers = input.papers.filter(hasChapter);
  const leagues = leaguesOf(input.papers, runsByExperiment(records));
  const league = leaguePage(leagues, { papers: input.papers, figures, again });
  const more = Map.groupBy(
    extras(comparisons.map(({ claim }) => claim), records),
    ({ paper }) => paper,
  );
  const chapters = papers.map((paper) => ({
    path: chapterPath(paper.id),
    blocks: chapter(paper, {
      comparisons: comparisons.filter(({ claim }) => claim.paper === paper.id),
      records: records.filter(({ paper: id }) => id === paper.id),
      // A cause may be tested by another paper's experiment.
      tested: causesOf(paper.causes, paper.claims, records),
      more: more.get(paper.id) ?? [],
      figures: figures.filter(({ paper: id }) => id === paper.id),
      again,
    }),
  }));
  return [
    { path: REPORT, blocks: overview(papers, leagues, input) },
    ...league.length === 0 ? [] : [{ path: LEAGUE_PATH, blocks: league }],
    ...chapters,
  ].map(({ path, blocks }) => ({ path, markdown: blocks.join("\n\n") + "\n" }));
}

/** What concerns all papers, block by block. */
function overview(
  papers: readonly Paper[],
  leagues: readonly DrawnLeague[],
  input: ReportInput,
): string[] {
  const { comparisons, records, figures = [], damaged = [], unknown = [], again = {} } = input;
  const titles = shortTitles(input.papers);
  const results = comparisons.filter(({ claim }) => claim.kind === "result");
  const experiments = runsByExperiment(records);
  const ranked = new Set(leagues.map(({ paper }) => paper));
  return [
    "# What the papers report, and what we find",
    `Covers ${
      input.papers.map((paper) => {
        const title = text(titles.get(paper.id)!);
        if (hasChapter(paper)) return `[${title}](${chapterPath(paper.id)})`;
        return ranked.has(paper.id) ? `[${title}](${LEAGUE_PATH})` : title;
      }).join("; ") || "no paper"
    }.`,
    ...yourRuns(input),
    summary(comparisons),
    ...totalsTable(
      totalsOf(papers.filter(({ claims }) => claims.length > 0), comparisons),
      (id) => `[${text(titles.get(id)!)}](${chapterPath(id)})`,
    ),
    IN_SHORT,
    inOneLine(records),
    ...damagedSection(damaged),
    ...unknownSection(unknown),
    ...findingsSection(comparisons, titles),
    ...figures.filter(({ section }) => section === "overview").map((figure) => picture(figure, ".")),
    ...leagueSummary(leagues, figures),
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
function summary(comparisons: readonly Comparison[]): string {
  const { score } = headline(comparisons);
  const judged = JUDGED.flatMap((verdict) =>
    score.verdicts[verdict] > 0 ? [`${score.verdicts[verdict]} ${verdict}`] : []
  );
  const first = `Judged so far: ${score.judged || "none"} of ${score.numbers} scores${
    judged.length === 0 ? "" : ` (${judged.join(", ")})`
  }. Each number counts once, however often it is printed.`;
  const shown =
    onceEach(comparisons).filter((one) =>
      one.claim.measure === "score" && one.ours !== null && !isJudged(one)
    ).length;
  if (shown === 0) return first;
  return `${first} ${shown}${score.judged === 0 ? "" : " more"} ${
    shown === 1 ? "is" : "are"
  } shown, not judged: a score is judged by runs of the profile \`paper\` on the paper's own data, and by a tolerance that is ` +
    `not too coarse.`;
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
  const reproduced = results.filter(({ verdict }) => verdict === "reproduced");
  const firm = reproduced.filter((one) => one.firm === true).length;
  const coarse = results.filter(({ claim }) => claim.tooCoarse);
  return [
    ...reproduced.length === 0 ? [] : [
      `Of ${reproduced.length} reproduced results ${firm} are firm and ${
        reproduced.length - firm
      } are by the mean`,
    ],
    ...([
      ["half the tolerances", "atHalf"],
      ["twice the tolerances", "atTwice"],
    ] as const).map(([name, at]) => {
      const changed = results.filter((comparison) => comparison[at] !== comparison.verdict).length;
      return `Verdicts at ${name}: ${tallyInWords(tally(results, at))} (${changed} changed)`;
    }),
    ...coarse.map(({ claim }) =>
      `Too coarse to judge: ${text(claim.method)}, ${text(plainMetric(claim.metric))} on ${
        text(claim.dataset)
      } (${text(claim.where)}, ${claim.statistic}): ${text(claim.printed)}, tolerance ${
        rounded(claim.tolerance!, 3)
      }`
    ),
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
