import { assertEquals } from "@std/assert";
import type { Bound } from "../claims/claims.ts";
import { boundOf } from "./bounds.ts";
import { exampleClaim, exampleRun } from "./testing.ts";

const bound = (over: Partial<Bound>): Bound => ({
  claims: ["made-1"],
  side: "at most",
  value: null,
  control: "",
  metric: "SIL",
  space: "code",
  split: "test",
  average: "",
  evidence: "a proof",
  ...over,
});

Deno.test("boundOf() takes the bound that the printed value lies beyond the farthest, in the printed unit", () => {
  const claim = exampleClaim({ value: "50", printed: "50%", units: 100 });
  const bounds = [0.4, 0.3, 0.9].map((value) => bound({ value }));
  assertEquals(boundOf(claim, bounds, new Map())?.value, 30);
  assertEquals(boundOf(claim, [bound({ value: 0.6, side: "at least" })], new Map())?.value, 60);
  assertEquals(boundOf(claim, [bound({ value: 0.5 }), bound({ value: 0.6 })], new Map()), undefined);
});

Deno.test("boundOf() prefers what a control measured to the stated value, unless it is no full run", () => {
  const bounds = [bound({ value: 0.3, control: "controls/k-means/data" })];
  const of = (values: number[], over: object = {}) => {
    const runs = values.map((value, seed) =>
      exampleRun(value, { experiment: "controls/k-means/data", seed, ...over })
    );
    return boundOf(exampleClaim(), bounds, new Map([["controls/k-means/data", runs]]))?.value;
  };
  assertEquals([of([0.35, 0.4]), of([0.6]), of([0.4], { profile: "quick" })], [0.4, undefined, 0.3]);
});
