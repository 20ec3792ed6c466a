import { assertEquals } from "@std/assert";
import { exampleClaim } from "../../../judging/testing.ts";
import type { NumberJudging } from "../../../judging/judge.ts";
import type { SiteClaim } from "../data.ts";
import type { Mine } from "./my_runs.ts";
import { isAsked, offOf, type Row, sorted, tally, valuesOf } from "./rows.ts";
import { START } from "./state.ts";

/** A claim as the page has it. */
function claim(over: Partial<SiteClaim> = {}): SiteClaim {
  return {
    ...exampleClaim(),
    behind: null,
    counted: true,
    ours: null,
    sd: null,
    n: 0,
    profile: null,
    reason: "",
    judging: { verdict: "not run" },
    errata: [],
    causes: [],
    runs: [],
    values: [],
    lost: [],
    ...over,
  };
}

const judged = (ours: number, tolerance: number, direction: NumberJudging["direction"] = "higher") =>
  claim({
    ours,
    judging: { estimate: ours, printed: 0.5, tolerance, interval: null, others: [], direction },
  });

Deno.test("isAsked() takes claims of the chosen values that have every word, in any case of letters", () => {
  const one = claim({ method: "AE + K-means", note: "Ärger" });
  assertEquals(isAsked(one, START), true);
  assertEquals(isAsked(one, { ...START, paper: "made", metric: "SIL", kind: "result" }), true);
  assertEquals(isAsked(one, { ...START, paper: "other" }), false);
  assertEquals(isAsked(one, { ...START, text: " k-MEANS  ärger" }), true);
  assertEquals(isAsked(one, { ...START, text: "k-means dbscan" }), false);
});

Deno.test("isAsked() takes what the totals count, or what the reader's own runs answer once there are some", () => {
  const [counted, repeated] = [claim(), claim({ id: "made-2", counted: false })];
  const asked = (query: object, mine?: Map<string, Mine>) =>
    [counted, repeated].map((one) => isAsked(one, { ...START, ...query }, mine));
  assertEquals(asked({ show: "counted" }), [true, false]);
  const own: Mine = { ours: 1, sd: null, n: 1, verdict: "close", profile: null };
  assertEquals(asked({ show: "mine" }, new Map([["made-2", own]])), [false, true]);
  assertEquals(asked({ show: "mine" }), [true, true]);
});

Deno.test("sorted() keeps those without a value last, either way, and equal ones in order", () => {
  const rows = [judged(0.9, 0.1), claim({ id: "made-2" }), judged(0.1, 0.5), judged(0.9, 0.1)]
    .map((claim): Row => ({ claim, verdict: "close" }));
  const order = (over: object) => sorted(rows, { ...START, ...over }).map((row) => rows.indexOf(row));
  assertEquals(order({}), [0, 1, 2, 3]);
  const open: Row = { claim: claim(), verdict: "not comparable" };
  const repeated: Row = { claim: claim({ counted: false }), verdict: "worse" };
  assertEquals(sorted([open, repeated, rows[0], rows[1]], START), [rows[0], rows[1], repeated, open]);
  assertEquals(order({ sort: "ours" }), [2, 0, 3, 1]);
  assertEquals(order({ sort: "ours", descending: true }), [0, 3, 2, 1]);
  assertEquals(order({ sort: "off" }), [2, 0, 3, 1]);
  assertEquals(order({ sort: "verdict", descending: true }), [0, 1, 2, 3]);
});

Deno.test("sorted() sorts places as people count, and printed values as numbers", () => {
  const rows = ["Table 10", "Table 9", "Fig. 2"].map((where, i): Row => ({
    claim: claim({ where, value: ["9", "10", "-1"][i] }),
    verdict: "close",
  }));
  const places = (sort: "paper" | "printed") =>
    sorted(rows, { ...START, sort }).map(({ claim }) => claim.where);
  assertEquals(places("paper"), ["Fig. 2", "Table 9", "Table 10"]);
  assertEquals(places("printed"), ["Fig. 2", "Table 10", "Table 9"]);
});

Deno.test("offOf() counts in tolerances, above 0 where ours is better, without limit where the tolerance is 0", () => {
  const each = (ours: number) =>
    (["higher", "lower", null] as const).map((way) => offOf(judged(ours, 0.5, way)));
  assertEquals(each(0.75), [0.5, -0.5, -0.5]);
  assertEquals(each(0.25), [-0.5, 0.5, -0.5]);
  assertEquals(each(0.5), [0, 0, 0]);
  assertEquals([offOf(judged(0.25, 0)), offOf(judged(0.25, 0, "lower"))], [-Infinity, Infinity]);
  assertEquals(offOf(judged(0.5, 0)), 0);
  assertEquals(offOf(claim()), null);
});

Deno.test("tally() counts by verdict, and valuesOf() lists what a field has, once each", () => {
  assertEquals(tally(["close", "not run", "close"]), [0, 2, 0, 0, 0, 0, 0, 0, 1]);
  assertEquals(valuesOf([claim(), claim(), claim({ metric: "ACC" })], "metric"), ["ACC", "SIL"]);
});
