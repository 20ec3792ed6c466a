/**
 * The works that are timed, as both sides (ours.ts, peers.py) know them by name.
 *
 * @module
 */

/** A work: what it is, its peer, and the ratio of times, ours ÷ the peer's, that is aimed at. */
export interface Work {
  name: string;
  title: string;
  peer: string;
  goal: number;
  /** How often it is done, for works that take minutes; they have no warm-up either, as nobody's run has. */
  units?: number;
}

/** The works of the table. */
export const WORKS: Work[] = [
  {
    name: "ae-step",
    title: "train step, 784-500-500-2000-70, batch 256",
    peer: "torch.compile, fused Adam",
    goal: 0.55,
  },
  {
    name: "snnl-step",
    title: "the same with the soft nearest neighbour loss",
    peer: "torch.compile, fused Adam",
    goal: 0.55,
  },
  {
    name: "conv-step",
    title: "train step of Siam's convolutional autoencoder, batch 256",
    peer: "PyTorch, Adam",
    goal: 0.25,
  },
  {
    name: "dec-step",
    title: "clustering step of DEC, 784-500-500-2000-10, batch 256",
    peer: "PyTorch, Adam",
    goal: 0.5,
  },
  {
    name: "dec-run",
    title: "DEC of 10,000 images: 10 epochs of pretraining, 10 of clustering",
    peer: "ClustPy",
    goal: 0.5,
    units: 3,
  },
  { name: "silhouette", title: "silhouette, 60,000 × 70", peer: "scikit-learn", goal: 0.1 },
  { name: "kmeans-784", title: "k-means from the same start, 60,000 × 784", peer: "scikit-learn", goal: 0.6 },
  { name: "kmeans-70", title: "k-means from the same start, 60,000 × 70", peer: "scikit-learn", goal: 0.8 },
  { name: "pca", title: "70 principal components of 60,000 × 784", peer: "scikit-learn", goal: 0.8 },
  {
    name: "run",
    title: "a whole run of SNNL-5: 50 epochs of 10,000 images, k-means, six scores",
    peer: "torch.compile, fused Adam, scikit-learn",
    goal: 0.5,
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
  { name: "pca", title: "70 principal components of 784 columns", by: "rows", sizes: ROWS },
];
