import { assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, matrix } from "../engine/mod.ts";
import { DESCRIPTIONS } from "../metrics/descriptions.ts";
import { type LabelMetric, MORE, MSE, type SpaceMetric, STANDARD } from "../metrics/mod.ts";
import { measured, scores } from "./scores.ts";

await initEngine({ engine: "wasm", quiet: true });

const LINE = {
  points: matrix(Float64Array.of(0, 1, 4, 5), 4, 1),
  space: "line",
  split: "test",
  clusters: Int32Array.of(0, 0, 1, 1),
};
const namesOf = (found: readonly { metric: string }[]) => found.map(({ metric }) => metric);

Deno.test("scores() gives each metric under its own name, with where it was computed", async () => {
  const found = await scores({ ...LINE, classes: Int32Array.of(7, 7, 7, 7) }, STANDARD, 1);
  assertEquals(namesOf(found).toSorted(), [
    ...["ACC", "ARI", "CHI", "DBI"],
    ...Array(4).fill("NMI"),
    ...["PURITY", "SIL"],
  ]);
  const { SIL, DBI, CHI, ACC, ARI, PURITY } = Object.fromEntries(
    found.map(({ metric, value }) => [metric, value]),
  );
  assertAlmostEquals(SIL, (7 / 9 + 5 / 7) / 2, 1e-12);
  assertEquals([DBI, CHI, ACC, ARI, PURITY], [0.25, 32, 0.5, 0, 1]);
  for (const { space, split } of found) assertEquals([space, split], ["line", "test"]);
});

Deno.test("scores() has NMI with each average, and says which; other metrics say none", async () => {
  const found = await scores(
    {
      space: "",
      split: "test",
      clusters: Int32Array.of(0, 1, 2, 3),
      classes: Int32Array.of(0, 0, 1, 1),
    },
    STANDARD,
    1,
  );
  // I = H(classes) = log 2, H(clusters) = log 4.
  const expected: Record<string, number> = { arithmetic: 2 / 3, geometric: Math.SQRT1_2, max: 1 / 2, min: 1 };
  const byAverage = found.filter(({ metric }) => metric === "NMI");
  assertEquals(new Set(byAverage.map(({ average }) => average!)), new Set(Object.keys(expected)));
  assertEquals(byAverage.length, 4);
  for (const { average, value } of byAverage) assertAlmostEquals(value, expected[average!], 1e-12);
  for (const one of found) assertEquals("average" in one, one.metric === "NMI");
});

Deno.test("scores() without classes has the metrics of the space only", async () => {
  assertEquals(namesOf(await scores(LINE, STANDARD, 1)), ["SIL", "DBI", "CHI"]);
});

Deno.test("scores() without points, or of a single cluster, has the metrics of labels only", async () => {
  const { points: _, ...unplaced } = LINE;
  const classes = Int32Array.of(0, 0, 1, 1);
  const single = { ...LINE, clusters: new Int32Array(4), classes };
  for (const clustered of [{ ...unplaced, classes }, single]) {
    const names = new Set(namesOf(await scores(clustered, STANDARD, 1)));
    assertEquals(names, new Set(["ACC", "NMI", "ARI", "PURITY"]));
  }
  assertEquals((await scores(single, STANDARD, 1))[0], {
    metric: "ACC",
    value: 0.5,
    space: "line",
    split: "test",
  });
  assertEquals(await scores({ ...unplaced, clusters: new Int32Array(4) }, STANDARD, 1), []);
});

Deno.test("scores() computes the metrics that it is given: what an experiment measures itself is none of its own", async () => {
  const classes = Int32Array.of(0, 0, 1, 1);
  const found = await scores({ ...LINE, classes }, [...MORE, MSE], 1);
  assertEquals(new Set(namesOf(found)), new Set(["HOM", "COM", "VM", "AMI"]));
  assertEquals(found.length, 3 + 4);
  assertEquals(await scores({ ...LINE, classes }, [], 1), []);
});

Deno.test("scores() gives metrics the classes before the clusters, the points, and the seed", async () => {
  const seen: unknown[] = [];
  const classes = Int32Array.of(3, 3, 4, 4);
  const labels: LabelMetric = {
    ...DESCRIPTIONS.ACC,
    kind: "labels",
    symmetric: false,
    averages: ["max", "min"],
    compute: (...given) => seen.push(given),
  };
  const space: SpaceMetric = {
    ...DESCRIPTIONS.SIL,
    kind: "space",
    compute: (...given) => Promise.resolve(seen.push(given)),
  };
  const found = await scores({ ...LINE, classes }, [space, labels], 17);
  const { points, clusters } = LINE;
  assertEquals(seen, [[points, clusters, 17], [classes, clusters, "max"], [classes, clusters, "min"]]);
  assertEquals(found.map(({ value, average }) => [value, average]), [[1, undefined], [2, "max"], [3, "min"]]);
});

Deno.test("measured() is a number with where it was computed, as far as that is said", () => {
  assertEquals(measured("PARAMS", 3), { metric: "PARAMS", value: 3, space: "", split: "" });
  assertEquals(measured("MSE", 0.5, { split: "test" }), {
    metric: "MSE",
    value: 0.5,
    space: "",
    split: "test",
  });
});
