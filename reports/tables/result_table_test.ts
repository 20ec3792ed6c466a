import { assertEquals } from "@std/assert";
import type { Claim, Erratum } from "../../claims/claims.ts";
import { compare } from "../../judging/compare.ts";
import { exampleClaim, exampleErratum, exampleRun, measured, silhouette } from "../../judging/testing.ts";
import { examplePaper } from "../testing.ts";
import { resultTable, verdictCell } from "./result_table.ts";

const records = [0.4, 0.5].map((value, seed) =>
  exampleRun(0, {
    seed,
    measurements: [silhouette(value), measured("PARAMS", 54353, { space: "", split: "" })],
  })
);

function draw(claims: readonly Claim[], errata: readonly Erratum[] = [], seeds?: number): string[] {
  const comparisons = compare(claims, errata, records);
  const paper = examplePaper({ claims: [...claims], errata: [...errata] });
  const rows = comparisons.map((one) => ({ names: [one.claim.id], own: [one] }));
  return resultTable(paper, rows, { header: ["id"], ...seeds !== undefined && { seeds } });
}

const count = exampleClaim({
  id: "count",
  metric: "PARAMS",
  space: "",
  split: "",
  value: "37353",
  printed: "37353",
  tolerance: 0,
  basis: "exact: a count",
});

Deno.test("resultTable() has the printed number, ours, the difference with its interval, and the verdict", () => {
  const [table, tolerances, remarks] = draw([
    exampleClaim({ basis: "floor for SIL 0.01; half a unit is 0.005" }),
    exampleClaim({ id: "best", statistic: "best", runs: 2, basis: "the spread" }),
    count,
  ]);
  assertEquals(table.replaceAll("\u00a0", " ").split("\n"), [
    "| id | paper | ours | difference (interval) | tolerance | verdict |",
    "| --- | --- | --- | --- | --- | --- |",
    // t(1) at 98.07 % is 32.98: 32.98 · 0.0707 · √(1 + 1/2) = 2.856.
    "| made-1 | 0.50 | 0.450 ± 0.071 (2) | −0.050 (−2.906 to +2.806) | 0.125 | ✓ reproduced, by the mean |",
    "| best | 0.50 | 0.500 (mean 0.450 ± 0.071 (2)) | 0.000 (−1.855 to +8.043) | 0.125 | ✓ reproduced, by the mean |",
    // Of a count there is no interval to tell.
    "| count | 37,353 | 54,353 (2) | +17,000 | 0 | ▼ worse |",
  ]);
  assertEquals(
    tolerances,
    "Tolerances: floor for SIL 0.01 (SIL); the spread (SIL); exact: a count (PARAMS).",
  );
  assertEquals(remarks, undefined);
});

Deno.test("resultTable() tells what all rows share once, and numbers the other remarks", () => {
  const errata = [
    exampleErratum({ claims: ["made-1", "made-2"], right: "" }),
    exampleErratum({ id: "made-e2", claims: ["made-2"], right: "" }),
  ];
  const [table, , remarks] = draw(
    [
      exampleClaim({ note: "all alike" }),
      exampleClaim({ id: "made-2", note: "all alike", tolerance: null, basis: "no rule for -5 of 12345" }),
    ],
    errata,
    2,
  );
  assertEquals(
    table.replaceAll("\u00a0", " ").split("\n").slice(2).map((line) =>
      line.split("|").slice(3, -1).map((one) => one.trim())
    ),
    [
      ["0.450 ± 0.071", "−0.050 (−2.906 to +2.806)", "0.125", "✓ reproduced, by the mean", ""],
      ["0.450 ± 0.071", "−0.050 (−2.906 to +2.806)", "", "○ not comparable", "(1) see error [2](#made-e2)"],
    ],
  );
  assertEquals(remarks.split("\n"), [
    "- All rows: all alike",
    "- All rows: see error [1](#made-e1)",
    "- (1) no rule for −5 of 12,345",
  ]);
});

Deno.test("verdictCell() says of a cited value whether it holds", () => {
  const of = (value: string) => {
    const [one] = compare([exampleClaim({ kind: "cited", value })], [], records);
    return verdictCell(one);
  };
  assertEquals([of("0.50"), of("0.9")], ["✓ holds, by the mean", "? inconclusive"]);
});
