import type { Paper } from "../papers/load.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { STANDARD } from "../metrics/registry.ts";

/** A made-up paper for tests: `made`, which measures the standard metrics, and makes no claims unless `over` has some. */
export function examplePaper(over: Partial<Paper> = {}): Paper {
  return {
    id: "made",
    folder: new URL("file:///made/"),
    title: "Made",
    explanations: "",
    deviations: "",
    claims: [],
    errata: [],
    bounds: [],
    causes: [],
    experiments: [],
    datasets: [],
    metrics: STANDARD,
    figures: [],
    ...over,
  };
}

/** A made-up experiment for tests, which cannot be run. */
export function exampleExperiment(id: string, title: string): Experiment {
  const [paper, method, dataset] = id.split("/");
  const run = () => Promise.reject(new Error("It is made up"));
  return { id, paper, method, dataset, title, profiles: {}, run };
}
