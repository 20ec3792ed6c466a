import type { Paper } from "../../papers/load.ts";
import type { Runs } from "../../judging/runs.ts";

/** How the suite's data sets are written. */
const TITLES: Readonly<Record<string, string>> = {
  "mnist": "MNIST",
  "mnist-10k": "10,000 images of MNIST",
  "fashion-mnist": "Fashion-MNIST",
  "emnist-balanced": "EMNIST Balanced",
  "gaussian": "Gaussian points",
  "usps": "USPS",
  "yaleb": "Yale Face Database B",
};

/** A data set's name as readers know it; of a paper's own data set the name that it was declared by. */
export function datasetTitle(name: string): string {
  return Object.hasOwn(TITLES, name) ? TITLES[name] : name;
}

/** What an experiment is called where readers see it. */
export type TitleOf = (one: Pick<Runs, "experiment" | "method">) => string;

/** The titles that papers give their experiments; of one that none of them declares, its method's name. */
export function experimentTitles(papers: readonly Pick<Paper, "experiments">[]): TitleOf {
  const titles = new Map(
    papers.flatMap(({ experiments }) => experiments.map(({ id, title }) => [id, title])),
  );
  return ({ experiment, method }) => titles.get(experiment) ?? method;
}
