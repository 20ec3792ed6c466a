import { assertEquals } from "@std/assert";
import { firmAt, type NumberJudging, standingOf, verdictAt } from "./judge.ts";

/** 0.02 below the printed 0.95, by seeds that hardly vary. */
const judging: NumberJudging = {
  estimate: 0.93,
  printed: 0.95,
  tolerance: 0.01,
  interval: [-0.0202, -0.0198],
  others: [],
  direction: null,
};

Deno.test("verdictAt() is close within twice the tolerance, at any factor", () => {
  const at = (factor: number) => verdictAt({ ...judging, direction: "higher" }, factor);
  assertEquals([0.5, 0.9, 1, 1.9, 2, 4].map(at), [
    "worse",
    "worse",
    "close",
    "close",
    "reproduced",
    "reproduced",
  ]);
});

Deno.test("verdictAt() calls what is further away better by the metric's direction, and worse without one", () => {
  const far = (over: object) => verdictAt({ ...judging, ...over }, 0.1);
  assertEquals(far({ direction: "higher" }), "worse");
  assertEquals(far({ direction: "lower" }), "better");
  assertEquals(far({}), "worse");
});

Deno.test("verdictAt() does not decide what the interval reaches into the tolerance, its ends included", () => {
  const at = (low: number, high: number) => verdictAt({ ...judging, interval: [low, high] }, 1);
  assertEquals([at(-0.03, -0.01), at(-0.03, -0.0101), at(-0.05, 0.05)], [
    "inconclusive",
    "close",
    "inconclusive",
  ]);
  // Ours is 0.5 above: the lower end counts.
  const above = { ...judging, estimate: 1.45, direction: "higher" as const };
  assertEquals(verdictAt({ ...above, interval: [0.01, 0.99] }, 1), "inconclusive");
  assertEquals(verdictAt({ ...above, interval: [0.02, 0.98] }, 1), "better");
});

Deno.test("verdictAt() decides a count by a single seed, and a number by seeds that all agree", () => {
  assertEquals(verdictAt({ ...judging, interval: null }, 1), "inconclusive");
  assertEquals(verdictAt({ ...judging, interval: null }, 4), "reproduced");
  assertEquals(verdictAt({ ...judging, interval: null, seedless: true }, 1), "close");
  assertEquals(verdictAt({ ...judging, interval: [-0.02, -0.02] }, 1), "close");
});

Deno.test("verdictAt() prefers the printed value to another, and another to being close", () => {
  const contested = { ...judging, others: [{ value: 0.92, tolerance: 0.01 }] };
  assertEquals([0.5, 1, 2].map((factor) => verdictAt(contested, factor)), [
    "worse",
    "contradicted",
    "reproduced",
  ]);
  assertEquals(verdictAt({ ...contested, interval: [-0.04, 0] }, 1), "inconclusive");
});

Deno.test("verdictAt() calls a missed value that lies beyond its bound by more than the tolerance unreachable", () => {
  const bounded = (value: number, factor: number, side: "at most" | "at least" = "at most") =>
    verdictAt({ ...judging, bound: { side, value } }, factor);
  assertEquals([bounded(0.935, 1), bounded(0.945, 1), bounded(0.935, 0.25)], [
    "unreachable",
    "close",
    "unreachable",
  ]);
  assertEquals([bounded(0.97, 1, "at least"), bounded(0.5, 1, "at least")], ["unreachable", "close"]);
  // What is met, or not decided, stays so.
  assertEquals(bounded(0.5, 2), "reproduced");
  assertEquals(
    verdictAt({ ...judging, interval: [-0.04, 0], bound: { side: "at most", value: 0.5 } }, 1),
    "inconclusive",
  );
});

Deno.test("firmAt() is by the whole interval, and null for what is not reproduced", () => {
  const of = (interval: NumberJudging["interval"], factor = 1) =>
    firmAt({ ...judging, estimate: 0.95, interval }, factor);
  assertEquals([of([-0.01, 0.01]), of([-0.011, 0.009]), of([-0.011, 0.009], 2), of(null)], [
    true,
    false,
    true,
    false,
  ]);
  assertEquals([firmAt(judging, 1), firmAt({ verdict: "not run" }, 1)], [null, null]);
});

Deno.test("verdictAt() lets an order stand with the weakest of its pairs", () => {
  const order = {
    leads: [{ lead: 1, interval: [1, 1] as const }, { lead: -0.03, interval: [-0.04, -0.02] as const }],
    margin: 0.02,
    doubted: false,
  };
  assertEquals([0.5, 1.1, 1.9, 2].map((factor) => verdictAt(order, factor)), [
    "worse",
    "inconclusive",
    "inconclusive",
    "reproduced",
  ]);
  assertEquals(verdictAt({ ...order, doubted: true }, 0.5), "contradicted");
  assertEquals(verdictAt({ ...order, doubted: true }, 1.5), "inconclusive");
});

Deno.test("verdictAt() leaves what is not judged as it is", () => {
  assertEquals([0.5, 2].map((factor) => verdictAt({ verdict: "not run" }, factor)), ["not run", "not run"]);
});

Deno.test("standingOf() holds where the whole interval lies above 0, and fails where no part does", () => {
  const of = (low: number, high: number, margin = 0) =>
    standingOf({ lead: (low + high) / 2, interval: [low, high] }, margin);
  assertEquals([of(0.1, 0.2), of(0, 0.2), of(-0.1, 0.1), of(-0.2, 0), of(-0.2, -0.1)], [
    "reproduced",
    "inconclusive",
    "inconclusive",
    "worse",
    "worse",
  ]);
  // Without any spread the sign decides: what is equal is not better, and is comparable.
  assertEquals([of(0.1, 0.1), of(0, 0), of(-0.1, -0.1), of(-0.1, -0.1, 0.1)], [
    "reproduced",
    "worse",
    "worse",
    "reproduced",
  ]);
  assertEquals([of(-0.05, 0.1, 0.1), of(-0.15, 0.1, 0.1), of(-0.3, -0.2, 0.1)], [
    "reproduced",
    "inconclusive",
    "worse",
  ]);
  assertEquals(standingOf({ lead: 1, interval: null }, 0), "inconclusive");
  // 0.50 is at least comparable to 0.52 with a margin of 0.02, whatever float64 makes of the difference.
  for (const [a, b] of [[0.5, 0.52], [0.7, 0.72], [0.3, 0.32], [0.9, 0.92]]) {
    assertEquals(of(a - b, a - b, 0.02), "reproduced");
  }
});
