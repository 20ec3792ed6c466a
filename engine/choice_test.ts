import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import type { Adapter } from "./adapter.ts";
import { chooseEngine, type Facts } from "./choice.ts";
import { SetupError } from "./setup_error.ts";

const gpu: Adapter = {
  ...{ vendor: "4098", architecture: "", device: "29772", description: "AMD Radeon RX 7900" },
  isFallback: false,
};
const software: Adapter = { ...gpu, description: "llvmpipe (LLVM 15.0.6, 256 bits)", isFallback: true };

const NVIDIA = [undefined, "NVIDIA H100 (CUDA 12.4)"];
const ADAPTERS = [undefined, software, gpu];
const SPEEDS = [undefined, { cpu: 0.06 }, { cpu: 0.06, webgpu: 0.02 }, { cpu: 0.06, webgpu: 0.06 }];

/** All combinations of what can be found. */
const COMBINATIONS: Facts[] = NVIDIA.flatMap((nvidia) =>
  ADAPTERS.flatMap((adapter) =>
    SPEEDS.flatMap((speeds) =>
      [true, false].map((tensorflow) => ({
        tensorflow: tensorflow || nvidia !== undefined,
        ...nvidia !== undefined && { nvidia },
        ...adapter && { adapter },
        ...speeds && { speeds },
      }))
    )
  )
);

Deno.test("chooseEngine() takes NVIDIA, then a faster adapter, then TensorFlow, then wasm, in all combinations", () => {
  assertEquals(COMBINATIONS.length, 48);
  for (const facts of COMBINATIONS) {
    const { engines, why } = chooseEngine(facts, { requireGpu: false });
    const isFaster = facts.adapter === gpu && (facts.speeds?.webgpu ?? Infinity) < 0.06;
    const expected = facts.nvidia !== undefined
      ? "tensorflow"
      : isFaster
      ? "webgpu"
      : facts.tensorflow
      ? "tensorflow"
      : "wasm";
    assertEquals(engines[0], expected, JSON.stringify(facts));
    assertEquals(engines.at(-1), "wasm");
    assertEquals(engines.length, new Set(engines).size);
    assertEquals(engines.includes("tensorflow"), facts.tensorflow);
    assertMatch(why, /^[^\n]{10,}[^.\n]$/);
  }
});

Deno.test("chooseEngine() never takes an adapter that computes on the processor, however fast it was measured", () => {
  const { engines, why } = chooseEngine(
    { tensorflow: true, adapter: software, speeds: { cpu: 1, webgpu: 0.001 } },
    { requireGpu: false },
  );
  assertEquals(engines, ["tensorflow", "wasm"]);
  assertEquals(why, "the only WebGPU device, llvmpipe (LLVM 15.0.6, 256 bits), computes on the processor");
});

Deno.test("chooseEngine() takes either GPU where one is required, and says what is missing where there is none", () => {
  for (const facts of COMBINATIONS) {
    const choose = () => chooseEngine(facts, { requireGpu: true });
    const expected = [
      ...facts.nvidia === undefined ? [] : ["tensorflow"],
      ...facts.adapter === gpu ? ["webgpu"] : [],
    ];
    if (expected.length > 0) assertEquals(choose().engines as string[], expected);
    else {
      const { message } = assertThrows(choose, SetupError, "Cannot run on a GPU: ");
      assertStringIncludes(message, "deno task doctor says what is missing");
      assert(message.includes("llvmpipe") === (facts.adapter === software), message);
    }
  }
  assertThrows(
    () =>
      chooseEngine({ tensorflow: true, nvidiaFault: "NVIDIA's driver finds no GPU" }, { requireGpu: true }),
    SetupError,
    "Cannot run on a GPU: NVIDIA's driver finds no GPU, and WebGPU finds no device",
  );
});

Deno.test("chooseEngine() says why in one line", () => {
  const why = (facts: Omit<Facts, "tensorflow">, tensorflow = true) =>
    chooseEngine({ ...facts, tensorflow }, { requireGpu: false }).why;
  assertEquals(why({ nvidia: "NVIDIA H100 (CUDA 12.4)" }), "it can use NVIDIA H100 (CUDA 12.4)");
  assertEquals(
    why({ adapter: gpu, speeds: { cpu: 0.0612, webgpu: 0.0204 } }),
    "a step takes 20 ms on AMD Radeon RX 7900 and 61 ms on the processor",
  );
  assertEquals(
    why({ adapter: gpu, speeds: { cpu: 0.0012, webgpu: 0.0204 } }),
    "a step takes 20 ms on AMD Radeon RX 7900 and 1.2 ms on the processor",
  );
  assertEquals(why({ adapter: gpu }), "AMD Radeon RX 7900 has not been measured yet");
  assertEquals(why({ adapter: gpu, speeds: { cpu: 1 } }), "AMD Radeon RX 7900 could not be measured");
  assertEquals(why({}), "no GPU was found");
  assertEquals(why({ adapterFault: "the process ended" }), "the process ended");
  assertEquals(why({}, false), "no GPU was found, and TensorFlow has no library for this machine");
  assertEquals(
    why({ nvidiaFault: "NVIDIA's driver works with CUDA 11.8, and TensorFlow needs 12" }),
    "NVIDIA's driver works with CUDA 11.8, and TensorFlow needs 12; no GPU was found",
  );
});
