/**
 * The numbers that the papers print, and the errors known of them: `fixtures/claims/*.csv` and
 * `fixtures/errata.csv`.
 *
 * @module
 */
import papaparse from "papaparse";
import { isExperimentId, isMetric } from "../benchmarks/runner/record.ts";
import { directionOf } from "./direction.ts";

/** What a claim can be: about results, copied from other work, about data or parameters, an order ("A beats B"). */
export const KINDS = ["result", "cited", "fact", "ordinal"] as const;

/** What a paper's number sums up. */
export const STATISTICS = ["avg", "best", "single"] as const;

/** What a claim is about. */
export type Kind = typeof KINDS[number];

/** What a claim's number sums up. */
export type Statistic = typeof STATISTICS[number];

/** One number, or one order, that a paper prints. */
export interface Claim {
  readonly id: string;
  readonly paper: string;
  /** Table, figure or section. */
  readonly where: string;
  readonly dataset: string;
  readonly method: string;
  readonly metric: string;
  readonly statistic: Statistic;
  /** The digits as printed, without separators; empty for an order. */
  readonly value: string;
  /** The paper's own writing. */
  readonly printed: string;
  readonly kind: Kind;
  /** The experiment that answers it (`A > B` for an order); empty where none does. */
  readonly experiment: string;
  /** The space it must be measured in; empty where any will do. */
  readonly space: string;
  /** In the metric's unit; nothing for what is not judged. */
  readonly tolerance: number | null;
  /** Where the tolerance comes from, in words. */
  readonly basis: string;
  readonly note: string;
}

/** An error of a paper, or something it leaves open. */
export interface Erratum {
  readonly id: string;
  readonly paper: string;
  /** The line of the paper's text. */
  readonly line: number;
  readonly where: string;
  readonly printed: string;
  /** What it should be; only a plain number is compared with. */
  readonly right: string;
  /** The claims that it touches. */
  readonly claims: readonly string[];
  readonly note: string;
}

/** A file of claims or errata that cannot be used: the message names the file, the row and what is wrong. */
export class ClaimsError extends Error {
  constructor(file: string, row: number, reason: string) {
    super(`Cannot read ${file}: row ${row}: ${reason}`);
    this.name = "ClaimsError";
  }
}

const CLAIM_COLUMNS = [
  "id",
  "paper",
  "where",
  "dataset",
  "method",
  "metric",
  "statistic",
  "value",
  "printed",
  "kind",
  "experiment",
  "space",
  "tolerance",
  "basis",
  "note",
];
const ERRATUM_COLUMNS = ["id", "paper", "line", "where", "printed", "right", "claims", "note"];

/** Whether `text` is a number as the files write it: digits, no separators. */
export function isPlainNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text);
}

type Fail = (reason: string) => never;

/** The rows of a CSV file as objects, each read by `read`; the header is row 1. */
function readRows<T extends { id: string; paper: string }>(
  text: string,
  file: string,
  columns: string[],
  read: (fields: Record<string, string>, fail: Fail) => T,
): T[] {
  const parsed = papaparse.parse(text.trimEnd(), { delimiter: "," }) as {
    data: string[][];
    errors: { message: string; row: number }[];
  };
  for (const { row, message } of parsed.errors) throw new ClaimsError(file, row + 1, message);
  const [header = [], ...rows] = parsed.data;
  for (const column of columns) {
    if (!header.includes(column)) throw new ClaimsError(file, 1, `the column "${column}" is missing`);
  }
  for (const column of header) {
    if (!columns.includes(column)) throw new ClaimsError(file, 1, `the column "${column}" is unknown`);
  }
  const ids = new Set<string>();
  return rows.map((cells, index) => {
    const fail: Fail = (reason) => {
      throw new ClaimsError(file, index + 2, reason);
    };
    if (cells.length !== header.length) fail(`${cells.length} cells for ${header.length} columns`);
    const result = read(Object.fromEntries(header.map((column, i) => [column, cells[i]])), fail);
    if (!result.id.startsWith(`${result.paper}-`)) {
      fail(`the id "${result.id}" must start with the paper's name`);
    }
    if (ids.has(result.id)) fail(`the id "${result.id}" is there twice`);
    ids.add(result.id);
    return result;
  });
}

/**
 * Reads the text of a file of claims.
 *
 * @param file Named in errors.
 * @throws {ClaimsError} If a column is missing, a quote is open, an id is there twice, or a value is none that can be.
 */
export function parseClaims(text: string, file: string): Claim[] {
  return readRows(text, file, CLAIM_COLUMNS, (fields, fail) => {
    const { metric, statistic, kind, value, tolerance, experiment, paper } = fields;
    const judged = kind === "result" || kind === "fact";
    if (!isMetric(metric)) fail(`the metric "${metric}" is unknown`);
    if (!(STATISTICS as readonly string[]).includes(statistic)) {
      fail(`the statistic "${statistic}" is unknown`);
    }
    if (!(KINDS as readonly string[]).includes(kind)) fail(`the kind "${kind}" is unknown`);
    if (kind === "ordinal" ? value !== "" : !isPlainNumber(value)) {
      fail(
        kind === "ordinal" ? "an order has no value" : `value is not a number: current value is "${value}"`,
      );
    }
    if (judged ? !isPlainNumber(tolerance) || Number(tolerance) < 0 : tolerance !== "") {
      fail(
        judged
          ? `tolerance is not a number from 0: current value is "${tolerance}"`
          : "only results and facts have a tolerance",
      );
    }
    if (statistic === "best" && directionOf(metric) === undefined) {
      fail(`no value of "${metric}" is the best`);
    }
    const answers = kind === "ordinal" ? experiment.split(" > ") : [experiment];
    for (const id of answers) {
      if (experiment !== "" && !(isExperimentId(id) && id.startsWith(`${paper}/`))) {
        fail(`experiment is not an id of the paper: current value is "${id}"`);
      }
    }
    return { ...fields, tolerance: tolerance === "" ? null : Number(tolerance) } as Claim;
  });
}

/**
 * Reads the text of a file of errata; `claims` holds ids with semicolons between.
 *
 * @param file Named in errors.
 * @throws {ClaimsError} As {@linkcode parseClaims}.
 */
export function parseErrata(text: string, file: string): Erratum[] {
  return readRows(text, file, ERRATUM_COLUMNS, (fields, fail) => {
    if (!/^[1-9]\d*$/.test(fields.line)) fail(`line is not a number: current value is "${fields.line}"`);
    const claims = fields.claims === "" ? [] : fields.claims.split(";");
    return { ...fields, line: Number(fields.line), claims } as unknown as Erratum;
  });
}

/**
 * All claims and errata of a folder: `claims/<paper>.csv`, by name, and `errata.csv`.
 *
 * @throws {ClaimsError} As {@linkcode parseClaims}; also if a claim lies in another paper's file, or an erratum
 * touches a claim that its paper has not.
 */
export async function readClaims(folder: URL): Promise<{ claims: Claim[]; errata: Erratum[] }> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(new URL("claims/", folder))) {
    if (name.endsWith(".csv")) names.push(name);
  }
  const claims: Claim[] = [];
  for (const name of names.sort()) {
    const file = new URL(`claims/${name}`, folder);
    const own = parseClaims(await Deno.readTextFile(file), file.pathname);
    for (const [index, { paper }] of own.entries()) {
      if (`${paper}.csv` !== name) throw new ClaimsError(file.pathname, index + 2, `the paper is "${paper}"`);
    }
    claims.push(...own);
  }
  const file = new URL("errata.csv", folder);
  const errata = parseErrata(await Deno.readTextFile(file), file.pathname);
  const paperOf = new Map(claims.map(({ id, paper }) => [id, paper]));
  for (const [index, erratum] of errata.entries()) {
    const lost = erratum.claims.find((id) => paperOf.get(id) !== erratum.paper);
    if (lost !== undefined) {
      throw new ClaimsError(file.pathname, index + 2, `no claim of ${erratum.paper} has the id "${lost}"`);
    }
  }
  return { claims, errata };
}
