/**
 * Tries an engine in a process of its own: it starts it, trains a few steps, compares them with stored values, and measures how
 * long a step takes. What a broken driver or library ends is then that process alone.
 *
 * @module
 */
import { type Engine, type EngineName, initEngine, SetupError, tf } from "../engine/mod.ts";
import { writeAll } from "../terminal/write_all.ts";
import { measureSpeed } from "../workers/speed.ts";
import { splitAt } from "../workers/lines.ts";
import { hearOut, spawnDeno } from "../workers/spawn.ts";
import { type Deviation, productDeviation, trainingDeviation } from "./self_check.ts";

/** What trying an engine showed. */
export interface Tried {
  engine: Engine;
  /** Of TensorFlow.js. */
  tfjs: string;
  /** How far it is from the stored values. */
  deviations: Deviation[];
  /** Of a training step of a small network. */
  seconds: number;
}

/** An engine, or why there is none, in words: what is wrong, and after the last colon what to do. */
export type Outcome = { tried: Tried } | { refused: string };

/** Milliseconds that an engine has. */
const PATIENCE = 30_000;

/**
 * Tries an engine.
 *
 * @param requireGpu Whether it is refused without a GPU.
 * @param patience Milliseconds that it has.
 */
export async function tryEngine(
  engine: EngineName,
  requireGpu: boolean,
  patience: number = PATIENCE,
): Promise<Outcome> {
  const child = spawnDeno(new URL(import.meta.url), [JSON.stringify({ engine, requireGpu })], {
    stderr: "null",
  });
  let outcome: Outcome | undefined;
  const { status: { signal, code }, late } = await hearOut(child, patience, (line) => {
    // Libraries write lines of their own, and may not end them.
    const [, told] = splitAt(MARK, line);
    if (told !== undefined) outcome = JSON.parse(told);
  });
  if (outcome) return outcome;
  const how = late
    ? `took longer than ${patience / 1000} s`
    : `was ended by ${signal ?? `itself, with exit code ${code}`}`;
  return { refused: `its process ${how}: use another engine` };
}

const MARK = "\x1e";

async function tell({ engine, requireGpu }: { engine: EngineName; requireGpu: boolean }): Promise<Outcome> {
  try {
    const started = await initEngine({ engine, requireGpu, quiet: true });
    const deviations = [await productDeviation(), await trainingDeviation()];
    return { tried: { engine: started, tfjs: tf.version_core, deviations, seconds: await measureSpeed() } };
  } catch (error) {
    if (error instanceof SetupError) return { refused: error.message };
    return { refused: `it does not work (${(error as Error).message}): use another engine` };
  }
}

if (import.meta.main) {
  const outcome = await tell(JSON.parse(Deno.args[0]));
  writeAll(Deno.stdout, `${MARK}${JSON.stringify(outcome)}\n`);
  Deno.exit(0);
}
