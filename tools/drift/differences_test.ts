import { assertAlmostEquals, assertEquals } from "@std/assert";
import { measured, silhouette } from "../../judging/testing.ts";
import type { Measurement } from "../../records/record.ts";
import { lossFaults, lossRows, metricDrifts, relative } from "./differences.ts";
import { paired } from "./pairs.ts";
import { runOn } from "./testing.ts";

const ENGINES = ["tensorflow", "webgpu", "cpu"];

Deno.test("relative() is the difference by the larger of two numbers", () => {
  assertEquals([relative(4, 3), relative(3, 4), relative(-4, -3)], [0.25, 0.25, 0.25]);
  assertEquals([relative(0, 0), relative(5, 0), relative(1, -1)], [0, 1, 2]);
  assertAlmostEquals(relative(1589.5465, 1589.5464), 6.3e-8, 1e-9);
});

Deno.test("metricDrifts() has the largest difference of each engine, over spaces, splits and runs", () => {
  const run = (engine: "tensorflow" | "webgpu" | "cpu", seed: number, measurements: Measurement[]) =>
    runOn(engine, { seed, measurements });
  const records = [
    run("tensorflow", 1, [
      silhouette(0.5),
      silhouette(0.8, { split: "train" }),
      measured("OTHER:seconds", 1),
    ]),
    run("tensorflow", 2, [silhouette(0.5)]),
    run("webgpu", 1, [silhouette(0.5), silhouette(0.4, { split: "train" }), measured("OTHER:seconds", 9)]),
    run("webgpu", 2, [silhouette(0.4)]),
    // What the reference has not measured is compared with nothing.
    run("cpu", 1, [silhouette(0.5), measured("ACC", 0.1)]),
  ];
  assertEquals(metricDrifts(paired(records, "smoke", ENGINES).pairs), [{
    model: "dense autoencoder",
    metric: "SIL",
    largest: new Map([
      ["webgpu", { difference: 0.5, run: "made/up/data, seed 1" }],
      ["cpu", { difference: 0, run: "made/up/data, seed 1" }],
    ]),
  }]);
});

Deno.test("metricDrifts() tells models apart, in their order", () => {
  const of = (experiment: string, config: Record<string, unknown>) =>
    (["tensorflow", "webgpu"] as const).map((engine) => runOn(engine, { experiment, config }));
  const records = [...of("made/a/data", { tsne: {} }), ...of("made/b/data", { dec: {} })];
  const drifts = metricDrifts(paired(records, "smoke", ENGINES).pairs);
  assertEquals(drifts.map(({ model }) => model), ["DEC", "t-SNE"]);
});

Deno.test("lossRows() has the first and the last epoch, and lossFaults() only a first one that is too far", () => {
  const history = (first: number, last: number) => [
    { epoch: 1, loss: first },
    { epoch: 2, loss: 7 },
    { epoch: 3, loss: last },
  ];
  const found = (first: number, last: number) => {
    const records = [
      runOn("tensorflow", { history: history(100, 50) }),
      runOn("webgpu", { history: history(first, last) }),
    ];
    return lossRows(paired(records, "smoke", ["tensorflow", "webgpu"]).pairs);
  };
  assertEquals(found(100, 25), [
    { run: "made/up/data, seed 42", epoch: 1, reference: 100, others: cell(100, 0, false) },
    { run: "made/up/data, seed 42", epoch: 3, reference: 50, others: cell(25, 0.5, false) },
  ]);
  assertEquals(lossFaults(found(100, 25)), []);
  assertEquals(lossFaults(found(99.91, 50)), []);
  assertEquals(lossFaults(found(99.8, 50)), [
    "made/up/data, seed 42 on webgpu: the loss of epoch 1 is 99.8, the reference's is 100: 2.0e-3 apart",
  ]);
});

const cell = (loss: number, difference: number, isFault: boolean) =>
  new Map([["webgpu", { loss, difference, isFault }]]);

Deno.test("lossRows() has one row for a single epoch, and none without training", () => {
  const rows = (history: { epoch: number; loss: number }[]) => {
    const records = (["tensorflow", "webgpu"] as const).map((engine) => runOn(engine, { history }));
    return lossRows(paired(records, "smoke", ["tensorflow", "webgpu"]).pairs);
  };
  assertEquals(rows([{ epoch: 1, loss: 2 }]).length, 1);
  assertEquals(rows([]), []);
});
