import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random, seedFor } from "../engine/random.ts";
import type { RunRecord } from "../records/record.ts";
import { leagueOf, type LeagueOptions, mayBeFirst, nameOf } from "./league.ts";
import { runsByExperiment } from "./runs.ts";
import { EXAMPLE_LEAGUE, exampleRun, leagueRuns as runs, measured } from "./testing.ts";

const draw = (records: readonly RunRecord[], direction: "higher" | "lower" = "higher") =>
  leagueOf("made", EXAMPLE_LEAGUE, runsByExperiment(records), { direction });

const ranks = (records: readonly RunRecord[], direction?: "higher" | "lower") =>
  draw(records, direction)!.standings[0].rows.map(({ method, ranks }) => [
    method,
    ranks && [ranks.best, ranks.worst],
  ]);

const SOME = [
  ...runs("truth", [1, 1, 1, 1]),
  ...runs("a", [0.2, 0.21, 0.22, 0.23]),
  ...runs("b", [0.88, 0.9, 0.91, 0.93]),
  ...runs("c", [0.9, 0.91, 0.92, 0.92]),
  ...runs("d", [0.5]),
];

Deno.test("leagueOf() ranks by whole intervals, and neither controls nor single seeds", () => {
  assertEquals(ranks(SOME), [["c", [1, 2]], ["b", [1, 2]], ["d", null], ["a", [3, 3]], ["truth", null]]);
});

Deno.test("leagueOf() ranks no method of which a run failed", () => {
  const failing = SOME.map((record) =>
    record.method === "c" && record.seed === SOME[0].seed
      ? { ...record, status: "failed" as const, measurements: [] }
      : record
  );
  assertEquals(ranks(failing), [["c", null], ["b", [1, 1]], ["d", null], ["a", [2, 2]], ["truth", null]]);
});

Deno.test("leagueOf() gives the t interval of the mean, and null for one seed", () => {
  const { rows } = draw(SOME)!.standings[0];
  const { interval, sample } = rows.find(({ method }) => method === "a")!;
  // t(3, 0.975) = 3.182446; the standard deviation of four values a step of 0.01 apart is 0.01 √(5/3).
  const half = 3.182446 * 0.01 * Math.sqrt(5 / 3) / 2;
  assertAlmostEquals(interval!.low, 0.215 - half, 1e-7);
  assertAlmostEquals(interval!.high, 0.215 + half, 1e-7);
  assertEquals(sample.values.length, 4);
  assertEquals(rows.find(({ method }) => method === "d")!.interval, null);
});

Deno.test("leagueOf() ranks the methods of other papers that enter it, also those of a name that it has", () => {
  const guests = ["a", "e"].map((method) => ({
    paper: "other",
    method,
    title: method,
    kind: "inductive" as const,
  }));
  const own = runs("a", [0.2, 0.21, 0.22, 0.23]);
  const others = runs("a", [0.9, 0.91, 0.92, 0.92], { experiment: "other/a/one", paper: "other" });
  const league = leagueOf("made", EXAMPLE_LEAGUE, runsByExperiment([...own, ...others]), {
    entering: guests,
  })!;
  const [{ rows, missing }] = league.standings;
  assertEquals(rows.map((row) => [nameOf(row), row.ranks!.best]), [["other/a", 1], ["made/a", 2]]);
  assertEquals(missing.map(nameOf), ["made/truth", "made/b", "made/c", "made/d", "other/e"]);
  assertEquals(league.overall.map(nameOf), ["other/a", "made/a"]);
});

Deno.test("leagueOf() ends an interval where no value can lie", () => {
  const wide = runs("a", [0.1, 0.9]);
  const intervalOf = (options: LeagueOptions) =>
    leagueOf("made", EXAMPLE_LEAGUE, runsByExperiment(wide), options)!.standings[0].rows[0].interval!;
  assertEquals(intervalOf({ range: [0, 1] }), { low: 0, high: 1 });
  // t(1, 0.975) = 12.7062.
  assertAlmostEquals(intervalOf({}).high, 0.5 + 12.7062 * 0.4, 1e-4);
});

Deno.test("leagueOf() gives a method of wide spread all ranks that it may have", () => {
  const records = [
    ...runs("a", [0.9, 0.91]),
    ...runs("b", [0.85, 0.851]),
    ...runs("c", [0.4, 0.9]),
  ];
  // The interval of a is ±0.0635, by t(1, 0.975) = 12.706; that of c, which has the lowest mean, is ±3.18.
  assertEquals(ranks(records), [["a", [1, 3]], ["b", [1, 3]], ["c", [1, 3]]]);
  const equal = [...runs("a", [0.9, 0.9]), ...runs("b", [0.8, 0.8]), ...runs("c", [0.4, 0.9])];
  assertEquals(ranks(equal), [["a", [1, 2]], ["b", [2, 3]], ["c", [1, 3]]]);
  assertEquals(draw(equal)!.standings[0].rows.filter(mayBeFirst).map(({ method }) => method), ["a", "c"]);
});

Deno.test("leagueOf() gives ranks that each order of the means within their intervals agrees with", () => {
  const next = random(seedFor(42, "ranks"));
  for (let trial = 0; trial < 50; trial++) {
    const methods = ["a", "b", "c", "d"].map((method) => ({
      method,
      values: Array.from({ length: 3 }, () => 0.4 + 0.1 * next()),
    }));
    const { rows } = draw(methods.flatMap(({ method, values }) => runs(method, values)))!.standings[0];
    const means = rows.map(({ interval }) => interval!.low + next() * (interval!.high - interval!.low));
    rows.forEach(({ ranks }, i) => {
      const rank = 1 + means.filter((mean) => mean > means[i]).length;
      assert(ranks!.best <= rank && rank <= ranks!.worst);
    });
  }
});

Deno.test("leagueOf() takes the lowest first where less is better", () => {
  assertEquals(ranks(SOME, "lower"), [["a", [1, 1]], ["d", null], ["b", [2, 3]], ["c", [2, 3]], [
    "truth",
    null,
  ]]);
});

Deno.test("leagueOf() has what else was measured, in the space of its own and in the shared one", () => {
  const [{ own: [ari], shared: [silhouette] }] = draw(SOME)!.standings[0].rows;
  assertAlmostEquals(ari!.mean, (0.9 + 0.91 + 0.92 + 0.92) / 8, 1e-12);
  assertEquals(silhouette!.mean, 0.25);
  const measurements = [measured("ACC", 0.5, { split: "train" })];
  const [row] = draw(runs("a", [0.5], { measurements }))!.standings[0].rows;
  assertEquals([row.own, row.shared], [[undefined], [undefined]]);
});

Deno.test("leagueOf() counts the methods that have no runs, or none of the highest profile", () => {
  const records = SOME.filter(({ method }) => method !== "b");
  const { profile, standings } = draw([...records, ...runs("b", [0.99, 0.99], { profile: "quick" })])!;
  assertEquals([profile, standings.length], ["paper", 1]);
  assertEquals(standings[0].missing.map(({ method }) => method), ["b"]);
  const other = draw([...records, ...runs("a", [0.99], { profile: "smoke", dataset: "two" })])!;
  assertEquals(other.standings.map(({ dataset }) => dataset), ["one"]);
  assertEquals(draw(runs("b", [0.5], { profile: "smoke" }))!.profile, "smoke");
});

Deno.test("leagueOf() leaves out a method that did not measure what it is ranked by", () => {
  const records = [...runs("a", [0.5]), ...runs("b", [0.5], { measurements: [measured("SIL", 0.5)] })];
  assertEquals(draw(records)!.standings[0].missing.map(({ method }) => method), ["truth", "b", "c", "d"]);
  assertEquals(draw(runs("b", [0.5], { measurements: [] })), undefined);
});

Deno.test("leagueOf() is nothing without runs of its methods", () => {
  assertEquals(draw([]), undefined);
  assertEquals(
    draw([exampleRun(0.5), ...runs("other", [0.5]), ...runs("a", [0.5], { dataset: "three" })]),
    undefined,
  );
});

Deno.test("leagueOf() orders all methods by their mean over the data sets, incomplete ones and controls after", () => {
  const records = [
    ...runs("truth", [1]),
    ...runs("truth", [1], { dataset: "two" }),
    ...runs("a", [0.5]),
    ...runs("a", [0.9], { dataset: "two" }),
    ...runs("b", [0.8]),
    ...runs("b", [0.7], { dataset: "two" }),
    ...runs("c", [0.99]),
  ];
  assertEquals(draw(records)!.overall.map(({ method }) => method), ["b", "a", "c", "truth"]);
});

Deno.test("leagueOf() refuses a method that is ranked in two spaces", () => {
  const measurements = ["code", "pixels"].map((space) => measured("ACC", 0.5, { space, split: "train" }));
  assertThrows(
    () => draw(runs("a", [0.5], { measurements })),
    RangeError,
    "Cannot set made/a/one beside others: it must measure ACC in one space, got code, pixels",
  );
});
