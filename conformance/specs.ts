/**
 * Running TensorFlow.js core's own specs on the engine `tensorflow`, and the list of those that are not to pass.
 *
 * @module
 */
import jasmineCore from "jasmine-core";
import papaparse from "papaparse";
import { loading } from "../engine/load_error.ts";
import { ensureLibrary } from "../engine/setup.ts";
import { loadBundle } from "./bundle.ts";

/** What became of a spec. */
export interface SpecResult {
  /** Its own name after those of its suites. */
  name: string;
  /** `disabled`: TensorFlow.js's own file says that it is not to be run. */
  status: "passed" | "failed" | "disabled";
  /** What failed. */
  messages: string[];
}

/** The specs, declared and ready to run. */
export interface Specs {
  /** What they run on, such as `TensorFlow 2.21.0, CPU`. */
  engine: string;
  names: string[];
  /** Runs those whose names contain `filter`; once in a process. */
  run(filter: string, onResult: (result: SpecResult) => void): Promise<SpecResult[]>;
}

/** A spec that is not to pass, and why. */
export interface Skip {
  name: string;
  reason: string;
}

/** The verdict on a run. */
export interface Verdict {
  passed: SpecResult[];
  failed: SpecResult[];
  skipped: Skip[];
}

/** The parts of Jasmine that are used. */
interface Jasmine {
  getEnv(): {
    topSuite(): Suite;
    configure(options: object): void;
    addReporter(reporter: object): void;
    execute(): Promise<unknown>;
  };
}
interface Suite {
  children: (Suite | { getFullName(): string })[];
}
interface Report {
  fullName: string;
  status: "passed" | "failed" | "pending" | "excluded";
  failedExpectations: { message: string }[];
}

/**
 * Declares the specs; Jasmine's functions become global.
 *
 * @throws {SetupError} If there is no libtensorflow for this machine.
 */
export async function declareSpecs(quiet: boolean): Promise<Specs> {
  const library = await ensureLibrary({ quiet });
  const jasmine = jasmineCore.boot(true) as Jasmine;
  const bundle = await loadBundle();
  const backend = await loading(library, bundle.startTensorFlow);
  bundle.setTestEnvs([{ name: "test-tensorflow", backendName: "tensorflow", flags: {}, isDataSync: true }]);
  await bundle.declareSpecs();

  const { TF_Version, isUsingGpuDevice } = backend.binding;
  const engine = `TensorFlow ${TF_Version}, ${isUsingGpuDevice() ? "GPU" : "CPU"}`;
  const env = jasmine.getEnv();
  const namesIn = (suite: Suite): string[] =>
    suite.children.flatMap((child) => "children" in child ? namesIn(child) : [child.getFullName()]);
  return { engine, names: namesIn(env.topSuite()), run: (filter, onResult) => run(env, filter, onResult) };
}

async function run(
  env: ReturnType<Jasmine["getEnv"]>,
  filter: string,
  onResult: (result: SpecResult) => void,
): Promise<SpecResult[]> {
  const results: SpecResult[] = [];
  const add = ({ fullName: name, status, failedExpectations }: Report) => {
    if (status === "excluded") return;
    const messages = failedExpectations.map(({ message }) => message);
    const result: SpecResult = { name, status: status === "pending" ? "disabled" : status, messages };
    results.push(result);
    onResult(result);
  };
  env.configure({
    random: false,
    forbidDuplicateNames: false,
    specFilter: (spec: { getFullName(): string }) => spec.getFullName().includes(filter),
  });
  env.addReporter({
    specDone: add,
    // What fails before or after all specs of a suite.
    suiteDone: (suite: Report) => suite.failedExpectations.length > 0 && add({ ...suite, status: "failed" }),
    jasmineDone: (all: Report) =>
      all.failedExpectations.length > 0 && add({ ...all, fullName: "(all specs)", status: "failed" }),
  });
  // Some specs print.
  const { console } = globalThis;
  const { log, warn, error } = console;
  Object.assign(console, { log() {}, warn() {}, error() {} });
  try {
    await env.execute();
  } finally {
    Object.assign(console, { log, warn, error });
  }
  return results;
}

/** The list of specs that are not to pass. */
export async function readSkips(): Promise<Skip[]> {
  const text = await Deno.readTextFile(new URL("skipped.csv", import.meta.url));
  return papaparse.parse(text.trimEnd(), { header: true }).data as Skip[];
}

/**
 * Judges results against the list of specs that are not to pass. So that the list can hide nothing, what is on it and
 * passes has failed, and so has what is on it twice, or without a reason, or no spec.
 *
 * @param all The names of all specs.
 * @param selected The names of those that were to run.
 */
export function judge(
  results: readonly SpecResult[],
  skips: readonly Skip[],
  all: readonly string[],
  selected: readonly string[],
): Verdict {
  const verdict: Verdict = { passed: [], failed: [], skipped: [] };
  const fail = (name: string, ...messages: string[]) =>
    verdict.failed.push({ name, status: "failed", messages });
  const skipOf = new Map(skips.map((skip) => [skip.name, skip]));
  for (const result of results) {
    const skip = skipOf.get(result.name);
    if (skip && result.status !== "passed") verdict.skipped.push(skip);
    else if (skip) fail(result.name, "It passes, but is on the list of specs that are not to pass");
    else if (result.status === "disabled") {
      fail(result.name, "It is not run, and not on the list of specs that are not to pass");
    } else verdict[result.status].push(result);
  }
  const ran = new Set(results.map(({ name }) => name));
  for (const name of new Set(selected)) if (!ran.has(name)) fail(name, "It did not run");
  const known = new Set(all);
  skips.forEach(({ name, reason }, i) => {
    if (!known.has(name)) {
      fail(name, "It is on the list of specs that are not to pass, but there is no such spec");
    }
    if (!reason) fail(name, "It is on the list of specs that are not to pass without a reason");
    if (skips.findIndex((skip) => skip.name === name) !== i) {
      fail(name, "It is on the list of specs that are not to pass twice");
    }
  });
  return verdict;
}
