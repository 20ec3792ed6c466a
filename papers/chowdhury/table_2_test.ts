import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { initEngine, matrix, random, takeRows } from "../../engine/mod.ts";
import { type Dataset, scaleTo } from "../../datasets/mod.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import { mse } from "../../metrics/mod.ts";
import { fitAutoencoder } from "../../models/autoencoder/fit.ts";
import chowdhury, { code } from "./paper.ts";
import { type Combination, combinationInWords, combinationOf, drawn, GRID, neighbours } from "./table_2.ts";

await initEngine({ engine: "wasm", quiet: true });

const { network } = code.config;
const PRINTED = combinationOf(network);
const NAMES = Object.keys(GRID) as (keyof Combination)[];

Deno.test("combinationOf() the paper's network is Table II's choice", () => {
  assertEquals<Combination>(PRINTED, {
    learningRate: 0.001,
    batchSize: 64,
    latentSize: 64,
    hidden: [512, 256],
    dropout: 0.2,
    weightDecay: 1e-5,
    epochs: 5,
  });
  for (const name of NAMES) assert(GRID[name].map(String).includes(String(PRINTED[name])), name);
});

Deno.test("neighbours() differ from the printed choice in one value, and are all that do", () => {
  const near = neighbours(GRID, PRINTED);
  const differences = near.map((one) =>
    NAMES.filter((name) => String(one[name]) !== String(PRINTED[name])).length
  );
  assertEquals(new Set(differences), new Set([1]));
  assertEquals(
    new Set(near.map(combinationInWords)).size,
    Object.values(GRID).reduce((sum, values) => sum + values.length - 1, 0),
  );
});

Deno.test("drawn() gives the same combinations each time, none twice and none of those named", () => {
  const without = drawn(GRID, 3, [PRINTED], 42);
  assertEquals(drawn(GRID, 3, [PRINTED], 42), without);
  const all = Object.values(GRID).reduce((product, values) => product * values.length, 1);
  assertThrows(
    () => drawn(GRID, all, [PRINTED], 42),
    RangeError,
    `Cannot draw ${all} combinations: the grid has ${all - 1} others than those given`,
  );
  assertNotEquals(drawn(GRID, 3, [PRINTED], 43), without);
  const others = drawn(GRID, 20, [PRINTED, ...without], 42);
  assertEquals(new Set(others.map(combinationInWords)).size, 20);
  assert(without.every((one) => !others.map(combinationInWords).includes(combinationInWords(one))));
});

Deno.test("combinationInWords() names every value", () => {
  assertEquals(
    combinationInWords(PRINTED),
    "learning rate 0.001, batch 64, code 64, hidden 512-256, dropout 0.2, decay 0.00001, 5 epochs",
  );
});

Deno.test("the search trains on the first images, tries those after them, and chooses the least loss", async () => {
  const next = random(1);
  const rows = 48;
  // Brighter from picture to picture, so that none stands for another.
  const pixels = Float32Array.from({ length: 784 * rows }, (_, at) => next() * Math.ceil(at / 784) / rows);
  const split = { images: matrix(pixels, rows, 784), labels: new Int32Array(rows) };
  const data: Dataset = {
    name: "made",
    height: 28,
    width: 28,
    classes: 1,
    train: split,
    test: split,
    sources: [],
    split: "made",
  };
  const outcome = await runChanged(
    experimentOf(chowdhury, "study-table-2"),
    { search: { rows: { train: 32, validation: 8 }, oneChanged: false, drawn: 1 } },
    data,
  );
  const { measurements } = outcome;
  const valueOf = (name: string) => valuesOf(outcome, `OTHER:${name}`)[0];

  const images = scaleTo(split.images, -1, 1);
  const range = (from: number, length: number) => Array.from({ length }, (_, i) => from + i);
  const autoencoder = await fitAutoencoder(takeRows(images, range(0, 32)), {
    ...network,
    seed: 42,
  });
  const validation = takeRows(images, range(32, 8));
  const printed = mse(validation, await autoencoder.reconstruct(validation));
  autoencoder.dispose();
  assertAlmostEquals(valueOf("MSE of the printed combination"), printed, 1e-6);

  const tried = [PRINTED, ...drawn(GRID, 1, [PRINTED], 42)];
  const losses = tried.map((one) => valueOf(`MSE of ${combinationInWords(one)}`));
  const best = tried[losses.indexOf(Math.min(...losses))];
  assertEquals(losses[0], valueOf("MSE of the printed combination"));
  assertEquals(valueOf("MSE of the chosen combination"), Math.min(...losses));
  const chosen = measurements.filter(({ metric }) => metric.startsWith("OTHER:chosen "));
  assertEquals(
    chosen.map(({ value }) => value),
    [
      best.learningRate,
      best.batchSize,
      best.latentSize,
      ...best.hidden,
      best.dropout,
      best.weightDecay,
      best.epochs,
    ],
  );
  assertEquals(valueOf("rank of the printed combination"), best === PRINTED ? 1 : 2);
});

Deno.test("the search counts, of each hyperparameter, the other values that beat the printed one", async () => {
  const small = {
    ...network,
    architecture: { ...network.architecture, sizes: [6, 8, 5, 3] },
    batchSize: 8,
    epochs: 2,
  };
  const printed = combinationOf(small);
  const grid = {
    ...Object.fromEntries(NAMES.map((name) => [name, [printed[name]]])),
    learningRate: [printed.learningRate, 1e-6, 0.01],
    epochs: [2, 20],
  };
  const outcome = await runChanged(
    experimentOf(chowdhury, "study-table-2"),
    { network: small, search: { grid, rows: { train: 40, validation: 24 }, drawn: 1 } },
    madeData(),
  );
  const valueOf = (name: string) => valuesOf(outcome, `OTHER:${name}`)[0];
  const lossOf = (change: Partial<Combination>) =>
    valueOf(`MSE of ${combinationInWords({ ...printed, ...change })}`);
  const own = lossOf({});
  const better = (changes: Partial<Combination>[]) => changes.filter((change) => lossOf(change) < own).length;
  const rates = [{ learningRate: 1e-6 }, { learningRate: 0.01 }];
  assertEquals(valueOf("combinations tried"), 5);
  assertEquals(valueOf("values of learning rate that beat the printed one"), better(rates));
  assertEquals(valueOf("values of epochs that beat the printed one"), better([{ epochs: 20 }]));
  assertEquals(valueOf("values of dropout that beat the printed one"), 0);
  // Longer training and larger steps are better than two epochs, and no steps to speak of are worse.
  assertEquals([better(rates), better([{ epochs: 20 }])], [1, 1]);
});
