/**
 * Our side of the works, as `peers.py` has the peers': `ours.ts ENGINE WORK DATA WARM-UPS [SIZE]`, then one unit of work for
 * each line on stdin. Prints "ready" when set up and warmed up, then what each unit took. A unit of training has as many
 * steps as `STEPS` in the environment says, 20 unless it does.
 *
 * @module
 */
import process from "node:process";
import { readEngine } from "../commands/engine.ts";
import { ADAM, compile, initEngine, type Matrix, spec, takeRows, tf } from "../engine/mod.ts";
import { accuracy, ari, calinskiHarabasz, daviesBouldin, nmi, silhouette } from "../metrics/mod.ts";
import type { Architecture } from "../models/autoencoder/dense.ts";
import { fitAutoencoder } from "../models/autoencoder/fit.ts";
import { fitDec } from "../models/dec/dec.ts";
import { dbscan } from "../models/dbscan/dbscan.ts";
import { denseEncoder } from "../models/dec/encoders.ts";
import { kMeans, predict } from "../models/kmeans/kmeans.ts";
import { fitPca } from "../models/pca/pca.ts";
import { EIGEN } from "../models/spectral/eigenvectors.ts";
import { neighbourGraph, normalizedCut } from "../models/spectral/spectral.ts";
import { trustworthiness } from "../models/tsne/trustworthiness.ts";
import { tsne } from "../models/tsne/tsne.ts";
import { umap } from "../models/umap/umap.ts";
import { readLabels, readMatrix } from "./data.ts";
import { type Shape, TSNE_ITERATIONS } from "./limits.ts";
import { architecture, BATCH, DEC_SIZES, SIZES, snnl, type StepName, STEPS, VADE_BATCH } from "./steps.ts";
import { UNIT_STEPS } from "./works.ts";

/** One unit of work: how long it took in milliseconds, and a number of its result to compare with the peer's. */
type Work = () => Promise<{ ms: number; result: number }>;

/** Steps of a unit of training. */
const COUNT = Number(Deno.env.get("STEPS") ?? UNIT_STEPS);

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

/** So many steps as training takes them: an epoch of as many batches, the last of three, when all is compiled. */
function trainStep(
  name: StepName,
  folder: string,
  { batch = BATCH, sizes }: { batch?: number; sizes?: readonly number[] } = {},
): Work {
  const images = firstRows(readMatrix(folder, "images"), batch * COUNT);
  const labels = readLabels(folder).slice(0, images.rows);
  return async () => {
    const fitted = await STEPS[name]({ images, labels, epochs: 3, batch, ...sizes && { sizes } });
    fitted.dispose();
    const { seconds, loss } = fitted.history[2];
    return { ms: seconds * 1000, result: loss };
  };
}

/** k-means from the first rows. */
function kMeansFromFirst(points: Matrix, k = 10): Work {
  const init = firstRows(points, k);
  return timed(async () => (await kMeans(points, { k, seed: 42, init })).inertia);
}

function kMeansOn(name: string) {
  return (folder: string, rows?: number): Work => kMeansFromFirst(firstRows(readMatrix(folder, name), rows));
}

/** As many iterations as openTSNE's, at a rate that reaches at least its KL in them: it descends faster once exaggeration ends. */
function tsneOf(rows: number) {
  return (folder: string, count = rows): Work => {
    const points = firstRows(readMatrix(folder, "points"), count);
    const choices = { seed: 42, iterations: TSNE_ITERATIONS, learningRate: count / 12 };
    return timed(async () => (await tsne(points, choices)).kl);
  };
}

/** Umap-learn's defaults on both sides; how well the neighbours of the first points among themselves are kept. */
function umapOf(rows: number) {
  return (folder: string, count = rows): Work => {
    const points = firstRows(readMatrix(folder, "points"), count);
    return timed(async () => {
      const { embedding } = await umap(points, { seed: 42 });
      return await trustworthiness(firstRows(points, 2000), firstRows(embedding, 2000), 5);
    });
  };
}

/** As many of the points as are in a cluster. */
function dbscanOf(folder: string, rows?: number): Work {
  const points = firstRows(readMatrix(folder, "points"), rows);
  return timed(async () => {
    const { labels } = await dbscan(points, { eps: 3.5, minPoints: 10 });
    return labels.filter((label) => label >= 0).length;
  });
}

/** The graph, its eigenvectors and k-means among them; the normalised cut that results. */
function spectralOf(folder: string, rows?: number): Work {
  const points = firstRows(readMatrix(folder, "points"), rows);
  return timed(async () => {
    const affinity = { kind: "connectivity", mutual: false } as const;
    const graph = await neighbourGraph(points, { neighbours: 10, affinity });
    // As near as scikit-learn's solver goes for so many points by its default.
    const eigen = { ...EIGEN, tolerance: 1e-3 };
    return (await normalizedCut(graph, { k: 10, eigen, seed: 42 })).cut;
  });
}

/** The shortest time of at least five calls, and of as many as half a second has room for, in milliseconds. */
function least(call: () => tf.Tensor): number {
  const end = performance.now() + 500;
  let shortest = Infinity;
  for (let calls = 0; calls < 5 || performance.now() < end; calls++) {
    const started = performance.now();
    const result = call();
    shortest = Math.min(shortest, performance.now() - started);
    result.dispose();
  }
  return shortest;
}

/** A unit is the next product of those in products.json, by XLA or op by op: as long as the shortest of several takes. */
function products(folder: string): Work {
  const shapes: Shape[] = JSON.parse(Deno.readTextFileSync(`${folder}/products.json`));
  let next = 0;
  return () => {
    const [m, k, n] = shapes[next++ % shapes.length];
    const x = tf.fill([m, k], 0.5) as tf.Tensor2D, y = tf.fill([k, n], 0.5) as tf.Tensor2D;
    const product = (x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor => tf.matMul(x, y);
    const compiled = compile(product, [x, y]);
    const ms = Math.min(least(() => compiled(x, y)), least(() => product(x, y)));
    const result = tf.tidy(() => tf.slice(product(x, y), [0, 0], [1, 1]).dataSync()[0]);
    tf.dispose([x, y]);
    return Promise.resolve({ ms, result });
  };
}

/** A triad, a = b + 3c. */
function memory(_: string, floats = 2 ** 25): Work {
  const [b, c] = [tf.fill([floats], 0.5), tf.fill([floats], 0.5)];
  const triad = compile((b: tf.Tensor, c: tf.Tensor) => tf.add(b, tf.mul(c, 3)), [
    spec([floats]),
    spec([floats]),
  ]);
  return () => {
    const ms = least(() => triad(b, c));
    const result = tf.tidy(() => tf.slice(triad(b, c), [0], [1]).dataSync()[0]);
    return Promise.resolve({ ms, result });
  };
}

/** DEC's network, pretrained and clustered for ten epochs each. */
function decRun(folder: string): Work {
  const images = firstRows(readMatrix(folder, "images"), 10_000);
  const classes = readLabels(folder).subarray(0, images.rows);
  const network: Architecture = {
    ...architecture(DEC_SIZES),
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
    const codes = await autoencoder.encode(test.images);
    const { centroids } = await kMeans(await autoencoder.encode(train.images), {
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
  "ae-step": (folder, batch = BATCH) => trainStep("ae-step", folder, { batch }),
  "ae-width": (folder, widest = 2000) =>
    trainStep("ae-step", folder, { sizes: [784, widest / 4, widest / 4, widest, 70] }),
  "snnl-step": (folder) => trainStep("snnl-step", folder),
  "conv-step": (folder) => trainStep("conv-step", folder),
  "dec-step": (folder) => trainStep("dec-step", folder),
  "n2d-step": (folder) => trainStep("n2d-step", folder),
  "vade-step": (folder) => trainStep("vade-step", folder, { batch: VADE_BATCH }),
  "silhouette": (folder, rows) => {
    const points = firstRows(readMatrix(folder, "points"), rows);
    const labels = readLabels(folder).subarray(0, points.rows);
    return timed(() => silhouette(points, labels));
  },
  "kmeans-784": kMeansOn("images"),
  "kmeans-70": kMeansOn("points"),
  "kmeans-k": (folder, k) => kMeansFromFirst(readMatrix(folder, "points"), k),
  "faiss-784": kMeansOn("images"),
  "faiss-70": kMeansOn("points"),
  "tsne-10000": tsneOf(10_000),
  "tsne-60000": tsneOf(60_000),
  "umap-10000": umapOf(10_000),
  "umap-60000": umapOf(60_000),
  "dbscan": dbscanOf,
  "spectral": spectralOf,
  "pca": (folder, rows) => {
    const points = firstRows(readMatrix(folder, "images"), rows);
    return timed(async () => (await fitPca(points, { components: 70 })).explainedVariance[0]);
  },
  "dec-run": decRun,
  "run": wholeRun,
  products,
  memory,
};

const [engine, work, folder, warmUps, size] = Deno.args;
const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
await initEngine({ engine: readEngine(engine), quiet: true });
const unit = WORKS[work](folder, size === undefined ? undefined : Number(size));
for (let i = 0; i < Number(warmUps); i++) await unit();
print("ready");
for await (const _ of Deno.stdin.readable) {
  const { ms, result } = await unit();
  print(JSON.stringify({ ms, result, peak: 1024 * process.resourceUsage().maxRSS }));
}
