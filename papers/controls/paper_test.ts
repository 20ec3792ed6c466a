import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import type { PaperDeclaration } from "../../experiments/experiment.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import { calinskiHarabasz } from "../../metrics/mod.ts";
import { isStudy } from "../../records/record.ts";
import agarap from "../agarap/paper.ts";
import chowdhury from "../chowdhury/paper.ts";
import { loadPapers } from "../load.ts";
import siam from "../siam/paper.ts";
import song from "../song/paper.ts";
import type { ComponentsChoices } from "./components.ts";
import controls from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData({ train: 90, test: 60 });

const configOf = (paper: PaperDeclaration, method: string, dataset?: string) =>
  experimentOf(paper, method, dataset).profiles.paper!.config;

Deno.test("a control scores random and true labels and the restarts, below the bound of the spectrum", async () => {
  const before = tf.memory().numTensors;
  const change = { cluster: { k: 3, nInit: 4, leading: 2 } };
  const outcome = await runChanged(experimentOf(controls, "study-pixels-test"), change, DATA);
  assertEquals(valuesOf(outcome, "PURITY", "pixels, true labels"), [1]);
  assert(valuesOf(outcome, "ARI", "pixels, random labels")[0] < 0.3);
  const [found] = valuesOf(outcome, "CHI", "pixels, lowest inertia of 4 restarts");
  assertEquals(valuesOf(outcome, "CHI", "pixels, highest CHI of 4 restarts"), [found]);
  const { images, labels } = DATA.test;
  assertAlmostEquals(
    valuesOf(outcome, "CHI", "pixels, true labels")[0],
    calinskiHarabasz(images, labels),
    1e-3,
  );
  assert(found < valuesOf(outcome, "CHI", "pixels, bound of the spectrum")[0]);
  assertEquals(valuesOf(outcome, "OTHER:restarts within 0.1 % of the lowest inertia", "pixels").length, 1);
  assertEquals(new Set(outcome.measurements.map(({ split }) => split)), new Set(["test"]));
  assertEquals(outcome.clusterings!.map(({ space }) => space), [
    "pixels, random labels",
    "pixels, true labels",
    "pixels, lowest inertia of 4 restarts",
  ]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a control of components has no bound where clusters can span them, and names its space by them", async () => {
  const change = { cluster: { k: 3, nInit: 2 }, pca: { components: 2 } };
  const outcome = await runChanged(experimentOf(controls, "study-pca-64-test"), change, DATA);
  assertEquals(valuesOf(outcome, "CHI", "PCA-2, bound of the spectrum"), []);
  assertEquals(valuesOf(outcome, "CHI", "PCA-2, true labels").length, 1);
});

Deno.test("controls look at the images, components and clusters of the papers' claims", () => {
  const images = (paper: PaperDeclaration, method: string, dataset?: string) =>
    configOf(paper, method, dataset).images;
  assertEquals(images(controls, "study-pixels-test"), images(chowdhury, "kmeans"));
  assertEquals(images(controls, "study-pixels-train"), images(siam, "kmeans"));
  for (const dataset of ["usps", "yaleb"]) {
    assertEquals(images(controls, "study-pixels-train", dataset), images(song, "kmeans", dataset));
  }
  assertEquals(images(controls, "study-pca-64-test"), images(chowdhury, "pca-kmeans"));
  assertEquals(configOf(controls, "study-pca-64-test").pca, configOf(chowdhury, "pca-kmeans").pca);
  for (const dataset of ["mnist", "fashion-mnist", "emnist-balanced"]) {
    const [own, theirs] = [
      configOf(controls, "study-pca-70-test", dataset),
      configOf(agarap, "original", dataset),
    ];
    assertEquals([own.images, own.pca], [theirs.images, theirs.pca]);
    const k = ({ cluster }: typeof own) => (cluster as { k: number }).k;
    assertEquals(k(own), k(theirs), dataset);
  }
});

Deno.test("every control is a study, and the number of components goes up from 2 to 200", () => {
  assert(controls.experiments.every(isStudy));
  const { dimensions } = configOf(controls, "study-components") as ComponentsChoices;
  assertEquals([dimensions[0], dimensions.at(-1)], [2, 200]);
  assertEquals(dimensions.toSorted((a, b) => a - b), dimensions);
});

Deno.test("the row that is looked for is Chowdhury's, within the tolerances of his claims", async () => {
  const { claims } = (await loadPapers()).find(({ id }) => id === "chowdhury")!;
  const { row } = configOf(controls, "study-components") as ComponentsChoices;
  for (const metric of ["SIL", "DBI", "CHI"] as const) {
    const { value, tolerance } = claims.find(({ id }) =>
      id === `chowdhury-t4-pca-kmeans-${metric.toLowerCase()}`
    )!;
    const [low, high] = row[metric];
    assertAlmostEquals(low, Number(value) - tolerance!, 1e-9, metric);
    assertAlmostEquals(high, Number(value) + tolerance!, 1e-9, metric);
  }
});
