import { assertEquals } from "@std/assert";
import { exampleRun } from "./testing.ts";
import type { RunRecord } from "../records/record.ts";
import { compareNames, runsByExperiment, settingsChanged, studyGroups } from "./runs.ts";

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

Deno.test("settingsChanged() names settings level by level, with what the base has", () => {
  const base = { a: { b: 1, c: [1, 2] }, d: "x" };
  assertEquals(settingsChanged({ a: { b: 2, c: [3] }, d: null, e: { f: true } }, base), [
    { setting: "a.b", from: "1", to: "2" },
    { setting: "a.c", from: "[1,2]", to: "[3]" },
    { setting: "d", from: '"x"', to: "null" },
    { setting: "e.f", from: undefined, to: "true" },
  ]);
  assertEquals(settingsChanged({ a: { b: 2 } }), [{ setting: "a.b", from: undefined, to: "2" }]);
  assertEquals(settingsChanged({}, base), []);
});

Deno.test("settingsChanged() tells of a list as long as before only the items that differ", () => {
  const layers = (units: number) => [{ kind: "relu" }, { kind: "linear", units }, "flat"];
  assertEquals(settingsChanged({ layers: layers(128) }, { layers: layers(64) }), [
    { setting: "layers[1].units", from: "64", to: "128" },
  ]);
  const [{ from, to }] = settingsChanged({ layers: layers(128).slice(1) }, { layers: layers(64) });
  assertEquals([from, to], [JSON.stringify(layers(64)), JSON.stringify(layers(128).slice(1))]);
});

Deno.test("settingsChanged() compares nothing of another kind", () => {
  const base = { affinity: { kind: "gaussian", sigma: 1, size: 2 } };
  assertEquals(settingsChanged({ affinity: { kind: "local", size: 3 } }, base), [
    { setting: "affinity.kind", from: '"gaussian"', to: '"local"' },
    { setting: "affinity.size", from: undefined, to: "3" },
  ]);
  assertEquals(settingsChanged({ affinity: { kind: "gaussian", size: 3 } }, base)[1].from, "2");
});

Deno.test("studyGroups() puts studies beside the experiment that they name, in their profile", () => {
  const study = (method: string, of?: string, over: Partial<RunRecord> = {}) => ({
    ...run(method, {}),
    study: { question: "Why?", ...of !== undefined && { of } },
    ...over,
  });
  const records = [
    run("ae", { k: 10 }),
    run("ae-tied", { k: 10 }),
    study("study-ae-tied-9", "made/ae/data"),
    study("variation", "made/ae/data"),
    study("of-its-own"),
    study("lost", "made/gone/data"),
    study("small", "made/ae/data", { profile: "quick" }),
  ];
  const groups = studyGroups(runsByExperiment(records)).map(({ of, profile, base, studies }) => [
    of,
    profile,
    base?.method,
    studies.map(({ method }) => method).join(),
  ]);
  assertEquals(groups, [
    ["made/gone/data", "paper", undefined, "lost"],
    [undefined, "paper", undefined, "of-its-own"],
    ["made/ae/data", "quick", undefined, "small"],
    ["made/ae/data", "paper", "ae", "study-ae-tied-9,variation"],
  ]);
});
