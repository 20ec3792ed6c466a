import { assertAlmostEquals, assertEquals } from "@std/assert";
import { normal, type Random, random } from "../../engine/random.ts";
import { countedEnd, drawnLowerEnd, drawnUpperEnd } from "./ends.ts";

const exponential = (next: Random) => -Math.log(1 - next());

/** In which share of 20,000 trials the best of m draws lies beyond the end of n others. */
function missed(
  { n, m, weights, draw, lower }: {
    n: number;
    m: number;
    weights: readonly number[];
    draw: (next: Random) => number;
    lower?: boolean;
  },
): number {
  const next = random(1);
  const trials = 20_000;
  let count = 0;
  for (let trial = 0; trial < trials; trial++) {
    const sorted = Array.from({ length: n }, () => draw(next)).sort((a, b) => a - b);
    let best = -Infinity;
    for (let i = 0; i < m; i++) best = Math.max(best, draw(next));
    const end = weights.reduce((sum, weight, i) => sum + weight * sorted[i], 0);
    if (lower ? best < end : best > end) count++;
  }
  return count / trials;
}

/** P(one of m draws passes the drawn end) as an alternating sum, which is another way than that of the code. */
function passed(n: number, m: number, r: number, c: number): number {
  let share = 0, choices = 1, moment = 1;
  for (let k = 1; k <= m; k++) {
    choices *= (m - k + 1) / k;
    moment *= (r + k) / (n + k);
    share += (k % 2 === 1 ? 1 : -1) * choices * moment * Math.pow(1 + c * k / r, -r);
  }
  return share;
}

Deno.test("the weights of every end add up to 1", () => {
  for (const n of [2, 3, 4, 8, 16]) {
    for (const m of [1, 2, 4, 10, 200]) {
      for (
        const weights of [countedEnd(n, m, 0.03), drawnUpperEnd(n, m, 0.035), drawnLowerEnd(n, m, 0.035)]
      ) {
        if (weights === undefined) continue;
        assertEquals(weights.length, n);
        assertAlmostEquals(weights.reduce((sum, weight) => sum + weight), 1, 1e-9);
      }
    }
  }
});

Deno.test("countedEnd() is a value itself where the ranks give the very share", () => {
  // Of the C(6, 2) = 15 ways to rank two draws among four values, one has both below the smallest, three below the second.
  const weights = countedEnd(4, 2, 3 / 15)!;
  for (const [i, expected] of [0, 1, 0, 0].entries()) assertAlmostEquals(weights[i], expected, 1e-9);
  assertEquals(countedEnd(4, 2, 0.99 / 15), undefined);
});

Deno.test("countedEnd() stays at the largest value where that is low enough", () => {
  assertEquals(countedEnd(2, 200, 0.03), [0, 1]);
});

Deno.test("countedEnd() is missed as often as asked, about so for every distribution", () => {
  for (const [n, m] of [[8, 4], [16, 4], [16, 2]]) {
    const weights = countedEnd(n, m, 0.03)!;
    assertAlmostEquals(missed({ n, m, weights, draw: (next) => next(), lower: true }), 0.03, 0.004);
    for (const draw of [normal, exponential]) {
      assertAlmostEquals(missed({ n, m, weights, draw, lower: true }), 0.03, 0.005);
    }
  }
});

Deno.test("drawnUpperEnd() is missed as often as asked by the formula", () => {
  for (const [n, r] of [[2, 1], [3, 2], [4, 2], [8, 2], [16, 4], [40, 10]]) {
    for (const m of [1, 2, 4, 10]) {
      const weights = drawnUpperEnd(n, m, 0.035);
      const c = 1 - weights[n - r - 1];
      assertAlmostEquals(passed(n, m, r, c), 0.035, 1e-9);
      assertAlmostEquals(weights[n - 1], c / r, 1e-9 * c);
    }
  }
});

Deno.test("drawnUpperEnd() is missed as often as asked where the tail is exponential", () => {
  for (const [n, m] of [[4, 4], [8, 1], [16, 4]]) {
    const weights = drawnUpperEnd(n, m, 0.035);
    assertAlmostEquals(missed({ n, m, weights, draw: exponential }), 0.035, 0.004);
  }
});

Deno.test("drawnLowerEnd() is missed as often as asked where the tail is exponential and nothing can be counted", () => {
  for (const [n, m] of [[2, 4], [4, 2], [8, 1]]) {
    assertEquals(countedEnd(n, m, 0.02), undefined);
    const weights = drawnLowerEnd(n, m, 0.035);
    const draw = (next: Random) => -exponential(next);
    assertAlmostEquals(missed({ n, m, weights, draw, lower: true }), 0.035, 0.004);
  }
});

Deno.test("drawnUpperEnd() is missed less often where the tail falls off faster", () => {
  for (const [n, m] of [[4, 4], [8, 4], [16, 4]]) {
    const weights = drawnUpperEnd(n, m, 0.035);
    for (const draw of [normal, (next: Random) => next()]) {
      assertEquals(missed({ n, m, weights, draw }) < 0.025, true);
    }
  }
});
