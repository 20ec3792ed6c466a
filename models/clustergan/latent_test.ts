import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, initEngine, spec, tf } from "../../engine/mod.ts";
import { drawLatent, LATENT_DRAWS, type LatentChoices, latentOf } from "./latent.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const LATENT: LatentChoices = { k: 5, noise: 3, deviation: 0.1 };
const COUNT = 2000;

const seedOf = (step: number) => tf.tensor1d([42, step], "int32");

/** Rows of numbers drawn by a seed. */
function drawn(step: number, draw: number): number[][] {
  return tf.tidy(() => drawLatent(LATENT, COUNT, seedOf(step), draw).arraySync() as number[][]);
}

Deno.test("drawLatent() draws normal noise of the deviation, and one-hot codes that are equally likely", () => {
  const rows = drawn(7, 0);
  const noise = rows.flatMap((row) => row.slice(0, 3));
  const mean = noise.reduce((sum, x) => sum + x, 0) / noise.length;
  const variance = noise.reduce((sum, x) => sum + (x - mean) ** 2, 0) / noise.length;
  // Four standard errors.
  assertAlmostEquals(mean, 0, 4 * 0.1 / Math.sqrt(noise.length));
  assertAlmostEquals(Math.sqrt(variance), 0.1, 4 * 0.1 / Math.sqrt(2 * noise.length));
  const counts = new Array(5).fill(0);
  for (const row of rows) {
    const code = row.slice(3);
    assertEquals(code.toSorted(), [0, 0, 0, 0, 1]);
    counts[code.indexOf(1)]++;
  }
  for (const count of counts) assertAlmostEquals(count, COUNT / 5, 4 * Math.sqrt(COUNT * 0.2 * 0.8));
});

Deno.test("drawLatent() depends on the seed and the draw alone, and is the same compiled", () => {
  assertEquals(drawn(7, 0), drawn(7, 0));
  assert(drawn(8, 0).some((row, i) => row[0] !== drawn(7, 0)[i][0]));
  // The next vectors share no draw with these.
  const [one, next] = [drawn(7, 0), drawn(7, LATENT_DRAWS)];
  assert(one.some((row, i) => row.indexOf(1) !== next[i].indexOf(1)));
  assert(one.every((row, i) => row[0] !== next[i][0]));
  tf.tidy(() => {
    const compiled = compile((seed: tf.Tensor) => drawLatent(LATENT, COUNT, seed, 0), [spec([2], "int32")]);
    const rows = compiled(seedOf(7)).arraySync() as number[][];
    rows.forEach((row, i) => row.forEach((x, j) => assertAlmostEquals(x, one[i][j], 1e-6)));
  });
});

Deno.test("latentOf() has the codes that it is given", () => {
  const rows = tf.tidy(() => latentOf(LATENT, tf.tensor1d([4, 0, 4]), seedOf(1), 0).arraySync());
  assertEquals((rows as number[][]).map((row) => row.slice(3)), [[0, 0, 0, 0, 1], [1, 0, 0, 0, 0], [
    0,
    0,
    0,
    0,
    1,
  ]]);
});
