import { assertEquals } from "@std/assert";
import { found, onWebGpu } from "./testing.ts";

Deno.test({
  name: "sums and products that run backwards are right whatever the length before",
  ignore: !found,
  async fn() {
    const results = await onWebGpu(`
      tf.env().set("WEBGPU_CPU_FORWARD", false);
      const results = [];
      for (const x of [tf.tensor1d([1, 2, 3]), tf.tensor1d([1, 2, 3, 4, 5]), tf.tensor1d([2, 3])]) {
        for (const scan of [tf.cumsum, tf.cumprod]) {
          for (const exclusive of [false, true]) results.push([...await scan(x, 0, exclusive, true).data()]);
        }
      }
      const x = tf.tensor2d([[1, 2], [3, 4], [5, 6]]);
      results.push([...await tf.cumsum(x, 0, false, true).data()]);
      results.push([...await tf.grad((x) => tf.cumsum(x, 1, true))(x).data()]);
      const { numTensors } = tf.memory();
      tf.dispose(tf.cumsum(x, 1, false, true));
      results.push(tf.memory().numTensors - numTensors);
      print(results);
    `);
    assertEquals(results, [
      [6, 5, 3],
      [5, 3, 0],
      [6, 6, 3],
      [6, 3, 1],
      [15, 14, 12, 9, 5],
      [14, 12, 9, 5, 0],
      [120, 120, 60, 20, 5],
      [120, 60, 20, 5, 1],
      [5, 3],
      [3, 0],
      [6, 3],
      [3, 1],
      [9, 12, 8, 10, 5, 6],
      [1, 0, 1, 0, 1, 0],
      0,
    ]);
  },
});
