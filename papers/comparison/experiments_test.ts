import { assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine } from "../../engine/mod.ts";
import { type Dataset, loadDataset } from "../../datasets/mod.ts";
import type { Measurement } from "../../records/record.ts";
import { experiments } from "./experiments.ts";

await initEngine({ quiet: true });

const digits = await loadDataset("mnist-10k");

async function measure(method: string, data: Dataset): Promise<Measurement[]> {
  const { run, profiles } = experiments.find((one) => one.method === method)!;
  const context = { seed: 42, progress: () => () => {} };
  return (await run(profiles.smoke!.config, data, context)).measurements;
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
