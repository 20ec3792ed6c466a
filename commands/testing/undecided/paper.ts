/**
 * A paper whose claims need more or fewer seeds to be decided, which tests run with `--papers`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { DatasetInfo, Split } from "../../../datasets/mod.ts";
import { matrix } from "../../../engine/matrix.ts";
import type { Experiment, PaperDeclaration } from "../../../experiments/experiment.ts";
import { STANDARD } from "../../../metrics/mod.ts";
import { firstSeeds } from "../../../runner/plan.ts";

/** This folder, as `--papers` takes it. */
export const UNDECIDED = fileURLToPath(new URL(".", import.meta.url));

const split: Split = { images: matrix(new Float32Array(2), 2, 1), labels: Int32Array.of(0, 1) };

/** Two points, which nothing looks at; they stand in for nothing, so that the runs are judged. */
const points: DatasetInfo = {
  name: "points",
  locate: () => Promise.resolve("package"),
  load: () =>
    Promise.resolve({
      name: "points",
      height: 1,
      width: 1,
      classes: 2,
      train: split,
      test: split,
      sources: [{ name: "points", sha256: "ab".repeat(32), rows: 2, source: "made up" }],
      split: "as made up",
    }),
};

/** An experiment that is done at once; its silhouette is that of the seed's place in the list of all seeds, from 0. */
function made(method: string, silhouette: (place: number) => number): Experiment {
  const protocol = { dataset: "points", seconds: 1, config: { method } };
  return {
    id: `undecided/${method}/points`,
    paper: "undecided",
    method,
    dataset: "points",
    title: method,
    profiles: { quick: protocol, paper: protocol },
    async run(_config, _data, { seed }) {
      const value = await silhouette(firstSeeds(16).indexOf(seed));
      return { measurements: [{ metric: "SIL", value, space: "code", split: "test" }], history: [] };
    },
  };
}

/** Has the printed 0.50 with every seed, give or take what is far below any tolerance. */
const decided = made("decided", (place) => 0.5 + place / 10_000);

/** Lies above the printed 0.50 with four seeds, which differ much, and at it with eight. */
const settling = made("settling", (place) => [0.5, 0.6, 0.56, 0.54, 0.45, 0.45, 0.46, 0.44][place]);

/** Values above the printed 0.50 that differ so much that sixteen of them cannot tell whether by chance. */
const scatter = (place: number) => place % 2 === 0 ? 0.4 : 0.8;

/** Is open with any number of seeds. */
const scattered = made("scattered", scatter);

/** Always gives the same, which is not the printed 0.50. */
const steady = made("steady", () => 0.55);

/** Differs as the scattered one does, and fails with one of the first and one of the next seeds. */
const failing = made("failing", (place) => {
  if (place === 1 || place === 5) throw new Error("it fails with this seed");
  return scatter(place);
});

const declaration: PaperDeclaration = {
  id: "undecided",
  experiments: [scattered, settling, decided, steady, failing],
  datasets: [points],
  metrics: STANDARD,
  figures: [],
};

export default declaration;
