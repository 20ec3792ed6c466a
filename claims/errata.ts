/**
 * The file of a paper's errors: `errata.csv`.
 *
 * @module
 */
import { type Claim, type Erratum, idsOf } from "./claims.ts";
import { type Parsed, parseRows } from "./csv.ts";
import { type Fault, unknown } from "./fault.ts";
import { idFault, isLine } from "./rows.ts";

const COLUMNS = ["id", "line", "where", "printed", "right", "claims", "note"];

/**
 * Reads the errors of a paper. `claims` holds ids of claims with semicolons between; of one, the last letters can be a star
 * that stands for any.
 *
 * @param file Its path, as faults name it.
 */
export function parseErrata(
  text: string,
  file: string,
  paper: string,
  claims: readonly Claim[],
): Parsed<Erratum> {
  const { rows, faults } = parseRows(text, file, { columns: COLUMNS, optional: [] });
  const ids = rows.map(({ fields: { id } }) => id);
  const found: Fault[] = [...faults];
  const errata: Erratum[] = [];
  for (
    const [index, { place, fields: { id, line, where, printed, right, note, claims: names } }] of rows
      .entries()
  ) {
    const touched = names === "" ? [] : names.split(";").map((name) => ({ name, ids: idsOf(name, claims) }));
    const reasons = [
      idFault(id, paper),
      line === "" || isLine(line) ? undefined : `the line is not a number, got "${line}"`,
      ids.indexOf(id) < index ? `the id "${id}" is there twice` : undefined,
      ...touched.filter(({ ids }) => ids.length === 0)
        .map(({ name }) => unknown("claim", name, claims.map(({ id }) => id))),
    ].filter((reason) => reason !== undefined);
    found.push(...reasons.map((reason) => ({ ...place, reason })));
    errata.push({
      id,
      paper,
      line: line === "" ? null : Number(line),
      where,
      printed,
      right,
      claims: [...new Set(touched.flatMap(({ ids }) => ids))],
      note,
    });
  }
  return { rows: errata, faults: found };
}
