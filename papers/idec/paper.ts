/**
 * Guo et al., "Improved Deep Embedded Clustering with Local Structure Preservation": DEC that keeps its decoder, and beside it
 * DEC itself, both from the same pretrained network. See README.md for where each setting comes from.
 *
 * @module
 */
import { KERAS_ADAM, type Matrix, seedFor, tf } from "../../engine/mod.ts";
import { clustersOf } from "../../experiments/clustering.ts";
import { drawClusters, drawEmbedding, type InThePlane, PLANE } from "../../experiments/drawings.ts";
import { training } from "../../experiments/experiment.ts";
import { ALL_IMAGES, type Splits } from "../../experiments/images.ts";
import {
  type CommonChoices,
  type Found,
  paper,
  type Represented,
  type Run,
} from "../../experiments/paper.ts";
import { DIGITS, FEW_POINTS } from "../../experiments/profiles.ts";
import { owning } from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { type Architecture, type AutoencoderState, encode } from "../../models/autoencoder/dense.ts";
import { type Dec, fitDec } from "../../models/dec/dec.ts";
import { denseCoder, denseEncoder } from "../../models/dec/encoders.ts";
import { fitIdec, type IdecChoices } from "../../models/dec/idec.ts";
import type { Measurement } from "../../records/record.ts";
import { LAYERWISE, type PublishedDec, scaled, stackedFor, WHOLE } from "../diba/published_dec.ts";

/** DEC's choices, and IDEC's from the same network. */
export type IdecProtocol = PublishedDec & { readonly idec: IdecChoices };

/** What IDEC alone depends on. */
type IdecAlone = Omit<IdecProtocol, "dec">;

/** A network that clustering starts from, and the images as it sees them. */
interface Pretrained {
  images: Matrix;
  architecture: Architecture;
  network: AutoencoderState;
}

/** The network; the caller's to dispose. */
async function pretrained(
  { scale, pretraining }: Pick<IdecProtocol, "scale" | "pretraining">,
  { train }: Splits,
  run: Run,
): Promise<Pretrained> {
  const images = scaled(train.images, scale);
  const { network } = await stackedFor(pretraining, images, run);
  return { images, architecture: pretraining.architecture, network };
}

/** IDEC from that network, which is left as it is. The history is IDEC's. */
async function fromPretrained(
  choices: IdecChoices,
  { images, architecture, network }: Pretrained,
  run: Run,
): Promise<Represented<Dec>> {
  const idec = await fitIdec(images, {
    ...choices,
    autoencoder: denseCoder(architecture, network),
    seed: seedFor(run.seed, "IDEC"),
    ...training(run, "IDEC"),
  });
  return await owning(idec.dispose, async () => ({
    space: "code",
    points: { train: await idec.encode(images) },
    clusters: { train: idec.labels },
    model: idec,
    history: idec.history,
  }));
}

/** IDEC's code and clusters. */
async function idecCode(config: IdecAlone, splits: Splits, run: Run): Promise<Represented<Dec>> {
  const start = await pretrained(config, splits, run);
  return await fromPretrained(config.idec, start, run)
    .finally(() => tf.dispose(start.network as tf.TensorContainer));
}

/** What the measures look at. */
interface Model {
  idec: Dec;
  /** The codes that both start from. */
  before: Matrix;
  /** DEC's, and its codes. */
  dec: Pick<Dec, "labels" | "history" | "stopReason"> & { codes: Matrix };
}

/** IDEC, and DEC from the same network. */
async function represent(config: IdecProtocol, splits: Splits, run: Run): Promise<Represented<Model>> {
  const start = await pretrained(config, splits, run);
  const { images, architecture, network } = start;
  try {
    const before = await encode(architecture, network, images);
    const dec = await fitDec(images, {
      ...config.dec,
      encoder: denseEncoder(architecture, network),
      seed: seedFor(run.seed, "DEC"),
      ...training(run, "DEC"),
    });
    const codes = await dec.encode(images).finally(dec.dispose);
    const { model: idec, ...represented } = await fromPretrained(config.idec, start, run);
    return { ...represented, model: { idec, before, dec: { ...dec, codes } } };
  } finally {
    tf.dispose(network as tf.TensorContainer);
  }
}

/** What there is beside the scores of IDEC's clusters: those of DEC, and of k-means before both. */
async function measure(
  { model: { idec, before, dec }, splits: { train: { labels: classes } }, config, run }: Found<
    CommonChoices & IdecProtocol,
    Model
  >,
): Promise<Measurement[]> {
  const { kMeans, k } = config.dec;
  const score = (space: string, clusters: Int32Array, points?: Matrix) =>
    run.score({ space, split: "train", clusters, classes, ...points && { points } });
  const phases = [["IDEC", idec], ["DEC", dec]] as const;
  return [
    ...await score("code of DEC", dec.labels, dec.codes),
    ...await score("code before both", await clustersOf(before, { ...kMeans, k }, run)),
    ...phases.flatMap(([name, { history, stopReason }]) => [
      measured(`OTHER:epochs of ${name}`, history.length),
      measured(`OTHER:${name} stopped since labels stood still`, stopReason === "tolerance" ? 1 : 0),
    ]),
  ];
}

/** IDEC.py: Adam with Keras's settings, where DEC has SGD, and γ = 0.1; the rest is DEC's. */
const IDEC: IdecChoices = { ...LAYERWISE.dec, optimiser: KERAS_ADAM, gamma: 0.1 };

/** IDEC, as others compare it, pretrained as a whole, which takes less time. */
export const idec = {
  config: { scale: WHOLE.scale, pretraining: WHOLE.pretraining, idec: IDEC } satisfies IdecAlone,
  represent: idecCode,
};

/** What it needs to keep its clusters apart on few images. */
export const IDEC_SMOKE = {
  pretraining: { architecture: { sizes: [784, 100, 100, 400, 10] }, whole: { epochs: 10 }, batchSize: 16 },
  dec: { kMeans: { nInit: 2 }, epochs: 2 },
  idec: { kMeans: { nInit: 2 }, epochs: 2 },
};

const idecPaper = paper("idec", {
  dataset: "mnist",
  small: DIGITS,
  images: { ...ALL_IMAGES, from: "all" },
  cluster: { kind: "own" },
  score: ["train"],
  smoke: { images: { rows: { train: 200, test: 56 } } },
});

const method = idecPaper.method<IdecProtocol & InThePlane, Model>("idec", {
  title: "IDEC, and DEC beside it",
  seconds: { smoke: 7, quick: 20, paper: 4200 },
  quick: {
    images: { rows: { train: 7 * 256, test: 256 } },
    ...FEW_POINTS,
    // More and smaller steps, since there are few images.
    pretraining: {
      layerwise: { epochs: 3, tenthEvery: 3 },
      whole: { epochs: 12, tenthEvery: 12 },
      batchSize: 32,
    },
    dec: { epochs: 5, updateInterval: 40, kMeans: { nInit: 4 } },
    idec: { epochs: 5, updateInterval: 40, kMeans: { nInit: 4 } },
  },
  smoke: { ...IDEC_SMOKE, pretraining: { ...IDEC_SMOKE.pretraining, layerwise: { epochs: 2 } } },
  config: { ...LAYERWISE, idec: IDEC, plane: PLANE },
  represent,
  measure: [measure],
  figures: [
    drawEmbedding({ name: "codes", title: "IDEC: codes" }, "train"),
    drawClusters({ name: "clusters", title: "IDEC: images of each cluster" }, "train"),
  ],
});

/** What {@linkcode WHOLE} changes in the pretraining. */
const AS_A_WHOLE = {
  scale: WHOLE.scale,
  pretraining: { layerwise: null, whole: { epochs: 300, learningRate: 1, tenthEvery: null } },
};

export default idecPaper.declare([
  method,
  ...method.studies({
    "gamma-1": {
      question: "Does it matter how much the divergence weighs?",
      change: { idec: { gamma: 1 } },
    },
    "gamma-by-pixel-scale-on-10000-images": {
      question:
        "The released code divides pixels by 50, which makes the squared error 26 times that of pixels up to 1: does IDEC " +
        "on the league's images do better with a divergence that weighs 26 times less?",
      seconds: 700,
      change: {
        images: { from: "test" },
        ...AS_A_WHOLE,
        idec: { gamma: 0.0038 },
      },
    },
    "whole": {
      question: "Does the pretraining layer by layer matter?",
      seconds: 3800,
      change: AS_A_WHOLE,
    },
  }),
]);
