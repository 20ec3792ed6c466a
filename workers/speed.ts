/**
 * How fast this machine is beside the one that the protocols' seconds were measured on.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { CacheError } from "../disk/cache.ts";
import { OutputError, writeWhole } from "../disk/files.ts";
import { cpuModel } from "../runner/provenance.ts";
import { cacheDir, compile, lossAndGradients, type Parameters, tf } from "../engine/mod.ts";

/**
 * Seconds of a step of {@linkcode measureSpeed} on the machine that the protocols' seconds were measured on: two cores
 * of an AMD EPYC, TensorFlow 2.21.
 */
export const REFERENCE = 0.0017;

/** How long, in milliseconds, what was measured is taken for the machine's: it may have been busy. */
const FRESH = 24 * 3600_000;

/** How long to measure, in milliseconds, beside the first step. */
const LONG_ENOUGH = 1000;

/**
 * Seconds of a training step of a small autoencoder, 784-256-784 in batches of 128, on the engine that runs: products of
 * matrices, element-wise functions, and the losses read back. The median of the steps of a second, without the first
 * one, which compiles: what else runs on the machine slows some of them down.
 */
export async function measureSpeed(): Promise<number> {
  const tensor = (rows: number, columns: number, scale: number) =>
    tf.tensor2d(
      Float32Array.from({ length: rows * columns }, (_, i) => scale * ((37 * i) % 101 / 101 - 0.5)),
      [rows, columns],
    );
  const x = tensor(128, 784, 2);
  let weights: Parameters = { encoder: tensor(784, 256, 0.1), decoder: tensor(256, 784, 0.1) };
  const step = compile((weights: Parameters, x: tf.Tensor) => {
    const { loss, gradients } = lossAndGradients(({ encoder, decoder }) => ({
      loss: tf.mean(tf.squaredDifference(tf.tanh(tf.matMul(tf.tanh(tf.matMul(x, encoder)), decoder)), x)),
      rest: [],
    }), weights);
    const next = Object.fromEntries(
      Object.keys(weights).map((name) => [name, tf.sub(weights[name], tf.mul(gradients[name], 0.01))]),
    );
    return { weights: next, loss };
  }, [weights, x]);
  const times: number[] = [];
  let spent = 0;
  while (times.length < 2 || spent < LONG_ENOUGH) {
    const started = performance.now();
    const next = step(weights, x);
    await next.loss.data();
    tf.dispose([weights, next.loss]);
    weights = next.weights;
    times.push(performance.now() - started);
    if (times.length > 1) spent += times.at(-1)!;
  }
  tf.dispose([x, weights]);
  const [, ...measured] = times;
  return measured.sort((a, b) => a - b)[measured.length >> 1] / 1000;
}

/**
 * Seconds of a step on this machine: what was measured before, or what `measure` finds, which is kept in the cache.
 *
 * @param engine The engine's name, or `auto`.
 */
export async function speedOf(engine: string, measure = measureSpeed): Promise<number> {
  const cached = await cachedSpeed(engine);
  if (cached !== undefined) return cached;
  const key = machine(engine);
  const seconds = await measure();
  try {
    await writeWhole(cacheFile(key), JSON.stringify({ ...key, seconds, measured: Date.now() }) + "\n");
  } catch (error) {
    // Then it is measured again the next time.
    if (!(error instanceof OutputError || error instanceof CacheError)) throw error;
  }
  return seconds;
}

/** What {@linkcode speedOf} has kept within the last day; undefined where that is nothing. */
export async function cachedSpeed(engine: string): Promise<number | undefined> {
  try {
    const { seconds, measured } = JSON.parse(await Deno.readTextFile(cacheFile(machine(engine))));
    return seconds > 0 && Date.now() - measured < FRESH ? seconds : undefined;
  } catch (error) {
    const { NotFound, NotADirectory, PermissionDenied } = Deno.errors;
    const kinds = [NotFound, NotADirectory, PermissionDenied, SyntaxError, CacheError];
    if (kinds.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

/** What a speed depends on, as far as it is known before the engine runs. */
function machine(engine: string): Record<string, string | number> {
  return {
    engine,
    host: hostname(),
    cpu: cpuModel(),
    threads: navigator.hardwareConcurrency,
    devices: Deno.env.get("CUDA_VISIBLE_DEVICES") ?? "all",
    gpu: Deno.env.get("RECLAIM_GPU") ?? "",
  };
}

function cacheFile(key: Record<string, string | number>): string {
  const name = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 12);
  return join(cacheDir(), "speed", `${name}.json`);
}
