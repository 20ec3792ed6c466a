import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { matrix } from "../engine/mod.ts";
import type { Dataset } from "../datasets/mod.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { planRuns } from "./plan.ts";
import type { FigureData } from "../records/figure_data.ts";
import { decodeLabels } from "../records/labels.ts";
import { recordPath } from "../records/record.ts";
import { digestOf, openRecord, reasonOf, runExperiment } from "./run.ts";
import { exampleRecord } from "./testing.ts";

const experiment: Experiment = {
  id: "made/kmeans/digits",
  paper: "made",
  method: "kmeans",
  dataset: "digits",
  title: "k-means",
  profiles: { quick: { dataset: "digits", seconds: 1, config: { k: 10 } } },
  run: () => Promise.reject(new Error("not to be run")),
};

const engine = { name: "cpu", device: "CPU", gpu: false, version: "1" } as const;

/** A data set of one point, whose file has this digest. */
function data(sha256: string): Dataset {
  const split = { images: matrix(Float32Array.of(1), 1, 1), labels: Int32Array.of(0) };
  return {
    name: "digits",
    train: split,
    test: split,
    width: 1,
    height: 1,
    classes: 1,
    split: "the files' own",
    sources: [{ name: "digits", sha256, rows: 2, source: "a folder" }],
  };
}

Deno.test("digestOf() is another for other data, so that a run on them is a new one and the old record stays", () => {
  const [run] = planRuns([experiment], "quick", [42]);
  const digest = digestOf(run, data("ab".repeat(32)), engine);
  assertEquals(digestOf(run, data("ab".repeat(32)), { ...engine, version: "2" }), digest);
  const swapped = digestOf(run, data("cd".repeat(32)), engine);
  assertNotEquals(swapped, digest);
  const path = (digest: string) => recordPath({ experiment: run.experiment.id, digest, seed: run.seed });
  assertNotEquals(path(swapped), path(digest));
});

Deno.test("runExperiment() fails where a measurement or a loss is not finite", async () => {
  const silhouette = (value: number) => ({ metric: "SIL", value, space: "code", split: "test" as const });
  for (
    const [value, loss, error] of [
      [0.5, 0.25, undefined],
      [-Infinity, 0.25, "Cannot record SIL: its value must be finite, got -Infinity"],
      [0.5, NaN, "Cannot record the loss of epoch 2: its value must be finite, got NaN"],
    ] as const
  ) {
    const outcome = {
      measurements: [silhouette(value)],
      history: [{ epoch: 1, loss: 1 }, { epoch: 2, loss }],
    };
    const [run] = planRuns([{ ...experiment, run: () => Promise.resolve(outcome) }], "quick", [42]);
    const opened = exampleRecord({ status: "failed", measurements: [], history: [] });
    const { record } = await runExperiment(run, data("ab".repeat(32)), opened, { progress: () => () => {} });
    assertEquals(
      [record.status, record.error, record.history],
      error === undefined ? ["done", undefined, outcome.history] : ["failed", error, []],
    );
  }
});

Deno.test("runExperiment() fails where a number of a figure is not finite", async () => {
  const figure: FigureData = {
    ...{ name: "code", title: "The code", kind: "embedding", dimensions: 2 },
    points: [0, NaN],
    classes: [0],
  };
  const outcome = { measurements: [], history: [], figures: [figure] };
  const [run] = planRuns([{ ...experiment, run: () => Promise.resolve(outcome) }], "quick", [42]);
  const opened = exampleRecord({ status: "failed", measurements: [], history: [] });
  const { record, figures } = await runExperiment(run, data("ab".repeat(32)), opened, {
    progress: () => () => {},
  });
  assertEquals([record.status, record.error, figures], [
    "failed",
    "Cannot write a number as JSON: points must be finite, got NaN",
    [],
  ]);
});

Deno.test("runExperiment() fails where two numbers have one name", async () => {
  const twice = { metric: "NMI", value: 0.5, space: "code", split: "test", average: "max" as const };
  const outcome = { measurements: [twice, { ...twice, value: 0.6 }], history: [] };
  const [run] = planRuns([{ ...experiment, run: () => Promise.resolve(outcome) }], "quick", [42]);
  const opened = exampleRecord({ status: "failed", measurements: [], history: [] });
  const { record } = await runExperiment(run, data("ab".repeat(32)), opened, { progress: () => () => {} });
  assertEquals([record.status, record.error, record.measurements], [
    "failed",
    "Cannot use the record of the run: measurements[1]: NMI, code, test, max is measured twice",
    [],
  ]);
});

Deno.test("runExperiment() fails where it found what no record can hold", async () => {
  const sil = { metric: "SIL", value: 0.5, space: "code", split: "test" };
  for (
    const [measurements, entry, error] of [
      [
        [{ ...sil, metric: "Accuracy" }],
        {},
        /^Cannot use the record of the run: measurements\[0\]\.metric must be /,
      ],
      [
        [{ ...sil, space: "" }],
        {},
        /^Cannot use the record of the run: measurements\[0\]: SIL needs its space$/,
      ],
      [[sil], { acc: NaN }, /: acc must be finite, got NaN$/],
    ] as const
  ) {
    const outcome = { measurements: [...measurements], history: [{ epoch: 1, loss: 1, ...entry }] };
    const [run] = planRuns([{ ...experiment, run: () => Promise.resolve(outcome) }], "quick", [42]);
    const opened = exampleRecord({ status: "failed", measurements: [], history: [] });
    const { record } = await runExperiment(run, data("ab".repeat(32)), opened, { progress: () => () => {} });
    assertEquals([record.status, record.measurements], ["failed", []]);
    assertMatch(record.error!, error);
  }
});

Deno.test("runExperiment() gives the clusterings behind a run's scores as labels, beside the record", async () => {
  const clusterings = [{
    space: "code",
    split: "test",
    clusters: Int32Array.of(1, 0, 1),
    classes: Int32Array.of(7, 8, 7),
  }];
  const outcome = { measurements: [], history: [], clusterings };
  const [run] = planRuns([{ ...experiment, run: () => Promise.resolve(outcome) }], "quick", [42]);
  const opened = exampleRecord({ status: "failed", measurements: [], history: [] });
  const ran = await runExperiment(run, data("ab".repeat(32)), opened, { progress: () => () => {} });
  assertEquals(ran.record.status, "done");
  assertEquals("clusterings" in ran.record, false);
  assertEquals(await decodeLabels(JSON.parse(JSON.stringify(ran.labels)), "labels"), clusterings);
});

Deno.test("openRecord() says what a study asks, and which code its run executes", async () => {
  const study = { question: "Are ten too many?", of: "made/kmeans/digits", change: { k: 8 } };
  const runs = planRuns([experiment, { ...experiment, study }], "quick", [42]);
  const [plain, asking] = await Promise.all(
    runs.map((run) => openRecord(run, data("ab".repeat(32)), engine, "c0de00c0de00")),
  );
  assertEquals([plain.format, plain.code, plain.status, "study" in plain], [
    2,
    "c0de00c0de00",
    "failed",
    false,
  ]);
  assertEquals(asking.study, study);
});

Deno.test("openRecord() keeps the device that the engine worked on, and the digest is of the engine's name alone", async () => {
  const [run] = planRuns([experiment], "quick", [42]);
  const used = {
    name: "webgpu",
    device: "GPU (NVIDIA H100)",
    version: "4.22.0",
    adapter: {
      ...{ vendor: "4318", architecture: "hopper", device: "9008", description: "NVIDIA H100" },
      isFallback: false,
    },
    driver: "550.54.15",
    backend: "webgpu (Vulkan)",
  } as const;
  const onGpu = await openRecord(run, data("ab".repeat(32)), { ...used, gpu: true }, "c0de00c0de00");
  assertEquals(onGpu.engine, used);
  const software = { name: "webgpu", device: "CPU (llvmpipe)", gpu: false, version: "4.22.0" } as const;
  assertEquals(onGpu.digest, digestOf(run, data("ab".repeat(32)), software));
  assertNotEquals(onGpu.digest, digestOf(run, data("ab".repeat(32)), engine));
  const onCpu = await openRecord(run, data("ab".repeat(32)), engine, "c0de00c0de00");
  assertEquals(onCpu.engine, { name: "cpu", device: "CPU", version: "1" });
});

Deno.test("reasonOf() names the place in a paper's code, and none of the suite's own", () => {
  const error = (...frames: string[]) => {
    const error = new Error("no such layer");
    error.stack = `Error: no such layer\n${frames.map((frame) => `    at run (${frame})`).join("\n")}`;
    return error;
  };
  const root = new URL("../", import.meta.url).href;
  const own = `${root}models/training.ts:7:9`;
  assertEquals(reasonOf(error("file:///home/me/mine/paper.ts:19:42", own)), "no such layer (paper.ts:19:42)");
  assertEquals(reasonOf(error(own, "file:///home/me/mine/paper.ts:19:42")), "no such layer");
  assertEquals(
    reasonOf(error(`${root}papers/song/paper.ts:1:2`)),
    "no such layer (papers/song/paper.ts:1:2)",
  );
  assertEquals(reasonOf(error(own)), "no such layer");
});
