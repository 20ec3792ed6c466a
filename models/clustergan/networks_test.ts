import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { initEngine, type Parameters, tf } from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import golden from "./golden/clustergan.json" with { type: "json" };
import {
  CLUSTERGAN_NETWORKS,
  type ClusterGanArchitecture,
  critique,
  encodeLatent,
  generate,
  initClusterGan,
  inputGradients,
} from "./networks.ts";

await initEngine({ engine: "wasm", quiet: true });

const ARCHITECTURE = golden.architecture as unknown as ClusterGanArchitecture;

const tensors = (values: Record<string, unknown>): Parameters =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tf.tensor(value as number[])]));

Deno.test("the networks are what their layers are defined as: values by NumPy", () => {
  tf.tidy(() => {
    const [critic, pair] = [tensors(golden.critic), tensors(golden.pair)];
    const images = tf.tensor2d(golden.images);
    const { found } = golden;
    assertClose(critique(ARCHITECTURE, critic, images).dataSync(), found.critique.flat(), 1e-5, "critique");
    assertClose(
      inputGradients(ARCHITECTURE, critic, images).dataSync(),
      found.inputGradients.flat(),
      1e-5,
      "gradients",
    );
    const generated = generate(ARCHITECTURE, pair, tf.tensor2d(golden.z));
    assertClose(generated.dataSync(), found.images.flat(), 1e-5, "images");
    const { noise, logits } = encodeLatent(ARCHITECTURE, golden.latent, pair, images);
    assertClose(noise.dataSync(), found.noise.flat(), 1e-5, "noise");
    assertClose(logits.dataSync(), found.logits.flat(), 1e-5, "logits");
  });
});

Deno.test("inputGradients() is what TensorFlow.js derives", () => {
  tf.tidy(() => {
    const critic = tensors(golden.critic);
    const images = tf.tensor2d(golden.images);
    const derived = tf.grad((x: tf.Tensor) => tf.sum(critique(ARCHITECTURE, critic, x)))(images);
    assertClose(inputGradients(ARCHITECTURE, critic, images).dataSync(), derived.dataSync(), 1e-5);
  });
});

Deno.test("a critic without kinks is linear: its gradients are the product of its weights, whatever the image", () => {
  tf.tidy(() => {
    const critic = tensors(golden.critic);
    const linear = { ...ARCHITECTURE, leak: 1 };
    const pixels = golden.images[0].length;
    const at = (x: tf.Tensor) => critique(linear, critic, x).dataSync();
    const [atNothing] = at(tf.zeros([1, pixels]));
    const expected = [...at(tf.eye(pixels))].map((value) => value - atNothing);
    for (const image of golden.images) {
      assertClose(inputGradients(linear, critic, tf.tensor2d([image])).dataSync(), expected, 1e-5);
    }
  });
});

Deno.test("the released networks have its numbers of parameters, and start as it says", () => {
  const { critic, pair } = initClusterGan(CLUSTERGAN_NETWORKS, { noise: 30, k: 10 }, 1);
  const shapes = (parameters: Parameters) =>
    Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, shape.join("×")]));
  assertEquals(shapes(critic), {
    "weight0.critic": "16×64",
    "bias0.critic": "64",
    "weight1.critic": "1024×128",
    "bias1.critic": "128",
    "weight2.critic": "6272×1024",
    "bias2.critic": "1024",
    "weight3.critic": "1024×1",
    "bias3.critic": "1",
  });
  const ofPair = shapes(pair);
  assertEquals(ofPair["weight0.generator"], "40×1024");
  assertEquals(ofPair["weight1.generator"], "1024×6272");
  assertEquals(ofPair["bias1.generator"], "128");
  assertEquals(ofPair["weight2.generator"], "1024×128");
  assertEquals(ofPair["weight3.generator"], "16×64");
  assertEquals(ofPair["weight3.encoder"], "1024×40");
  const weights = [...critic["weight1.critic"].dataSync()];
  const square = weights.reduce((sum, weight) => sum + weight * weight, 0) / weights.length;
  assertAlmostEquals(Math.sqrt(square), 0.02, 4 * 0.02 / Math.sqrt(2 * weights.length));
  const bound = Math.sqrt(6 / (1024 + 40));
  const last = pair["weight3.encoder"].dataSync();
  assert(last.every((weight) => Math.abs(weight) <= bound));
  assert(last.some((weight) => Math.abs(weight) > 0.99 * bound));
  assert(pair["bias1.generator"].dataSync().every((bias) => bias === 0));
  tf.dispose([critic, pair]);
});

Deno.test("initClusterGan() draws by the seed, and each network its own", () => {
  const start = (seed: number) => {
    const { critic, pair } = initClusterGan(ARCHITECTURE, golden.latent, seed);
    const numbers = [critic["weight0.critic"], pair["weight0.encoder"]].map((t) => [...t.dataSync()]);
    tf.dispose([critic, pair]);
    return numbers;
  };
  const [one, other] = [start(1), start(2)];
  assertEquals(start(1), one);
  assert(one[0][0] !== other[0][0] && one[0][0] !== one[1][0]);
});

Deno.test("initClusterGan() refuses sizes that are out of range", () => {
  for (
    const [change, what] of [
      [{ input: [28, 30] }, "height and width"],
      [{ filters: [0, 3] }, "filters"],
      [{ units: 1.5 }, "units"],
      [{ leak: -0.1 }, "leak"],
      [{ deviation: NaN }, "deviation"],
      [{ normEpsilon: 0 }, "normEpsilon"],
    ] as const
  ) {
    const architecture = { ...ARCHITECTURE, ...change };
    assertThrows(
      () => initClusterGan(architecture, golden.latent, 1),
      RangeError,
      `Cannot lay out ClusterGAN: ${what}`,
    );
  }
});
