import { assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, matrix, random, tf } from "../../engine/mod.ts";
import { silhouette } from "../../metrics/mod.ts";
import { silhouettes } from "./silhouettes.ts";

await initEngine({ engine: "wasm", quiet: true });

const next = random(7);
const numbers = (count: number) => Float32Array.from({ length: count }, () => next());
const clustering = (rows: number, k: number) =>
  Int32Array.from({ length: rows }, (_, i) => i < k ? i : Math.floor(next() * k));

Deno.test("silhouettes() agrees with the silhouette of each clustering, over several chunks of points", async () => {
  const rows = 1500;
  const points = matrix(numbers(rows * 5), rows, 5);
  const clusterings = [2, 3, 7].map((k) => clustering(rows, k));
  const found = await silhouettes(points, clusterings, 7);
  for (const [i, clusters] of clusterings.entries()) {
    assertAlmostEquals(found[i], await silhouette(points, clusters), 1e-6);
  }
});

Deno.test("silhouettes() agrees where there are more clusters in all than are looked at together", async () => {
  const points = matrix(numbers(120), 40, 3);
  const clusterings = Array.from({ length: 200 }, () => clustering(40, 20));
  const found = await silhouettes(points, clusterings, 20);
  assertEquals(found.length, 200);
  for (const i of [0, 127, 128, 199]) {
    assertAlmostEquals(found[i], await silhouette(points, clusterings[i]), 1e-6);
  }
});

Deno.test("silhouettes(): a point alone in its cluster counts as 0, and so do points that are all the same", async () => {
  const points = matrix(Float32Array.of(0, 1, 4), 3, 1);
  assertAlmostEquals((await silhouettes(points, [Int32Array.of(0, 0, 1)], 2))[0], (3 / 4 + 2 / 3) / 3, 1e-6);
  const same = matrix(new Float32Array(4).fill(2), 4, 1);
  assertEquals(await silhouettes(same, [Int32Array.of(0, 1, 0, 1)], 2), [0]);
});

Deno.test("silhouettes() leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  await silhouettes(matrix(numbers(20), 10, 2), [clustering(10, 3)], 3);
  assertEquals(tf.memory().numTensors, before);
});
