import { assertEquals } from "@std/assert";
import { addMultiple, dot, type MatrixOps, onMatrices } from "./float64.ts";
import { initEngine, tf } from "./mod.ts";
import { assertClose } from "./testing.ts";

const A = [1, 2, 3, 4, 5, 6], B = [0.5, -1, 2, 1 / 3, 7, -2];

/** Each operation once, on 2 × 3 matrices. */
function all({ enter, read, product, combine, free }: MatrixOps): Record<string, number[]> {
  const a = enter(A, 2, 3), b = enter(B, 2, 3), square = enter([1, 2, 3, 4], 2, 2);
  const found = {
    "a · bᵀ": [...read(product(a, b, "b"))],
    "aᵀ · b": [...read(product(a, b, "a"))],
    "s · a": [...read(product(square, a))],
    "2 a - b / 3": [...read(combine(2, a, -1 / 3, b))],
    "a + b": [...read(combine(1, a, 1, b))],
    "a - b": [...read(combine(1, a, -1, b))],
    "a as it was": [...read(a)],
  };
  free(a, b);
  return found;
}

Deno.test("onMatrices() computes in float64, on the engine as on the host, and leaves nothing", async () => {
  await initEngine({ engine: "tensorflow", quiet: true });
  const before = tf.memory().numTensors;
  const onEngine = onMatrices(all);
  assertEquals(tf.memory().numTensors, before);
  await tf.setBackend("cpu");
  const onHost = onMatrices(all);
  await tf.setBackend("tensorflow");
  for (const [name, values] of Object.entries(onHost)) assertClose(onEngine[name], values, 1e-15, name);
  assertEquals(onHost["a · bᵀ"], [1 * 0.5 - 2 + 6, 1 / 3 + 14 - 6, 2 - 5 + 12, 4 / 3 + 35 - 12]);
  assertEquals(onHost["aᵀ · b"].slice(0, 3), [0.5 + 4 / 3, -1 + 28, 2 - 8]);
  assertEquals(onHost["s · a"], [9, 12, 15, 19, 26, 33]);
  assertEquals(onEngine["a + b"], A.map((a, i) => a + B[i]));
  assertEquals(onEngine["a - b"], A.map((a, i) => a - B[i]));
  assertEquals(onHost["a as it was"], A);
});

Deno.test("dot() and addMultiple() of vectors, of odd and even length", () => {
  assertEquals(dot(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)), 32);
  assertEquals(dot(Float64Array.of(1, 2), Float64Array.of(4, 5)), 14);
  const sum = Float64Array.of(1, 2);
  addMultiple(sum, 3, Float64Array.of(1, -1));
  assertEquals(sum, Float64Array.of(4, -1));
});
