import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { initEngine, matrix, tf } from "../../engine/mod.ts";
import { type Dataset, loadDataset, type Split } from "../../datasets/mod.ts";
import type { Experiment } from "../../experiments/experiment.ts";
import { isStudy } from "../../records/record.ts";
import { experiments } from "./experiments.ts";
import { runPoints } from "./points.ts";
import {
  type AutoencoderConfig,
  drawLabelled,
  lastTemperature,
  originalConfig,
  runAutoencoder,
  runOriginal,
  snnlConfig,
  VARIANTS,
} from "./protocol.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const context = { seed: 42, progress: () => () => {} };

/** Pictures of 6 pixels in three classes that a little noise keeps apart. */
function split(rows: number, first: number): Split {
  const labels = Int32Array.from({ length: rows }, (_, i) => (i + first) % 3);
  const data = Float32Array.from({ length: rows * 6 }, (_, at) => {
    const [i, j] = [Math.floor(at / 6), at % 6];
    return 0.5 + (j % 3 === labels[i] ? 0.3 : -0.3) + 0.15 * Math.sin(7 * (i + first) + 3 * j);
  });
  return { images: matrix(data, rows, 6), labels };
}

const DATA: Dataset = {
  name: "made",
  height: 2,
  width: 3,
  classes: 3,
  train: split(64, 0),
  test: split(30, 100),
  sources: [],
  split: "made",
};

const CONFIG: AutoencoderConfig = {
  ...snnlConfig(5, "mnist", 48),
  k: 3,
  nInit: 2,
  architecture: {
    sizes: [6, 8, 3],
    codeActivation: "sigmoid",
    outputActivation: "sigmoid",
    initialisation: "he",
  },
  batchSize: 16,
  epochs: 3,
};

const named = (measurements: { metric: string; value: number }[], metric: string) =>
  measurements.filter((one) => one.metric === metric).map(({ value }) => value);

Deno.test("snnlConfig() is Table I", () => {
  const table = VARIANTS.map((variant) => {
    const { labelled, snnl } = snnlConfig(variant, "emnist-balanced");
    return [variant, labelled, snnl!.labels, snnl!.combine, snnl!.temperature.kind];
  });
  assertEquals(table, [
    [1, 20000, "classes", "sum", "fixed"],
    [2, undefined, "none", "sum", "fixed"],
    [3, 20000, "classes", "min", "fixed"],
    [4, undefined, "none", "min", "fixed"],
    [5, 20000, "classes", "sum", "annealed"],
    [6, undefined, "none", "sum", "annealed"],
    [7, 20000, "classes", "min", "annealed"],
    [8, undefined, "none", "min", "annealed"],
  ]);
});

Deno.test("lastTemperature() is that of the last epoch by Eq. 3, from 1 down, or the fixed one", () => {
  const annealed = { temperature: { kind: "annealed", eta: 1, gamma: 0.5 } } as const;
  assertEquals([1, 4].map((epochs) => lastTemperature({ epochs }, annealed)), [1, 0.5]);
  assertEquals(lastTemperature({ epochs: 4 }, { temperature: { kind: "fixed", value: 3 } }), 3);
});

Deno.test("drawLabelled() draws by the seed, each image once, with its label", () => {
  const { images, labels } = drawLabelled(DATA.train, 20, 42);
  const rows = (points: typeof images) =>
    Array.from({ length: points.rows }, (_, i) => points.data.slice(6 * i, 6 * i + 6).join());
  const all = rows(DATA.train.images);
  const places = rows(images).map((row) => all.indexOf(row));
  assertEquals(new Set(places).size, 20);
  assertEquals(labels, Int32Array.from(places, (place) => DATA.train.labels[place]));
  assertEquals(drawLabelled(DATA.train, 20, 42), { images, labels });
  assert(rows(drawLabelled(DATA.train, 20, 43).images).join() !== rows(images).join());
});

Deno.test("drawLabelled() refuses more images than there are, and none", () => {
  for (const labelled of [65, 0, 2.5, NaN]) {
    assertThrows(
      () => drawLabelled(DATA.train, labelled, 42),
      RangeError,
      "Cannot draw labelled images: their number must be from 1 to the 64 training images: " +
        `current value is ${labelled}`,
    );
  }
});

Deno.test("runAutoencoder() trains, clusters and scores, and is the same again", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runAutoencoder(CONFIG, DATA, context);
  assertEquals(outcome.history.length, 3);
  const { measurements } = outcome;
  for (const metric of ["SIL", "DBI", "CHI", "ACC", "ARI"]) {
    assertEquals(named(measurements, metric).length, 1);
  }
  assertEquals(measurements.find(({ metric }) => metric === "NMI")!.average, "arithmetic");
  assertEquals(measurements.find(({ metric }) => metric === "SIL")!.space, "code");
  assertEquals(
    measurements.map(({ metric }) => metric).filter((metric) => metric.startsWith("OTHER:")),
    [
      "OTHER:SNNL layer 1",
      "OTHER:SNNL code",
      "OTHER:SNNL layer 3",
      "OTHER:gradient ratio first epoch",
      "OTHER:gradient ratio last epoch",
    ],
  );
  const again = await runAutoencoder(CONFIG, DATA, context);
  measurements.forEach(({ value }, i) =>
    assertAlmostEquals(again.measurements[i].value, value, 1e-5 * Math.max(1, Math.abs(value)))
  );
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("runAutoencoder() says how far it is above a cited accuracy", async () => {
  const config = { ...CONFIG, cited: { name: "ClusterGAN", accuracy: 0.95 } };
  const { measurements } = await runAutoencoder(config, DATA, context);
  const [above] = named(measurements, "OTHER:ACC above ClusterGAN");
  assertAlmostEquals(above, named(measurements, "ACC")[0] - 0.95, 1e-12);
});

Deno.test("runAutoencoder() refuses more labels than images, and more clusters than images", async () => {
  const before = tf.memory().numTensors;
  const messages = [];
  for (const change of [{ labelled: 65 }, { labelled: 2, batchSize: 2 }]) {
    const error = await runAutoencoder({ ...CONFIG, ...change }, DATA, context).then(() => null, (e) => e);
    assert(error instanceof RangeError, String(error));
    messages.push(error.message);
  }
  assertEquals(messages, [
    "Cannot draw labelled images: their number must be from 1 to the 64 training images: current value is 65",
    "Cannot run k-means: k must be at most n = 2: current value is 3",
  ]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("runOriginal() clusters components and has Table II's numbers", async () => {
  const config = { ...originalConfig("mnist"), k: 3, components: 2 };
  const { measurements } = await runOriginal(config, DATA, context);
  const facts = measurements.filter(({ metric }) => metric.startsWith("OTHER:"));
  assertEquals(facts.map(({ metric, value }) => [metric, value]), [
    ["OTHER:rows", 94],
    ["OTHER:train rows", 64],
    ["OTHER:test rows", 30],
    ["OTHER:pixels", 6],
    ["OTHER:classes", 3],
  ]);
  assertEquals(named(measurements, "ACC"), [1]);
  assertEquals(measurements[0].space, "PCA-2");
});

Deno.test("runPoints() takes labels apart, sooner with annealing, and deals them anew by the seed", async () => {
  const before = tf.memory().numTensors;
  const points = await loadDataset("gaussian");
  const config = { learningRate: 300, epochs: 20, distance: "cosine", fixed: 1 } as const;
  const { history, measurements } = await runPoints(config, points, context);
  assertEquals(history.length, 20);
  assert(history[19].loss < 0.2 && history[19].loss < history[19]["loss at the fixed temperature"]);
  assert(history[0].separation < 0 && history[19].separation > 0.1);
  assertEquals(named(measurements, "OTHER:SNNL annealed epoch 20"), [history[19].loss]);
  const [from] = named(measurements, "OTHER:epoch that separation is seen from");
  assert(
    history[from - 1].separation > 0 && history.slice(0, from - 1).every(({ separation }) => separation <= 0),
  );
  const other = await runPoints({ ...config, epochs: 1 }, points, { ...context, seed: 43 });
  assert(other.history[0].loss !== history[0].loss);
  assertEquals(named(other.measurements, "OTHER:epoch that separation is seen from"), []);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("each study differs from the paper's protocol, and is in its profile only", () => {
  const studies = experiments.filter(isStudy);
  const told = ({ dataset, profiles }: Experiment) => dataset + JSON.stringify(profiles.paper!.config);
  const own = experiments.filter((one) => !isStudy(one)).map(told);
  assertEquals(new Set(studies.map(told)).size, studies.length);
  for (const study of studies) {
    assertEquals(Object.keys(study.profiles), ["paper"]);
    assert(!own.includes(told(study)));
  }
});

Deno.test("quick and smoke have the methods that they are to show, on the embedded digits", () => {
  const inProfile = (profile: "quick" | "smoke") =>
    experiments.filter(({ profiles }) => profiles[profile]).map(({ method }) => method);
  assertEquals(inProfile("quick"), ["original", "ae", "snnl-1", "snnl-5", "snnl-6", "fig-1", "fig-2"]);
  assertEquals(inProfile("smoke"), ["original", "ae", "snnl-5", "fig-2"]);
  const { quick, paper } = experiments.find(({ method }) => method === "snnl-5")!.profiles;
  assertEquals(quick!.dataset, "mnist-10k");
  assertEquals({ ...quick!.config, labelled: 10000 }, paper!.config);
});
