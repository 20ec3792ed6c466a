import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Adapter, adapterAdvice, adapterName, apiOf, isNvidia, isSoftware } from "./adapter.ts";

const adapter = (of: Partial<Adapter>): Adapter => ({
  ...{ vendor: "", architecture: "", device: "", description: "", isFallback: false },
  ...of,
});

Deno.test("isSoftware() knows drivers that compute on the processor, also those that do not say so", () => {
  for (
    const [description, isFallback, expected] of [
      ["llvmpipe (LLVM 15.0.6, 256 bits)", true, true],
      ["llvmpipe (LLVM 15.0.6, 256 bits)", false, true],
      ["SwiftShader Device (Subzero)", false, true],
      ["Microsoft Basic Render Driver", false, true],
      ["", true, true],
      ["AMD Radeon RX 7900 XTX (RADV NAVI31)", false, false],
      ["Apple M3", false, false],
      ["", false, false],
    ] as const
  ) assertEquals(isSoftware(adapter({ description, isFallback })), expected, description);
});

Deno.test("isNvidia() goes by the maker's number, or by a name", () => {
  assert(isNvidia(adapter({ vendor: "4318" })));
  assert(isNvidia(adapter({ vendor: "nvidia" })));
  assert(isNvidia(adapter({ description: "NVIDIA GeForce RTX 4090" })));
  assert(!isNvidia(adapter({ vendor: "4098", description: "AMD Radeon" })));
});

Deno.test("adapterName() is what the adapter says, or its numbers", () => {
  assertEquals(adapterName(adapter({ description: "Apple M3", vendor: "apple" })), "Apple M3");
  assertEquals(adapterName(adapter({ vendor: "4098", device: "29772" })), "4098 29772");
  assertEquals(adapterName(adapter({})), "a device without a name");
});

Deno.test("apiOf() tells Vulkan from OpenGL by what OpenGL's adapters lack, and other systems by their own", () => {
  assertEquals(apiOf(new Set(["timestamp-query"]), "linux"), "OpenGL");
  assertEquals(apiOf(new Set(["timestamp-query", "bgra8unorm-storage"]), "linux"), "Vulkan");
  assertEquals(apiOf(new Set(["subgroups"]), "linux"), "Vulkan");
  assertEquals(apiOf(new Set(), "darwin"), "Metal");
  assertEquals(apiOf(new Set(), "windows"), "DirectX 12 or Vulkan");
});

Deno.test("adapterAdvice() says what to install on each system", () => {
  assertStringIncludes(adapterAdvice("linux"), "libvulkan1, and mesa-vulkan-drivers for AMD and Intel");
  assertStringIncludes(adapterAdvice("darwin"), "Metal comes with macOS");
  assertStringIncludes(adapterAdvice("windows"), "the graphics driver");
});
