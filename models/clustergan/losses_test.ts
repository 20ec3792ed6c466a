import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, initEngine, lossAndGradients, type Parameters, tf } from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import golden from "./golden/clustergan.json" with { type: "json" };
import { criticLoss, gradientPenalty, pairLoss } from "./losses.ts";
import { type ClusterGanArchitecture, inputGradients } from "./networks.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const ARCHITECTURE = golden.architecture as unknown as ClusterGanArchitecture;

const tensors = (values: Record<string, unknown>): Parameters =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tf.tensor(value as number[])]));

/** Images, generated ones, and how they are mixed. */
const batch = () => ({
  images: tf.tensor2d(golden.images),
  generated: tf.tensor2d(golden.generated),
  share: tf.tensor2d(golden.share),
});

function assertAll(found: Parameters, expected: Record<string, unknown>): void {
  assertEquals(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    assertClose(found[name].dataSync(), [value].flat(2) as number[], 2e-5, name);
  }
}

const ofCritic = (critic: Parameters, data: ReturnType<typeof batch>) =>
  lossAndGradients((critic) => {
    const { loss, distance } = criticLoss(ARCHITECTURE, golden.scale, critic, data);
    return { loss, rest: distance };
  }, critic);

const ofPair = (pair: Parameters, critic: Parameters, z: tf.Tensor) =>
  lossAndGradients((pair) => ({
    loss: pairLoss(ARCHITECTURE, golden.latent, golden.cycle, { critic, pair }, z),
    rest: [],
  }), pair);

Deno.test("the critic's loss, its distance and its penalty are NumPy's, and so are the differences of the loss", () => {
  tf.tidy(() => {
    const critic = tensors(golden.critic), data = batch();
    for (const fn of [ofCritic, compile(ofCritic, [critic, data])]) {
      const { loss, rest: distance, gradients } = fn(critic, data);
      assertAlmostEquals(loss.dataSync()[0], golden.criticLoss.loss, 1e-4);
      assertAlmostEquals(distance.dataSync()[0], golden.criticLoss.distance, 1e-5);
      assertAll(gradients, golden.criticGradients);
    }
    const mixed = tf.add(tf.mul(data.share, data.images), tf.mul(tf.sub(1, data.share), data.generated));
    const penalty = gradientPenalty(inputGradients(ARCHITECTURE, critic, mixed));
    assertAlmostEquals(penalty.dataSync()[0], golden.criticLoss.penalty, 1e-5);
  });
});

Deno.test("the loss of generator and encoder is NumPy's, and so are its differences", () => {
  tf.tidy(() => {
    const [critic, pair, z] = [tensors(golden.critic), tensors(golden.pair), tf.tensor2d(golden.z)];
    for (const fn of [ofPair, compile(ofPair, [pair, critic, z])]) {
      const { loss, gradients } = fn(pair, critic, z);
      assertAlmostEquals(loss.dataSync()[0], golden.pairLoss, 1e-4);
      assertAll(gradients, golden.pairGradients);
    }
  });
});

Deno.test("the penalty's gradient is the difference of the penalty along it", () => {
  tf.tidy(() => {
    const critic = tensors(golden.critic), x = tf.tensor2d(golden.images);
    const penalty = (critic: Parameters) => gradientPenalty(inputGradients(ARCHITECTURE, critic, x));
    const weights = Object.fromEntries(
      Object.entries(critic).filter(([name]) => name.startsWith("weight")),
    );
    const { gradients } = lossAndGradients((weights) => ({
      loss: penalty({ ...critic, ...weights }),
      rest: [],
    }), weights);
    const h = 1e-3;
    for (const [name, gradient] of Object.entries(gradients)) {
      const length = Number(tf.norm(gradient).dataSync()[0]);
      const along = (step: number) => {
        const moved = tf.add(critic[name], tf.mul(step / length, gradient));
        return penalty({ ...critic, [name]: moved }).dataSync()[0];
      };
      assertAlmostEquals((along(h) - along(-h)) / (2 * h) / length, 1, 1e-2, name);
    }
  });
});

Deno.test("of a linear critic the penalty is (length - 1)², whatever the image", () => {
  tf.tidy(() => {
    const linear: ClusterGanArchitecture = {
      ...ARCHITECTURE,
      input: [4, 4],
      filters: [1, 1],
      units: 1,
      leak: 1,
    };
    const only = (at: number, value: number) =>
      tf.tensor2d(Float32Array.from({ length: 16 }, (_, i) => i === at ? value : 0), [16, 1]);
    // In the order of blocks: the pixel (1, 1) of the first kernel's patch, then that of the second's.
    const critic = {
      "weight0.critic": only(3, 3),
      "bias0.critic": tf.tensor1d([7]),
      "weight1.critic": only(3, 5),
      "bias1.critic": tf.tensor1d([-2]),
      "weight2.critic": tf.tensor2d([[2]]),
      "bias2.critic": tf.tensor1d([1]),
      "weight3.critic": tf.tensor2d([[-0.1]]),
      "bias3.critic": tf.tensor1d([4]),
    };
    // The pixel (0, 0) alone counts, by 3 · 5 · 2 · -0.1.
    const images = tf.randomUniform([3, 16], 0, 1, "float32", 1);
    const gradients = inputGradients(linear, critic, images);
    for (const row of gradients.arraySync() as number[][]) {
      assertClose(row, [-3, ...new Array(15).fill(0)], 1e-5);
    }
    assertAlmostEquals(gradientPenalty(gradients).dataSync()[0], 4, 1e-4);
  });
});

Deno.test("gradientPenalty() is 0 of unit gradients, and 1 of zeros, where it has no slope instead of NaN", () => {
  tf.tidy(() => {
    assertEquals(gradientPenalty(tf.eye(3)).dataSync()[0], 0);
    const zeros = tf.zeros([2, 3]);
    assertEquals(gradientPenalty(zeros).dataSync()[0], 1);
    assert(tf.grad(gradientPenalty)(zeros).dataSync().every((slope) => slope === 0));
  });
});

Deno.test("a weight of 0 takes its part of the cycle out of the loss", () => {
  tf.tidy(() => {
    const [critic, pair, z] = [tensors(golden.critic), tensors(golden.pair), tf.tensor2d(golden.z)];
    const loss = (noise: number, code: number) =>
      pairLoss(ARCHITECTURE, golden.latent, { noise, code }, { critic, pair }, z).dataSync()[0];
    const { noise, code } = golden.cycle;
    assertAlmostEquals(loss(noise, 0) + loss(0, code) - loss(0, 0), golden.pairLoss, 1e-4);
    const { gradients } = lossAndGradients((pair) => ({
      loss: pairLoss(ARCHITECTURE, golden.latent, { noise: 0, code: 0 }, { critic, pair }, z),
      rest: [],
    }), pair);
    assertEquals(new Set(gradients["weight0.encoder"].dataSync()), new Set([0]));
  });
});
