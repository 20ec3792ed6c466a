/**
 * What papers make of images before they cluster them: pixels, principal components, embeddings, codes of networks.
 *
 * A representation is its choices and the function that makes it of them, which a paper's method, or another's, spreads.
 *
 * @module
 */
import { type Matrix, type Parameters, seedFor } from "../engine/mod.ts";
import {
  type ConvolutionalChoices,
  convolutionalParameterCounts,
  fitConvolutional,
} from "../models/autoencoder/convolutional.ts";
import type { AutoencoderState } from "../models/autoencoder/dense.ts";
import { type AutoencoderOptions, type DenseChoices, fitAutoencoder } from "../models/autoencoder/fit.ts";
import type { Autoencoder } from "../models/autoencoder/trained.ts";
import { type Dec, type DecChoices, fitDec } from "../models/dec/dec.ts";
import { convolutionalEncoder } from "../models/dec/encoders.ts";
import type { KMeansChoices } from "../models/kmeans/kmeans.ts";
import { fitPca, type PcaChoices } from "../models/pca/pca.ts";
import type { GraphChoices } from "../models/spectral/affinity.ts";
import {
  neighbourGraph,
  normalizedCut,
  type SpectralChoices,
  spectralClustering,
  type SpectralClusters,
} from "../models/spectral/spectral.ts";
import { type Tsne, tsne, type TsneChoices } from "../models/tsne/tsne.ts";
import type { Measurement } from "../records/record.ts";
import { type SplitClusters, splitsNeeded } from "./clustering.ts";
import { training } from "./experiment.ts";
import { ofSplits, type SplitName, type Splits } from "./images.ts";
import { parameters, parametersByLayer } from "./measures.ts";
import type { CommonChoices, Represented, Run } from "./paper.ts";
import { clusterSpaces, unitRows } from "./spaces.ts";

/**
 * What is found with a trained model, and how to free that: it is the caller's, or freed at once where nothing is found.
 *
 * @throws What `find` throws.
 */
export async function owning<Model>(
  dispose: () => void,
  find: () => Promise<Omit<Represented<Model>, "dispose">>,
): Promise<Represented<Model>> {
  try {
    return { ...await find(), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** The pixels as they are. */
export async function pixels(config: CommonChoices, splits: Splits): Promise<Represented<null>> {
  const points = await ofSplits(splits, splitsNeeded(config), (images) => images);
  return { space: "pixels", points, model: null };
}

/** The leading principal components of the training images' pixels. */
export async function principalComponents(
  config: CommonChoices & { pca: PcaChoices },
  splits: Splits,
): Promise<Represented<null>> {
  const { components } = config.pca;
  const { transform } = await fitPca(splits.train.images, config.pca);
  return {
    space: `PCA-${components}`,
    points: await ofSplits(splits, splitsNeeded(config), transform),
    model: null,
  };
}

/** The images of a split embedded by t-SNE. */
export function embedding(
  split: SplitName,
): (config: { tsne: TsneChoices }, splits: Splits, run: Run) => Promise<Represented<Tsne>> {
  return async ({ tsne: choices }, splits, { seed, progress }) => {
    const model = await tsne(splits[split].images, { ...choices, seed, onProgress: progress("t-SNE") });
    return { space: `t-SNE-${choices.dimensions}`, points: { [split]: model.embedding }, model };
  };
}

/** The methods that cluster the eigenvectors of a graph: Ng, Jordan & Weiss's, and Shi & Malik's normalised cut. */
const SPECTRAL_METHODS = { "ng-jordan-weiss": spectralClustering, "shi-malik": normalizedCut };

/** The eigenvectors of a graph: the graph, and what clusters them. */
export type EigenvectorChoices = {
  readonly graph: GraphChoices & {
    /** `unit`: each image is divided by its length, so that distances are those of directions. */
    readonly lengths: "as they are" | "unit";
  };
  readonly spectral: SpectralChoices & { readonly method: keyof typeof SPECTRAL_METHODS };
};

/** The eigenvectors of a graph of a split's images, with the method's own clusters. */
export function eigenvectors(
  split: SplitName,
): (
  config: EigenvectorChoices,
  splits: Splits,
  run: Run,
) => Promise<Represented<SpectralClusters>> {
  return async (
    { graph: { lengths, ...choices }, spectral: { method, ...spectral } },
    splits,
    { seed, progress },
  ) => {
    const { images } = splits[split];
    const graph = await neighbourGraph(lengths === "unit" ? unitRows(images) : images, choices);
    const onProgress = progress("eigenvectors");
    const model = await SPECTRAL_METHODS[method](graph, { ...spectral, seed, onProgress });
    return {
      space: "eigenvectors",
      points: { [split]: model.embedding },
      clusters: { [split]: model.labels },
      model,
    };
  };
}

/** A dense autoencoder, trained on these images: by the reconstruction alone, in batches of each epoch's own, unless told. */
export function trainDense(
  network: DenseChoices,
  images: Matrix,
  run: Run,
  otherwise: Pick<AutoencoderOptions, "penalty" | "batches"> = {},
): Promise<Autoencoder<AutoencoderState>> {
  return fitAutoencoder(images, {
    ...network,
    ...otherwise,
    seed: run.seed,
    ...training(run, "autoencoder"),
  });
}

/** A convolutional autoencoder, trained on these images. */
export function trainConvolutional(
  network: ConvolutionalChoices,
  images: Matrix,
  run: Run,
): Promise<Autoencoder<Parameters>> {
  return fitConvolutional(images, { ...network, seed: run.seed, ...training(run, "autoencoder") });
}

/** The codes of a trained autoencoder, which goes with them. */
async function codesBy<Network extends AutoencoderState | Parameters>(
  model: Autoencoder<Network>,
  splits: Splits,
  config: CommonChoices,
): Promise<Represented<Autoencoder<Network>>> {
  return await owning(model.dispose, async () => ({
    space: "code",
    points: await ofSplits(splits, splitsNeeded(config), model.encode),
    model,
    history: model.history,
  }));
}

/** The code of a dense autoencoder, trained on the training images. */
export async function denseCode(
  config: CommonChoices & { network: DenseChoices },
  splits: Splits,
  run: Run,
): Promise<Represented<Autoencoder<AutoencoderState>>> {
  return await codesBy(await trainDense(config.network, splits.train.images, run), splits, config);
}

/** The code of a convolutional autoencoder, trained on the training images. */
export async function convolutionalCode(
  config: CommonChoices & { network: ConvolutionalChoices },
  splits: Splits,
  run: Run,
): Promise<Represented<Autoencoder<Parameters>>> {
  return await codesBy(await trainConvolutional(config.network, splits.train.images, run), splits, config);
}

/** The number of a convolutional network's parameters, in all and by layer. */
export function convolutionalParameters(
  { config: { network: { architecture } } }: { config: { network: ConvolutionalChoices } },
): Measurement[] {
  const layers = convolutionalParameterCounts(architecture);
  return [...parameters(layers.map(({ count }) => count)), ...parametersByLayer(layers)];
}

/** DEC from a trained convolutional autoencoder, which is left as it is. */
export async function trainDec(
  dec: DecChoices,
  { architecture }: ConvolutionalChoices,
  images: Matrix,
  autoencoder: Autoencoder<Parameters>,
  run: Run,
): Promise<Dec> {
  return await fitDec(images, {
    ...dec,
    encoder: convolutionalEncoder(architecture, autoencoder.network),
    seed: seedFor(run.seed, "DEC"),
    ...training(run, `DEC, ${dec.epochs} epochs`),
  });
}

/** The clusters of a method that finds its own, of the splits that are scored; it was fitted to the training images. */
export async function ownClusters(
  { labels, predict }: { labels: Int32Array; predict(images: Matrix): Promise<Int32Array> },
  splits: Splits,
  score: readonly SplitName[],
): Promise<SplitClusters> {
  return {
    ...score.includes("train") && { train: labels },
    ...score.includes("test") && { test: await predict(splits.test.images) },
  };
}

/** The code after DEC of a convolutional autoencoder, with DEC's own clusters. The history is DEC's. */
export async function decCode(
  { network, dec: choices, score }: CommonChoices & { network: ConvolutionalChoices; dec: DecChoices },
  splits: Splits,
  run: Run,
): Promise<Represented<{ autoencoder: Autoencoder<Parameters>; dec: Dec }>> {
  const { train: { images } } = splits;
  const autoencoder = await trainConvolutional(network, images, run);
  const dec = await trainDec(choices, network, images, autoencoder, run).catch((error) => {
    autoencoder.dispose();
    throw error;
  });
  const dispose = () => {
    dec.dispose();
    autoencoder.dispose();
  };
  return await owning(dispose, async () => ({
    space: "code",
    points: await ofSplits(splits, score, dec.encode),
    clusters: await ownClusters(dec, splits, score),
    model: { autoencoder, dec },
    history: dec.history,
  }));
}

/** k-means in the code after DEC of each of these numbers of epochs, always from the autoencoder, on both splits. */
export async function scoresAfterDec(
  { network, dec: choices, decEpochs, cluster }: {
    network: ConvolutionalChoices;
    dec: Omit<DecChoices, "epochs">;
    decEpochs: readonly number[];
    cluster: KMeansChoices;
  },
  splits: Splits,
  autoencoder: Autoencoder<Parameters>,
  run: Run,
): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const epochs of decEpochs) {
    const dec = await trainDec({ ...choices, epochs }, network, splits.train.images, autoencoder, run);
    try {
      for (const split of ["train", "test"] as const) {
        const { images, labels: classes } = splits[split];
        const name = `code after DEC of ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`;
        found.push(
          ...await clusterSpaces({ [name]: await dec.encode(images) }, { split, classes, cluster }, run),
        );
      }
    } finally {
      dec.dispose();
    }
  }
  return found;
}
