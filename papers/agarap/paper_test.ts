import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import type { Config, Experiment } from "../../experiments/experiment.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import { isStudy } from "../../records/record.ts";
import agarap from "./paper.ts";
import type { CodeChoices } from "./snnl.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData();

/** What makes a method fit the made-up images. */
const SMALL = {
  network: { architecture: { sizes: [6, 8, 3] }, batchSize: 16, epochs: 3 },
  labelled: 48,
  cluster: { k: 3, nInit: 2 },
};
const snnl5 = experimentOf(agarap, "snnl-5");

Deno.test("SNNL-1 to SNNL-8 are Table I", () => {
  const table = [1, 2, 3, 4, 5, 6, 7, 8].map((variant) => {
    const { config } = experimentOf(agarap, `snnl-${variant}`, "emnist-balanced").profiles.paper!;
    const { labelled, snnl } = config as CodeChoices;
    return [variant, labelled, snnl!.labels, snnl!.combine, snnl!.temperature.kind];
  });
  assertEquals(table, [
    [1, 20000, "classes", "sum", "fixed"],
    [2, null, "none", "sum", "fixed"],
    [3, 20000, "classes", "min", "fixed"],
    [4, null, "none", "min", "fixed"],
    [5, 20000, "classes", "sum", "annealed"],
    [6, null, "none", "sum", "annealed"],
    [7, 20000, "classes", "min", "annealed"],
    [8, null, "none", "min", "annealed"],
  ]);
});

Deno.test("the supervised variants have §III.D's numbers of labels, and Figs 3 and 4's, others all images", () => {
  const labels = (method: string) =>
    agarap.experiments.filter((one) => one.method === method)
      .map(({ dataset, profiles }) => [dataset, (profiles.paper!.config as CodeChoices).labelled]);
  const all = (count: number | null) => [
    ["mnist", count],
    ["fashion-mnist", count],
    ["emnist-balanced", count === 10000 ? 20000 : count],
  ];
  assertEquals(labels("snnl-7"), all(10000));
  for (const method of ["ae", "snnl-8"]) assertEquals(labels(method), all(null));
  for (const count of [1000, 3000, 6000]) {
    assertEquals(labels(`snnl-5-${count}`), all(count).slice(0, 2));
  }
});

Deno.test("a variant trains, clusters and scores, and is the same again", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(snnl5, SMALL, DATA);
  assertEquals(outcome.history.length, 3);
  const { measurements } = outcome;
  for (const metric of ["SIL", "DBI", "CHI", "ACC", "ARI"]) {
    assertEquals(valuesOf(outcome, metric, "code").length, 1);
  }
  assert(measurements.some(({ metric, average }) => metric === "NMI" && average === "arithmetic"));
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
  const again = await runChanged(snnl5, SMALL, DATA);
  measurements.forEach(({ value }, i) =>
    assertAlmostEquals(again.measurements[i].value, value, 1e-5 * Math.max(1, Math.abs(value)))
  );
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("SNNL-7 on MNIST says how far it is above the cited accuracy, and no other does", async () => {
  const snnl7 = experimentOf(agarap, "snnl-7");
  const outcome = await runChanged(snnl7, SMALL, DATA);
  const [above] = valuesOf(outcome, "OTHER:ACC above ClusterGAN");
  assertAlmostEquals(above, valuesOf(outcome, "ACC")[0] - 0.95, 1e-12);
  const citing = agarap.experiments.filter(({ profiles }) => (profiles.paper!.config.cited ?? null) !== null);
  assert(citing.every(({ id, study }) => (study?.of ?? id) === snnl7.id));
  const other = await runChanged(snnl5, SMALL, DATA);
  assertEquals(other.measurements.filter(({ metric }) => metric.includes("above")), []);
});

Deno.test("a variant refuses more labels than images, and more clusters than images", async () => {
  const before = tf.memory().numTensors;
  for (
    const [change, message] of [
      [
        { labelled: 65 },
        "Cannot draw images: their number must be from 1 to the 64 there are, got 65",
      ],
      [
        { labelled: 2, network: { ...SMALL.network, batchSize: 2 } },
        "Cannot run k-means: k must be at most n = 2, got 3",
      ],
    ] as const
  ) {
    await assertRejects(() => runChanged(snnl5, { ...SMALL, ...change }, DATA), RangeError, message);
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("Original clusters components and has Table II's numbers", async () => {
  const outcome = await runChanged(
    experimentOf(agarap, "original"),
    { pca: { components: 2 }, cluster: SMALL.cluster },
    DATA,
  );
  const facts = outcome.measurements.filter(({ metric }) => metric.startsWith("OTHER:"));
  assertEquals(facts.map(({ metric, value }) => [metric, value]), [
    ["OTHER:rows", 94],
    ["OTHER:train rows", 64],
    ["OTHER:test rows", 30],
    ["OTHER:pixels", 6],
    ["OTHER:classes", 3],
  ]);
  assertEquals(valuesOf(outcome, "ACC", "PCA-2"), [1]);
});

Deno.test("each study differs from the paper's protocol and from the other studies, and is in its profile only", () => {
  const studies = agarap.experiments.filter(isStudy);
  const told = ({ dataset, profiles }: Experiment) => dataset + JSON.stringify(profiles.paper!.config);
  const own = agarap.experiments.filter((one) => !isStudy(one)).map(told);
  assertEquals(new Set(own).size, own.length);
  assertEquals(new Set(studies.map(told)).size, studies.length);
  for (const study of studies) {
    assertEquals(Object.keys(study.profiles), ["paper"]);
    assert(!own.includes(told(study)));
  }
});

Deno.test("quick and smoke have the methods that they are to show, on the embedded digits", () => {
  const inProfile = (profile: "quick" | "smoke") =>
    agarap.experiments.filter(({ profiles }) => profiles[profile]).map(({ method }) => method);
  assertEquals(inProfile("quick"), ["original", "ae", "snnl-1", "snnl-5", "snnl-6", "fig-1", "fig-2"]);
  assertEquals(inProfile("smoke"), ["original", "ae", "snnl-5", "fig-2"]);
  const { quick, paper } = snnl5.profiles;
  assertEquals(quick!.dataset, "mnist-10k");
  assertEquals<Config>({ ...quick!.config, labelled: 10000 }, paper!.config);
});

Deno.test("the figures of few labels take their scores from methods that there are", () => {
  const figures = agarap.figures.filter((figure) => figure.kind === "scores");
  assertEquals(figures.map(({ dataset }) => dataset), ["mnist", "fashion-mnist"]);
  for (const { dataset, series, levels } of figures) {
    for (const { name, points } of series) {
      assertEquals(points.map(({ x }) => x), [1000, 3000, 6000, 10000], name);
      for (const { x, method } of points) {
        const { labelled, snnl } = experimentOf(agarap, method, dataset).profiles.paper!
          .config as CodeChoices;
        assertEquals([labelled, snnl!.labels], [x, "classes"], method);
      }
    }
    for (const { method } of levels) assert(experimentOf(agarap, method, dataset));
  }
});
