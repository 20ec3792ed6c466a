import { assertEquals } from "@std/assert";
import type { Experiment } from "../experiments/experiment.ts";
import type {
  BarsFigure,
  HistoryFigure,
  LeagueTable,
  PaperFigure,
  ScoresFigure,
} from "../experiments/figures.ts";
import { figureFaults } from "./figure_faults.ts";
import { PAPERS } from "./mod.ts";

const experiments = ["few", "many", "all"].map((method) => ({
  id: `made/${method}/data`,
  method,
  dataset: "data",
})) as Experiment[];

const named = { title: "", subtitle: "", description: "" };

const history = (experiment: string): HistoryFigure => ({
  ...named,
  kind: "history",
  name: "losses",
  experiment,
  panels: [],
  legend: [],
});

const scores = (methods: string[], level: string, dataset = "data"): ScoresFigure => ({
  ...named,
  kind: "scores",
  name: "labels",
  dataset,
  x: "labels",
  scores: [],
  series: [{ name: "ours", points: methods.map((method, x) => ({ x, method })) }],
  levels: [{ name: "none", method: level }],
});

const league = (methods: string[], datasets: string[]): LeagueTable => ({
  ...named,
  kind: "league",
  name: "all",
  text: "",
  datasets: datasets.map((name) => ({ name, title: "" })),
  methods: methods.map((method) => ({ method, title: "", kind: "inductive" })),
  rankedBy: { metric: "ACC" },
  own: [],
  shared: [],
});

const bars = (methods: string[], datasets: string[]): BarsFigure => ({
  ...named,
  kind: "bars",
  name: "spaces",
  scores: [],
  datasets: datasets.map((name) => ({ name, title: "" })),
  bars: methods.map((method) => ({ name: "", method, space: "" })),
});

Deno.test("figureFaults() finds what a figure names that its paper has not, with the nearest that it has", () => {
  const faults = (figure: PaperFigure) => figureFaults({ figures: [figure], experiments });
  assertEquals(faults(history("made/few/data")), []);
  assertEquals(faults(scores(["few", "many"], "all")), []);
  assertEquals(faults(history("made/fe/data")), [
    'the figure losses: the experiment "made/fe/data" is unknown: did you mean made/few/data?',
  ]);
  assertEquals(faults(scores(["few", "manny", "manny"], "al")), [
    'the figure labels: the method "manny" is unknown: did you mean many?',
    'the figure labels: the method "al" is unknown: did you mean all?',
  ]);
  assertEquals(faults(scores([], "all", "dat")), [
    'the figure labels: the data set "dat" is unknown: did you mean data?',
  ]);
  assertEquals(faults(league(["few", "all"], ["data"])), []);
  assertEquals(faults(league(["few", "manny"], ["dat"])), [
    'the figure all: the data set "dat" is unknown: did you mean data?',
    'the figure all: the method "manny" is unknown: did you mean many?',
  ]);
  assertEquals(faults(bars(["few"], ["data"])), []);
  assertEquals(faults(bars(["manny"], ["dat"])), [
    'the figure spaces: the data set "dat" is unknown: did you mean data?',
    'the figure spaces: the method "manny" is unknown: did you mean many?',
  ]);
  const network: PaperFigure = { ...named, kind: "network", name: "layers", experiment: "made/fe/data" };
  assertEquals(faults(network), [
    'the figure layers: the experiment "made/fe/data" is unknown: did you mean made/few/data?',
  ]);
  // What runs leave is not known before they run.
  assertEquals(faults({ kind: "caption", name: "anything" }), []);
});

Deno.test("the suite's own papers declare no figure of what they have not", () => {
  assertEquals(PAPERS.flatMap(figureFaults), []);
});
