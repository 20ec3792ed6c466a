import { assertEquals } from "@std/assert";
import { standingOf, verdictAt } from "./judge.ts";

const judging = { ours: 0.93, printed: 0.95, tolerance: 0.01, more: 0.01, others: [], direction: null };

Deno.test("verdictAt() widens the tolerance and what is close with it", () => {
  const at = (factor: number) => verdictAt({ ...judging, direction: "higher" }, factor);
  assertEquals([0.5, 0.99, 1, 1.99, 2, 4].map(at), [
    "worse",
    "worse",
    "close",
    "close",
    "reproduced",
    "reproduced",
  ]);
});

Deno.test("verdictAt() scales what is close as it scales the tolerance", () => {
  const at = (factor: number) => verdictAt({ ...judging, ours: 0.931 }, factor);
  assertEquals([0.92, 0.96].map(at), ["worse", "close"]);
});

Deno.test("verdictAt() calls what is further away better by the metric's direction, and worse without one", () => {
  const far = (over: object) => verdictAt({ ...judging, ...over }, 0.1);
  assertEquals(far({ direction: "higher" }), "worse");
  assertEquals(far({ direction: "lower" }), "better");
  assertEquals(far({}), "worse");
});

Deno.test("verdictAt() prefers the printed value to another, and another to being close", () => {
  const contested = { ...judging, others: [{ value: 0.92, tolerance: 0.01 }] };
  assertEquals([0.5, 1, 2].map((factor) => verdictAt(contested, factor)), [
    "worse",
    "contradicted",
    "reproduced",
  ]);
});

Deno.test("verdictAt() lets an order stand with the weakest of its pairs", () => {
  const order = {
    leads: [{ lead: 1, spread: 0 }, { lead: -0.03, spread: 0.01 }],
    margin: 0.02,
    doubted: false,
  };
  assertEquals([0.5, 1.1, 1.9, 2.1].map((factor) => verdictAt(order, factor)), [
    "worse",
    "close",
    "close",
    "reproduced",
  ]);
  assertEquals(verdictAt({ ...order, doubted: true }, 0.5), "contradicted");
  assertEquals(verdictAt({ ...order, doubted: true }, 1.5), "close");
});

Deno.test("verdictAt() leaves what is not judged as it is", () => {
  assertEquals([0.5, 2].map((factor) => verdictAt({ verdict: "not run" }, factor)), ["not run", "not run"]);
});

Deno.test("standingOf() is close within the spread, its ends included", () => {
  const standings = [-0.6, -0.5, 0.5, 0.6].map((lead) => standingOf({ lead, spread: 0.5 }, 0));
  assertEquals(standings, ["worse", "close", "close", "reproduced"]);
  assertEquals(standingOf({ lead: 0, spread: 0 }, 0), "close");
  assertEquals(standingOf({ lead: -0.25, spread: 0 }, 0.5), "reproduced");
  assertEquals(standingOf({ lead: -0.75, spread: 0 }, 0.5), "worse");
});
