/** scikit-learn's demo of k-means on handwritten digits, with the clusters that scikit-learn itself finds. @module */
import * as reclaim from "@reclaim/reclaim";

const data = reclaim.tableDataset({
  name: "digits",
  file: new URL("../digits/data.csv", import.meta.url),
  sha256: "1a8c0ce573804cf39bc6fdc9a6cc8f23d15cbf27a72575c1ca5fac15163717d0",
  source: "E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits (1998), test part, CC BY 4.0",
  label: "digit",
  images: [8, 8],
  range: [0, 16],
});

const elsewhere = reclaim.paper("elsewhere", {
  dataset: data.name,
  datasets: [data],
  metrics: [...reclaim.STANDARD, ...reclaim.MORE],
  images: reclaim.ALL_IMAGES,
  cluster: { kind: "own" },
  score: ["train"],
});

const theirs = elsewhere.method("k-means-plus-plus", {
  title: "k-means++ of scikit-learn 1.7.2",
  seconds: { smoke: 1, quick: 1, paper: 1 },
  ...reclaim.madeElsewhere({
    by: "cluster.py, with scikit-learn 1.7.2",
    folder: new URL("results/", import.meta.url),
    space: "scaled pixels",
    points: reclaim.standardise,
  }),
});

export default elsewhere.declare([theirs]);
