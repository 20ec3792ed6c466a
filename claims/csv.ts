/**
 * The rows of a CSV file, with where each is.
 *
 * @module
 */
import papaparse from "papaparse";
import type { Place } from "./claims.ts";
import { type Fault, unknown } from "./fault.ts";

/** The cells of a row by their columns; those of columns that the file has not are empty. */
export type Fields = Readonly<Record<string, string>>;

/** A row of a file, or what a table's cell comes to as one. */
export interface Row {
  readonly place: Place;
  readonly fields: Fields;
}

/** What could be read, and what is wrong with the rest. */
export interface Parsed<T> {
  readonly rows: readonly T[];
  readonly faults: readonly Fault[];
}

/** The cells of a file, row by row. */
export function parseCells(text: string, file: string): Parsed<string[]> {
  const { data, errors } = papaparse.parse(text.trimEnd(), { delimiter: "," }) as {
    data: string[][];
    errors: { message: string; row: number }[];
  };
  return { rows: data, faults: errors.map(({ row, message }) => ({ file, row: row + 1, reason: message })) };
}

/**
 * The rows under a header.
 *
 * @param columns The columns that the file must have; `optional` those that it may.
 */
export function parseRows(
  text: string,
  file: string,
  { columns, optional }: { columns: readonly string[]; optional: readonly string[] },
): Parsed<Row> {
  const { rows: [header = [], ...rows], faults } = parseCells(text, file);
  const known = [...columns, ...optional];
  if (faults.length === 0 && header.length <= 1) {
    const reason = header.length === 0
      ? `the file is empty: its first row has the columns ${columns.join(",")}`
      : `the columns must be separated by commas, got "${header[0].slice(0, 60)}"`;
    return { rows: [], faults: [{ file, ...header.length > 0 && { row: 1 }, reason }] };
  }
  const found = [
    ...faults,
    ...headerFaults(header, known).map((reason) => ({ file, row: 1, reason })),
    ...columns.filter((column) => !header.includes(column))
      .map((column) => ({ file, row: 1, reason: `the column "${column}" is missing` })),
  ];
  if (found.length > 0) return { rows: [], faults: found };
  const uneven = rows.flatMap((cells, index) =>
    cells.length === header.length
      ? []
      : [{ file, row: index + 2, reason: `${cells.length} cells for ${header.length} columns` }]
  );
  return {
    rows: rows.map((cells, index) => ({
      place: { file, row: index + 2 },
      fields: {
        ...Object.fromEntries(optional.map((column) => [column, ""])),
        ...Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ""])),
      },
    })),
    faults: uneven,
  };
}

/** Columns that are unknown, or there twice. */
function headerFaults(header: readonly string[], known: readonly string[]): string[] {
  return header.flatMap((column, index) => {
    if (!known.includes(column)) return [unknown("column", column, known)];
    return header.indexOf(column) < index ? [`the column "${column}" is there twice`] : [];
  });
}
