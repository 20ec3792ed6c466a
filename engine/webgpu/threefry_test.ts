import { assertEquals } from "@std/assert";
import { threefryBlock } from "../stateless.ts";
import { found, onWebGpu } from "./testing.ts";

const CASES: { seed: [number, number]; draw: number; size: number }[] = [
  { seed: [0, 0], draw: 0, size: 7 },
  { seed: [-5, 2 ** 31 - 1], draw: 3, size: 8 },
  { seed: [0x13198a2e, 0x03707344], draw: 0, size: 1 },
  { seed: [42, 17], draw: 1, size: 100_001 },
];

Deno.test({
  name:
    "uniformTensor() and dropout() on WebGPU have the host's numbers to the bit, and read nothing to draw them",
  ignore: !found,
  async fn() {
    const results = await onWebGpu(`
      const { compile, deviceCounts, dropout, spec, uniformTensor } = engine;
      const results = [];
      for (const { seed, draw, size } of ${JSON.stringify(CASES)}) {
        const on = tf.add(tf.tensor1d(seed, "int32"), tf.zeros([2], "int32"));
        const values = [uniformTensor([size], on, draw), compile((seed) => uniformTensor([size, 1], seed, draw), [on])(on)];
        const dropped = dropout(tf.ones([size]), 0.25, on, draw);
        const { reads } = deviceCounts();
        const [eager, compiled] = await Promise.all(values.map((t) => t.data()));
        results.push({
          reads,
          same: compiled.every((value, i) => value === eager[i]),
          values: [...eager.slice(0, 20), ...eager.slice(-20)],
          kept: [...(await dropped.data())].map((value, i) => (value !== 0) === (eager[i] >= 0.25)).every(Boolean),
        });
      }
      print(results);
    `) as { reads: number; same: boolean; kept: boolean; values: number[] }[];
    assertEquals(results.map(({ same, kept }) => same && kept), CASES.map(() => true));
    assertEquals(results[0].reads, 0);
    for (const [i, { seed, draw, size }] of CASES.entries()) {
      const blocks = Array.from({ length: Math.ceil(size / 2) }, (_, i) => threefryBlock(seed, [i, draw]));
      const words = [0, 1].flatMap((half) => blocks.map((block) => block[half])).slice(0, size);
      const uniform = words.map((word) => (word >>> 8) / 2 ** 24);
      assertEquals(results[i].values, [...uniform.slice(0, 20), ...uniform.slice(-20)]);
    }
  },
});
