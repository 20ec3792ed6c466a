import { assertEquals, assertStringIncludes } from "@std/assert";
import { COMPARISON } from "../../papers/comparison/names.ts";
import { exampleRun } from "../testing.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { sideBySide } from "./side_by_side.ts";

const run = (name: string, accuracy: number, over: Parameters<typeof exampleRun>[1] = {}) => {
  const measured = (metric: string, value: number, space = "code") => ({
    metric,
    value,
    space,
    split: "test",
  });
  return exampleRun(0, {
    experiment: `${COMPARISON}/study-${name}/mnist`,
    paper: COMPARISON,
    method: `study-${name}`,
    measurements: [
      measured("SIL", 0.5),
      measured("ACC", accuracy),
      measured("SIL", 0.125, "pixels, the same clusters"),
    ],
    ...over,
  });
};

Deno.test("sideBySide() ranks the representations by accuracy, each with its space and spread", () => {
  const records = [run("a", 0.5), run("b", 0.75), run("b", 0.25, { seed: 7 }), run("c", 0.625)];
  const [heading, , table, note] = sideBySide(runsByExperiment(records));
  assertEquals(heading, "## All representations, one protocol");
  assertEquals(table.split("\n").slice(2), [
    "| c | code | 0.625 (1) |  |  | 0.5 (1) |  |  | 0.125 (1) |  |",
    "| a | code | 0.5 (1) |  |  | 0.5 (1) |  |  | 0.125 (1) |  |",
    "| b | code | 0.5 ± 0.35 (2) |  |  | 0.5 ± 0 (2) |  |  | 0.125 ± 0 (2) |  |",
  ]);
  assertEquals(note.includes("fewer images"), false);
});

Deno.test("sideBySide() says where runs are on fewer images, and is nothing without runs", () => {
  const [, , , note] = sideBySide(runsByExperiment([run("a", 0.5, { profile: "smoke" })]));
  assertStringIncludes(note, "also from the profile smoke, on fewer images");
  assertEquals(sideBySide(runsByExperiment([exampleRun(0.5)])), []);
});
