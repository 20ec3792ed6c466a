import { assertEquals } from "@std/assert";
import papaparse from "papaparse";
import { compare } from "./compare.ts";
import { exampleClaim, exampleRun, silhouette } from "./example.ts";
import { claimsJson, measurementsCsv } from "./exports.ts";

Deno.test("claimsJson() holds every comparison whole", () => {
  const comparisons = compare([exampleClaim({ note: 'a "b"\n|<' })], [], [exampleRun(0.6)]);
  assertEquals(JSON.parse(claimsJson(comparisons)), JSON.parse(JSON.stringify(comparisons)));
  assertEquals(claimsJson([]), "[]\n");
});

Deno.test("measurementsCsv() has a row a measurement of each done run, with quotes where they are needed", () => {
  const nasty = 'a,"b"\nж';
  const csv = measurementsCsv([
    exampleRun(0, { measurements: [silhouette(0.1 + 0.2, { space: nasty })] }),
    exampleRun(0, { seed: 7, status: "failed", error: "x" }),
  ]);
  const { data } = papaparse.parse(csv.trimEnd()) as unknown as { data: string[][] };
  assertEquals(data, [
    ["experiment", "profile", "seed", "metric", "value", "space", "split", "average", "record"],
    [
      "made/up/data",
      "paper",
      "42",
      "SIL",
      "0.30000000000000004",
      nasty,
      "test",
      "",
      "runs/made/up/data/0123456789ab-s42.json",
    ],
  ]);
  assertEquals(measurementsCsv([]).trim().split("\n").length, 1);
});
