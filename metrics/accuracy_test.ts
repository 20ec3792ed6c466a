import { assert, assertEquals, assertThrows } from "@std/assert";
import { permutation, random } from "../engine/random.ts";
import { accuracy } from "./accuracy.ts";

/** The accuracy by trying every one-to-one matching. */
function accuracyByTrial(classes: ArrayLike<number>, clusters: ArrayLike<number>, names: number): number {
  let best = 0;
  const tryAll = (matching: number[]) => {
    if (matching.length === names) {
      let right = 0;
      for (let i = 0; i < classes.length; i++) if (matching[clusters[i]] === classes[i]) right++;
      best = Math.max(best, right);
      return;
    }
    for (let name = 0; name < names; name++) {
      if (!matching.includes(name)) tryAll([...matching, name]);
    }
  };
  tryAll([]);
  return best / classes.length;
}

Deno.test("accuracy() is 1 for the same labels under other names", () => {
  assertEquals(accuracy([0, 0, 1, 2], [-5, -5, 2 ** 50, 9]), 1);
});

Deno.test("accuracy() finds the matching where a greedy choice fails", () => {
  // Overlaps 7, 6 / 6, 3: the largest first gives 7 + 3.
  const classes = [...Array(13).fill(0), ...Array(9).fill(1)];
  const clusters = [...Array(7).fill(0), ...Array(6).fill(1), ...Array(6).fill(0), ...Array(3).fill(1)];
  assertEquals(accuracy(classes, clusters), 12 / 22);
});

Deno.test("accuracy() counts the clusters left over as wrong", () => {
  assertEquals(accuracy([0, 0, 0, 0], [1, 1, 2, 3]), 0.5);
  assertEquals(accuracy([1, 1, 2, 3], [0, 0, 0, 0]), 0.5);
});

Deno.test("accuracy() equals the best of all matchings", () => {
  const next = random(11);
  for (let trial = 0; trial < 200; trial++) {
    const names = 2 + trial % 4;
    // Fewer names on one side make the table rectangular.
    const draw = (count: number) => Int32Array.from({ length: 30 }, () => Math.floor(next() * count));
    const classes = draw(names), clusters = draw(1 + Math.floor(next() * names));
    const pair = trial % 2 ? [classes, clusters] : [clusters, classes];
    assertEquals(accuracy(pair[0], pair[1]), accuracyByTrial(pair[0], pair[1], names));
  }
});

Deno.test("accuracy() matches 500 clusters to 10 classes", () => {
  const next = random(3);
  const clusters = permutation(5000, next).map((i) => i % 500);
  const value = accuracy(clusters.map((cluster) => cluster % 10), clusters);
  assert(Math.abs(value - 10 / 500) < 1e-12);
});

Deno.test("accuracy() refuses no labels", () => {
  assertThrows(() => accuracy([], []), RangeError, "Cannot compute the accuracy: there must be at least one");
});
