/**
 * Running TensorFlow.js core's own specs on an engine, and the list of those that are not to pass.
 *
 * @module
 */
import jasmineCore from "jasmine-core";
import papaparse from "papaparse";
import { loading } from "../engine/load_error.ts";
import { ensureLibrary, type Library } from "../engine/setup.ts";
import { type Bundle, loadBundle, type SpecEngine } from "./bundle.ts";

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
  device: string;
  /** The names of all that can run. */
  names: string[];
  /** The names of those that read values without waiting, which are left out where that cannot be done. */
  leftOut: string[];
  /** Runs those whose names contain `filter`; once in a process. */
  run(filter: string, onResult: (result: SpecResult) => void): Promise<SpecResult[]>;
}

/** Why a spec does not pass; those that depend on the device may pass on another one. */
export const CAUSES = {
  disabled: "Disabled in TensorFlow.js's own file",
  expectation: "What the spec expects is not so",
  engine: "The engine works otherwise by design",
  missing: "The backend lacks the op",
  unchecked: "The backend does not check the values of indices",
  precision: "Fewer digits than the spec asks for; depends on the device",
  driver: "The device's driver; depends on the device",
  backend: "A fault of the backend",
} as const;

/** A spec that is not to pass, and why. */
export interface Skip {
  engine: SpecEngine;
  cause: keyof typeof CAUSES;
  name: string;
  reason: string;
}

/** The causes that another device may not have. */
const OF_DEVICE: readonly Skip["cause"][] = ["precision", "driver"];

/** The verdict on a run. */
export interface Verdict {
  passed: SpecResult[];
  failed: SpecResult[];
  skipped: Skip[];
}

/** The parts of Jasmine that are used. */
interface Jasmine {
  /** How long a spec may take, in milliseconds. */
  DEFAULT_TIMEOUT_INTERVAL: number;
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
 * Declares the specs of some of core's files on an engine; Jasmine's functions become global. Once in a process.
 *
 * @param files Those that {@linkcode specFiles} names, or some.
 * @throws {SetupError} If the engine cannot be had.
 */
export async function declareSpecs(
  engine: SpecEngine,
  files: readonly string[],
  quiet: boolean,
): Promise<Specs> {
  const library = engine === "tensorflow" ? await ensureLibrary({ quiet }) : undefined;
  const jasmine = jasmineCore.boot(true) as Jasmine;
  const { device, settle, bundle } = library
    ? await startTensorFlow(library, files)
    : await startWebGpu(files);
  const isDataSync = engine !== "webgpu";
  bundle.setTestEnvs([{ name: ENVIRONMENT, backendName: engine, flags: {}, isDataSync }]);

  const env = jasmine.getEnv();
  const synchronous = markSynchronous(bundle);
  for (const file of files) await bundle.declareFile[file]();
  const leftOut = isDataSync ? [] : [...synchronous].flatMap(namesIn);
  const names = namesIn(env.topSuite()).filter((name) => !leftOut.includes(name));
  const known = new Set(names);
  return {
    device,
    names,
    leftOut,
    run: (filter, onResult) => run(jasmine, known, filter, settle, onResult),
  };
}

/** How long a spec may take, in milliseconds: core's own limit. */
const TIME_LIMIT = 20_000;

/** The name of the environment, which is a part of each spec's full name. */
const ENVIRONMENT = "test-engine";

/** A spec's name without the environment's. */
const nameOf = (fullName: string) => fullName.replace(` ${ENVIRONMENT} {}`, "");

function namesIn(suite: Suite): string[] {
  return suite.children.flatMap((child) =>
    "children" in child ? namesIn(child) : [nameOf(child.getFullName())]
  );
}

interface Started {
  device: string;
  /** Waits for what the device has yet to tell of a spec that failed, which the next one would fail by. */
  settle(): Promise<unknown>;
  bundle: Omit<Bundle<SpecEngine>, "start">;
}

async function startTensorFlow(library: Library, files: readonly string[]): Promise<Started> {
  const bundle = await loadBundle("tensorflow", files);
  const { binding } = await loading(library, bundle.start);
  const device = `TensorFlow ${binding.TF_Version}, ${binding.isUsingGpuDevice() ? "GPU" : "CPU"}`;
  return { device, settle: () => Promise.resolve(), bundle };
}

async function startWebGpu(files: readonly string[]): Promise<Started> {
  const bundle = await loadBundle("webgpu", files);
  const { tf } = bundle;
  const { name, adapter } = await bundle.start();
  // Each suite begins with the flags' defaults, so that a software device has the programs that a GPU has. By one of
  // them the backend would compute small tensors on the processor.
  tf.env().registerFlag("WEBGPU_CPU_FORWARD", () => false);
  const device = `TensorFlow.js ${tf.version_core}, ${adapter.isFallback ? "CPU" : "GPU"} (${name})`;
  return { device, settle: () => tf.square(1).data().catch(() => {}), bundle };
}

/** The suites that need an environment where values can be read without waiting; all are declared. */
function markSynchronous({ SYNC_BACKEND_ENVS }: Pick<Bundle<SpecEngine>, "SYNC_BACKEND_ENVS">): Set<Suite> {
  const suites = new Set<Suite>();
  const global = globalThis as unknown as { describe: (name: string, declare: () => void) => Suite };
  const { describe } = global;
  let next = false;
  // Core asks for the environment, and then declares the suite.
  SYNC_BACKEND_ENVS.predicate = () => next = true;
  global.describe = (name, declare) => {
    const synchronous = next;
    next = false;
    const suite = describe(name, declare);
    if (synchronous) suites.add(suite);
    return suite;
  };
  return suites;
}

async function run(
  jasmine: Jasmine,
  names: ReadonlySet<string>,
  filter: string,
  settle: Started["settle"],
  onResult: (result: SpecResult) => void,
): Promise<SpecResult[]> {
  const results: SpecResult[] = [];
  const add = ({ fullName, status, failedExpectations }: Report) => {
    if (status === "excluded") return;
    const name = nameOf(fullName);
    const messages = failedExpectations.map(({ message }) => message);
    const result: SpecResult = { name, status: status === "pending" ? "disabled" : status, messages };
    results.push(result);
    onResult(result);
  };
  const env = jasmine.getEnv();
  env.configure({
    random: false,
    forbidDuplicateNames: false,
    specFilter(spec: { getFullName(): string }) {
      const name = nameOf(spec.getFullName());
      return names.has(name) && name.includes(filter);
    },
  });
  env.addReporter({
    // Some suites set a time of their own, and leave it to those that follow.
    specStarted: () => jasmine.DEFAULT_TIMEOUT_INTERVAL = TIME_LIMIT,
    async specDone(spec: Report) {
      add(spec);
      if (spec.status === "failed") await settle();
    },
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

/** The list of specs that are not to pass on an engine. */
export async function readSkips(engine: SpecEngine): Promise<Skip[]> {
  const text = await Deno.readTextFile(new URL("skipped.csv", import.meta.url));
  const skips = papaparse.parse(text.trimEnd(), { header: true }).data as Skip[];
  return skips.filter((skip) => skip.engine === engine);
}

/**
 * Judges results against the list of specs that are not to pass. So that the list can hide nothing, what is on it and
 * passes has failed, unless it depends on the device, and so has what is on it twice, or without a reason or a cause, or no spec.
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
    else if (skip && !OF_DEVICE.includes(skip.cause)) {
      fail(result.name, "It passes, but is on the list of specs that are not to pass");
    } else if (result.status === "disabled") {
      fail(result.name, "It is not run, and not on the list of specs that are not to pass");
    } else verdict[result.status].push(result);
  }
  const ran = new Set(results.map(({ name }) => name));
  for (const name of new Set(selected)) if (!ran.has(name)) fail(name, "It did not run");
  const known = new Set(all);
  skips.forEach(({ name, cause, reason }, i) => {
    if (!known.has(name)) {
      fail(name, "It is on the list of specs that are not to pass, but there is no such spec");
    }
    if (!reason) fail(name, "It is on the list of specs that are not to pass without a reason");
    if (!(cause in CAUSES)) {
      fail(name, `It is on the list of specs that are not to pass for an unknown cause, ${cause}`);
    }
    if (skips.findIndex((skip) => skip.name === name) !== i) {
      fail(name, "It is on the list of specs that are not to pass twice");
    }
  });
  return verdict;
}
