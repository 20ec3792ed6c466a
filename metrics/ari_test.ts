import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { random } from "../engine/random.ts";
import { ari } from "./ari.ts";

Deno.test("ari() is 1 where no pair is judged differently", () => {
  assertEquals(ari([4, 4, 4], [0, 0, 0]), 1);
  assertEquals(ari([1, 2, 3], [3, 1, 2]), 1);
  assertEquals(ari([], []), 1);
});

Deno.test("ari() equals Hubert and Arabie's formula by hand", () => {
  // Of 15 pairs, 6 are together in the classes (3 each), 3 in the clusters (1 each), 2 in both.
  const together = 2, expected = 6 * 3 / 15, most = (6 + 3) / 2;
  assertAlmostEquals(
    ari([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]),
    (together - expected) / (most - expected),
    1e-15,
  );
});

Deno.test("ari() of random labels is 0 on average", () => {
  const next = random(5);
  const draw = () => Int32Array.from({ length: 300 }, () => Math.floor(next() * 6));
  let sum = 0;
  for (let trial = 0; trial < 200; trial++) sum += ari(draw(), draw());
  assert(Math.abs(sum / 200) < 0.002);
});

Deno.test("ari() stays exact for 70,000 points", () => {
  const classes = Int32Array.from({ length: 70_000 }, (_, i) => i % 10);
  assertEquals(ari(classes, classes), 1);
  // One point moved: from pairs counted as big integers.
  const moved = classes.slice();
  moved[0] = 1;
  const pairs = (n: bigint) => n * (n - 1n) / 2n;
  const together = pairs(6999n) + 9n * pairs(7000n);
  const inClasses = 10n * pairs(7000n), inClusters = pairs(6999n) + pairs(7001n) + 8n * pairs(7000n);
  const all = pairs(70_000n);
  const exact = Number(together * all - inClasses * inClusters) /
    Number((inClasses + inClusters) * all / 2n - inClasses * inClusters);
  assertAlmostEquals(ari(classes, moved), exact, 1e-12);
});
