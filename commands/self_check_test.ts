import { assert, assertEquals } from "@std/assert";
import { initEngine, tf } from "../engine/mod.ts";
import { productDeviation, trainingDeviation } from "./self_check.ts";

Deno.test({
  name: "productDeviation() and trainingDeviation() are near NumPy's values, and leave nothing",
  // The compiled function stays.
  sanitizeResources: false,
  async fn() {
    await initEngine({ engine: "tensorflow", quiet: true });
    const before = tf.memory().numTensors;
    for (const compute of [productDeviation, trainingDeviation]) {
      const { deviation, tolerance } = await compute();
      assert(deviation <= tolerance, `${deviation}`);
    }
    assertEquals(tf.memory().numTensors, before);
  },
});
