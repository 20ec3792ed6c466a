import { assertEquals } from "@std/assert";
import { UsageError } from "../terminal/usage.ts";
import { ClaimsError, faultLines, PaperError, shownPath, unknown } from "./fault.ts";

Deno.test("faultLines() says each cause once", () => {
  assertEquals(
    faultLines([
      { file: "a.csv", row: 3, reason: "x" },
      { file: "a.csv", row: 9, reason: "y" },
      { file: "a.csv", row: 5, reason: "x" },
      { file: "b.csv", row: 5, reason: "x" },
      { file: "a.csv", row: 5, reason: "x" },
    ]),
    ["a.csv: row 3 and 1 more row: x", "a.csv: row 9: y", "b.csv: row 5: x"],
  );
});

Deno.test("faultLines() names the column if it is one", () => {
  const at = (row: number, column: string) => ({ file: "t.csv", row, column, reason: "x" });
  assertEquals(faultLines([at(3, "ACC")]), ['t.csv: row 3, column "ACC": x']);
  assertEquals(faultLines([at(3, "ACC"), at(4, "ACC"), at(5, "ACC")]), [
    't.csv: row 3 and 2 more rows, column "ACC": x',
  ]);
  assertEquals(faultLines([at(3, "ACC"), at(3, "NMI")]), ["t.csv: row 3: x"]);
});

Deno.test("faultLines() names a file alone where the fault is the whole file's", () => {
  assertEquals(faultLines([{ file: "paper.ts", reason: "the file is missing" }]), [
    "paper.ts: the file is missing",
  ]);
  assertEquals(faultLines([]), []);
});

Deno.test("PaperError is a usage error with a line for each cause", () => {
  const error = new ClaimsError([{ file: "a", row: 2, reason: "x" }, { file: "b", reason: "y" }]);
  assertEquals([error instanceof PaperError, error instanceof UsageError], [true, true]);
  assertEquals([error.name, error.message, error.faults.length], ["ClaimsError", "a: row 2: x\nb: y", 2]);
});

Deno.test("unknown() offers the nearest word, if there is one", () => {
  assertEquals(unknown("metric", "SILH", ["ACC", "SIL"]), 'the metric "SILH" is unknown: did you mean SIL?');
  assertEquals(unknown("metric", "SILH", []), 'the metric "SILH" is unknown');
});

Deno.test("shownPath() is short below the current folder", () => {
  assertEquals(shownPath(new URL(`file://${Deno.cwd()}/papers/a/claims.csv`)), "papers/a/claims.csv");
  assertEquals(shownPath(new URL("file:///elsewhere/a%20b.csv")), "/elsewhere/a b.csv");
});
