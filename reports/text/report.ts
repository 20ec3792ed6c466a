/**
 * The report as Markdown. From the same input it is the same bytes: no clock, no locale, no order but the input's.
 *
 * @module
 */
import { plainMetric, type RunRecord, STATUSES } from "../../records/record.ts";
import type { Paper } from "../../papers/load.ts";
import { shortTitle } from "../../papers/page.ts";
import type { Again } from "../markdown/again.ts";
import { chapter } from "./chapter.ts";
import type { Comparison } from "../../judging/compare.ts";
import { causesByPaper, searchForCauses, type Tested } from "../../judging/causes.ts";
import { conditionsOf } from "../../judging/conditions.ts";
import { extras } from "../../judging/extras.ts";
import type { Figure } from "../figures/mod.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { type DrawnLeague, LEAGUE_PATH, leaguesOf } from "../leagues.ts";
import type { Published } from "../published.ts";
import type { Reference } from "../reference/reference.ts";
import { atAGlance } from "./at_a_glance.ts";
import { findings, RULES } from "./findings.ts";
import { hasChapter } from "./has_chapter.ts";
import { datasetTitle } from "../figures/names.ts";
import { abbreviations } from "../markdown/abbreviations.ts";
import { numberText } from "../markdown/digits.ts";
import {
  anchor,
  chapterPath,
  details,
  list,
  picture,
  printedCell,
  rounded,
  table,
  text,
} from "../markdown/markup.ts";
import { causeTotals } from "../tables/cause_tables.ts";
import { leaguePage, leagueSummary } from "../tables/league_table.ts";
import { seedSpread } from "../tables/seed_spread.ts";
import { sideBySide, sideBySideOf } from "../tables/side_by_side.ts";
import { totalsOf, totalsTable } from "../tables/totals_table.ts";
import { isJudged, onceEach, tally, tallyInWords } from "../../judging/tallies.ts";
import { OWN_VERDICTS, yourRuns } from "./your_runs.ts";
import { counted, noun } from "../../terminal/counted.ts";

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
  readonly reference?: Reference | undefined;
  /** What the suite has published, to be shown beside one's own runs. */
  readonly published?: Published | undefined;
}

/** The file that concerns all papers. */
const REPORT = "REPORT.md";

/** The verdicts in a sentence. */
export const IN_SHORT =
  "✓ reproduced, in brackets by the mean alone; ≈ close; ▲ better or ▼ worse than the tolerance allows; " +
  "≠ another of the paper's own values holds; ⊘ the printed value lies beyond all that a control reaches, such as a " +
  "thousand starts of k-means; " +
  "? the seeds do not decide; ○ shown, not judged; · not run.";

/** How to read the verdicts, a line each. */
export const LEGEND = [
  "✓ reproduced: our estimate lies within the tolerance of the paper's value. It is firm if the whole interval of the " +
  "difference lies within the tolerance. If only the estimate does, it is reproduced by the mean: (✓).",
  "? inconclusive: our estimate lies outside the tolerance, but the interval reaches into it. More seeds may decide it. Where " +
  "even many would not, because the paper's own number is of too few runs, the row says so.",
  "≠ contradicted: we find the paper's other value, or the corrected one.",
  "≈ close: our estimate lies within twice the tolerance.",
  "▲ better and ▼ worse: our estimate lies further away. Better is a finding to explain, not a pass.",
  "⊘ unreachable: we miss the value, and it lies beyond all that a control reaches, such as a thousand starts of " +
  "k-means.",
  "○ not comparable: the number is shown, not judged. No experiment is of it, or ours is of stand-in data or of a smaller " +
  "profile than the paper's, or the tolerance is too coarse to judge by.",
  "· not run: the row says why.",
  "An order (“A beats B”) is ✓ if the whole interval of A's lead lies above 0, and ▼ if none of it does. It is ≠ if the " +
  "paper's own numbers do not have it either, and ? otherwise.",
  "The interval allows for the paper's error and ours. Its level is 98.07 %: three looks, at 4, 8 and 16 seeds, then err " +
  "together in 5 of 100 cases.",
  "A cell of the tables reads: the paper's value → ours ± the standard deviation over the seeds, and the mark. For a best " +
  "run, ours is the best that as many runs as the paper's are expected to have. A method's name leads to its runs.",
  "All rules, each with the function that applies it, are in `docs/VERDICTS.md`.",
];

/** The papers' names without what follows a colon, by their ids. */
export function shortTitles(papers: readonly Paper[]): Map<string, string> {
  return new Map(papers.map(({ id, title }) => [id, shortTitle(title)]));
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
  const ids = new Set(papers.map(({ id }) => id));
  const ofPaper = Map.groupBy(comparisons, ({ claim }) => claim.paper);
  const tested = causesByPaper(papers, comparisons, records);
  const chapters = papers.map((paper) => {
    const blocks = chapter(paper, {
      comparisons: ofPaper.get(paper.id) ?? [],
      records: records.filter(({ paper: id }) => id === paper.id),
      tested: tested.get(paper.id)!,
      more: more.get(paper.id) ?? [],
      figures: figures.filter(({ paper: id }) => id === paper.id),
      again,
      chapters: ids,
    });
    return { path: chapterPath(paper.id), blocks };
  });
  return [
    { path: REPORT, blocks: overview(papers, leagues, tested, input) },
    ...league.length === 0 ? [] : [{ path: LEAGUE_PATH, blocks: league }],
    ...chapters,
  ].map(({ path, blocks }) => ({ path, markdown: blocks.join("\n\n") + "\n" }));
}

/** What concerns all papers, block by block. */
function overview(
  papers: readonly Paper[],
  leagues: readonly DrawnLeague[],
  tested: ReadonlyMap<string, readonly Tested[]>,
  input: ReportInput,
): string[] {
  const { comparisons, records, figures = [], damaged = [], unknown = [], again = {} } = input;
  const titles = shortTitles(input.papers);
  const results = comparisons.filter(({ claim }) => claim.kind === "result");
  const experiments = runsByExperiment(records);
  const ranked = new Set(leagues.map(({ paper }) => paper));
  const own = yourRuns(input);
  const body = [
    ...own,
    ...atAGlance(comparisons, records),
    ...own.length === 0 ? [] : [OWN_VERDICTS],
    counting(comparisons),
    ...totalsTable(
      totalsOf(papers.filter(({ claims }) => claims.length > 0), comparisons),
      (id) => `[${text(titles.get(id)!)}](${chapterPath(id)})`,
    ),
    IN_SHORT,
    ...damagedSection(damaged),
    ...unknownSection(unknown),
    ...findingsSection(comparisons, titles),
    ...figures.filter(({ section }) => section === "overview").map((figure) => picture(figure, ".")),
    ...causesSection(comparisons, tested, titles),
    ...leagueSummary(leagues, figures),
    anchor("how-to-read-the-verdicts"),
    ...details("How to read the verdicts", [list(LEGEND)]),
    ...details("How firm the verdicts are", [list(sensitivity(results))]),
    ...details("Other claims, and the code that made the runs", [
      list([...besides(comparisons), ...conditions(records)]),
    ]),
    ...seedSpread(experiments, comparisons.map(({ claim }) => claim), input.papers),
    ...input.papers.flatMap((paper) => {
      const declared = sideBySideOf(paper);
      return declared === undefined ? [] : sideBySide(paper, declared, experiments, again);
    }),
    ...dataSection(records),
  ];
  return [
    "# What the papers report, and what we find",
    `Covers ${
      input.papers.map((paper) => {
        const title = text(titles.get(paper.id)!);
        if (hasChapter(paper)) return `[${title}](${chapterPath(paper.id)})`;
        return ranked.has(paper.id) ? `[${title}](${LEAGUE_PATH})` : title;
      }).join("; ") || "no paper"
    }.`,
    ...abbreviations(body.join("\n"), input.papers.flatMap(({ metrics }) => metrics)),
    ...body,
  ];
}

/** How scores are counted, and why some are shown and not judged. */
function counting(comparisons: readonly Comparison[]): string {
  const shown =
    onceEach(comparisons).filter((one) =>
      one.claim.measure === "score" && one.ours !== null && !isJudged(one)
    ).length;
  return [
    "Each score counts once, however often it is printed.",
    ...shown === 0 ? [] : [
      `${
        counted(shown, "is", "are")
      } shown, not judged. A score is judged only by runs of the profile \`paper\`, on the ` +
      "paper's own data, and where its tolerance is not too coarse.",
    ],
  ].join(" ");
}

function damagedSection(damaged: readonly string[]): string[] {
  if (damaged.length === 0) return [];
  return [
    `**${counted(damaged.length, "file")} could not be read and ${
      noun(damaged.length, "is", "are")
    } left out:**`,
    list(damaged.map(text)),
  ];
}

function unknownSection(unknown: readonly string[]): string[] {
  if (unknown.length === 0) return [];
  return [
    `**Records of papers that were not given are left out: ${unknown.map(text).join(", ")}.** ` +
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

/** What came of looking for causes of the misses, paper by paper. */
function causesSection(
  comparisons: readonly Comparison[],
  tested: ReadonlyMap<string, readonly Tested[]>,
  titles: ReadonlyMap<string, string>,
): string[] {
  const all = [...tested.values()].flat();
  if (all.length === 0) return [];
  const counts = searchForCauses(comparisons, all);
  return [
    "## Why results miss",
    `Missed results: ${counts.missed}, each counted as often as it is printed. ${counts.tested} ${
      noun(counts.tested, "has", "have")
    } a cause that was ` +
    `tested; ${counts.explained} ${
      noun(counts.explained, "is", "are")
    } reproduced with one. Some may be by chance: in ${counted(counts.trials, "trial")} ` +
    `of a missed number by a study of four seeds or more, each space a trial of its own, ${counts.hits} reproduced it. A study changes one thing, and ` +
    "its runs are judged in the place of the protocol's. With fewer than four seeds a cause stays open. Each cause is " +
    "beside its method, in the paper's chapter.",
    causeTotals(tested, (id) => `[${text(titles.get(id)!)}](${chapterPath(id)})`),
  ];
}

const KIND_NAMES = { fact: "Facts", ordinal: "Orders (“A beats B”)", cited: "Cited values" };

/** The claims that the verdict table leaves out. */
function besides(comparisons: readonly Comparison[]): string[] {
  return (["ordinal", "fact", "cited"] as const).flatMap((kind) => {
    const own = comparisons.filter(({ claim }) => claim.kind === kind);
    if (own.length === 0) return [];
    const saved = own.filter(({ withPrinted }) => withPrinted === "reproduced").length;
    const told = saved === 0
      ? ""
      : `. ${saved} of those that do not hold between our runs would hold if the method that the paper puts ahead had its ` +
        "printed value, which our runs miss";
    return [`${KIND_NAMES[kind]}: ${own.length} (${tallyInWords(tally(own), kind)})${told}`];
  });
}

function sensitivity(results: readonly Comparison[]): string[] {
  const reproduced = results.filter(({ verdict }) => verdict === "reproduced");
  const firm = reproduced.filter((one) => one.firm === true).length;
  const coarse = results.filter(({ claim }) => claim.tooCoarse);
  return [
    ...reproduced.length === 0 ? [] : [
      `Reproduced results: ${firm} firm, ${reproduced.length - firm} by the mean`,
    ],
    ...([
      ["half the tolerances", "atHalf"],
      ["twice the tolerances", "atTwice"],
    ] as const).map(([name, at]) => {
      const changed = results.filter((comparison) => comparison[at] !== comparison.verdict).length;
      return `With ${name}, ${changed} would change: ${tallyInWords(tally(results, at))}`;
    }),
    ...coarse.map(({ claim }) =>
      `Too coarse to judge: ${text(claim.method)}, ${text(plainMetric(claim.metric))} on ${
        text(datasetTitle(claim.dataset))
      } (${text(claim.where)}, ${STATISTICS[claim.statistic]}): ${printedCell(claim)}, tolerance ${
        rounded(claim.tolerance!, 3)
      }`
    ),
  ];
}

const STATISTICS = { avg: "average", best: "best run", single: "one value" } as const;

/** How many records there are, and what they were made with as far as {@linkcode atAGlance} does not say it. */
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
    ["Stand-in data", data.flatMap(({ standIn }) => standIn === undefined ? [] : [standIn])],
    ["Seeds", seeds.map(String)],
    ["Commits of the code", done.map(({ provenance }) => commitOf(provenance))],
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
    [text(name), numberText(rows, 0), text(source), text(standIn ?? ""), text(sha256)],
  ]));
  return ["## Data", table(["name", "rows", "source", "stands in", "SHA-256"], [...rows.values()])];
}
