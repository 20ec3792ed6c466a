import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Claim } from "../../claims/claims.ts";
import { compare } from "../../judging/compare.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { exampleClaim, exampleRun, measured, nmi, silhouette } from "../../judging/testing.ts";

import type { Measurement, RunRecord, Study } from "../../records/record.ts";
import { examplePaper } from "../testing.ts";
import { studyTables } from "./study_tables.ts";

const runs = (method: string, values: readonly number[], over: Partial<RunRecord> = {}) =>
  values.map((value, seed) =>
    exampleRun(0, {
      experiment: `made/${method}/data`,
      method,
      seed,
      config: { k: 10, nInit: 4 },
      // What nobody asks for comes first.
      measurements: [silhouette(0.1, { split: "train" }), silhouette(value)],
      digest: "0123456789ab",
      ...over,
    })
  );

const study = (k: number, question = "Are ten too many?"): { study: Study } => ({
  study: { question, of: "made/up/data", change: { k } },
});

function draw(records: readonly RunRecord[], claims: readonly Claim[] = []): string[] {
  return studyTables(runsByExperiment(records), compare(claims, [], records), examplePaper());
}

Deno.test("studyTables() sets studies beside their base and the printed value, by what claims ask of the base", () => {
  const records = [
    ...runs("up", [0.5, 0.6]),
    ...runs("other", [0.9, 0.8]),
    ...runs("seven", [0.6, 0.8], study(7)),
    ...runs("study-up-8", [0.65, 0.85], study(8, "a | b?")),
    ...runs("study-up-9", [0.6], study(9)),
  ];
  const claims = [exampleClaim(), exampleClaim({ id: "made-2", statistic: "best", value: "0.9" })];
  const [reading, heading, place, table] = draw(records, claims);
  assertStringIncludes(reading, "bold if it is larger");
  assertEquals([heading, place], ["### made/up/data", "Measured in code on the test split."]);
  assertEquals(table.split("\n"), [
    "| question | change | SIL ↑ |",
    "| --- | --- | --- |",
    "| as assumed |  | 0.550 ± 0.071 |",
    "| printed |  | 0.50 |",
    // The spread of both is the root of 0.14² + 0.071², 0.16.
    "| [Are ten too many?](#runs-made-seven-data) | k: 10 → 7 | 0.700 ± 0.141 (+0.150) |",
    "| [a \\| b?](#runs-made-study-up-8-data) | k: 10 → 8 | 0.750 ± 0.141 (**+0.200**) |",
    "| [Are ten too many?](#runs-made-study-up-9-data) | k: 10 → 9 | 0.600 (1 seed) (+0.050) |",
  ]);
});

Deno.test("studyTables() has a table for each base, and names in columns what is not the same for all", () => {
  const both = { measurements: [silhouette(0.25, { split: "train" }), silhouette(0.5)] };
  const records = [
    ...runs("up", [0], both),
    ...runs("down", [0], both),
    ...runs("study-up", [0], { ...both, ...study(8) }),
    ...runs("study-down", [0], { ...both, study: { question: "Why?", of: "made/down/data" } }),
  ];
  const claims = [exampleClaim(), exampleClaim({ id: "made-2", split: "train" })];
  const [, first, , down, second, place, up] = draw(records, claims);
  assertEquals([first, second, place], ["### made/down/data", "### made/up/data", "Measured in code."]);
  // No claim asks of it: what was measured of the paper's metrics, in the order of the record.
  assertStringIncludes(down, "| question | change | SIL ↑, train split | SIL ↑, test split |");
  assertStringIncludes(up, "| question | change | SIL ↑, test split | SIL ↑, train split |");
  assertStringIncludes(
    down,
    "[Why?](#runs-made-study-down-data) |  | 0.250 (1 seed) (0.000) | 0.500 (1 seed) (0.000) |",
  );
});

Deno.test("studyTables() names the one space in which a study measured it, and leaves empty what it did not measure", () => {
  const drawn = (...measurements: Measurement[]) => {
    const records = [...runs("up", [0.5]), ...runs("study-up", [0], { measurements, ...study(8) })];
    return draw(records, [exampleClaim()])[3];
  };
  const inPixels = silhouette(0.9, { space: "pixels" });
  assertStringIncludes(drawn(inPixels), "| k: 10 → 8 | 0.900 (1 seed) in pixels |");
  for (
    const others of [[inPixels, silhouette(0.8, { space: "PCA-2" })], [silhouette(0.9, { split: "train" })]]
  ) {
    assertStringIncludes(drawn(...others), "| k: 10 → 8 |  |");
  }
});

Deno.test("studyTables() shows a study whose base was not run in its profile", () => {
  const records = [...runs("up", [0.5]), ...runs("study-up", [0.7], { ...study(8), profile: "quick" })];
  const [, heading, note, , table] = draw(records, [exampleClaim()]);
  assertEquals(heading, "### made/up/data (quick profile)");
  assertEquals(note, "The unchanged experiment was not run in this profile.");
  assertEquals(table.split("\n").slice(2), [
    "| printed |  | 0.50 |",
    "| [Are ten too many?](#runs-made-study-up-data) | k: 8 | 0.700 (1 seed) |",
  ]);
});

Deno.test("studyTables() lists protocols of their own apart, with what they measured by space and split", () => {
  const measurements = [
    measured("ACC", 0.5),
    nmi(0.25, "max"),
    nmi(0.125, "min"),
    measured("ACC", 0.75, { split: "train" }),
    measured("PARAMS", 7, { space: "", split: "" }),
  ];
  const records = runs("spaces", [0], { measurements, study: { question: "Does the space matter?" } });
  assertEquals(draw(records), [
    "### Protocols of their own",
    "[made/spaces/data](#runs-made-spaces-data): Does the space matter?",
    "<details><summary>What it measured</summary>",
    [
      "| space | split | ACC ↑ | NMI ↑, max average | NMI ↑, min average |",
      "| --- | --- | --- | --- | --- |",
      "| code | test | 0.500 (1 seed) | 0.250 (1 seed) | 0.125 (1 seed) |",
      "| code | train | 0.750 (1 seed) |  |  |",
    ].join("\n"),
    "</details>",
  ]);
});

Deno.test("studyTables() takes no difference of rounding for one, and is nothing without studies", () => {
  const records = [...runs("up", [0.3, 0.3]), ...runs("study-up", [0.1 + 0.2, 0.1 + 0.2], study(8))];
  assertStringIncludes(draw(records, [exampleClaim()])[3], "| k: 10 → 8 | 0.300 (0.000) |");
  assertEquals(draw(runs("up", [0.7])), []);
});
