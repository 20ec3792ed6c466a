/**
 * Claims as a paper prints them: a table of methods and metrics.
 *
 * @module
 */
import type { Metric } from "../metrics/metric.ts";
import { plainMetric } from "../records/record.ts";
import { parseCells, type Parsed, type Row } from "./csv.ts";
import { type Fault, unknown } from "./fault.ts";
import { numbersIn } from "./numbers.ts";
import { COLUMNS, metricFault } from "./rows.ts";

/** What a table can say of all its cells, and what it says if it says nothing else. */
const WHOLE: Readonly<Record<string, string>> = {
  where: "",
  dataset: "",
  kind: "result",
  statistic: "single",
  runs: "",
  space: "",
  split: "",
  average: "",
  line: "",
  note: "",
};

/** What it must say. */
const NEEDED = ["where", "dataset"];

/** The columns before those of the metrics. */
const HEADINGS = ["method", "experiment"];

/** What stands in a cell of which the paper prints nothing. */
const NOTHING = "-";

/**
 * Reads a table: a row that says what all of it is, a header, and a row for each method. Each cell that prints a number comes
 * to a row as `claims.csv` would have it, with the id `<paper>-<file>-<method>-<metric>` (and `-avg` or `-best`, where the
 * numbers are such). A number is written as printed, in percent or not, and `-` where the paper prints none.
 *
 * ```csv
 * where=Table 1,dataset=digits,space=pixels,split=all,average=arithmetic
 * method,experiment,HOM,COM,AMI,SIL
 * k-means++,made/kmeans/digits,0.680,0.719,0.693,0.182
 * random,made/random/digits,0.675,0.716,0.688,-
 * ```
 *
 * Space and split are those of all its metrics; the average is that of those which have one.
 *
 * @param file Its path, as faults name it.
 */
export function parseTable(
  text: string,
  file: string,
  { id: paper, metrics }: { readonly id: string; readonly metrics: readonly Metric[] },
): Parsed<Row> {
  const cells = parseCells(text, file);
  const [first = [], header = [], ...rows] = cells.rows.map(withoutPadding);
  const { whole, reasons } = wholeOf(first);
  const columns = header.slice(HEADINGS.length);
  const faults: Fault[] = [
    ...cells.faults,
    ...reasons.map((reason) => ({ file, row: 1, reason })),
    ...headerFaults(header, metrics).map((fault) => ({ file, row: 2, ...fault })),
    ...rows.length > 0 ? [] : [{ file, reason: "the table has no rows" }],
    ...rows.flatMap((cells, index) =>
      cells.length > header.length
        ? [{ file, row: index + 3, reason: `${cells.length} cells for ${header.length} columns` }]
        : []
    ),
  ];
  if (faults.length > 0) return { rows: [], faults };
  const name = file.slice(file.lastIndexOf("/") + 1).replace(/\.csv$/, "");
  const found: Row[] = [];
  for (const [index, [method = "", experiment = "", ...values]] of rows.entries()) {
    for (const [i, metric] of columns.entries()) {
      const place = { file, row: index + 3, column: metric };
      const printed = values[i] ?? "";
      if (printed === NOTHING) continue;
      const reason = cellFault(printed);
      if (reason !== undefined) {
        faults.push({ ...place, reason });
        continue;
      }
      const statistic = whole.statistic === "single" ? [] : [whole.statistic];
      found.push({
        place,
        fields: {
          ...Object.fromEntries(COLUMNS.optional.map((column) => [column, ""])),
          ...whole,
          id: [paper, ...[name, method, plainMetric(metric), ...statistic].map(slug)].join("-"),
          method,
          experiment,
          metric,
          average: hasAverages(metric, metrics) ? whole.average : "",
          value: numbersIn(printed)[0],
          printed,
        },
      });
    }
  }
  return { rows: found, faults };
}

/** Without the empty cells that spreadsheets add at the end of short rows. */
function withoutPadding(cells: readonly string[]): string[] {
  const trimmed = cells.map((cell) => cell.trim());
  return trimmed.slice(0, trimmed.findLastIndex((cell) => cell !== "") + 1);
}

/** What the first row says of the whole table. */
function wholeOf(cells: readonly string[]): { whole: Record<string, string>; reasons: string[] } {
  const whole = { ...WHOLE };
  const reasons: string[] = [];
  const said = new Set<string>();
  for (const cell of cells) {
    const [, key = "", value = ""] = cell.match(/^(\w+)=(.*)$/) ?? [];
    if (key === "") {
      reasons.push(
        `the first row says what the table is, in cells such as where=Table 1 or dataset=mnist, got "${cell}"`,
      );
    } else if (!Object.hasOwn(WHOLE, key)) reasons.push(unknown("key", key, Object.keys(WHOLE)));
    else if (said.has(key)) reasons.push(`"${key}" is there twice`);
    else whole[key] = value;
    said.add(key);
  }
  if (reasons.length === 0) {
    for (const key of NEEDED) if (whole[key] === "") reasons.push(`the first row must say ${key}=…`);
  }
  return { whole, reasons };
}

/** What is wrong with the header. */
function headerFaults(
  header: readonly string[],
  metrics: readonly Metric[],
): { column?: string; reason: string }[] {
  if (HEADINGS.some((heading, index) => header[index] !== heading) || header.length <= HEADINGS.length) {
    return [{ reason: `the header must be ${HEADINGS.join(",")} and a metric for each further column` }];
  }
  return header.flatMap((column, index) => {
    const reason = index < HEADINGS.length
      ? undefined
      : header.indexOf(column) < index
      ? "the column is there twice"
      : metricFault(column, metrics);
    return reason === undefined ? [] : [{ column, reason }];
  });
}

/** What is wrong with a cell. */
function cellFault(printed: string): string | undefined {
  if (printed === "") return `a value is missing: write ${NOTHING} where the paper prints none`;
  if (/(?:±|\\pm)(?!\s*\.?\d)/.test(printed)) return `"${printed}" has no number behind its ±`;
  return numbersIn(printed).length === 1
    ? undefined
    : `"${printed}" is not one number: a deviation is written 0.50 ± 0.06, and what a table cannot say is a row of claims.csv`;
}

function hasAverages(name: string, metrics: readonly Metric[]): boolean {
  return metrics.some((metric) =>
    metric.name === name && metric.kind === "labels" && metric.averages !== undefined
  );
}

/** A text as part of an id: lower-case letters and digits with hyphens between; a plus is a word. */
function slug(text: string): string {
  return text.toLowerCase().replaceAll("+", "-plus").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
