/**
 * The claims of a paper, read from its folder: `claims.csv`, claims as tables in `table_*.csv`, and the paper's errors in
 * `errata.csv`.
 *
 * @module
 */
import { KNOWN_METRICS } from "../metrics/registry.ts";
import { type Claim, type Claims, type Erratum, orderOf } from "./claims.ts";
import { type Parsed, parseRows, type Row } from "./csv.ts";
import { parseErrata } from "./errata.ts";
import { ClaimsError, type Fault, shownPath, unknown } from "./fault.ts";
import { claimOf, COLUMNS, type Known, metricOf, NOT_JUDGED, rowFault } from "./rows.ts";
import { parseTable } from "./table.ts";
import { comparable, spreads, type Tolerance, toleranceOf } from "./tolerance.ts";

/**
 * All claims and errata of a paper; none where its folder has no such file. Claims that leave their tolerance to the rule get
 * it, and its basis.
 *
 * @param folder The paper's, with a slash at its end.
 * @param paper What its claims can be about.
 * @throws {ClaimsError} If a column is missing or unknown, an id is there twice, a row has a value that none can be or lacks
 * one that it needs, names a metric, an experiment or a claim that is not there, or states a tolerance without saying why it
 * is not the rule's. It tells all faults of its kind.
 */
export async function readClaims(folder: URL, paper: Known): Promise<Claims> {
  const known = { ...paper, metrics: [...new Set([...KNOWN_METRICS, ...paper.metrics])] };
  const tables = await tablesIn(folder);
  const files: Parsed<Row>[] = [
    await parsed(folder, "claims.csv", (text, file) => parseRows(text, file, COLUMNS)),
    ...await Promise.all(
      tables.map((name) => parsed(folder, name, (text, file) => parseTable(text, file, known))),
    ),
  ];
  const rows = files.flatMap(({ rows }) => rows);
  const faults = [...files.flatMap(({ faults }) => faults), ...rowFaults(rows, known)];
  if (faults.length > 0) throw new ClaimsError(faults);

  const { claims, faults: wrong } = withTolerances(rows, known);
  const errata = await parsed(
    folder,
    "errata.csv",
    (text, file): Parsed<Erratum> => parseErrata(text, file, paper.id, claims),
  );
  if (wrong.length + errata.faults.length > 0) throw new ClaimsError([...wrong, ...errata.faults]);
  return { claims, errata: errata.rows };
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
  try {
    return parse(await Deno.readTextFile(url), shownPath(url));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { rows: [], faults: [] };
    throw error;
  }
}

/** What is wrong with the rows, each for itself and beside each other. */
function rowFaults(rows: readonly Row[], known: Known): Fault[] {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(row.fields.id)) first.set(row.fields.id, row);
  const cited = rows.filter(({ fields }) => fields.kind === "cited").map(({ fields }) => fields.id);
  return rows.flatMap((row) => {
    const { fields, place } = row;
    const { id, experiment } = fields;
    const { file, row: at } = first.get(id)!.place;
    const { ahead, behind } = orderOf(experiment) ?? { ahead: [], behind: [] };
    const lost = [...ahead, ...behind].find((side) => !side.includes("/") && !cited.includes(side));
    const reason = first.get(id) !== row
      ? `the id "${id}" is there twice: before in ${file}, row ${at}`
      : rowFault(fields, known) ?? (lost === undefined ? undefined : unknown("cited claim", lost, cited));
    return reason === undefined ? [] : [{ ...place, reason }];
  });
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
    return claim.tolerance === null ? { ...claim, ...ruled } : claim;
  });
  return { claims, faults };
}

/** Whether a claim is one that is judged by a tolerance. */
function hasTolerance({ kind, experiment }: Claim): boolean {
  return kind === "ordinal" ? orderOf(experiment)?.orComparable ?? false : kind !== "cited";
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
