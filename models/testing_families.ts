/**
 * Each family of models on a few made images: what must come out alike on every engine.
 *
 * @module
 */
import { ADAM, KERAS_ADAM, type Matrix, matrix, normal, random, SGD, tf } from "../engine/mod.ts";
import { sampledSilhouette, silhouette } from "../metrics/mod.ts";
import { fitAec } from "./aec/aec.ts";
import { type ConvolutionalOptions, fitConvolutional } from "./autoencoder/convolutional.ts";
import { decode } from "./autoencoder/decode.ts";
import {
  type Architecture,
  BATCH_NORM,
  encode,
  initAutoencoder,
  PLAIN,
  reconstruct,
} from "./autoencoder/dense.ts";
import { type AutoencoderOptions, fitAutoencoder } from "./autoencoder/fit.ts";
import { fitStacked } from "./autoencoder/stacked.ts";
import { CLUSTERGAN_NETWORKS, fitClusterGan } from "./clustergan/clustergan.ts";
import { dbscan } from "./dbscan/dbscan.ts";
import { epsAtQuantile } from "./dbscan/epsilon.ts";
import { fitDec } from "./dec/dec.ts";
import { convolutionalEncoder, denseCoder, denseEncoder } from "./dec/encoders.ts";
import { fitIdec } from "./dec/idec.ts";
import { fitMixture } from "./gmm/gmm.ts";
import { KMEANS, kMeans, predict } from "./kmeans/kmeans.ts";
import { nearestNeighbours } from "./neighbours.ts";
import { fitPca } from "./pca/pca.ts";
import { fitRbm, pretrain } from "./rbm/rbm.ts";
import { entanglement, gradientRatio } from "./snnl/inspect.ts";
import { snnlPenalty, type SnnlPenaltyOptions } from "./snnl/penalty.ts";
import { neighbourGraph, normalizedCut, spectralClustering } from "./spectral/spectral.ts";
import { trustworthiness } from "./tsne/trustworthiness.ts";
import { TSNE, tsne } from "./tsne/tsne.ts";
import { umap } from "./umap/umap.ts";
import { fitVade, VADE } from "./vade/vade.ts";
import type { Epoch } from "./training.ts";

/** What a family found. */
export interface FamilyResult {
  /** Losses of trainings, by epoch. */
  losses: Record<string, number[]>;
  /** Clusters, neighbours and counts, which are whole numbers. */
  labels: Record<string, number[]>;
  /** Codes, scores and lengths. */
  numbers: Record<string, number[]>;
}

const ROWS = 48, SIDE = 8, PIXELS = SIDE * SIDE, CLASSES = 3;

/** Bars in three places, as bright as chance has it: images in [0, 1] with their classes in turn. */
function bars(): { images: Matrix; classes: Int32Array } {
  const next = random(7);
  const classes = Int32Array.from({ length: ROWS }, (_, i) => i % CLASSES);
  const data = Float32Array.from({ length: ROWS * PIXELS }, (_, at) => {
    const [i, column] = [Math.floor(at / PIXELS), at % SIDE];
    const on = Math.floor(column / 3) === classes[i];
    return Math.min(1, Math.max(0, (on ? 0.8 : 0.2) + 0.15 * normal(next)));
  });
  return { images: matrix(data, ROWS, PIXELS), classes };
}

const { images: IMAGES, classes: LABELS } = bars();

const DENSE: Architecture = {
  ...PLAIN,
  sizes: [PIXELS, 12, 4],
  codeActivation: "sigmoid",
  outputActivation: "sigmoid",
  initialisation: "he",
};

/** As many layers as the papers' networks have. */
const DEEP: Architecture = { ...DENSE, sizes: [PIXELS, 12, 10, 8, 4] };

/** Of 20 images a batch, the last of an epoch is short. */
const TRAINING = { optimiser: { ...KERAS_ADAM, learningRate: 0.01 }, epochs: 2, batchSize: 20, seed: 42 };

const lossesOf = (history: readonly Epoch[]) => history.map(({ loss }) => loss);

async function dense(options: Partial<AutoencoderOptions>): Promise<FamilyResult> {
  const fitted = await fitAutoencoder(IMAGES, { architecture: DENSE, loss: "bce", ...TRAINING, ...options });
  const [codes, outputs] = [await fitted.encode(IMAGES), await fitted.reconstruct(IMAGES)];
  fitted.dispose();
  return {
    losses: { autoencoder: lossesOf(fitted.history) },
    labels: {},
    numbers: { codes: [...codes.data], outputs: [...outputs.data] },
  };
}

async function snnl(change: Partial<SnnlPenaltyOptions>): Promise<FamilyResult> {
  const penalty = snnlPenalty({
    labels: LABELS,
    alpha: 10,
    layers: "hidden",
    combine: "sum",
    temperature: { kind: "annealed", eta: 1, gamma: 0.55 },
    distance: "cosine",
    ...change,
  });
  const found = await dense({ penalty });
  const network = initAutoencoder(DEEP, 3);
  const batchSize = 20;
  found.numbers = {
    codes: found.numbers.codes,
    entanglement: await entanglement(DEEP, network, IMAGES, {
      labels: LABELS,
      temperature: 0.5,
      batchSize,
      distance: change.distance ?? "cosine",
    }),
    gradientRatio: [
      await gradientRatio(DEEP, network, IMAGES, { penalty, loss: "bce", batchSize, batches: 2, epoch: 1 }),
    ],
  };
  tf.dispose(network as unknown as tf.TensorContainer);
  return found;
}

const CONVOLUTIONAL: ConvolutionalOptions = {
  architecture: {
    input: [SIDE, SIDE],
    encoder: [
      { kind: "convolution", channels: 4, stride: 1 },
      { kind: "relu" },
      { kind: "max pool" },
      { kind: "convolution", channels: 6, stride: 2 },
      { kind: "relu" },
      { kind: "dropout", rate: 0.2 },
      { kind: "linear", units: 4 },
    ],
    decoder: [
      { kind: "linear", units: 24 },
      { kind: "relu" },
      { kind: "reshape", shape: [2, 2, 6] },
      { kind: "transposed convolution", channels: 4 },
      { kind: "tanh" },
      { kind: "transposed convolution", channels: 1 },
      { kind: "sigmoid" },
    ],
    initialisation: "pytorch",
  },
  loss: "mse",
  ...TRAINING,
};

const DEC_OPTIONS = {
  k: CLASSES,
  kMeans: { ...KMEANS, nInit: 2 },
  tolerance: 0,
  updateInterval: 2,
  epochs: 2,
  batchSize: 20,
  seed: 5,
};

/** A convolutional autoencoder, and DEC from its encoder, whose codes are made large enough to tell images apart. */
async function convolutional(): Promise<FamilyResult> {
  const { architecture } = CONVOLUTIONAL;
  const fitted = await fitConvolutional(IMAGES, CONVOLUTIONAL);
  const wider = Object.fromEntries(
    Object.entries(fitted.network).map(([name, tensor]) => [name, tf.mul(tensor, 5)]),
  );
  const encoder = convolutionalEncoder(architecture, wider);
  const dec = await fitDec(IMAGES, { ...DEC_OPTIONS, encoder, optimiser: TRAINING.optimiser });
  tf.dispose(wider);
  const [codes, outputs] = [await fitted.encode(IMAGES), await fitted.reconstruct(IMAGES)];
  const found = {
    losses: { autoencoder: lossesOf(fitted.history), dec: lossesOf(dec.history) },
    labels: { dec: [...dec.labels] },
    numbers: { codes: [...codes.data], outputs: [...outputs.data] },
  };
  dec.dispose();
  fitted.dispose();
  return found;
}

/** DEC from a network whose codes tell the classes apart. */
async function dec(): Promise<FamilyResult> {
  const architecture: Architecture = { ...DENSE, codeActivation: "linear" };
  const network = initAutoencoder(architecture, 2);
  const found = await fitDec(IMAGES, {
    ...DEC_OPTIONS,
    encoder: denseEncoder(architecture, network),
    optimiser: { ...SGD, learningRate: 0.1, momentum: 0.9 },
  });
  const [codes, predicted] = [await found.encode(IMAGES), await found.predict(IMAGES)];
  found.dispose();
  tf.dispose(network as unknown as tf.TensorContainer);
  return {
    losses: { dec: lossesOf(found.history) },
    labels: { labels: [...found.labels], predicted: [...predicted] },
    numbers: { codes: [...codes.data], centroids: [...found.centroids.data] },
  };
}

/** IDEC and VaDE from a trained network. */
async function fromAutoencoder(): Promise<FamilyResult> {
  const architecture: Architecture = { ...DENSE, codeActivation: "linear", initialisation: "glorot" };
  const autoencoder = await fitAutoencoder(IMAGES, { architecture, loss: "bce", ...TRAINING, epochs: 20 });
  const idec = await fitIdec(IMAGES, {
    ...DEC_OPTIONS,
    autoencoder: denseCoder(architecture, autoencoder.network),
    gamma: 0.1,
    optimiser: TRAINING.optimiser,
  });
  const vade = await fitVade(IMAGES, {
    architecture,
    autoencoder: autoencoder.network,
    k: CLASSES,
    start: { ...VADE.start, regularisation: 1 },
    epochs: 2,
    batchSize: 20,
    seed: 3,
  });
  const found = {
    losses: {
      autoencoder: lossesOf(autoencoder.history),
      idec: lossesOf(idec.history),
      vade: lossesOf(vade.history),
    },
    labels: { idec: [...idec.labels], vade: [...vade.labels] },
    numbers: {
      idec: [...(await idec.encode(IMAGES)).data],
      vade: [...(await vade.encode(IMAGES)).data],
      means: [...vade.mixture.means.data],
    },
  };
  for (const { dispose } of [autoencoder, idec, vade]) dispose();
  return found;
}

/** ClusterGAN, whose gradient penalty is differentiated twice. */
async function gan(): Promise<FamilyResult> {
  const found = await fitClusterGan(IMAGES, {
    architecture: {
      ...CLUSTERGAN_NETWORKS,
      input: [SIDE, SIDE],
      filters: [2, 3],
      units: 8,
      deviation: 0.3,
    },
    latent: { k: CLASSES, noise: 2, deviation: 0.1 },
    criticSteps: 2,
    batchSize: 16,
    epochs: 1,
    seed: 1,
  });
  const codes = await found.encode(IMAGES, "noise and code");
  found.dispose();
  return { losses: { critic: lossesOf(found.history) }, labels: {}, numbers: { codes: [...codes.data] } };
}

const LOGISTIC: Architecture = { ...DENSE, hiddenActivation: "sigmoid", initialisation: "pytorch" };

/** Restricted Boltzmann machines, and clustering by the autoencoder that they unroll to. */
async function machines(): Promise<FamilyResult> {
  const { network, histories } = await pretrain(IMAGES, LOGISTIC, {
    visible: "binary",
    learningRate: 0.1,
    epochs: 2,
    batchSize: 20,
    seed: 3,
  });
  const gaussian = await fitRbm(IMAGES, {
    hidden: 6,
    hiddenUnits: "binary",
    visible: "gaussian",
    learningRate: 0.001,
    gibbsSteps: 2,
    epochs: 1,
    batchSize: 20,
    seed: 4,
  });
  tf.dispose(gaussian.parameters);
  const found = await fitAec(IMAGES, network, {
    architecture: LOGISTIC,
    k: CLASSES,
    objective: { lambda: 0.1, sign: "+", mean: "both" },
    start: { ...KMEANS, nInit: 2 },
    optimiser: { ...SGD, learningRate: 0.05, momentum: 0.9 },
    epochs: 2,
    batchSize: 20,
    seed: 1,
  });
  tf.dispose(network as unknown as tf.TensorContainer);
  return {
    losses: {
      first: lossesOf(histories[0]),
      second: lossesOf(histories[1]),
      gaussian: lossesOf(gaussian.history),
      aec: lossesOf(found.history),
    },
    labels: { labels: [...found.labels] },
    numbers: { codes: [...found.codes.data], centreImages: [...found.centreImages.data] },
  };
}

/** An autoencoder trained layer by layer on corrupted inputs, then as a whole. */
async function stacked(): Promise<FamilyResult> {
  const descent = { epochs: 2, learningRate: 0.1, momentum: 0.9, tenthEvery: 1 };
  const { network, histories } = await fitStacked(IMAGES, {
    architecture: LOGISTIC,
    loss: "mse",
    layerwise: { ...descent, corruption: 0.2, deviation: 0.1 },
    whole: descent,
    batchSize: 20,
    seed: 6,
  });
  const codes = await encode(LOGISTIC, network, IMAGES);
  const [outputs, decoded] = [
    await reconstruct(LOGISTIC, network, IMAGES),
    await decode(LOGISTIC, network, codes),
  ];
  tf.dispose(network as unknown as tf.TensorContainer);
  return {
    losses: {
      first: lossesOf(histories.layers[0]),
      second: lossesOf(histories.layers[1]),
      whole: lossesOf(histories.whole),
    },
    labels: {},
    numbers: { codes: [...codes.data], outputs: [...outputs.data], decoded: [...decoded.data] },
  };
}

async function pca(): Promise<FamilyResult> {
  const { components, explainedVariance, transform, inverse } = await fitPca(IMAGES, { components: 2 });
  const codes = await transform(IMAGES);
  return {
    losses: {},
    labels: {},
    numbers: {
      components: [...components.data],
      variances: [...explainedVariance],
      codes: [...codes.data],
      rebuilt: [...(await inverse(codes)).data],
    },
  };
}

async function kmeans(): Promise<FamilyResult> {
  const options = { k: 5, seed: 42, nInit: 3 };
  const one = await kMeans(IMAGES, options);
  const other = await kMeans(IMAGES, { ...options, init: "random" });
  return {
    losses: {},
    labels: {
      labels: [...one.labels],
      predicted: [...await predict(one.centroids, IMAGES)],
      fromRows: [...other.labels],
    },
    numbers: { inertias: [one.inertia, other.inertia], centroids: [...one.centroids.data] },
  };
}

async function graphs(): Promise<FamilyResult> {
  const { indices, squaredDistances } = await nearestNeighbours(IMAGES, 20);
  const graph = await neighbourGraph(IMAGES, {
    neighbours: 20,
    affinity: { kind: "gaussian", sigma: "median", mutual: false },
  });
  const options = { k: CLASSES, kMeans: { ...KMEANS, nInit: 2 }, seed: 42 };
  const [spectral, cut] = [await spectralClustering(graph, options), await normalizedCut(graph, options)];
  const eps = await epsAtQuantile(IMAGES, { minPoints: 4, share: 0.8 });
  const { labels, corePoints } = await dbscan(IMAGES, { eps, minPoints: 4 });
  return {
    losses: {},
    labels: {
      neighbours: [...indices],
      spectral: [...spectral.labels],
      cut: [...cut.labels],
      dbscan: [...labels],
      corePoints: [...corePoints],
    },
    numbers: {
      squares: [...squaredDistances],
      eigenvalues: [...spectral.eigenvalues, ...cut.eigenvalues],
      cuts: [spectral.cut, cut.cut],
      eps: [eps],
    },
  };
}

async function embeddings(): Promise<FamilyResult> {
  const options = { ...TSNE, perplexity: 8, iterations: 50, earlyIterations: 20, seed: 42 };
  const { embedding, kl } = await tsne(IMAGES, { ...options, init: "random" });
  // Few steps: it starts from what the engine found, and forces that are tuned for thousands of points drive it apart.
  const fromComponents = await tsne(IMAGES, { ...options, dimensions: 3, init: "pca", iterations: 5 });
  return {
    losses: {},
    labels: {},
    numbers: {
      embedding: [...embedding.data],
      divergences: [kl, fromComponents.kl],
      trustworthiness: [await trustworthiness(IMAGES, embedding, 5)],
      silhouettes: [
        await silhouette(IMAGES, LABELS),
        await silhouette(IMAGES, LABELS, { chunkSize: 13 }),
        await sampledSilhouette(IMAGES, LABELS, { size: 20, seed: 1 }),
      ],
    },
  };
}

/** UMAP, and a mixture of Gaussians in it. */
async function umapAndMixture(): Promise<FamilyResult> {
  // Few epochs: what rounding makes of the start grows with each.
  const { embedding } = await umap(IMAGES, { neighbours: 8, epochs: 11, seed: 42 });
  const { labels, logLikelihood } = await fitMixture(embedding, { k: CLASSES, seed: 42 });
  return {
    losses: {},
    labels: { labels: [...labels] },
    numbers: { embedding: [...embedding.data], logLikelihood: [logLikelihood] },
  };
}

/** The families by name. */
export const FAMILIES: Readonly<Record<string, () => Promise<FamilyResult>>> = {
  "a dense autoencoder with cross entropy": () => dense({}),
  "a dense autoencoder with squared error, batch normalisation, dropout and weight decay": () =>
    dense({
      architecture: {
        ...DENSE,
        codeActivation: "linear",
        outputActivation: "tanh",
        batchNorm: BATCH_NORM,
        dropout: 0.2,
      },
      loss: "mse",
      optimiser: { ...ADAM, learningRate: 0.01, weightDecay: { kind: "l2", rate: 1e-3, of: "weights" } },
    }),
  "the soft nearest neighbour loss with classes": () => snnl({}),
  "the soft nearest neighbour loss without classes": () => snnl({ labels: null }),
  "the least soft nearest neighbour loss of all layers, by Euclidean distances": () =>
    snnl({ combine: "min", distance: "euclidean", layers: "every module" }),
  "a convolutional autoencoder and DEC": convolutional,
  "DEC of a dense encoder": dec,
  "IDEC and VaDE of a dense autoencoder": fromAutoencoder,
  "ClusterGAN": gan,
  "restricted Boltzmann machines and clustering by an autoencoder": machines,
  "an autoencoder trained layer by layer": stacked,
  "principal components": pca,
  "k-means": kmeans,
  "neighbours, spectral clustering, normalised cut and DBSCAN": graphs,
  "t-SNE, trustworthiness and silhouettes": embeddings,
  "UMAP and a mixture of Gaussians": umapAndMixture,
};

/** What a family found, and by how many tensors there are more after it than before. */
export type Outcome = FamilyResult & { left: number };

/** What each family finds on the engine that runs. */
export async function runFamilies(): Promise<Record<string, Outcome>> {
  const found: Record<string, Outcome> = {};
  for (const [name, run] of Object.entries(FAMILIES)) {
    const before = tf.memory().numTensors;
    const result = await run();
    found[name] = { ...result, left: tf.memory().numTensors - before };
  }
  return found;
}
