/**
 * How fast this machine is beside the one that the protocols' seconds were measured on.
 *
 * @module
 */
import { threads } from "../engine/processor.ts";
import { hostname } from "node:os";
import { keep, type KeptKey, readKept } from "../disk/kept.ts";
import { cpuModel } from "../engine/processor.ts";
import { adam, type AdamState, compile, lossAndGradients, type Parameters, tf } from "../engine/mod.ts";

/**
 * Seconds of a step of {@linkcode measureSpeed} on the machine that the protocols' seconds were measured on: two cores
 * of an AMD EPYC, TensorFlow 2.21.
 */
export const REFERENCE = 0.0017;

/** How long, in milliseconds, what was measured is taken for the machine's: it may have been busy. */
const FRESH = 24 * 3600_000;

/** The load, as a share of the threads, above which a machine counts as busy. */
const MOST_LOAD = 0.75;

/** How long to measure, in milliseconds, beside the first step. */
const LONG_ENOUGH = 1000;

/** How long, in milliseconds, steps are measured together, with one reading of the loss at their end. */
const TOGETHER = 100;

/** A training step: it trains in place, and returns the loss, which the caller disposes of. */
type Step = () => tf.Tensor;

/**
 * Seconds of a training step of a small autoencoder, 784-256-784 in batches of 128, on the engine that runs: products of
 * matrices and element-wise functions.
 */
export async function measureSpeed(): Promise<number> {
  const x = filled(128, 784, 2);
  let weights: Parameters = { encoder: filled(784, 256, 0.1), decoder: filled(256, 784, 0.1) };
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
  const seconds = await timeSteps(() => {
    const next = step(weights, x);
    tf.dispose(weights);
    weights = next.weights;
    return next.loss;
  });
  tf.dispose([x, weights]);
  return seconds;
}

/**
 * Seconds of a training step as the papers' networks have it, by Adam: an autoencoder 784-500-500-2000-128 and back in batches
 * of 256, on the engine that runs. By this GPU and processor are compared, since a small network is no work for a GPU.
 */
export async function measurePace(): Promise<number> {
  const optimiser = adam({ learningRate: 0.001 });
  const x = filled(256, 784, 1);
  const layers = WIDTHS.slice(1).map((width, i) => filled(WIDTHS[i], width, 0.1));
  let weights: Parameters = Object.fromEntries(layers.map((layer, i) => [`layer${i}`, layer]));
  let moments = optimiser.init(weights);
  const step = compile((weights: Parameters, moments: AdamState, x: tf.Tensor) => {
    const { loss, gradients } = lossAndGradients((weights) => {
      const output = Object.values(weights).reduce<tf.Tensor>((input, layer, i) => {
        const product = tf.matMul(input, layer);
        return i < layers.length - 1 ? tf.relu(product) : tf.sigmoid(product);
      }, x);
      return { loss: tf.mean(tf.squaredDifference(output, x)), rest: [] };
    }, weights);
    const { parameters, state } = optimiser.update(weights, gradients, moments);
    return { weights: parameters, moments: state, loss };
  }, [weights, moments, x]);
  const seconds = await timeSteps(() => {
    const next = step(weights, moments, x);
    tf.dispose([weights, moments]);
    ({ weights, moments } = next);
    return next.loss;
  });
  tf.dispose([x, weights, moments]);
  return seconds;
}

/** The widths of the layers of {@linkcode measurePace}'s network. */
const WIDTHS = [784, 500, 500, 2000, 128, 2000, 500, 500, 784];

/**
 * Seconds of a step, as trainings do them: many before a value is read, since reading alone takes a GPU some milliseconds. The
 * shortest of a second, without the first step, which compiles: what else runs on the machine slows the others down.
 */
async function timeSteps(step: Step): Promise<number> {
  const time = async (count: number): Promise<number> => {
    const started = performance.now();
    for (let i = 1; i < count; i++) step().dispose();
    const loss = step();
    await loss.data();
    loss.dispose();
    return performance.now() - started;
  };
  await time(1);
  const count = Math.max(1, Math.floor(TOGETHER / await time(1)));
  const times: number[] = [];
  let spent = 0;
  while (spent < LONG_ENOUGH) {
    const took = await time(count);
    times.push(took / count);
    spent += took;
  }
  return Math.min(...times) / 1000;
}

function filled(rows: number, columns: number, scale: number): tf.Tensor2D {
  const values = Float32Array.from(
    { length: rows * columns },
    (_, i) => scale * ((37 * i) % 101 / 101 - 0.5),
  );
  return tf.tensor2d(values, [rows, columns]);
}

/** How fast this machine is on an engine. */
export interface Speed {
  /** Of a step. */
  seconds: number;
  /** Whether the machine was busy when they were measured, so that they may be too long. */
  busy: boolean;
}

/**
 * Seconds of a step on this machine: what was measured before, or what `measure` finds, which is kept in the cache. What was
 * measured on a busy machine is measured again the next time, and the shorter kept.
 *
 * @param engine The engine's name.
 */
export async function speedOf(
  engine: string,
  measure = measureSpeed,
  load = Deno.loadavg()[0],
): Promise<Speed> {
  const kept = await cachedSpeed(engine);
  if (kept && !kept.busy) return kept;
  const key = machine(engine);
  const found = { seconds: await measure(), busy: load > MOST_LOAD * threads() };
  const speed = found.busy && kept && kept.seconds < found.seconds ? kept : found;
  // Where it can't be kept it is measured again the next time.
  await keep("speed", key, { ...speed, measured: Date.now() });
  return speed;
}

/** What {@linkcode speedOf} has kept within the last day; undefined where that is nothing. */
export async function cachedSpeed(engine: string): Promise<Speed | undefined> {
  const { seconds, busy, measured } = await readKept("speed", machine(engine)) ?? {};
  if (typeof seconds !== "number" || typeof busy !== "boolean" || typeof measured !== "number") {
    return undefined;
  }
  return seconds > 0 && Date.now() - measured < FRESH ? { seconds, busy } : undefined;
}

/** What a speed depends on, as far as it is known before the engine runs. */
function machine(engine: string): KeptKey {
  return {
    engine,
    host: hostname(),
    cpu: cpuModel(),
    threads: threads(),
    devices: Deno.env.get("CUDA_VISIBLE_DEVICES") ?? "all",
    gpu: Deno.env.get("RECLAIM_GPU") ?? "",
  };
}
