import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensorFlowBackend } from "../engine/backend.ts";
import { compile, initEngine, tf } from "../engine/mod.ts";
import { captureStderr } from "../engine/testing.ts";
import { cases, withGradient } from "./cases.ts";
import { type Computed, kindOf, largestDifference } from "./compare.ts";

await initEngine({ engine: "tensorflow", quiet: true });
const { binding } = tensorFlowBackend()!;

type T = tf.Tensor;

/** Those that XLA cannot compile: they run as a plain graph. */
const PLAIN = ["dilation2d", "cropAndResize", "image.transform"];

/** Those whose compiled function has a number where the op has NaN: XLA takes either number of the two. */
const WITHOUT_NAN = [
  "maximum of NaN, infinities and 0",
  "minimum of NaN, infinities and 0",
  "min of NaN and infinities",
  "max of NaN and infinities",
];

const read = (results: T[]): Computed => ({
  kinds: results.map(kindOf),
  numbers: results.map((result) => result.dataSync()),
});

const plain: string[] = [];
/** What the compiled `fn` returns; `plain` gets `name` if XLA did not compile it. */
function runCompiled(name: string, fn: (...inputs: T[]) => T[], inputs: T[]): T[] {
  const { callFunction } = binding;
  let xla = false;
  binding.callFunction = (call, ids) => {
    ({ xla } = call);
    return callFunction(call, ids);
  };
  try {
    return captureStderr(() => compile(fn, inputs)(...inputs)).result;
  } finally {
    binding.callFunction = callFunction;
    if (!xla) plain.push(name);
  }
}

for (const [name, example] of Object.entries(cases)) {
  const { inputs, gradient } = example;
  Deno.test(`compiled = eager: ${name}${gradient ? ", and its gradient" : ""}`, () => {
    tf.tidy(() => {
      const xs = inputs();
      const all = withGradient(example);
      const eager = all(...xs), compiled = runCompiled(name, all, xs);
      const compare = () => largestDifference(read(compiled), read(eager));
      if (WITHOUT_NAN.includes(name)) assertThrows(compare, TypeError, "must be NaN");
      else assert(compare() <= 1e-5, `a number is ${compare()} off`);
    });
  });
}

Deno.test("XLA compiles all of these ops but those that are named", () => {
  assertEquals(plain, PLAIN);
});
