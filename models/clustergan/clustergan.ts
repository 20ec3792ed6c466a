/**
 * ClusterGAN: a generative adversarial network whose latent vectors have a code that says which cluster, and an encoder that
 * finds the latent vectors of images.
 *
 * @module
 */
import {
  ADAM,
  lossAndGradients,
  type Matrix,
  type OptimiserChoices,
  optimiserOf,
  type OptimiserState,
  type Parameters,
  seedFor,
  tf,
  type Tree,
  uniformTensor,
} from "../../engine/mod.ts";
import { inChunks } from "../autoencoder/chunks.ts";
import { checkFor, isAmount, isCount, isPositive } from "../check.ts";
import type { Defaulted } from "../choices.ts";
import { checkPoints, checkWidth, tensorOf } from "../points.ts";
import { type Epoch, train, type Trainable, type TrainingChoices, type TrainingRun } from "../training.ts";
import { drawLatent, LATENT_DRAWS, type LatentChoices, latentOf } from "./latent.ts";
import { criticLoss, type CycleChoices, type GradientPenaltyChoices, pairLoss } from "./losses.ts";
import {
  type ClusterGanArchitecture,
  encodeLatent,
  generate,
  initClusterGan,
  type Networks,
} from "./networks.ts";

export { CLUSTERGAN_NETWORKS, type ClusterGanArchitecture } from "./networks.ts";
export type { LatentChoices } from "./latent.ts";
export type { CycleChoices, GradientPenaltyChoices } from "./losses.ts";

/**
 * All that {@linkcode fitClusterGan} depends on. A step is `criticSteps` updates of the critic and one of generator and encoder,
 * each of `batchSize` images or latent vectors.
 */
export type ClusterGanChoices = TrainingChoices & {
  /** The networks' layers. */
  readonly architecture: ClusterGanArchitecture;
  /** How latent vectors are drawn. */
  readonly latent: LatentChoices;
  /** Updates of the critic in a step, at least 1. */
  readonly criticSteps: number;
  /** What the critic's loss has beside the values. */
  readonly penalty: GradientPenaltyChoices;
  /** What the loss of generator and encoder has beside the critic's values. */
  readonly cycle: CycleChoices;
  /** Of the critic; and again of generator and encoder together. */
  readonly optimiser: OptimiserChoices;
};

/** The released code's choices for MNIST, except for how long it trains. */
export const CLUSTERGAN: Omit<ClusterGanChoices, "epochs" | "architecture"> = {
  latent: { k: 10, noise: 30, deviation: 0.1 },
  criticSteps: 5,
  penalty: { scale: 10, mixing: "batch" },
  cycle: { noise: 10, code: 10 },
  optimiser: { ...ADAM, learningRate: 1e-4, beta1: 0.5, beta2: 0.9, convention: "keras" },
  batchSize: 64,
};

/** Options of {@linkcode fitClusterGan}; what is left out is as in {@linkcode CLUSTERGAN}. */
export type ClusterGanOptions = Defaulted<ClusterGanChoices, keyof typeof CLUSTERGAN> & TrainingRun;

/** What of the latent vectors is looked at: the code's probabilities alone, or the noise before them. */
export type LatentPart = "code" | "noise and code";

/** What {@linkcode fitClusterGan} finds. */
export interface ClusterGan {
  /**
   * The epochs in order. `loss` is that of generator and encoder, `distance` the critic's estimate, in its own unit, of how far
   * generated images are from the data, in the last step.
   */
  history: Epoch[];
  /**
   * The latent vectors that the encoder finds, `[rows, k]` or `[rows, noise + k]`.
   *
   * @throws {RangeError} If the images are not of the input's size.
   */
  encode(images: Matrix, part: LatentPart): Promise<Matrix>;
  /**
   * Images with these codes, from 0 to k - 1, and noise drawn by the seed; one batch, whose statistics they share.
   *
   * @throws {RangeError} If there is no code, or one is out of range.
   */
  generate(codes: ArrayLike<number>, seed: number): Promise<Matrix>;
  /** Frees its tensors. */
  dispose(): void;
}

/**
 * Trains a ClusterGAN by the Wasserstein loss with gradient penalty.
 *
 * Each epoch goes once through all images, in an order of its own; the updates of the critic take those of a step in turn. The
 * last step of an epoch may have fewer, and then starts with its first again.
 *
 * @param images One image a row, its pixels row by row, in [0, 1].
 * @throws {RangeError} If an option is out of range, the images are not of the input's size or fewer than a batch, or a pixel
 * is not a finite number.
 * @throws {DivergenceError} If an epoch's mean loss is not finite.
 * @see Mukherjee, Asnani, Lin & Kannan. ClusterGAN: Latent space clustering in generative adversarial networks. AAAI 2019.
 */
export async function fitClusterGan(images: Matrix, options: ClusterGanOptions): Promise<ClusterGan> {
  const { seed, onProgress, checkpoint, ...given } = options;
  const choices: ClusterGanChoices = { ...CLUSTERGAN, ...given };
  const { architecture, latent, epochs, batchSize, criticSteps } = choices;
  checkChoices(choices);
  checkImages(images, choices);
  const model = trainable(choices, seed);
  const data = { images: tensorOf(images) };
  const { state, history } = await train(model, data, {
    epochs,
    batchSize: batchSize * criticSteps,
    seed,
    ...onProgress && { onProgress },
    ...checkpoint && { checkpoint },
  }).finally(() => tf.dispose(data));
  const { networks, ...others } = state;
  tf.dispose([others as tf.TensorContainer, networks.critic]);
  const { pair } = networks;
  return {
    history,
    async encode(images, part) {
      const [height, width] = architecture.input;
      checkWidth(images, height * width, "encode the images");
      return await inChunks(
        images,
        part === "code" ? latent.k : latent.noise + latent.k,
        (x) => {
          const { noise, logits } = encodeLatent(architecture, latent, pair, x);
          const code = tf.softmax(logits);
          return part === "code" ? code : tf.concat([noise, code], 1);
        },
        ENCODED,
      );
    },
    generate: (codes, seed) => generated(choices, pair, codes, seed),
    dispose: () => tf.dispose(pair),
  };
}

/** How many images are encoded at a time: the patches of one are 64 times as large as it is. */
const ENCODED = 256;

interface State {
  readonly [key: string]: Tree;
  networks: Networks & { readonly [key: string]: Parameters };
  optimisers: { critic: OptimiserState; pair: OptimiserState };
  /** In the last update of the critic. */
  distance: tf.Tensor;
}

function trainable(choices: ClusterGanChoices, seed: number): Trainable<State> {
  const { architecture, latent, criticSteps, batchSize, penalty, cycle } = choices;
  const optimiser = optimiserOf(choices.optimiser);
  const networks = { ...initClusterGan(architecture, latent, seed) };
  /** The first draw of an update's random numbers from its step's seed. */
  const firstDraw = (update: number) => update * (LATENT_DRAWS + 1);

  return {
    state: {
      networks,
      optimisers: { critic: optimiser.init(networks.critic), pair: optimiser.init(networks.pair) },
      distance: tf.scalar(0),
    },
    step({ networks: { critic, pair }, optimisers, distance }, { images }, { seed }) {
      let [ofCritic, ofPair] = [optimisers.critic, optimisers.pair];
      for (let update = 0; update < criticSteps; update++) {
        const draw = firstDraw(update);
        const shares = penalty.mixing === "batch" ? 1 : batchSize;
        const batch = {
          images: tf.gather(images, rowsOf(update, batchSize, images.shape[0])),
          generated: generate(architecture, pair, drawLatent(latent, batchSize, seed, draw)),
          share: uniformTensor([shares, 1], seed, draw + LATENT_DRAWS),
        };
        const { gradients, rest } = lossAndGradients((critic) => {
          const { loss, distance } = criticLoss(architecture, penalty.scale, critic, batch);
          return { loss, rest: distance };
        }, critic);
        const next = optimiser.update(critic, gradients, ofCritic);
        [critic, ofCritic, distance] = [next.parameters, next.state, rest];
      }
      const z = drawLatent(latent, batchSize, seed, firstDraw(criticSteps));
      const { loss, gradients } = lossAndGradients(
        (pair) => ({ loss: pairLoss(architecture, latent, cycle, { critic, pair }, z), rest: [] }),
        pair,
      );
      const next = optimiser.update(pair, gradients, ofPair);
      [pair, ofPair] = [next.parameters, next.state];
      return {
        state: { networks: { critic, pair }, optimisers: { critic: ofCritic, pair: ofPair }, distance },
        loss,
      };
    },
    async afterEpoch(state) {
      const [distance] = await state.distance.data();
      return { state, measured: { distance } };
    },
  };
}

/** The rows of a step's images that an update of the critic takes; from the first again where there are no more. */
function rowsOf(update: number, batchSize: number, rows: number): tf.Tensor1D {
  const indices = Int32Array.from({ length: batchSize }, (_, i) => (update * batchSize + i) % rows);
  return tf.tensor1d(indices, "int32");
}

async function generated(
  { architecture, latent }: ClusterGanChoices,
  pair: Parameters,
  codes: ArrayLike<number>,
  seed: number,
): Promise<Matrix> {
  const check = checkFor("generate images");
  check(codes.length >= 1, "there must be at least 1 code", codes.length);
  for (const code of Array.from(codes)) {
    check(
      Number.isInteger(code) && code >= 0 && code < latent.k,
      `codes must be integers from 0 to k - 1 = ${latent.k - 1}`,
      code,
    );
  }
  const [height, width] = architecture.input;
  const images = tf.tidy(() => {
    const step = tf.tensor1d([seedFor(seed, "generated images") | 0, 0], "int32");
    return generate(architecture, pair, latentOf(latent, tf.tensor1d(Float32Array.from(codes)), step, 0));
  });
  try {
    return { data: await images.data<"float32">(), rows: codes.length, columns: height * width };
  } finally {
    images.dispose();
  }
}

function checkChoices({ latent, criticSteps, penalty, cycle, batchSize }: ClusterGanChoices): void {
  const check = checkFor("fit ClusterGAN");
  check(Number.isSafeInteger(latent.k) && latent.k >= 2, "k must be an integer, at least 2", latent.k);
  check(isCount(latent.noise), "noise must be a positive integer", latent.noise);
  check(
    isPositive(latent.deviation),
    "deviation must be finite and above 0",
    latent.deviation,
  );
  check(isCount(criticSteps), "criticSteps must be a positive integer", criticSteps);
  check(isCount(batchSize), "batchSize must be a positive integer", batchSize);
  check(isAmount(penalty.scale), "the penalty's scale must be finite and at least 0", penalty.scale);
  check(isAmount(cycle.noise), "the cycle's weight of the noise must be finite and at least 0", cycle.noise);
  check(isAmount(cycle.code), "the cycle's weight of the code must be finite and at least 0", cycle.code);
}

function checkImages(images: Matrix, { architecture, batchSize }: ClusterGanChoices): void {
  const what = "fit ClusterGAN";
  checkPoints(images, what);
  const [height, width] = architecture.input;
  if (height * width !== images.columns) {
    throw new RangeError(
      `Cannot ${what}: images must have the input's ${height} × ${width} pixels, got ${images.columns}`,
    );
  }
  if (images.rows < batchSize) {
    throw new RangeError(
      `Cannot ${what}: there must be images for a batch of ${batchSize}, got ${images.rows}`,
    );
  }
}
