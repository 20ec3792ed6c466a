import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { type Matrix, matrix, random, takeRows } from "../../engine/mod.ts";
import { assertFrees } from "../../engine/testing_freeing.ts";
import digitsFile from "../kmeans/golden/digits.json" with { type: "json" };
import { nearestNeighbours } from "../neighbours.ts";
import { conditionalProbabilities, jointProbabilities } from "./affinities.ts";
import golden from "./golden/tsne.json" with { type: "json" };
import { trustworthiness } from "./trustworthiness.ts";
import { TSNE, tsne, type TsneChoices, type TsneOptions } from "./tsne.ts";

const digits = matrix(
  Float32Array.from(digitsFile.digits.join(""), (pixel) => parseInt(pixel, 17)),
  digitsFile.digits.length,
  64,
);
const some = takeRows(digits, Array.from({ length: 150 }, (_, i) => i));

Deno.test("conditionalProbabilities() have the perplexity, jointProbabilities() scikit-learn's masses", async () => {
  const { perplexity, masses } = golden;
  const neighbours = await nearestNeighbours(digits, 3 * perplexity + 1);
  const conditional = conditionalProbabilities(neighbours, perplexity, 1e-5);
  for (let i = 0; i < digits.rows; i++) {
    const row = conditional.subarray(i * neighbours.k, (i + 1) * neighbours.k);
    const entropy = row.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
    assertAlmostEquals(Math.exp(entropy), perplexity, 1e-3);
  }
  const { n, starts, others, values } = jointProbabilities(neighbours, conditional);
  const ours = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = others.subarray(starts[i], starts[i + 1]);
    assert(row.every((j, at) => at === 0 || row[at - 1] < j));
    for (let pair = starts[i]; pair < starts[i + 1]; pair++) ours[i] += values[pair];
  }
  assertAlmostEquals(ours.reduce((a, b) => a + b), 1, 1e-9);
  // Of equally near neighbours at the end of the list another may be chosen.
  const differences = ours.map((mass, i) => Math.abs(mass - masses[i]));
  assert(differences.filter((difference) => difference > 1e-7).length < n / 10);
  assert(differences.every((difference) => difference < 2e-5));
});

Deno.test("jointProbabilities() are (p(j | i) + p(i | j)) / 2n, in the rows of both points", () => {
  // Of each of 4 points on a line, 0, 1, 3 and 4, the two nearest.
  const neighbours = {
    k: 2,
    indices: Int32Array.of(1, 2, 0, 2, 3, 1, 2, 1),
    squaredDistances: new Float64Array(8),
  };
  const conditional = Float64Array.of(0.75, 0.25, 0.5, 0.5, 0.875, 0.125, 0.625, 0.375);
  const { n, starts, others, values } = jointProbabilities(neighbours, conditional);
  assertEquals(n, 4);
  assertEquals([...starts], [0, 2, 5, 8, 10]);
  assertEquals([...others], [1, 2, 0, 2, 3, 0, 1, 3, 1, 2]);
  assertEquals([...values].map((p) => p * 8), [1.25, 0.25, 1.25, 0.625, 0.375, 0.25, 0.625, 1.5, 0.375, 1.5]);
});

Deno.test("conditionalProbabilities() of neighbours that are equally near are equal", () => {
  const k = 3, indices = Int32Array.of(1, 2, 3);
  for (const distance of [0, 1e-300, 1, 1e300]) {
    const squaredDistances = new Float64Array(3).fill(distance);
    const found = conditionalProbabilities({ k, indices, squaredDistances }, 2, 1e-5);
    for (const p of found) assertAlmostEquals(p, 1 / 3, 1e-12);
  }
  const squaredDistances = Float64Array.of(0, 0, 5);
  const found = conditionalProbabilities({ k, indices, squaredDistances }, 1.5, 1e-5);
  assertAlmostEquals(found[0], 0.5, 1e-9);
  assertAlmostEquals(found[2], 0, 1e-9);
});

for (const { dimensions, kl, trustworthiness: theirs } of golden.cases) {
  Deno.test(`tsne() of digits is no worse than scikit-learn's: ${dimensions} dimensions`, async () => {
    const { perplexity, iterations } = golden;
    const found = await tsne(digits, { dimensions: dimensions as 2 | 3, perplexity, iterations, seed: 1 });
    assert(found.kl < kl * 1.01, `KL ${found.kl}, scikit-learn's ${kl}`);
    const ours = await trustworthiness(digits, found.embedding, 5);
    assert(ours > theirs - 1e-3, `trustworthiness ${ours}, scikit-learn's ${theirs}`);
    assertEquals([found.embedding.rows, found.embedding.columns], [digits.rows, dimensions]);
  });
}

Deno.test("tsne() gives the same embedding for the same seed, another for another random start", async () => {
  const options: TsneOptions = { seed: 1, perplexity: 10, iterations: 60, init: "random" };
  const first = await tsne(some, options);
  assertEquals(await tsne(some, options), first);
  const other = await tsne(some, { ...options, seed: 2 });
  assert(other.embedding.data.some((value, i) => value !== first.embedding.data[i]));
});

Deno.test("tsne() keeps two groups apart: each point's nearest one is of its own", async () => {
  const next = random(7), n = 60;
  const points = matrix(
    Float64Array.from({ length: n * 5 }, (_, at) => next() + (at < n / 2 * 5 ? 0 : 50)),
    n,
    5,
  );
  for (const init of ["pca", "random"] as const) {
    const { embedding } = await tsne(points, { seed: 3, perplexity: 5, iterations: 300, init });
    const { indices } = await nearestNeighbours(embedding, 1);
    assert(indices.every((j, i) => (j < n / 2) === (i < n / 2)), init);
  }
});

Deno.test("tsne() of equal points, and with some equal points, is finite", async () => {
  const same = matrix(new Float32Array(80).fill(0.3), 40, 2);
  const twice = takeRows(some, Array.from({ length: 120 }, (_, i) => Math.floor(i / 4)));
  for (const [points, perplexity] of [[same, 5], [twice, 2], [twice, 30]] as [Matrix, number][]) {
    for (const init of ["pca", "random"] as const) {
      const { embedding, kl } = await tsne(points, { seed: 1, perplexity, iterations: 300, init });
      assert(embedding.data.every(Number.isFinite));
      assert(Number.isFinite(kl));
    }
  }
});

Deno.test("tsne() of two points, in as few dimensions as there are", async () => {
  const points = matrix(Float64Array.of(0, 1), 2, 1);
  for (const dimensions of [2, 3] as const) {
    const { embedding } = await tsne(points, { seed: 1, perplexity: 1, dimensions, iterations: 20 });
    assertEquals([embedding.rows, embedding.columns], [2, dimensions]);
    assert(embedding.data.every(Number.isFinite));
  }
});

Deno.test("tsne() reports each step, and the learning rate that auto stands for", async () => {
  const steps: number[] = [];
  const { iterations, learningRate } = await tsne(some, {
    seed: 1,
    iterations: 3,
    onProgress: (step) => steps.push(step),
  });
  assertEquals([steps, iterations, learningRate], [[1, 2, 3], 3, 50]);
});

Deno.test("tsne() takes what is left out from TSNE, and every choice of it changes the embedding", async () => {
  const embedded = async (change: Partial<TsneOptions> = {}) => {
    const options = { seed: 1, perplexity: 20, iterations: 40, earlyIterations: 25, ...change };
    return (await tsne(some, options)).embedding;
  };
  const plain = await embedded();
  const { perplexity: _, iterations: __, earlyIterations: ___, ...others } = TSNE;
  assertEquals(await embedded(others), plain);
  const changes: { [Name in keyof TsneChoices]: TsneChoices[Name] } = {
    dimensions: 3,
    perplexity: 10,
    perplexityTolerance: 0.01,
    neighboursPerPerplexity: 2,
    init: "random",
    deviation: 1e-3,
    iterations: 41,
    learningRate: 51,
    earlyIterations: 24,
    earlyExaggeration: 11,
    momentum: { ...TSNE.momentum, early: 0.6 },
    gains: { ...TSNE.gains, increase: 0.3 },
    angle: 0.8,
    minGradientNorm: 1,
  };
  for (const [name, value] of Object.entries(changes)) {
    assertNotEquals((await embedded({ [name]: value })).data, plain.data, name);
  }
  for (
    const change of [
      { momentum: { ...TSNE.momentum, late: 0.7 } },
      { gains: { ...TSNE.gains, decrease: 0.7 } },
      { gains: { ...TSNE.gains, least: 0.5 } },
    ]
  ) {
    assertNotEquals((await embedded(change)).data, plain.data, JSON.stringify(change));
  }
});

Deno.test("tsne() ends where the gradient is no longer than it is told, once without exaggeration", async () => {
  const { iterations } = await tsne(some, {
    seed: 1,
    iterations: 40,
    earlyIterations: 25,
    minGradientNorm: 1,
  });
  assertEquals(iterations, 26);
});

Deno.test("tsne() refuses options out of range, and a learning rate that leads nowhere", async () => {
  const refused: [Partial<TsneOptions>, string][] = [
    [{ perplexity: 150 }, "perplexity must be at least 1 and below n = 150, got 150"],
    [{ perplexity: 0.5 }, "perplexity must be at least 1"],
    [{ perplexity: NaN }, "perplexity must be at least 1"],
    [{ dimensions: 4 as 3 }, "dimensions must be 2 or 3, got 4"],
    [{ iterations: 0 }, "iterations must be a positive integer"],
    [{ earlyExaggeration: 0.5 }, "earlyExaggeration must be at least 1"],
    [{ perplexityTolerance: 0 }, "perplexityTolerance must be above 0, got 0"],
    [{ neighboursPerPerplexity: 0.5 }, "neighboursPerPerplexity must be finite and at least 1, got 0.5"],
    [{ deviation: 0 }, "deviation must be finite and above 0, got 0"],
    [{ earlyIterations: 1.5 }, "earlyIterations must be an integer, at least 0, got 1.5"],
    [{ init: "PCA" as "pca" }, "init must be pca or random, got PCA"],
    [{ momentum: { early: 1, late: 0.8 } }, "momentum.early must be in [0, 1), got 1"],
    [{ momentum: { early: 0.5, late: NaN } }, "momentum.late must be in [0, 1), got NaN"],
    [{ gains: { ...TSNE.gains, increase: -0.1 } }, "gains.increase must be finite and at least 0, got -0.1"],
    [{ gains: { ...TSNE.gains, decrease: 1.1 } }, "gains.decrease must be in [0, 1], got 1.1"],
    [
      { gains: { ...TSNE.gains, least: Infinity } },
      "gains.least must be finite and at least 0, got Infinity",
    ],
    [{ angle: -1 }, "angle must be finite and at least 0, got -1"],
    [{ minGradientNorm: NaN }, "minGradientNorm must be at least 0, got NaN"],
    [{ learningRate: 0 }, "learningRate must be finite and above 0, or auto, got 0"],
    [{ learningRate: 1e300, iterations: 10 }, "learningRate must be so low that"],
  ];
  for (const [options, message] of refused) {
    await assertRejects(() => tsne(some, { seed: 1, ...options }), RangeError, message);
  }
});

for (const [k, value] of Object.entries(golden.planeTrustworthiness)) {
  Deno.test(`trustworthiness() is scikit-learn's: digits in a plane, ${k} neighbours`, async () => {
    const data = Float64Array.from({ length: digits.rows * 2 }, (_, at) => {
      const pixels = digits.data.subarray(Math.floor(at / 2) * 64, Math.floor(at / 2) * 64 + 64);
      return Array.from(pixels).reduce(
        (sum, p, j) => sum + p * (at % 2 === 0 ? Math.sin(j) : Math.cos(j)),
        0,
      );
    });
    assertAlmostEquals(await trustworthiness(digits, matrix(data, digits.rows, 2), Number(k)), value, 1e-4);
  });
}

Deno.test("trustworthiness() frees what it made where a kernel fails", async () => {
  await assertFrees("Unpack", 1, () => trustworthiness(some, some, 2));
});

Deno.test("trustworthiness() refuses too many neighbours, and another number of points", async () => {
  await assertRejects(
    () => trustworthiness(some, some, 75),
    RangeError,
    "below n / 2 = 75, got 75",
  );
  await assertRejects(
    () => trustworthiness(some, digits, 5),
    RangeError,
    "must have n = 150 points, got 1000",
  );
});
