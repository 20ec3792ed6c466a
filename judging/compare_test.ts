import { assert, assertAlmostEquals, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { RunRecord } from "../records/record.ts";
import { exampleRecord } from "../runner/testing.ts";
import type { Bound, Claim, Erratum } from "../claims/claims.ts";
import { compare } from "./compare.ts";
import { exampleClaim, exampleErratum, exampleRun, measured, nmi, silhouette } from "./testing.ts";

/** The comparison of one claim. */
function one(claim: Partial<Claim>, records: RunRecord[], errata: Erratum[] = []) {
  return compare([exampleClaim(claim)], errata, records)[0];
}

/** Runs with the seeds 0, 1, … that measured these silhouettes. */
const runs = (values: number[], over: Partial<RunRecord> = {}) =>
  values.map((value, seed) => exampleRun(value, { seed, ...over }));

/** Two runs that agree. */
const twice = (value: number, over: Partial<RunRecord> = {}) => runs([value, value], over);

const startedAt = (started: string) => ({ ...exampleRecord().provenance, started });

Deno.test("compare() judges runs that agree by the tolerance", async (t) => {
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
      const comparison = one({}, twice(ours));
      assertEquals(comparison.verdict, verdict);
      assertEquals([comparison.ours, comparison.n, comparison.sd], [ours, 2, 0]);
      assertEquals(comparison.difference, ours - 0.5);
      assertEquals(comparison.reason, "");
    });
  }
});

Deno.test("compare() knows that lower is better for some metrics, and that counts are only right or wrong", () => {
  const verdictOf = (metric: string, value: number) =>
    one({ metric, tolerance: 0 }, twice(0, { measurements: [measured(metric, value)] })).verdict;
  assertEquals(verdictOf("DBI", 0.4), "better");
  assertEquals(verdictOf("DBI", 0.6), "worse");
  assertEquals(verdictOf("OTHER:MSE last epoch", 0.4), "better");
  assertEquals(verdictOf("PARAMS", 0.6), "worse");
  assertEquals(verdictOf("PARAMS", 0.4), "worse");
  assertEquals(verdictOf("PARAMS", 0.5), "reproduced");
});

Deno.test("compare() forgives what rounding to a float64 does at exactly the tolerance", () => {
  assert(0.4 - 0.3 > 0.1);
  assertEquals(one({ value: "0.3", tolerance: 0.1 }, twice(0.4)).verdict, "reproduced");
  assertEquals(one({ value: "0.3", tolerance: 0.1 }, twice(0.4 + 1e-9)).verdict, "close");
});

Deno.test("compare() takes the mean for averages and single values, the expected best of m for the best", () => {
  const values = [0.4, 0.6, 0.8];
  const summary = (statistic: Claim["statistic"], metric = "SIL", runs: number | null = null) => {
    const records = values.map((value, seed) =>
      exampleRun(0, { seed, measurements: [measured(metric, value)] })
    );
    const { ours, best, sd, n } = one({ statistic, metric, runs }, records);
    return [ours, best, sd, n].map((value) => value === null ? null : Math.round(value * 1e9) / 1e9);
  };
  assertEquals(summary("avg"), [0.6, 0.8, 0.2, 3]);
  assertEquals(summary("single"), [0.6, 0.8, 0.2, 3]);
  assertEquals(summary("single", "PARAMS"), [0.6, null, 0.2, 3]);
  // Of two: the mean of the best of each pair. Of one: the mean.
  assertEquals(summary("best", "SIL", 2)[0], 0.733333333);
  assertEquals(summary("best", "DBI", 2)[0], 0.466666667);
  assertEquals(summary("best", "SIL", 1)[0], 0.6);
  // Of more than we have seeds: the mean and sd times the expected largest of four normal draws, 1.0294.
  assertEquals(summary("best", "SIL", 4)[0], 0.805875075);
  // Of an unsaid number: of four.
  assertEquals([summary("best")[0], summary("best", "DBI")[0]], [0.805875075, 0.394124925]);
});

Deno.test("compare() counts both sides' errors in the interval of the difference", () => {
  // Mean 0.7 and sd 0.1 over three seeds; t of 2 degrees at the level of a look, 0.9807, is 7.0866.
  const values = [0.6, 0.7, 0.8];
  const half = (claim: Partial<Claim>) => {
    const [low, high] = one(claim, runs(values)).interval!;
    assertAlmostEquals((low + high) / 2, 0.2, 1e-12);
    return (high - low) / 2;
  };
  const t = half({}) / (0.1 * Math.sqrt(1 / 3 + 1));
  assertAlmostEquals(t, 7.09, 0.01);
  assertAlmostEquals(half({ statistic: "avg", runs: 4 }), t * 0.1 * Math.sqrt(1 / 3 + 1 / 4), 1e-12);
  assertAlmostEquals(half({ statistic: "avg" }), half({}), 1e-12);
});

Deno.test("compare() widens no tolerance: what the seeds do not decide is inconclusive", () => {
  const wide = one({}, runs([0.3, 0.7, 1.1]));
  assertEquals([wide.verdict, wide.tolerance, wide.firm, wide.reason], [
    "inconclusive",
    0.125,
    null,
    "3 seeds do not decide it, and more like these would not: the paper's own number is taken to be of one run",
  ]);
  const narrow = one({}, runs([0.7, 0.701, 0.699]));
  assertEquals([narrow.verdict, narrow.reason], ["close", ""]);
});

Deno.test("compare() says whether more seeds like ours may decide what is inconclusive", () => {
  const mayDecide = (over: Partial<Claim>, values: number[]) => {
    const { verdict, seedsMayDecide, reason } = one(over, runs(values));
    return [verdict, seedsMayDecide, reason.includes("more like these would not")];
  };
  // The mean is 0.75 and the deviation 0.1: the paper's one run may be 0.234 away, and its mean of 16 runs 0.058. The
  // tolerance ends at 0.625.
  const seeds = [0.65, 0.75, 0.85];
  assertEquals(mayDecide({}, seeds), ["inconclusive", false, true]);
  assertEquals(mayDecide({ statistic: "avg", runs: 16 }, seeds), ["inconclusive", true, false]);
  assertEquals(mayDecide({}, [0.9]), ["inconclusive", true, false]);
  // The best of four such runs may be as low as 0.75 - 0.049.
  assertEquals(mayDecide({ statistic: "best", runs: 4 }, seeds), ["inconclusive", true, false]);
  assertEquals(mayDecide({ statistic: "best", runs: 4, tolerance: 0.21 }, seeds), [
    "inconclusive",
    false,
    true,
  ]);
  assertEquals(one({}, runs([0.5, 0.501])).seedsMayDecide, null);
});

Deno.test("compare() says whether what is reproduced is so firmly", () => {
  const firm = (values: number[]) => {
    const { verdict, firm } = one({}, runs(values));
    assertEquals(verdict, "reproduced");
    return firm;
  };
  assertEquals([firm([0.5, 0.501, 0.499]), firm([0.4, 0.5, 0.6]), firm([0.5]), firm([0.5, 0.5])], [
    true,
    false,
    false,
    true,
  ]);
});

Deno.test("compare() lets one seed reproduce a number and decide a count, and no more; equal ones have no width", () => {
  const single = (value: number, over: Partial<Claim> = {}) => {
    const { verdict, interval, firm, reason } = one(over, runs([value]));
    return [verdict, interval, firm, reason];
  };
  assertEquals(single(0.5), ["reproduced", null, false, ""]);
  assertEquals(single(0.9), ["inconclusive", null, null, "one seed does not decide it"]);
  assertEquals(single(0.9, { measure: "count" }), ["better", null, null, ""]);
  assertEquals(one({}, runs([0.89, 0.91])).verdict, "inconclusive");
  const equal = one({}, runs([0.9, 0.9, 0.9]));
  assertEquals([equal.verdict, equal.interval], ["better", [0.4, 0.4]]);
});

Deno.test("compare() judges a best of more runs than we have seeds, and of four where that is unsaid, however many we have", () => {
  const of = (runs: number | null, values: number[]) =>
    one({ statistic: "best", runs, value: "0.90", printed: "0.90" }, valuesOf(values));
  const valuesOf = (values: number[]) => runs(values);
  assertEquals(of(8, [0.5, 0.55]).verdict, "inconclusive");
  assertEquals(of(8, [0.5, 0.5]).verdict, "worse");
  assertEquals([of(null, [0.8, 0.85, 0.9, 0.95]).ours, of(null, [0.8]).ours], [0.95, 0.8]);
  const eight = [0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.9, 0.95];
  assertEquals(of(null, eight), { ...of(4, eight), claim: of(null, eight).claim });
});

Deno.test("compare() does not judge what is too coarse or has no tolerance, and decides nothing where runs failed", () => {
  const coarse = one({ tooCoarse: true }, twice(0.5));
  assertEquals([coarse.verdict, coarse.reason, coarse.ours], [
    "not comparable",
    "too coarse: a tolerance of 0.125",
    0.5,
  ]);
  const none = one({ tolerance: null, basis: "" }, twice(0.5));
  assertEquals([none.verdict, none.reason], ["not comparable", "no tolerance is stated"]);
  const failed = (over: Partial<RunRecord>) =>
    exampleRun(0, { seed: 7, status: "failed", error: "it diverged", measurements: [], ...over });
  const left = one({}, [...twice(0.5), failed({})]);
  assertEquals([left.verdict, left.reason], ["inconclusive", "seed 7 failed: it diverged"]);
  // Of another configuration it says nothing.
  assertEquals(one({}, [...twice(0.5), failed({ digest: "ba9876543210" })]).verdict, "reproduced");
});

Deno.test("compare() judges each end of a printed range by itself", () => {
  const ends = ["0.3", "0.5"].map((value) =>
    exampleClaim({ id: `made-${value}`, value, printed: "0.3–0.5" })
  );
  assertEquals(compare(ends, [], twice(0.5)).map(({ verdict }) => verdict), ["close", "reproduced"]);
});

Deno.test("compare() calls a value that a control does not reach unreachable, and names the control", () => {
  const control = (values: number[], over: Partial<RunRecord> = {}) =>
    runs(values, { experiment: "controls/k-means/data", paper: "controls", ...over });
  const bound: Bound = {
    claims: ["made-1"],
    side: "at most",
    value: null,
    control: "controls/k-means/data",
    metric: "SIL",
    space: "code",
    split: "test",
    average: "",
    evidence: "a thousand starts",
  };
  const judged = (records: RunRecord[], over: Partial<Bound> = {}) =>
    compare([exampleClaim()], [], [...twice(0.2), ...records], [{ ...bound, ...over }])[0];
  const { verdict, reason } = judged(control([0.3, 0.31]));
  assertEquals([verdict, reason], [
    "unreachable",
    "the control controls/k-means/data finds no more than 0.31: a thousand starts",
  ]);
  assertEquals([judged(control([0.3, 0.4])).verdict, judged([]).verdict], ["worse", "worse"]);
  assertEquals(judged(control([0.3], { profile: "quick" })).verdict, "worse");
  const failed = exampleRun(0, {
    ...control([0])[0],
    seed: 9,
    status: "failed",
    error: "out of memory",
    measurements: [],
  });
  assertEquals(judged([...control([0.3]), failed]).verdict, "worse");
  const either = judged([...control([0.3]), failed], { value: 0.32 });
  assertEquals([either.verdict, either.reason.split("; ").at(-1)], [
    "unreachable",
    "the value can be no more than 0.32: a thousand starts",
  ]);
  const stated = judged([], { value: 0.3, control: "" });
  assertEquals([stated.verdict, stated.reason], [
    "unreachable",
    "the value can be no more than 0.3: a thousand starts",
  ]);
  assertEquals(judged(control([0.9, 0.8]), { side: "at least" }).verdict, "unreachable");
  assertEquals(judged(control([0.3]), { claims: ["made-2"] }).verdict, "worse");
});

Deno.test("compare() says which of the paper's two values holds", () => {
  const erratum = exampleErratum();
  const contradicted = one({}, twice(0.9), [erratum]);
  assertEquals(
    [contradicted.verdict, contradicted.reason],
    ["contradicted", "the right value, 0.90, holds: a slip"],
  );
  const reproduced = one({}, twice(0.5), [erratum]);
  assertEquals([reproduced.verdict, reproduced.reason], [
    "reproduced",
    "the right value, 0.90, does not hold",
  ]);
  const neither = one({}, twice(1.5), [erratum]);
  assertEquals([neither.verdict, neither.reason], [
    "better",
    "ours matches neither the printed nor the corrected value",
  ]);
  assertEquals(one({ id: "made-2" }, twice(0.9), [erratum]).verdict, "better");
  assertEquals(one({}, twice(0.9), [exampleErratum({ right: "0.90 or so" })]).verdict, "better");
  // The right value lies near the printed one, as in a sum that is a little off.
  assertEquals(one({}, twice(0.7), [exampleErratum({ right: "0.7" })]).verdict, "contradicted");
});

Deno.test("compare() says which of two values that the paper prints for the same holds", () => {
  const claims = [
    exampleClaim({ value: "0.50", where: "Abstract" }),
    exampleClaim({ id: "made-2", metric: "SIL", value: "80", printed: "80%", tolerance: 2 }),
    exampleClaim({ id: "made-3", value: "0.80", printed: "0.80", where: "§5", tolerance: 0.02 }),
    exampleClaim({ id: "made-4", metric: "ACC", value: "0.9", printed: "0.9" }),
  ];
  const errata = [exampleErratum({ right: "", claims: claims.map(({ id }) => id), note: "Two sets." })];
  const judged = (value: number) =>
    compare(claims, errata, twice(value)).slice(0, 3).map(({ verdict, reason }) => [verdict, reason]);
  assertEquals(judged(0.8), [
    ["contradicted", "the paper's other value, 80% (Table 1), holds: Two sets"],
    ["reproduced", "the paper's other value, 0.50 (Abstract), does not hold"],
    ["reproduced", "the paper's other value, 0.50 (Abstract), does not hold"],
  ]);
  assertEquals(judged(0.5).map(([verdict]) => verdict), ["reproduced", "contradicted", "contradicted"]);
  assertEquals(judged(0.1).map(([verdict]) => verdict), ["worse", "worse", "worse"]);
});

Deno.test("compare() holds each of two printed values to its own tolerance", () => {
  const claims = [
    exampleClaim({ metric: "CHI", value: "5824", printed: "5824", where: "Abstract", tolerance: 291 }),
    exampleClaim({ id: "made-2", metric: "CHI", value: "313607", printed: "313607", tolerance: 15_680 }),
  ];
  const errata = [exampleErratum({ right: "", claims: claims.map(({ id }) => id) })];
  const judged = (value: number) => {
    const measurements = [{ ...silhouette(value), metric: "CHI" }];
    return compare(claims, errata, twice(0, { measurements })).map(({ verdict }) => verdict);
  };
  assertEquals(judged(5900), ["reproduced", "contradicted"]);
  assertEquals(judged(20_000), ["better", "worse"]);
  assertEquals(judged(300_000), ["contradicted", "reproduced"]);
});

Deno.test("compare() takes our ratios into the percent that the paper prints", () => {
  const claim: Partial<Claim> = {
    metric: "ACC",
    value: "96.2",
    printed: "96.2%",
    statistic: "avg",
    tolerance: 2,
  };
  const records = [0.95, 0.97].map((value, seed) =>
    exampleRun(0, { seed, measurements: [measured("ACC", value)] })
  );
  const { ours, best, sd, difference, verdict } = one(claim, records);
  assertEquals([ours, best, verdict], [96, 97, "reproduced"]);
  assertAlmostEquals(difference!, -0.2, 1e-9);
  assertAlmostEquals(sd!, Math.SQRT2, 1e-9);
});

Deno.test("compare() takes NMI with the average that the paper names", () => {
  const records = [exampleRun(0, { measurements: [nmi(0.5, "arithmetic"), nmi(0.4, "max")] })];
  assertEquals(one({ metric: "NMI", average: "arithmetic" }, records).ours, 0.5);
  assertEquals(one({ metric: "NMI", average: "max" }, records).ours, 0.4);
  const lost = one({ metric: "NMI", average: "min" }, records);
  assertEquals([lost.verdict, lost.reason], ["not run", "no run measured NMI, code, test, min"]);
  assertEquals(one({ metric: "NMI", average: "" }, records).verdict, "not run");
});

Deno.test("compare() does not judge what has no tolerance, and says why", () => {
  const claim: Partial<Claim> = {
    metric: "OTHER:seconds",
    tolerance: null,
    basis: "it depends on the machine",
  };
  const records = [
    exampleRun(0, { measurements: [measured("OTHER:seconds", 15)] }),
  ];
  const { verdict, reason, ours, atHalf, tolerance } = one(claim, records);
  assertEquals([verdict, reason, ours], ["not comparable", "it depends on the machine", 15]);
  assertEquals([atHalf, tolerance], ["not comparable", null]);
});

/** The comparison of an order over the experiments `made/a/data`, `made/b/data` and `made/c/data`. */
function order(
  claim: Partial<Claim>,
  values: Record<string, number[]>,
  { errata = [], over = {}, cited = [] }: { errata?: Erratum[]; over?: Partial<RunRecord>; cited?: Claim[] } =
    {},
) {
  const records = Object.entries(values).flatMap(([name, values]) =>
    runs(values, { experiment: `made/${name}/data`, ...over })
  );
  const ordinal: Partial<Claim> = { kind: "ordinal", value: "", tolerance: null, basis: "" };
  return compare([exampleClaim({ ...ordinal, ...claim }), ...cited], errata, records)[0];
}

Deno.test("compare() judges orders over paired seeds", async (t) => {
  const experiment = "made/a/data > made/b/data";
  await t.step("that hold", () => {
    const { verdict, reason, ours, interval, n, records } = order({ experiment }, {
      a: [0.5, 0.6, 0.7, 0.8],
      b: [0.3, 0.42, 0.5, 0.58],
    });
    assertEquals([verdict, n, records.length], ["reproduced", 4, 8]);
    assertAlmostEquals(ours!, 0.2, 1e-12);
    assertAlmostEquals(interval![1] - ours!, 4.59 * 0.016329931618554536 / 2, 1e-3);
    assertEquals(reason, "a over b by 0.2 (interval 0.162 to 0.238, 4 paired seeds)");
  });
  await t.step("that do not hold", () => {
    const { verdict, reason } = order({ experiment }, { a: [0.1, 0.2], b: [0.5, 0.601] });
    assertEquals([verdict, reason], [
      "worse",
      "a over b by -0.4 (interval -0.417 to -0.384, 2 paired seeds)",
    ]);
  });
  await t.step("that the seeds cannot tell", () => {
    assertEquals(order({ experiment }, { a: [0.5, 0.7], b: [0.6, 0.55] }).verdict, "inconclusive");
    assertEquals(order({ experiment }, { a: [0.5], b: [0.1] }).verdict, "inconclusive");
  });
  await t.step("of methods without randomness, by the sign", () => {
    assertEquals(order({ experiment }, { a: [0.5, 0.5], b: [0.4, 0.4] }).verdict, "reproduced");
    assertEquals(order({ experiment }, { a: [0.5, 0.5], b: [0.5, 0.5] }).verdict, "worse");
  });
  await t.step("of a metric where lower is better", () => {
    const dbi = (name: string, value: number) =>
      exampleRun(0, {
        experiment: `made/${name}/data`,
        measurements: [measured("DBI", value)],
      });
    const claim = exampleClaim({ kind: "ordinal", metric: "DBI", value: "", tolerance: null, experiment });
    const [{ verdict, ours }] = compare([claim], [], [dbi("a", 1), dbi("b", 3)]);
    assertEquals([verdict, ours], ["inconclusive", 2]);
  });
  await t.step("of a space for each side", () => {
    const run = (name: string, ...values: [string, number][]) =>
      exampleRun(0, {
        experiment: `made/${name}/data`,
        measurements: values.map(([space, value]) => silhouette(value, { space })),
      });
    const records = [run("a", ["own", 0.1], ["code", 0.6]), run("b", ["pixels", 0.9], ["own", 0.5])];
    const asked = (space: string) =>
      compare(
        [exampleClaim({ kind: "ordinal", value: "", tolerance: null, experiment, space })],
        [],
        records,
      )[0];
    assertEquals(asked("code > own").reason, "a over b by 0.1 (no interval, one seed)");
    assertEquals(asked("own").reason, "a over b by -0.4 (no interval, one seed)");
    assertEquals(asked("code").reason, "no run measured SIL, code, test");
    const three = exampleClaim({
      kind: "ordinal",
      value: "",
      tolerance: null,
      experiment: "made/a/data > made/b/data & made/c/data",
      space: "own > pixels & code",
    });
    const [{ reason }] = compare([three], [], [...records, run("c", ["pixels", 0.05], ["code", 0.3])]);
    assertEquals(reason, "the weakest of 2 pairs: a over b by -0.8 (no interval, one seed)");
  });
});

Deno.test("compare() says what a denied order comes to with the paper's number of the side ahead, where ours misses it", async (t) => {
  const printed = (value: string, over: Partial<Claim> = {}) =>
    exampleClaim({
      id: `made-${value}`,
      experiment: "made/a/data",
      value,
      printed: value,
      tolerance: 0.05,
      ...over,
    });
  const denied = (cited: Claim[], { a = [0.3, 0.301], experiment = "made/a/data > made/b/data" } = {}) => {
    const { verdict, withPrinted, reason } = order({ experiment }, { a, b: [0.5, 0.51] }, { cited });
    return [verdict, withPrinted, reason.split("; ")[1]];
  };
  await t.step("by that number's lead", () => {
    assertEquals(denied([printed("0.9")]), [
      "worse",
      "reproduced",
      "with a's printed 0.9, which our runs miss, it would hold",
    ]);
    assertEquals(denied([printed("0.505")]), [
      "worse",
      "inconclusive",
      "with a's printed 0.505, which our runs miss, it would not be decided",
    ]);
    assertEquals(denied([printed("0.1")])[1], "worse");
    assertEquals(denied([printed("90", { printed: "90%", units: 100, tolerance: 5 })])[1], "reproduced");
  });
  await t.step(
    "unless ours has it, does not decide it, or nothing but a best or another metric is printed",
    () => {
      assertEquals(denied([printed("0.3")])[1], null);
      assertEquals(denied([printed("0.4", { tolerance: 0.02 })], { a: [0.2, 0.4] })[1], null);
      assertEquals(denied([printed("0.9", { statistic: "best" })])[1], null);
      assertEquals(denied([printed("0.9", { metric: "DBI" })])[1], null);
      assertEquals(denied([printed("0.9")], { a: [0.6, 0.61] }), ["reproduced", null, undefined]);
    },
  );
  await t.step("where several are printed, only if they come to the same", () => {
    assertEquals(denied([printed("0.9"), printed("0.8")])[1], "reproduced");
    assertEquals(denied([printed("0.9"), printed("0.1")])[1], null);
    assertEquals(denied([printed("0.9"), printed("0.3")])[1], null);
  });
  await t.step("of a study the number of what it varies, unless the order is about that itself", () => {
    const study = { study: { question: "?", of: "made/a/data" } };
    const studied = (behind: string) =>
      order({ experiment: `made/study-a/data > made/${behind}/data` }, {
        "study-a": [0.3, 0.31],
        a: [0.5, 0.51],
        b: [0.5, 0.51],
      }, { cited: [printed("0.9")], over: study });
    assertEquals([studied("b").verdict, studied("b").withPrinted], ["worse", "reproduced"]);
    assertEquals([studied("a").verdict, studied("a").withPrinted], ["worse", null]);
  });
  await t.step("not of an order over a cited number, or of several methods", () => {
    const other = exampleClaim({ id: "made-c", kind: "cited", experiment: "", value: "0.6", printed: "0.6" });
    assertEquals(denied([printed("0.9"), other], { experiment: "made/a/data > made-c" }).slice(0, 2), [
      "worse",
      null,
    ]);
    const both = order({ experiment: "made/a/data & made/c/data > made/b/data" }, {
      a: [0.3, 0.31],
      b: [0.5, 0.51],
      c: [0.6, 0.61],
    }, { cited: [printed("0.9")] });
    assertEquals([both.verdict, both.withPrinted], ["worse", null]);
  });
});

Deno.test("compare() judges orders over seeds that do not pair", () => {
  const records = [
    ...runs([0.5, 0.6, 0.7], { experiment: "made/a/data" }),
    ...[0.2, 0.3].map((value, i) => exampleRun(value, { experiment: "made/b/data", seed: 2 + i })),
  ];
  const claim = exampleClaim({
    kind: "ordinal",
    value: "",
    tolerance: null,
    experiment: "made/a/data > made/b/data",
  });
  const [{ verdict, reason }] = compare([claim], [], records);
  assertEquals(verdict, "inconclusive");
  assertStringIncludes(reason, "a over b by 0.35 (interval");
  assertStringIncludes(reason, ", 2 seeds)");
});

Deno.test("compare() judges an order over the seeds that both sides have: more of one side alone are not looked at", () => {
  const a = [0.5, 0.6, 0.7, 0.8];
  const b = [0.41, 0.5, 0.59, 0.7];
  const experiment = "made/a/data > made/b/data";
  const four = order({ experiment }, { a, b });
  assertEquals([four.verdict, four.n], ["reproduced", 4]);
  const more = order({ experiment }, { a: [...a, 0.1, 0.1, 0.1, 0.1], b });
  assertEquals([more.verdict, more.ours, more.interval, more.n], [four.verdict, four.ours, four.interval, 4]);
});

Deno.test("compare() judges an order of the best runs by the means", () => {
  const experiment = "made/a/data > made/b/data";
  const { verdict, ours } = order({ experiment, statistic: "best" }, { a: [0.1, 0.9], b: [0.5, 0.8] });
  assertEquals(verdict, "inconclusive");
  assertAlmostEquals(ours!, -0.15, 1e-12);
});

Deno.test("compare() lets an order of sets stand with its weakest pair", () => {
  const experiment = "made/a/data & made/b/data > made/c/data";
  const held = order({ experiment }, { a: [0.5, 0.6], b: [0.9, 0.8], c: [0.1, 0.2] });
  assertEquals(held.verdict, "inconclusive");
  assertStringIncludes(held.reason, "the weakest of 2 pairs: b over c by 0.7 (interval");
  assertEquals(order({ experiment }, { a: [0.5, 0.6], b: [0.05, 0.05], c: [0.1, 0.1] }).verdict, "worse");
  const lost = order({ experiment }, { a: [0.5], c: [0.1] });
  assertEquals([lost.verdict, lost.reason, lost.ours], ["not run", "no record of made/b/data", null]);
});

Deno.test("compare() allows an order with >= what is comparable", () => {
  const comparable = { experiment: "made/a/data >= made/b/data", tolerance: 0.02 };
  const { verdict, atHalf, atTwice, reason } = order(comparable, { a: [0.485, 0.485], b: [0.5, 0.5] });
  assertEquals([verdict, atHalf, atTwice], ["reproduced", "worse", "reproduced"]);
  assertEquals(reason, "a over b by -0.015 (interval -0.015 to -0.015, 2 paired seeds)");
  assertEquals(
    order({ ...comparable, tolerance: 0.01 }, { a: [0.485, 0.485], b: [0.5, 0.5] }).verdict,
    "worse",
  );
});

Deno.test("compare() judges an order over a cited value", () => {
  const cited = exampleClaim({
    id: "made-9",
    kind: "cited",
    method: "DEC",
    metric: "SIL",
    value: "50",
    printed: "50%",
    units: 100,
  });
  const over = (values: number[]) =>
    order({ experiment: "made/a/data > made-9" }, { a: values }, { cited: [cited] });
  assertEquals(over([0.79, 0.8, 0.81]).verdict, "reproduced");
  assertEquals(over([0.75, 0.85]).verdict, "inconclusive");
  assertStringIncludes(over([0.75, 0.85]).reason, "a over DEC (50%, cited) by 0.3 (interval");
});

Deno.test("compare() calls an order contradicted that the paper's own numbers do not have", () => {
  const experiment = "made/a/data > made/b/data";
  const errata = [exampleErratum({ right: "does not hold", note: "Table 1 has 0.1. And 0.5." })];
  const contradicted = order({ experiment }, { a: [0.1, 0.1], b: [0.5, 0.5] }, { errata });
  assertEquals(contradicted.verdict, "contradicted");
  assert(contradicted.reason.endsWith("; Table 1 has 0.1. And 0.5"), contradicted.reason);
  assertEquals(order({ experiment }, { a: [0.6, 0.6], b: [0.5, 0.5] }, { errata }).verdict, "reproduced");
});

Deno.test("compare() judges no orders of smaller profiles, nor what nothing answers", () => {
  const experiment = "made/a/data > made/b/data";
  const scaled = order({ experiment }, { a: [0.5], b: [0.1] }, { over: { profile: "quick" } });
  assertEquals([scaled.verdict, scaled.profile, scaled.ours], ["not comparable", "quick", 0.4]);
  assertStringIncludes(scaled.reason, "; reduced: quick profile");
  const open = order({ experiment: "", basis: "no number is printed" }, {});
  assertEquals([open.verdict, open.reason], ["not run", "no number is printed"]);
});

Deno.test("compare() judges a cited value as any other where its method is run, and not where it is not", () => {
  const cited = (values: number[]) => one({ kind: "cited" }, runs(values));
  assertEquals(cited([0.5, 0.5]).verdict, one({}, runs([0.5, 0.5])).verdict);
  assertEquals(cited([0.5, 0.5]).verdict, "reproduced");
  assertEquals(cited([0.1, 0.1]).verdict, "worse");
  assertEquals(one({ kind: "cited" }, []).verdict, "not run");
  const notRun = one({ kind: "cited", experiment: "", tolerance: null }, []);
  assertEquals([notRun.verdict, notRun.reason], ["not comparable", "cited from other work, not run here"]);
});

Deno.test("compare() judges no stand-in data and no smaller profiles, but shows the numbers", () => {
  const data = [{ name: "little", sha256: "", rows: 1, source: "", standIn: "for MNIST" }];
  const standIn = one({}, runs([0.5, 0.5], { data }));
  assertEquals([standIn.verdict, standIn.reason], ["not comparable", "stand-in data for MNIST"]);
  assertEquals([standIn.ours, standIn.difference], [0.5, 0]);

  const scaled = one({}, twice(0.5, { profile: "quick", data }));
  assertEquals(scaled.reason, "stand-in data for MNIST; reduced: quick profile");
  assertEquals([scaled.verdict, scaled.atHalf, scaled.atTwice], Array(3).fill("not comparable"));
  assertEquals([scaled.profile, scaled.n], ["quick", 2]);
});

Deno.test("compare() takes the highest profile, whenever it was run", () => {
  const records = [
    ...runs([0.1], {
      profile: "quick",
      digest: "aaaaaaaaaaaa",
      provenance: startedAt("2026-02-01T00:00:00.000Z"),
    }),
    ...twice(0.5, { digest: "bbbbbbbbbbbb" }),
    ...twice(0.9, { profile: "smoke", digest: "cccccccccccc" }),
  ];
  const { ours, profile, n, reason } = one({}, records);
  assertEquals([ours, profile, n, reason], [0.5, "paper", 2, ""]);
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

Deno.test("compare() takes the measurement that has metric, space, split and average of the claim, wherever it stands", () => {
  const measurements = [
    silhouette(0.1, { space: "pixels" }),
    silhouette(0.2, { split: "train" }),
    silhouette(0.3, { metric: "ACC" }),
    silhouette(0.5),
    silhouette(0.4, { space: "", split: "" }),
  ];
  for (const own of [measurements, measurements.toReversed()]) {
    const records = [exampleRun(0, { measurements: own })];
    assertEquals(one({}, records).ours, 0.5);
    assertEquals(one({ space: "pixels" }, records).ours, 0.1);
    assertEquals(one({ split: "train" }, records).ours, 0.2);
    assertEquals(one({ space: "", split: "" }, records).ours, 0.4);
    const lost = one({ space: "PCA-64" }, records);
    assertEquals([lost.verdict, lost.reason], ["not run", "no run measured SIL, PCA-64, test"]);
    assertEquals(one({ space: "" }, records).verdict, "not run");
  }
});

Deno.test("compare() refuses a record that has one measurement twice", () => {
  const records = [exampleRun(0, { measurements: [nmi(0.5, "max"), nmi(0.5, "min"), nmi(0.6, "max")] })];
  assertThrows(
    () => one({}, records),
    RangeError,
    "Cannot read runs/made/up/data/0123456789ab-s42.json: a record must have each measurement once, " +
      "got NMI, code, test, max twice",
  );
});

Deno.test("compare() says why nothing was run", () => {
  const reasonOf = (claim: Partial<Claim>, records: RunRecord[]) => {
    const { verdict, reason, ours, n, records: paths } = one(claim, records);
    assertEquals([verdict, ours, n, paths], ["not run", null, 0, []]);
    return reason;
  };
  const earlier = twice(0.5, { status: "failed", error: "no data" });
  const failed = runs([0.5], {
    status: "failed",
    error: "no memory",
    provenance: startedAt("2026-02-01T00:00:00.000Z"),
  });
  assertEquals(reasonOf({}, []), "no record of made/up/data");
  assertEquals(reasonOf({}, earlier), "failed: no data");
  assertEquals(reasonOf({}, [...failed, ...earlier]), "failed: no memory");
  assertEquals(reasonOf({}, twice(0.5, { status: "failed", error: "" })), "failed");
  assertEquals(reasonOf({ metric: "ACC" }, [...twice(0.5), ...failed]), "no run measured ACC, code, test");
  assertEquals(reasonOf({ experiment: "", basis: "it needs t-SNE" }, twice(0.5)), "it needs t-SNE");
});

Deno.test("compare() leaves runs that are not done out of every average", () => {
  const records = [...runs([0.5, 0.6]), exampleRun(9, { seed: 7, status: "failed", error: "late" })];
  const { ours, n } = one({}, records);
  assertEquals([ours, n], [0.55, 2]);
});

Deno.test("compare() judges facts by equality", () => {
  const fact: Partial<Claim> = {
    kind: "fact",
    metric: "OTHER:rows",
    value: "100",
    tolerance: 0,
    space: "",
    split: "",
  };
  const counted = (value: number) =>
    exampleRun(0, { measurements: [measured("OTHER:rows", value, { space: "", split: "" })] });
  assertEquals(one(fact, [counted(100)]).verdict, "reproduced");
  assertEquals(one(fact, [counted(101)]).verdict, "worse");
});

Deno.test("compare() judges at half and at twice the tolerance too", () => {
  const { verdict, atHalf, atTwice } = one({}, twice(0.7));
  assertEquals([verdict, atHalf, atTwice], ["close", "better", "reproduced"]);
});
