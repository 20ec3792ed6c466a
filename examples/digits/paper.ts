/** scikit-learn's demo of k-means on handwritten digits, from three kinds of initial centroids: see README.md. @module */
import * as reclaim from "@reclaim/reclaim";

const data = reclaim.tableDataset({
  name: "digits",
  file: new URL("data.csv", import.meta.url),
  sha256: "1a8c0ce573804cf39bc6fdc9a6cc8f23d15cbf27a72575c1ca5fac15163717d0",
  source: "E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits (1998), test part, CC BY 4.0",
  label: "digit",
  images: [8, 8],
  range: [0, 16],
});

/** What k-means minimises: the squared distances of all points to the means of their clusters. */
const inertia: reclaim.SpaceMetric = {
  kind: "space",
  name: "INERTIA",
  title: "inertia",
  direction: "lower",
  floor: { share: 0.01 },
  range: [0, Infinity],
  compute({ data, columns }, clusters) {
    const groups = Map.groupBy(data.keys(), (at) => `${clusters[Math.floor(at / columns)]}, ${at % columns}`);
    return groups.values().reduce((sum, group) => {
      const mean = group.reduce((sum, at) => sum + data[at], 0) / group.length;
      return group.reduce((sum, at) => sum + (data[at] - mean) ** 2, sum);
    }, 0);
  },
};

const digits = reclaim.paper("digits", {
  dataset: data.name,
  datasets: [data],
  metrics: [...reclaim.STANDARD, ...reclaim.MORE, reclaim.silhouetteOfSample(300), inertia],
  images: reclaim.ALL_IMAGES,
  cluster: { kind: "k-means", fitOn: "train", ...reclaim.KMEANS, k: 10, nInit: 10 },
  score: ["train"],
});

const base = {
  seconds: { smoke: 1, quick: 1, paper: 1 },
  config: {},
  represent(_: unknown, { train: { images } }: reclaim.Splits) {
    return { space: "scaled pixels", points: { train: reclaim.standardise(images) }, model: null };
  },
  measure: [reclaim.sizes, reclaim.classCount],
  figures: [reclaim.drawClusters({ name: "clusters", title: "Digits of each cluster" }, "train")],
};
const plusPlus = digits.method("k-means-plus-plus", { ...base, title: "k-means++" });
const random = digits.method("random", { ...base, title: "random", common: { cluster: { init: "random" } } });

/** Which way each component points in scikit-learn 0.22: its largest code is positive. */
const signs = [-1, 1, 1, -1, 1, 1, 1, 1, 1, 1];
const pcaBased = digits.method("pca-based", {
  ...base,
  title: "PCA-based",
  config: { signs, kMeans: { nInit: 1, maxIterations: 300, tolerance: 1e-4 } },
  common: { cluster: { kind: "own" } },
  async represent({ signs, kMeans }, splits, { seed }) {
    const { points: { train }, ...represented } = base.represent(null, splits);
    const { components: axes } = await reclaim.fitPca(train, { components: signs.length });
    const init = { ...axes, data: axes.data.map((x, at) => x * signs[Math.floor(at / axes.columns)]) };
    const { labels } = await reclaim.kMeans(train, { ...kMeans, k: signs.length, init, seed });
    return { ...represented, points: { train }, clusters: { train: labels } };
  },
});
const study = { question: "Do the components' signs matter?", change: { signs: signs.map(Math.abs) } };

export default digits.declare([plusPlus, random, pcaBased, ...pcaBased.studies({ "other-signs": study })]);
