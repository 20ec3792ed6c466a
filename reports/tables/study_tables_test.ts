import { assertEquals, assertStringIncludes } from "@std/assert";
import { compare } from "../../judging/compare.ts";
import { exampleClaim, exampleRun, silhouette } from "../testing.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { studyTables } from "./study_tables.ts";

const runs = (method: string, k: number, values: readonly number[]) =>
  values.map((value, seed) =>
    exampleRun(0, {
      experiment: `made/${method}/data`,
      method,
      seed,
      config: { k, nInit: 4 },
      measurements: [silhouette(value)],
      digest: "0123456789ab",
    })
  );

Deno.test("studyTables() sets studies beside their base and the printed value", () => {
  const records = [
    ...runs("up", 10, [0.5, 0.6]),
    ...runs("study-up-7", 7, [0.6, 0.8]),
    ...runs("study-up-8", 8, [0.65, 0.85]),
    ...runs("study-up-9", 9, [0.6]),
  ];
  const comparisons = compare(
    [exampleClaim(), exampleClaim({ id: "made-2", statistic: "best", value: "0.9" })],
    [],
    records,
  );
  const [reading, heading, table] = studyTables(runsByExperiment(records), comparisons);
  assertStringIncludes(reading, "bold where it is larger");
  assertEquals(heading, "### made/up/data");
  assertEquals(table.split("\n"), [
    "| study | otherwise | SIL ↑ |",
    "| --- | --- | --- |",
    "| as assumed |  | 0.55 ± 0.071 |",
    "| printed |  | 0.5 |",
    // The spread of both is the root of 0.14² + 0.071², 0.16.
    "| [up-7](#runs-made-study-up-7-data) | k: 10 → 7 | 0.7 ± 0.14 (+0.15) |",
    "| [up-8](#runs-made-study-up-8-data) | k: 10 → 8 | 0.75 ± 0.14 (**+0.2**) |",
    "| [up-9](#runs-made-study-up-9-data) | k: 10 → 9 | 0.6 (1 seed) (+0.05) |",
  ]);
});

Deno.test("studyTables() shows a study whose base was not run, or that lacks its settings, and nothing without studies", () => {
  const [, heading, table] = studyTables(runsByExperiment(runs("study-up-8", 8, [0.7])), []);
  assertStringIncludes(heading, "made/…/data: protocols of their own, or whose base was not run");
  assertStringIncludes(table, "0.7 (1 seed) |");
  const records = [
    ...runs("up", 8, [0.7]),
    exampleRun(0.8, { ...runs("study-own", 8, [0.8])[0], config: { rows: 5 } }),
  ];
  assertStringIncludes(studyTables(runsByExperiment(records), [])[1], "protocols of their own");
  assertEquals(studyTables(runsByExperiment(runs("up", 8, [0.7])), []), []);
});
