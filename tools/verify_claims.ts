/**
 * Checks the papers' claims against the papers' texts, which are not part of the repository: each value against its line,
 * each table cell by cell against the table's own headings, each order's words, and whether any number of the texts is
 * neither a claim nor named in `tools/other_numbers.csv`.
 *
 *     deno run -P=read tools/verify_claims.ts FOLDER
 *
 * FOLDER holds a text file a paper, named by its number: `000….txt` diba, `001….txt` siam, `002….txt` chowdhury,
 * `003….txt` agarap, `004….txt` song.
 *
 * @module
 */
import papaparse from "papaparse";
import { notice } from "../terminal/notice.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { UsageError } from "../terminal/usage.ts";
import type { Claim } from "../claims/claims.ts";
import { numbersIn } from "../claims/numbers.ts";
import { loadPapers } from "../papers/load.ts";

const USAGE = `deno run -P=read tools/verify_claims.ts FOLDER

Checks the claims against the papers' texts in FOLDER (000….txt diba, 001….txt siam, 002….txt chowdhury, 003….txt
agarap, 004….txt song), and that every number of the texts is a claim or is named in tools/other_numbers.csv.

Exit codes: 0 all is well, 1 something differs, 2 bad usage.`;

const PAPERS = ["diba", "siam", "chowdhury", "agarap", "song"];

/** Runs the command; returns its exit code. */
export async function verify(args: string[]): Promise<number> {
  const flags = readFlags(args, { boolean: ["help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length !== 1) {
    throw new UsageError("Name the folder of the papers' texts: they are not part of Reclaim");
  }
  const texts = await readTexts(flags._[0]);
  const claims = (await loadPapers()).flatMap(({ claims }) => claims);
  const others = parseOthers(await Deno.readTextFile(new URL("other_numbers.csv", import.meta.url)));
  const faults: string[] = [];
  let cells = 0, count = 0;
  for (const [paper, lines] of texts) {
    const own = claims.filter((claim) => claim.paper === paper);
    const table = cellsOf(paper, lines);
    cells += table.length;
    count += own.length;
    faults.push(
      ...own.flatMap((claim) => claimFaults(claim, lines)),
      ...tableFaults(table, own),
      ...unknownNumbers(lines, own, others.filter((other) => other.paper === paper))
        .map((fault) => `${paper}: ${fault}`),
    );
  }
  for (const fault of faults) notice(fault);
  if (faults.length > 0) return 1;
  print(
    `${count} claims and ${cells} cells of tables are as the texts of ${
      [...texts.keys()].join(", ")
    } have them; ` +
      "no number is left over",
  );
  return 0;
}

/** The lines of each paper's text. */
async function readTexts(folder: string): Promise<Map<string, string[]>> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) throw error;
    throw new UsageError(
      `No folder ${folder}: it must hold the papers' texts, which are not part of Reclaim`,
    );
  }
  const texts = new Map<string, string[]>();
  for (const [index, paper] of PAPERS.entries()) {
    const start = String(index).padStart(3, "0");
    const name = names.find((name) => name.startsWith(start) && name.endsWith(".txt"));
    if (name === undefined) {
      throw new UsageError(`No text of ${paper} in ${folder}: a file ${start}….txt is missing`);
    }
    texts.set(paper, (await Deno.readTextFile(`${folder}/${name}`)).split("\n"));
  }
  return texts;
}

/** What is wrong with a claim beside its line. */
export function claimFaults(claim: Claim, lines: readonly string[]): string[] {
  const { id, line, value, kind, printed } = claim;
  if (line === null || line > lines.length) return [`${id}: its line, ${line}, is not there`];
  if (kind !== "ordinal") {
    return numbersIn(plain(lines[line - 1])).includes(value)
      ? []
      : [`${id}: line ${line} does not have ${value}`];
  }
  // An order's words can run over lines, and past a figure between them.
  const words = plain(
    lines.slice(Math.max(0, line - 8), line + 14).join(" ").replace(/(?<=\w)- (?=\w)/g, ""),
  );
  return printed.split(" … ").filter((part) => !words.includes(part))
    .map((part) => `${id}: the lines around ${line} do not have "${part}"`);
}

/** A line without its mark-up, its runs of blanks as one. */
export function plain(line: string): string {
  return line.replace(/\*\*?|\$/g, "").replace(/\\sim/g, "~").replace(/\\times/g, "×").replace(/\s+/g, " ");
}

/** A cell of a table with a number in it. */
export interface Cell {
  where: string;
  line: number;
  /** The row's heading; empty in tables of facts. */
  method: string;
  dataset?: string;
  metric: string;
  statistic: string;
  text: string;
}

/** What the columns of the tables are called, and as what claims know them. */
const METRICS: Record<string, string> = {
  "ACC": "ACC",
  "NMI": "NMI",
  "ARI": "ARI",
  "SIL": "SIL",
  "CHS": "CHI",
  "DBI": "DBI",
  "Silhouette": "SIL",
  "DB Index": "DBI",
  "CH Index": "CHI",
  "Silhouette Score": "SIL",
  "Davies-Bouldin Index": "DBI",
  "Calinski-Harabasz Index": "CHI",
  "Davies- Bouldin": "DBI",
  "Calinski- Harabasz": "CHI",
  "Cluster Purity": "PURITY",
  "# Samples": "OTHER:rows",
  "Input Dimension": "OTHER:pixels",
  "# Clusters": "OTHER:classes",
  "Input → Hidden 1": "OTHER:PARAMS input-hidden1",
  "Hidden 1 \\rightarrow Hidden 2": "OTHER:PARAMS hidden1-hidden2",
  "Hidden 2 \\rightarrow Latent": "OTHER:PARAMS hidden2-latent",
  "Latent → Hidden 3": "OTHER:PARAMS latent-hidden3",
  "Hidden 3 \\rightarrow Hidden 4": "OTHER:PARAMS hidden3-hidden4",
  "Hidden 4 → Output": "OTHER:PARAMS hidden4-output",
  "Total": "PARAMS",
};

/** What the rows of the tables are called, where claims write it otherwise. */
const METHODS: Record<string, string> = {
  "Our method (AE + K-means)": "AE + K-means",
  "Our Approach": "AE + K-Means",
  "K-Means (Raw Pixels)": "K-Means (raw pixels)",
};

const DATASETS: Record<string, string> = {
  "MNIST": "mnist",
  "Fashion-MNIST": "fashion-mnist",
  "EMNIST Balanced": "emnist-balanced",
  "USPS": "usps",
  "YaleB": "yaleb",
};

/** A line of a table. */
interface Row {
  line: number;
  cells: string[];
}

/** The rows of the table whose caption starts so, its headings first, up to a blank line. */
function rowsOf(lines: readonly string[], caption: string, separator = /\t/): Row[] {
  const from = lines.findIndex((line) => line === caption || line.startsWith(`${caption} `));
  const start = lines.findIndex((line, i) => i > from + 1 && separator.test(line.trimEnd()));
  const end = lines.findIndex((line, i) => i > start && line.trim() === "");
  return lines.slice(start, end < 0 ? undefined : end)
    .map((line, i) => ({
      line: start + i + 1,
      cells: line.split(separator).map((cell) => plain(cell).trim()),
    }));
}

/** The cells of rows whose first is their heading; `of` tells what the column `i` is of. */
function cellsIn(
  where: string,
  rows: readonly Row[],
  of: (i: number, heading: string) => Partial<Cell> & { metric: string },
): Cell[] {
  return rows.flatMap(({ line, cells: [heading, ...cells] }) =>
    cells.map((text, i) => ({
      where,
      line,
      method: METHODS[heading] ?? heading.replace(/ \[\d+\]\*?$/, ""),
      statistic: "single",
      text,
      ...of(i + 1, heading),
    }))
  );
}

/** A method a row, a metric a column. */
function byMethod(where: string, [header, ...rows]: Row[]): Cell[] {
  return cellsIn(where, rows, (i) => ({ metric: METRICS[header.cells[i]] }));
}

/** A metric a row, of one method; of a sum, what it comes to. */
function byMetric(where: string, method: string, [, ...rows]: Row[]): Cell[] {
  return cellsIn(where, rows, (_, heading) => ({ method, metric: METRICS[heading] }))
    .map((cell) => ({ ...cell, text: cell.text.split("=").at(-1)!.trim() }));
}

/** A method a row, the average and the best of a metric in two columns. */
function byRuns(where: string, [metrics, statistics, ...rows]: Row[]): Cell[] {
  const names: Record<string, string> = { Average: "avg", Best: "best" };
  return cellsIn(where, rows, (i) => ({
    metric: METRICS[metrics.cells[i % 2 === 1 ? i : i - 1]],
    statistic: names[statistics.cells[i]],
  }));
}

/** A method a row, the metrics of a data set in two columns. */
function byDataset(where: string, [datasets, criteria, ...rows]: Row[]): Cell[] {
  return cellsIn(where, rows, (i) => ({
    dataset: DATASETS[datasets.cells[(i + 1) >> 1]],
    metric: METRICS[criteria.cells[i]],
  }));
}

/** A data set a row, a fact a column. */
function ofData(where: string, [header, ...rows]: Row[]): Cell[] {
  return cellsIn(where, rows, (i, heading) => ({
    method: "",
    dataset: DATASETS[heading],
    metric: METRICS[header.cells[i]],
  }));
}

const TABLES: Record<string, (lines: readonly string[]) => Cell[]> = {
  diba: (lines) => byMethod("§V", rowsOf(lines, "## V. EVALUATION RESULTS")),
  siam: (lines) => byMethod("Table 1", rowsOf(lines, "Table 1: Comparison")),
  chowdhury: (lines) => [
    ...byMetric("Table I", "AE + K-means", rowsOf(lines, "TABLE I PARAMETER")),
    ...byMetric("Table III", "AE + K-means", rowsOf(lines, "TABLE III")),
    ...byMethod("Table IV", rowsOf(lines, "TABLE IV")),
  ],
  agarap: (lines) => [
    ...ofData("Table II", rowsOf(lines, "TABLE II")),
    ...["III", "IV", "V"].flatMap((number) => byRuns(`Table ${number}`, rowsOf(lines, `TABLE ${number}`))),
  ],
  song: (lines) => byDataset("Table 1", rowsOf(lines, "Table 1.", / /)),
};

/** Every cell with a number of a paper's tables of results and data. */
export function cellsOf(paper: string, lines: readonly string[]): Cell[] {
  return TABLES[paper](lines).filter(({ text }) => /\d/.test(text));
}

/** Cells that no claim has, and claims of a table that no cell has. */
export function tableFaults(cells: readonly Cell[], claims: readonly Claim[]): string[] {
  const left = new Set(
    claims.filter(({ kind, where }) => kind !== "ordinal" && cells.some((cell) => cell.where === where)),
  );
  const faults: string[] = [];
  for (const cell of cells) {
    for (const number of numbersIn(cell.text)) {
      const claim = [...left].find((claim) =>
        (["where", "line", "method", "metric", "statistic"] as const).every((key) =>
          claim[key] === cell[key]
        ) &&
        (cell.dataset ?? claim.dataset) === claim.dataset && claim.value === number &&
        claim.printed.replaceAll(" ", "") === cell.text.replaceAll(" ", "")
      );
      if (claim === undefined) faults.push(`no claim for the cell ${JSON.stringify({ ...cell, number })}`);
      else left.delete(claim);
    }
  }
  return [...faults, ...[...left].map(({ id, where }) => `${id}: ${where} has no such cell`)];
}

/** Numbers of a text that are no claims. */
export interface Others {
  paper: string;
  first: number;
  last: number;
  /** Empty for all numbers of the lines. */
  numbers: readonly string[];
}

/** Reads the text of `other_numbers.csv`: lines as `7` or `7-9`, numbers with blanks between, or `*` for all. */
export function parseOthers(text: string): Others[] {
  const { data } = papaparse.parse(text.trimEnd(), { header: true }) as { data: Record<string, string>[] };
  return data.map(({ paper, lines, numbers }) => {
    const [first, last = first] = lines.split("-").map(Number);
    return { paper, first, last, numbers: numbers === "*" ? [] : numbers.split(" ") };
  });
}

/** Digits that are no numbers: names, addresses, citations, counters of headings and lists, references to parts. */
const NO_NUMBERS = new RegExp(
  [
    /SNNL(?:-\{[\d, ]+\}|[- ]\d(?:–\d)?(?!\.?\d))/,
    /(?:ConvTranspose|Conv|MaxPool)2[dD]|CIFAR-?10|N2D|\bL2\b|RTX 3060|CSE425/,
    /arXiv:\S+|https?:\S+|\S+@\S+/,
    /\[\d+\](?:–\[\d+\])?/,
    /^\s*#*\s*\d+(?:\.\d+)* (?=[A-Z])/,
    /^\s*(?:- )?\d+[.):](?= )/,
    /(?:Fig(?:ure|\.)|Table|Eqn?\.|Section|Algorithm|Hidden(?: layer)?) \(?\d+(?:\.\d+)*\)?(?:∼\(\d+\))?/,
    /\(\d+\)(?: |$)/,
  ].map(({ source }) => source).join("|"),
  "g",
);

/** The numbers of a text that are neither claims of their line nor known to be something else. */
export function unknownNumbers(
  lines: readonly string[],
  claims: readonly Claim[],
  others: readonly Others[],
): string[] {
  return lines.flatMap((text, index) => {
    const line = index + 1;
    const known = others.filter(({ first, last }) => first <= line && line <= last);
    if (known.some(({ numbers }) => numbers.length === 0)) return [];
    // A range is claimed once for each end; a value may be said once and claimed of several things.
    const accounted = [
      ...claims.filter((claim) => claim.line === line).flatMap(({ printed }) => digitsIn(printed)),
      ...known.flatMap(({ numbers }) => numbers),
    ];
    const left = digitsIn(plain(text).replace(NO_NUMBERS, " ")).filter((number) =>
      !accounted.includes(number)
    );
    return left.length === 0 ? [] : [`line ${line}: ${left.join(" ")}`];
  });
}

/** The runs of digits of a text, separators taken out. */
function digitsIn(text: string): string[] {
  return text.replace(/(?<=\d),(?=\d{3}(?!\d))/g, "").match(/\d+(?:\.\d+)?(?:e-\d+)?/g) ?? [];
}

if (import.meta.main) await main(verify);
