import { DESCRIPTIONS } from "../../../metrics/descriptions.ts";
import { NAMES } from "../../markdown/abbreviations.ts";

/** What a metric's value means, after its name and its range. */
const METRICS: Readonly<Record<keyof typeof DESCRIPTIONS, string>> = {
  ACC: "the share of images whose cluster is matched to their class, by the best one-to-one matching",
  NMI: "how much clusters tell of classes, between 0 (nothing) and 1 (all)",
  ARI: "the share of pairs of images on which clusters and classes agree, less what chance gives",
  PURITY: "the share of images that are of the most frequent class of their cluster",
  HOM: "whether each cluster has images of one class only",
  COM: "whether the images of a class are all in one cluster",
  VM: "the harmonic mean of homogeneity and completeness",
  AMI: "mutual information of clusters and classes, less what chance gives",
  SIL: "how much nearer points are to their own cluster than to the next, from −1 to 1",
  DBI: "how wide clusters are beside the distance between them, from 0",
  CHI: "how far clusters are apart beside how wide they are; it grows with the number of points",
  MSE: "the mean squared difference between an image and its reconstruction",
};

const WAYS = { higher: "Higher is better.", lower: "Lower is better." } as const;

/** What a method is, or when a measure is low, after its name. */
const METHODS: Readonly<Partial<Record<keyof typeof NAMES, string>>> = {
  SNNL:
    "low where points of one class are near each other. SNNL-1 to SNNL-8 are networks that Agarap & Azcarraga " +
    "train with it",
  AE: "a network that compresses images to a short code and rebuilds them from it",
  AEC: "Song's method, which pulls the codes to the centres of their clusters",
  DEC: "goes on training an encoder so that its codes gather around centroids",
  IDEC: "DEC that keeps its decoder",
  N2D: "an autoencoder's code, embedded by UMAP, clustered by a mixture of Gaussians",
  VaDE: "a variational autoencoder whose codes come from a mixture of Gaussians",
  RBM: "a layer that is trained alone, before the whole network",
  PCA: "PCA-64 is the space of the first 64 components",
  "t-SNE": "puts points into a plane so that neighbours stay neighbours",
  UMAP: "an embedding that keeps neighbours together",
  DBSCAN: "clusters are where points lie close together; other points are noise",
};

const OTHERS: Readonly<Record<string, string>> = {
  CHS: "Calinski-Harabasz score: another name of the Calinski-Harabasz index (CHI).",
  PARAMS: "The number of parameters that a network learns.",
  ClusterGAN: "A generative adversarial network whose input says which cluster an image is to be of.",
  GAN:
    "Generative adversarial network: two networks, one that makes images and one that tells them from real ones.",
  NCA: "Neighbourhood components analysis.",
  KMeans: "k-means: k clusters, each of the points that are nearest to its mean.",
  MNIST: "70,000 images of handwritten digits, 28 × 28 pixels.",
  EMNIST: "Images of handwritten letters and digits. EMNIST Balanced has 47 classes of equal size.",
  USPS: "9,298 images of handwritten digits from envelopes, 16 × 16 pixels.",
};

const capitalised = (text: string) => `${text[0].toUpperCase()}${text.slice(1)}`;

/** What the words of the page mean, by the word, each once. */
export const GLOSSARY: ReadonlyMap<string, string> = new Map([
  ...Object.entries(DESCRIPTIONS).map(([word, { title, direction }]) =>
    [
      word,
      `${capitalised(title)}: ${METRICS[word as keyof typeof METRICS]}. ${WAYS[direction]}`,
    ] as const
  ),
  ...Object.entries(METHODS).map(([word, meaning]) =>
    [word, `${capitalised(NAMES[word as keyof typeof NAMES])}: ${meaning}.`] as const
  ),
  ...Object.entries(OTHERS),
]);

/** The glossary's words, the longest first, so that none is found within another. */
const WORDS = [...GLOSSARY.keys()].sort((a, b) => b.length - a.length);

const WORD = new RegExp(`(?<![\\w-])(${WORDS.join("|")})(?![A-Za-z])`);

/** A part of a text: a word of the glossary, or what is between two. */
export interface Part {
  readonly text: string;
  readonly isWord: boolean;
}

/**
 * A text in parts, so that its abbreviations can be explained: each word of the glossary at its first place.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { partsOf } from "./glossary.ts";
 *
 * assertEquals(partsOf("ACC of SNNL-7; ACC"), [
 *   { text: "ACC", isWord: true },
 *   { text: " of ", isWord: false },
 *   { text: "SNNL", isWord: true },
 *   { text: "-7; ACC", isWord: false },
 * ]);
 * ```
 */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  const told = new Set<string>();
  let plain = "", rest = text;
  const end = () => {
    if (plain !== "") parts.push({ text: plain, isWord: false });
    plain = "";
  };
  for (let match = WORD.exec(rest); match !== null; match = WORD.exec(rest)) {
    const [word] = match;
    plain += rest.slice(0, match.index);
    if (told.has(word)) plain += word;
    else {
      end();
      parts.push({ text: word, isWord: true });
    }
    told.add(word);
    rest = rest.slice(match.index + word.length);
  }
  plain += rest;
  end();
  return parts;
}
