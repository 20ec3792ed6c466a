/**
 * My paper: k-means on three clouds of points. The data, the methods, the claims and this text are there to be replaced.
 *
 * @module
 */
import {
  ALL_IMAGES,
  type CommonChoices,
  KMEANS,
  ofSplits,
  paper,
  sizes,
  type Splits,
  tableDataset,
} from "@reclaim/reclaim";

/** The file's digest is what `sha256sum data.csv` prints. */
const points = tableDataset({
  name: "template-points",
  file: new URL("data.csv", import.meta.url),
  sha256: "b83348867931d9a5dd3bae8975620a7b588b64515b8fc734ab8b3e943eb06b44",
  source: "made up: three clouds of fifty points",
  label: "cloud",
});

const mine = paper("template", {
  dataset: points.name,
  datasets: [points],
  images: ALL_IMAGES,
  cluster: { kind: "k-means", fitOn: "train", ...KMEANS, k: 3, nInit: 10 }, // §3
  score: ["train"],
});

/** The points as they are. */
async function asTheyAre(_config: CommonChoices, splits: Splits) {
  return { space: "points", points: await ofSplits(splits, ["train"], (points) => points), model: null };
}

const tenStarts = mine.method("ten-starts", {
  title: "k-means from ten starts",
  seconds: { smoke: 1, quick: 1, paper: 1 },
  config: {},
  represent: asTheyAre,
  measure: [sizes],
});

const oneStart = mine.method("one-start", {
  title: "k-means from one start",
  seconds: { smoke: 1, quick: 1, paper: 1 },
  config: {},
  common: { cluster: { nInit: 1 } },
  represent: asTheyAre,
});

const studies = tenStarts.studies({
  "4-clusters": { question: "What does a cluster too many change?", change: { cluster: { k: 4 } } },
});

export default mine.declare([tenStarts, oneStart, ...studies]);
