import { assertEquals } from "@std/assert";
import { accuracy } from "../../metrics/mod.ts";
import { random } from "../../engine/mod.ts";
import { matchedClasses } from "./matching.ts";

const plain = (map: ReadonlyMap<number, number>) => [...map].sort(([a], [b]) => a - b);

Deno.test("matchedClasses() finds the classes under other names", () => {
  assertEquals(plain(matchedClasses([0, 0, 1, 1, 2], [7, 7, 5, 5, 6])), [[5, 1], [6, 2], [7, 0]]);
});

Deno.test("matchedClasses() leaves clusters over where there are more than classes, and takes each class once", () => {
  assertEquals(plain(matchedClasses([0, 0, 0, 1, 1], [1, 1, 2, 3, 3])), [[1, 0], [3, 1]]);
  // Both clusters are mostly of class 0; the second gets the class that is left.
  assertEquals(plain(matchedClasses([0, 0, 0, 0, 0, 1], [1, 1, 1, 2, 2, 2])), [[1, 0], [2, 1]]);
  assertEquals(plain(matchedClasses([0, 1], [4, 4])).length, 1);
  assertEquals(plain(matchedClasses([], [])), []);
});

Deno.test("matchedClasses() has as many points in common as the accuracy says", () => {
  const next = random(3);
  const classes = Array.from({ length: 200 }, () => Math.floor(6 * next()));
  const clusters = classes.map((one) => next() < 0.5 ? (one + 2) % 6 : Math.floor(8 * next()));
  const matched = matchedClasses(classes, clusters);
  const right = classes.filter((one, i) => matched.get(clusters[i]) === one).length;
  assertEquals(right / classes.length, accuracy(classes, clusters));
});
