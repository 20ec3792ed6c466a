/**
 * What can be wrong with a paper's declaration, which may come from anyone's folder.
 *
 * @module
 */
import { unknown as unknownWord } from "../claims/fault.ts";
import type { DatasetInfo } from "../datasets/mod.ts";
import type { Experiment, PaperDeclaration, Protocol, SameComputation } from "../experiments/experiment.ts";
import type { LeagueKind, PaperFigure } from "../experiments/figures.ts";
import { isMetricName, type Metric } from "../metrics/metric.ts";
import { isPlainObject } from "../records/plain_object.ts";
import { isExperimentId, PROFILES, type Study } from "../records/record.ts";

/** What every paper has without declaring it. */
export interface Suite {
  readonly datasets: readonly DatasetInfo[];
  readonly metrics: readonly Metric[];
}

/** What a field must be. */
type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value.trim() !== "";
const isFunction: Check = (value) => typeof value === "function";
const isPositive: Check = (value) => typeof value === "number" && value > 0 && value < Infinity;

const PAPER: Record<keyof Omit<PaperDeclaration, "sameComputation">, Check> = {
  id: (value) => typeof value === "string" && /^[a-z0-9][a-z0-9-]*$/.test(value),
  experiments: Array.isArray,
  datasets: Array.isArray,
  metrics: Array.isArray,
  figures: Array.isArray,
};

const EXPERIMENT: Record<keyof Omit<Experiment, "study">, Check> = {
  id: isText,
  paper: isText,
  method: isText,
  dataset: isText,
  title: isText,
  profiles: isPlainObject,
  seeds: (value) =>
    value === undefined ||
    Array.isArray(value) && value.length > 0 && value.every((seed) => Number.isInteger(seed) && seed >= 0),
  enters: (value) =>
    value === undefined ||
    isPlainObject(value) && isText(value.league) && LEAGUE_KINDS.includes(value.kind as LeagueKind),
  run: isFunction,
};

const LEAGUE_KINDS: readonly LeagueKind[] = ["inductive", "transductive", "control"];

const STUDY: Record<keyof Pick<Study, "question">, Check> = { question: isText };

const SAME: Record<keyof SameComputation, Check> = { experiments: Array.isArray, why: isText };

const PROTOCOL: Record<keyof Protocol, Check> = {
  dataset: isText,
  seconds: (value) => value === 0 || isPositive(value),
  config: isPlainObject,
};

const DATASET: Partial<Record<keyof DatasetInfo, Check>> = {
  name: isText,
  load: isFunction,
  locate: isFunction,
};

const METRIC: Record<keyof Metric, Check> = {
  kind: (value) => ["labels", "space", "plain"].includes(value as string),
  name: (value) => typeof value === "string" && isMetricName(value),
  title: isText,
  direction: (value) => value === "higher" || value === "lower",
  floor: (value) => isPlainObject(value) && (isPositive(value.units) || isPositive(value.share)),
  range: (value) => Array.isArray(value) && value.length === 2 && value[0] < value[1],
};

/** Whether it is a list of objects whose fields are what they must be. */
const listOf = (shape: Readonly<Record<string, Check>>): Check => (value) =>
  Array.isArray(value) &&
  value.every((one) =>
    isPlainObject(one) && Object.entries(shape).every(([field, check]) => check(one[field]))
  );

const isListOfTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const SCORES = listOf({ metric: isText });
const TITLED = listOf({ name: isText, title: isText });

/** What the report needs of each kind of figure, so that it can be drawn. */
const FIGURES: { readonly [Kind in PaperFigure["kind"]]: Readonly<Record<string, Check>> } = {
  "scores": {
    title: isText,
    dataset: isText,
    x: isText,
    scores: SCORES,
    series: listOf({ name: isText, points: listOf({ x: Number.isFinite, method: isText }) }),
    levels: listOf({ name: isText, method: isText }),
  },
  "history": {
    title: isText,
    experiment: isText,
    panels: listOf({ title: isText, curves: isListOfTexts }),
    legend: isListOfTexts,
  },
  "bars": {
    title: isText,
    scores: SCORES,
    datasets: TITLED,
    bars: listOf({ name: isText, method: isText, space: isText }),
  },
  "network": { title: isText, experiment: isText },
  "caption": { name: isText },
  "side by side": { text: isText, own: SCORES, shared: SCORES },
  "league": {
    title: isText,
    text: isText,
    datasets: TITLED,
    methods: listOf({
      method: isText,
      title: isText,
      kind: (value) => LEAGUE_KINDS.includes(value as LeagueKind),
    }),
    rankedBy: (value) => isPlainObject(value) && isText(value.metric),
    own: SCORES,
    shared: SCORES,
  },
};

/** What fields must be, in words. */
const WORDS: Record<string, string> = {
  id: "lower-case letters, digits and hyphens",
  experiments: "a list",
  datasets: "a list",
  metrics: "a list",
  figures: "a list",
  profiles: "an object",
  config: "an object of what JSON can hold",
  run: "a function",
  load: "a function",
  locate: "a function",
  compute: "a function",
  seconds: "a number from 0",
  seeds: "a list of whole numbers from 0",
  enters: "a league and a kind: inductive, transductive or control",
  kind: "labels, space or plain",
  name: "capitals, digits, @ and -, a capital first",
  direction: "higher or lower",
  floor: "{ units: … } or { share: … }, above 0",
  range: "the least and the greatest value",
};

/** What a figure's fields must be, in words. */
const FIGURE_WORDS: Record<string, string> = {
  scores: "a list of { metric: … }",
  own: "a list of { metric: … }",
  shared: "a list of { metric: … }",
  rankedBy: "{ metric: … }",
  series: "a list of { name: …, points: [{ x: …, method: … }] }",
  levels: "a list of { name: …, method: … }",
  panels: "a list of { title: …, curves: [a text, …] }",
  legend: "a list of texts",
  bars: "a list of { name: …, method: …, space: … }",
  methods: "a list of { method: …, title: …, kind: … }",
  datasets: "a list of { name: …, title: … }",
};

/**
 * What is wrong with what a `paper.ts` exports, a line each; nothing if it is a paper.
 *
 * @param suite The data sets and metrics that are there without it, which it must not define anew.
 */
export function declarationFaults(value: unknown, suite: Suite): string[] {
  if (!isPlainObject(value)) {
    return [`its default export must be a paper, as paper(…).declare(…) makes one, got ${shown(value)}`];
  }
  const faults = shapeFaults(value, PAPER, "the paper");
  if (faults.length > 0) return faults;
  const paper = value as unknown as PaperDeclaration;
  const datasets = [...suite.datasets, ...paper.datasets].map((dataset) => dataset?.name);
  return [
    ...paper.datasets.flatMap((dataset, index) => datasetFaults(dataset, index, paper, suite)),
    ...paper.metrics.flatMap((metric, index) => metricFaults(metric, index, paper, suite)),
    ...paper.figures.flatMap(figureFaults),
    ...paper.experiments.flatMap((experiment, index) => experimentFaults(experiment, index, paper, datasets)),
    ...repeatFaults(paper),
  ];
}

/** The fields that are missing or not what they must be. */
function shapeFaults(
  value: unknown,
  shape: Readonly<Record<string, Check>>,
  what: string,
  words: Readonly<Record<string, string>> = WORDS,
): string[] {
  if (!isPlainObject(value)) return [`${what} must be an object, got ${shown(value)}`];
  return Object.entries(shape).filter(([field, check]) => !check(value[field])).map(([field]) => {
    if (value[field] === undefined) return `${what} lacks ${field}`;
    return `${field} of ${what} must be ${words[field] ?? "a text"}, got ${shown(value[field])}`;
  });
}

/** The first value inside a value that JSON has not, which a record would lose, and where; nothing if JSON has all. */
function notInJson(value: unknown, path: readonly string[] = []): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number" && Number.isFinite(value)) return undefined;
  if (typeof value !== "object") return `${shown(value)} for ${path.join(".")}`;
  for (const [name, part] of Object.entries(value)) {
    const found = notInJson(part, [...path, name]);
    if (found !== undefined) return found;
  }
}

/** A value in a line of text. */
function shown(value: unknown): string {
  if (value === undefined) return "none";
  const text = typeof value === "function"
    ? "a function"
    : Deno.inspect(value, { depth: 1, breakLength: Infinity });
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** How a thing is called in faults: by its name or id, or by its place where it has none. */
function called(what: string, value: unknown, field: string, index: number): string {
  const name = isPlainObject(value) ? value[field] : undefined;
  return isText(name) ? `the ${what} ${name}` : `${what} ${index + 1}`;
}

function datasetFaults(dataset: DatasetInfo, index: number, paper: PaperDeclaration, suite: Suite): string[] {
  const what = called("data set", dataset, "name", index);
  const shape = shapeFaults(dataset, DATASET as Record<string, Check>, what);
  if (shape.length > 0) return shape;
  if (paper.datasets.findIndex(({ name }) => name === dataset.name) < index) {
    return [`${what} is there twice`];
  }
  return suite.datasets.some((known) => known.name === dataset.name && known !== dataset)
    ? [`${what} has the name of one that the suite has: give it another`]
    : [];
}

/** What keeps a figure from being drawn. */
function figureFaults(figure: PaperFigure, index: number): string[] {
  const what = called("figure", figure, "name", index);
  const kinds = Object.keys(FIGURES);
  if (!isPlainObject(figure)) return [`${what} must be an object, got ${shown(figure)}`];
  if (!isText(figure.kind)) return [`${what} lacks kind: it must be one of ${kinds.join(", ")}`];
  if (!kinds.includes(figure.kind)) return [`${what}: ${unknownWord("kind", figure.kind, kinds)}`];
  return shapeFaults(figure, FIGURES[figure.kind], what, FIGURE_WORDS);
}

/** What is wrong with the experiments that are said to compute the same. */
function repeatFaults({ sameComputation = [], experiments }: PaperDeclaration): string[] {
  if (!Array.isArray(sameComputation)) {
    return [`sameComputation must be a list, got ${shown(sameComputation)}`];
  }
  const ids = experiments.map((experiment) => experiment?.id);
  return sameComputation.flatMap((same: SameComputation, index: number) => {
    const what = `sameComputation ${index + 1}`;
    const shape = shapeFaults(same, SAME, what);
    if (shape.length > 0) return shape;
    return same.experiments.filter((id) => !ids.includes(id))
      .map((id) => `${what}: ${unknownWord("experiment", id, ids.filter(isText) as string[])}`);
  });
}

function metricFaults(metric: Metric, index: number, paper: PaperDeclaration, suite: Suite): string[] {
  const what = called("metric", metric, "name", index);
  const shape = shapeFaults(metric, METRIC, what);
  if (shape.length > 0) return shape;
  if (metric.kind !== "plain" && typeof metric.compute !== "function") return [`${what} lacks compute`];
  if (paper.metrics.findIndex(({ name }) => name === metric.name) < index) return [`${what} is there twice`];
  const isTaken = suite.metrics.some((known) => known.name === metric.name && known !== metric);
  return isTaken || ["PARAMS", "OTHER"].includes(metric.name)
    ? [`${what} has a name that is known as another: give it its own`]
    : [];
}

function experimentFaults(
  experiment: Experiment,
  index: number,
  { id: paper, experiments }: PaperDeclaration,
  datasets: readonly string[],
): string[] {
  const what = called("experiment", experiment, "id", index);
  const shape = shapeFaults(experiment, EXPERIMENT, what);
  if (shape.length > 0) return shape;
  const { id, method, dataset, profiles, study } = experiment;
  const right = `${paper}/${method}/${dataset}`;
  const faults: string[] = [];
  if (id !== right) faults.push(`the id of ${what} must be ${right}`);
  else if (!isExperimentId(id)) faults.push(`the id of ${what} must be lower-case parts between slashes`);
  if (experiment.paper !== paper) {
    faults.push(`the paper of ${what} must be ${paper}, got ${experiment.paper}`);
  }
  if (experiments.findIndex((other) => other?.id === id) < index) faults.push(`${what} is there twice`);
  if (Object.keys(profiles).length === 0) faults.push(`${what} has no profile`);
  for (const [profile, protocol] of Object.entries(profiles)) {
    if (!(PROFILES as readonly string[]).includes(profile)) {
      faults.push(`${what}: ${unknownWord("profile", profile, PROFILES)}`);
      continue;
    }
    const here = `the profile ${profile} of ${what}`;
    faults.push(...shapeFaults(protocol, PROTOCOL, here));
    const lost = isPlainObject(protocol?.config) ? notInJson(protocol.config) : undefined;
    if (lost !== undefined) faults.push(`config of ${here} must be ${WORDS.config}, got ${lost}`);
    if (isText(protocol?.dataset) && !datasets.includes(protocol.dataset)) {
      faults.push(`${what}, ${profile}: ${unknownWord("data set", protocol.dataset, datasets)}`);
    }
  }
  if (study !== undefined) {
    faults.push(...shapeFaults(study, STUDY, `study of ${what}`));
  }
  if (study?.of !== undefined && !experiments.some((other) => other?.id === study.of)) {
    const ids = experiments.map((other) => other?.id).filter(isText) as string[];
    faults.push(`${what} is a study of one that is not there: ${unknownWord("experiment", study.of, ids)}`);
  }
  return faults;
}
