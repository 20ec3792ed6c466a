import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { normal, permutation, random, seedFor, uniform } from "./random.ts";

Deno.test("random() is PractRand's sfc32", () => {
  // Seed 0: published outputs of the original C++. The others: its algorithm written in Python (models/autoencoder/golden/make.py).
  const outputs: [number, number[]][] = [
    [0, [1363572419, 145230303, 808754475, 4216505632, 947923937, 2491578854]],
    [1, [1299785925, 4001059704, 2906380172, 1047107358, 1857996408, 3863704218]],
    [42, [3578742640, 3751902994, 1877406420, 2686069954, 3236264550, 1186848219]],
    [4294967295, [1065188641, 986281381, 1817535541, 2761911015, 4051123310, 1568285539]],
  ];
  for (const [seed, expected] of outputs) {
    const next = random(seed);
    assertEquals(expected.map(() => next() * 2 ** 32), expected, `seed ${seed}`);
  }
});

Deno.test("random() is the same again from the same seed, and another from another", () => {
  const draw = (seed: number) => Array.from({ length: 50 }, random(seed));
  assertEquals(draw(7), draw(7));
  const seen = new Set([1, 2, 3, 2 ** 31, 2 ** 32 - 1].flatMap(draw));
  assertEquals(seen.size, 250);
});

Deno.test("random() is uniform over [0, 1), also over successive pairs", () => {
  const next = random(3);
  const n = 64000;
  const bins = new Float64Array(64), pairs = new Float64Array(64);
  let before = next();
  for (let i = 0; i < n; i++) {
    const value = next();
    assert(value >= 0 && value < 1);
    bins[Math.floor(64 * value)]++;
    pairs[8 * Math.floor(8 * before) + Math.floor(8 * value)]++;
    before = value;
  }
  // Chi-squared with 63 degrees of freedom: 99.99 % lie below 113, 0.01 % below 28.
  for (const counts of [bins, pairs]) {
    const chi = counts.reduce((sum, count) => sum + (count - n / 64) ** 2 / (n / 64), 0);
    assert(chi > 28 && chi < 113, `chi-squared is ${chi}`);
  }
});

Deno.test("uniform() has the moments of the uniform distribution within its bound", () => {
  const next = random(3);
  const draws = Array.from({ length: 100_000 }, () => uniform(next, 2));
  assert(draws.every((value) => value >= -2 && value < 2));
  const moment = (power: number) => draws.reduce((sum, value) => sum + value ** power, 0) / draws.length;
  assertAlmostEquals(moment(1), 0, 0.02);
  assertAlmostEquals(moment(2), 4 / 3, 0.02);
});

Deno.test("normal() has the moments of the standard normal distribution", () => {
  const next = random(11);
  const n = 100_000;
  const values = Array.from({ length: n }, () => normal(next));
  const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / n;
  // Tolerances are four standard errors.
  assertAlmostEquals(moment(1), 0, 4 / Math.sqrt(n));
  assertAlmostEquals(moment(2), 1, 4 * Math.sqrt(2 / n));
  assertAlmostEquals(moment(3), 0, 4 * Math.sqrt(15 / n));
  assertAlmostEquals(moment(4), 3, 4 * Math.sqrt(96 / n));
});

Deno.test("permutation() holds each integer once", () => {
  for (const n of [0, 1, 2, 5, 1000]) {
    const order = permutation(n, random(n + 1));
    assertEquals([...order].sort((a, b) => a - b), Array.from({ length: n }, (_, i) => i));
  }
});

Deno.test("permutation() gives each order of four as often", () => {
  const next = random(5);
  const counts = new Map<string, number>();
  const n = 24000;
  for (let i = 0; i < n; i++) {
    const order = permutation(4, next).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 24);
  const chi = [...counts.values()].reduce((sum, count) => sum + (count - n / 24) ** 2 / (n / 24), 0);
  // Chi-squared with 23 degrees of freedom: 99.99 % lie below 58.
  assert(chi < 58, `chi-squared is ${chi}`);
});

Deno.test("permutation() is the same again from the same seed, and goes on from where the generator is", () => {
  assertEquals(permutation(100, random(9)), permutation(100, random(9)));
  const next = random(9);
  assert(permutation(100, next).join() !== permutation(100, next).join());
});

Deno.test("seedFor() tells apart where one part ends and the next begins, and their order", () => {
  const seeds = [
    seedFor("ab", "c"),
    seedFor("a", "bc"),
    seedFor("abc"),
    seedFor("c", "ab"),
    seedFor("abc", ""),
    seedFor("a", 1, 23),
    seedFor("a", 12, 3),
    seedFor("a", "é"),
    seedFor("a", "e"),
  ];
  assertEquals(new Set(seeds).size, seeds.length);
  assertEquals(seedFor("ab", "c"), seeds[0]);
});

Deno.test("seedFor() is an integer from 1 to 2³² - 1", () => {
  for (let i = 0; i < 20_000; i++) {
    const seed = seedFor("seed", i);
    assert(Number.isInteger(seed) && seed >= 1 && seed < 2 ** 32, `${i}: ${seed}`);
  }
});

Deno.test("seedFor() is never 0, also where the hash is", () => {
  // FNV-1a takes these texts to 0, and the mixer takes 0 to 0.
  for (const text of ["taribqvl", "fxdsatwp", "rimnbqqy"]) assertEquals(seedFor(text), 1);
});
