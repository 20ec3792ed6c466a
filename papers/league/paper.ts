/**
 * The league: clustering methods by one protocol, without labels, on three data sets. See README.md.
 *
 * @module
 */
import { seedFor } from "../../engine/mod.ts";
import { randomClusters } from "../../experiments/clustering.ts";
import { type Change, changed } from "../../experiments/config.ts";
import type { Config, Experiment } from "../../experiments/experiment.ts";
import type { LeagueKind } from "../../experiments/figures.ts";
import type { Splits } from "../../experiments/images.ts";
import { paper, type PaperBuilder, type Run } from "../../experiments/paper.ts";
import { eigenvectors, embedding, pixels } from "../../experiments/representations.ts";
import { SAME_CLUSTERS } from "../../experiments/spaces.ts";
import type {
  ConvolutionalArchitecture,
  ConvolutionalLayer,
} from "../../models/autoencoder/convolutional.ts";
import { umap } from "../../models/umap/umap.ts";
import * as agarap from "../agarap/paper.ts";
import { NETWORK_SMOKE } from "../agarap/snnl.ts";
import * as chowdhury from "../chowdhury/paper.ts";
import * as diba from "../diba/paper.ts";
import { type PublishedDec, publishedDecCode, WHOLE } from "../diba/published_dec.ts";
import * as idec from "../idec/paper.ts";
import * as n2d from "../n2d/paper.ts";
import * as siam from "../siam/paper.ts";
import { aecCode } from "../song/aec.ts";
import * as song from "../song/paper.ts";
import * as vade from "../vade/paper.ts";
import {
  byProtocol,
  LEAGUE,
  LEAGUE_DATASETS,
  type LeagueDataset,
  type LeagueEntry,
  SECONDS,
} from "./protocol.ts";

/** A method of the league: how it is ranked, and its experiment on a data set. */
interface Entry {
  name: string;
  title: string;
  kind: LeagueKind;
  on(league: PaperBuilder, dataset: LeagueDataset): Experiment;
}

/** What a method is declared by; its seconds are those on 10,000 images of 28 × 28 pixels. */
interface Declared<Own extends Config, Model> extends Omit<LeagueEntry<Own, Model>, "seeds"> {
  /** What images of so many pixels to a side change in its configuration. */
  fitTo?: (side: number) => Change<NoInfer<Own>>;
}

/** What a run takes of its time on MNIST, and the sides of the images. */
const SIZES: Readonly<Record<LeagueDataset, { share: number; side: number }>> = {
  "mnist": { share: 1, side: 28 },
  "fashion-mnist": { share: 1, side: 28 },
  "usps": { share: 0.8, side: 16 },
};

function entry<Own extends Config, Model>(
  name: string,
  { seconds, fitTo, config, ...declared }: Declared<Own, Model>,
): Entry {
  return {
    name,
    title: declared.title,
    kind: declared.kind,
    on(league, dataset) {
      const { share, side } = SIZES[dataset];
      return byProtocol(league, name, dataset, {
        ...declared,
        seconds: Math.ceil(seconds * share),
        config: changed(config, fitTo?.(side)),
      });
    },
  };
}

/** The first layer of a fully connected network for images of so many pixels to a side. */
const dense = (sizes: readonly number[]) => (side: number) => ({ sizes: [side * side, ...sizes.slice(1)] });

/** Convolutional layers for images of so many pixels to a side, where those of 28 come down to 7 × 7. */
function convolutional({ encoder, decoder }: ConvolutionalArchitecture) {
  return (side: number): Change<ConvolutionalArchitecture> => {
    const least = side / 4;
    const fit = (layer: ConvolutionalLayer): ConvolutionalLayer =>
      layer.kind === "reshape"
        ? { ...layer, shape: [least, least, layer.shape[2]] }
        : layer.kind === "linear" && layer.units % 49 === 0
        ? { ...layer, units: layer.units / 49 * least * least }
        : layer;
    return { input: [side, side], encoder: encoder.map(fit), decoder: decoder.map(fit) };
  };
}

const FEW_EPOCHS = { network: { epochs: 2 } };

/** Clusters that no method found: the classes, or k drawn at random. */
type Control = { readonly clusters: "the classes" } | { readonly clusters: "at random"; readonly k: number };

function control(config: Control) {
  return {
    kind: "control",
    seconds: 5,
    cluster: "own",
    config,
    represent(config: Control, { train: { images, labels } }: Splits, { seed }: Run) {
      const train = config.clusters === "the classes" ? labels : randomClusters(images.rows, config.k, seed);
      return { space: "pixels", points: { train: images }, clusters: { train }, model: null };
    },
  } as const;
}

/** The same pretrained network for both. */
const forStacked = (side: number) => ({
  pretraining: { architecture: dense(WHOLE.pretraining.architecture.sizes)(side) },
});

/** The methods, between controls that know nothing and all. */
const ENTRIES: readonly Entry[] = [
  entry("random", { ...control({ clusters: "at random", k: 10 }), title: "Labels drawn at random" }),
  entry("truth", { ...control({ clusters: "the classes" }), title: "The true labels" }),
  entry("pixels", {
    kind: "inductive",
    title: "Pixels",
    seconds: 8,
    cluster: "k-means",
    config: {},
    represent: pixels,
  }),
  entry("pca", {
    kind: "inductive",
    title: "70 principal components",
    seconds: 8,
    cluster: "k-means",
    ...agarap.original,
    smoke: { pca: { components: 20 } },
  }),
  entry("tsne", {
    kind: "transductive",
    title: "t-SNE in the plane",
    seconds: 35,
    cluster: "k-means",
    config: chowdhury.plane.config,
    represent: embedding("train"),
    smoke: { tsne: { iterations: 300 } },
  }),
  entry("umap", {
    kind: "transductive",
    title: "UMAP to 10 dimensions",
    seconds: 30,
    cluster: "k-means",
    config: { umap: n2d.n2d.config.umap },
    async represent({ umap: choices }, { train: { images } }, { seed, progress }) {
      const { embedding } = await umap(images, {
        ...choices,
        seed: seedFor(seed, "UMAP"),
        onProgress: progress("UMAP"),
      });
      return { space: `UMAP-${choices.dimensions}`, points: { train: embedding }, model: null };
    },
    smoke: { umap: { epochs: 50 } },
  }),
  ...([
    ["spectral", "Spectral clustering", "ng-jordan-weiss"],
    ["ncut", "Normalised cut", "shi-malik"],
  ] as const).map(([name, title, method]) =>
    entry(name, {
      kind: "transductive",
      title,
      seconds: 12,
      cluster: "own",
      config: { ...song.EIGENVECTORS, spectral: { ...song.EIGENVECTORS.spectral, method } },
      represent: eigenvectors("train"),
    })
  ),
  entry("agarap-autoencoder", {
    kind: "inductive",
    title: "Agarap's autoencoder",
    seconds: 75,
    cluster: "k-means",
    ...agarap.baseline,
    smoke: NETWORK_SMOKE,
    fitTo: (side) => ({
      network: { architecture: dense(agarap.baseline.config.network.architecture.sizes)(side) },
    }),
  }),
  entry("chowdhury-autoencoder", {
    kind: "inductive",
    title: "Chowdhury's autoencoder",
    seconds: 15,
    cluster: "k-means",
    black: -1,
    ...chowdhury.code,
    smoke: FEW_EPOCHS,
    fitTo: (side) => ({
      network: { architecture: dense(chowdhury.code.config.network.architecture.sizes)(side) },
    }),
  }),
  entry("siam-autoencoder", {
    kind: "inductive",
    title: "Siam's autoencoder",
    seconds: 30,
    cluster: "k-means",
    ...siam.code,
    smoke: FEW_EPOCHS,
    fitTo: (side) => ({
      network: { architecture: convolutional(siam.code.config.network.architecture)(side) },
    }),
  }),
  entry("diba-autoencoder", {
    kind: "inductive",
    title: "Diba's autoencoder",
    seconds: 130,
    cluster: "k-means",
    black: -1,
    ...diba.code,
    smoke: FEW_EPOCHS,
    fitTo: (side) => ({
      network: { architecture: convolutional(diba.code.config.network.architecture)(side) },
    }),
  }),
  entry("aec", {
    kind: "transductive",
    title: "Song's AEC",
    seconds: 150,
    cluster: "own",
    config: song.aec(0.1),
    represent: aecCode,
    smoke: song.NETWORK_SMOKE,
  }),

  entry<PublishedDec, unknown>("dec", {
    kind: "inductive",
    title: "DEC",
    seconds: 420,
    cluster: "own",
    config: WHOLE,
    represent: publishedDecCode,
    smoke: { pretraining: idec.IDEC_SMOKE.pretraining, dec: idec.IDEC_SMOKE.dec },
    fitTo: forStacked,
  }),
  entry("idec", {
    kind: "inductive",
    title: "IDEC",
    seconds: 480,
    cluster: "own",
    ...idec.idec,
    smoke: { pretraining: idec.IDEC_SMOKE.pretraining, idec: idec.IDEC_SMOKE.idec },
    fitTo: forStacked,
  }),
  entry<vade.VadeProtocol, unknown>("vade", {
    kind: "inductive",
    title: "VaDE",
    seconds: 500,
    cluster: "own",
    ...vade.vade,
    smoke: vade.VADE_SMOKE,
    fitTo: (side) => ({
      pretraining: { architecture: dense(vade.vade.config.pretraining.architecture.sizes)(side) },
    }),
  }),
  entry<n2d.N2dChoices, unknown>("n2d", {
    kind: "transductive",
    title: "N2D",
    seconds: 1200,
    cluster: "own",
    ...n2d.n2d,
    smoke: n2d.N2D_SMOKE,
    fitTo: (side) => ({ network: { architecture: dense(n2d.n2d.config.network.architecture.sizes)(side) } }),
  }),
];

const DATASETS = Object.keys(LEAGUE_DATASETS) as LeagueDataset[];

const league = paper("league", {
  ...LEAGUE,
  figures: [{
    kind: "league",
    name: "league",
    title: "Which method finds the classes?",
    subtitle: "Accuracy without labels; the bars are where the mean lies, by the seeds, in 95 of 100 cases.",
    description:
      "A panel for each data set, a row for each method, with its mean accuracy and the interval of that.",
    text:
      "Each method sees the same images and no labels, and clusters those images. Its settings are those of its own " +
      "paper or released code for MNIST, with these exceptions: VaDE has 300 epochs, not 3,000, and a pretraining of " +
      "ours; DEC and IDEC are pretrained as a whole, not layer by layer; and all see about 10,000 images, where most papers " +
      "have 60,000 or 70,000. What a paper leaves open, such as t-SNE's settings, is our choice. Labels are used only to score the " +
      "clusters. Processor seconds go from the images to the clusters, or to the points that k-means then clusters. How " +
      "each method is run is in `papers/league/README.md`. Of " +
      "the published times, N2D's and VaDE's on MNIST are too short; that page says which and why.",
    datasets: DATASETS.map((name) => ({ name, title: LEAGUE_DATASETS[name].title })),
    methods: ENTRIES.map(({ name, title, kind }) => ({ method: name, title, kind })),
    rankedBy: { metric: "ACC", split: "train" },
    own: [{ metric: "NMI", split: "train", average: "arithmetic" }, { metric: "ARI", split: "train" }],
    shared: [
      { metric: "SIL", space: `pixels, ${SAME_CLUSTERS}`, split: "train", title: "SIL in pixels" },
      { metric: SECONDS, split: "train", title: "processor seconds" },
    ],
  }],
});

export default league.declare(
  DATASETS.flatMap((dataset) => ENTRIES.map(({ on }) => on(league, dataset))),
);
