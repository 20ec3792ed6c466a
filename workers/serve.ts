/**
 * The worker's side: a process that loads the papers and does one run after another as it is asked to on stdin, and answers
 * on stdout, a line of JSON each. It ends with its stdin. Nothing but checkpoints is written by it.
 *
 * @module
 */
import { DataError, type Dataset, loadDataset, type LoadOptions } from "../datasets/mod.ts";
import { deviceLost, type Engine, type EngineName, initEngine } from "../engine/mod.ts";
import { buildFolder, buildsFor, faultIn } from "../engine/setup.ts";
import { SetupError } from "../engine/setup_error.ts";
import { Interrupted } from "../runner/checkpoint.ts";
import { type Declaration, loadDeclarations } from "../papers/load.ts";
import { checkMetric } from "../metrics/properties.ts";
import { KNOWN_METRICS } from "../metrics/registry.ts";
import { codeDigest } from "../records/code.ts";
import { linesOf } from "./lines.ts";
import type { ProgressListener } from "../models/training.ts";
import type { Run } from "../runner/plan.ts";
import { REDRAW, type Step } from "./progress.ts";
import { notice } from "../terminal/notice.ts";
import type { Profile, RunRecord } from "../records/record.ts";
import { digestOf, openRecord, type Ran, reasonOf, runExperiment } from "../runner/run.ts";
import { measurePace, type Speed, speedOf } from "./speed.ts";
import { UserError } from "../terminal/usage.ts";
import { writeAll } from "../terminal/write_all.ts";

/** What a worker is started with. */
export interface WorkerOptions {
  /** The folders of papers beside those of the suite. */
  papers: readonly string[];
  /** The ids of the papers that it is asked for: the digest of their code is made at once, since files may change later. */
  asked?: readonly string[];
  engine: EngineName;
  requireGpu: boolean;
  /** Whether it may download the engine's library. */
  setUp: boolean;
  quiet: boolean;
  /** How many of the machine's threads it computes with; all unless given. */
  threads?: number;
  dataDir?: string;
  /** The result folder that checkpoints are kept in, and the least seconds from one to the next; without, none are. */
  checkpoints?: { out: string; every: number };
}

/** A run by what names it. */
export interface RunName {
  experiment: string;
  profile: Profile;
  seed: number;
}

/** What a worker can be asked. */
export type Request =
  /** How fast it is: answered by seconds a step, and whether the machine was busy. */
  | { ask: "speed" }
  /** How fast it trains a network of the papers' size: answered by seconds a step. */
  | { ask: "pace" }
  /** The digest of a run's configuration, data and engine, and that of its code. */
  | { ask: "digest"; run: RunName }
  /** What is wrong with the metrics of a paper's own. */
  | { ask: "metrics"; paper: string }
  /**
   * To do a run: answered by the record as it was opened, then by how far it is and what there is to say, and last by what
   * became of it, or that it was stopped.
   */
  | { ask: "run"; run: RunName }
  /** To stop as soon as what was reached is kept; not answered. */
  | { ask: "stop" };

/** What a worker answers. Its first answer, unasked, is the engine. */
export type Reply =
  | { is: "engine"; engine: Engine }
  | { is: "speed"; speed: Speed }
  | { is: "pace"; seconds: number }
  | { is: "digest"; digest: string; code: string }
  | { is: "metrics"; faults: string[] }
  | { is: "opened"; record: RunRecord }
  | { is: "step"; step: Step }
  | { is: "said"; text: string }
  | { is: "ran"; ran: Ran }
  | { is: "stopped" }
  /** The GPU was lost in a run: it does not come back in this process, which ends. */
  | { is: "lost"; reason: string }
  | { is: "fault"; kind: "data" | "set-up" | "user" | "other"; message: string };

/** What begins each answer; other lines on stdout are none. */
export const MARK = "\x1e";

/** The signals that ask to end. */
export const END_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** Answers until stdin ends. */
export async function serve(): Promise<never> {
  const options: WorkerOptions = JSON.parse(Deno.args[0]);
  // A terminal's Ctrl-C reaches this process too; the one that started it decides.
  for (const signal of END_SIGNALS) Deno.addSignalListener(signal, () => {});
  const asked = queue<Request>();
  let stopping = false;
  (async () => {
    for await (const line of linesOf(Deno.stdin.readable)) {
      const request: Request = JSON.parse(line);
      if (request.ask === "stop") stopping = true;
      else asked.push(request);
    }
    // Whoever asked is gone.
    Deno.exit(0);
  })();
  try {
    const papers = await loadDeclarations(options.papers);
    const engine = await start(options);
    answer({ is: "engine", engine });
    const answers = answering(papers, engine, options, () => stopping);
    while (true) await answers(await asked.next());
  } catch (error) {
    answer({ is: "fault", ...faultOf(error) });
    Deno.exit(1);
  }
}

async function start({ engine, requireGpu, setUp, quiet }: WorkerOptions): Promise<Engine> {
  if (!setUp && engine === "tensorflow" && !Deno.env.get("RECLAIM_TENSORFLOW")) {
    const [build] = buildsFor();
    if (build && await faultIn(buildFolder(build), build)) {
      throw new SetupError("TensorFlow's library is not set up yet: the first run does that");
    }
  }
  return await initEngine({ engine, requireGpu, quiet });
}

/** What answers requests, with the data set of the last one at hand. */
function answering(
  papers: readonly Declaration[],
  engine: Engine,
  { engine: choice, dataDir, quiet, checkpoints, asked = [] }: WorkerOptions,
  stopping: () => boolean,
): (request: Request) => Promise<void> {
  const options: LoadOptions = { quiet, ...dataDir !== undefined && { dataDir } };
  const datasets = papers.flatMap(({ datasets }) => datasets);
  const codeOf = ({ folder }: Declaration) => codeDigest(new URL("paper.ts", folder));
  // What is wrong with one is thrown where it is asked for.
  for (const paper of papers) if (asked.includes(paper.id)) codeOf(paper).catch(() => {});
  const forgotten = unawaited();
  let last: { name: string; data: Dataset } | undefined;
  const load = async (name: string): Promise<Dataset> => {
    if (last?.name !== name) {
      // The memory of one is free before the next one takes its own.
      last = undefined;
      last = { name, data: await loadDataset(name, options, datasets) };
    }
    return last.data;
  };
  const find = ({ experiment: id, profile, seed }: RunName): { run: Run; code: Promise<string> } => {
    const paper = papers.find(({ experiments }) => experiments.some((experiment) => experiment.id === id))!;
    const experiment = paper.experiments.find((experiment) => experiment.id === id)!;
    return {
      run: { experiment, profile, seed, protocol: experiment.profiles[profile]! },
      code: codeOf(paper),
    };
  };
  return async (request) => {
    if (request.ask === "speed") return answer({ is: "speed", speed: await speedOf(choice) });
    if (request.ask === "pace") return answer({ is: "pace", seconds: await measurePace() });
    if (request.ask === "stop") return;
    if (request.ask === "metrics") {
      const { metrics } = papers.find(({ id }) => id === request.paper)!;
      const own = metrics.filter((metric) => !KNOWN_METRICS.includes(metric));
      const faults: string[] = [];
      for (const metric of own) faults.push(...await checkMetric(metric));
      return answer({ is: "metrics", faults });
    }
    const { run, code } = find(request.run);
    const data = await load(run.protocol.dataset);
    if (request.ask === "digest") {
      return answer({ is: "digest", digest: digestOf(run, data, engine), code: await code });
    }
    const record = await openRecord(run, data, engine, await code);
    answer({ is: "opened", record });
    try {
      const say = (text: string) => answer({ is: "said", text });
      forgotten.begin();
      const ran = await forgotten.judge(
        await runExperiment(run, data, record, {
          progress: quiet ? () => () => {} : tellingSteps,
          ...checkpoints && { checkpoints: { ...checkpoints, stopping, say } },
        }),
      );
      const reason = ran.record.status === "failed" ? await lossOfDevice() : undefined;
      if (reason === undefined) return answer({ is: "ran", ran });
      answer({ is: "lost", reason });
      Deno.exit(1);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      answer({ is: "stopped" });
    }
  };
}

/**
 * Hears from now on of promises that are rejected while nobody waits for them, as where an `await` was forgotten. A run
 * fails by those that are heard of in its time. Between runs nothing fails by them: they are only told.
 */
function unawaited(): { begin(): void; judge(ran: Ran): Promise<Ran> } {
  let reason: string | undefined;
  let isRunning = false;
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    const own = event.reason instanceof Error ? reasonOf(event.reason) : String(event.reason);
    if (isRunning) reason ??= own;
    else notice(`A promise that nobody awaits was rejected after its run: ${own}`);
  });
  return {
    begin() {
      reason = undefined;
      isRunning = true;
    },
    async judge(ran) {
      // One that was rejected last is told after this turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
      isRunning = false;
      if (reason === undefined || ran.record.error !== undefined) return ran;
      const error = `a promise that nobody awaits was rejected, of this run or of one before it: ${reason}`;
      return {
        record: { ...ran.record, status: "failed", error, measurements: [], history: [] },
        figures: [],
      };
    },
  };
}

/** Tells how far a part of a run is, as often as that can be shown. */
function tellingSteps(what: string): ProgressListener {
  let told = -Infinity;
  return (done, total, note) => {
    const now = performance.now();
    if (now - told < REDRAW) return;
    told = now;
    answer({ is: "step", step: { what, done, total, note } });
  };
}

/** Why the GPU was lost; undefined where it was not. The loss is heard of a little later than what fails by it. */
async function lossOfDevice(): Promise<string | undefined> {
  const soon = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 200));
  return await Promise.race([deviceLost() ?? undefined, soon]);
}

function faultOf(error: unknown): Pick<Extract<Reply, { is: "fault" }>, "kind" | "message"> {
  if (error instanceof DataError) return { kind: "data", message: error.message };
  if (error instanceof SetupError) return { kind: "set-up", message: error.message };
  if (error instanceof UserError) return { kind: "user", message: error.message };
  return { kind: "other", message: error instanceof Error ? error.stack ?? error.message : String(error) };
}

function answer(reply: Reply): void {
  writeAll(Deno.stdout, `${MARK}${JSON.stringify(reply)}\n`);
}

/** What is pushed, to be awaited one by one. */
function queue<T>(): { push(item: T): void; next(): Promise<T> } {
  const items: T[] = [];
  let wake = () => {};
  return {
    push(item) {
      items.push(item);
      wake();
    },
    async next() {
      while (items.length === 0) await new Promise<void>((resolve) => wake = resolve);
      return items.shift()!;
    },
  };
}
