/**
 * A paper of made-up experiments that meet faults of their own, and those of the tests beside them.
 *
 * @module
 */
import { good, slow, trainSum } from "../../commands/testing/made/paper.ts";
import { type Experiment, type PaperDeclaration, training } from "../../experiments/experiment.ts";
import { tf } from "../../engine/mod.ts";
import { train } from "../../models/training.ts";

function made(method: string, dataset: string, run: Experiment["run"]): Experiment {
  return {
    id: `made/${method}/${dataset}`,
    paper: "made",
    method,
    dataset,
    title: method,
    profiles: { smoke: { dataset, seconds: 1, config: { method } } },
    run,
  };
}

/** Trains for half a second. */
const sum = made("sum", "mnist-10k", async (_config, _data, context) => {
  const { value, history } = await trainSum(context, { epochs: 12, pause: 40 });
  return { measurements: [{ metric: "OTHER:sum", value, space: "", split: "train" }], history };
});

/** Trains with a step that grows a weight until its loss is not a number any more. */
const diverging = made("diverging", "mnist-10k", async (_config, _data, context) => {
  const rows = { values: tf.tensor1d([1, 2, 3, 4]) };
  const { state, history } = await train<{ weight: tf.Tensor }>(
    {
      state: { weight: tf.scalar(1) },
      step: ({ weight }, { values }) => ({
        state: { weight: tf.mul(weight, -1e9) },
        loss: tf.mean(tf.sub(tf.mul(values, weight), tf.mul(weight, weight))),
      }),
    },
    rows,
    { epochs: 20, batchSize: 2, seed: context.seed, ...training(context, "weight") },
  );
  tf.dispose([state, rows] as unknown as tf.TensorContainer);
  return { measurements: [], history };
});

/** Takes memory until there is none. */
const hungry = made("hungry", "mnist-10k", () => {
  const taken: Uint8Array[] = [];
  for (let gigabytes = 0; gigabytes < 16; gigabytes++) taken.push(new Uint8Array(2 ** 30).fill(1));
  return Promise.reject(new Error(`${taken.length} GB taken`));
});

/** The mean of the user's own images. */
const own = made("own", "yaleb", (_config, data) => {
  const pixels = data.train.images.data;
  let sum = 0;
  for (const pixel of pixels) sum += pixel;
  return Promise.resolve({
    measurements: [{ metric: "OTHER:mean", value: sum / pixels.length, space: "", split: "train" }],
    history: [],
  });
});

/** The mean of a pinned data set. */
const pinned = made("pinned", "mnist", own.run);

const declaration: PaperDeclaration = {
  id: "made",
  experiments: [good, slow, sum, diverging, hungry, own, pinned],
  datasets: [],
  metrics: [],
  figures: [],
};

export default declaration;
