import { assert, assertEquals } from "@std/assert";
import { broadcastIndex } from "./elementwise.ts";
import { found, onWebGpu } from "./testing.ts";

/** The elements of a row-major array of shape `from` in the places where it stands once broadcast to `to`. */
function broadcast(from: number[], to: number[]): number[] {
  const size = to.reduce((product, size) => product * size, 1);
  return Array.from({ length: size }, (_, i) => {
    let index = 0, stride = 1, rest = i;
    for (let d = 1; d <= to.length; d++) {
      const coordinate = rest % to[to.length - d];
      rest = Math.floor(rest / to[to.length - d]);
      const own = from[from.length - d] ?? 1;
      if (own > 1) index += coordinate * stride;
      stride *= own;
    }
    return index;
  });
}

Deno.test("broadcastIndex() is where NumPy's rules have the element", () => {
  const cases: [number[], number[]][] = [
    [[], []],
    [[], [3, 2]],
    [[1], [4]],
    [[4], [4]],
    [[3], [2, 3]],
    [[2, 1], [2, 3]],
    [[2, 3], [2, 3]],
    [[1, 3], [2, 3]],
    [[2, 1, 4], [2, 3, 4]],
    [[3, 1], [2, 3, 4]],
    [[1, 3, 1, 2], [5, 3, 4, 2]],
    [[2, 1, 3, 1, 2], [2, 2, 3, 4, 2]],
    [[1, 1, 4], [1, 3, 4]],
  ];
  for (const [from, to] of cases) {
    const code = broadcastIndex("i", from, to);
    const value = new Function(
      "i",
      `return ${code.replace(/(\d)u/g, "$1").replace(/i \/ (\d+)/g, "Math.floor(i / $1)")}`,
    );
    const expected = broadcast(from, to);
    assertEquals(expected.map((_, i) => value(i)), expected, `[${from}] to [${to}]: ${code}`);
  }
});

/** The operations' values by JavaScript's arithmetic, in float64. */
const REFERENCES: Record<string, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  squaredDifference: (a, b) => (a - b) ** 2,
  pow: (a, b) => a ** b,
  greater: (a, b) => Number(a > b),
  greaterEqual: (a, b) => Number(a >= b),
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  abs: Math.abs,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  neg: (a) => -a,
  reciprocal: (a) => 1 / a,
  relu: (a) => a < 0 ? 0 : a,
  rsqrt: (a) => 1 / Math.sqrt(a),
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  sqrt: Math.sqrt,
  square: (a) => a * a,
  tanh: Math.tanh,
  step: (a) => Number.isNaN(a) ? NaN : Number(a > 0),
};

const UNARY = Object.entries(REFERENCES).filter(([, { length }]) => length === 1).map(([name]) => name);

const VALUES = [-30, -3, -2, -1, -0.7, -1e-3, -1e-6, 0, 1e-6, 1e-3, 0.5, 0.7, 1, 2, 3, 7.5, 30, NaN];

Deno.test({
  name: "each operation has the value of JavaScript's arithmetic, also of small numbers and of no number",
  ignore: !found,
  async fn() {
    // 1 x n and n x 1, so that all pairs are there; more than a thousand, which TensorFlow.js computes on the host.
    const results = await onWebGpu(`
      const values = [...${JSON.stringify(VALUES)}, ...new Array(22).fill(1)].map((value) => value ?? NaN);
      const [a, b] = [tf.tensor(values, [40, 1]), tf.tensor(values, [1, 40])];
      const wide = tf.mul(a, tf.ones([1, 40]));
      const results = {};
      for (const name of ${JSON.stringify(Object.keys(REFERENCES))}) {
        const result = ${JSON.stringify(UNARY)}.includes(name)
          ? tf[name](wide)
          : tf[name](wide, b);
        results[name] = [...await result.data()].map(String);
      }
      print(results);
    `) as Record<string, string[]>;
    for (const [name, reference] of Object.entries(REFERENCES)) {
      VALUES.forEach((a, i) =>
        VALUES.forEach((b, j) => {
          const value = Number(results[name][40 * i + j]);
          const expected = Math.fround(reference(Math.fround(a), Math.fround(b)));
          const size = Math.abs(a) + (UNARY.includes(name) ? 0 : Math.abs(b));
          // WGSL lets exp(x) err by 3 + 2|x| units in the last place, and pow(a, b) as exp2(b log2(a)) does.
          const tolerance = 1e-6 * (1 + size) * Math.abs(expected) + 1e-9;
          assert(
            Object.is(value, expected) || Math.abs(value - expected) <= tolerance || value === expected,
            `${name}(${a}, ${b}) is ${value}, not ${expected}`,
          );
        })
      );
    }
  },
});
