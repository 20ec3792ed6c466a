import { assertEquals } from "@std/assert";
import type { Experiment, PaperDeclaration } from "../experiments/experiment.ts";
import { KNOWN_METRICS, MSE } from "../metrics/registry.ts";
import type { DatasetInfo } from "../datasets/mod.ts";
import { declarationFaults } from "./declaration.ts";

const dataset = (name: string): DatasetInfo => ({
  name,
  load: () => Promise.reject(new Error("made up")),
  locate: () => Promise.resolve("package"),
});

const known = dataset("mnist");
const suite = { datasets: [known], metrics: KNOWN_METRICS };

const up: Experiment = {
  id: "made/up/data",
  paper: "made",
  method: "up",
  dataset: "data",
  title: "Up",
  profiles: {
    smoke: { dataset: "digits", seconds: 0, config: {} },
    paper: { dataset: "mnist", seconds: 9, config: {} },
  },
  run: () => Promise.resolve({ measurements: [], history: [] }),
};

const loss = { ...MSE, name: "V-LOSS", title: "loss" };

const made: PaperDeclaration = {
  id: "made",
  experiments: [up],
  datasets: [dataset("digits")],
  metrics: [...KNOWN_METRICS, loss],
  figures: [],
};

const faultsOf = (over: Record<string, unknown>) => declarationFaults({ ...made, ...over }, suite);
const experimentFaults = (over: Record<string, unknown>) => faultsOf({ experiments: [{ ...up, ...over }] });
const metricFaults = (over: Record<string, unknown>) => faultsOf({ metrics: [{ ...loss, ...over }] });

Deno.test("declarationFaults() finds nothing wrong with a paper", () => {
  assertEquals(declarationFaults(made, suite), []);
  assertEquals(faultsOf({ datasets: [known, dataset("digits")] }), []);
  const study = {
    ...up,
    id: "made/study-up/data",
    method: "study-up",
    study: { question: "Why?", of: up.id },
  };
  assertEquals(faultsOf({ experiments: [up, study] }), []);
});

Deno.test("declarationFaults() says what a default export lacks", () => {
  const what = "its default export must be a paper, as paper(…).declare(…) makes one";
  assertEquals(declarationFaults(undefined, suite), [`${what}, got none`]);
  assertEquals(declarationFaults([1], suite), [`${what}, got [ 1 ]`]);
  assertEquals(declarationFaults(() => made, suite), [`${what}, got a function`]);
  assertEquals(declarationFaults({ id: "made", experiments: [], datasets: [] }, suite), [
    "the paper lacks metrics",
    "the paper lacks figures",
  ]);
  assertEquals(faultsOf({ id: "Made Up", figures: {} }), [
    'id of the paper must be lower-case letters, digits and hyphens, got "Made Up"',
    "figures of the paper must be a list, got {}",
  ]);
});

Deno.test("declarationFaults() looks at each experiment", () => {
  assertEquals(experimentFaults({ run: undefined, title: "" }), [
    'title of the experiment made/up/data must be a text, got ""',
    "the experiment made/up/data lacks run",
  ]);
  assertEquals(faultsOf({ experiments: [null] }), ["experiment 1 must be an object, got null"]);
  assertEquals(experimentFaults({ id: "made/x/data" }), [
    "the id of the experiment made/x/data must be made/up/data",
  ]);
  assertEquals(experimentFaults({ id: "made/Up/data", method: "Up" }), [
    "the id of the experiment made/Up/data must be lower-case parts between slashes",
  ]);
  assertEquals(experimentFaults({ paper: "other" }), [
    "the paper of the experiment made/up/data must be made, got other",
  ]);
  assertEquals(faultsOf({ experiments: [up, up] }), ["the experiment made/up/data is there twice"]);
  assertEquals(experimentFaults({ study: { question: "Why?", of: "made/upp/data" } }), [
    'the experiment made/up/data is a study of one that is not there: the experiment "made/upp/data" is unknown: ' +
    "did you mean made/up/data?",
  ]);
  assertEquals(experimentFaults({ study: { of: up.id } }), [
    "study of the experiment made/up/data lacks question",
  ]);
});

Deno.test("declarationFaults() looks at the experiments that are said to compute the same", () => {
  const why = "by the digits of both";
  assertEquals(faultsOf({ sameComputation: [{ experiments: [up.id], why }] }), []);
  assertEquals(faultsOf({ sameComputation: {} }), ["sameComputation must be a list, got {}"]);
  assertEquals(faultsOf({ sameComputation: [{ experiments: "made/up/data", why }] }), [
    'experiments of sameComputation 1 must be a list, got "made/up/data"',
  ]);
  assertEquals(faultsOf({ sameComputation: [{ experiments: [up.id, "made/upp/data"], why }] }), [
    'sameComputation 1: the experiment "made/upp/data" is unknown: did you mean made/up/data?',
  ]);
});

Deno.test("declarationFaults() looks at each profile, and for its data set", () => {
  assertEquals(experimentFaults({ profiles: {} }), ["the experiment made/up/data has no profile"]);
  assertEquals(experimentFaults({ profiles: { papr: up.profiles.paper } }), [
    'the experiment made/up/data: the profile "papr" is unknown: did you mean paper?',
  ]);
  assertEquals(experimentFaults({ profiles: { paper: { dataset: "digit", seconds: -1 } } }), [
    "seconds of the profile paper of the experiment made/up/data must be a number from 0, got -1",
    "the profile paper of the experiment made/up/data lacks config",
    'the experiment made/up/data, paper: the data set "digit" is unknown: did you mean digits?',
  ]);
});

Deno.test("declarationFaults() wants a configuration that a record can hold", () => {
  const withRate = (rate: unknown) =>
    experimentFaults({
      profiles: { smoke: { ...up.profiles.smoke, config: { network: { rates: [rate] } } } },
    });
  for (const rate of [0.1, "adam", null, true, [], {}]) assertEquals(withRate(rate), []);
  for (const rate of [NaN, Infinity, undefined, 1n, () => 1]) {
    const [fault, ...rest] = withRate(rate);
    assertEquals([fault.split(", got")[0], rest], [
      "config of the profile smoke of the experiment made/up/data must be an object of what JSON can hold",
      [],
    ]);
  }
  assertEquals(withRate(NaN)[0].split(", got")[1], " NaN for network.rates.0");
  assertEquals(withRate(undefined)[0].split(", got")[1], " none for network.rates.0");
});

Deno.test("declarationFaults() looks at each data set", () => {
  assertEquals(faultsOf({ datasets: [dataset("digits"), { name: "a" }] }), [
    "the data set a lacks load",
    "the data set a lacks locate",
  ]);
  assertEquals(faultsOf({ datasets: [dataset("digits"), dataset("digits")] }), [
    "the data set digits is there twice",
  ]);
  assertEquals(faultsOf({ datasets: [dataset("digits"), dataset("mnist")] }), [
    "the data set mnist has the name of one that the suite has: give it another",
  ]);
});

Deno.test("declarationFaults() looks at each metric", () => {
  assertEquals(metricFaults({}), []);
  assertEquals(metricFaults({ name: "loss" }), [
    'name of the metric loss must be capitals, digits, @ and -, a capital first, got "loss"',
  ]);
  assertEquals(metricFaults({ direction: "up" }), [
    'direction of the metric V-LOSS must be higher or lower, got "up"',
  ]);
  for (const floor of [0.1, { units: 0 }, { share: Infinity }, { unit: 1 }]) {
    assertEquals(metricFaults({ floor }).length, 1);
  }
  assertEquals(metricFaults({ range: [1, 0], kind: "other" }).length, 2);
  assertEquals(metricFaults({ kind: "labels" }), ["the metric V-LOSS lacks compute"]);
  assertEquals(faultsOf({ metrics: [loss, loss] }), ["the metric V-LOSS is there twice"]);
  for (const name of ["ACC", "PARAMS", "OTHER"]) {
    assertEquals(metricFaults({ name }), [
      `the metric ${name} has a name that is known as another: give it its own`,
    ]);
  }
});

Deno.test("declarationFaults() looks at each figure, so that the report can be drawn", () => {
  const figureFaults = (figure: unknown) => faultsOf({ figures: [figure] });
  const bars = {
    kind: "bars",
    name: "accuracies",
    title: "Accuracies",
    subtitle: "",
    description: "",
    scores: [{ metric: "ACC", split: "test" }],
    datasets: [{ name: "mnist", title: "MNIST" }],
    bars: [{ name: "ours", method: "up", space: "code" }],
  };
  assertEquals(figureFaults(bars), []);
  assertEquals(figureFaults(null), ["figure 1 must be an object, got null"]);
  assertEquals(figureFaults({ kind: "barrs", name: "a" }), [
    'the figure a: the kind "barrs" is unknown: did you mean bars?',
  ]);
  assertEquals(figureFaults({ ...bars, bars: [{ name: "ours" }], datasets: undefined, scores: "ACC" }), [
    'scores of the figure accuracies must be a list of { metric: … }, got "ACC"',
    "the figure accuracies lacks datasets",
    'bars of the figure accuracies must be a list of { name: …, method: …, space: … }, got [ { name: "ours" } ]',
  ]);
  const league = {
    kind: "league",
    name: "all",
    title: "All",
    text: "How.",
    datasets: [],
    methods: [],
    own: [],
    shared: [],
  };
  assertEquals(figureFaults(league), ["the figure all lacks rankedBy"]);
});
