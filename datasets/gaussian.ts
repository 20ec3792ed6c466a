import { normal, random } from "../engine/random.ts";
import type { Dataset, DatasetInfo } from "./dataset.ts";
import { sha256 } from "./verify.ts";

const POINTS = 300;
const DIMENSIONS = 2;
const CLASSES = 3;
const SEED = 42;

/**
 * 300 points of the plane from a standard normal distribution, each with a label drawn at random: no images, and not in
 * [0, 1]. All are for training.
 */
export const gaussian: DatasetInfo = {
  name: "gaussian",
  load: () => Promise.resolve(makeGaussian()),
  locate: () => Promise.resolve("generator"),
};

function makeGaussian(): Dataset {
  const next = random(SEED);
  const points = Float32Array.from({ length: POINTS * DIMENSIONS }, () => normal(next));
  const labels = Int32Array.from({ length: POINTS }, () => Math.floor(next() * CLASSES));
  const rule = `a generator with seed ${SEED}: the points' coordinates one after another, then their labels`;
  return {
    name: "gaussian",
    height: 1,
    width: DIMENSIONS,
    classes: CLASSES,
    train: { images: { data: points, rows: POINTS, columns: DIMENSIONS }, labels },
    test: { images: { data: new Float32Array(0), rows: 0, columns: DIMENSIONS }, labels: new Int32Array(0) },
    sources: [{
      name: "gaussian",
      sha256: sha256(new Uint8Array(points.buffer), new Uint8Array(labels.buffer)),
      rows: POINTS,
      source: `made here by ${rule}`,
    }],
    split: "none: all points are for training",
  };
}
