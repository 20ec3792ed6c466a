import { assertEquals, assertThrows } from "@std/assert";
import { accuracy } from "../../metrics/accuracy.ts";
import { matchedClasses } from "./matched.ts";

Deno.test("matchedClasses() makes as many points right as the accuracy counts", () => {
  let state = 7;
  const random = (count: number) => (state = state * 48271 % 2147483647) % count;
  for (const [k, c] of [[3, 3], [5, 3], [3, 5], [1, 4], [4, 1]]) {
    const classes = Array.from({ length: 60 }, () => 10 * random(c) - 7);
    const clusters = classes.map((one, i) => i % 3 === 0 ? random(k) : (one + 7) / 10 % k);
    const matched = new Map(matchedClasses(classes, clusters));
    const right = classes.filter((one, i) => one === matched.get(clusters[i])).length;
    assertEquals(right / 60, accuracy(classes, clusters), `${k} clusters, ${c} classes`);
    const [own, all] = [[...matched.values()].filter((one) => one !== null), new Set(classes).size];
    assertEquals([matched.size, new Set(own).size], [new Set(clusters).size, own.length]);
    assertEquals(own.length, Math.min(matched.size, all));
  }
});

Deno.test("matchedClasses() has nothing for no points, and refuses labels that are no integers", () => {
  assertEquals(matchedClasses([], []), []);
  assertThrows(() => matchedClasses([0, 0.5], [0, 1]), RangeError);
  assertThrows(() => matchedClasses([0], [0, 1]), RangeError);
});
