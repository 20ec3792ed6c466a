import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, initEngine, lossAndGradients, matrix, type Parameters, tf } from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import golden from "./golden/dec.json" with { type: "json" };
import { batchTarget, klDivergence, logSoftAssignments, targetDistribution } from "./target.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const rows = (values: number[][], Type: typeof Float64Array | typeof Float32Array = Float64Array) =>
  matrix(new Type(values.flat()), values.length, values[0].length);

const divergence = (p: tf.Tensor) => ({ codes, centroids }: Parameters) => ({
  loss: klDivergence(p, logSoftAssignments(codes, centroids, 1)),
  rest: [],
});

Deno.test("logSoftAssignments() is NumPy's", () => {
  tf.tidy(() => {
    const q = tf.exp(logSoftAssignments(tf.tensor2d(golden.codes), tf.tensor2d(golden.centroids), 1));
    assertClose(q.dataSync(), golden.q.flat(), 1e-6);
  });
});

Deno.test("logSoftAssignments() by other degrees of freedom, by hand, up to a Gaussian", () => {
  tf.tidy(() => {
    // Squared distances 3 and 9: (1 + 3 / 3)^-2 = 1/4 and (1 + 9 / 3)^-2 = 1/16.
    const q = (degrees: number) =>
      tf.exp(logSoftAssignments(tf.tensor2d([[0]]), tf.tensor2d([[Math.sqrt(3)], [-3]]), degrees)).dataSync();
    assertClose(q(3), [0.8, 0.2], 1e-6);
    // Without end, exp(-3 / 2) and exp(-9 / 2).
    const near = 1 / (1 + Math.exp(-3));
    assertClose(q(1e6), [near, 1 - near], 1e-5);
  });
});

Deno.test("targetDistribution() is NumPy's, in both number types", () => {
  assertClose(targetDistribution(rows(golden.q)).data, golden.p.flat(), 1e-9);
  const single = targetDistribution(rows(golden.q, Float32Array)).data;
  assert(single instanceof Float32Array);
  assertClose(single, golden.p.flat(), 1e-6);
});

Deno.test("divergence and gradients are PyTorch's, eager and compiled", () => {
  tf.tidy(() => {
    const p = tf.tensor2d(golden.p);
    const parameters = { codes: tf.tensor2d(golden.codes), centroids: tf.tensor2d(golden.centroids) };
    const differentiate = (p: tf.Tensor, parameters: Parameters) =>
      lossAndGradients(divergence(p), parameters);
    for (const fn of [differentiate, compile(differentiate, [p, parameters])]) {
      const { loss, gradients } = fn(p, parameters);
      assertAlmostEquals(loss.dataSync()[0], golden.loss, 1e-6);
      assertClose(gradients.codes.dataSync(), golden.codesGradient.flat(), 1e-6, "codes");
      assertClose(gradients.centroids.dataSync(), golden.centroidsGradient.flat(), 1e-6, "centroids");
    }
  });
});

Deno.test("gradients are the divergence's slopes by finite differences", () => {
  tf.tidy(() => {
    const p = tf.tensor2d(golden.p);
    const parameters = { codes: tf.tensor2d(golden.codes), centroids: tf.tensor2d(golden.centroids) };
    const { gradients } = lossAndGradients(divergence(p), parameters);
    for (const key of ["codes", "centroids"] as const) {
      const step = 1e-2;
      for (const direction of [gradients[key], tf.sin(tf.add(parameters[key], 1))]) {
        const unit = tf.div(direction, tf.norm(direction));
        const at = (sign: number) => {
          const moved = { ...parameters, [key]: tf.add(parameters[key], tf.mul(unit, sign * step)) };
          return divergence(p)(moved).loss.dataSync()[0];
        };
        const expected = tf.sum(tf.mul(gradients[key], unit)).dataSync()[0];
        assertAlmostEquals((at(1) - at(-1)) / (2 * step), expected, 1e-3, key);
      }
    }
  });
});

Deno.test("logSoftAssignments() is a distribution also far from all centroids, and at one of them", () => {
  tf.tidy(() => {
    const q = tf.exp(logSoftAssignments(tf.tensor2d([[1e12, 0], [3, 3]]), tf.tensor2d([[0, 0], [3, 3]]), 1));
    const [a, b, c, d] = q.dataSync();
    assertClose([a + b, c + d], [1, 1], 1e-6);
    assertAlmostEquals(a, 0.5, 1e-6);
    assert(d > c);
  });
});

Deno.test("targetDistribution() gives a cluster without any weight to no point", () => {
  const { data } = targetDistribution(rows([[0.5, 0.5, 0], [1, 0, 0]]));
  assertClose(data, [0.25, 0.75, 0, 1, 0, 0], 1e-12);
  // A weight that float32 can hold, and its square not.
  const tiny = targetDistribution(rows([[1, 1e-30], [1, 1e-30]], Float32Array)).data;
  assertClose(tiny, [1, 0, 1, 0], 1e-6);
});

Deno.test("targetDistribution() is sharper than what it is made of, and leaves that alone", () => {
  const q = rows([[0.7, 0.3], [0.3, 0.7]]);
  const { data } = targetDistribution(q);
  assert(data[0] > 0.7 && data[1] < 0.3);
  assertEquals(q.data, Float64Array.of(0.7, 0.3, 0.3, 0.7));
});

Deno.test("batchTarget() is the target distribution of the batch alone, also of assignments near 0", () => {
  tf.tidy(() => {
    const first = golden.q.slice(0, 5);
    const target = batchTarget(tf.log(tf.tensor2d(first)));
    assertClose(target.dataSync(), targetDistribution(rows(first)).data, 1e-6);
    // Its squares are below what float32 can hold.
    const tiny = batchTarget(tf.tensor2d([[0, -80], [0, -80]])).dataSync();
    assertClose(tiny, [1, 0, 1, 0], 1e-6);
  });
});

Deno.test("klDivergence() is 0 where both are equal, and takes targets of 0", () => {
  tf.tidy(() => {
    const p = tf.tensor2d([[0.25, 0.75], [0.5, 0.5]]);
    assertAlmostEquals(klDivergence(p, tf.log(p)).dataSync()[0], 0, 1e-7);
    const hard = tf.tensor2d([[1, 0]]);
    const value = klDivergence(hard, tf.log(tf.tensor2d([[0.5, 0.5]]))).dataSync()[0];
    assertAlmostEquals(value, Math.log(2), 1e-6);
  });
});
