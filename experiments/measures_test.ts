import { assertAlmostEquals, assertEquals } from "@std/assert";
import { matrix } from "../engine/mod.ts";
import {
  classCount,
  parameters,
  parametersByLayer,
  pixelMoments,
  sizes,
  testMse,
  trainingMse,
} from "./measures.ts";
import { measured } from "./scores.ts";
import { madeData } from "./testing.ts";

const DATA = madeData({ train: 12, test: 6 });

Deno.test("sizes() counts rows and pixels", () => {
  assertEquals(sizes({ data: DATA }), [
    measured("OTHER:rows", 18),
    measured("OTHER:train rows", 12),
    measured("OTHER:test rows", 6),
    measured("OTHER:pixels", 6),
  ]);
});

Deno.test("classCount() counts the classes that there are in either split, not those that there could be", () => {
  assertEquals(classCount({ data: DATA }), [measured("OTHER:classes", 3)]);
  const ofLabels = (train: number[], test: number[]) => ({
    ...DATA,
    classes: 10,
    train: { ...DATA.train, labels: Int32Array.from(train) },
    test: { ...DATA.test, labels: Int32Array.from(test) },
  });
  assertEquals(classCount({ data: ofLabels([1, 1, 2], [9, 2]) })[0].value, 3);
});

Deno.test("trainingMse() has the losses of the first and of the last epoch", () => {
  const history = [0.5, 0.25, 0.125].map((loss, i) => ({ epoch: i + 1, loss }));
  const split = "train";
  assertEquals(trainingMse({ history }), [
    measured("OTHER:MSE first epoch", 0.5, { split }),
    measured("OTHER:MSE last epoch", 0.125, { split }),
  ]);
  assertEquals(trainingMse({ history: history.slice(0, 1) }).map(({ value }) => value), [0.5, 0.5]);
});

Deno.test("testMse() is that of the test images and what the model makes of them", async () => {
  const [found] = await testMse({
    splits: DATA,
    model: {
      reconstruct(images) {
        assertEquals(images, DATA.test.images);
        return Promise.resolve({ ...images, data: images.data.map((value) => value + 0.5) });
      },
    },
  });
  assertAlmostEquals(found.value, 0.25, 1e-6);
  assertEquals([found.metric, found.split], ["MSE", "test"]);
});

Deno.test("parameters() is their sum, and parametersByLayer() has those of each", () => {
  assertEquals(parameters([160, 1160]), [measured("PARAMS", 1320)]);
  assertEquals(parameters([]), [measured("PARAMS", 0)]);
  assertEquals(parametersByLayer([{ name: "conv 1-16", count: 160 }, { name: "conv 16-8", count: 1160 }]), [
    measured("OTHER:PARAMS conv 1-16", 160),
    measured("OTHER:PARAMS conv 16-8", 1160),
  ]);
});

Deno.test("pixelMoments() are mean and deviation of all training pixels", () => {
  const ofPixels = (...pixels: number[]) =>
    pixelMoments({
      data: {
        ...DATA,
        train: { ...DATA.train, images: matrix(Float32Array.from(pixels), pixels.length / 2, 2) },
      },
    }).map(({ metric, value, split }) => [metric, value, split]);
  assertEquals(ofPixels(0, 0, 1, 1), [
    ["OTHER:pixel mean", 0.5, "train"],
    ["OTHER:pixel deviation", 0.5, "train"],
  ]);
  assertEquals(ofPixels(1, 1, 1, 1).map(([, value]) => value), [1, 0]);
  for (let value = 0; value < 1; value += 0.01) {
    const [, [, deviation]] = ofPixels(...Array(102).fill(value));
    assertAlmostEquals(Number(deviation), 0, 1e-6);
  }
});
