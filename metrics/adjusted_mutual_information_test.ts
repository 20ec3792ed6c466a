import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { permutation, random } from "../engine/random.ts";
import { adjustedMutualInformation } from "./adjusted_mutual_information.ts";
import { type Average, AVERAGES } from "./averages.ts";
import { contingency } from "./contingency.ts";
import { entropy, mutualInformation } from "./information.ts";
import { randomLabels } from "./trials.ts";

/** All orders of `labels`, equal ones as often as they come. */
function* orders(labels: number[]): Generator<number[]> {
  if (labels.length === 0) yield [];
  for (let i = 0; i < labels.length; i++) {
    for (const rest of orders(labels.toSpliced(i, 1))) yield [labels[i], ...rest];
  }
}

Deno.test("adjustedMutualInformation() takes the exact mean over all orders of the labels", () => {
  for (
    const [classes, clusters] of [
      [[0, 0, 0, 1, 1, 2, 2], [0, 0, 1, 1, 1, 1, 2]],
      // Classes and clusters so large that they must meet.
      [[0, 0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 1, 0, 1]],
      [[0, 1, 2, 3, 4, 4, 4], [0, 0, 0, 0, 0, 0, 1]],
    ]
  ) {
    const information = (labels: number[]) => mutualInformation(contingency(classes, labels, "x"));
    let sum = 0, count = 0;
    for (const order of orders(clusters)) {
      sum += information(order);
      count++;
    }
    const { rows, columns, points } = contingency(classes, clusters, "x");
    const most = (entropy(rows, points) + entropy(columns, points)) / 2;
    const expected = (information(clusters) - sum / count) / (most - sum / count);
    assertAlmostEquals(adjustedMutualInformation(classes, clusters), expected, 1e-13);
  }
});

Deno.test("adjustedMutualInformation() of random labels is 0 on average", () => {
  const next = random(5);
  for (const average of AVERAGES) {
    let sum = 0;
    for (let trial = 0; trial < 200; trial++) {
      sum += adjustedMutualInformation(randomLabels(90, 6, next), randomLabels(90, 9, next), { average });
    }
    assert(Math.abs(sum / 200) < 0.005, `${average}: ${sum / 200}`);
  }
});

Deno.test("adjustedMutualInformation() is 1 for one cluster on both sides, 0 for one on one side", () => {
  for (const average of AVERAGES) {
    assertEquals(adjustedMutualInformation([3, 3, 3], [8, 8, 8], { average }), 1);
    assertEquals(adjustedMutualInformation([3, 3, 3], [1, 2, 3], { average }), 0);
    assertEquals(adjustedMutualInformation([1, 2, 2], [8, 8, 8], { average }), 0);
  }
});

Deno.test("adjustedMutualInformation() of single points is 1 where they are all that can be told", () => {
  const classes = Int32Array.from({ length: 40 }, (_, i) => i % 4);
  const singles = permutation(40, random(1));
  for (const average of AVERAGES) {
    assertEquals(adjustedMutualInformation(singles, singles.toReversed(), { average }), 1);
    const value = adjustedMutualInformation(classes, singles, { average });
    assertAlmostEquals(value, average === "min" ? 1 : 0, 1e-12);
  }
});

Deno.test("adjustedMutualInformation() with the average min can be far below 0", () => {
  // The point that is alone on the right is of the pair on the left, so ln 2 / 3 of its entropy is not told; on average, that
  // is so in one of three orders: (-1/3 + 1/9) / (1/9).
  assertAlmostEquals(
    adjustedMutualInformation([0, 0, 1, 2, 3, 4], [1, 0, 0, 0, 0, 0], { average: "min" }),
    -2,
    1e-12,
  );
});

Deno.test("adjustedMutualInformation() of 70,000 points of a cluster each, or nearly, is quick and exact", () => {
  const singles = Int32Array.from({ length: 70_000 }, (_, i) => i);
  const pair = singles.map((i) => i === 0 ? 1 : i);
  const apart = singles.map((i) => i === 3 ? 2 : i);
  assertEquals(adjustedMutualInformation(pair, pair), 1);
  assertAlmostEquals(adjustedMutualInformation(pair, apart), 0, 1e-6);
});

Deno.test("adjustedMutualInformation() refuses no labels and another average", () => {
  assertThrows(
    () => adjustedMutualInformation([], []),
    RangeError,
    "Cannot compute the adjusted mutual information: there must be at least one label",
  );
  assertThrows(
    () => adjustedMutualInformation([0], [0], { average: "mean" as Average }),
    RangeError,
    "Cannot compute the adjusted mutual information: average must be one of",
  );
});
