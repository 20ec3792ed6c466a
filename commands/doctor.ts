/**
 * The command `deno task doctor`: whether this machine has what Reclaim needs, and for each fault the next thing to do.
 *
 * @module
 */
import { statfs } from "node:fs/promises";
import { cpus, freemem, totalmem } from "node:os";
import { basename, join } from "node:path";
import { DataError } from "../datasets/data_error.ts";
import { type DatasetInfo, DATASETS, loadDataset, locateDataset } from "../datasets/mod.ts";
import { adapterAdvice, adapterName, isSoftware } from "../engine/adapter.ts";
import { cacheDir } from "../disk/cache.ts";
import { type EngineName, ENGINES } from "../engine/mod.ts";
import { fileDigest } from "../engine/file_digest.ts";
import { type NvidiaDriver, nvidiaDriver } from "../engine/nvidia.ts";
import { buildFolder, buildsFor, ensureLibrary, faultIn } from "../engine/setup.ts";
import { SetupError } from "../engine/setup_error.ts";
import { type Build, buildFiles, BUILDS, bytesNeeded } from "../engine/wheels.ts";
import { loadDeclarations } from "../papers/load.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { checkDataFolder } from "./data_folder.ts";
import { readEngine } from "./engine.ts";
import { cpuModel } from "../engine/processor.ts";
import { showMilliseconds } from "../terminal/duration.ts";
import { UsageError } from "../terminal/usage.ts";
import { decide } from "../workers/choice.ts";
import { probe, type Probed } from "../workers/probe.ts";
import { type Outcome, tryEngine } from "./try_engine.ts";

const USAGE = `deno task doctor [options]

Checks this machine: Deno, memory, the cache, NVIDIA's driver, WebGPU's device, TensorFlow's library by its SHA-256 (it is
downloaded where it isn't there yet), each engine by a product of matrices and a few training steps against NumPy's values,
which engine auto is, and the data sets. For each fault it says what to do next. That an engine is missing which auto does
not take breaks nothing.

  --engine NAME     check this engine alone
  --require-gpu     take it for a fault that there is no GPU, neither by CUDA nor by WebGPU
  --data-dir DIR    look for the data sets in this folder
  --papers DIR      look also for the data sets of the paper in this folder; may be given more than once. This executes
                    the paper's code, with this command's permissions
  --quiet           show no progress of downloads

Exit codes: 0 all that runs need is there, 1 something is broken, 2 bad usage.`;

/** What was checked, and what was found. */
export interface Check {
  name: string;
  /** In one line. */
  found: string;
  /** What to do next; where it is there, the check failed. */
  fault?: string;
  /** Whether runs without options do without it. */
  optional?: true;
}

/** The Deno that Reclaim is tested with. */
const DENO = "2.9";

/** The memory, in bytes, that the largest runs take (all of MNIST, its codes and a model). */
const MEMORY = 2.5e9;

/** Runs the command; returns its exit code. */
export async function doctor(args: string[]): Promise<number> {
  const flags = readFlags(args, {
    string: ["engine", "data-dir", "papers"],
    boolean: ["require-gpu", "quiet", "help"],
    collect: ["papers"],
  });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) throw new UsageError(`What is ${flags._[0]}? The doctor takes options alone`);
  const engineName = readEngine(flags.engine ?? "auto");
  const requireGpu = flags["require-gpu"];
  await checkDataFolder(flags["data-dir"]);
  const declared = (await loadDeclarations(flags.papers)).flatMap(({ datasets }) => datasets);
  const datasets = [...DATASETS, ...declared].map(({ name }) => name);
  const names = [...datasets.map((name) => `data ${name}`), ...ENGINES.map((name) => `engine ${name}`)];
  const width = Math.max(...names.map(({ length }) => length));
  let isBroken = false;
  const show = (check: Check) => {
    for (const line of lines(check, width)) print(line);
    isBroken ||= check.fault !== undefined && !check.optional;
  };
  show(checkPlatform());
  show(checkDeno());
  show(checkMemory());
  const setting = checkSetting();
  if (setting !== undefined) {
    show(setting);
    return 1;
  }
  show(await checkCache(needsTensorFlow(engineName)));
  const driver = nvidiaDriver();
  const probed = await probe();
  const isGpu = probed.adapter !== undefined && !isSoftware(probed.adapter);
  show(checkDriver(requireGpu && !isGpu, driver));
  const isAuto = engineName === "auto";
  if (isAuto || engineName === "webgpu") {
    show(checkAdapter(probed, !isAuto || requireGpu && probed.nvidia === undefined));
  }
  const choice = isAuto ? await checkChoice(probed, requireGpu) : undefined;
  const needed = isAuto ? choice!.engine : engineName;
  const broken: EngineName[] = [];
  if (needsTensorFlow(engineName)) {
    const check = await checkLibrary({
      quiet: flags.quiet,
      requireGpu: requireGpu && needed === "tensorflow",
    });
    show(needed === "tensorflow" ? check : { ...check, optional: true });
    if (check.fault !== undefined) broken.push("tensorflow");
  }
  const noAdapter = isAuto && !probed.adapter;
  for (const engine of isAuto ? ENGINES.filter((name) => !(noAdapter && name === "webgpu")) : [engineName]) {
    const outcome = broken.includes(engine)
      ? { refused: "not started: mend the library first" }
      : await tryEngine(engine, requireGpu && engine === needed);
    const check = checkEngine(engine, outcome, probed.nvidia);
    show(engine === needed ? check : { ...check, optional: true });
  }
  if (choice) show(choice.check);
  let missing = 0;
  for (const name of datasets) {
    const check = await checkData(name, flags["data-dir"], declared);
    show(check);
    if (check.fault !== undefined) missing++;
  }
  print(
    isBroken
      ? "Something that runs need is broken: do what the arrows say"
      : `Ready.${missingInWords(missing)}`,
  );
  return isBroken ? 1 : 0;
}

/** How many data sets are missing, and what comes of it. */
export function missingInWords(count: number): string {
  if (count === 0) return "";
  return count === 1
    ? " 1 data set is missing; its experiments will be skipped"
    : ` ${count} data sets are missing; their experiments will be skipped`;
}

/**
 * A check as it is printed: a line, and one for what to do.
 *
 * @param width The length of the longest name.
 */
export function lines({ name, found, fault }: Check, width: number): string[] {
  const first = `${fault === undefined ? "✓" : "✗"} ${name.padEnd(width)} ${found}`;
  return fault === undefined ? [first] : [first, `${" ".repeat(width + 2)} → ${fault}`];
}

function needsTensorFlow(engine: "auto" | EngineName): boolean {
  return engine === "auto" || engine === "tensorflow";
}

function checkPlatform(): Check {
  const { os, arch, env } = Deno.build;
  const found = [os, Deno.osRelease(), arch, ...env ? [env] : []].join(" ");
  return { name: "platform", found: `${found}; ${cpus().length} × ${cpuModel()}` };
}

/** Whether Deno is the one that Reclaim was made with, or a later one. */
export function checkDeno(version = Deno.version.deno): Check {
  const [major, minor] = version.split(".").map(Number);
  const [least, leastMinor] = DENO.split(".").map(Number);
  const check: Check = { name: "Deno", found: version };
  return major > least || (major === least && minor >= leastMinor)
    ? check
    : { ...check, fault: `Reclaim is tested with ${DENO}: run deno upgrade, or npx --yes deno@${DENO}` };
}

/** Whether there is memory for the largest runs. */
export function checkMemory(total = totalmem(), free = freemem()): Check {
  const check: Check = { name: "memory", found: `${size(total)}, ${size(free)} free` };
  return free >= MEMORY ? check : {
    ...check,
    fault: `the largest runs take ${size(MEMORY)}: end other programs, or keep to --profile quick`,
    optional: true,
  };
}

/** Whether what the environment says of the GPU is wrong: without it nothing that follows can be checked. */
function checkSetting(): Check | undefined {
  try {
    buildsFor();
    return undefined;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const found = `RECLAIM_GPU=${Deno.env.get("RECLAIM_GPU")}`;
    return { name: "environment", found, fault: "it must be 0, 1 or not set" };
  }
}

/** Whether the cache folder can be written, and has room for what is still to be downloaded. */
export async function checkCache(tensorflow: boolean): Promise<Check> {
  const name = "cache";
  const elsewhere = "set RECLAIM_CACHE to a folder on another disk";
  let folder: string | undefined;
  let free: number;
  try {
    folder = cacheDir();
    await Deno.mkdir(folder, { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: folder, prefix: ".writable-" }));
    const { bavail, bsize } = await statfs(folder);
    free = bavail * bsize;
  } catch (error) {
    const { message } = error as Error;
    return { name, found: folder ?? "no folder", fault: `it can't be written (${message}): ${elsewhere}` };
  }
  const [build] = tensorflow && !Deno.env.get("RECLAIM_TENSORFLOW") ? buildsFor() : [];
  const needed = build && await faultIn(buildFolder(build), build) ? bytesNeeded(build) : 0;
  const check: Check = { name, found: `${folder}, ${size(free)} free` };
  return free >= needed
    ? check
    : { ...check, fault: `TensorFlow's library needs ${size(needed)}: free some, or ${elsewhere}` };
}

/**
 * NVIDIA's driver and its GPUs; that there is none is no fault unless one is required.
 *
 * @param requireGpu Whether a GPU is required and WebGPU has none.
 */
export function checkDriver(requireGpu: boolean, driver: NvidiaDriver | undefined): Check {
  const name = "driver";
  const without = requireGpu ? {} : { optional: true } as const;
  if (!driver) {
    const found = "no NVIDIA driver";
    return requireGpu
      ? {
        name,
        found,
        fault: "install NVIDIA's driver, 525 or later, or the Vulkan driver of another GPU: docs/GPU.md",
      }
      : { name, found };
  }
  const found = `NVIDIA's, for CUDA ${driver.cuda}: ${driver.gpus.join(", ") || "no GPU"}`;
  return driver.fault
    ? { name, found, fault: `${driver.fault}: see to it that nvidia-smi lists the GPU`, ...without }
    : { name, found };
}

/** The device that WebGPU finds; that there is none is no fault unless one is required. */
export function checkAdapter({ adapter, adapterFault }: Probed, required: boolean): Check {
  const name = "WebGPU";
  const without = required ? {} : { optional: true } as const;
  if (adapterFault !== undefined) {
    return { name, found: adapterFault, fault: "install the GPU's driver again: docs/GPU.md", ...without };
  }
  if (!adapter) {
    return { name, found: "Deno finds no device", fault: `${adapterAdvice()}: docs/GPU.md`, ...without };
  }
  const { api, maxBufferSize, maxStorageBufferBindingSize } = adapter;
  const kind = isSoftware(adapter) ? "computes on the processor, and auto does not take it" : "a GPU";
  return {
    name,
    found:
      `${adapterName(adapter)} (${api}), ${kind}; buffers of at most ${
        size(maxBufferSize)
      }, of which a kernel ` +
      `sees ${size(maxStorageBufferBindingSize)}`,
  };
}

/** Which engine `auto` is by what was found, without measuring anything. */
async function checkChoice(
  probed: Probed,
  requireGpu: boolean,
): Promise<{ check: Check; engine?: EngineName }> {
  const name = "auto";
  try {
    const { engines: [engine], why } = await decide({ requireGpu, setUp: false, quiet: true }, {
      probe: () => Promise.resolve(probed),
      pace: () => Promise.resolve(undefined),
    });
    return { check: { name, found: `the engine ${engine}: ${why}` }, engine };
  } catch (error) {
    return { check: refused(name, error) };
  }
}

/** TensorFlow's library: set up where it isn't there yet, and each file's SHA-256. */
async function checkLibrary(
  options: { quiet: boolean; requireGpu: boolean },
): Promise<Check> {
  const name = "library";
  try {
    const library = await ensureLibrary(options);
    return library.build
      ? checkFiles(library.build, buildFolder(library.build))
      : checkNamed(library.directory, basename(library.cc));
  } catch (error) {
    return refused(name, error);
  }
}

/** What a {@linkcode SetupError} says: what is wrong, and after its last colon what to do. */
function refused(name: string, error: unknown): Check {
  if (!(error instanceof SetupError)) throw error;
  return { name, ...split(error.message) };
}

/** A message in its parts: what is wrong, and after its last colon what to do. */
function split(message: string): Pick<Check, "found" | "fault"> {
  const at = message.lastIndexOf(": ");
  return { found: message.slice(0, at), fault: message.slice(at + 2) };
}

/** Whether a build's files in `folder` are those that are pinned. */
export function checkFiles(build: Build, folder: string): Check {
  const name = "library";
  const [wheel] = build.wheels;
  const files = buildFiles(build);
  for (const { path, sha256 } of files) {
    const found = fileDigest(join(folder, path));
    if (found !== sha256) {
      return {
        name,
        found: `${join(folder, path)} has SHA-256 ${found} instead of ${sha256}`,
        fault: `it is damaged: remove the folder ${folder}, and the next start sets it up again`,
      };
    }
  }
  return {
    name,
    found: `${wheel.package} ${wheel.version} (${wheel.platform}) in ${folder}, ` +
      `all ${files.length} files have the pinned SHA-256 (${basename(wheel.files[0].path)}: ${
        abbreviated(wheel.files[0].sha256)
      })`,
  };
}

/** What a library is that RECLAIM_TENSORFLOW names; one that isn't pinned is no fault. */
function checkNamed(directory: string, cc: string): Check {
  const sha256 = fileDigest(join(directory, cc));
  const pinned = BUILDS.find(({ wheels }) => wheels[0].files[0].sha256 === sha256);
  const what = pinned
    ? `${pinned.wheels[0].package} ${pinned.wheels[0].version}`
    : "none of the pinned builds";
  return {
    name: "library",
    found: `${directory} (RECLAIM_TENSORFLOW): ${what}, SHA-256 ${abbreviated(sha256)}`,
  };
}

const abbreviated = (sha256: string) => `${sha256.slice(0, 12)}…`;

/**
 * What trying an engine showed.
 *
 * @param nvidia The GPU that TensorFlow can use, in words.
 */
export function checkEngine(engine: EngineName, outcome: Outcome, nvidia: string | undefined): Check {
  const name = `engine ${engine}`;
  if ("refused" in outcome) return { name, ...split(outcome.refused) };
  const { tried } = outcome;
  const { version, device, gpu } = tried.engine;
  const by = engine === "tensorflow" ? `${version} (TensorFlow.js ${tried.tfjs})` : version;
  const values = tried.deviations.map(({ what, deviation, tolerance }) =>
    `${what} ${deviation.toExponential(1)} (${tolerance} allowed)`
  );
  const check: Check = {
    name,
    found: `${by} on the ${device}; ${showMilliseconds(tried.seconds)} a step; at most off NumPy's by: ${
      values.join(", ")
    }`,
  };
  if (!tried.deviations.every(({ deviation, tolerance }) => deviation <= tolerance)) {
    return {
      ...check,
      fault: "this engine computes wrong numbers here: use another, and report it with these lines",
    };
  }
  return engine === "tensorflow" && nvidia !== undefined && !gpu
    ? { ...check, fault: "it does not use the GPU: TF_CPP_MIN_LOG_LEVEL=0 deno task reproduce shows why" }
    : check;
}

/** Whether a data set is there. The one that comes with a package, which runs without options take, is read. */
export async function checkData(
  dataset: string,
  dataDir?: string,
  declared: readonly DatasetInfo[] = [],
): Promise<Check> {
  const name = `data ${dataset}`;
  const options = dataDir === undefined ? {} : { dataDir };
  try {
    const place = await locateDataset(dataset, options, declared);
    if (place === "package") {
      const { train, test } = await loadDataset(dataset, options, declared);
      return { name, found: `read from a package, ${train.images.rows} + ${test.images.rows} images` };
    }
    return {
      name,
      found: place === "generator"
        ? "made from a seed"
        : place === "download"
        ? `not here yet: a run downloads it, or now deno task data ${dataset}`
        : place === "stand-in"
        ? `other data stand in for it in the data folder ${dataDir}`
        : `in the ${place}${dataDir === undefined ? "" : ` ${dataDir}`}`,
    };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { message } = error;
    const optional = dataset === "mnist-10k" ? {} : { optional: true } as const;
    return { name, found: "not there", fault: message, ...optional };
  }
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

if (import.meta.main) await main(doctor);
