import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { RunRecord } from "../../records/record.ts";
import type { PaperFigure } from "../../experiments/figures.ts";
import type { Claim } from "../../claims/claims.ts";
import { compare } from "../../judging/compare.ts";
import {
  EXAMPLE_LEAGUE,
  exampleClaim,
  exampleRun,
  leagueRuns,
  measured,
  nmi,
} from "../../judging/testing.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { examplePaper } from "../testing.ts";
import { marksOf } from "./against.ts";
import { badge } from "./badge.ts";
import { drawFigures, type Leavings } from "./mod.ts";
import { meanOf } from "./panel.ts";
import { assertWellFormed } from "./testing.ts";

function draw(
  claims: Claim[],
  records: RunRecord[],
  { leavings = [], figures = [] }: { leavings?: Leavings[]; figures?: PaperFigure[] } = {},
) {
  return drawFigures({
    papers: [examplePaper({ figures, claims })],
    comparisons: compare(claims, [], records),
    experiments: runsByExperiment(records),
    leavings,
    titles: new Map(),
  });
}

const names = (claims: Claim[], records: RunRecord[]) => draw(claims, records).map(({ name }) => name);

/** A run of one method that scores itself. */
function method(name: string, over: Partial<RunRecord> = {}): RunRecord {
  return exampleRun(0, {
    experiment: `made/${name}/data`,
    method: name,
    measurements: [measured("ACC", 0.9), nmi(0.8, "arithmetic"), nmi(0.1, "max")],
    ...over,
  });
}

const history = [1, 2, 3].map((epoch) => ({ epoch, loss: 1 / epoch, seconds: 1 }));

Deno.test("drawFigures() draws nothing of nothing, and no comparison where nothing was judged", () => {
  assertEquals(draw([], []), []);
  assertEquals(names([exampleClaim()], [exampleRun(0.6, { profile: "quick", history: [] })]), []);
});

Deno.test("drawFigures() draws the overview, the paper and its training", () => {
  const nasty = 'a<b>&"|`c`\nжé';
  const records = [1, 2, 3].map((seed) => exampleRun(0.6 + seed / 10, { seed, method: nasty, history }));
  const figures = draw([exampleClaim({ method: nasty })], records);
  assertEquals(figures.map(({ name }) => name), ["overview", "made-against", "made-training-data"]);
  for (const { svg, title, description } of figures) {
    assertWellFormed(svg);
    assert(title !== "" && description !== "");
    assert(!svg.includes("NaN") && !svg.includes("undefined"));
    for (const words of ["Source: 3 runs, profile paper, seeds 1, 2, 3; cpu 4.22.0 on CPU;", "2026-01-02."]) {
      assertStringIncludes(svg, words);
    }
  }
});

Deno.test("drawFigures() draws the figures that a paper declares, and the scores on the way", () => {
  const moved = [1, 2].map((epoch) => ({ epoch, loss: 1, separation: epoch, "fixed loss": 2 }));
  const scored = [1, 2].map((epoch) => ({ epoch, loss: 1, ACC: epoch / 10, empty: 0 }));
  const drawn = { subtitle: "How.", description: "What." };
  const figures = draw([exampleClaim({ experiment: "made/other/data" })], [
    method("moved", { history: moved }),
    method("up", { history: scored }),
    method("up-few", { history: [] }),
    method("plain", { history: [] }),
    method("up-9", { history, study: { question: "Why?" } }),
  ], {
    figures: [
      {
        ...drawn,
        kind: "history",
        name: "fig-1",
        title: "Fig. 1: moved",
        experiment: "made/moved/data",
        panels: [{ title: "Loss", curves: ["loss", "fixed loss"] }],
        legend: ["annealed", "fixed"],
      },
      {
        ...drawn,
        kind: "scores",
        name: "fig-2-data",
        title: "Fig. 2: few",
        dataset: "data",
        x: "labels",
        scores: [{ metric: "ACC", space: "code", split: "test" }],
        series: [{ name: "Up", points: [{ x: 10, method: "up-few" }, { x: 100, method: "up" }] }],
        levels: [{ name: "Plain", method: "plain" }],
      },
      { kind: "side by side", text: "", own: [], shared: [] },
    ],
  });
  assertEquals(figures.map(({ name, title }) => [name, title]), [
    ["made-fig-1", "Fig. 1: moved"],
    ["made-fig-2-data", "Fig. 2: few"],
    ["made-up-data-scores", "up on data, iteration by iteration"],
    ["made-training-data", "Training loss by epoch, data"],
  ]);
  for (const { svg } of figures) assertWellFormed(svg);
  // A value that never moves is no curve; what has a figure of its own, and a study, is no training of the paper's.
  assert(!figures[2].svg.includes(">empty<"));
  assert(!figures[3].svg.includes(">up-9<") && !figures[3].svg.includes(">moved<"));
});

Deno.test("drawFigures() draws a league, and nothing else of a paper that is nothing but that", () => {
  const records = leagueRuns("a", [0.5, 0.6], { history });
  const league = draw([], records, { figures: [EXAMPLE_LEAGUE] });
  assertEquals(league.map(({ name, section }) => [name, section]), [["made-all", "league"]]);
  // One that makes claims has a chapter, which shows how its runs trained.
  const claim = exampleClaim({ experiment: "made/other/data" });
  assertEquals(draw([claim], records, { figures: [EXAMPLE_LEAGUE] }).map(({ name }) => name), [
    "made-all",
    "made-training-one",
  ]);
  assertEquals(draw([], [exampleRun(0.5, { history: [] })], { figures: [EXAMPLE_LEAGUE] }), []);
});

Deno.test("drawFigures() names the figures of what runs left by experiment and data", () => {
  const records = [exampleRun(0.6)];
  const [experiment] = runsByExperiment(records);
  const counted = {
    kind: "counts" as const,
    name: "x",
    title: "X",
    rowTitle: "class",
    columnTitle: "cluster",
    rows: ["0"],
    columns: ["0"],
    counts: [[1]],
  };
  const [figure] = draw([], records, { leavings: [{ experiment, run: records[0], data: [counted] }] })
    .filter(({ section }) => section === "clusters");
  assertEquals([figure.name, figure.experiment], ["made-up-data-x", "made/up/data"]);
  assertEquals(figure.title, "X");
  assertStringIncludes(figure.svg, "Up, data.");
});

Deno.test("marksOf() is positive where ours is better, whichever way is better", () => {
  const at = (metric: string, value: number, over: Partial<Claim> = {}) => {
    const measurements = [measured(metric, value)];
    const [mark] = marksOf(
      compare([exampleClaim({ metric, ...over })], [], [exampleRun(0, { measurements })]),
      ["score", "loss", "count"],
    );
    return mark?.at;
  };
  assertEquals(at("ACC", 0.75), 2);
  assertEquals(at("MSE", 0.75), -2);
  assertEquals(at("PARAMS", 0.25), -2);
  assertEquals(at("PARAMS", 0.75, { tolerance: 0 }), -Infinity);
  assertEquals(at("PARAMS", 0.5, { tolerance: 0 }), 0);
  assertEquals(at("ACC", 0.5, { kind: "fact" }), undefined);
});

Deno.test("marksOf() takes each number of the measures once, with its interval", () => {
  const claims = [
    exampleClaim({ metric: "DBI" }),
    exampleClaim({ metric: "DBI", id: "made-2", where: "Abstract" }),
    exampleClaim({ metric: "MSE", id: "made-3" }),
  ];
  const records = [0.5, 0.75].map((value, seed) =>
    exampleRun(0, { seed, measurements: [measured("DBI", value), measured("MSE", value)] })
  );
  const marks = marksOf(compare(claims, [], records), ["score"]);
  assertEquals(marks.map(({ comparison }) => comparison.claim.id), ["made-1"]);
  const { interval, at } = marks[0];
  assertEquals(at, -1);
  assert(interval![0] < at && at < interval![1]);
});

Deno.test("meanOf() is the mean of the runs that have a point", () => {
  assertEquals(meanOf([[[2, 4], [1, 1]], [[1, 3]]]), [[1, 2], [2, 4]]);
  assertEquals(meanOf([]), []);
});

Deno.test("badge() says each count, and leaves out what there is none of", () => {
  const none = {
    reproduced: 0,
    close: 0,
    better: 0,
    worse: 0,
    contradicted: 0,
    unreachable: 0,
    inconclusive: 0,
    "not comparable": 0,
    "not run": 0,
  };
  const svg = badge({ ...none, reproduced: 39, worse: 13 });
  assertWellFormed(svg);
  assertStringIncludes(svg, 'aria-label="scores: 39 reproduced, 13 worse"');
  assertWellFormed(badge(none));
});
