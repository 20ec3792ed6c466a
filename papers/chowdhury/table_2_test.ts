import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, matrix, random, takeRows } from "../../engine/mod.ts";
import { type Dataset, scaleTo } from "../../datasets/mod.ts";
import { mse } from "../../metrics/mod.ts";
import { fitAutoencoder } from "../../models/autoencoder/fit.ts";
import { AUTOENCODER, optionsOf } from "./protocol.ts";
import { combinationInWords, drawn, GRID, neighbours, PRINTED, search } from "./search.ts";

await initEngine({ engine: "wasm", quiet: true });

Deno.test("neighbours() differ from the printed choice in one value, and are all that do", () => {
  const near = neighbours();
  const differences = near.map((one) =>
    Object.keys(GRID).filter((name) =>
      String(one[name as keyof typeof one]) !== String(PRINTED[name as keyof typeof PRINTED])
    ).length
  );
  assertEquals(new Set(differences), new Set([1]));
  assertEquals(
    new Set(near.map(combinationInWords)).size,
    Object.values(GRID).reduce((sum, values) => sum + values.length - 1, 0),
  );
});

Deno.test("drawn() gives the same combinations each time, none twice and none of those named", () => {
  const without = drawn(3, [PRINTED]);
  assertEquals(drawn(3, [PRINTED]), without);
  const others = drawn(20, [PRINTED, ...without]);
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
  const context = { seed: 42, progress: () => () => {} };
  const config = { rows: { train: 32, validation: 8 }, oneChanged: false, drawn: 1 };
  const { measurements } = await search.run(config, data, context);
  const valueOf = (name: string) => measurements.find(({ metric }) => metric === `OTHER:${name}`)!.value;

  const images = scaleTo(split.images, -1, 1);
  const range = (from: number, length: number) => Array.from({ length }, (_, i) => from + i);
  const autoencoder = await fitAutoencoder(takeRows(images, range(0, 32)), {
    ...optionsOf(AUTOENCODER),
    seed: 42,
  });
  const validation = takeRows(images, range(32, 8));
  const printed = mse(validation, autoencoder.reconstruct(validation));
  autoencoder.dispose();
  assertAlmostEquals(valueOf("MSE of the printed combination"), printed, 1e-6);

  const tried = [PRINTED, ...drawn(1, [PRINTED])];
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
