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
import { cacheDir, type Engine, type EngineName, initEngine, tf } from "../engine/mod.ts";
import { fileDigest } from "../engine/file_digest.ts";
import { type NvidiaDriver, nvidiaDriver } from "../engine/nvidia.ts";
import { buildFolder, buildsFor, ensureLibrary, faultIn, type Library } from "../engine/setup.ts";
import { SetupError } from "../engine/setup_error.ts";
import { type Build, buildFiles, BUILDS, bytesNeeded } from "../engine/wheels.ts";
import { loadDeclarations } from "../papers/load.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { readEngine } from "./engine.ts";
import { cpuModel } from "../runner/provenance.ts";
import { UsageError } from "../terminal/usage.ts";
import { type Deviation, productDeviation, trainingDeviation } from "./self_check.ts";

const USAGE = `deno task doctor [options]

Checks this machine: Deno, memory, the cache, NVIDIA's driver, TensorFlow's library by its SHA-256 (it is downloaded where
it isn't there yet), the engine by a product of matrices and a compiled training step against NumPy's values, and the data
sets. For each fault it says what to do next.

  --engine NAME     the engine to check; auto unless given
  --require-gpu     take it for a fault that there is no GPU
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
  const declared = (await loadDeclarations(flags.papers)).flatMap(({ datasets }) => datasets);
  const datasets = [...DATASETS, ...declared].map(({ name }) => name);
  const width = Math.max(...datasets.map((name) => `data ${name}`.length));
  let broken = false;
  const show = (check: Check) => {
    for (const line of lines(check, width)) print(line);
    broken ||= check.fault !== undefined && !check.optional;
  };
  show(checkPlatform());
  show(checkDeno());
  show(checkMemory());
  show(await checkCache(needsTensorFlow(engineName)));
  const driver = nvidiaDriver();
  show(checkDriver(requireGpu, driver));
  let library: Library | undefined;
  if (needsTensorFlow(engineName)) {
    const outcome = await checkLibrary({ quiet: flags.quiet, requireGpu });
    show(outcome.check);
    library = outcome.library;
    if (!library) {
      const meanwhile = engineName === "auto" ? "; until then runs go on with the slower engine wasm" : "";
      show({ name: "engine", found: "not started", fault: `mend the library first${meanwhile}` });
    }
  }
  if (library || !needsTensorFlow(engineName)) {
    const started = await checkEngine(engineName === "auto" ? "tensorflow" : engineName, requireGpu, driver);
    show(started.check);
    if (started.engine) {
      for (const compute of [productDeviation, trainingDeviation]) show(await checkValues(compute));
    }
  }
  let missing = 0;
  for (const name of datasets) {
    const check = await checkData(name, flags["data-dir"], declared);
    show(check);
    if (check.fault !== undefined) missing++;
  }
  print(
    broken
      ? "Something that runs need is broken: do what the arrows say"
      : `Ready.${missingInWords(missing)}`,
  );
  return broken ? 1 : 0;
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

/** Whether the cache folder can be written, and has room for what is still to be downloaded. */
export async function checkCache(tensorflow: boolean): Promise<Check> {
  const name = "cache";
  const elsewhere = "set RECLAIM_CACHE to a folder on another disk";
  let folder: string | undefined;
  try {
    folder = cacheDir();
    await Deno.mkdir(folder, { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: folder, prefix: ".writable-" }));
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const [build] = tensorflow && !Deno.env.get("RECLAIM_TENSORFLOW") ? buildsFor() : [];
    const needed = build && await faultIn(buildFolder(build), build) ? bytesNeeded(build) : 0;
    const check: Check = { name, found: `${folder}, ${size(free)} free` };
    return free >= needed
      ? check
      : { ...check, fault: `TensorFlow's library needs ${size(needed)}: free some, or ${elsewhere}` };
  } catch (error) {
    const { message } = error as Error;
    return { name, found: folder ?? "no folder", fault: `it can't be written (${message}): ${elsewhere}` };
  }
}

/** NVIDIA's driver and its GPUs; that there is none is no fault unless one is required. */
export function checkDriver(requireGpu: boolean, driver: NvidiaDriver | undefined): Check {
  const name = "driver";
  const without = requireGpu ? {} : { optional: true } as const;
  if (!driver) {
    const found = "no NVIDIA driver: the processor computes";
    return requireGpu ? { name, found, fault: "install NVIDIA's driver, 525 or later" } : { name, found };
  }
  const found = `NVIDIA's, for CUDA ${driver.cuda}: ${driver.gpus.join(", ") || "no GPU"}`;
  return driver.fault
    ? { name, found, fault: `${driver.fault}: see to it that nvidia-smi lists the GPU`, ...without }
    : { name, found };
}

/** TensorFlow's library: set up where it isn't there yet, and each file's SHA-256. */
async function checkLibrary(
  options: { quiet: boolean; requireGpu: boolean },
): Promise<{ check: Check; library?: Library }> {
  const name = "library";
  try {
    const library = await ensureLibrary(options);
    const check = library.build
      ? checkFiles(library.build, buildFolder(library.build))
      : checkNamed(library.directory, basename(library.cc));
    return { check, ...check.fault === undefined && { library } };
  } catch (error) {
    return { check: refused(name, error) };
  }
}

/** What a {@linkcode SetupError} says: what is wrong, and after its last colon what to do. */
function refused(name: string, error: unknown): Check {
  if (!(error instanceof SetupError)) throw error;
  const { message } = error;
  const split = message.lastIndexOf(": ");
  return { name, found: message.slice(0, split), fault: message.slice(split + 2) };
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

async function checkEngine(
  engine: EngineName,
  requireGpu: boolean,
  driver: NvidiaDriver | undefined,
): Promise<{ check: Check; engine?: Engine }> {
  const name = "engine";
  try {
    const started = await initEngine({ engine, requireGpu, quiet: true });
    const check: Check = { name, found: describe(started) };
    const unused = driver && !driver.fault && !started.gpu && engine === "tensorflow";
    return {
      check: unused
        ? { ...check, fault: "it does not use the GPU: TF_CPP_MIN_LOG_LEVEL=0 deno task doctor shows why" }
        : check,
      engine: started,
    };
  } catch (error) {
    return { check: refused(name, error) };
  }
}

function describe({ name, version, device }: Engine): string {
  return `${name} ${version} on the ${device}; TensorFlow.js ${tf.version_core}`;
}

/** Whether the engine computes what it should. */
export async function checkValues(compute: () => Promise<Deviation>): Promise<Check> {
  const { what, deviation, tolerance } = await compute();
  const check: Check = {
    name: "values",
    found: `${what}: at most ${deviation.toExponential(1)} from NumPy's, ${tolerance} allowed`,
  };
  return deviation <= tolerance ? check : {
    ...check,
    fault: "this engine computes wrong numbers here: use --engine wasm, and report it with these lines",
  };
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
      found: place === "download"
        ? `still to be downloaded, which a run does by itself: deno task data ${dataset}`
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
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

if (import.meta.main) await main(doctor);
