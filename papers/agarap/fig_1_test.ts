import { assert, assertEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import { loadDataset } from "../../datasets/mod.ts";
import { experimentOf, quietContext, runChanged, valuesOf } from "../../experiments/testing.ts";
import { type PointsChoices, runPoints } from "./fig_1.ts";
import agarap from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const experiment = experimentOf(agarap, "fig-1", "gaussian");
const CONFIG = experiment.profiles.paper!.config as PointsChoices;

Deno.test("runPoints() takes labels apart, sooner with annealing, and deals them anew by the seed", async () => {
  const before = tf.memory().numTensors;
  const points = await loadDataset("gaussian");
  const outcome = await runPoints({ ...CONFIG, epochs: 20 }, points, quietContext());
  const { history } = outcome;
  assertEquals(history.length, 20);
  assert(history[19].loss < 0.2 && history[19].loss < history[19]["loss at the fixed temperature"]);
  assert(history[0].separation < 0 && history[19].separation > 0.1);
  const [from] = valuesOf(outcome, "OTHER:epoch that separation is seen from");
  assert(
    history[from - 1].separation > 0 && history.slice(0, from - 1).every(({ separation }) => separation <= 0),
  );
  const other = await runPoints({ ...CONFIG, epochs: 1 }, points, quietContext(43));
  assert(other.history[0].loss !== history[0].loss);
  assertEquals(valuesOf(other, "OTHER:epoch that separation is seen from"), []);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("the figure shows the epochs that it is told, as far as there are such", async () => {
  const points = await loadDataset("gaussian");
  const outcome = await runChanged(experiment, { epochs: 3, shown: [2, 3, 50] }, points);
  const { history } = outcome;
  assertEquals(outcome.measurements.slice(0, 8).map(({ metric, value }) => [metric, value]), [
    ["OTHER:SNNL annealed epoch 2", history[1].loss],
    ["OTHER:separation annealed epoch 2", history[1].separation],
    ["OTHER:SNNL fixed epoch 2", history[1]["loss at the fixed temperature"]],
    ["OTHER:separation fixed epoch 2", history[1]["separation at the fixed temperature"]],
    ["OTHER:SNNL annealed epoch 3", history[2].loss],
    ["OTHER:separation annealed epoch 3", history[2].separation],
    ["OTHER:SNNL fixed epoch 3", history[2]["loss at the fixed temperature"]],
    ["OTHER:separation fixed epoch 3", history[2]["separation at the fixed temperature"]],
  ]);
  assertEquals(CONFIG.shown, [20, 50]);
});

Deno.test("both temperatures begin with the same points and labels", async () => {
  const points = await loadDataset("gaussian");
  const { fixed } = CONFIG.temperatures;
  const { history } = await runPoints(
    { ...CONFIG, epochs: 2, temperatures: { annealed: fixed, fixed } },
    points,
    quietContext(),
  );
  for (const { loss, separation, ...others } of history) {
    assertEquals(loss, others["loss at the fixed temperature"]);
    assertEquals(separation, others["separation at the fixed temperature"]);
  }
});
