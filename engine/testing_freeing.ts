import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertRejects } from "@std/assert";
import { initEngine } from "./mod.ts";

/**
 * Checks that what `fn` made on the engine `cpu` is freed where one of its kernels fails, the n-th time that it is called;
 * goes back to the engine that ran.
 */
export async function assertFrees(kernelName: string, n: number, fn: () => Promise<unknown>): Promise<void> {
  const { name } = await initEngine();
  await initEngine({ engine: "cpu" });
  const original = tf.getKernel(kernelName, "cpu");
  let calls = 0;
  const kernelFunc: tf.KernelFunc = (args) => {
    if (++calls === n) throw new Error("The kernel fails");
    return original.kernelFunc(args);
  };
  tf.unregisterKernel(kernelName, "cpu");
  tf.registerKernel({ ...original, kernelFunc });
  const before = tf.memory().numTensors;
  try {
    await assertRejects(fn, Error, "The kernel fails");
    assertEquals(tf.memory().numTensors, before);
  } finally {
    tf.unregisterKernel(kernelName, "cpu");
    tf.registerKernel(original);
    await initEngine({ engine: name });
  }
}
