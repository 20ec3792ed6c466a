import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Claim } from "../../claims/claims.ts";
import { compare } from "../../judging/compare.ts";
import { exampleClaim, exampleErratum, exampleRun, silhouette } from "../../judging/testing.ts";
import { findings } from "./findings.ts";

const titles = new Map([["made", "Made <up>"]]);

/** Results of one method, whose printed values are these. */
function results(method: string, values: readonly string[], over: Partial<Claim> = {}): Claim[] {
  return values.map((value, i) =>
    exampleClaim({
      id: `made-${method}-${i}`,
      method,
      experiment: `made/${method}/data`,
      value,
      printed: value,
      where: `Table ${i + 1}`,
      ...over,
    })
  );
}

const run = (method: string, value: number, seed = 1) =>
  exampleRun(0, { experiment: `made/${method}/data`, method, seed, measurements: [silhouette(value)] });

/** The findings by their first words. */
function found(claims: Claim[], records: ReturnType<typeof run>[]): Map<string, string> {
  return new Map(
    findings(compare(claims, [exampleErratum()], records), titles)
      .map((line) => line.match(/^\*\*(.+?)\.\*\* (.*)$/)!.slice(1) as [string, string]),
  );
}

Deno.test("findings() of nothing, and of nothing judged, are none", () => {
  assertEquals(findings([], titles), []);
  const scaled = exampleRun(0.5, { profile: "quick" });
  assertEquals(findings(compare([exampleClaim()], [], [scaled]), titles), []);
});

Deno.test("findings() name the group that misses on one side, the largest miss and the best group", () => {
  const claims = [
    ...results("low", ["0.90", "0.90", "0.90", "0.50"]),
    ...results("same", ["0.50", "0.50", "0.50", "0.55"]),
    ...results("few", ["0.10", "0.10"]),
  ];
  const lines = found(claims, [run("low", 0.5), run("same", 0.5), run("few", 0.9)]);
  assertEquals(
    lines.get("Misses on one side"),
    "[Made &lt;up>](papers/made.md), [low](papers/made.md#runs-made-low-data) on data: 3 of 4 results are worse than printed (1 seed).",
  );
  assertEquals(
    lines.get("The largest miss"),
    "[Made &lt;up>](papers/made.md), [few](papers/made.md#runs-made-few-data) on data: SIL is 0.90, Table 1 prints 0.10; that is 6.4 tolerances away (better).",
  );
  assertEquals(
    lines.get("Best reproduced"),
    "[Made &lt;up>](papers/made.md), [same](papers/made.md#runs-made-same-data) on data: 4 of 4 results are within their tolerance (1 seed).",
  );
});

Deno.test("findings() name the largest share of misses, however many they are and on whichever side", () => {
  const missed = (method: string, value: string, count: number, held: number) =>
    results(method, [...Array(count).fill(value), ...Array(held).fill("0.50")]);
  const sideOf = (...claims: Claim[][]) =>
    found(claims.flat(), ["a", "b", "c"].map((method) => run(method, 0.5))).get("Misses on one side")!
      .replace(/^.*\[(.)\].* on data: (.*) than printed.*$/, "$1: $2");
  const half = missed("a", "0.90", 4, 4);
  assertEquals(sideOf(half, missed("b", "0.90", 3, 1)), "b: 3 of 4 results are worse");
  assertEquals(sideOf(half, missed("b", "0.90", 2, 2)), "a: 4 of 8 results are worse");
  assertEquals(sideOf(missed("b", "0.90", 2, 2), half), "a: 4 of 8 results are worse");
  assertEquals(sideOf(half, missed("c", "0.10", 3, 1)), "c: 3 of 4 results are better");
  assertEquals(sideOf(half, missed("c", "0.10", 3, 4)), "a: 4 of 8 results are worse");
  assertEquals(sideOf(missed("c", "0.10", 4, 0)), "c: 4 of 4 results are better");
});

Deno.test("findings() name the order that fails most often, and the spread beyond the printed", () => {
  const order = exampleClaim({
    id: "made-order",
    kind: "ordinal",
    method: "low > high",
    value: "",
    printed: "is better",
    tolerance: null,
    experiment: "made/low/data > made/high/data",
  });
  const pair = (["avg", "best"] as const).map((statistic, i) =>
    exampleClaim({
      id: `made-${statistic}`,
      method: "low",
      experiment: "made/low/data",
      statistic,
      value: `0.5${i}`,
      printed: `0.5${i}`,
    })
  );
  const lines = found([order, ...pair], [
    run("low", 0.4, 1),
    run("low", 0.6, 2),
    run("high", 0.9, 1),
    run("high", 0.9, 2),
  ]);
  assertStringIncludes(
    lines.get("An order that does not hold")!,
    "1 of 1 claims that low is ahead do not hold, such as “is better”",
  );
  // Of the same experiment, but said of something else.
  const other = { ...order, id: "made-other", method: "a rate > others" };
  assertStringIncludes(
    found([order, other], [run("low", 0.4), run("high", 0.9)]).get("An order that does not hold")!,
    "1 of 1 claims that low is ahead do not hold",
  );
  assertEquals(
    lines.get("Seeds matter more than printed"),
    "[Made &lt;up>](papers/made.md), [low](papers/made.md#runs-made-low-data) on data: the best of our 2 seeds is 0.10 from their mean in SIL; Table 1 prints 0.01 between best and average.",
  );
});

Deno.test("findings() tell what the paper contradicts, and are at most five", () => {
  const claims = [exampleClaim(), ...results("same", ["0.50", "0.50", "0.50", "0.95"])];
  const lines = found(claims, [run("up", 0.9), run("same", 0.5)]);
  assertStringIncludes(
    lines.get("The paper against itself")!,
    "1 printed value that another value of the paper contradicts, such as 0.50",
  );
  assertEquals(lines.size, 5);
});
