import { assert, assertEquals } from "@std/assert";
import { exampleClaim, exampleRun, nmi, silhouette } from "./testing.ts";
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
  // An order asks each of its experiments.
  const { experiment } = records[0];
  const order = exampleClaim({ kind: "ordinal", experiment: `${experiment} > made/other/data` });
  assertEquals(extras([order], records).length, 3);
  assertEquals(extras([exampleClaim()], []), []);
});

Deno.test("extras() take time in proportion to the measurements: 20,000 of two seeds take less than two seconds", () => {
  const measurements = Array.from({ length: 20_000 }, (_, i) => silhouette(i, { space: `space ${i}` }));
  const records = [1, 2].map((seed) => exampleRun(0, { seed, measurements }));
  const claims = Array.from(
    { length: 1000 },
    (_, i) => exampleClaim({ id: `made-${i}`, space: `space ${i}` }),
  );
  const started = performance.now();
  const found = extras(claims, records);
  const seconds = (performance.now() - started) / 1000;
  assertEquals([found.length, found[0].measurement.space, found[0].sample.values], [
    19_000,
    "space 1000",
    [1000, 1000],
  ]);
  assert(seconds < 2, `${seconds} s`);
});
