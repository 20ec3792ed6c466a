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

const twice = (method: string, value: number) => [1, 2].map((seed) => run(method, value, seed));

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
    ...results("low", ["0.90", "0.91", "0.92", "0.50"]),
    ...results("same", ["0.50", "0.51", "0.52", "0.55"]),
    ...results("few", ["0.10", "0.11"]),
  ];
  const lines = found(claims, [
    ...twice("low", 0.5),
    ...twice("same", 0.5),
    ...twice("few", 0.9),
  ]);
  assertEquals(
    lines.get("Misses in one direction"),
    "[Made &lt;up>](papers/made.md), [low](papers/made.md#runs-made-low-data) on data: 3 of 4 scores are worse than printed (2 seeds).",
  );
  assertEquals(
    lines.get("The largest miss"),
    "[Made &lt;up>](papers/made.md), [few](papers/made.md#runs-made-few-data) on data: SIL is 0.900 (paper: 0.10, Table 1). That is 6.4 tolerances away (better).",
  );
  assertEquals(
    lines.get("Best reproduced"),
    "[Made &lt;up>](papers/made.md), [same](papers/made.md#runs-made-same-data) on data: 4 of 4 scores are firmly reproduced (2 seeds).",
  );
});

Deno.test("findings() name the largest share of misses, however many they are and on whichever side", () => {
  const missed = (method: string, value: string, count: number, held: number) =>
    results(method, [
      ...Array.from({ length: count }, (_, i) => `${value}${i}`),
      ...Array.from({ length: held }, (_, i) => `0.50${i}`),
    ]);
  const sideOf = (...claims: Claim[][]) =>
    found(claims.flat(), ["a", "b", "c"].flatMap((method) => twice(method, 0.5))).get(
      "Misses in one direction",
    )!
      .replace(/^.*\[(.)\].* on data: (.*) than printed.*$/, "$1: $2");
  const half = missed("a", "0.90", 4, 4);
  assertEquals(sideOf(half, missed("b", "0.90", 3, 1)), "b: 3 of 4 scores are worse");
  assertEquals(sideOf(half, missed("b", "0.90", 2, 2)), "a: 4 of 8 scores are worse");
  assertEquals(sideOf(missed("b", "0.90", 2, 2), half), "a: 4 of 8 scores are worse");
  assertEquals(sideOf(half, missed("c", "0.10", 3, 1)), "c: 3 of 4 scores are better");
  assertEquals(sideOf(half, missed("c", "0.10", 3, 4)), "a: 4 of 8 scores are worse");
  assertEquals(sideOf(missed("c", "0.10", 4, 0)), "c: 4 of 4 scores are better");
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
    run("high", 1.1, 2),
  ]);
  assertStringIncludes(
    lines.get("An order that does not hold")!,
    "1 of 1 comparisons that low is said to win do not hold between our runs. An example: “is better”",
  );
  // What the paper prints of the side ahead would be ahead.
  const printed = exampleClaim({ experiment: "made/low/data", value: "2", printed: "2" });
  const runs = [1, 2].flatMap((seed) => [run("low", 0.4, seed), run("high", 0.9, seed)]);
  assertStringIncludes(
    found([order, printed], runs).get("An order that does not hold")!,
    "do not hold between our runs; with its printed values 1 of these would hold. An example",
  );
  // Printed twice, it counts once.
  const again = { ...order, id: "made-again", where: "Abstract" };
  assertStringIncludes(
    found([order, again], [1, 2].flatMap((seed) => [run("low", 0.4, seed), run("high", 0.9, seed)]))
      .get("An order that does not hold")!,
    "1 of 1 comparisons",
  );
  // Of the same experiment, but said of something else.
  const other = { ...order, id: "made-other", method: "a rate > others" };
  assertStringIncludes(
    found([order, other], [1, 2].flatMap((seed) => [run("low", 0.4, seed), run("high", 0.9, seed)])).get(
      "An order that does not hold",
    )!,
    "1 of 1 comparisons that low is said to win do not hold",
  );
  assertEquals(
    lines.get("Results vary more between seeds than the paper reports"),
    "[Made &lt;up>](papers/made.md), [low](papers/made.md#runs-made-low-data) on data: in SIL, our 2 seeds put the expected best 0.146 away from the mean. In the paper, best and average are 0.01 apart (Table 1).",
  );
});

Deno.test("findings() tell what the paper contradicts, and are at most five", () => {
  const claims = [exampleClaim(), ...results("same", ["0.50", "0.51", "0.52", "0.95"])];
  const lines = found(claims, [...twice("up", 0.9), ...twice("same", 0.5)]);
  assertStringIncludes(
    lines.get("The paper against itself")!,
    "Another value of the same paper contradicts 1 printed value. An example is 0.50",
  );
  assertEquals(lines.size, 5);
});
