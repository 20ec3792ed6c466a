import { assert, assertEquals, assertRejects } from "@std/assert";
import { compile, ENGINES, initEngine, SetupError, spec, tf } from "./mod.ts";
import { assertClose } from "./testing.ts";

await initEngine({ engine: "tensorflow", quiet: true });

Deno.test("initEngine() says what computes", async () => {
  const engine = await initEngine({ engine: "tensorflow", quiet: true });
  assertEquals(engine.name, "tensorflow");
  assertEquals(engine.device, engine.gpu ? "GPU" : "CPU");
  assert(/^2\.\d+\.\d+/.test(engine.version), engine.version);
  assertEquals(tf.getBackend(), "tensorflow");
});

Deno.test("initEngine() stays with the engine that runs, unless another is asked for", async () => {
  const first = await initEngine({ engine: "tensorflow", quiet: true });
  assert(await initEngine() === first);
  assert(await initEngine({ engine: "tensorflow" }) === first);
  const other = await initEngine({ engine: "cpu" });
  assertEquals(other, { name: "cpu", device: "CPU", gpu: false, version: tf.version_core });
  assert(await initEngine() === other);
  assertEquals(tf.getBackend(), "cpu");
  assertEquals(await initEngine({ engine: "tensorflow", quiet: true }), first);
  assertEquals(tf.getBackend(), "tensorflow");
});

Deno.test("initEngine() refuses a machine without a GPU where one is required", async () => {
  await assertRejects(
    () => initEngine({ engine: "cpu", requireGpu: true }),
    SetupError,
    "Cannot run on a GPU: the engine cpu found none on this machine",
  );
  assertEquals([(await initEngine()).name, tf.getBackend()], ["tensorflow", "tensorflow"]);
});

Deno.test("initEngine() called more than once at a time starts one engine after the other", async () => {
  const [cpu, same, back] = await Promise.all([
    initEngine({ engine: "cpu" }),
    initEngine(),
    initEngine({ engine: "tensorflow", quiet: true }),
  ]);
  assertEquals([cpu.name, back.name, tf.getBackend()], ["cpu", "tensorflow", "tensorflow"]);
  assert(same === cpu);
});

// webgpu_test.ts has those of the engine webgpu, which not every machine has.
for (const engine of ENGINES.filter((engine) => engine !== "webgpu")) {
  Deno.test({
    name: `compile() on the engine ${engine} gives tensors of their own, those of arguments and outside too`,
    // The threads of WebAssembly stay.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      await initEngine({ engine, quiet: true });
      const before = tf.memory().numTensors;
      const outside = tf.scalar(8);
      const compiled = compile((x: tf.Tensor, y: tf.Tensor) => {
        const product = tf.matMul(x, y, false, true);
        return { x, product, twice: product, outside, gradient: tf.grad((x) => tf.sum(tf.square(x)))(x) };
      }, [spec([2, 2]), spec([1, 2])]);
      const [x, y] = [tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[10, 1]])];
      const result = compiled(x, y);
      tf.dispose([x, y, outside, result.product]);
      assertEquals([...result.x.dataSync()], [1, 2, 3, 4]);
      assertClose(result.twice.dataSync(), [12, 34], 1e-6);
      assertClose(result.gradient.dataSync(), [2, 4, 6, 8], 1e-6);
      assertEquals([...result.outside.dataSync()], [8]);
      tf.dispose(result);
      assertEquals(tf.memory().numTensors, before);
      await initEngine({ engine: "tensorflow", quiet: true });
    },
  });
}
