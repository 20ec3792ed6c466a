/**
 * The claims of a paper, read from its folder: `claims.csv`, claims as tables in `table_*.csv`, the paper's errors in
 * `errata.csv`, what bounds its numbers in `bounds.csv`, and what may explain misses in `causes.csv`.
 *
 * @module
 */
import type { Metric } from "../metrics/metric.ts";
import { readText } from "../disk/files.ts";
import { KNOWN_METRICS } from "../metrics/registry.ts";
import { type Claim, type Claims, orderOf } from "./claims.ts";
import { type Fields, type Parsed, parseRows, type Row } from "./csv.ts";
import { parseBounds } from "./bounds.ts";
import { parseCauses } from "./causes.ts";
import { parseErrata } from "./errata.ts";
import { ClaimsError, type Fault, shownPath, unknown } from "./fault.ts";
import { answerFault, claimOf, COLUMNS, type Known, metricOf, NOT_JUDGED, rowFault } from "./rows.ts";
import { parseTable } from "./table.ts";
import { comparable, isTooCoarse, spreads, type Tolerance, toleranceOf } from "./tolerance.ts";

/**
 * All claims, errata, bounds and causes of a paper; none where its folder has no such file. Claims that leave their tolerance to the rule get
 * it, and its basis.
 *
 * @param folder The paper's, with a slash at its end.
 * @param paper What its claims can be about.
 * @throws {ClaimsError} If a column is missing or unknown, an id is there twice, a row has a value that none can be or lacks
 * one that it needs, names a metric, an experiment or a claim that is not there, or states a tolerance without saying why it
 * is not the rule's. It tells all faults of its kind.
 */
export async function readClaims(folder: URL, paper: Known): Promise<Claims> {
  const known = withKnownMetrics(paper);
  const tables = await tablesIn(folder);
  const files: Parsed<Row>[] = [
    await parsed(folder, "claims.csv", (text, file) => parseRows(text, file, COLUMNS)),
    ...await Promise.all(
      tables.map((name) => parsed(folder, name, (text, file) => parseTable(text, file, known))),
    ),
  ];
  const rows = files.flatMap(({ rows }) => rows);
  const faults = [...files.flatMap(({ faults }) => faults), ...rowFaults(rows, known, paper.metrics)];
  if (faults.length > 0) throw new ClaimsError(faults);

  const { claims, faults: wrong } = withTolerances(rows, known);
  const [errata, bounds, causes] = await Promise.all([
    parsed(folder, "errata.csv", (text, file) => parseErrata(text, file, paper.id, claims)),
    parsed(folder, "bounds.csv", (text, file) => parseBounds(text, file, claims, known.metrics)),
    parsed(folder, "causes.csv", (text, file) => parseCauses(text, file, claims)),
  ]);
  const found = [wrong, errata.faults, bounds.faults, causes.faults].flat();
  if (found.length > 0) throw new ClaimsError(found);
  return { claims, errata: errata.rows, bounds: bounds.rows, causes: causes.rows };
}

/** What the claims of a paper can be about, with the metrics that need no declaration. */
function withKnownMetrics(paper: Known): Known {
  return { ...paper, metrics: [...new Set([...KNOWN_METRICS, ...paper.metrics])] };
}

/**
 * What is wrong with a claim that an experiment of another paper answers, or nothing. {@linkcode readClaims} knows the claim's
 * own paper alone.
 *
 * @param other The paper that has the experiment.
 */
export function answerFaultElsewhere(claim: Claim, other: Known): string | undefined {
  const { metric, kind, experiment, space, average, dataset } = claim;
  const fields = { metric, kind, experiment, space, average, dataset };
  const known = withKnownMetrics(other);
  return unmeasured(fields, known, other.metrics) ?? answerFault(fields, [experiment], known);
}

/** The tables of a folder, by name. */
async function tablesIn(folder: URL): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) if (/^table_.*\.csv$/.test(name)) names.push(name);
  return names.sort();
}

/** What a file of the folder holds; nothing where it is not there. */
async function parsed<T>(
  folder: URL,
  name: string,
  parse: (text: string, file: string) => Parsed<T>,
): Promise<Parsed<T>> {
  const url = new URL(name, folder);
  const found = await readText(url);
  if (found === undefined) return { rows: [], faults: [] };
  return "reason" in found
    ? { rows: [], faults: [{ file: shownPath(url), reason: found.reason }] }
    : parse(found.text, shownPath(url));
}

/** What is wrong with the rows, each for itself and beside each other. */
function rowFaults(rows: readonly Row[], known: Known, measured: readonly Metric[]): Fault[] {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(row.fields.id)) first.set(row.fields.id, row);
  const cited = new Map(
    rows.filter(({ fields }) => fields.kind === "cited").map(({ fields }) => [fields.id, fields]),
  );
  return rows.flatMap((row) => {
    const { fields, place } = row;
    const { id } = fields;
    const { file, row: at } = first.get(id)!.place;
    const reason = first.get(id) !== row
      ? `the id "${id}" is there twice: before in ${file}, row ${at}`
      : rowFault(fields, known) ?? unmeasured(fields, known, measured) ?? citedFault(fields, cited);
    return reason === undefined ? [] : [{ ...place, reason }];
  });
}

/** What is wrong with the cited claims that an order compares. */
function citedFault(order: Fields, cited: ReadonlyMap<string, Fields>): string | undefined {
  const { ahead, behind } = orderOf(order.experiment) ?? { ahead: [], behind: [] };
  const [over, under] = [ahead, behind].map((sides) => sides.filter((side) => !side.includes("/")));
  for (const id of [...over, ...under]) {
    const claim = cited.get(id);
    if (claim === undefined) return unknown("cited claim", id, [...cited.keys()]);
    for (const column of ["metric", "average", "dataset"] as const) {
      if (claim[column] === order[column]) continue;
      return `the order's ${column} is "${order[column]}", that of ${id} is "${claim[column]}"`;
    }
  }
  return over.length > 0 && under.length > 0
    ? `two cited numbers need no runs to compare: ${over[0]} and ${under[0]}`
    : undefined;
}

/** That the paper's experiments are asked for a metric of clusterings that it does not take of any. */
function unmeasured(
  { metric: name, kind, experiment }: Fields,
  { metrics, experiments }: Known,
  measured: readonly Metric[],
): string | undefined {
  const metric = metrics.find((metric) => metric.name === name);
  if (!experiment.includes("/") || metric === undefined || metric.kind === "plain") return undefined;
  if (kind === "cited" && !experiments.some(({ id }) => id === experiment)) return undefined;
  if (measured.includes(metric)) return undefined;
  return `the paper does not measure ${name}: its metrics are ${measured.map(({ name }) => name).join(", ")}`;
}

/** The claims of rows without faults, with the rule's tolerance where they state none; and what is wrong with the others'. */
function withTolerances(rows: readonly Row[], known: Known): { claims: Claim[]; faults: Fault[] } {
  const stated = rows.map((row) => claimOf(row, known));
  const spread = spreads(stated);
  const faults: Fault[] = [];
  const claims = stated.map((claim, index) => {
    const { tolerance } = rows[index].fields;
    if (tolerance === NOT_JUDGED || !hasTolerance(claim)) return claim;
    const metric = metricOf(claim.metric, known.metrics);
    const ruled = claim.kind === "ordinal"
      ? comparable(metric)
      : toleranceOf(claim, metric, spread.get(claim));
    const reason = toleranceFault(claim, ruled);
    if (reason !== undefined) faults.push({ ...claim.place!, reason });
    const judged = claim.tolerance === null ? { ...claim, ...ruled } : claim;
    return { ...judged, tooCoarse: isTooCoarse(judged, metric) };
  });
  return { claims, faults };
}

/** Whether a claim is one that is judged by a tolerance; a cited value is where its method is run here. */
function hasTolerance({ kind, experiment }: Claim): boolean {
  if (kind === "cited") return experiment !== "";
  return kind !== "ordinal" || (orderOf(experiment)?.orComparable ?? false);
}

/** What is wrong with a stated tolerance, or with none. */
function toleranceFault({ tolerance, basis, metric }: Claim, ruled?: Tolerance): string | undefined {
  const rule = ruled === undefined
    ? `the rule gives none for ${metric}`
    : `the rule's is ${ruled.tolerance} (${ruled.basis})`;
  if (tolerance === null) {
    if (basis !== "") {
      return `a basis without a tolerance: leave it to the rule, or write "${NOT_JUDGED}" if it is not judged`;
    }
    return ruled === undefined ? `a tolerance and its basis are missing: ${rule}` : undefined;
  }
  if (tolerance === ruled?.tolerance) return "the tolerance is the rule's: leave tolerance and basis empty";
  return basis === "" ? `the tolerance ${tolerance} needs the reason as its basis: ${rule}` : undefined;
}
