import { assertEquals } from "@std/assert";
import { exampleRun } from "../reports/testing.ts";
import { compareNames, runsByExperiment, settingChanges, studiesOf } from "./runs.ts";

const run = (method: string, config: Record<string, unknown>, seed = 1) =>
  exampleRun(0.5, { experiment: `made/${method}/data`, method, config, seed, digest: "0123456789ab" });

Deno.test("compareNames() sorts numbers in names by size", () => {
  const names = ["snnl-10", "snnl-9", "a", "snnl-5-1000", "snnl-5"];
  assertEquals(names.sort(compareNames), ["a", "snnl-5", "snnl-5-1000", "snnl-9", "snnl-10"]);
});

Deno.test("runsByExperiment() has the done runs by seed", () => {
  const records = [
    run("b", {}, 2),
    run("b", {}, 1),
    run("study-b-x", {}),
    exampleRun(0, { status: "failed", error: "x" }),
  ];
  const found = runsByExperiment(records).map(({ method, runs }) => [method, runs.map(({ seed }) => seed)]);
  assertEquals(found, [["b", [1, 2]], ["study-b-x", [1]]]);
});

Deno.test("settingChanges() names settings level by level, with those that only one side has", () => {
  assertEquals(settingChanges({ a: { b: 1, c: [1, 2] }, d: "x" }, { a: { b: 2, c: [1, 2] }, e: true }), [
    { setting: "a.b", from: "1", to: "2" },
    { setting: "d", from: '"x"', to: undefined },
    { setting: "e", from: undefined, to: "true" },
  ]);
  assertEquals(settingChanges({ a: 1 }, { a: 1 }), []);
});

Deno.test("studiesOf() takes the experiment that is named, then the one with the fewest other settings, if most are the same", () => {
  const records = [
    run("ae", { k: 10, nInit: 4, epochs: 5 }),
    run("ae-tied", { k: 10, nInit: 4, epochs: 5, cited: 1 }),
    run("kmeans", { k: 10, nInit: 4 }),
    run("study-ae-tied-epochs-9", { k: 10, nInit: 4, epochs: 9 }),
    run("study-8-clusters", { k: 8, nInit: 4 }),
    run("study-ae-of-its-own", { k: 10, layers: 3, rate: 1 }),
    exampleRun(0.5, { experiment: "made/study-alone/other", method: "study-alone", dataset: "other" }),
  ];
  const bases = studiesOf(runsByExperiment(records)).map(({ study, base, changes }) => [
    study.method,
    base?.method,
    changes.map(({ setting, to }) => `${setting}=${to}`).join(),
  ]);
  assertEquals(bases, [
    ["study-8-clusters", "kmeans", "k=8"],
    ["study-ae-of-its-own", undefined, ""],
    ["study-ae-tied-epochs-9", "ae-tied", "epochs=9,cited=undefined"],
    ["study-alone", undefined, ""],
  ]);
});
