/**
 * The command `reproduce` in a process of its own, and what it leaves behind.
 *
 * @module
 */
import { canonicalJson } from "../records/digest.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { readSoundRecords } from "../records/record_files.ts";
import { filesIn } from "../engine/testing.ts";
import { seconds, until } from "./fault.ts";
const ROOT = new URL("..", import.meta.url);

/** What `reproduce` is asked for. */
export type Suite = readonly string[];

/** Made-up experiments, whose engine needs nothing and starts at once. */
export const made = (
  ...args: string[]
): Suite => ["--papers", "faults/made", "--profile", "smoke", "--engine", "cpu", ...args];

/** Real experiments on the engine that runs here, in the profile `smoke` unless said otherwise. */
export const real = (
  ...args: string[]
): Suite => args.includes("--profile") ? args : ["--profile", "smoke", ...args];

/** How a process ended, and what it wrote. */
export interface Ended {
  code: number;
  /** Stdout, then stderr. */
  said: string;
}

/** A process under way. */
export interface Running {
  pid: number;
  /** What it has written so far, or null. */
  says(pattern: RegExp): RegExpMatchArray | null;
  signal(signal: Deno.Signal): void;
  /** Resolves when its process, and those that it started, have ended. */
  ended: Promise<Ended>;
}

/** How to start a process. */
export interface StartOptions {
  env?: Record<string, string>;
  /** A command that runs the one that follows it, such as `faketime +1d`. */
  under?: readonly string[];
}

/** Starts a suite with `out` as its result folder. */
export const start = (suite: Suite, out: string, options?: StartOptions): Running =>
  startCommand("reproduce", [...suite, "--out", out], options);

/** The permission sets of the commands that are started. */
const PERMISSIONS = { reproduce: "reproduce", report: "report", verify: "list" } as const;

/** Starts a command. */
export function startCommand(
  name: keyof typeof PERMISSIONS,
  args: readonly string[],
  { env = {}, under = [] }: StartOptions = {},
): Running {
  const deno = [Deno.execPath(), "run", "-q", `-P=${PERMISSIONS[name]}`, `commands/${name}.ts`];
  const command = [...under, ...deno, ...args];
  const child = new Deno.Command(command[0], {
    args: command.slice(1),
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said = ["", ""];
  const reading = [child.stdout, child.stderr].map(async (stream, i) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) said[i] += text;
  });
  return {
    pid: child.pid,
    says: (pattern) => said.join("").match(pattern),
    signal(signal) {
      try {
        child.kill(signal);
      } catch {
        // It has ended.
      }
    },
    ended: (async () => {
      const { code } = await child.status;
      // A process that it started has its stderr, and ends when it notices.
      await Promise.all(reading);
      return { code, said: said.join("") };
    })(),
  };
}

/** Runs a suite to its end. */
export const run = (suite: Suite, out: string, options?: StartOptions): Promise<Ended> =>
  start(suite, out, options).ended;

/** Runs a command to its end. */
export const runCommand = (...args: Parameters<typeof startCommand>): Promise<Ended> =>
  startCommand(...args).ended;

/** What a run begins with, as the command says it. */
export const BEGUN = /^\[\d+\/\d+\] /m;

/** Waits until a process says something; undefined where it ends before. */
export async function hears(process: Running, pattern: RegExp): Promise<RegExpMatchArray | undefined> {
  let over = false;
  process.ended.then(() => over = true);
  const found = await until(`${pattern}`, () => process.says(pattern) ?? (over ? "over" : undefined));
  return found === "over" ? undefined : found;
}

/** The ids of the processes that a process has started. */
export async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await new Deno.Command("pgrep", { args: ["-P", `${pid}`] }).output();
  return (new TextDecoder().decode(stdout).match(/\d+/g) ?? []).map(Number);
}

/** What a run found, as text: all of its record but when and how fast it was made. */
export function found({ measurements, history, status, digest, data }: RunRecord): string {
  const untimed = history.map((epoch) => ({ ...epoch, seconds: 0 }));
  return canonicalJson({ status, digest, data, measurements, history: untimed });
}

/** The difference between what the records of two folders found, in words; none where they found the same. */
export async function differences(out: string, reference: string): Promise<string[]> {
  const [ours, theirs] = await Promise.all([out, reference].map(readSoundRecords));
  const faults = [...ours.faults, ...theirs.faults].map(({ error }) => error.message);
  const byPath = new Map(ours.records.map((record) => [recordPath(record), record]));
  const different: string[] = [];
  for (const record of theirs.records) {
    const path = recordPath(record);
    const other = byPath.get(path);
    byPath.delete(path);
    if (!other) different.push(`${path} is missing`);
    else if (found(other) !== found(record)) different.push(`${path} found something else`);
  }
  return [...faults, ...different, ...[...byPath.keys()].map((path) => `${path} is one too many`)];
}

/** Waits until there is a file whose path under `folder` matches; its whole path. */
export async function appears(folder: string, pattern: RegExp): Promise<string> {
  return await until(`${pattern} in ${folder}`, async () => {
    const path = (await filesIn(folder)).find((path) => pattern.test(path));
    return path === undefined ? undefined : `${folder}/${path}`;
  });
}

/** Waits, unless the process ends before; whether it has ended. */
export async function endsWithin(process: Running, time: number): Promise<boolean> {
  return await Promise.race([process.ended.then(() => true), seconds(time).then(() => false)]);
}
