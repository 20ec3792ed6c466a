/**
 * Numbers of a paper, one by one: what it prints, what we find, how far apart they are, and what that comes to.
 *
 * @module
 */
import type { Comparison } from "../../judging/compare.ts";
import { verdictInWords } from "../../judging/tallies.ts";
import { familyOf, plainMetric } from "../../records/record.ts";
import type { Paper } from "../../papers/load.ts";
import { asPrinted, decimalsIn, signed, spreadText, typeset } from "../markdown/digits.ts";
import { anchorOf, list, MARKS, printedCell, rounded, table, text } from "../markdown/markup.ts";
import { noun } from "../../terminal/counted.ts";

/** A row: one number, however often the paper prints it. */
export interface ResultRow {
  /** What the number is, in the columns that a table begins with. */
  readonly names: readonly string[];
  /** The comparisons of that number, at least one: they are the same except for where they are printed. */
  readonly own: readonly Comparison[];
}

/** How a table is drawn. */
export interface ResultTableOptions {
  /** The headings of the rows' names. */
  readonly header: readonly string[];
  /** How many seeds a number has that does not say it. */
  readonly seeds?: number;
}

/** Numbers of a paper as a table, with what their tolerances stand on and the remarks under it. */
export function resultTable(
  paper: Pick<Paper, "id" | "errata">,
  rows: readonly ResultRow[],
  { header, seeds }: ResultTableOptions,
): string[] {
  const remarked = rows.map(({ own }) => remarksOf(own));
  const errors = rows.map(({ own }) => errorsIn(own, paper));
  const numbered = [...new Set(remarked.flat())].filter((one) => !sharedBy(remarked).includes(one));
  const sharedErrors = sharedBy(errors);
  const cells = rows.map((_, i) =>
    [
      ...remarked[i].filter((one) => numbered.includes(one)).map((one) => `(${numbered.indexOf(one) + 1})`),
      ...seeErrors(errors[i].filter((one) => !sharedErrors.includes(one))),
    ].join(" ")
  );
  const hasRemarks = cells.some((cell) => cell !== "");
  return [
    table(
      [
        ...header,
        "paper",
        "ours",
        "difference (interval)",
        "tolerance",
        "verdict",
        ...hasRemarks ? ["remarks"] : [],
      ],
      rows.map(({ names, own: [one] }, i) => [
        ...names,
        printedCell(one.claim),
        oursCell(one, seeds),
        differenceCell(one),
        one.tolerance === null ? "" : rounded(one.tolerance, 3),
        verdictCell(one),
        ...hasRemarks ? [cells[i]] : [],
      ]),
    ),
    ...bases(rows),
    ...lists([
      ...[...sharedBy(remarked), ...seeErrors(sharedErrors)].map((remark) => `All rows: ${remark}`),
      ...numbered.map((remark, i) => `(${i + 1}) ${remark}`),
    ]),
  ];
}

/** `PARAMS` of `PARAMS hidden2-latent`; all of what is no metric. */
function kindOf(metric: string): string {
  return metric.startsWith("OTHER:") ? plainMetric(metric) : familyOf(metric);
}

/** What several rows all have. */
function sharedBy(rows: readonly (readonly string[])[]): string[] {
  return rows.length < 2 ? [] : rows[0].filter((one) => rows.every((those) => those.includes(one)));
}

function lists(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [list(items)];
}

/** What the tolerances stand on, with the metrics of each; the smaller ones that do not count are in the exported claims. */
function bases(rows: readonly ResultRow[]): string[] {
  const held = rows.map(({ own: [one] }) => one).filter(({ tolerance }) => tolerance !== null);
  const groups = [...Map.groupBy(held, ({ claim }) => claim.basis.split("; ")[0])];
  if (groups.length === 0) return [];
  const told = groups.map(([basis, own]) => {
    const metrics = [...new Set(own.map(({ claim }) => kindOf(claim.metric)))];
    return groups.length === 1 ? text(basis) : `${text(basis)} (${text(metrics.join(", "))})`;
  });
  return [`Tolerances: ${told.join("; ")}.`];
}

/** What is to be said of a number: why its verdict is what it is, and the claims' notes. */
function remarksOf(own: readonly Comparison[]): string[] {
  const parts = own.flatMap(({ claim, reason }) => [reason, claim.note]).filter((part) => part !== "");
  return [...new Set(parts.map((part) => text(typeset(part))))];
}

/** Links to the errors of the paper that affect claims, in the errors' order. */
export function errorsIn(
  own: readonly Pick<Comparison, "claim">[],
  { id, errata }: Pick<Paper, "id" | "errata">,
): string[] {
  return errata.flatMap(({ claims }, index) =>
    own.some(({ claim }) => claims.includes(claim.id)) ? [`[${index + 1}](#${errorAnchor(id, index)})`] : []
  );
}

/** Where errors are listed, in words; nothing where there are none. */
export function seeErrors(links: readonly string[]): string[] {
  return links.length === 0 ? [] : [`see ${noun(links.length, "error")} ${links.join(" ")}`];
}

/** The anchor of an error, by its place among the paper's errors from 0. */
export function errorAnchor(paper: string, index: number): string {
  return anchorOf(paper, `e${index + 1}`);
}

/** A verdict with its mark, and of a reproduced number how. */
export function verdictCell({ claim: { kind }, verdict, firm }: Comparison): string {
  const how = firm === null ? "" : firm ? ", firm" : ", by the mean";
  return `${MARKS[verdict]} ${verdictInWords(verdict, kind)}${how}`;
}

function oursCell({ claim, ours, mean, sd, n }: Comparison, seeds: number | undefined): string {
  if (ours === null || mean === null) return "";
  const count = n === seeds ? "" : ` (${n})`;
  const average = `${together(spreadText(mean, sd, decimalsIn(claim.value)))}${count}`;
  if (claim.statistic !== "best") return average;
  return `${asPrinted(ours, claim, sd)} (mean ${average})`;
}

/** Ours less the paper's, and where that lies by the seeds. */
function differenceCell({ claim, difference, interval, sd }: Comparison): string {
  if (difference === null) return "";
  const own = signed(difference, claim, sd);
  const ends = (interval ?? []).map((end) => signed(end, claim, sd));
  return ends.every((end) => end === own) ? own : `${own} ${together(`(${ends.join(" to ")})`)}`;
}

/** A text that is not broken over lines. */
function together(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}
