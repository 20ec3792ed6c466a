import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Matrix, matrix, normal, random, takeRows } from "../../engine/mod.ts";
import { accuracy } from "../../metrics/mod.ts";
import digitsFile from "../kmeans/golden/digits.json" with { type: "json" };
import { kMeans } from "../kmeans/kmeans.ts";
import { trustworthiness } from "../tsne/trustworthiness.ts";
import golden from "./golden/umap.json" with { type: "json" };
import { UMAP, umap, type UmapOptions } from "./umap.ts";

const digits = matrix(
  Float32Array.from(digitsFile.digits.join(""), (pixel) => parseInt(pixel, 17)),
  digitsFile.digits.length,
  64,
);
const labels = Array.from(golden.digits.labels, Number);
const some = takeRows(digits, Array.from({ length: 120 }, (_, i) => i));

/** Normal points around k places that lie so far apart that their graphs are not joined. */
function islands(k: number, size: number): Matrix {
  const next = random(3);
  return matrix(
    Float64Array.from({ length: k * size * 3 }, (_, at) => normal(next) + 1e3 * Math.floor(at / (3 * size))),
    k * size,
    3,
  );
}

function isFinite({ data }: Matrix): boolean {
  return data.every(Number.isFinite);
}

for (const { dimensions, neighbours, minDistance, runs } of golden.digits.cases) {
  Deno.test(`umap() of digits is no worse than umap-learn's: ${dimensions} dimensions`, async () => {
    const least = Math.min(...runs.map(({ trustworthiness }) => trustworthiness));
    const accuracies = runs.map(({ accuracy }) => accuracy);
    const spread = Math.max(...accuracies) - Math.min(...accuracies);
    for (const seed of [1, 2]) {
      const { embedding } = await umap(digits, { dimensions, neighbours, minDistance, seed });
      const ours = await trustworthiness(digits, embedding, 5);
      assert(ours > least - 0.005, `trustworthiness ${ours}, umap-learn's ${least}`);
      const clusters = await kMeans(embedding, { k: 10, seed });
      const found = accuracy(labels, clusters.labels);
      assert(found >= Math.min(...accuracies) - spread, `accuracy ${found}, umap-learn's ${accuracies}`);
    }
  });
}

Deno.test("umap() gives the same embedding for the same seed, another for another", async () => {
  for (const init of ["spectral", "random"] as const) {
    const options: UmapOptions = { seed: 1, neighbours: 5, epochs: 30, init };
    const first = await umap(some, options);
    assertEquals(await umap(some, options), first);
    const other = await umap(some, { ...options, seed: 2 });
    assert(other.embedding.data.some((value, at) => value !== first.embedding.data[at]));
  }
});

Deno.test("umap() takes what is left out from UMAP, and goes less often through many points", async () => {
  const points = islands(1, 60);
  assertEquals(await umap(points, { seed: 1 }), await umap(points, { ...UMAP, seed: 1 }));
  const epochs = async (count: number) => {
    const many = matrix(Float32Array.from({ length: count }, (_, i) => i), count, 1);
    const totals = new Set<number>();
    const found = await umap(many, {
      seed: 1,
      neighbours: 2,
      init: "random",
      onProgress: (_, total) => totals.add(total),
    });
    assertEquals(totals, new Set([found.epochs]));
    return found.epochs;
  };
  assertEquals(await epochs(300), 500);
  assertEquals(await epochs(10_001), 200);
});

for (const components of [3, 7]) {
  Deno.test(`umap() keeps ${components} components of a graph apart: each point's nearest one is of its own`, async () => {
    const size = 20;
    const points = islands(components, size);
    const { embedding } = await umap(points, { seed: 1, neighbours: 8 });
    const ofPiece = Int32Array.from({ length: points.rows }, (_, i) => Math.floor(i / size));
    const { data } = embedding;
    for (let i = 0; i < points.rows; i++) {
      const distances = Array.from(
        ofPiece,
        (_, j) =>
          i === j ? Infinity : Math.hypot(data[2 * i] - data[2 * j], data[2 * i + 1] - data[2 * j + 1]),
      );
      assertEquals(ofPiece[distances.indexOf(Math.min(...distances))], ofPiece[i]);
    }
  });
}

Deno.test("umap() of equal points, and of points that are all the same, is finite", async () => {
  const twice = matrix(Float64Array.from({ length: 80 }, (_, i) => i >> 1), 80, 1);
  assert(isFinite((await umap(twice, { seed: 1, neighbours: 6, epochs: 50 })).embedding));
  const constant = matrix(new Float64Array(60).fill(0.1), 30, 2);
  assert(isFinite((await umap(constant, { seed: 1, neighbours: 5, epochs: 50 })).embedding));
});

Deno.test("umap() of as few points as there may be, in more dimensions than they have", async () => {
  for (const n of [2, 3, 5]) {
    const points = matrix(Float64Array.from({ length: n }, (_, i) => i * i), n, 1);
    const { embedding } = await umap(points, { seed: 1, dimensions: 4, neighbours: n });
    assertEquals([embedding.rows, embedding.columns], [n, 4]);
    assert(isFinite(embedding));
  }
});

Deno.test("umap() without epochs is its start", async () => {
  const { embedding } = await umap(some, { seed: 1, epochs: 0 });
  for (const c of [0, 1]) {
    const column = embedding.data.filter((_, at) => at % 2 === c);
    assert(Math.min(...column) === 0 && Math.abs(Math.max(...column) - 10) < 1e-5);
  }
});

Deno.test("umap() refuses what is out of range", async () => {
  const refused: [Partial<UmapOptions>, string][] = [
    [{ dimensions: 0 }, "Cannot run UMAP: dimensions must be a positive integer, got 0"],
    [{ neighbours: 1 }, "neighbours must be from 2 to n = 120, got 1"],
    [{ neighbours: 121 }, "neighbours must be from 2 to n = 120, got 121"],
    [{ neighbours: 2.5 }, "neighbours must be from 2 to n = 120, got 2.5"],
    [{ minDistance: 2 }, "minDistance must be from 0 to spread = 1, got 2"],
    [{ spread: 0 }, "spread must be finite and above 0, got 0"],
    [{ epochs: -1 }, "epochs must be an integer, at least 0, or auto, got -1"],
    [{ learningRate: 1e300, epochs: 5 }, "learningRate must be so low that the embedding stays finite"],
    [{ learningRate: 0 }, "learningRate must be finite and above 0, got 0"],
    [{ negativeSamples: 0 }, "negativeSamples must be a positive integer, got 0"],
    [{ repulsion: NaN }, "repulsion must be finite and at least 0, got NaN"],
    [{ init: "pca" as "random" }, "init must be spectral or random, got pca"],
  ];
  for (const [options, message] of refused) {
    await assertRejects(() => umap(some, { seed: 1, ...options }), RangeError, message);
  }
  await assertRejects(
    () => umap(takeRows(some, [0]), { seed: 1 }),
    RangeError,
    "there must be at least 2 points, got 1",
  );
  const broken = matrix(Float64Array.of(0, 1, NaN, 3, 4, 5), 6, 1);
  await assertRejects(() => umap(broken, { seed: 1, neighbours: 3 }), RangeError, "at row 2, column 0");
});
