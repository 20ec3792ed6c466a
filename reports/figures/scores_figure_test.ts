import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Claim } from "../../claims/claims.ts";
import type { ScoresFigure } from "../../experiments/figures.ts";
import { compare } from "../../judging/compare.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { exampleClaim, exampleRun, measured, nmi } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { scoresFigure } from "./scores_figure.ts";
import { assertWellFormed } from "./testing.ts";

const NASTY = 'a<b>&"c"';

const FIGURE: ScoresFigure = {
  kind: "scores",
  name: "few",
  title: NASTY,
  subtitle: NASTY,
  description: NASTY,
  dataset: "data",
  x: NASTY,
  scores: [
    { metric: "ACC", space: "code", split: "test" },
    { metric: "NMI", space: "code", split: "test", average: "max" },
  ],
  series: [
    { name: "Up", points: [{ x: 10, method: "up-10" }, { x: 20, method: "up" }] },
    { name: NASTY, points: [{ x: 10, method: "other" }] },
  ],
  levels: [
    { name: "Plain", method: "plain" },
    { name: "Elsewhere", method: "elsewhere", space: "pixels" },
    { name: "Lost", method: "lost" },
  ],
};

const run = (method: string, accuracy: number, seed = 1) =>
  exampleRun(0, {
    experiment: `made/${method}/data`,
    seed,
    // Others come first.
    measurements: [
      measured("ACC", 0.99, { split: "train" }),
      measured("ACC", accuracy),
      nmi(0.01, "min"),
      nmi(0.3, "max"),
    ],
  });

const claim = (over: Partial<Claim>) =>
  exampleClaim({
    metric: "ACC",
    experiment: "made/up-10/data",
    value: "35",
    printed: "35%",
    statistic: "avg",
    ...over,
  });

function draw(records: readonly RunRecord[], claims: readonly Claim[] = []) {
  return scoresFigure("made", FIGURE, runsByExperiment(records), compare(claims, [], records));
}

const RECORDS = [
  run("up-10", 0.2),
  run("up-10", 0.4, 2),
  run("up", 0.5),
  run("up", 0.7, 2),
  run("plain", 0.1),
];

/** The places of the dots of a colour: few points have one each. */
function dots(svg: string, colour: number): number[][] {
  return [...svg.matchAll(new RegExp(`<circle class="f${colour}" cx="([\\d.]+)" cy="([\\d.]+)"`, "g"))]
    .map(([, x, y]) => [Number(x), Number(y)]);
}

Deno.test("scoresFigure() draws a panel a score, with curves, seeds and levels", () => {
  const [{ name, section, paper, svg }] = draw(RECORDS);
  assertWellFormed(svg);
  assertEquals([name, section, paper], ["made-few", "results", "made"]);
  for (const words of [">ACC<", ">NMI<", ">Up<", ">Plain<", "a&lt;b&gt;", "Source: 5 runs"]) {
    assertStringIncludes(svg, words);
  }
  assert(!svg.includes(">Lost<") && !svg.includes("as printed") && !svg.includes("NaN"));
  // The mean of ACC rises from the first place to the second, which is further right; that of NMI stays.
  const [[x1, y1], [x2, y2], [, y3], [, y4]] = dots(svg, 0);
  assert(x2 > x1 && y2 < y1);
  assertEquals(y3, y4);
  // Two seeds in each of two panels.
  assertEquals(svg.match(/class="thin s0"/g)?.length, 4);
});

Deno.test("scoresFigure() draws what claims print of the same runs' mean, asked in full, as rings", () => {
  const rings = (claims: Claim[]) =>
    draw(RECORDS, claims)[0].svg.match(/<circle class="hollow s0"[^>]*r="4.5"/g)?.length ?? 0;
  assertEquals(rings([]), 0);
  // One in the panel, one in the legend.
  assertEquals(rings([claim({})]), 2);
  assertEquals(
    rings([claim({}), claim({ id: "made-2", where: "again" }), claim({ id: "made-3", value: "30" })]),
    3,
  );
  for (
    const other of [
      { split: "train" },
      { space: "pixels" },
      { statistic: "best" },
      { kind: "cited" },
      { metric: "NMI", average: "min" },
      { experiment: "made/elsewhere/data" },
    ] as const
  ) assertEquals(rings([claim(other)]), 0, JSON.stringify(other));
});

Deno.test("scoresFigure() is nothing where no series has two places", () => {
  assertEquals(draw([]), []);
  assertEquals(draw([run("up-10", 0.2), run("other", 0.5), run("plain", 0.1)]), []);
  assertEquals(draw([run("up-10", 0.2), run("up", 0.2)]).length, 1);
});

Deno.test("scoresFigure() draws levels in the space that they name", () => {
  const measurements = ["code", "pixels"].flatMap((space) => [
    measured("ACC", 0.5, { space }),
    { ...nmi(0.5, "max"), space },
  ]);
  const elsewhere = exampleRun(0, {
    experiment: "made/elsewhere/data",
    measurements: measurements.filter(({ space }) => space === "pixels"),
  });
  const plain = exampleRun(0, { experiment: "made/plain/data", measurements });
  const [{ svg }] = draw([
    ...RECORDS.filter(({ experiment }) => !experiment.includes("plain")),
    plain,
    elsewhere,
  ]);
  // In the legend, and in each of the two panels: the same value, at the same height.
  const heights = (colour: number) =>
    [...svg.matchAll(
      new RegExp(`<path class="line s${colour}" stroke-dasharray="1 4"[^>]* d="M46 ([\\d.]+)H`, "g"),
    )]
      .map(([, y]) => y);
  assertEquals(heights(2).length, 2);
  assertEquals(heights(3), heights(2));
});
