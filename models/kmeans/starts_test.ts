import { assert, assertEquals } from "@std/assert";
import { random } from "../../engine/random.ts";
import { randomRows } from "./starts.ts";

Deno.test("randomRows() draws k different rows of n", () => {
  const next = random(1);
  for (const [n, k] of [[1, 1], [5, 5], [40, 7]]) {
    for (let trial = 0; trial < 50; trial++) {
      const rows = randomRows(n, k, next);
      assertEquals([rows.length, new Set(rows).size], [k, k]);
      assert(rows.every((row) => row >= 0 && row < n));
    }
  }
});

Deno.test("randomRows() draws each row equally often in each place", () => {
  const next = random(2);
  const n = 6, k = 3, draws = 6000;
  const counts = Array.from({ length: k }, () => new Float64Array(n));
  for (let draw = 0; draw < draws; draw++) {
    randomRows(n, k, next).forEach((row, place) => counts[place][row]++);
  }
  for (const inPlace of counts) {
    const chiSquared = inPlace.reduce((sum, count) => sum + (count - draws / n) ** 2 / (draws / n), 0);
    // The 99.9 % quantile of 5 degrees of freedom.
    assert(chiSquared < 20.5, `${chiSquared}`);
  }
});
