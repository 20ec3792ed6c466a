import { assertEquals, assertStringIncludes } from "@std/assert";
import papaparse from "papaparse";
import { compare } from "../judging/compare.ts";
import { exampleClaim, exampleRun, silhouette } from "../judging/testing.ts";
import { claimsCsv, claimsJson, measurementsCsv } from "./exports.ts";

Deno.test("claimsCsv() has the columns that others read, and quotes", () => {
  const text = claimsCsv(compare(
    [
      exampleClaim({ where: 'Table 1, "left"', value: "0.10" }),
      exampleClaim({ id: "made-2", experiment: "" }),
    ],
    [],
    [0, 1].map((seed) => exampleRun(0.25, { seed })),
  ));
  const { data } = papaparse.parse(text.trimEnd(), { header: true }) as { data: Record<string, string>[] };
  assertEquals(
    text.split("\n")[0],
    "id,paper,kind,where,dataset,method,experiment,metric,space,split,average,statistic,runs,value,ours,sd,best,n," +
      "tolerance,difference,low,high,verdict,firm,seeds_may_decide,reason,profile,records,basis",
  );
  assertEquals(data.length, 2);
  assertEquals(data[0].where, 'Table 1, "left"');
  assertEquals([data[0].value, data[0].ours, data[0].sd, data[0].n], ["0.10", "0.25", "0", "2"]);
  assertEquals(
    data[0].records,
    "runs/made/up/data/0123456789ab-s0.json;runs/made/up/data/0123456789ab-s1.json",
  );
  assertEquals([data[1].ours, data[1].n, data[1].verdict, data[1].profile], ["", "0", "not run", ""]);
  const strange = compare([exampleClaim({ method: "=1+1", value: "-0.5" })], [], [exampleRun(-0.5)]);
  const { data: [safe] } = papaparse.parse(claimsCsv(strange).trimEnd(), { header: true }) as unknown as {
    data: Record<string, string>[];
  };
  assertEquals([safe.method, safe.value, safe.ours], ["'=1+1", "-0.5", "-0.5"]);
  assertStringIncludes(claimsCsv(compare([exampleClaim({ value: "-1e-5" })], [], [])), ",-1e-5,");
});

Deno.test("claimsJson() holds every comparison whole", () => {
  const comparisons = compare([exampleClaim({ note: 'a "b"\n|<' })], [], [exampleRun(0.6)]);
  assertEquals(JSON.parse(claimsJson(comparisons)), JSON.parse(JSON.stringify(comparisons)));
  // Where a claim was read from is this machine's matter.
  const placed = comparisons.map((one) => ({
    ...one,
    claim: { ...one.claim, place: { file: "/home/x.csv" } },
  }));
  assertEquals(claimsJson(placed), claimsJson(comparisons));
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
  const formula = measurementsCsv([exampleRun(0, { measurements: [silhouette(-0.5, { space: "=1+1" })] })]);
  const { data: [, cells] } = papaparse.parse(formula.trimEnd()) as unknown as { data: string[][] };
  assertEquals(cells.slice(4, 6), ["-0.5", "'=1+1"]);
  assertEquals(measurementsCsv([]).trim().split("\n").length, 1);
});
