import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { HistoryFigure } from "../../experiments/figures.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { exampleRun } from "../../judging/testing.ts";
import { historyFigure } from "./history_figure.ts";
import { assertWellFormed } from "./testing.ts";

const NASTY = 'a<b>&"c"';

const FIGURE: HistoryFigure = {
  kind: "history",
  name: "fig-1",
  title: NASTY,
  subtitle: NASTY,
  description: NASTY,
  experiment: "made/up/data",
  panels: [
    { title: NASTY, curves: ["loss", "other loss"] },
    { title: "Separation", curves: ["separation", "nowhere"] },
  ],
  legend: ["First", NASTY],
};

Deno.test("historyFigure() draws a panel for each group of curves, a line a seed, and says what each is", () => {
  const history = [1, 2, 3].map((epoch) => ({ epoch, loss: 1 / epoch, "other loss": 2, separation: epoch }));
  const runs = [1, 2].map((seed) => exampleRun(0, { seed, history }));
  const other = exampleRun(0, { experiment: "made/other/data", history });
  const [{ svg, name, section, paper, experiment }] = historyFigure(
    "made",
    FIGURE,
    runsByExperiment([...runs, other]),
  );
  assertWellFormed(svg);
  assertEquals([name, section, paper, experiment], ["made-fig-1", "results", "made", "made/up/data"]);
  for (const words of [">Separation<", ">First<", "a&lt;b&gt;", "Source: 2 runs"]) {
    assertStringIncludes(svg, words);
  }
  assert(!svg.includes("NaN"));
  // The seeds' lines of both curves of one panel, and of the one curve that the other has.
  assertEquals(svg.match(/class="thin s0" d="M/g)?.length, 4);
  assertEquals(svg.match(/class="thin s1" d="M/g)?.length, 2);
});

Deno.test("historyFigure() is nothing where the experiment was not run", () => {
  const other = exampleRun(0, { experiment: "made/other/data" });
  assertEquals(historyFigure("made", FIGURE, runsByExperiment([other])), []);
});
