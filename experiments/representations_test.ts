import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { ADAM, initEngine, type Matrix, matrix, tf } from "../engine/mod.ts";
import type { ConvolutionalChoices } from "../models/autoencoder/convolutional.ts";
import { PLAIN } from "../models/autoencoder/dense.ts";
import { type DenseChoices, fitAutoencoder } from "../models/autoencoder/fit.ts";
import { DEC, type DecChoices } from "../models/dec/dec.ts";
import { KMEANS } from "../models/kmeans/kmeans.ts";
import { fitPca } from "../models/pca/pca.ts";
import { SPECTRAL } from "../models/spectral/spectral.ts";
import { TSNE } from "../models/tsne/tsne.ts";
import { ALL_IMAGES, imagesOf, type Splits } from "./images.ts";
import type { CommonChoices, Represented } from "./paper.ts";
import {
  convolutionalCode,
  convolutionalParameters,
  decCode,
  denseCode,
  type EigenvectorChoices,
  eigenvectors,
  embedding,
  pixels,
  principalComponents,
  scoresAfterDec,
  trainConvolutional,
  trainDense,
} from "./representations.ts";
import { madeData, quietRun } from "./testing.ts";

await initEngine({ engine: "wasm", quiet: true });

const SPLITS = imagesOf(madeData({ height: 4, width: 4 }), ALL_IMAGES);
const COMMON: CommonChoices = {
  images: ALL_IMAGES,
  cluster: { kind: "k-means", fitOn: "train", ...KMEANS, k: 3 },
  score: ["test"],
};
const TEST_ONLY: CommonChoices = { ...COMMON, cluster: { kind: "own" } };

const DENSE: DenseChoices = {
  architecture: {
    ...PLAIN,
    sizes: [16, 8, 3],
    codeActivation: "linear",
    outputActivation: "sigmoid",
    initialisation: "he",
  },
  loss: "mse",
  optimiser: { ...ADAM, learningRate: 0.01 },
  batchSize: 16,
  epochs: 2,
};

const CONVOLUTIONAL: ConvolutionalChoices = {
  architecture: {
    input: [4, 4],
    encoder: [{ kind: "convolution", channels: 2, stride: 2 }, { kind: "relu" }, {
      kind: "linear",
      units: 3,
    }],
    decoder: [
      { kind: "linear", units: 8 },
      { kind: "reshape", shape: [2, 2, 2] },
      { kind: "transposed convolution", channels: 1 },
      { kind: "sigmoid" },
    ],
    initialisation: "pytorch",
  },
  loss: "mse",
  optimiser: { ...ADAM, learningRate: 0.01 },
  batchSize: 16,
  epochs: 2,
};

const DEC_CHOICES: DecChoices = {
  ...DEC,
  k: 3,
  kMeans: { ...KMEANS, nInit: 2 },
  epochs: 2,
  batchSize: 16,
  tolerance: 0,
};

const shape = ({ rows, columns }: Matrix) => [rows, columns];

/** What was asked for by name, and a run that notes it. */
function watchedRun() {
  const asked: string[] = [];
  return { asked, run: { ...quietRun(), progress: (what: string) => (asked.push(what), () => {}) } };
}

/** That an autoencoder's codes are those of the images, that it learned, and that it leaves no tensors. */
async function assertCodes<Network>(
  represent: (
    config: CommonChoices,
  ) => Promise<Represented<{ encode(images: Matrix): Promise<Matrix>; history: unknown; network: Network }>>,
): Promise<void> {
  const before = tf.memory().numTensors;
  const { space, points, model, history, clusters, dispose } = await represent(COMMON);
  assertEquals([space, clusters, history!.length], ["code", undefined, 2]);
  assertEquals(history, model.history as typeof history);
  assert(history![1].loss < history![0].loss);
  for (const split of ["train", "test"] as const) {
    assertEquals(points[split], await model.encode(SPLITS[split].images));
    assertEquals(shape(points[split]!), [SPLITS[split].labels.length, 3]);
  }
  dispose!();
  assertEquals(tf.memory().numTensors, before);
  const alone = await represent(TEST_ONLY);
  alone.dispose!();
  assertEquals([Object.keys(alone.points), alone.points.test], [["test"], points.test]);
}

Deno.test("pixels() are those of the splits that are looked at, not copied", async () => {
  const { space, points, model } = await pixels(COMMON, SPLITS);
  assertEquals([space, model], ["pixels", null]);
  assert(points.train === SPLITS.train.images && points.test === SPLITS.test.images);
  assertEquals(Object.keys((await pixels(TEST_ONLY, SPLITS)).points), ["test"]);
});

Deno.test("principalComponents() are those of the training images, in name too", async () => {
  const { space, points } = await principalComponents({ ...COMMON, pca: { components: 2 } }, SPLITS);
  const { transform } = await fitPca(SPLITS.train.images, { components: 2 });
  assertEquals(space, "PCA-2");
  assertEquals(points, {
    train: await transform(SPLITS.train.images),
    test: await transform(SPLITS.test.images),
  });
  const others = await principalComponents({ ...TEST_ONLY, pca: { components: 3 } }, SPLITS);
  assertEquals([others.space, Object.keys(others.points)], ["PCA-3", ["test"]]);
});

Deno.test("embedding() is t-SNE of a split's images by the run's seed, and tells how far it is", async () => {
  const tsne = { ...TSNE, perplexity: 5, iterations: 20, earlyIterations: 10, init: "random" as const };
  const { asked, run } = watchedRun();
  const { space, points, model } = await embedding("test")({ tsne }, SPLITS, run);
  assertEquals([space, asked, Object.keys(points)], ["t-SNE-2", ["t-SNE"], ["test"]]);
  assertEquals(shape(points.test!), [30, 2]);
  assert(points.test === model.embedding);
  const again = await embedding("test")({ tsne }, SPLITS, quietRun());
  assertEquals(again.points, points);
  const other = await embedding("test")({ tsne }, SPLITS, quietRun(undefined, 43));
  assertNotEquals(other.points, points);
  const inSpace = await embedding("test")({ tsne: { ...tsne, dimensions: 3 } }, SPLITS, run);
  assertEquals([inSpace.space, inSpace.points.test!.columns], ["t-SNE-3", 3]);
  const ofTrain = await embedding("train")({ tsne }, SPLITS, run);
  assertEquals(shape(ofTrain.points.train!), [SPLITS.train.images.rows, 2]);
});

Deno.test("eigenvectors() of a split come with the method's own clusters; unit lengths leave directions alone", async () => {
  const choices: EigenvectorChoices = {
    graph: {
      neighbours: 14,
      affinity: { kind: "gaussian", sigma: "median", mutual: false },
      lengths: "as they are",
    },
    spectral: { ...SPECTRAL, method: "ng-jordan-weiss", k: 3, kMeans: { ...KMEANS, nInit: 2 } },
  };
  const { asked, run } = watchedRun();
  const found = await eigenvectors("test")(choices, SPLITS, run);
  assertEquals([found.space, asked], ["eigenvectors", ["eigenvectors"]]);
  assertEquals([Object.keys(found.points), Object.keys(found.clusters!)], [["test"], ["test"]]);
  assertEquals(shape(found.points.test!), [30, 3]);
  assertEquals(found.clusters!.test, found.model.labels);
  // The three classes are far apart.
  assertEquals(new Set(SPLITS.test.labels.map((label, i) => 10 * label + found.model.labels[i])).size, 3);
  const train = await eigenvectors("train")(choices, SPLITS, run);
  assertEquals([train.points.train!.rows, train.points.test], [64, undefined]);

  const spectral = { ...choices.spectral, method: "shi-malik" as const };
  const cut = await eigenvectors("test")({ ...choices, spectral }, SPLITS, run);
  assertNotEquals(cut.points, found.points);

  // Images that are brighter by row have the same directions.
  const { images, labels } = SPLITS.test;
  const data = images.data.map((pixel, at) => pixel * (1 + Math.floor(at / images.columns)));
  const brighter = { ...SPLITS, test: { images: { ...images, data }, labels } };
  const unit = { ...choices, graph: { ...choices.graph, lengths: "unit" as const } };
  const [plain, scaled] = [
    await eigenvectors("test")(unit, SPLITS, run),
    await eigenvectors("test")(unit, brighter, run),
  ];
  plain.model.eigenvalues.forEach((value, i) => assertAlmostEquals(scaled.model.eigenvalues[i], value, 1e-4));
  assert(Math.abs(plain.model.eigenvalues[2] - found.model.eigenvalues[2]) > 1e-4);
});

Deno.test("denseCode() is a dense autoencoder's, trained on the training images", async () => {
  await assertCodes((config) => denseCode({ ...config, network: DENSE }, SPLITS, quietRun()));
});

Deno.test("convolutionalCode() is a convolutional autoencoder's, trained on the training images", async () => {
  await assertCodes((config) => convolutionalCode({ ...config, network: CONVOLUTIONAL }, SPLITS, quietRun()));
});

Deno.test("trainDense() takes all from its choices, the run's seed, and a penalty or fixed batches where it is told", async () => {
  const { images } = SPLITS.train;
  const { asked, run } = watchedRun();
  const codeOf = async (training: ReturnType<typeof trainDense>) => {
    const { encode, dispose } = await training;
    const code = await encode(images);
    dispose();
    return code;
  };
  const code = await codeOf(trainDense(DENSE, images, run));
  assertEquals(asked, ["autoencoder"]);
  assertEquals(await codeOf(fitAutoencoder(images, { ...DENSE, seed: 42 })), code);
  assertNotEquals(await codeOf(trainDense(DENSE, images, quietRun(undefined, 43))), code);
  assertNotEquals(await codeOf(trainDense(DENSE, images, run, { batches: "fixed" })), code);
  // Codes that are pulled to nothing.
  const penalty = { term: ({ code }: { code: tf.Tensor }) => tf.mul(100, tf.mean(tf.square(code))) };
  const pulled = await codeOf(trainDense({ ...DENSE, epochs: 20 }, images, run, { penalty }));
  const size = ({ data }: Matrix) => Array.from(data, Math.abs).reduce((a, b) => a + b);
  assert(size(pulled) < 0.1 * size(code));
});

Deno.test("convolutionalParameters() are those of the network, in all and by layer", () => {
  const found = convolutionalParameters({ config: { network: CONVOLUTIONAL } });
  assertEquals(found.map(({ metric, value }) => [metric, value]), [
    ["PARAMS", 20 + 27 + 32 + 19],
    ["OTHER:PARAMS conv 1-2", 9 * 2 + 2],
    ["OTHER:PARAMS linear 8-3", 8 * 3 + 3],
    ["OTHER:PARAMS linear 3-8", 3 * 8 + 8],
    ["OTHER:PARAMS convt 2-1", 9 * 2 + 1],
  ]);
});

Deno.test("decCode() is DEC's, with its own clusters of what is scored and its history, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  const config = {
    ...TEST_ONLY,
    score: ["train", "test"] as const,
    network: CONVOLUTIONAL,
    dec: DEC_CHOICES,
  };
  const { asked, run } = watchedRun();
  const { space, points, clusters, model: { autoencoder, dec }, history, dispose } = await decCode(
    config,
    SPLITS,
    run,
  );
  assertEquals([space, asked], ["code", ["autoencoder", "DEC, 2 epochs"]]);
  assertEquals(history!.map(({ epoch, changed }) => [epoch, changed]), [
    [1, dec.updates[0].changed],
    [2, dec.updates[1].changed],
  ]);
  assertEquals(history![0].changed, 1);
  assertEquals(clusters, { train: dec.labels, test: await dec.predict(SPLITS.test.images) });
  assertEquals(points, {
    train: await dec.encode(SPLITS.train.images),
    test: await dec.encode(SPLITS.test.images),
  });
  // The autoencoder is as it was before DEC.
  const own = await trainConvolutional(CONVOLUTIONAL, SPLITS.train.images, quietRun());
  assertEquals(await autoencoder.encode(SPLITS.test.images), await own.encode(SPLITS.test.images));
  assertNotEquals(points.test, await own.encode(SPLITS.test.images));
  own.dispose();
  dispose!();
  assertEquals(tf.memory().numTensors, before);
});

for (
  const [name, represent] of [
    [
      "convolutionalCode",
      (splits: Splits) => convolutionalCode({ ...TEST_ONLY, network: CONVOLUTIONAL }, splits, quietRun()),
    ],
    [
      "decCode",
      (splits: Splits) =>
        decCode({ ...TEST_ONLY, network: CONVOLUTIONAL, dec: DEC_CHOICES }, splits, quietRun()),
    ],
  ] as const
) {
  Deno.test(`${name}() leaves no tensors where its network cannot encode the test images`, async () => {
    const before = tf.memory().numTensors;
    const narrow = { ...SPLITS.test, images: matrix(new Float32Array(3), 1, 3) };
    await assertRejects(
      () => represent({ ...SPLITS, test: narrow }),
      RangeError,
      "as the network has inputs, got 3",
    );
    assertEquals(tf.memory().numTensors, before);
  });
}

Deno.test("scoresAfterDec() scores k-means after each number of epochs, of both splits, each from the autoencoder", async () => {
  const before = tf.memory().numTensors;
  const run = quietRun();
  const autoencoder = await trainConvolutional(CONVOLUTIONAL, SPLITS.train.images, run);
  const found = (decEpochs: readonly number[]) =>
    scoresAfterDec(
      { network: CONVOLUTIONAL, dec: DEC_CHOICES, decEpochs, cluster: { ...KMEANS, k: 3 } },
      SPLITS,
      autoencoder,
      run,
    );
  const both = await found([1, 2]);
  assertEquals([...new Set(both.map(({ space, split }) => `${space}, ${split}`))], [
    "code after DEC of 1 epoch, train",
    "code after DEC of 1 epoch, test",
    "code after DEC of 2 epochs, train",
    "code after DEC of 2 epochs, test",
  ]);
  assertEquals(both, [...await found([1]), ...await found([2])]);
  autoencoder.dispose();
  assertEquals(tf.memory().numTensors, before);
});
