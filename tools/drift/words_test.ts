import { assertEquals } from "@std/assert";
import { exampleClaim, silhouette } from "../../judging/testing.ts";
import type { Claim } from "../../claims/claims.ts";
import { paired } from "./pairs.ts";
import { runOn } from "./testing.ts";
import { words } from "./words.ts";

const ENGINES = ["tensorflow", "webgpu"];

/** A run that measured this silhouette. */
function scored(engine: "tensorflow" | "webgpu", value: number, experiment = "made/up/data") {
  return runOn(engine, { experiment, measurements: [silhouette(value)] });
}

function judged(claims: Claim[], records: ReturnType<typeof scored>[]) {
  return words([{ claims, errata: [], bounds: [] }], paired(records, "smoke", ENGINES).pairs);
}

Deno.test("words() finds a number whose word is another, and only then", () => {
  // Printed 0.50, with a tolerance of 0.125.
  const claims = [exampleClaim()];
  assertEquals(judged(claims, [scored("tensorflow", 0.6), scored("webgpu", 0.61)]), {
    judged: new Map([["webgpu", 1]]),
    changes: [],
  });
  assertEquals(judged(claims, [scored("tensorflow", 0.62), scored("webgpu", 0.63)]).changes, [
    { claim: "made-1", engine: "webgpu", before: "reproduced", after: "inconclusive" },
  ]);
});

Deno.test("words() judges an order of one seed by who is ahead", () => {
  const order = exampleClaim({
    kind: "ordinal",
    experiment: "made/a/data > made/b/data",
    value: "",
    tolerance: 0,
  });
  const runs = (engine: "tensorflow" | "webgpu", a: number, b: number) => [
    scored(engine, a, "made/a/data"),
    scored(engine, b, "made/b/data"),
  ];
  const changes = (a: number, b: number) =>
    judged([order], [...runs("tensorflow", 0.5, 0.4), ...runs("webgpu", a, b)]).changes;
  assertEquals(changes(0.5, 0.49), []);
  assertEquals(changes(0.5, 0.51), [
    { claim: "made-1", engine: "webgpu", before: "ahead", after: "behind" },
  ]);
});

Deno.test("words() takes an order for comparable at its very margin, which rounding may put beyond it", () => {
  const order = exampleClaim({
    ...{ kind: "ordinal", experiment: "made/a/data >= made/b/data", value: "", tolerance: 0.1 },
  });
  const runs = (engine: "tensorflow" | "webgpu", a: number, b: number) => [
    scored(engine, a, "made/a/data"),
    scored(engine, b, "made/b/data"),
  ];
  // 0.7 - 0.8 is a little less than -0.1.
  const records = [...runs("tensorflow", 0.75, 0.8), ...runs("webgpu", 0.7, 0.8)];
  assertEquals(judged([order], records), { judged: new Map([["webgpu", 1]]), changes: [] });
});

Deno.test("words() counts neither claims without a tolerance nor those that only one engine measured", () => {
  const claims = [exampleClaim({ tolerance: null }), exampleClaim({ id: "made-2", split: "train" })];
  const { judged: counts } = judged(claims, [
    runOn("tensorflow", { measurements: [silhouette(0.5), silhouette(0.5, { split: "train" })] }),
    scored("webgpu", 0.5),
  ]);
  assertEquals(counts, new Map([["webgpu", 0]]));
});
