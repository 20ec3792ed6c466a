import { assertEquals } from "@std/assert";
import { runsByExperiment } from "../judging/runs.ts";
import { EXAMPLE_LEAGUE, leagueRuns } from "../judging/testing.ts";
import { leaguesOf } from "./leagues.ts";
import { examplePaper } from "./testing.ts";

const EXPERIMENTS = runsByExperiment([
  ...leagueRuns("a", [0.9, 0.9]),
  ...leagueRuns("b", [0.2, 0.2]),
]);

Deno.test("leaguesOf() has those with runs, and names their pictures after paper and league", () => {
  const named = examplePaper({ figures: [{ ...EXAMPLE_LEAGUE, name: "made" }, EXAMPLE_LEAGUE] });
  const others = [examplePaper(), examplePaper({ id: "other", figures: [EXAMPLE_LEAGUE] })];
  const found = leaguesOf([named, ...others], EXPERIMENTS);
  assertEquals(found.map(({ paper, picture }) => [paper, picture]), [["made", "made"], ["made", "made-all"]]);
  assertEquals(leaguesOf([named], []), []);
});

Deno.test("leaguesOf() ranks by the direction that the paper's metric has", () => {
  const metric = {
    name: "ACC",
    title: "a cost",
    direction: "lower",
    floor: { units: 0 },
    range: [0, 1],
  } as const;
  const first = (metrics: Parameters<typeof examplePaper>[0]) => {
    const [{ direction, league }] = leaguesOf(
      [examplePaper({ figures: [EXAMPLE_LEAGUE], ...metrics })],
      EXPERIMENTS,
    );
    return [direction, league.standings[0].rows[0].method];
  };
  assertEquals(first({}), ["higher", "a"]);
  assertEquals(first({ metrics: [{ ...metric, kind: "plain" }] }), ["lower", "b"]);
});
