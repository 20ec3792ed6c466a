/**
 * The files of claims, and what is wrong with one: `fixtures/claims/*.csv`, `fixtures/errata.csv` and
 * `fixtures/unanswered.csv`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import papaparse from "papaparse";
import { isExperimentId, isMetric, NMI_AVERAGES, SPATIAL_METRICS } from "../records/record.ts";
import { FileError } from "../disk/files.ts";
import { type Claim, type Claims, type Erratum, KINDS, orderOf, STATISTICS } from "./claims.ts";
import { directionOf } from "./direction.ts";
import { isPlainNumber, numbersIn } from "./numbers.ts";

/** Files of claims or errata that cannot be used: a line for each fault, with the file, the row and what is wrong. */
export class ClaimsError extends FileError {
  override name = "ClaimsError";

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
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
const OPTIONAL_CLAIM_COLUMNS = ["average", "line"];
const ERRATUM_COLUMNS = ["id", "paper", "line", "where", "printed", "right", "claims", "note"];
const UNANSWERED_COLUMNS = ["experiment", "reason"];

/** The rows of a file that are well formed, and what is wrong with the others. */
export interface Parsed<T> {
  rows: T[];
  faults: string[];
}

type Fields = Record<string, string>;

/** The rows of a CSV file as objects; the header is row 1, the column `key` has each value once. */
function parseRows<T>(text: string, file: string, options: {
  columns: readonly string[];
  optional?: readonly string[];
  key: string;
  faultOf: (fields: Fields) => string | undefined;
  read: (fields: Fields) => T;
}): Parsed<T> {
  const { columns, optional = [], key, faultOf, read } = options;
  const parsed = papaparse.parse(text.trimEnd(), { delimiter: "," }) as {
    data: string[][];
    errors: { message: string; row: number }[];
  };
  const [header = [], ...rows] = parsed.data;
  const faults = [
    ...parsed.errors.map(({ row, message }) => at(file, row + 1, message)),
    ...columns.filter((column) => !header.includes(column))
      .map((column) => at(file, 1, `the column "${column}" is missing`)),
    ...header.filter((column) => ![...columns, ...optional].includes(column))
      .map((column) => at(file, 1, `the column "${column}" is unknown`)),
  ];
  if (faults.length > 0) return { rows: [], faults };
  const keys = new Set<string>();
  const found: T[] = [];
  for (const [index, cells] of rows.entries()) {
    const fields = Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ""]));
    const fault = cells.length !== header.length
      ? `${cells.length} cells for ${header.length} columns`
      : keys.has(fields[key])
      ? `the ${key} "${fields[key]}" is there twice`
      : faultOf(fields);
    keys.add(fields[key]);
    if (fault === undefined) found.push(read(fields));
    else faults.push(at(file, index + 2, fault));
  }
  return { rows: found, faults };
}

function at(file: string, row: number, reason: string): string {
  return `${file}: row ${row}: ${reason}`;
}

/** What is wrong with a claim, or nothing. */
function claimFault(fields: Fields): string | undefined {
  const { id, paper, metric, statistic, kind, value, printed, space, basis, average = "", line = "" } =
    fields;
  if (!id.startsWith(`${paper}-`)) return `the id "${id}" must start with the paper's name`;
  if (!/^[A-Za-z0-9-]+$/.test(id)) return `the id "${id}" must be of letters, digits and hyphens`;
  if (!isMetric(metric)) return `the metric "${metric}" is unknown`;
  if (!(STATISTICS as readonly string[]).includes(statistic)) {
    return `the statistic "${statistic}" is unknown`;
  }
  if (!(KINDS as readonly string[]).includes(kind)) return `the kind "${kind}" is unknown`;
  if (average !== "" && !(NMI_AVERAGES as readonly string[]).includes(average)) {
    return `the average "${average}" is unknown`;
  }
  if (average !== "" && metric !== "NMI") return `only NMI has an average: current value is "${average}"`;
  if (line !== "" && !isLine(line)) return `line is not a number: current value is "${line}"`;
  if (statistic === "best" && directionOf(metric) === undefined) return `no value of "${metric}" is the best`;
  if (kind === "ordinal") return orderFault(fields);
  if (!isPlainNumber(value)) return `value is not a number: current value is "${value}"`;
  if (!numbersIn(printed).includes(value)) {
    return `value differs from printed: ${value} is not in "${printed}"`;
  }
  if (kind === "cited") {
    return toleranceFault(fields, "cited values have no tolerance") ??
      experimentFault(fields, [fields.experiment]);
  }
  if (SPATIAL_METRICS.includes(metric) && space === "") return `${metric} needs its space`;
  if (basis === "") return "the tolerance needs a basis, or its absence a reason";
  if (fields.tolerance !== "" && !isTolerance(fields.tolerance)) {
    return `tolerance is not a number from 0: current value is "${fields.tolerance}"`;
  }
  if (fields.experiment === "") return "a result or a fact needs an experiment";
  return experimentFault(fields, [fields.experiment]);
}

function orderFault(fields: Fields): string | undefined {
  const { metric, value, experiment, tolerance, basis } = fields;
  if (value !== "") return `an order has no value: current value is "${value}"`;
  if (experiment === "") {
    return basis === "" ? "an order without experiments needs its reason as basis" : toleranceFault(fields);
  }
  const order = orderOf(experiment);
  if (order === undefined) return `experiment must be "a > b" or "a >= b": current value is "${experiment}"`;
  const both = order.ahead.find((side) => order.behind.includes(side));
  if (both !== undefined) return `nothing is better than itself: current value is "${both}" on both sides`;
  if (directionOf(metric) === undefined) return `no value of "${metric}" is better than another`;
  if (order.orComparable && (!isTolerance(tolerance) || basis === "")) {
    return "an order with >= needs a tolerance, and its basis: what is comparable";
  }
  return (order.orComparable ? undefined : toleranceFault(fields)) ??
    experimentFault(fields, [...order.ahead, ...order.behind].filter((side) => side.includes("/")));
}

function toleranceFault(
  { tolerance }: Fields,
  reason = "only an order with >= has a tolerance",
): string | undefined {
  return tolerance === "" ? undefined : `${reason}: current value is "${tolerance}"`;
}

function experimentFault({ paper, dataset }: Fields, ids: readonly string[]): string | undefined {
  for (const id of ids.filter((id) => id !== "")) {
    if (!(isExperimentId(id) && id.startsWith(`${paper}/`))) {
      return `experiment is not an id of the paper: current value is "${id}"`;
    }
    if (!id.endsWith(`/${dataset}`)) {
      return `the data set is "${dataset}", the experiment's is another: ${id}`;
    }
  }
  return undefined;
}

function isTolerance(text: string): boolean {
  return isPlainNumber(text) && Number(text) >= 0;
}

function isLine(text: string): boolean {
  return /^[1-9]\d*$/.test(text);
}

/** Reads the text of a file of claims, which faults name. */
export function parseClaims(text: string, file: string): Parsed<Claim> {
  const parsed = parseRows(text, file, {
    columns: CLAIM_COLUMNS,
    optional: OPTIONAL_CLAIM_COLUMNS,
    key: "id",
    faultOf: claimFault,
    read: ({ tolerance, average = "", line = "", ...fields }) => ({
      ...fields,
      tolerance: tolerance === "" ? null : Number(tolerance),
      average,
      line: line === "" ? null : Number(line),
    } as unknown as Claim),
  });
  return parsed.faults.length > 0 ? parsed : { ...parsed, faults: lostCitations(parsed.rows, file) };
}

/** The orders that compare with a cited claim which is not there. */
function lostCitations(claims: readonly Claim[], file: string): string[] {
  const cited = new Set(claims.filter(({ kind }) => kind === "cited").map(({ id }) => id));
  return claims.flatMap(({ experiment }, index) => {
    const { ahead, behind } = orderOf(experiment) ?? { ahead: [], behind: [] };
    return [...ahead, ...behind].filter((side) => !side.includes("/") && !cited.has(side))
      .map((lost) => at(file, index + 2, `no cited claim has the id "${lost}"`));
  });
}

/**
 * Reads the text of a file of errata, which faults name; `claims` holds ids with semicolons between, of which the last
 * letters can be a star that stands for any (`readClaims` puts the ids in its place).
 */
export function parseErrata(text: string, file: string): Parsed<Erratum> {
  return parseRows(text, file, {
    columns: ERRATUM_COLUMNS,
    key: "id",
    faultOf: ({ id, paper, line }) => {
      if (!id.startsWith(`${paper}-`)) return `the id "${id}" must start with the paper's name`;
      return isLine(line) ? undefined : `line is not a number: current value is "${line}"`;
    },
    read: (fields) => ({
      ...fields,
      line: Number(fields.line),
      claims: fields.claims === "" ? [] : fields.claims.split(";"),
    } as unknown as Erratum),
  });
}

/** Reads the text of the list of experiments that are still to be written. */
function parseUnanswered(text: string, file: string): Parsed<[string, string]> {
  return parseRows(text, file, {
    columns: UNANSWERED_COLUMNS,
    key: "experiment",
    faultOf: ({ experiment, reason }) => {
      if (!isExperimentId(experiment)) return `experiment is not an id: current value is "${experiment}"`;
      return reason === "" ? `${experiment} needs a reason` : undefined;
    },
    read: ({ experiment, reason }) => [experiment, reason],
  });
}

/**
 * All claims and errata of a folder: `claims/<paper>.csv`, by name, `errata.csv` and `unanswered.csv`.
 *
 * @throws {ClaimsError} If a column is missing, a quote is open, an id is there twice, a row has a value that none can be
 * or lacks one that it needs, a claim lies in another paper's file, or an erratum touches a claim that its paper has not.
 * It tells the faults of all files.
 */
export async function readClaims(folder: URL): Promise<Claims> {
  const read = async <T>(name: string, parse: (text: string, file: string) => Parsed<T>) => {
    const file = fileURLToPath(new URL(name, folder));
    return { file, ...parse(await Deno.readTextFile(file), file) };
  };
  const names: string[] = [];
  for await (const { name } of Deno.readDir(new URL("claims/", folder))) {
    if (name.endsWith(".csv")) names.push(name);
  }
  const files = await Promise.all(names.sort().map((name) => read(`claims/${name}`, parseClaims)));
  const errata = await read("errata.csv", parseErrata);
  const unanswered = await read("unanswered.csv", parseUnanswered);

  const faults = [...files, errata, unanswered].flatMap(({ faults }) => faults);
  if (faults.length > 0) throw new ClaimsError(faults);
  const claims = files.flatMap(({ rows }) => rows);
  const named = (paper: string, name: string) =>
    claims.filter((claim) => claim.paper === paper && matches(name, claim.id)).map(({ id }) => id);
  const misplaced = [
    ...files.flatMap(({ file, rows }) =>
      rows.flatMap(({ paper }, index) =>
        file.endsWith(`/${paper}.csv`) ? [] : [at(file, index + 2, `the paper is "${paper}"`)]
      )
    ),
    ...errata.rows.flatMap(({ paper, claims }, index) =>
      claims.filter((name) => named(paper, name).length === 0)
        .map((lost) => at(errata.file, index + 2, `no claim of ${paper} has the id "${lost}"`))
    ),
  ];
  if (misplaced.length > 0) throw new ClaimsError(misplaced);
  return {
    claims,
    errata: errata.rows.map((erratum) => ({
      ...erratum,
      claims: [...new Set(erratum.claims.flatMap((name) => named(erratum.paper, name)))],
    })),
    unanswered: new Map(unanswered.rows),
  };
}

/** Whether an erratum that names this touches the claim: its id, or its start before a star. */
function matches(name: string, id: string): boolean {
  return name.endsWith("*") ? id.startsWith(name.slice(0, -1)) : id === name;
}
