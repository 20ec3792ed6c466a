/**
 * The page of the leagues: on each data set a table of the methods, with their ranks.
 *
 * @module
 */
import {
  type LeagueMethod,
  type LeagueRow,
  mayBeFirst,
  nameOf,
  type Ranks,
  type Standing,
} from "../../judging/league.ts";
import type { Sample } from "../../judging/samples.ts";
import { shownSpread } from "../../judging/spread.ts";
import type { Paper } from "../../papers/load.ts";
import { isDuration } from "../../records/compare_runs.ts";
import { plainMetric } from "../../records/record.ts";
import type { Figure } from "../figures/mod.ts";
import { type DrawnLeague, LEAGUE_PATH } from "../leagues.ts";
import { abbreviations } from "../markdown/abbreviations.ts";
import { type Again, commandFor } from "../markdown/again.ts";
import { decimalsFor, numberText, spreadText, usualFor } from "../markdown/digits.ts";
import { directionsOf } from "../markdown/directions.ts";
import { code, list, meanCell, picture, table, text } from "../markdown/markup.ts";
import { counted, listed } from "../../terminal/counted.ts";

/** What each kind of method is, in a cell. The marks are those of the picture. */
export const KINDS: Readonly<Record<LeagueMethod["kind"], string>> = {
  inductive: "● inductive",
  transductive: "○ transductive",
  control: "control",
};

/** How to read the tables, a line each, as plain text. */
export const LEAGUE_LEGEND: readonly string[] = [
  "Rank: the ranks that a method may have, judged by the intervals. It is behind each method whose whole interval lies ahead " +
  "of its own, and ahead of each whose whole interval lies behind. The further its seeds lie apart, the more ranks it may " +
  "have. Rows are sorted by their means.",
  "Numbers: the mean ± standard deviation over the seeds, with the number of seeds in brackets.",
  "Interval: where the mean lies in 95 of 100 cases, judged by the seeds. One seed gives no interval, so it has no rank: –. Nor has a method of which a run failed.",
  `${KINDS.inductive}: it also clusters images that it has not seen.`,
  `${KINDS.transductive}: as it is run here, it clusters only the images that it was fitted to.`,
  `${KINDS.control}: not ranked, because it knows the labels, or draws them at random.`,
];

/** A row as plain text. */
export interface LeagueLine {
  readonly kind: LeagueMethod["kind"];
  readonly mayBeFirst: boolean;
  /** The method's title, and its mean with the spread: two of the cells. */
  readonly method: string;
  readonly value: string;
  /** As many as there are columns. */
  readonly cells: readonly string[];
}

/** The table of one data set as plain text, with what is to be said of it. */
export interface StandingTexts {
  readonly title: string;
  readonly columns: readonly string[];
  /** The number of the column that names the method, from 0. */
  readonly methodColumn: number;
  /** What the methods are ranked by. */
  readonly rankedBy: string;
  readonly lines: readonly LeagueLine[];
  /** Which methods may be first, have no runs or ran on another processor, and which runs these are. */
  readonly notes: readonly string[];
  /** The command that makes it again. */
  readonly command: string;
}

/**
 * The tables of a league as plain text, one for each data set.
 *
 * @param metrics What the paper measures; says which way each is better.
 */
export function standingTexts(
  { paper, declared, league: { profile, standings } }: DrawnLeague,
  metrics: Paper["metrics"],
  again: Again = {},
): StandingTexts[] {
  const directionOf = directionsOf(metrics);
  const named = (metric: string, title: string) => {
    const direction = directionOf(metric);
    return title + (direction === null ? "" : direction === "higher" ? " ↑" : " ↓");
  };
  const columns = [
    "rank",
    METHOD,
    "kind",
    named(declared.rankedBy.metric, plainMetric(declared.rankedBy.metric)),
    "95 % interval",
    ...declared.own.map(({ metric, average = "" }) =>
      named(metric, plainMetric(metric)) + (average === "" ? "" : `, ${average}`)
    ),
    ...declared.shared.map(({ metric, title }) => named(metric, title)),
  ];
  return standings.map((standing) => ({
    title: standing.title,
    columns,
    methodColumn: columns.indexOf(METHOD),
    rankedBy: plainMetric(declared.rankedBy.metric),
    lines: standing.rows.map(lineOf),
    notes: [
      ...first(standing),
      ...missing(standing),
      ...processors(standing, declared.shared),
      ...(profile === "paper" ? [] : [`From the profile ${profile}, on fewer images.`]),
    ],
    command: commandFor([`${paper}/*/${standing.dataset}`, ...entered(paper, standing)], { profile }, again),
  }));
}

const METHOD = "method";

function lineOf(row: LeagueRow): LeagueLine {
  const { kind, title, ranks, sample, interval, own, shared } = row;
  const decimals = decimalsFor(shownSpread(sample.sd ?? 0, sample.mean), usualFor(sample.mean));
  const value = meanCell(sample);
  return {
    kind,
    mayBeFirst: mayBeFirst(row),
    method: title,
    value,
    cells: [
      kind === "control" ? "" : ranks === null ? "–" : ranksText(ranks),
      title,
      KINDS[kind],
      value,
      interval === null
        ? "–"
        : [interval.low, interval.high].map((end) => numberText(end, decimals)).join(" to "),
      ...[...own, ...shared].map(cell),
    ],
  };
}

function cell(sample: Sample | undefined): string {
  return sample === undefined ? "" : spreadText(sample.mean, sample.sd);
}

/** `2`, or `1 to 4`. */
function ranksText({ best, worst }: Ranks): string {
  return best === worst ? String(best) : `${best} to ${worst}`;
}

/** The experiments of other papers' methods. */
function entered(paper: string, { dataset, rows, missing }: Standing): string[] {
  return [...rows, ...missing].filter((method) => method.paper !== paper).map((method) =>
    `${nameOf(method)}/${dataset}`
  );
}

/** Which methods may be first, where these are several. */
function first({ rows }: Standing): string[] {
  const titles = rows.filter(mayBeFirst).map(({ title }) => title);
  return titles.length < 2 ? [] : [`Any of these may be first: ${listed(titles)}.`];
}

function missing({ missing }: Standing): string[] {
  if (missing.length === 0) return [];
  return [`Not run yet (${missing.length}): ${missing.map(({ title }) => title).join(", ")}.`];
}

/** On which processors the methods ran that were timed, where these are several: their times do not compare. */
function processors({ rows }: Standing, shared: DrawnLeague["declared"]["shared"]): string[] {
  const cpusOf = ({ sample: { records } }: LeagueRow) =>
    [...new Set(records.map(({ provenance }) => provenance.cpu))].sort().join(" and ");
  const ranked = rows.filter(({ kind, shared: samples }) =>
    kind !== "control" && samples.some((sample, i) => sample !== undefined && isDuration(shared[i]))
  );
  if (ranked.length === 0) return [];
  const [most, ...others] = [...Map.groupBy(ranked, cpusOf)].sort(([, a], [, b]) => b.length - a.length);
  if (others.length === 0) return [];
  const all = [most, ...others].map(([cpus]) => cpus);
  // Older records have the processor's name alone, without its family and model.
  const named = (cpus: string) =>
    all.some((other) => other.startsWith(`${cpus} (`)) ? `${cpus} (model not recorded)` : cpus;
  const told = others.map(([cpus, own]) => `${listed(own.map(({ title }) => title))} ran on ${named(cpus)}`);
  return [
    `Do not compare these times with each other: ${told.join("; ")}; the other methods on ${named(most[0])}.`,
  ];
}

/** What a league's page is drawn from beside the leagues. */
export interface LeaguePageInput {
  readonly papers: readonly Pick<Paper, "id" | "metrics">[];
  /** Those that lie beside the report: the leagues' pictures among them. */
  readonly figures: readonly Figure[];
  readonly again?: Again;
}

/** The page of the leagues, block by block; nothing where there is none. */
export function leaguePage(
  leagues: readonly DrawnLeague[],
  { papers, figures, again = {} }: LeaguePageInput,
): string[] {
  return leagues.flatMap((drawn) => {
    const { paper, declared } = drawn;
    const { metrics } = papers.find(({ id }) => id === paper)!;
    const body = [
      declared.text,
      ...picturesOf(drawn, figures),
      list(LEAGUE_LEGEND.map(text)),
      ...standingTexts(drawn, metrics, again).flatMap(({ title, columns, lines, notes, command }) => [
        `## ${text(title)}`,
        table(columns.map(text), lines.map(markdownCells)),
        ...notes.map(text),
        `Run it again: ${code(command)}`,
      ]),
    ];
    return [
      `# ${text(declared.title)}`,
      "A page of [the report on all papers](REPORT.md).",
      ...abbreviations(body.join("\n"), metrics),
      ...body,
    ];
  });
}

/** What the overview says of the leagues, block by block: their pictures, and where the tables are. */
export function leagueSummary(leagues: readonly DrawnLeague[], figures: readonly Figure[]): string[] {
  return leagues.flatMap((drawn) => {
    const { declared, league: { overall, standings } } = drawn;
    const count = overall.filter(({ kind }) => kind !== "control").length;
    return [
      `## ${text(declared.title)}`,
      ...picturesOf(drawn, figures),
      `[The league](${LEAGUE_PATH}) ranks ${counted(count, "method")} on ${
        counted(standings.length, "data set")
      }, and says how sure the ranks are.`,
    ];
  });
}

function picturesOf({ picture: name }: DrawnLeague, figures: readonly Figure[]): string[] {
  return figures.filter((figure) => figure.name === name).map((figure) => picture(figure, "."));
}

/** Controls in italics: they are no entrants. */
function markdownCells({ kind, cells }: LeagueLine): string[] {
  const shown = cells.map(text);
  return kind === "control" ? shown.map((one) => one === "" ? "" : `*${one}*`) : shown;
}
