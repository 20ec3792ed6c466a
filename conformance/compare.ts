/**
 * Our own cases, each computed on the engine `webgpu` and on TensorFlow.js's plain engine `cpu`, in one process: values
 * and gradients, op by op as they come and within a compiled function.
 *
 * @module
 */
import { compile, initEngine, tf } from "../engine/mod.ts";
import { type Case, cases, withGradient } from "./cases.ts";

/** What came of a case. */
export interface Comparison {
  name: string;
  /** The largest difference of any number, relative where the cpu's is above 1; absent where there is an error. */
  difference?: number;
  /** Why the case could not be computed or compared. */
  error?: string;
}

/** What an engine computes, by result. */
export interface Computed {
  /** What {@linkcode kindOf} says. */
  kinds: string[];
  numbers: ArrayLike<number>[];
}

/** Computes cases on both engines, one after the other. */
export async function* compareCases(names: readonly string[]): AsyncGenerator<Comparison> {
  await initEngine({ engine: "webgpu", quiet: true });
  // Else the backend would compute small tensors on the processor.
  tf.env().set("WEBGPU_CPU_FORWARD", false);
  for (const name of names) yield await compareCase(name, cases[name]);
}

async function compareCase(name: string, example: Case): Promise<Comparison> {
  try {
    const expected = await computed("cpu", example, (fn) => fn);
    const eager = await computed("webgpu", example, (fn) => fn);
    const compiled = await computed("webgpu", example, (fn, inputs) => compile(fn, inputs));
    return {
      name,
      difference: Math.max(largestDifference(eager, expected), largestDifference(compiled, expected)),
    };
  } catch (error) {
    return { name, error: error instanceof Error ? error.message : String(error) };
  }
}

type Function = (...inputs: tf.Tensor[]) => tf.Tensor[];

/** What a case comes to on an engine, its function run as `prepare` makes it. */
async function computed(
  engine: "cpu" | "webgpu",
  example: Case,
  prepare: (fn: Function, inputs: tf.Tensor[]) => Function,
): Promise<Computed> {
  await initEngine({ engine, quiet: true });
  const inputs = example.inputs();
  const results = tf.tidy(() => prepare(withGradient(example), inputs)(...inputs));
  try {
    const numbers: ArrayLike<number>[] = [];
    for (const result of results) numbers.push(await result.data());
    return { kinds: results.map(kindOf), numbers };
  } finally {
    tf.dispose([inputs, results]);
  }
}

/** A tensor's type and shape, as text. */
export function kindOf({ shape, dtype }: tf.TensorInfo): string {
  return `${dtype} [${shape}]`;
}

/**
 * The largest difference of two numbers in the same place, relative where the one expected is above 1.
 *
 * @throws {TypeError} If the results are not of the same shapes and types, or one has NaN or an infinity where the other
 * has none.
 */
export function largestDifference(found: Computed, expected: Computed): number {
  if (found.kinds.join() !== expected.kinds.join()) {
    throw new TypeError(
      `Cannot compare results: they must be ${expected.kinds.join(", ")}, got ${found.kinds.join(", ")}`,
    );
  }
  let largest = 0;
  expected.numbers.forEach((numbers, r) => {
    for (let i = 0; i < numbers.length; i++) {
      const [value, wanted] = [found.numbers[r][i], numbers[i]];
      if (Object.is(value, wanted) || value === wanted) continue;
      const difference = Math.abs(value - wanted) / Math.max(1, Math.abs(wanted));
      if (!Number.isFinite(difference)) {
        throw new TypeError(`Cannot compare result ${r}: number ${i} must be ${wanted}, got ${value}`);
      }
      largest = Math.max(largest, difference);
    }
  });
  return largest;
}

if (import.meta.main) {
  const print = (value: unknown) =>
    Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(value)}\n`));
  const [task, ...names] = Deno.args;
  if (task === "list") print(Object.keys(cases));
  else for await (const comparison of compareCases(names)) print(comparison);
  Deno.exit(0);
}
