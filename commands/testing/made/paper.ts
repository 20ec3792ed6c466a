/**
 * A paper of made-up experiments on the embedded digits, which tests run with `--papers`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { tf } from "../../../engine/mod.ts";
import { STANDARD } from "../../../metrics/mod.ts";
import { DivergenceError, type Epoch, train } from "../../../models/training.ts";
import {
  type Experiment,
  type PaperDeclaration,
  type RunContext,
  training,
} from "../../../experiments/experiment.ts";
import type { Measurement } from "../../../records/record.ts";

/** This folder, as `--papers` takes it. */
export const MADE = fileURLToPath(new URL(".", import.meta.url));

function made(method: string, seconds: number, run: Experiment["run"]): Experiment {
  const protocol = { dataset: "mnist-10k", seconds, config: { method } };
  return {
    id: `made/${method}/digits`,
    paper: "made",
    method,
    dataset: "digits",
    title: method,
    profiles: { smoke: protocol, quick: protocol, paper: protocol },
    run,
  };
}

const silhouette = (value: number): Measurement => ({ metric: "SIL", value, space: "code", split: "test" });

/** Is done at once. */
export const good = made("good", 1, () => Promise.resolve({ measurements: [silhouette(0.5)], history: [] }));

/** Writes to stdout, as libraries do, and diverges. */
export const bad = made("bad", 2, () => {
  Deno.stdout.writeSync(new TextEncoder().encode("a library's own words\n"));
  return Promise.reject(new DivergenceError(3, NaN));
});

/** Measures something that is not a number. */
export const nan = made("nan", 3, () => Promise.resolve({ measurements: [silhouette(NaN)], history: [] }));

/** Forgets to await what fails. */
export const forgetful = made("forgetful", 3, () => {
  Promise.reject(new Error("late"));
  return good.run({}, undefined as never, undefined as never);
});

/** Ends its process as a fault in the engine would. */
export const crashing = made("crashing", 4, () => {
  const library = Deno.build.os === "darwin" ? "libSystem.dylib" : "libc.so.6";
  Deno.dlopen(library, { abort: { parameters: [], result: "void" } }).symbols.abort();
  return Promise.reject(new Error("still there"));
});

/**
 * Trains with a pause after each epoch, in milliseconds; the value that is left depends on the order of all batches.
 */
export async function trainSum(
  context: RunContext,
  { epochs, pause }: { epochs: number; pause: number },
): Promise<{ value: number; history: Epoch[] }> {
  const rows = { values: tf.tensor1d([0.1, 0.2, 0.3, 0.4, 0.5]) };
  const { state, history } = await train<{ sum: tf.Tensor }>(
    {
      state: { sum: tf.scalar(0) },
      step: ({ sum }, { values }) => ({
        state: { sum: tf.add(tf.mul(sum, 0.9), tf.mean(values)) },
        loss: tf.mean(values),
      }),
      async afterEpoch(state) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        return { state, measured: {} };
      },
    },
    rows,
    { epochs, batchSize: 2, seed: context.seed, ...training(context, "sum") },
  );
  const [value] = await state.sum.data();
  tf.dispose([state, rows] as unknown as tf.TensorContainer);
  return { value, history };
}

/** Loses its GPU in a training, on the engine `webgpu`. */
export const losing = made("losing", 4, async (_config, _data, context) => {
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  const afterwards = trainSum(context, { epochs: 3, pause: 50 });
  device.destroy();
  return { measurements: [silhouette((await afterwards).value)], history: [] };
});

/** Trains for some two seconds. */
export const slow = made("slow", 5, async (_config, _data, context) => {
  const { value, history } = await trainSum(context, { epochs: 30, pause: 50 });
  return { measurements: [silhouette(value)], history };
});

/** Takes a minute, and keeps nothing meanwhile. */
export const stuck = made("stuck", 60, async () => {
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  return { measurements: [silhouette(0.5)], history: [] };
});

/** Is done at once, on data that the full protocol alone takes. */
export const large: Experiment = {
  ...made("large", 0.5, good.run),
  profiles: { paper: { dataset: "mnist", seconds: 0.5, config: {} } },
};

/** Is done at once, but not in the profile `quick`. */
export const heavy: Experiment = {
  ...good,
  id: "made/good-heavy/heavy-digits",
  method: "good-heavy",
  dataset: "heavy-digits",
  profiles: { smoke: good.profiles.smoke!, paper: good.profiles.paper! },
};

const declaration: PaperDeclaration = {
  id: "made",
  experiments: [good, bad, nan, forgetful, crashing, losing, slow, stuck, large, heavy],
  datasets: [],
  metrics: STANDARD,
  figures: [],
};

export default declaration;
