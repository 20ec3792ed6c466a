import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, initEngine, lossAndGradients, spec, tf } from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import golden from "./golden/snnl.json" with { type: "json" };
import { type SnnlOptions, softNearestNeighborLoss, type Temperature, temperatureAt } from "./loss.ts";

await initEngine({ engine: "tensorflow", quiet: true });

/** The loss of points given as rows, or as numbers with `columns` to a row. */
function lossOf(
  points: number[][],
  labels: number[] | null,
  temperature: number,
  options: SnnlOptions,
): number {
  return tf.tidy(() =>
    softNearestNeighborLoss(
      tf.tensor2d(points),
      labels && tf.tensor1d(labels, "int32"),
      tf.scalar(temperature),
      options,
    ).dataSync()[0]
  );
}

function gradientOf(
  points: number[][],
  labels: number[] | null,
  temperature: number,
  options: SnnlOptions,
): { value: number; gradient: number[] } {
  return tf.tidy(() => {
    const y = labels && tf.tensor1d(labels, "int32");
    const { loss, gradients } = lossAndGradients(({ x }) => ({
      loss: softNearestNeighborLoss(x, y, tf.scalar(temperature), options),
      rest: [],
    }), { x: tf.tensor2d(points) });
    return { value: loss.dataSync()[0], gradient: Array.from(gradients.x.dataSync()) };
  });
}

function rows(values: readonly number[], columns: number): number[][] {
  return Array.from(
    { length: values.length / columns },
    (_, i) => values.slice(i * columns, (i + 1) * columns),
  );
}

const goldenPoints = rows(golden.points, golden.columns);
const DISTANCES = ["cosine", "euclidean"] as const;

Deno.test("softNearestNeighborLoss() of four points on a line, by hand", () => {
  // 0 and 1 against 3 and 4, squared distances: 0 has 1, 9, 16; 1 has 1, 4, 9; 3 and 4 mirror them.
  // -log(e^-1 / (e^-1 + e^-9 + e^-16)) = log(1 + e^-8 + e^-15) = 0.000335712
  // -log(e^-1 / (e^-1 + e^-4 + e^-9)) = log(1 + e^-3 + e^-8) = 0.048906849; their mean is 0.024621280.
  const loss = lossOf([[0], [1], [3], [4]], [0, 0, 1, 1], 1, { distance: "euclidean", epsilon: 0 });
  assertAlmostEquals(loss, 0.02462128, 1e-6);
});

Deno.test("softNearestNeighborLoss() of two right-angled pairs, by hand", () => {
  // Cosine distance 0 within a pair whatever the lengths, 1 between pairs: log(1 + 2 e^(-1/T)) for every point.
  const points = [[1, 0], [2, 0], [0, 3], [0, 1]];
  const loss = (temperature: number, labels: number[] | null) =>
    lossOf(points, labels, temperature, { distance: "cosine", epsilon: 0 });
  assertAlmostEquals(loss(1, [5, 5, 7, 7]), 0.551444714, 1e-6);
  assertAlmostEquals(loss(0.5, [5, 5, 7, 7]), 0.239544831, 1e-6);
  // The other way round, each point's own class is at distance 1: -log(e^-1 / (1 + 2 e^-1)) = 1 + 0.551444714.
  const [a, b, c, d] = points;
  assertAlmostEquals(
    lossOf([a, c, b, d], [0, 0, 1, 1], 1, { distance: "cosine", epsilon: 0 }),
    1.551444714,
    1e-6,
  );
  assertAlmostEquals(loss(1, null), 0, 1e-6);
});

Deno.test("softNearestNeighborLoss() puts epsilon under the quotient and into the logarithm", () => {
  // Two points of one class at distance d = 2: F = e^-2 = 0.135335; with epsilon 0.1:
  // -log(0.1 + 0.135335 / 0.235335) = -log(0.675073) = 0.392934.
  const loss = lossOf([[1], [-1]], [0, 0], 1, { distance: "cosine", epsilon: 0.1 });
  assertAlmostEquals(loss, 0.392934, 1e-5);
});

Deno.test("softNearestNeighborLoss() has PyTorch's values and gradients", () => {
  for (const { distance, temperature, supervised, value, gradient } of golden.cases) {
    const labels = supervised ? golden.labels : null;
    const ours = gradientOf(goldenPoints, labels, temperature, { distance: distance as "cosine" });
    const what = `${distance}, T = ${temperature}, ${supervised ? "supervised" : "unsupervised"}`;
    assertClose([ours.value], [value], 1e-5, `${what}: value`);
    assertClose(ours.gradient, gradient, 1e-4, `${what}: gradient`);
  }
});

Deno.test("softNearestNeighborLoss() compiled has the same values", () => {
  const labels = tf.tensor1d(golden.labels, "int32");
  const points = tf.tensor2d(goldenPoints);
  const step = compile(
    (x: tf.Tensor, y: tf.Tensor, t: tf.Tensor) =>
      DISTANCES.map((distance) => softNearestNeighborLoss(x, y, t, { distance })),
    [points, labels, spec([])],
  );
  for (const temperature of [0.116, 1]) {
    const t = tf.scalar(temperature);
    const losses = step(points, labels, t);
    DISTANCES.forEach((distance, i) => {
      const expected = golden.cases.find((one) =>
        one.distance === distance && one.temperature === temperature && one.supervised
      )!;
      assertClose(losses[i].dataSync(), [expected.value], 1e-5, `${distance}, T = ${temperature}`);
    });
    tf.dispose([losses, t]);
  }
  tf.dispose([labels, points]);
});

Deno.test("softNearestNeighborLoss()'s gradient is the slope between near points", () => {
  const step = 4e-3;
  // Without the row of zeros, where the cosine distance jumps.
  const points = goldenPoints.filter((_, i) => i !== 4);
  const labels = golden.labels.filter((_, i) => i !== 4);
  for (const distance of DISTANCES) {
    const { gradient } = gradientOf(points, labels, 1, { distance });
    const slopes = gradient.map((_, at) => {
      const moved = (by: number) =>
        points.map((row, i) => row.map((value, j) => i * golden.columns + j === at ? value + by : value));
      return (lossOf(moved(step), labels, 1, { distance }) - lossOf(moved(-step), labels, 1, { distance })) /
        (2 * step);
    });
    assertClose(gradient, slopes, 5e-4, distance);
  }
});

Deno.test("softNearestNeighborLoss() does not depend on the order of points, nor cosine on their lengths", () => {
  const order = [3, 8, 0, 5, 1, 7, 2, 6, 4];
  for (const distance of DISTANCES) {
    const expected = lossOf(goldenPoints, golden.labels, 1, { distance });
    const shuffled = lossOf(order.map((i) => goldenPoints[i]), order.map((i) => golden.labels[i]), 1, {
      distance,
    });
    assertAlmostEquals(shuffled, expected, 1e-5);
  }
  const stretched = goldenPoints.map((row, i) => row.map((value) => value * (i + 1)));
  assertAlmostEquals(
    lossOf(stretched, golden.labels, 1, { distance: "cosine" }),
    lossOf(goldenPoints, golden.labels, 1, { distance: "cosine" }),
    1e-5,
  );
});

Deno.test("softNearestNeighborLoss() counts a point without another of its class as -log epsilon, without pull", () => {
  const points = [[1, 0], [0.8, 0.6], [0, 1]];
  for (const distance of DISTANCES) {
    const { value, gradient } = gradientOf(points, [0, 1, 2], 1, { distance });
    assertAlmostEquals(value, -Math.log(1e-5), 1e-4);
    assertEquals(gradient.map(Math.abs), Array(6).fill(0));
    assertAlmostEquals(lossOf([[1, 2]], [0], 1, { distance }), -Math.log(1e-5), 1e-4);
  }
});

Deno.test("softNearestNeighborLoss() of one class is that without labels, about 0", () => {
  for (const distance of DISTANCES) {
    const one = gradientOf(goldenPoints, Array(9).fill(3), 0.116, { distance });
    const none = gradientOf(goldenPoints, null, 0.116, { distance });
    assertAlmostEquals(one.value, none.value, 1e-5);
    assertClose(one.gradient, none.gradient, 1e-3, distance);
    assertAlmostEquals(lossOf(goldenPoints, Array(9).fill(3), 1, { distance }), 0, 2e-5);
  }
});

Deno.test("softNearestNeighborLoss() and its gradient stay finite", () => {
  const zeros = Array.from({ length: 4 }, () => [0, 0, 0]);
  const equal = Array.from({ length: 4 }, () => [0.3, 0.2, 0.9]);
  const opposite = [[1, 1, 1], [-1, -1, -1], [1, 1, 1], [-1, -1, -1]];
  const far = [[1e4, 0, 0], [0, 1e4, 0], [0, 0, 1e4], [1e-20, 0, 0]];
  for (const points of [zeros, equal, opposite, far]) {
    for (const labels of [[0, 0, 1, 1], [0, 0, 0, 0], [0, 1, 1, 1], null]) {
      for (const distance of DISTANCES) {
        for (const temperature of [1e-3, 0.05, 1, 100]) {
          const { value, gradient } = gradientOf(points, labels, temperature, { distance });
          const what = `${distance}, T = ${temperature}, labels ${labels}, points ${points.join(" | ")}`;
          assert(Number.isFinite(value) && value >= -2e-5 && value <= 11.6, `${what}: ${value}`);
          assert(gradient.every(Number.isFinite), `${what}: ${gradient}`);
        }
      }
    }
  }
});

Deno.test("softNearestNeighborLoss() takes a row of zeros as at cosine distance 1 from all others", () => {
  // Points 0 and 1 coincide, 2 is zero: -log(1 / (1 + e^-1)) twice, and for 2, alone in its class, -log epsilon.
  const loss = lossOf([[1, 0], [1, 0], [0, 0]], [0, 0, 1], 1, { distance: "cosine" });
  assertAlmostEquals(loss, (2 * Math.log(1 + Math.exp(-1)) - Math.log(1e-5)) / 3, 1e-4);
});

Deno.test("temperatureAt() is Eq. 3's, from 1 down, or the fixed value", () => {
  const annealed: Temperature = { kind: "annealed", eta: 1, gamma: 0.55 };
  const at = (temperature: Temperature, epoch: number) =>
    tf.tidy(() => temperatureAt(temperature, tf.scalar(epoch)).dataSync()[0]);
  // 1, 2^-0.55, 10^-0.55, 20^-0.55, 50^-0.55.
  assertClose([0, 1, 9, 19, 49].map((epoch) => at(annealed, epoch)), [1, 0.683, 0.282, 0.193, 0.116], 5e-4);
  assertClose([at({ kind: "annealed", eta: 3, gamma: 2 }, 1)], [1 / 16], 1e-6);
  assertEquals([0, 49].map((epoch) => at({ kind: "fixed", value: 10 }, epoch)), [10, 10]);
});
