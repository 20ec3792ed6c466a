import { assertAlmostEquals } from "@std/assert";
import { initEngine, lossAndGradients, type Parameters, tf } from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import golden from "./golden/loss.json" with { type: "json" };
import { responsibilities, type ResponsibilityChoices, vadeLoss } from "./loss.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const tensorOf = ({ shape, values }: { shape: number[]; values: number[] }) => tf.tensor(values, shape);

/** A component at the origin and one elsewhere, of the same variances. */
const twoComponents = (apart: number, weights = [0.5, 0.5]) => ({
  weights: tf.tensor1d(weights),
  means: tf.tensor2d([[0, 0], [apart, 0]]),
  variances: tf.ones([2, 2]),
});

for (const { weightCounts, floor, ...expected } of golden.cases) {
  const choices = { weightCounts, floor } as ResponsibilityChoices;
  Deno.test(`vadeLoss() and its slopes are NumPy's: weights count ${weightCounts}, floor ${floor}`, () => {
    tf.tidy(() => {
      const x = tensorOf(golden.x);
      const inputs = Object.fromEntries(
        Object.entries(golden.inputs).map(([name, given]) => [name, tensorOf(given)]),
      );
      const { loss, gradients } = lossAndGradients((p: Parameters) => {
        const { weights, means, variances, mean, logVariance, z, logits } = p;
        return {
          loss: vadeLoss(x, { mean, logVariance, z, logits }, { weights, means, variances }, choices),
          rest: [],
        };
      }, inputs);
      assertAlmostEquals(loss.dataSync()[0], expected.loss, 1e-5);
      for (const [name, slopes] of Object.entries(expected.slopes)) {
        assertClose(gradients[name].dataSync(), slopes, 2e-5, name);
      }
      const { weights, means, variances, z } = inputs;
      const gamma = responsibilities(z, { weights, means, variances }, choices);
      assertClose(gamma.dataSync(), expected.responsibilities, 1e-5, "responsibilities");
    });
  });
}

Deno.test("responsibilities() of a code half way between two components, by hand", () => {
  tf.tidy(() => {
    const z = tf.tensor2d([[1, 0]]);
    const of = (weights: number[], weightCounts: ResponsibilityChoices["weightCounts"]) =>
      responsibilities(z, twoComponents(2, weights), { weightCounts, floor: 0 }).dataSync();
    assertClose(of([0.5, 0.5], "once"), [0.5, 0.5], 1e-6);
    assertClose(of([0.8, 0.2], "once"), [0.8, 0.2], 1e-6);
    // In two dimensions 0.8² : 0.2².
    assertClose(of([0.8, 0.2], "each dimension"), [16 / 17, 1 / 17], 1e-6);
  });
});

Deno.test("responsibilities() hold where a density is beyond float32, with a floor too", () => {
  tf.tidy(() => {
    const mixture = {
      weights: tf.tensor1d([0.5, 0.5]),
      means: tf.zeros([2, 70]),
      variances: tf.fill([2, 70], 0.01),
    };
    const gamma = responsibilities(tf.zeros([1, 70]), mixture, { weightCounts: "once", floor: 1e-10 });
    assertClose(gamma.dataSync(), [0.5, 0.5], 1e-6, "responsibilities");
  });
});

Deno.test("responsibilities() far from all components: the nearest without a floor, all alike with one", () => {
  tf.tidy(() => {
    const z = tf.tensor2d([[-40, 0]]);
    const of = (floor: number) =>
      responsibilities(z, twoComponents(2), { weightCounts: "once", floor }).dataSync();
    assertClose(of(0), [1, 0], 1e-6);
    assertClose(of(1e-10), [0.5, 0.5], 1e-6);
  });
});
