import { assert, assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { compileLibrary, hasCompiler } from "./testing_c.ts";
import { loadSolver, nvidiaDriver, nvidiaVersion } from "./nvidia.ts";

const ignore = !hasCompiler();

/** A driver that works with a CUDA, starts or not, and has two GPUs or as many as said. */
const driver = (version: number, init = 0, count = 2) => `
int cuInit(unsigned flags) { return ${init}; }
int cuDriverGetVersion(int *version) { *version = ${version}; return 0; }
int cuDeviceGetCount(int *count) { *count = ${count}; return 0; }
int cuDeviceGetName(char *name, int length, int device) {
  const char *names[] = {"NVIDIA A", "NVIDIA B"};
  int i = 0;
  for (; names[device][i] && i < length - 1; i++) name[i] = names[device][i];
  name[i] = 0;
  return 0;
}`;

for (
  const [name, source, expected] of [
    ["its CUDA and its GPUs", driver(12040), { cuda: "12.4", gpus: ["NVIDIA A", "NVIDIA B"] }],
    ["that it finds no GPU", driver(13000, 100), { cuda: "13.0", gpus: [], fault: "it finds no GPU" }],
    ["that it counts no GPU", driver(12020, 0, 0), { cuda: "12.2", gpus: [], fault: "it finds no GPU" }],
    ["that it does not start", driver(12040, 803), {
      cuda: "12.4",
      gpus: [],
      fault: "it does not start (CUDA's error 803)",
    }],
    ["that it is too old", driver(11080, 0, 1), {
      cuda: "11.8",
      gpus: ["NVIDIA A"],
      fault: "it works with CUDA 11.8, and TensorFlow needs 12: update it",
    }],
  ] as const
) {
  Deno.test({
    name: `nvidiaDriver() says ${name}`,
    ignore,
    fn: () => compileLibrary(source, (path) => assertEquals(nvidiaDriver(path), expected)),
  });
}

Deno.test("nvidiaDriver() is undefined where there is no driver", () => {
  assertEquals(nvidiaDriver("libno-such-driver.so.1"), undefined);
});

for (const [init, expected] of [[0, "550.54.15"], [9, undefined]] as const) {
  Deno.test({
    name: `nvidiaVersion() is ${expected} where NVIDIA's library answers ${init}`,
    ignore,
    fn: () =>
      compileLibrary(
        `#include <string.h>
int nvmlInit_v2(void) { return ${init}; }
int nvmlSystemGetDriverVersion(char *version, unsigned length) {
  strncpy(version, "550.54.15", length);
  return 0;
}`,
        (path) => assertEquals(nvidiaVersion(path), expected),
      ),
  });
}

Deno.test("nvidiaVersion() is undefined where there is no driver", () => {
  assertEquals(nvidiaVersion("libno-such-library.so.1"), undefined);
});

Deno.test({
  name: "loadSolver() loads cuSOLVER from beside TensorFlow's folder, so that it is found by its name",
  ignore: ignore || Deno.build.os !== "linux",
  fn: () =>
    compileLibrary("int solver(void) { return 7; }", (path) => {
      const root = join(path, "..");
      const folder = join(root, "nvidia", "cusolver", "lib");
      Deno.mkdirSync(folder, { recursive: true });
      const library = join(folder, "libcusolver.so.11");
      const args = [
        "-shared",
        "-fPIC",
        "-Wl,-soname,libcusolver.so.11",
        "-o",
        library,
        join(root, "library.c"),
      ];
      assert(new Deno.Command("cc", { args }).outputSync().success);
      const byName = () => Deno.dlopen("libcusolver.so.11", { solver: { parameters: [], result: "i32" } });
      assertThrows(byName, Error, "libcusolver.so.11");
      loadSolver(join(root, "tensorflow"));
      assertEquals(byName().symbols.solver(), 7);
    }),
});

Deno.test("loadSolver() does nothing where there is no cuSOLVER", () => {
  loadSolver(join(Deno.cwd(), "no-such-folder"));
});
