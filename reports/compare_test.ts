import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import papaparse from "papaparse";
import type { RunRecord } from "../benchmarks/runner/record.ts";
import { exampleRecord } from "../benchmarks/runner/record_example.ts";
import type { Claim, Erratum } from "./claims.ts";
import { claimsCsv, compare, extras, sampleOf } from "./compare.ts";
import { exampleClaim, exampleErratum, exampleRun, silhouette } from "./example.ts";

/** The comparison of one claim. */
function one(claim: Partial<Claim>, records: RunRecord[], errata: Erratum[] = []) {
  return compare([exampleClaim(claim)], errata, records)[0];
}

/** Runs with the seeds 0, 1, … that measured these silhouettes. */
const runs = (values: number[], over: Partial<RunRecord> = {}) =>
  values.map((value, seed) => exampleRun(value, { seed, ...over }));

const startedAt = (started: string) => ({ ...exampleRecord().provenance, started });

Deno.test("compare() judges one run by the tolerance", async (t) => {
  // The paper's value is 0.50, the tolerance 0.125.
  const cases: [number, string][] = [
    [0.5, "reproduced"],
    [0.625, "reproduced"],
    [0.375, "reproduced"],
    [0.6251, "close"],
    [0.75, "close"],
    [0.25, "close"],
    [0.7501, "better"],
    [0.2499, "worse"],
    [-0.5, "worse"],
  ];
  for (const [ours, verdict] of cases) {
    await t.step(`${ours} is ${verdict}`, () => {
      const comparison = one({}, runs([ours]));
      assertEquals(comparison.verdict, verdict);
      assertEquals([comparison.ours, comparison.n, comparison.sd], [ours, 1, null]);
      assertEquals(comparison.difference, ours - 0.5);
      assertEquals(comparison.reason, "");
    });
  }
});

Deno.test("compare() knows that lower is better for some metrics, and that counts are only right or wrong", () => {
  const measured = (metric: string, value: number) =>
    exampleRun(0, { measurements: [{ metric, value, space: "", split: "" }] });
  const verdictOf = (metric: string, value: number) =>
    one({ metric, tolerance: 0 }, [measured(metric, value)]).verdict;
  assertEquals(verdictOf("DBI", 0.4), "better");
  assertEquals(verdictOf("DBI", 0.6), "worse");
  assertEquals(verdictOf("OTHER:MSE last epoch", 0.4), "better");
  assertEquals(verdictOf("PARAMS", 0.6), "worse");
  assertEquals(verdictOf("PARAMS", 0.4), "worse");
  assertEquals(verdictOf("PARAMS", 0.5), "reproduced");
});

Deno.test("compare() forgives what rounding to a float64 does at exactly the tolerance", () => {
  assert(0.4 - 0.3 > 0.1);
  assertEquals(one({ value: "0.3", tolerance: 0.1 }, runs([0.4])).verdict, "reproduced");
  assertEquals(one({ value: "0.3", tolerance: 0.1 }, runs([0.4 + 1e-9])).verdict, "close");
});

Deno.test("compare() takes the mean for averages and single values, the best for the best", () => {
  const values = [0.4, 0.6, 0.8];
  const summary = (statistic: Claim["statistic"], metric = "SIL") => {
    const records = values.map((value, seed) =>
      exampleRun(0, { seed, measurements: [{ metric, value, space: "", split: "" }] })
    );
    const { ours, best, sd, n } = one({ statistic, metric }, records);
    return [ours, best, sd, n].map((value) => value === null ? null : Math.round(value * 1e9) / 1e9);
  };
  assertEquals(summary("avg"), [0.6, 0.8, 0.2, 3]);
  assertEquals(summary("single"), [0.6, 0.8, 0.2, 3]);
  assertEquals(summary("best"), [0.8, 0.8, 0.2, 3]);
  assertEquals(summary("best", "DBI"), [0.4, 0.4, 0.2, 3]);
  assertEquals(summary("single", "PARAMS"), [0.6, null, 0.2, 3]);
});

Deno.test("compare() widens the tolerance to the interval of our seeds, and says so", () => {
  // Standard deviation 0.1, three seeds: t = 4.302653.
  const values = [0.9, 1, 1.1];
  const average = one({ statistic: "avg" }, runs(values));
  assertAlmostEquals(average.tolerance!, 4.302652729749462 * 0.1 / Math.sqrt(3), 1e-12);
  assertStringIncludes(average.reason, "the tolerance is the 95 % interval of 3 seeds");
  const single = one({}, runs(values));
  assertAlmostEquals(single.tolerance!, 4.302652729749462 * 0.1 * Math.sqrt(4 / 3), 1e-12);
  assertEquals([average.verdict, single.verdict], ["better", "close"]);
  const best = one({ statistic: "best" }, runs(values));
  assertEquals([best.tolerance, best.reason], [0.125, ""]);
  const narrow = one({}, runs([0.5, 0.51, 0.49]));
  assertEquals([narrow.tolerance, narrow.reason], [0.125, ""]);
});

Deno.test("compare() says which of the paper's two values holds", () => {
  const erratum = exampleErratum();
  const contradicted = one({}, runs([0.9]), [erratum]);
  assertEquals([contradicted.verdict, contradicted.reason], ["contradicted", "a slip"]);
  assertEquals(one({}, runs([0.5]), [erratum]).verdict, "reproduced");
  assertEquals(one({}, runs([1.5]), [erratum]).verdict, "better");
  assertEquals(one({ id: "made-2" }, runs([0.9]), [erratum]).verdict, "better");
  assertEquals(one({}, runs([0.9]), [exampleErratum({ right: "0.90 or so" })]).verdict, "better");
  // The right value lies near the printed one, as in a sum that is a little off.
  assertEquals(one({}, runs([0.7]), [exampleErratum({ right: "0.7" })]).verdict, "contradicted");
});

Deno.test("compare() judges no cited values, no stand-in data and no smaller profiles, but shows the numbers", () => {
  const cited = one({ kind: "cited", tolerance: null }, runs([0.5]));
  assertEquals([cited.verdict, cited.reason, cited.ours], ["not comparable", "cited from other work", 0.5]);
  assertEquals(one({ kind: "cited", experiment: "", tolerance: null }, []).verdict, "not comparable");

  const data = [{ name: "little", sha256: "", rows: 1, source: "", standIn: "for MNIST" }];
  const standIn = one({}, runs([0.5, 0.5], { data }));
  assertEquals([standIn.verdict, standIn.reason], ["not comparable", "stand-in data: little for MNIST"]);
  assertEquals([standIn.ours, standIn.difference], [0.5, 0]);

  const scaled = one({}, runs([0.5], { profile: "quick", data }));
  assertEquals(scaled.reason, "stand-in data: little for MNIST; scaled: quick profile");
  assertEquals([scaled.verdict, scaled.atHalf, scaled.atTwice], Array(3).fill("not comparable"));
  assertEquals([scaled.profile, scaled.n], ["quick", 1]);
});

Deno.test("compare() takes the highest profile, whenever it was run", () => {
  const records = [
    ...runs([0.1], {
      profile: "quick",
      digest: "aaaaaaaaaaaa",
      provenance: startedAt("2026-02-01T00:00:00.000Z"),
    }),
    ...runs([0.5], { digest: "bbbbbbbbbbbb" }),
    ...runs([0.9], { profile: "smoke", digest: "cccccccccccc" }),
  ];
  const { ours, profile, n, reason } = one({}, records);
  assertEquals([ours, profile, n, reason], [0.5, "paper", 1, ""]);
});

Deno.test("compare() takes the configuration that was run last, and counts the others", () => {
  const older = runs([0.1, 0.2], { digest: "aaaaaaaaaaaa" });
  const newer = runs([0.5], { digest: "bbbbbbbbbbbb", provenance: startedAt("2026-02-01T00:00:00.000Z") });
  for (const records of [[...older, ...newer], [...newer, ...older]]) {
    const { ours, n, reason, records: paths } = one({}, records);
    assertEquals([ours, n, reason], [0.5, 1, "1 other configuration measured, run before"]);
    assertEquals(paths, ["runs/made/up/data/bbbbbbbbbbbb-s0.json"]);
  }
});

Deno.test("compare() measures in the space that the claim names", () => {
  const records = [exampleRun(0, { measurements: [silhouette(0.1, { space: "pixels" }), silhouette(0.5)] })];
  assertEquals(one({ space: "code" }, records).ours, 0.5);
  assertEquals(one({}, records).ours, 0.1);
  const lost = one({ space: "PCA-64" }, records);
  assertEquals([lost.verdict, lost.reason], ["not run", "no run measured SIL in PCA-64"]);
});

Deno.test("compare() says why nothing was run", () => {
  const reasonOf = (claim: Partial<Claim>, records: RunRecord[]) => {
    const { verdict, reason, ours, n, records: paths } = one(claim, records);
    assertEquals([verdict, ours, n, paths], ["not run", null, 0, []]);
    return reason;
  };
  const skipped = runs([0.5], { status: "skipped", reason: "no data" });
  const failed = runs([0.5], {
    status: "failed",
    error: "no memory",
    provenance: startedAt("2026-02-01T00:00:00.000Z"),
  });
  assertEquals(reasonOf({}, []), "no record of made/up/data");
  assertEquals(reasonOf({ experiment: "" }, []), "no experiment answers this claim yet");
  assertEquals(reasonOf({}, skipped), "skipped: no data");
  assertEquals(reasonOf({}, [...failed, ...skipped]), "failed: no memory");
  assertEquals(reasonOf({}, runs([0.5], { status: "interrupted" })), "interrupted");
  assertEquals(reasonOf({ metric: "ACC" }, [...runs([0.5]), ...failed]), "no run measured ACC");
  const order: Partial<Claim> = { kind: "ordinal", value: "", tolerance: null };
  assertEquals(
    reasonOf({ ...order, experiment: "made/up/data" }, runs([0.5])),
    "ordinal claims are not judged yet",
  );
});

Deno.test("compare() leaves runs that are not done out of every average", () => {
  const records = [...runs([0.5, 0.6]), exampleRun(9, { seed: 7, status: "failed", error: "late" })];
  const { ours, n } = one({}, records);
  assertEquals([ours, n], [0.55, 2]);
});

Deno.test("compare() judges facts by equality", () => {
  const fact: Partial<Claim> = { kind: "fact", metric: "OTHER:rows", value: "100", tolerance: 0 };
  const measured = (value: number) =>
    exampleRun(0, { measurements: [{ metric: "OTHER:rows", value, space: "", split: "" }] });
  assertEquals(one(fact, [measured(100)]).verdict, "reproduced");
  assertEquals(one(fact, [measured(101)]).verdict, "worse");
});

Deno.test("compare() judges at half and at twice the tolerance too", () => {
  const { verdict, atHalf, atTwice } = one({}, runs([0.7]));
  assertEquals([verdict, atHalf, atTwice], ["close", "better", "reproduced"]);
});

Deno.test("sampleOf() has the seeds in order", () => {
  const records = [exampleRun(0.1, { seed: 9 }), exampleRun(0.2, { seed: 10 }), exampleRun(0.3, { seed: 1 })];
  const sample = sampleOf(records, ({ measurements }) => measurements[0]);
  assertEquals(sample?.values, [0.3, 0.1, 0.2]);
  assertEquals(sampleOf([], ({ measurements }) => measurements[0]), undefined);
});

Deno.test("extras() are the measurements of done runs that no claim asks for", () => {
  const nmi = (value: number, average: string) => ({
    metric: "NMI",
    value,
    space: "code",
    split: "test",
    average,
  });
  const measurements = (x: number) => [
    silhouette(x),
    silhouette(x, { split: "train" }),
    nmi(x, "arithmetic"),
    nmi(x + 0.5, "max"),
  ];
  const records = [
    exampleRun(0, { seed: 1, measurements: measurements(0.25) }),
    exampleRun(0, { seed: 2, measurements: measurements(0.75) }),
    exampleRun(0, {
      seed: 3,
      status: "failed",
      error: "late",
      measurements: [{ ...silhouette(1), metric: "ARI" }],
    }),
  ];
  const found = extras([exampleClaim()], records);
  assertEquals(found.map(({ measurement }) => [measurement.metric, measurement.split, measurement.average]), [
    ["SIL", "train", undefined],
    ["NMI", "test", "arithmetic"],
    ["NMI", "test", "max"],
  ]);
  assertEquals(found.map(({ sample }) => sample.mean), [0.5, 0.5, 1]);
  assertEquals(extras([], records).length, 4);
  assertEquals(extras([exampleClaim()], []), []);
});

Deno.test("claimsCsv() has the columns that others read, and quotes", () => {
  const text = claimsCsv(compare(
    [
      exampleClaim({ where: 'Table 1, "left"', value: "0.10" }),
      exampleClaim({ id: "made-2", experiment: "" }),
    ],
    [],
    runs([0.25, 0.25]),
  ));
  const { data } = papaparse.parse(text.trimEnd(), { header: true }) as { data: Record<string, string>[] };
  assertEquals(
    text.split("\n")[0],
    "id,paper,where,dataset,method,metric,statistic,value,ours,sd,best,n,tolerance,difference,verdict,reason," +
      "profile,records",
  );
  assertEquals(data.length, 2);
  assertEquals(data[0].where, 'Table 1, "left"');
  assertEquals([data[0].value, data[0].ours, data[0].sd, data[0].n], ["0.10", "0.25", "0", "2"]);
  assertEquals(
    data[0].records,
    "runs/made/up/data/0123456789ab-s0.json;runs/made/up/data/0123456789ab-s1.json",
  );
  assertEquals([data[1].ours, data[1].n, data[1].verdict, data[1].profile], ["", "0", "not run", ""]);
});
