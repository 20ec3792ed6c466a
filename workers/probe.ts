/**
 * What there is to compute on, found out in a process of its own: a GPU's drivers and TensorFlow can clash in one.
 *
 * @module
 */
import { type AdapterFound, findAdapter } from "../engine/adapter.ts";
import { type TensorFlowFacts, tensorFlowFacts } from "../engine/facts.ts";
import { SetupError } from "../engine/setup_error.ts";
import { writeAll } from "../terminal/write_all.ts";
import { hearOut, spawnDeno } from "./spawn.ts";

/** What {@linkcode probe} finds. */
export interface Probed extends TensorFlowFacts {
  /** The WebGPU adapter; absent where there is none. */
  adapter?: AdapterFound;
  /** How looking for an adapter went wrong, in words. */
  adapterFault?: string;
}

/** A line of the process's stdout: first what needs no GPU's driver, then the adapter. */
type Told = { facts: TensorFlowFacts } | { refused: string } | { adapter: AdapterFound | null };

/** The module of the process. */
const PROBE = new URL("../commands/probe.ts", import.meta.url);

/** Milliseconds that drivers have to answer. */
const PATIENCE = 15_000;

/**
 * Finds out what there is to compute on. Where the process ends before it has said so, as a broken driver ends it, only what
 * it said by then is known.
 *
 * @param patience Milliseconds that drivers have to answer.
 * @throws {SetupError} If there is no `deno` to start, or a variable that decides is set wrongly.
 */
export async function probe(module: URL = PROBE, patience: number = PATIENCE): Promise<Probed> {
  const child = spawnDeno(module, [], { stderr: "null" });
  let facts: TensorFlowFacts = { tensorflow: true };
  let adapter: AdapterFound | null | undefined;
  let refused: string | undefined;
  const { status: { signal, code }, late } = await hearOut(child, patience, (line) => {
    const told = toldBy(line);
    if (told === undefined) return;
    if ("refused" in told) refused = told.refused;
    else if ("facts" in told) facts = told.facts;
    else adapter = told.adapter;
  });
  if (refused !== undefined) throw new SetupError(refused);
  if (adapter) return { ...facts, adapter };
  if (adapter === null) return facts;
  const how = late
    ? `for ${patience / 1000} s and was ended`
    : `until it was ended by ${signal ?? `exit code ${code}`}`;
  return { ...facts, adapterFault: `the process that looked for a WebGPU device ran ${how}` };
}

/** What a line says; undefined where a driver wrote it. */
function toldBy(line: string): Told | undefined {
  try {
    const told: unknown = JSON.parse(line);
    return typeof told === "object" && told !== null ? told as Told : undefined;
  } catch {
    return undefined;
  }
}

/** The process's side: finds out, and writes it to stdout. */
export async function tell(): Promise<never> {
  try {
    say({ facts: tensorFlowFacts() });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say({ refused: error.message });
    Deno.exit(0);
  }
  say({ adapter: await findAdapter() ?? null });
  Deno.exit(0);
}

function say(told: Told): void {
  writeAll(Deno.stdout, `${JSON.stringify(told)}\n`);
}
