import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { adapterAdvice, type AdapterFound } from "../engine/adapter.ts";
import type { EngineName } from "../engine/mod.ts";
import type { Build } from "../engine/wheels.ts";
import {
  checkAdapter,
  checkCache,
  checkData,
  checkDeno,
  checkDriver,
  checkEngine,
  checkFiles,
  checkMemory,
  lines,
  missingInWords,
} from "./doctor.ts";
import { type Outcome, tryEngine } from "./try_engine.ts";

/** What the command prints, and its exit code. */
async function doctor(args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-P=doctor", "commands/doctor.ts", ...args],
    cwd: new URL("..", import.meta.url),
    env: { RECLAIM_GPU: "", ...env },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, lines: decode(stdout).trimEnd().split("\n"), stderr: decode(stderr) };
}

/** Calls `test` with a new folder, and removes that. */
async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "reclaim-doctor-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("doctor finds all that runs need, a line each, and exits with 0", async () => {
  const { code, lines, stderr } = await doctor(["--quiet"]);
  assertEquals(code, 0, [...lines, stderr].join("\n"));
  for (
    const line of [
      /^✓ platform +\w+ .*; \d+ × ./,
      /^✓ Deno +\d+\.\d+\.\d+$/,
      /^✓ cache +\/.+, [\d.]+ GB free$/,
      /^✓ library +.*SHA-256/,
      /^✓ engine tensorflow +2\.\d+\.\d+ \(TensorFlow\.js 4\S+\) on the [CG]PU; [\d.]+ ms a step; .*, compiled training steps/,
      /^✓ engine wasm +4\S+ on the CPU; [\d.]+ ms a step; .*: product of matrices \S+ \(0\.00001 allowed\)/,
      /^✓ engine cpu +4\S+ on the CPU; /,
      /^[✓✗] WebGPU +/,
      /^✓ auto +the engine \w+: ./,
      /^✓ data mnist-10k +read from a package, 8000 \+ 2000 images$/,
      /^Ready\.( \d data sets? (is|are) missing; (its|their) experiments will be skipped)?$/,
    ]
  ) assert(lines.some((found) => line.test(found)), `${line} is in none of\n${lines.join("\n")}`);
});

Deno.test("doctor says what is wrong with a library and what to do, and exits with 1", async () => {
  await inFolder(async (folder) => {
    const { code, lines } = await doctor([], { RECLAIM_TENSORFLOW: folder });
    assertEquals(code, 1);
    const at = lines.findIndex((line) => line.startsWith("✗ library"));
    assertStringIncludes(
      lines[at],
      `RECLAIM_TENSORFLOW is ${folder}, which lacks libtensorflow_cc`,
    );
    assertMatch(lines[at + 1], /^ +→ set it to a folder that holds /);
    assert(lines.some((line) => /^✗ engine tensorflow +not started$/.test(line)), lines.join("\n"));
    assertStringIncludes(lines.at(-1)!, "broken");
  });
});

Deno.test("doctor names a setting of the environment that is wrong, and exits with 1", async () => {
  const { code, lines, stderr } = await doctor([], { RECLAIM_GPU: "2" });
  assertEquals([code, stderr], [1, ""]);
  const at = lines.findIndex((line) => /^✗ environment +RECLAIM_GPU=2$/.test(line));
  assertMatch(lines[at + 1], /→ it must be 0, 1 or not set$/);
});

Deno.test("doctor refuses engines that it does not know", async () => {
  const { code, stderr } = await doctor(["--engine", "tensorflw"]);
  assertEquals([code, stderr], [
    2,
    "Unknown engine tensorflw: known are auto, tensorflow, webgpu, wasm, cpu\n",
  ]);
});

Deno.test("doctor checks another engine without TensorFlow's library", async () => {
  const { code, lines } = await doctor(["--engine", "cpu", "--papers", "examples/template"], {
    RECLAIM_TENSORFLOW: "/no/such/folder",
  });
  assertEquals(code, 0, lines.join("\n"));
  assert(lines.some((line) => /^✓ engine cpu /.test(line)));
  assertEquals(lines.filter((line) => /library |engine (?!cpu)/.test(line)), []);
  assert(lines.includes("✓ data template-points in the paper's folder"), lines.join("\n"));
});

Deno.test("lines() has what to do on a line of its own", () => {
  const [good, ...none] = lines({ name: "Deno", found: "2.9.6" }, 20);
  assertEquals([good.trimEnd(), none.length], [good, 0]);
  assertMatch(good, /^✓ Deno {2,}2\.9\.6$/);
  const [bad, advice] = lines({ name: "Deno", found: "1.0", fault: "upgrade" }, 20);
  assertEquals([bad[0], bad.indexOf("1.0"), advice.indexOf("→")], [
    "✗",
    good.indexOf("2.9.6"),
    bad.indexOf("1.0"),
  ]);
});

Deno.test("missingInWords() says how many data sets are missing, if any is", () => {
  assertEquals([0, 1, 2].map(missingInWords), [
    "",
    " 1 data set is missing; its experiments will be skipped",
    " 2 data sets are missing; their experiments will be skipped",
  ]);
});

Deno.test("checkDeno() wants 2.9 or later", () => {
  for (const version of ["2.9.0", "2.10.1", "3.0.0"]) assertEquals(checkDeno(version).fault, undefined);
  for (const version of ["2.8.9", "1.46.0"]) assertStringIncludes(checkDeno(version).fault!, "deno upgrade");
});

Deno.test("checkMemory() warns where the largest runs don't fit, which breaks nothing", () => {
  assertEquals(checkMemory(16e9, 8e9), { name: "memory", found: "16.0 GB, 8.0 GB free" });
  const { fault, optional } = checkMemory(4e9, 1e9);
  assertEquals([fault!.includes("--profile quick"), optional], [true, true]);
});

Deno.test("doctor names what to install where WebGPU finds no device, and takes that for a fault where it was asked for", async () => {
  const none = { DENO_WEBGPU_BACKEND: Deno.build.os === "windows" ? "metal" : "dx12" };
  const asked = await doctor(["--engine", "webgpu"], none);
  assertEquals(asked.code, 1);
  const at = asked.lines.findIndex((line) => /^✗ WebGPU +Deno finds no device$/.test(line));
  assertStringIncludes(asked.lines[at + 1], adapterAdvice());
  assert(asked.lines.some((line) => line.startsWith("✗ engine webgpu")), asked.lines.join("\n"));
});

Deno.test("checkDriver() tells of GPUs, and of a fault only where there is one", () => {
  const good = checkDriver(true, { cuda: "12.4", gpus: ["NVIDIA H100"] });
  assertEquals(good, { name: "driver", found: "NVIDIA's, for CUDA 12.4: NVIDIA H100" });
  assertEquals(checkDriver(false, undefined).fault, undefined);
  assertStringIncludes(checkDriver(true, undefined).fault!, "install NVIDIA's driver");
  const faulty = { cuda: "12.4", gpus: [], fault: "it finds no GPU" };
  assertEquals(checkDriver(false, faulty).optional, true);
  assertEquals(checkDriver(true, faulty).optional, undefined);
  assertStringIncludes(checkDriver(true, faulty).fault!, "it finds no GPU: see to it that nvidia-smi");
});

Deno.test("checkFiles() finds a damaged file by its SHA-256", async () => {
  await inFolder(async (folder) => {
    const path = "tensorflow/libtensorflow_cc.so.2";
    const bytes = new TextEncoder().encode("a library");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const build: Build = {
      os: "linux",
      arch: "x86_64",
      gpu: false,
      wheels: [{
        package: "some-tensorflow",
        version: "1.2.3",
        python: "cp312-cp312",
        platform: "linux_x86_64",
        bytes: 1,
        sha256: "",
        files: [{ path, bytes: bytes.length, sha256 }],
      }],
    };
    await Deno.mkdir(join(folder, "tensorflow"));
    await Deno.writeFile(join(folder, path), bytes);
    const good = checkFiles(build, folder);
    assertEquals(good.fault, undefined);
    assertStringIncludes(good.found, `libtensorflow_cc.so.2: ${sha256.slice(0, 12)}…`);

    // Of the same size, which is all that a start looks at.
    bytes[0]++;
    await Deno.writeFile(join(folder, path), bytes);
    const bad = checkFiles(build, folder);
    assertStringIncludes(bad.found, `${join(folder, path)} has SHA-256 `);
    assertStringIncludes(bad.fault!, `remove the folder ${folder}`);
  });
});

Deno.test("checkCache() finds a folder that can't be written", async () => {
  await inFolder(async (folder) => {
    const before = Deno.env.get("RECLAIM_CACHE");
    try {
      Deno.env.set("RECLAIM_CACHE", join(folder, "cache"));
      const good = await checkCache(false);
      assertEquals(good.fault, undefined);
      assertMatch(good.found, /cache, [\d.]+ GB free$/);
      await Deno.writeTextFile(join(folder, "file"), "");
      Deno.env.set("RECLAIM_CACHE", join(folder, "file"));
      assertStringIncludes((await checkCache(false)).fault!, "set RECLAIM_CACHE to a folder on another disk");
    } finally {
      if (before === undefined) Deno.env.delete("RECLAIM_CACHE");
      else Deno.env.set("RECLAIM_CACHE", before);
    }
  });
});

Deno.test("checkData() says where a data set is, and what to do where it isn't", async () => {
  await inFolder(async (folder) => {
    const missing = await checkData("mnist", folder);
    assertEquals([missing.found, missing.optional], ["not there", true]);
    assertStringIncludes(missing.fault!, "missing train-images-idx3-ubyte");
    for (
      const file of ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
    ) await Deno.writeTextFile(join(folder, `${file}-ubyte`), "");
    assertEquals(await checkData("gaussian", folder), { name: "data gaussian", found: "made from a seed" });
    assertEquals(await checkData("mnist", folder), {
      name: "data mnist",
      found: `in the data folder ${folder}`,
    });
    for (const file of ["images-idx3", "labels-idx1"]) {
      await Deno.writeTextFile(join(folder, `emnist-bymerge-test-${file}-ubyte`), "");
    }
    assertEquals(await checkData("emnist-balanced", folder), {
      name: "data emnist-balanced",
      found: `other data stand in for it in the data folder ${folder}`,
    });
  });
});

const gpu: AdapterFound = {
  ...{ vendor: "4098", architecture: "", device: "29772", description: "AMD Radeon RX 7900" },
  ...{ isFallback: false, api: "Vulkan", maxBufferSize: 2 ** 31, maxStorageBufferBindingSize: 2 ** 27 },
};

Deno.test("checkAdapter() tells a GPU from a driver on the processor, and says what to install where there is neither", () => {
  const sizes = "buffers of at most 2.1 GB, of which a kernel sees 134 MB";
  assertEquals(checkAdapter({ tensorflow: true, adapter: gpu }, true), {
    name: "WebGPU",
    found: `AMD Radeon RX 7900 (Vulkan), a GPU; ${sizes}`,
  });
  const software = { ...gpu, description: "llvmpipe", isFallback: true };
  assertEquals(checkAdapter({ tensorflow: true, adapter: software }, false), {
    name: "WebGPU",
    found: `llvmpipe (Vulkan), computes on the processor, and auto does not take it; ${sizes}`,
  });
  const none = checkAdapter({ tensorflow: true }, false);
  assertEquals([none.fault, none.optional], [`${adapterAdvice()}: docs/GPU.md`, true]);
  assertEquals(checkAdapter({ tensorflow: true }, true).optional, undefined);
  const crashed = checkAdapter({ tensorflow: true, adapterFault: "the process was ended" }, false);
  assertEquals([crashed.found, crashed.optional], ["the process was ended", true]);
  assertStringIncludes(crashed.fault!, "driver again");
});

/** What trying an engine shows whose training steps are that far from NumPy's. */
const tried = (name: EngineName, deviation: number, isGpu = false): Outcome => ({
  tried: {
    engine: { name, device: isGpu ? "GPU" : "CPU", gpu: isGpu, version: "2.21.0" },
    tfjs: "4.22.0",
    deviations: [
      { what: "product", deviation: 1e-7, tolerance: 1e-5 },
      { what: "training", deviation, tolerance: 1e-4 },
    ],
    seconds: 0.00172,
  },
});

Deno.test("checkEngine() takes values near NumPy's and no others, and says how fast the engine is", () => {
  assertEquals(checkEngine("tensorflow", tried("tensorflow", 1e-6), undefined), {
    name: "engine tensorflow",
    found:
      "2.21.0 (TensorFlow.js 4.22.0) on the CPU; 1.7 ms a step; at most off NumPy's by: product 1.0e-7 " +
      "(0.00001 allowed), training 1.0e-6 (0.0001 allowed)",
  });
  for (const deviation of [2e-4, Infinity]) {
    const { fault } = checkEngine("wasm", tried("wasm", deviation), undefined);
    assertStringIncludes(fault!, "computes wrong numbers");
  }
});

Deno.test("checkEngine() finds it a fault that TensorFlow leaves a GPU unused that it can use", () => {
  const h100 = "NVIDIA H100 (CUDA 12.4)";
  assertEquals(checkEngine("tensorflow", tried("tensorflow", 0, true), h100).fault, undefined);
  assertStringIncludes(
    checkEngine("tensorflow", tried("tensorflow", 0), h100).fault!,
    "does not use the GPU",
  );
  assertEquals(checkEngine("wasm", tried("wasm", 0), h100).fault, undefined);
});

Deno.test("checkEngine() says why an engine can't be had, and what to do", () => {
  const refused = "Cannot start the engine webgpu: llvmpipe gives no device: use --engine auto";
  assertEquals(checkEngine("webgpu", { refused }, undefined), {
    name: "engine webgpu",
    found: "Cannot start the engine webgpu: llvmpipe gives no device",
    fault: "use --engine auto",
  });
});

Deno.test("tryEngine() finds an engine right, and ends one that takes too long", async () => {
  const outcome = await tryEngine("cpu", false);
  assert("tried" in outcome);
  const { engine, deviations, seconds } = outcome.tried;
  assertEquals([engine.name, deviations.map(({ deviation, tolerance }) => deviation < tolerance)], ["cpu", [
    true,
    true,
  ]]);
  assert(seconds > 0);
  assertEquals(await tryEngine("cpu", false, 20), {
    refused: "its process took longer than 0.02 s: use another engine",
  });
  const refused = await tryEngine("cpu", true);
  assert("refused" in refused);
  assertStringIncludes(refused.refused, "Cannot run on a GPU: the engine cpu found none");
});
