import { assert, assertEquals } from "@std/assert";

// In processes of their own: see startWebGpu().
const MODULE = new URL("./mod.ts", import.meta.url).href;
const CONFIG = new URL("../deno.json", import.meta.url).pathname;

/** What a program prints, as JSON; it has `initEngine` and `tf`. */
async function outcome(program: string): Promise<unknown> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-lock", "--config", CONFIG, "--allow-all", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`
    import { compile, initEngine, spec, tf } from ${JSON.stringify(MODULE)};
    const print = (value) => Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(value)));
    ${program}
  `));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

const info = await outcome(`
  const adapter = await navigator.gpu?.requestAdapter();
  print(adapter ? { gpu: !adapter.info.isFallbackAdapter } : null);
`) as { gpu: boolean } | null;

Deno.test({
  name: "the engine webgpu computes values and gradients, delivers them later and refuses to at once",
  ignore: !info,
  async fn() {
    const found = await outcome(`
      const engine = await initEngine({ engine: "webgpu" });
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
        name: engine.name,
        gpu: engine.gpu,
        product: [...await product.data()],
        gradient: [...await gradient.data()],
        refusal,
        ownValues: [...tf.tensor1d([5, 6]).dataSync()],
      });
    `);
    assertEquals(found, {
      name: "webgpu",
      gpu: info!.gpu,
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
  name: "the engine tensorflow is refused where webgpu came first in the process",
  ignore: !info,
  async fn() {
    const found = await outcome(`
      await initEngine({ engine: "webgpu" });
      print(await initEngine({ engine: "tensorflow" }).catch(({ name, message }) => [name, message]));
    `);
    assertEquals(found, [
      "SetupError",
      "Cannot change the engine from webgpu to tensorflow in one process, since a driver's libraries and " +
      "TensorFlow's can end it: start again",
    ]);
  },
});

Deno.test("the engine webgpu is refused where there is no device", async () => {
  const found = await outcome(`
    Object.defineProperty(Navigator.prototype, "gpu", { value: { requestAdapter: async () => null } });
    print(await initEngine({ engine: "webgpu" }).catch(({ name, message }) => [name, message]));
  `);
  assertEquals(found, [
    "SetupError",
    "Cannot start the engine webgpu: Deno finds no WebGPU device: install the GPU's Vulkan or Metal driver " +
    "(Debian's mesa-vulkan-drivers computes on the processor), or use --engine auto",
  ]);
});
