import { assertEquals } from "@std/assert";
import { parseRows } from "./csv.ts";
import { faultLines } from "./fault.ts";

const SHAPE = { columns: ["id", "note"], optional: ["line"] };
const faultsIn = (text: string) => faultLines(parseRows(text, "x.csv", SHAPE).faults);

Deno.test("parseRows() reads quoted cells, and fills columns that are not there", () => {
  assertEquals(parseRows('id,note\na-1,"b, ""c"""\n', "x.csv", SHAPE).rows, [
    { place: { file: "x.csv", row: 2 }, fields: { id: "a-1", note: 'b, "c"', line: "" } },
  ]);
});

Deno.test("parseRows() takes any order of columns, CRLF, a byte order mark, and no last newline", () => {
  const { rows: [{ fields }], faults } = parseRows("\ufeffline,note,id\r\n7,n,a-1", "x.csv", SHAPE);
  assertEquals([fields, faults], [{ id: "a-1", note: "n", line: "7" }, []]);
});

Deno.test("parseRows() reads a file without rows", () => {
  assertEquals(parseRows("id,note\n", "x.csv", SHAPE), { rows: [], faults: [] });
});

Deno.test("parseRows() names the row and what is wrong", () => {
  assertEquals(faultsIn(""), ["x.csv: the file is empty: its first row has the columns id,note"]);
  assertEquals(faultsIn("id;note\na;b\n"), [
    'x.csv: row 1: the columns must be separated by commas, got "id;note"',
  ]);
  assertEquals(faultsIn("id,nota\n"), [
    'x.csv: row 1: the column "nota" is unknown: did you mean note?',
    'x.csv: row 1: the column "note" is missing',
  ]);
  assertEquals(faultsIn("id,note,id\n"), ['x.csv: row 1: the column "id" is there twice']);
  assertEquals(faultsIn("id,note\na,b\na\na,b,c\n\na\n"), [
    "x.csv: row 3 and 2 more rows: 1 cells for 2 columns",
    "x.csv: row 4: 3 cells for 2 columns",
  ]);
  assertEquals(faultsIn('id,note\na,b\nc,"open\n'), ["x.csv: row 3: Quoted field unterminated"]);
});
