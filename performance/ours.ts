/**
 * Our side of the works, as `peers.py` has the peers': `ours.ts WORK DATA`, then one unit of work for each line on stdin.
 * Prints "ready" when set up and warmed up, then the milliseconds of each unit.
 *
 * @module
 */
import { initEngine, type Matrix, takeRows } from "../engine/mod.ts";
import { silhouette } from "../metrics/mod.ts";
import { fitAutoencoder } from "../models/autoencoder/fit.ts";
import { kMeans } from "../models/kmeans/kmeans.ts";
import { fitPca } from "../models/pca/pca.ts";
import { snnlPenalty } from "../models/snnl/penalty.ts";
import { readLabels, readMatrix } from "./data.ts";

/** One unit of work: how long it took, and a number of its result to compare with the peer's. */
type Unit = () => Promise<{ ms: number; result: number }>;

const BATCH = 256, STEPS = 20;

/** Times a whole call. */
function timed(fn: () => Promise<number>): Unit {
  return async () => {
    const started = performance.now();
    const result = await fn();
    return { ms: performance.now() - started, result };
  };
}

/** Twenty steps as training takes them: an epoch of as many batches, the last of three, when all is compiled. */
function trainStep(snnl: boolean) {
  return (folder: string): Unit => {
    const rows = Array.from({ length: BATCH * STEPS }, (_, i) => i);
    const images = takeRows(readMatrix(folder, "images"), rows);
    const labels = readLabels(folder).slice(0, rows.length);
    const penalty = snnlPenalty({
      labels,
      alpha: 100,
      layers: "hidden",
      combine: "sum",
      temperature: { kind: "fixed", value: 1 },
      distance: "cosine",
    });
    return async () => {
      const fitted = await fitAutoencoder(images, {
        architecture: {
          sizes: [784, 500, 500, 2000, 70],
          codeActivation: "sigmoid",
          outputActivation: "sigmoid",
          initialisation: "he",
        },
        loss: "bce",
        ...snnl && { penalty },
        epochs: 3,
        batchSize: BATCH,
        seed: 42,
      });
      fitted.dispose();
      const { seconds, loss } = fitted.history[2];
      return { ms: seconds * 1000, result: loss };
    };
  };
}

function kMeansOn(name: string) {
  return (folder: string): Unit => {
    const points = readMatrix(folder, name);
    const init: Matrix = takeRows(points, Array.from({ length: 10 }, (_, i) => i));
    return timed(async () => (await kMeans(points, { k: 10, seed: 42, init })).inertia);
  };
}

/** The works by name, each from the folder of its data. */
const WORKS: Record<string, (folder: string) => Unit> = {
  "ae-step": trainStep(false),
  "snnl-step": trainStep(true),
  "silhouette": (folder) => {
    const points = readMatrix(folder, "points"), labels = readLabels(folder);
    return timed(() => silhouette(points, labels));
  },
  "kmeans-784": kMeansOn("images"),
  "kmeans-70": kMeansOn("points"),
  "pca": (folder) => {
    const points = readMatrix(folder, "images");
    return timed(async () => (await fitPca(points, 70)).explainedVariance[0]);
  },
};

const [work, folder] = Deno.args;
const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
await initEngine({ quiet: true });
const unit = WORKS[work](folder);
await unit();
await unit();
print("ready");
for await (const _ of Deno.stdin.readable) print(JSON.stringify(await unit()));
