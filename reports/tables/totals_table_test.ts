import { assertEquals } from "@std/assert";
import { compare } from "../../judging/compare.ts";
import { exampleClaim, exampleRun } from "../../judging/testing.ts";
import { cellsOf, TOTALS_HEADER, totalsOf, totalsTable } from "./totals_table.ts";

const claims = [
  exampleClaim(),
  exampleClaim({ id: "made-2", value: "0.9" }),
  exampleClaim({ id: "made-3", experiment: "made/again/data" }),
  exampleClaim({ id: "made-4", metric: "MSE", measure: "loss" }),
  exampleClaim({ id: "other-1", paper: "other", experiment: "" }),
];
const records = ["up", "again"].flatMap((method) =>
  [1, 2].map((seed) => exampleRun(0.5, { experiment: `made/${method}/data`, seed }))
);
const same = [{ experiments: ["made/up/data", "made/again/data"], why: "they are one" }];

Deno.test("totalsTable() has a row for each paper, for all, without repeats, and what is beside the scores", () => {
  const totals = totalsOf(
    [{ id: "made", sameComputation: same }, { id: "other" }],
    compare(claims, [], records),
  );
  const [scores, why, beside] = totalsTable(totals, (id) => `[${id}](x)`);
  const rows = (table: string) =>
    table.split("\n").filter((_, i) => i !== 1).map((line) =>
      line.split("|").slice(1, -1).map((one) => one.trim())
    );
  assertEquals(rows(scores), [
    ["scores", ...TOTALS_HEADER],
    ["[made](x)", ..."3 2 0 0 0 1 0 0 0 0 0".split(" ")],
    ["[other](x)", ..."1 0 0 0 0 0 0 0 0 0 1".split(" ")],
    ["all", ..."4 2 0 0 0 1 0 0 0 0 1".split(" ")],
    ["all, without repeated computations", ..."3 1 0 0 0 1 0 0 0 0 1".split(" ")],
  ]);
  assertEquals(why, "Repeated computations: they are one");
  assertEquals(rows(beside)[1], ["losses", ..."1 0 0 0 0 0 0 0 0 0 1".split(" ")]);
});

Deno.test("totalsOf() has no row for all of one paper, and none of no paper", () => {
  const [one, ...more] = totalsOf([{ id: "made" }], compare(claims.slice(0, 2), [], records));
  assertEquals([one.paper, more.length, cellsOf(one.headline.score)[0]], ["made", 0, "2"]);
  assertEquals(totalsTable(totalsOf([], []), String), []);
});
