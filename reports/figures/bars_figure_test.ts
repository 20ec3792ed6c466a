import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { BarsFigure } from "../../experiments/figures.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { exampleRun, measured } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { barsFigure } from "./bars_figure.ts";
import { assertWellFormed } from "./testing.ts";

const NASTY = 'a<b>&"c"';

const FIGURE: BarsFigure = {
  kind: "bars",
  name: "fig-6",
  title: NASTY,
  subtitle: NASTY,
  description: NASTY,
  scores: [{ metric: "ACC", split: "train" }, { metric: "OTHER:luck", split: "train" }],
  datasets: [{ name: "one", title: "The first" }, { name: "two", title: NASTY }],
  bars: [{ name: NASTY, method: "a", space: "pixels" }, { name: "B", method: "b", space: "code" }],
};

function runs(method: string, dataset: string, space: string, values: readonly number[]): RunRecord[] {
  return values.map((value, seed) =>
    exampleRun(0, {
      experiment: `made/${method}/${dataset}`,
      method,
      dataset,
      seed,
      measurements: ["ACC", "OTHER:luck"].map((metric) => measured(metric, value, { space, split: "train" })),
    })
  );
}

const draw = (records: readonly RunRecord[]) => barsFigure("made", FIGURE, runsByExperiment(records));

const numbers = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].map(([, one]) => Number(one));

Deno.test("barsFigure() has a panel for each score, a bar at each mean and a ring for each seed", () => {
  const [{ svg, name, section }] = draw([
    ...runs("a", "one", "pixels", [0.25, 0.75]),
    ...runs("b", "one", "code", [0.25, 0.25]),
    ...runs("b", "two", "code", [0.75]),
    // Measured elsewhere, it is no bar.
    ...runs("a", "two", "code", [1]),
  ]);
  assertWellFormed(svg);
  assert(!svg.includes("NaN"));
  assertEquals([name, section], ["made-fig-6", "results"]);
  for (const words of [">ACC: accuracy<", ">luck<", ">The first<", ">0.50<", ">0.75<"]) {
    assertStringIncludes(svg, words);
  }
  const heights = numbers(svg, /fill-opacity="0.75"[^>]* height="([\d.]+)"/g);
  // Two panels of three bars each, of 0.5, 0.25 and 0.75.
  assertEquals(heights.length, 6);
  assert(Math.abs(heights[0] - 2 * heights[1]) < 0.3 && Math.abs(heights[2] - 3 * heights[1]) < 0.3);
  assertEquals(svg.match(/class="axis mark"/g)?.length, 2 * 5);
});

Deno.test("barsFigure() reaches below 0 where a score does, and is nothing without runs", () => {
  const [{ svg }] = draw(runs("a", "one", "pixels", [-0.5]));
  assertWellFormed(svg);
  assert(numbers(svg, /fill-opacity="0.75"[^>]* height="([\d.]+)"/g).every((height) => height > 0));
  assertEquals(draw([]), []);
});
