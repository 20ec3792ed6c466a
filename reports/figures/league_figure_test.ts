import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import type { LeagueTable } from "../../experiments/figures.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { EXAMPLE_LEAGUE, leagueRuns } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { leaguesOf } from "../leagues.ts";
import { examplePaper } from "../testing.ts";
import { leagueFigure } from "./league_figure.ts";
import { assertWellFormed } from "./testing.ts";

const RECORDS = ["one", "two"].flatMap((dataset) => [
  ...leagueRuns("truth", [1, 1], { dataset }),
  ...leagueRuns("a", [0.5, 0.5], { dataset }),
  ...leagueRuns("b", [0.88, 0.9, 0.92], { dataset }),
  ...leagueRuns("d", [0.25], { dataset }),
]);

function draw(records: readonly RunRecord[], declared: LeagueTable = EXAMPLE_LEAGUE) {
  const [drawn] = leaguesOf([examplePaper({ figures: [declared] })], runsByExperiment(records));
  return leagueFigure(drawn);
}

const numbers = (svg: string, pattern: RegExp) =>
  [...svg.matchAll(pattern)].map(([, ...all]) => all.map(Number));

const filled = (svg: string) => numbers(svg, /<circle class="f0" cx="([\d.]+)" cy="([\d.]+)"/g);
const hollow = (svg: string) => numbers(svg, /<circle class="hollow s5" cx="([\d.]+)" cy="([\d.]+)"/g);
const crosses = (svg: string) => numbers(svg, /<path class="cross s7" d="M([\d.]+) ([\d.]+)l/g);
const bars = (svg: string, colour: number) =>
  numbers(svg, new RegExp(`<path class="line s${colour}" d="M([\\d.]+) ([\\d.]+)H([\\d.]+)"`, "g"));

Deno.test("leagueFigure() has a panel for each data set, with the methods in one order and a sign for each kind", () => {
  const { name, section, paper, svg, description } = draw(RECORDS);
  assertWellFormed(svg);
  assertEquals([name, section, paper], ["made-all", "league", "made"]);
  assert(!svg.includes("NaN") && !svg.includes("undefined"));
  for (
    const words of [">The first<", ">The second<", ">A<", ">The truth<", ">ACC, better →<", "Source: 16 runs"]
  ) {
    assertStringIncludes(svg, words);
  }
  assertEquals(description, "What is seen. First on The first: B. First on The second: B.");
  // One of each in the legend; then in each panel A and D, B, and the control.
  assertEquals([filled(svg).length, hollow(svg).length, crosses(svg).length], [5, 3, 3]);
  // B is above A, A above D, and the control below all: in both panels alike.
  const [[, a], [, d], [, a2], [, d2]] = filled(svg).slice(1);
  const [[, b], [, b2]] = hollow(svg).slice(1);
  assert(b < a && a < d && d < crosses(svg)[1][1]);
  assertEquals([a2, d2, b2], [a, d, b]);
});

Deno.test("leagueFigure() puts marks at their means from 0 to 1, with bars that end where the scale does", () => {
  const { svg } = draw([...RECORDS, ...leagueRuns("c", [0.1, 0.9])]);
  const lines = numbers(svg, /class="rule" d="M([\d.]+) 0V/g).map(([x]) => x);
  const width = Math.max(...lines);
  assertEquals(Math.min(...lines), 0);
  // D is at 0.25 of the width and has no bar; A, whose seeds agree, is at half of it.
  const at = filled(svg).slice(1).map(([x]) => x / width);
  assertAlmostEquals(at[0], 0.5, 1e-3);
  assertAlmostEquals(at[1], 0.25, 1e-3);
  const own = bars(svg, 0);
  // C's interval goes far beyond both ends.
  assert(own.some(([from, , to]) => from === 0 && to === width));
  assertEquals(own.length, 3);
  const [from, , to] = bars(svg, 5)[0];
  // 0.9 ± 4.303 · 0.02 / √3.
  assertAlmostEquals(from / width, 0.9 - 0.0497, 1e-3);
  assertAlmostEquals(to / width, 0.9 + 0.0497, 1e-3);
});

Deno.test("leagueFigure() says where a method was not run", () => {
  const { svg } = draw([...RECORDS, ...leagueRuns("c", [0.7, 0.7])]);
  assertEquals(svg.match(/>not run</g)?.length, 1);
  assertEquals(draw(RECORDS).svg.match(/>not run</g), null);
});

Deno.test("leagueFigure() keeps data from becoming markup", () => {
  const nasty = 'a<b>&"c"';
  const { svg } = draw(RECORDS, {
    ...EXAMPLE_LEAGUE,
    title: nasty,
    subtitle: nasty,
    description: nasty,
    datasets: [{ name: "one", title: nasty }],
    methods: [{ method: "a", title: nasty, kind: "inductive" }],
  });
  assertWellFormed(svg);
});
