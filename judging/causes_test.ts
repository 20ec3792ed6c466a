import { assertEquals } from "@std/assert";
import type { Cause, Claim } from "../claims/claims.ts";
import type { RunRecord } from "../records/record.ts";
import { causesOf, isMiss, isTested, judgedIn, metricsByFate, searchForCauses } from "./causes.ts";
import { compare } from "./compare.ts";
import { exampleClaim, exampleErratum, exampleRun, measured, silhouette } from "./testing.ts";

const cause = (over: Partial<Cause> = {}): Cause => ({
  misses: ["made-1"],
  cause: "the rate",
  study: "made/study-rate/data",
  metric: "SIL",
  space: "code",
  split: "test",
  average: "",
  note: "",
  ...over,
});

const study = { question: "Is it the rate?", of: "made/up/data" };

const tested = (causes: readonly Cause[], claims: readonly Claim[], records: readonly RunRecord[]) =>
  causesOf(causes, compare(claims, [], records), records, []);

Deno.test("causesOf() sets ours without the change beside ours with it, in the printed unit", () => {
  const claims = [exampleClaim({ units: 100, printed: "50%" })];
  const records = [
    exampleRun(0.25),
    exampleRun(0.5, { experiment: "made/study-rate/data", study: { question: "?", of: "made/down/data" } }),
    exampleRun(0.75, { experiment: "made/study-rate/data", seed: 7 }),
  ];
  const [one] = tested([cause()], claims, records);
  assertEquals([one.claim, one.without?.mean, one.with?.mean], [claims[0], 25, 62.5]);
});

Deno.test("causesOf() compares with the claims that the study varies the runs of, and shows an average", () => {
  const claims = [
    exampleClaim({ id: "made-1", experiment: "made/down/data" }),
    exampleClaim({ id: "made-2", statistic: "best" }),
    exampleClaim({ id: "made-3", statistic: "avg" }),
    exampleClaim({ id: "made-4", metric: "ACC" }),
  ];
  const records = [exampleRun(0.5, { experiment: "made/study-rate/data", study })];
  const misses = claims.map(({ id }) => id).toReversed();
  const [one, other, untested] = tested(
    [cause({ misses }), cause({ misses: ["made-4"] }), cause({ study: "" })],
    claims,
    records,
  );
  assertEquals(one.claim?.id, "made-3");
  assertEquals(one.judged.map(({ claim }) => claim.id), ["made-3", "made-2"]);
  assertEquals([other.claim, other.judged], [undefined, []]);
  assertEquals([untested.claim, untested.without, untested.with], [undefined, undefined, undefined]);
});

/**
 * The outcome and the fates where SIL is missed and ACC reproduced (or, if its seeds lie apart, not decided), and these are
 * the study's SIL and ACC by its seeds.
 */
function outcomeOf(values: readonly (readonly [sil: number, acc: number])[], before = 0.9, spread = 1e-4) {
  const claims = [exampleClaim(), exampleClaim({ id: "made-2", metric: "ACC" })];
  const run = (seed: number, [sil, acc]: readonly [number, number], over: Partial<RunRecord> = {}) =>
    exampleRun(0, {
      seed,
      measurements: [silhouette(sil), measured("ACC", acc, { space: "code", split: "test" })],
      ...over,
    });
  const [one] = tested([cause({ misses: ["made-1", "made-2"] })], claims, [
    ...[0, 1, 2, 3].map((seed) => run(seed, [before + seed / 1e4, 0.5 + spread * seed])),
    ...values.map((pair, seed) => run(seed, pair, { experiment: "made/study-rate/data", study })),
  ]);
  const { reproduced, inconclusive, missed } = metricsByFate(one);
  return [one.outcome, reproduced, inconclusive, missed];
}

const seeds = (sil: number, acc: number, spread = 1e-4, count = 4) =>
  Array.from({ length: count }, (_, i) => [sil + spread * i, acc + spread * i] as const);

Deno.test("causesOf() judges the study's numbers in the place of the protocol's", () => {
  assertEquals(outcomeOf(seeds(0.5, 0.5)), ["explains", ["SIL", "ACC"], [], []]);
  assertEquals(outcomeOf(seeds(0.5, 0.9)), ["explains some", ["SIL"], [], ["ACC"]]);
  assertEquals(outcomeOf(seeds(0.9, 0.5)), ["ruled out", ["ACC"], [], ["SIL"]]);
  // ACC, not decided before, is missed instead.
  assertEquals(outcomeOf(seeds(0.5, 0.9), 0.9, 0.1)[0], "explains some");
  assertEquals(outcomeOf(seeds(0.7, 0.5, 0.1)), ["open", [], ["SIL", "ACC"], []]);
});

Deno.test("causesOf() decides nothing by fewer than four seeds, without a run, or where nothing is missed", () => {
  assertEquals(outcomeOf(seeds(0.5, 0.5, 1e-4, 3))[0], "open");
  assertEquals(outcomeOf(seeds(0.9, 0.5, 1e-4, 3))[0], "open");
  assertEquals(outcomeOf([])[0], "not tested");
  assertEquals(outcomeOf(seeds(0.9, 0.5), 0.5)[0], "nothing to explain");
});

Deno.test("causesOf() heeds what else the paper prints: a number that meets it is missed, but no new miss", () => {
  // The paper prints 0.5 and 0.9 for one thing; without the change we have neither, with it 0.9.
  const claims = [exampleClaim(), exampleClaim({ id: "made-2", value: "0.9" })];
  const erratum = exampleErratum({ claims: ["made-1", "made-2"], right: "?" });
  const runs = (value: number, over: Partial<RunRecord>) =>
    [0, 1, 2, 3].map((seed) => exampleRun(value + seed / 1e4, { seed, ...over }));
  const records = [...runs(0.7, {}), ...runs(0.9, { experiment: "made/study-rate/data", study })];
  const comparisons = compare(claims, [erratum], records);
  const [one] = causesOf([cause({ misses: ["made-1"] })], comparisons, records, [erratum]);
  assertEquals([one.outcome, one.judged.map(({ verdict }) => verdict)], ["ruled out", ["contradicted"]]);
  const [both] = causesOf([cause({ misses: ["made-1", "made-2"] })], comparisons, records, [erratum]);
  assertEquals([both.outcome, metricsByFate(both)], [
    "explains some",
    { reproduced: ["SIL"], inconclusive: [], missed: ["SIL"] },
  ]);
});

Deno.test("causesOf() says that a number is lost whose runs meet another printed value instead", () => {
  // With the change SIL is met; ACC, which was met, is what the paper prints elsewhere.
  const acc = { metric: "ACC", value: "0.5", printed: "0.5", tolerance: 0.02 };
  const claims = [
    exampleClaim(),
    exampleClaim({ ...acc, id: "made-2" }),
    exampleClaim({ ...acc, id: "made-3", value: "0.9", printed: "0.9" }),
  ];
  const erratum = exampleErratum({ claims: ["made-2", "made-3"], right: "?" });
  const runs = (sil: number, acc: number, over: Partial<RunRecord> = {}) =>
    seeds(sil, acc).map(([sil, acc], seed) =>
      exampleRun(0, {
        seed,
        measurements: [silhouette(sil), measured("ACC", acc, { space: "code", split: "test" })],
        ...over,
      })
    );
  const records = [...runs(0.9, 0.5), ...runs(0.5, 0.9, { experiment: "made/study-rate/data", study })];
  const [one] = causesOf(
    [cause({ misses: ["made-1", "made-2"] })],
    compare(claims, [erratum], records),
    records,
    [erratum],
  );
  assertEquals([one.outcome, metricsByFate(one)], [
    "explains some",
    { reproduced: ["SIL"], inconclusive: [], missed: ["ACC"] },
  ]);
});

Deno.test("metricsByFate() names the best and the average of a metric apart only where they differ", () => {
  const claims = [
    exampleClaim({ statistic: "avg" }),
    exampleClaim({ id: "made-2", statistic: "best", runs: 4, value: "0.9" }),
    exampleClaim({ id: "made-3", statistic: "best", runs: 4 }),
  ];
  const records = [0, 1, 2, 3].map((seed) =>
    exampleRun(0.5 + seed / 1e4, { seed, experiment: "made/study-rate/data", study })
  );
  const of = (...misses: string[]) => metricsByFate(tested([cause({ misses })], claims, records)[0]);
  assertEquals(of("made-1", "made-2"), { reproduced: ["SIL"], inconclusive: [], missed: ["best SIL"] });
  assertEquals(of("made-1", "made-3"), { reproduced: ["SIL"], inconclusive: [], missed: [] });
});

Deno.test("judgedIn() has the claims that a study measured, and isTested() knows the causes that were put to a test", () => {
  const claims = [exampleClaim(), exampleClaim({ id: "made-2", metric: "DBI" })];
  const records = [exampleRun(0.5, { experiment: "made/study-rate/data", study })];
  const both = tested([cause({ misses: ["made-1", "made-2"] }), cause({ study: "" })], claims, records);
  assertEquals(both.map(judgedIn), [["made-1"], []]);
  assertEquals(both.map(isTested), [true, false]);
});

Deno.test("searchForCauses() counts the misses with a tested cause, those that are reproduced with one, and the trials", () => {
  const claims = [
    exampleClaim(),
    exampleClaim({ id: "made-2", value: "0.1" }),
    exampleClaim({ id: "made-3", value: "0.2", experiment: "made/down/data" }),
    exampleClaim({ id: "made-4", value: "0.9" }),
  ];
  const runs = (experiment: string, value: number) =>
    [0, 1, 2, 3].map((seed) => exampleRun(value + seed / 1e4, { seed, experiment }));
  const records = [
    ...runs("made/up/data", 0.9),
    ...runs("made/down/data", 0.9),
    ...runs("made/study-rate/data", 0.5).map((run) => ({ ...run, study })),
  ];
  // Printed again, it is no further trial.
  claims.push(exampleClaim({ id: "made-5", value: "0.1", where: "Abstract" }));
  const comparisons = compare(claims, [], records);
  const causes = causesOf(
    [cause({ misses: ["made-1", "made-2", "made-5"] }), cause({ misses: ["made-3"], study: "" })],
    comparisons,
    records,
    [],
  );
  assertEquals(searchForCauses(comparisons, causes), {
    missed: 4,
    tested: 3,
    explained: 1,
    trials: 2,
    hits: 1,
  });
  const fewer = records.filter(({ seed, experiment }) => seed < 3 || experiment !== "made/study-rate/data");
  // Listed by a tested cause, and not measured by its study.
  const other = exampleClaim({ id: "made-6", metric: "DBI", direction: "lower", value: "0.1" });
  const six = compare([...claims, other], [], [
    ...records.filter(({ experiment }) => experiment !== "made/up/data"),
    ...runs("made/up/data", 0.9).map((run) => ({
      ...run,
      measurements: [...run.measurements, ...run.measurements.map((one) => ({ ...one, metric: "DBI" }))],
    })),
  ]);
  assertEquals(six.at(-1)!.verdict, "worse");
  const listed = causesOf([cause({ misses: ["made-1", "made-6"] })], six, records, []);
  const { missed, tested: judged } = searchForCauses(six, listed);
  assertEquals([missed, judged], [5, 1]);
  const few = causesOf([cause({ misses: ["made-1", "made-2"] })], comparisons, fewer, []);
  assertEquals(searchForCauses(comparisons, few).trials, 0);
});

Deno.test("isMiss() is so of results that are decided and outside the tolerance", () => {
  const of = (verdict: "worse" | "inconclusive" | "close", kind: "result" | "ordinal" = "result") =>
    isMiss({ claim: exampleClaim({ kind }), verdict });
  assertEquals([of("worse"), of("close"), of("inconclusive"), of("worse", "ordinal")], [
    true,
    true,
    false,
    false,
  ]);
});
