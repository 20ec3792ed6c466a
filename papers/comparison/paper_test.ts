import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine } from "../../engine/mod.ts";
import { type Dataset, loadDataset } from "../../datasets/mod.ts";
import type { Config } from "../../experiments/experiment.ts";
import { experimentOf, quietContext } from "../../experiments/testing.ts";
import type { Measurement } from "../../records/record.ts";
import agarap from "../agarap/paper.ts";
import chowdhury from "../chowdhury/paper.ts";
import diba from "../diba/paper.ts";
import siam from "../siam/paper.ts";
import song from "../song/paper.ts";
import comparison from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const digits = await loadDataset("mnist-10k");

/** What the smoke profile measures. */
async function measure(method: string, data: Dataset): Promise<Measurement[]> {
  const { run, profiles } = experimentOf(comparison, method);
  return (await run(profiles.smoke!.config, data, quietContext())).measurements;
}

const find = (measurements: readonly Measurement[], metric: string, space: string) =>
  measurements.find((one) => one.metric === metric && one.space === space)!.value;

Deno.test("pixels have the same indices as a representation and as pixels", async () => {
  const measurements = await measure("study-pixels", digits);
  for (const metric of ["SIL", "DBI", "CHI"]) {
    assertAlmostEquals(
      find(measurements, metric, "pixels"),
      find(measurements, metric, "pixels, the same clusters"),
      1e-6,
    );
  }
});

Deno.test("a comparison sees labels only in the metrics that are against them", async () => {
  const rotated = (labels: Int32Array) => Int32Array.from(labels, (label, i) => (label + i) % 10);
  const { train, test } = digits;
  const other = {
    ...digits,
    train: { ...train, labels: rotated(train.labels) },
    test: { ...test, labels: rotated(test.labels) },
  };
  for (const method of ["study-pca", "study-ncut", "study-song-aec"]) {
    const [found, foundOther] = [await measure(method, digits), await measure(method, other)];
    const internal = (all: readonly Measurement[]) =>
      all.filter(({ metric }) => ["SIL", "DBI", "CHI"].includes(metric));
    assertEquals(internal(found), internal(foundOther), method);
    assertEquals(internal(found).length, 6);
  }
});

Deno.test("what is compared has the settings of the paper that it is from, and all are clustered alike", () => {
  const configOf = (paper: typeof siam, method: string): Config =>
    experimentOf(paper, method).profiles.paper!.config;
  const settings = (method: string, ...names: string[]) =>
    names.map((name) => configOf(comparison, method)[name]);
  const same = (method: string, paper: typeof siam, theirs: string, ...names: string[]) =>
    assertEquals(settings(method, ...names), names.map((name) => configOf(paper, theirs)[name]), method);
  same("study-pca", agarap, "original", "pca");
  same("study-agarap-autoencoder", agarap, "ae", "network");
  same("study-tsne", chowdhury, "tsne-kmeans", "tsne");
  same("study-chowdhury-autoencoder", chowdhury, "ae-kmeans", "network");
  same("study-siam-autoencoder", siam, "ae-kmeans", "network");
  same("study-diba-autoencoder", diba, "ae-kmeans", "network");
  same("study-diba-dec", diba, "dec", "network", "dec");
  same("study-song-aec", song, "aec", "layers", "units", "pretraining", "aec");
  same("study-spectral", song, "spectral", "graph");

  const [{ method }] = comparison.experiments;
  for (const other of comparison.experiments) {
    assertEquals(settings(other.method, "cluster", "score"), settings(method, "cluster", "score"));
    assert(other.method.startsWith("study-"));
  }
});

Deno.test("the table beside each other asks for what each measures, in its own space and in pixels", async () => {
  const [table] = comparison.figures;
  assert(table.kind === "side by side");
  const measurements = await measure("study-pca", digits);
  const there = (
    { metric, split = "", average = "" }: { metric: string; split?: string; average?: string },
  ) =>
    measurements.filter((one) =>
      one.metric === metric && one.split === split && (one.average ?? "") === average
    );
  for (const asked of table.own) {
    assertEquals(there(asked).filter(({ space }) => space === "PCA-70").length, 1, asked.metric);
  }
  for (const asked of table.shared) {
    assertEquals(there(asked).filter(({ space }) => space === asked.space).length, 1, asked.metric);
  }
});
