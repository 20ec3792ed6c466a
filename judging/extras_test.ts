import { assertEquals } from "@std/assert";
import { exampleClaim, exampleRun, nmi, silhouette } from "../reports/testing.ts";
import { extras } from "./extras.ts";

Deno.test("extras() are the measurements of done runs that no claim asks for", () => {
  const measurements = (x: number) => [
    silhouette(x),
    silhouette(x, { split: "train" }),
    nmi(x, "arithmetic"),
    nmi(x + 0.5, "max"),
  ];
  const records = [
    exampleRun(0, { seed: 1, measurements: measurements(0.25) }),
    exampleRun(0, { seed: 2, measurements: measurements(0.75) }),
    exampleRun(0, {
      seed: 3,
      status: "failed",
      error: "late",
      measurements: [{ ...silhouette(1), metric: "ARI" }],
    }),
  ];
  const found = extras([exampleClaim()], records);
  assertEquals(found.map(({ measurement }) => [measurement.metric, measurement.split, measurement.average]), [
    ["SIL", "train", undefined],
    ["NMI", "test", "arithmetic"],
    ["NMI", "test", "max"],
  ]);
  assertEquals(found.map(({ sample }) => sample.mean), [0.5, 0.5, 1]);
  assertEquals(extras([], records).length, 4);
  assertEquals(extras([exampleClaim()], []), []);
});
