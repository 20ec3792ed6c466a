import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { EXPERIMENTS } from "../mod.ts";
import { isExperimentId } from "./record.ts";
import { planRuns, readProfile, readSeeds, select } from "./plan.ts";
import { UsageError } from "./usage.ts";

const all = { globs: [], papers: [], datasets: [] };
const idsOf = (selection: Parameters<typeof select>[1]) => select(EXPERIMENTS, selection).map(({ id }) => id);

Deno.test("every experiment has an id of its own, made of its paper, method and data set", () => {
  const ids = EXPERIMENTS.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  for (const { id, paper, method, dataset } of EXPERIMENTS) {
    assertEquals(id, `${paper}/${method}/${dataset}`);
    assertEquals(isExperimentId(id), true);
  }
});

Deno.test("select() takes all, or what globs, papers and data sets name together", () => {
  assertEquals(idsOf(all).length, EXPERIMENTS.length);
  assertEquals(idsOf({ ...all, globs: ["chowdhury/pca*"] }), ["chowdhury/pca-kmeans/mnist"]);
  assertEquals(idsOf({ ...all, globs: ["*/kmeans/*", "chowdhury/ae-kmeans/mnist"], papers: ["chowdhury"] }), [
    "chowdhury/kmeans/mnist",
    "chowdhury/ae-kmeans/mnist",
  ]);
});

Deno.test("select() takes a glob's dots and brackets for themselves", () => {
  assertThrows(() => idsOf({ ...all, globs: ["chowdhury.kmeans.mnist"] }), UsageError);
});

Deno.test("select() refuses what names nothing, with the nearest names", () => {
  const { message } = assertThrows(() => idsOf({ ...all, globs: ["chowdhury/kmean/mnist"] }), UsageError);
  assertStringIncludes(
    message,
    "Unknown experiment chowdhury/kmean/mnist: nearest are chowdhury/kmeans/mnist",
  );
  assertThrows(() => idsOf({ ...all, papers: ["chowdury"] }), UsageError, "known are chowdhury");
  assertThrows(() => idsOf({ ...all, datasets: ["cifar"] }), UsageError, "known are mnist");
});

Deno.test("planRuns() gives each experiment its first seed before any its second", () => {
  const runs = planRuns(EXPERIMENTS.slice(0, 2), "smoke", [42, 7]);
  assertEquals(runs.map(({ seed }) => seed), [42, 42, 7, 7]);
});

Deno.test("readSeeds() gives the profile's number of seeds, the first n, or those listed", () => {
  assertEquals(readSeeds("smoke"), [42]);
  assertEquals(readSeeds("quick"), [42, 1234]);
  assertEquals(readSeeds("paper"), [42, 1234, 73, 1024]);
  assertEquals(readSeeds("smoke", "6"), [42, 1234, 73, 1024, 1, 2]);
  assertEquals(readSeeds("paper", undefined, "5,0,5"), [5, 0]);
});

Deno.test("readSeeds() refuses what is no number of seeds, or no seed", () => {
  for (const count of ["0", "-1", "2.5", "two", "1e2"]) {
    assertThrows(() => readSeeds("paper", count), UsageError, "--seeds must be a whole number of at least 1");
  }
  for (const list of ["-3", "1,,2", "x", "4294967296"]) {
    assertThrows(() => readSeeds("paper", undefined, list), UsageError, "--seed must be a whole number");
  }
  assertThrows(() => readSeeds("paper", "2", "3"), UsageError, "not both");
});

Deno.test("readProfile() refuses an unknown profile", () => {
  assertEquals(readProfile("paper"), "paper");
  assertThrows(() => readProfile("full"), UsageError, "known are smoke, quick, paper");
});
