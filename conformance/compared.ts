/**
 * Our own cases as specs. They run in a process of their own: the specs' process has TensorFlow.js in their bundle.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Comparison } from "./compare.ts";
import type { SpecResult } from "./specs.ts";

/** The largest difference that passes, relative where the number is above 1. */
const TOLERANCE = 1e-5;

/** What the names of our cases begin with, among those of core's specs. */
const PREFIX = "our case: ";

/** The names of all cases. */
export async function caseNames(): Promise<string[]> {
  const names: string[] = [];
  await compare(["list"], (line) => names.push(...JSON.parse(line)));
  return names.map((name) => PREFIX + name);
}

/** Runs cases on the engine webgpu beside the engine cpu, and judges how far they are apart. */
export async function runCases(
  names: readonly string[],
  onResult: (result: SpecResult) => void,
): Promise<SpecResult[]> {
  const results: SpecResult[] = [];
  const cases = names.map((name) => name.slice(PREFIX.length));
  await compare(["run", ...cases], (line) => {
    const result = resultOf(JSON.parse(line));
    results.push(result);
    onResult(result);
  });
  return results;
}

/** A comparison as a spec's result. */
export function resultOf({ name, difference, error }: Comparison): SpecResult {
  const message = error ??
    (difference! <= TOLERANCE ? undefined : `A number is ${difference} off: at most ${TOLERANCE} is allowed`);
  return {
    name: PREFIX + name,
    status: message === undefined ? "passed" : "failed",
    messages: message === undefined ? [] : [message],
  };
}

/**
 * Runs the program, and hands on each line that it prints.
 *
 * @throws {Error} If it fails; its stderr is shown.
 */
async function compare(args: string[], onLine: (line: string) => void): Promise<void> {
  const program = fileURLToPath(new URL("compare.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=conformance", program, ...args],
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdin: "null",
    stdout: "piped",
  }).spawn();
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    lines.forEach(onLine);
  }
  const { success, code } = await child.status;
  if (!success) throw new Error(`Cannot compare our cases: the process must end well, got exit code ${code}`);
}
