/**
 * The works that are timed, as both sides (ours.ts, peers.py) know them by name.
 *
 * @module
 */

import { type Kind, makerOf } from "./kinds.ts";

/** Train steps of one unit of training. */
export const UNIT_STEPS = 20;

/** A work: what it is, its peer, and what is aimed at. */
export interface Work {
  name: string;
  title: string;
  peer: string;
  /** The most that the ratio of times, ours ÷ the peer's, may be. */
  goal: number;
  /** The same on the processors of makers where another is aimed at. */
  goals?: Readonly<Record<string, number>>;
  /** The least share of the machine's limit that we may reach. */
  share?: number;
  /** How often it is done, for works that take long; they have no warm-up either, as nobody's run has. */
  units?: number;
}

/** The most that a work's ratio may be on a kind of processor. */
export function goalOn({ goal, goals }: Pick<Work, "goal" | "goals">, kind: Kind): number {
  return goals?.[makerOf(kind)] ?? goal;
}

/** What is aimed at with train steps: PyTorch's products are slow on AMD's processors, so more is to be had there. */
const STEP_GOALS = { goal: 1, goals: { AMD: 0.55 }, share: 0.8 };

/** The works of the table. */
export const WORKS: Work[] = [
  {
    name: "ae-step",
    title: "train step, 784-500-500-2000-70, batch 256",
    peer: "torch.compile, fused Adam",
    ...STEP_GOALS,
  },
  {
    name: "snnl-step",
    title: "the same with the soft nearest neighbour loss",
    peer: "torch.compile, fused Adam",
    ...STEP_GOALS,
  },
  {
    name: "conv-step",
    title: "train step of Siam's convolutional autoencoder, batch 256",
    peer: "PyTorch, Adam",
    goal: 0.6,
  },
  {
    name: "dec-step",
    title: "clustering step of DEC, 784-500-500-2000-10, batch 256",
    peer: "PyTorch, Adam",
    ...STEP_GOALS,
  },
  {
    name: "n2d-step",
    title: "train step of N2D, 784-500-500-2000-10, squared error, batch 256",
    peer: "torch.compile, fused Adam",
    ...STEP_GOALS,
  },
  {
    name: "vade-step",
    title: "train step of VaDE, 784-500-500-2000-10, batch 100",
    peer: "torch.compile, fused Adam",
    ...STEP_GOALS,
  },
  {
    name: "dec-run",
    title: "DEC of 10,000 images: 10 epochs of pretraining, 10 of clustering",
    peer: "ClustPy",
    goal: 0.7,
    units: 3,
  },
  { name: "silhouette", title: "silhouette, 60,000 × 70", peer: "scikit-learn", goal: 0.1, units: 3 },
  { name: "kmeans-784", title: "k-means from the same start, 60,000 × 784", peer: "scikit-learn", goal: 0.5 },
  { name: "kmeans-70", title: "k-means from the same start, 60,000 × 70", peer: "scikit-learn", goal: 0.8 },
  {
    name: "faiss-784",
    title: "k-means from the same start, 60,000 × 784, as many iterations",
    peer: "faiss-cpu",
    goal: 1,
    units: 3,
  },
  {
    name: "faiss-70",
    title: "k-means from the same start, 60,000 × 70, as many iterations",
    peer: "faiss-cpu",
    goal: 1,
  },
  { name: "pca", title: "70 principal components of 60,000 × 784", peer: "scikit-learn", goal: 0.8 },
  {
    name: "tsne-10000",
    title: "t-SNE of 10,000 × 70, 750 iterations; result: KL",
    peer: "openTSNE",
    goal: 1,
    units: 2,
  },
  {
    name: "tsne-60000",
    title: "t-SNE of 60,000 × 70, 750 iterations; result: KL",
    peer: "openTSNE",
    goal: 1,
    units: 1,
  },
  {
    name: "umap-10000",
    title: "UMAP of 10,000 × 70, 500 epochs; result: trustworthiness of 2,000",
    peer: "umap-learn, compiled before",
    goal: 1,
    units: 2,
  },
  {
    name: "umap-60000",
    title: "UMAP of 60,000 × 70, 200 epochs; result: trustworthiness of 2,000",
    peer: "umap-learn, compiled before",
    goal: 1,
    units: 1,
  },
  {
    name: "dbscan",
    title: "DBSCAN, 60,000 × 70, eps 3.5, 10 points; result: points in clusters",
    peer: "scikit-learn",
    goal: 0.5,
    units: 2,
  },
  {
    name: "spectral",
    title: "spectral clustering, 60,000 × 70, 10 neighbours; result: normalised cut",
    peer: "scikit-learn, LOBPCG",
    goal: 0.5,
    units: 2,
  },
  {
    name: "run",
    title: "a whole run of SNNL-5: 50 epochs of 10,000 images, k-means, six scores",
    peer: "torch.compile, fused Adam, scikit-learn",
    goal: 0.9,
    goals: { AMD: 0.55 },
    units: 2,
  },
];

/** How a work's time grows with its size. */
export interface Growth {
  /** The work's name. */
  name: string;
  title: string;
  /** What grows. */
  by: string;
  sizes: number[];
}

const ROWS = [10_000, 20_000, 40_000, 60_000];

/** The works whose growth is drawn. */
export const GROWTH: Growth[] = [
  { name: "ae-step", title: "20 train steps", by: "batch", sizes: [64, 128, 256, 512, 1024] },
  {
    name: "ae-width",
    title: "20 train steps",
    by: "width of the widest layer",
    sizes: [500, 1000, 2000, 4000],
  },
  { name: "silhouette", title: "silhouette, 70 columns", by: "rows", sizes: ROWS },
  { name: "kmeans-784", title: "k-means, 784 columns", by: "rows", sizes: ROWS },
  { name: "kmeans-70", title: "k-means, 70 columns", by: "rows", sizes: ROWS },
  { name: "kmeans-k", title: "k-means, 60,000 × 70", by: "clusters", sizes: [5, 10, 20, 40] },
  { name: "pca", title: "70 principal components of 784 columns", by: "rows", sizes: ROWS },
];
