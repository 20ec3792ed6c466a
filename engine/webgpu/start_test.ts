import { assert, assertEquals, assertMatch } from "@std/assert";
import { found, onWebGpu, outcome } from "./testing.ts";

const ignore = !found;

Deno.test({
  name: "the engine webgpu computes values and gradients, delivers them later and refuses to at once",
  ignore,
  async fn() {
    const result = await outcome(`
      const { gpu, name, adapter } = await engine.initEngine({ engine: "webgpu" });
      const { compile, spec } = engine;
      const compiled = compile((x, y) => ({
        product: tf.matMul(x, y, false, true),
        gradient: tf.grad((x) => tf.sum(tf.square(x)))(x),
      }), [spec([2, 2]), spec([1, 2])]);
      const [x, y] = [tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[10, 1]])];
      const { product, gradient } = compiled(x, y);
      let refusal;
      try {
        tf.relu(x).dataSync();
      } catch (error) {
        refusal = error.message;
      }
      print({
        name,
        gpu,
        adapter: Object.entries(adapter).map(([key, value]) => [key, typeof value]),
        description: adapter.description,
        product: [...await product.data()],
        gradient: [...await gradient.data()],
        refusal,
        ownValues: [...tf.tensor1d([5, 6]).dataSync()],
      });
    `);
    assertEquals(result, {
      name: "webgpu",
      gpu: found!.gpu,
      adapter: [
        ["vendor", "string"],
        ["architecture", "string"],
        ["device", "string"],
        ["description", "string"],
        ["isFallback", "boolean"],
      ],
      description: found!.description,
      product: [12, 34],
      gradient: [2, 4, 6, 8],
      refusal:
        "Cannot read a tensor at once: Deno's WebGPU delivers values only later: use await tensor.data(), " +
        "or another engine",
      ownValues: [5, 6],
    });
  },
});

Deno.test({
  name: "the device's counts tell of programs, of the bytes that went there and came back, and of reads",
  ignore,
  async fn() {
    const [before, after, other] = await onWebGpu(`
      const before = engine.deviceCounts();
      const x = tf.tensor2d(new Float32Array(2000), [40, 50]);
      await tf.matMul(x, x, false, true).data();
      const after = engine.deviceCounts();
      await engine.initEngine({ engine: "cpu" });
      print([before, after, [engine.deviceCounts(), engine.deviceLost()]]);
    `) as Record<string, number>[];
    assertEquals(before, { dispatches: 0, uploadedBytes: 0, uniformBytes: 0, downloadedBytes: 0, reads: 0 });
    const { uniformBytes, ...others } = after;
    assertEquals(others, { dispatches: 1, uploadedBytes: 8000, downloadedBytes: 6400, reads: 1 });
    assert(uniformBytes > 0);
    assertEquals(other as unknown, [null, null]);
  },
});

Deno.test({
  name:
    "a tensor or a need beyond the device's limits is refused before any work, with the size and the limit",
  ignore,
  async fn() {
    const { most, messages, counts, fits } = await onWebGpu(`
      const { maxBufferSize, maxStorageBufferBindingSize } = tf.backend().device.limits;
      const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
      const rows = Math.floor(most / 4 / 1000) + 1;
      const messages = [];
      const attempt = (fn) => { try { fn(); } catch ({ name, message }) { messages.push([name, message]); } };
      attempt(() => tf.zeros([rows, 1000]));
      attempt(() => tf.ones([rows, 1]).mul(tf.ones([1, 1000])));
      attempt(() => engine.needBuffer(most + 4, "60,000 images"));
      attempt(() => engine.needBuffer(most, "what just fits"));
      print({ most, messages, counts: engine.deviceCounts(), fits: rows });
    `) as { most: number; messages: [string, string][]; counts: { dispatches: number }; fits: number };
    assertEquals(messages.map(([name]) => name), ["RangeError", "RangeError", "RangeError"]);
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    assert(
      messages[0][1].startsWith(`Cannot put a tensor of shape [${fits}, 1000] on the GPU: `),
      messages[0][1],
    );
    assert(messages[0][1].endsWith(`takes at most ${mb(most)} in one buffer, got ${mb(fits * 4000)}`));
    assertEquals(messages[1], messages[0]);
    assertMatch(messages[2][1], /^Cannot put 60,000 images on the GPU: /);
    assertEquals(counts.dispatches, 0);
  },
});

Deno.test({
  name: "a lost device makes the read that is waited for, each later one, and each later program fail",
  ignore,
  async fn() {
    const result = await onWebGpu(`
      const x = tf.tensor2d(new Float32Array(250_000).fill(1), [500, 500]);
      await tf.matMul(x, x).data();
      const attempts = [];
      const attempt = (promise) => attempts.push(promise.then((values) => values[0], ({ name, message }) => [name, message]));
      const product = tf.matMul(x, x);
      tf.backend().device.destroy();
      attempt(product.data());
      await attempts[0];
      attempt((async () => await tf.matMul(x, x).data())());
      print({ attempts: await Promise.all(attempts), why: await engine.deviceLost() });
    `) as { attempts: [string, string][]; why: string };
    for (const [name, message] of result.attempts) {
      assertEquals(name, "DeviceLostError");
      assertEquals(message, `Cannot go on computing: the GPU was lost: ${result.why}`);
    }
    assertEquals(result.attempts.length, 2);
  },
});

Deno.test({
  name: "an error that the device tells of later fails the next read, once",
  ignore,
  async fn() {
    const [first, second] = await onWebGpu(`
      const x = tf.tensor1d([1, 2]);
      tf.backend().device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
      print([
        await tf.square(x.mul(tf.ones([2000, 2]))).data().then(() => "", ({ message }) => message),
        [...await tf.sum(x.mul(tf.ones([2000, 2]))).data()],
      ]);
    `) as [string, number[]];
    assertMatch(first, /^Cannot compute on the GPU: ./);
    assertEquals(second, [6000]);
  },
});

Deno.test({
  name:
    "the device can do what its adapter can, also where that has the feature on which TensorFlow.js's start fails",
  ignore,
  async fn() {
    const [asked, limits] = await outcome(`
      const request = GPUAdapter.prototype.requestDevice;
      let asked;
      GPUAdapter.prototype.requestDevice = function (descriptor) {
        asked = { limits: descriptor.requiredLimits, features: descriptor.requiredFeatures };
        asked.most = Object.fromEntries(Object.keys(asked.limits).map((name) => [name, this.limits[name]]));
        return request.call(this, descriptor);
      };
      const features = Object.getOwnPropertyDescriptor(GPUAdapter.prototype, "features").get;
      Object.defineProperty(GPUAdapter.prototype, "features", {
        get() { return new Set([...features.call(this), "bgra8unorm-storage"]); },
      });
      await engine.initEngine({ engine: "webgpu" });
      const { limits } = tf.backend().device;
      print([asked, Object.fromEntries(Object.keys(asked.limits).map((name) => [name, limits[name]]))]);
    `) as [{ limits: object; most: object; features: string[] }, object];
    assertEquals(asked.limits, asked.most);
    assertEquals(limits, asked.most);
    assert(asked.features.every((feature) => typeof feature === "string"));
    assert("maxStorageBufferBindingSize" in limits && "maxBufferSize" in limits);
  },
});

Deno.test({
  name:
    "the engine tensorflow is refused where webgpu came first in the process, also if another came between",
  ignore,
  async fn() {
    const refusal = await onWebGpu(`
      await engine.initEngine({ engine: "cpu" });
      print(await engine.initEngine({ engine: "tensorflow" }).catch(({ name, message }) => [name, message]));
    `);
    assertEquals(refusal, [
      "SetupError",
      "Cannot start the engine tensorflow in a process that has loaded a GPU's drivers for WebGPU, since their " +
      "libraries and TensorFlow's can end it: start again",
    ]);
  },
});

Deno.test("the engine webgpu is refused where there is no device", async () => {
  const [name, message] = await outcome(`
    Object.defineProperty(Navigator.prototype, "gpu", { value: { requestAdapter: async () => null } });
    print(await engine.initEngine({ engine: "webgpu" }).catch(({ name, message }) => [name, message]));
  `) as [string, string];
  assertEquals(name, "SetupError");
  assertMatch(
    message,
    /^Cannot start the engine webgpu: Deno finds no WebGPU device: .*or use --engine auto$/,
  );
});
