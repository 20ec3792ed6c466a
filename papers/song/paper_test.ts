import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import type { Config } from "../../experiments/experiment.ts";
import type { ImageChoices } from "../../experiments/images.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import type { EigenvectorChoices } from "../../experiments/representations.ts";
import { isStudy } from "../../records/record.ts";
import type { ImagesData } from "../../records/figure_data.ts";
import type { AecCodeChoices } from "./aec.ts";
import song, { aec } from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData();
const configOf = (method: string, dataset: string): Config =>
  experimentOf(song, method, dataset).profiles.paper!.config;

const PLANE = { perplexity: 3, iterations: 20, points: 20 };

/** What makes the networks fit the made-up images. */
const NETWORK = {
  layers: [8, 3],
  pretraining: { epochs: 2, batchSize: 16 },
  aec: { k: 3, epochs: 3, batchSize: 16 },
};

Deno.test("each data set has five methods, its images and its λ (§3.1)", () => {
  const methods = ["kmeans", "spectral", "ncut", "ae-kmeans", "aec"];
  for (
    const [dataset, lambda, images] of [
      ["mnist", 0.1, ["train", null]],
      ["usps", 0.6, ["all", 4649]],
      ["yaleb", 0.6, ["train", null]],
    ] as const
  ) {
    const own = song.experiments.filter((one) => one.dataset === dataset && !isStudy(one));
    assertEquals(own.map(({ method }) => method), methods);
    for (const method of methods) {
      const { from, rows } = configOf(method, dataset).images as ImageChoices;
      const drawn = rows !== null && "drawn" in rows ? rows.drawn : null;
      assertEquals<unknown>([from, drawn], images, `${method} on ${dataset}`);
    }
    assertEquals((configOf("aec", dataset) as AecCodeChoices).aec.objective.lambda, lambda);
    // The baseline is the same network, which nothing pulls.
    assertEquals((configOf("ae-kmeans", dataset) as AecCodeChoices).aec, {
      ...(configOf("aec", dataset) as AecCodeChoices).aec,
      objective: { lambda: 0, sign: "+", mean: "both" },
    });
  }
});

Deno.test("the graph methods differ in nothing but what clusters the eigenvectors", () => {
  const [spectral, ncut] = ["spectral", "ncut"].map((method) => configOf(method, "mnist"));
  assertEquals(spectral.spectral, {
    ...ncut.spectral as EigenvectorChoices["spectral"],
    method: "ng-jordan-weiss",
  });
  assertEquals({ ...spectral, spectral: null }, { ...ncut, spectral: null });
});

Deno.test("aec() is the paper's network and training at a λ", () => {
  const { layers, pretraining, aec: { objective, epochs, k } } = aec(0.25);
  assertEquals([layers, pretraining.epochs, epochs, k], [[1000, 250, 50, 10], 30, 50, 10]);
  assertEquals(objective, { lambda: 0.25, sign: "+", mean: "both" });
});

Deno.test("k-means on pixels counts what it is run on, and draws its centroids", async () => {
  const outcome = await runChanged(
    experimentOf(song, "kmeans"),
    { cluster: { k: 3, nInit: 2 }, plane: PLANE },
    DATA,
  );
  assertEquals(
    outcome.measurements.filter(({ metric }) => metric.startsWith("OTHER:")).map(({ metric, value }) => [
      metric,
      value,
    ]),
    [["OTHER:rows", 64], ["OTHER:train rows", 64], ["OTHER:pixels", 6], ["OTHER:classes", 3]],
  );
  assertEquals(valuesOf(outcome, "ACC", "pixels"), [1]);
  const centres = outcome.figures!.find(({ name }) => name === "fig-5-centres") as ImagesData;
  assertEquals(centres.rows.map(({ label, images }) => [label, images.length]), [["centres", 3]]);
});

Deno.test("a graph method tells its cut, and the eigenvalue of its last eigenvector", async () => {
  const outcome = await runChanged(experimentOf(song, "ncut"), {
    graph: { neighbours: 14 },
    spectral: { k: 3 },
  }, DATA);
  const [cut] = valuesOf(outcome, "OTHER:normalised cut");
  assert(cut >= 0 && cut <= 3);
  const [last] = valuesOf(outcome, "OTHER:last eigenvalue");
  assert(last <= 1 && last > 0);
  assertEquals(outcome.clusterings!.map(({ space, split }) => [space, split]), [["eigenvectors", "train"]]);
});

Deno.test("AEC tells where its history ends and how soon it gained, and clusters its code by k-means too", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(experimentOf(song, "aec"), {
    ...NETWORK,
    plane: PLANE,
    fig6: { k: 3, nInit: 2 },
  }, DATA);
  const { history } = outcome;
  assertEquals(history.length, 3);
  const last = history[2];
  for (
    const [metric, value] of [
      ["reconstruction", last.reconstruction],
      ["compactness", last.compactness],
      ["empty clusters", last.empty],
    ] as const
  ) {
    assertEquals(valuesOf(outcome, `OTHER:${metric}`), [value]);
  }
  for (const metric of ["iterations of fast gain", "iterations until stable"]) {
    const [iterations] = valuesOf(outcome, `OTHER:${metric}`);
    assert(Number.isInteger(iterations) && iterations >= 1 && iterations <= 3, metric);
  }
  // What the history ends with is the score of the method's own clusters.
  assertAlmostEquals(valuesOf(outcome, "ACC", "code")[0], last.ACC, 1e-12);
  assertEquals(valuesOf(outcome, "ACC", "code, clustered by k-means").length, 1);
  assertEquals(outcome.figures!.map(({ name }) => name), ["fig-4", "fig-4-centres", "clusters", "fig-6"]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("without its pull the code is clustered by k-means, and scored once", async () => {
  const outcome = await runChanged(experimentOf(song, "ae-kmeans"), {
    ...NETWORK,
    plane: PLANE,
    cluster: { k: 3, nInit: 2 },
  }, DATA);
  assertEquals(valuesOf(outcome, "ACC").length, 1);
  assertEquals(valuesOf(outcome, "OTHER:reconstruction"), [outcome.history[2].reconstruction]);
});
