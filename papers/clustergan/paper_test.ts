import { assert, assertEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import type { ClusterGanChoices } from "../../models/clustergan/clustergan.ts";
import type { ImagesData } from "../../records/figure_data.ts";
import clustergan from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const CHANGE = {
  images: { rows: { drawn: 60 } },
  cluster: { k: 3, nInit: 2 },
  clustergan: {
    architecture: { input: [8, 8], filters: [2, 3], units: 8 },
    latent: { k: 3, noise: 2 },
    criticSteps: 2,
    batchSize: 16,
    epochs: 2,
  },
};
const DATA = madeData({ height: 8, width: 8 });

const choicesOf = (method: string, dataset: string) =>
  experimentOf(clustergan, method, dataset).profiles.paper!.config.clustergan as ClusterGanChoices;

/** Steps of an epoch of 55,000 images. */
const STEPS = Math.ceil(55_000 / (5 * 64));

Deno.test("ClusterGAN is scored by k-means on noise and code of the test images, and draws what it generates", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(experimentOf(clustergan, "clustergan"), CHANGE, DATA);
  assertEquals(outcome.clusterings!.map(({ space, split, clusters }) => [space, split, clusters.length]), [
    ["noise and code", "test", 30],
    ["noise and code of the untrained encoder", "test", 30],
  ]);
  const [purity, accuracy] = ["PURITY", "ACC"].map((metric) =>
    valuesOf(outcome, metric, "noise and code")[0]
  );
  assert(purity >= accuracy && purity <= 1);
  assertEquals(outcome.history.length, 2);
  const [generated, clusters] = outcome.figures!;
  assertEquals([generated.name, clusters.name], ["generated", "clusters"]);
  assertEquals(
    (generated as ImagesData).rows.map(({ label, images }) => [label, images.length]),
    [["code 0", 10], ["code 1", 10], ["code 2", 10]],
  );
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("the code alone is clustered where the encoder does not learn the noise", async () => {
  const outcome = await runChanged(experimentOf(clustergan, "clustergan", "fashion-mnist"), CHANGE, DATA);
  assertEquals(outcome.clusterings!.map(({ space }) => space), [
    "code",
    "code of the untrained encoder",
  ]);
});

Deno.test("the untrained encoder is that which training starts from", async () => {
  const found = (epochs: number) =>
    runChanged(experimentOf(clustergan, "clustergan"), {
      ...CHANGE,
      clustergan: { ...CHANGE.clustergan, epochs },
    }, DATA);
  const [own, untrained] = (await found(0)).clusterings!;
  assertEquals(untrained.clusters, own.clusters);
  assertEquals((await found(2)).clusterings![1].clusters, own.clusters);
});

Deno.test("labels decide nothing but the scores", async () => {
  const found = async (labels: (own: Int32Array) => Int32Array) => {
    const relabelled = {
      ...DATA,
      train: { ...DATA.train, labels: labels(DATA.train.labels) },
      test: { ...DATA.test, labels: labels(DATA.test.labels) },
    };
    const outcome = await runChanged(experimentOf(clustergan, "clustergan"), CHANGE, relabelled);
    return outcome.clusterings![0].clusters;
  };
  assertEquals(await found((own) => own), await found((own) => own.map((label, i) => (label + i) % 3)));
});

Deno.test("the protocols are those of the released code", () => {
  const [mnist, fashion] = ["mnist", "fashion-mnist"].map((dataset) => choicesOf("clustergan", dataset));
  for (const { epochs } of [mnist, fashion]) assert(Math.abs(epochs * STEPS - 500_000) <= STEPS / 2);
  assertEquals([mnist.cycle, mnist.latent.noise], [{ noise: 10, code: 10 }, 30]);
  assertEquals([fashion.cycle, fashion.latent.noise], [{ noise: 0, code: 10 }, 40]);
  for (const dataset of ["mnist", "fashion-mnist"]) {
    const { epochs } = choicesOf("study-50000-iterations", dataset);
    assert(Math.abs(epochs * STEPS - 50_000) <= STEPS / 2);
  }
});
