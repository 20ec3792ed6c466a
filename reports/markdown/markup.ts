/**
 * Markdown from data: nothing that a paper, an error or a note says can become markup. What looks like an address may still
 * become a link to it, as GitHub makes of any text.
 *
 * @module
 */
import { plainMetric } from "../../records/record.ts";
import type { Verdict } from "../../judging/judge.ts";
import { significant } from "../../claims/numbers.ts";
import type { Sample } from "../../judging/samples.ts";
import { numberText, spreadText, typeset } from "./digits.ts";

/** A sign for each verdict, for cells that have no room for the word. */
export const MARKS: Record<Verdict, string> = {
  reproduced: "✓",
  close: "≈",
  better: "▲",
  worse: "▼",
  contradicted: "≠",
  unreachable: "⊘",
  inconclusive: "?",
  "not comparable": "○",
  "not run": "·",
};

/** Text from data as Markdown that shows it letter by letter, also in a table's cell. */
export function text(data: string): string {
  // deno-lint-ignore no-control-regex
  return data.replace(/\s+/g, " ").replace(/[\u0000-\u001f\u007f]/g, "�").replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;").replace(/[\\`*_[\]|~$]/g, "\\$&")
    // What begins a heading, a quotation or a list where it begins a block.
    .replace(/^\s*(?:#{1,6}(?= |$)|>|[+-](?= |$))/, "\\$&").replace(/^(\s*\d+)([.)])(?= |$)/, "$1\\$2");
}

/** A table; the cells are Markdown. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A table, unless it would be empty. */
export function tables(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [table(header, rows)];
}

/** A list of Markdown items. */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** Blocks that are folded away under a line of text; nothing without blocks. */
export function details(summary: string, blocks: readonly string[]): string[] {
  if (blocks.length === 0) return [];
  const line = summary.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return [`<details><summary>${line}</summary>`, ...blocks, "</details>"];
}

/** A figure in its place, in a file that sees the report's folder as `out`; its words stand in where it is not shown. */
export function picture(
  { name, title, description }: { name: string; title: string; description: string },
  out: string,
): string {
  const end = /[.?!]$/.test(title) ? "" : ".";
  return `![${text(`${title}${end} ${description}`)}](${out}/figures/${name}.svg)`;
}

/** A place that links can lead to. */
export function anchor(id: string): string {
  return `<a id="${id}"></a>`;
}

/** The name of an anchor, of words from data. */
export function anchorOf(...words: readonly (string | number)[]): string {
  return words.join("-").replace(/[^A-Za-z0-9._-]+/g, "-");
}

/** The anchor of the records of an experiment. */
export function runsAnchor(experiment: string): string {
  return anchorOf("runs", experiment);
}

/** Where a paper's chapter lies, from the report's folder. */
export function chapterPath(paper: string): string {
  return `papers/${anchorOf(paper)}.md`;
}

/** Where a chapter leads for the records of an experiment, which may be another paper's. */
export function runsLink(experiment: string, from: string): string {
  const [paper] = experiment.split("/");
  return `${paper === from ? "" : `${anchorOf(paper)}.md`}#${runsAnchor(experiment)}`;
}

/** Where a paper's chapter has the records of an experiment, from the report's folder. */
export function runsPath(paper: string, experiment: string): string {
  return `${chapterPath(paper)}#${runsAnchor(experiment)}`;
}

/** What a metric's name says in a cell. */
export interface MetricWords {
  readonly metric: string;
  /** Which way is better, where one is. */
  readonly direction: "higher" | "lower" | null;
  readonly space?: string;
  readonly split?: string;
  readonly average?: string | undefined;
}

/** A metric with an arrow where one way is better, and where and how it was measured as far as that is given. */
export function metricCell({ metric, direction, space = "", split = "", average = "" }: MetricWords): string {
  const arrow = direction === null ? "" : direction === "higher" ? " ↑" : " ↓";
  const where = [space, split && `${split} split`, average && `${average} average`];
  return [text(plainMetric(metric)) + arrow, ...where.filter((part) => part !== "").map(text)].join(", ");
}

/** The spaces that the sides of an order are measured in (`code > pixels & code`), each once; of another claim its space. */
export function spacesIn(space: string): string {
  return [...new Set(space.split(/ [>&] /))].join(" / ");
}

/** A number with so many digits that count, but no fewer than its whole part has. */
export function rounded(value: number, digits: number): string {
  return Math.abs(value) >= 10 ** digits ? numberText(value, 0) : String(significant(value, digits));
}

/** A paper's own writing of a number, with separators between thousands. */
export function printedCell({ printed }: { readonly printed: string }): string {
  return text(typeset(printed, 4));
}

/** A mean with its standard deviation, and in brackets of how many values it is. */
export function meanCell({ mean, sd, values }: Pick<Sample, "mean" | "sd" | "values">): string {
  return `${spreadText(mean, sd)} (${values.length})`;
}

/** Text as code, letter by letter. In a table's cell, bars need a backslash. */
export function code(data: string): string {
  const line = data.replace(/\s+/g, " ");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
