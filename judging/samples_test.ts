import { assertEquals } from "@std/assert";
import { exampleRun, silhouette } from "./testing.ts";
import { failuresOf, sampleOf } from "./samples.ts";

Deno.test("sampleOf() has the seeds in order", () => {
  const records = [exampleRun(0.1, { seed: 9 }), exampleRun(0.2, { seed: 10 }), exampleRun(0.3, { seed: 1 })];
  const sample = sampleOf(records, silhouette(0));
  assertEquals(sample?.values, [0.3, 0.1, 0.2]);
  assertEquals(sampleOf(records, silhouette(0), 100)?.values, [30, 10, 20]);
  assertEquals(sampleOf(records, silhouette(0, { split: "train" })), undefined);
  assertEquals(sampleOf([], silhouette(0)), undefined);
});

Deno.test("failuresOf() names the seeds of a sample that failed, and those that lack the measurement", () => {
  const records = [
    exampleRun(0.1, { seed: 1 }),
    exampleRun(0, { seed: 4, measurements: [] }),
    exampleRun(0, { seed: 3, status: "failed", error: "it diverged", measurements: [] }),
    exampleRun(0, { seed: 2, digest: "ba9876543210", status: "failed", error: "late", measurements: [] }),
  ];
  assertEquals(failuresOf(sampleOf(records, silhouette(0))!), [
    "seed 3 failed: it diverged",
    "seed 4 did not measure this",
  ]);
});
