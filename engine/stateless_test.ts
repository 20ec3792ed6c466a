import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { compile, dropout, initEngine, normalTensor, spec, tf, uniformTensor } from "./mod.ts";
import { threefryBlock } from "./stateless.ts";

await initEngine({ engine: "tensorflow", quiet: true });

type T = tf.Tensor;

const seedOf = (a: number, b: number) => tf.tensor1d([a | 0, b | 0], "int32");

function draw(fn: (seed: T) => T, seed: [number, number]): Float32Array {
  return tf.tidy(() =>
    fn(seedOf(...seed)).dataSync() as unknown as tf.TensorContainer
  ) as unknown as Float32Array;
}

Deno.test("threefryBlock() gives Random123's known answers for threefry2x32 with 20 rounds", () => {
  const answers: [[number, number], [number, number], [number, number]][] = [
    [[0, 0], [0, 0], [0x6b200159, 0x99ba4efe]],
    [[0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], [0x1cb996fc, 0xbb002be7]],
    [[0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3], [0xc4923a9c, 0x483df7a0]],
  ];
  for (const [key, counter, expected] of answers) {
    assertEquals(threefryBlock(key, counter).map((word) => word >>> 0), expected);
  }
});

Deno.test("uniformTensor() holds the top 24 bits of Threefry's words: first words, then second ones", () => {
  for (const [seed, at] of [[[0, 0], 0], [[-5, 2 ** 31 - 1], 3], [[0x13198a2e, 0x03707344], 0]] as const) {
    const found = draw((seed) => uniformTensor([7], seed, at), [...seed]);
    const blocks = [0, 1, 2, 3].map((i) => threefryBlock([...seed], [i, at]));
    const words = [...blocks.map(([first]) => first), ...blocks.map(([, second]) => second)].slice(0, 7);
    assertEquals([...found], words.map((word) => (word >>> 8) / 2 ** 24));
  }
});

for (
  const [name, fn] of [
    ["uniformTensor()", (seed: T) => uniformTensor([5, 3], seed, 1)],
    ["dropout()", (seed: T) => dropout(tf.ones([5, 3]), 0.4, seed, 1)],
  ] as const
) {
  Deno.test(`${name} is the same eager, compiled, and on another engine`, async () => {
    const eager = draw(fn, [3, 4]);
    const compiled = draw(compile(fn, [spec([2], "int32")]), [3, 4]);
    await tf.setBackend("cpu");
    const host = draw(fn, [3, 4]);
    await tf.setBackend("tensorflow");
    assertEquals(compiled, eager);
    assertEquals(host, eager);
  });

  Deno.test(`${name} differs by draw and by either half of the seed, and not otherwise`, () => {
    const many = (seed: T) =>
      tf.concat(
        [0, 1].map((at) =>
          name === "uniformTensor()" ? uniformTensor([40], seed, at) : dropout(tf.ones([40]), 0.4, seed, at)
        ),
      );
    const one = draw(many, [1, 2]);
    assertNotEquals(one.slice(0, 40), one.slice(40));
    assertEquals(draw(many, [1, 2]), one);
    for (const seed of [[1, 3], [2, 2], [2, 1], [-1, 2]] as [number, number][]) {
      assertNotEquals(draw(many, seed), one, `seed ${seed}`);
    }
  });
}

Deno.test("a compiled function draws other numbers for another seed", () => {
  const compiled = compile((seed: T) => uniformTensor([4], seed), [spec([2], "int32")]);
  assertNotEquals(draw(compiled, [0, 1]), draw(compiled, [0, 2]));
  assertEquals(draw(compiled, [0, 1]), draw((seed) => uniformTensor([4], seed), [0, 1]));
});

Deno.test("uniformTensor() has the moments and the spread of the uniform distribution", () => {
  const n = 64_000;
  const x = draw((seed) => uniformTensor([n], seed), [11, 12]);
  assert(x.every((value) => value >= 0 && value < 1));
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  // Tolerances are four standard errors.
  assertAlmostEquals(mean, 1 / 2, 4 * Math.sqrt(1 / 12 / n));
  assertAlmostEquals(variance, 1 / 12, 4 * Math.sqrt(1 / 180 / n));
  const bins = new Float64Array(64);
  for (const value of x) bins[Math.floor(64 * value)]++;
  const chi = bins.reduce((sum, count) => sum + (count - n / 64) ** 2 / (n / 64), 0);
  // Chi-squared with 63 degrees of freedom: 99.99 % lie below 113, 0.01 % below 28.
  assert(chi > 28 && chi < 113, `chi-squared is ${chi}`);
  // Neighbours, and the two words of a block, are not correlated.
  for (const lag of [1, 2, n / 2]) {
    let product = 0;
    for (let i = 0; i + lag < n; i++) product += (x[i] - 0.5) * (x[i + lag] - 0.5);
    assertAlmostEquals(product / (n - lag) * 12, 0, 4 / Math.sqrt(n - lag));
  }
});

Deno.test("uniformTensor() takes shapes of any rank, also without elements", () => {
  tf.tidy(() => {
    const seed = seedOf(1, 2);
    for (const shape of [[], [1], [3], [2, 3, 5], [0], [0, 4]]) {
      assertEquals(uniformTensor(shape, seed).shape, shape);
    }
  });
});

Deno.test("dropout() is zero at its rate, and scales the rest so that the expectation stays", () => {
  const n = 40_000;
  for (const rate of [0.1, 0.5, 0.8]) {
    const x = draw((seed) => dropout(tf.fill([n], 3), rate, seed), [31, 32]);
    const zeros = x.filter((value) => value === 0).length;
    assertAlmostEquals(zeros / n, rate, 4 * Math.sqrt(rate * (1 - rate) / n));
    assertAlmostEquals(
      x.reduce((sum, value) => sum + value, 0) / n,
      3,
      3 * 4 * Math.sqrt(rate / (1 - rate) / n),
    );
    const kept = x.find((value) => value !== 0)!;
    assertAlmostEquals(kept, 3 / (1 - rate), 1e-5);
    assert(x.every((value) => value === 0 || value === kept));
  }
});

Deno.test("dropout() drops in the gradient what it drops in the value", () => {
  tf.tidy(() => {
    const x = tf.fill([50], 2), seed = seedOf(5, 6);
    const gradient = tf.grad((x: T) => tf.sum(dropout(x, 0.5, seed)))(x);
    assertEquals([...tf.mul(gradient, 2).dataSync()], [...dropout(x, 0.5, seed).dataSync()]);
  });
});

Deno.test("dropout() at rate 0 is its argument", () => {
  const [x, seed] = [tf.ones([3]), seedOf(1, 1)];
  assert(dropout(x, 0, seed) === x);
  tf.dispose([x, seed]);
});

Deno.test("dropout() refuses a rate outside [0, 1)", () => {
  const [x, seed] = [tf.ones([3]), seedOf(1, 1)];
  for (const rate of [1, 1.5, -0.1, NaN]) {
    assertThrows(
      () => dropout(x, rate, seed),
      RangeError,
      `Cannot drop out: rate must be in [0, 1), got ${rate}`,
    );
  }
  tf.dispose([x, seed]);
});

Deno.test("uniformTensor() leaves no other tensors", () => {
  const seed = seedOf(1, 2);
  const before = tf.memory().numTensors;
  const drawn = uniformTensor([3], seed);
  assertEquals(tf.memory().numTensors, before + 1);
  tf.dispose([drawn, seed]);
});

Deno.test("normalTensor() is the standard normal distribution, seed by seed, and finite", () => {
  const found = [...draw((seed) => normalTensor([100_001], seed, 2), [5, 9])];
  assert(found.every(Number.isFinite));
  const mean = found.reduce((sum, x) => sum + x, 0) / found.length;
  const moment = (power: number) => found.reduce((sum, x) => sum + (x - mean) ** power, 0) / found.length;
  // Four standard errors of each.
  assertAlmostEquals(mean, 0, 0.013);
  assertAlmostEquals(moment(2), 1, 0.018);
  assertAlmostEquals(moment(4), 3, 0.13);
  assertAlmostEquals(found.filter((x) => Math.abs(x) < 1).length / found.length, 0.6827, 0.006);
  assertEquals([...draw((seed) => normalTensor([100_001], seed, 2), [5, 9])], found);
  assertNotEquals([...draw((seed) => normalTensor([100_001], seed, 3), [5, 9])], found);
});

Deno.test("normalTensor() transforms the uniform numbers of the same draw", () => {
  const uniform = draw((seed) => uniformTensor([4], seed, 1), [3, 4]);
  const found = draw((seed) => normalTensor([3], seed, 1), [3, 4]);
  const radius = (u: number) => Math.sqrt(-2 * Math.log(1 - u));
  const expected = [
    radius(uniform[0]) * Math.cos(2 * Math.PI * uniform[2]),
    radius(uniform[1]) * Math.cos(2 * Math.PI * uniform[3]),
    radius(uniform[0]) * Math.sin(2 * Math.PI * uniform[2]),
  ];
  found.forEach((x, i) => assertAlmostEquals(x, expected[i], 1e-5));
});
