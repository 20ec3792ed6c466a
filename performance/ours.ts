/**
 * Our side of the works, as `peers.py` has the peers': `ours.ts WORK DATA WARM-UPS [SIZE]`, then one unit of work for each
 * line on stdin. Prints "ready" when set up and warmed up, then what each unit took.
 *
 * @module
 */
import process from "node:process";
import { ADAM, initEngine, type Matrix, takeRows } from "../engine/mod.ts";
import { accuracy, ari, calinskiHarabasz, daviesBouldin, nmi, silhouette } from "../metrics/mod.ts";
import { code as siam } from "../papers/siam/paper.ts";
import { fitConvolutional } from "../models/autoencoder/convolutional.ts";
import { type Architecture, initAutoencoder, PLAIN } from "../models/autoencoder/dense.ts";
import { fitAutoencoder } from "../models/autoencoder/fit.ts";
import { fitDec } from "../models/dec/dec.ts";
import { denseEncoder } from "../models/dec/encoders.ts";
import { KMEANS, kMeans, predict } from "../models/kmeans/kmeans.ts";
import { fitPca } from "../models/pca/pca.ts";
import { snnlPenalty } from "../models/snnl/penalty.ts";
import { readLabels, readMatrix } from "./data.ts";

/** One unit of work: how long it took in milliseconds, and a number of its result to compare with the peer's. */
type Work = () => Promise<{ ms: number; result: number }>;

const BATCH = 256, STEPS = 20;
const SIZES = [784, 500, 500, 2000, 70];

/** Times a whole call. */
function timed(fn: () => Promise<number>): Work {
  return async () => {
    const started = performance.now();
    const result = await fn();
    return { ms: performance.now() - started, result };
  };
}

function firstRows(points: Matrix, count = points.rows): Matrix {
  return count === points.rows ? points : takeRows(points, Array.from({ length: count }, (_, i) => i));
}

function architecture(sizes: number[]): Architecture {
  return { ...PLAIN, sizes, codeActivation: "sigmoid", outputActivation: "sigmoid", initialisation: "he" };
}

function snnl(labels: Int32Array, temperature: Parameters<typeof snnlPenalty>[0]["temperature"]) {
  return snnlPenalty({
    labels,
    alpha: 100,
    layers: "hidden",
    combine: "sum",
    temperature,
    distance: "cosine",
  });
}

/** Twenty steps as training takes them: an epoch of as many batches, the last of three, when all is compiled. */
const TRAINING = { optimiser: ADAM, epochs: 3, seed: 42 };

async function lastEpoch(
  fit: () => Promise<{ history: { seconds: number; loss: number }[]; dispose(): void }>,
): Promise<{ ms: number; result: number }> {
  const fitted = await fit();
  fitted.dispose();
  const { seconds, loss } = fitted.history[2];
  return { ms: seconds * 1000, result: loss };
}

function trainStep(folder: string, { batch = BATCH, sizes = SIZES, penalised = false }): Work {
  const images = firstRows(readMatrix(folder, "images"), batch * STEPS);
  const labels = readLabels(folder).slice(0, images.rows);
  return () =>
    lastEpoch(() =>
      fitAutoencoder(images, {
        architecture: architecture(sizes),
        loss: "bce",
        ...penalised && { penalty: snnl(labels, { kind: "fixed", value: 1 }) },
        batchSize: batch,
        ...TRAINING,
      })
    );
}

function kMeansOn(name: string) {
  return (folder: string, rows?: number): Work => {
    const points = firstRows(readMatrix(folder, name), rows);
    const init = firstRows(points, 10);
    return timed(async () => (await kMeans(points, { k: 10, seed: 42, init })).inertia);
  };
}

/** DEC's network, pretrained and clustered for ten epochs each. */
function decRun(folder: string): Work {
  const images = firstRows(readMatrix(folder, "images"), 10_000);
  const classes = readLabels(folder).subarray(0, images.rows);
  const network: Architecture = {
    ...architecture([784, 500, 500, 2000, 10]),
    codeActivation: "linear",
    outputActivation: "linear",
  };
  const training = { optimiser: ADAM, epochs: 10, batchSize: BATCH, seed: 42 };
  return timed(async () => {
    const autoencoder = await fitAutoencoder(images, { architecture: network, loss: "mse", ...training });
    const encoder = denseEncoder(network, autoencoder.network);
    const dec = await fitDec(images, { encoder, k: 10, tolerance: 0, ...training });
    autoencoder.dispose();
    dec.dispose();
    return accuracy(classes, dec.labels);
  });
}

/** Learns from the first 10,000 images, scores the clusters of the last 10,000. */
function wholeRun(folder: string): Work {
  const images = readMatrix(folder, "images"), labels = readLabels(folder);
  const [train, test] = [0, 50_000].map((first) => ({
    images: takeRows(images, Array.from({ length: 10_000 }, (_, i) => first + i)),
    classes: labels.slice(first, first + 10_000),
  }));
  return timed(async () => {
    const autoencoder = await fitAutoencoder(train.images, {
      architecture: architecture(SIZES),
      loss: "bce",
      optimiser: ADAM,
      penalty: snnl(train.classes, { kind: "annealed", eta: 1, gamma: 0.55 }),
      epochs: 50,
      batchSize: BATCH,
      seed: 42,
    });
    const codes = autoencoder.encode(test.images);
    const { centroids } = await kMeans(autoencoder.encode(train.images), {
      k: 10,
      seed: 42,
      maxIterations: 90,
    });
    const clusters = await predict(centroids, codes);
    autoencoder.dispose();
    await silhouette(codes, clusters);
    [daviesBouldin, calinskiHarabasz].forEach((score) => score(codes, clusters));
    [nmi, ari].forEach((score) => score(test.classes, clusters));
    return accuracy(test.classes, clusters);
  });
}

/** The works by name, each from the folder of its data, of a size where one is given. */
const WORKS: Record<string, (folder: string, size?: number) => Work> = {
  "ae-step": (folder, batch = BATCH) => trainStep(folder, { batch }),
  "ae-width": (folder, widest = 2000) =>
    trainStep(folder, { sizes: [784, widest / 4, widest / 4, widest, 70] }),
  "snnl-step": (folder) => trainStep(folder, { penalised: true }),
  "conv-step": (folder) => {
    const images = firstRows(readMatrix(folder, "images"), BATCH * STEPS);
    const options = { ...siam.config.network, ...TRAINING, batchSize: BATCH };
    return () => lastEpoch(() => fitConvolutional(images, options));
  },
  "dec-step": (folder) => {
    const images = firstRows(readMatrix(folder, "images"), BATCH * STEPS);
    const network = architecture([784, 500, 500, 2000, 10]);
    const encoder = denseEncoder(network, initAutoencoder(network, 42));
    // The target is computed once, before the epoch that is timed.
    const options = {
      k: 10,
      kMeans: { ...KMEANS, nInit: 1 },
      updateInterval: 3 * STEPS,
      tolerance: 0,
      batchSize: BATCH,
    };
    return () => lastEpoch(() => fitDec(images, { encoder, ...options, ...TRAINING }));
  },
  "silhouette": (folder, rows) => {
    const points = firstRows(readMatrix(folder, "points"), rows);
    const labels = readLabels(folder).subarray(0, points.rows);
    return timed(() => silhouette(points, labels));
  },
  "kmeans-784": kMeansOn("images"),
  "kmeans-70": kMeansOn("points"),
  "pca": (folder, rows) => {
    const points = firstRows(readMatrix(folder, "images"), rows);
    return timed(async () => (await fitPca(points, { components: 70 })).explainedVariance[0]);
  },
  "dec-run": decRun,
  "run": wholeRun,
};

const [work, folder, warmUps, size] = Deno.args;
const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
await initEngine({ quiet: true });
const unit = WORKS[work](folder, size === undefined ? undefined : Number(size));
for (let i = 0; i < Number(warmUps); i++) await unit();
print("ready");
for await (const _ of Deno.stdin.readable) {
  const { ms, result } = await unit();
  print(JSON.stringify({ ms, result, peak: 1024 * process.resourceUsage().maxRSS }));
}
