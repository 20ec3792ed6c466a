/**
 * Set-up of libtensorflow: finds the one in the cache, or downloads TensorFlow's wheel (and NVIDIA's for a GPU) with the
 * machine's own pip, pinned by version and hash, and keeps the shared libraries.
 *
 * @module
 */
import { basename, dirname, join, resolve } from "node:path";
import { binaryFault } from "./binary.ts";
import { cacheDir, CacheError } from "../disk/cache.ts";
import { extract } from "./extract.ts";
import { fileDigest } from "./file_digest.ts";
import { notice } from "../terminal/notice.ts";
import { nvidiaDriver } from "./nvidia.ts";
import { checkProcessor, download, findPython } from "./python.ts";
import { ELSEWHERE, isNoSpace, messageOf, noSpace, refusal, SetupError } from "./setup_error.ts";
import { type Build, buildFiles, BUILDS, wheelFile } from "./wheels.ts";

/** A libtensorflow on this machine. */
export interface Library {
  /** Full path of `libtensorflow_cc`, to be opened. */
  cc: string;
  /** The folder that holds it and `libtensorflow_framework`. */
  directory: string;
  /** Whether it is the one that `RECLAIM_TENSORFLOW` names or the one in the cache. */
  origin: "RECLAIM_TENSORFLOW" | "cache";
  /** The pinned build that it is; none where `RECLAIM_TENSORFLOW` names it. */
  build?: Build;
}

/** Options of {@linkcode ensureLibrary}. */
export interface EnsureLibraryOptions {
  /** Shows no progress, and no notices but that it goes on without the GPU. */
  quiet?: boolean;
  /** Takes the build for GPUs or none. */
  requireGpu?: boolean;
}

/** The machine, as far as set-up depends on it; tests give their own. */
export interface Host {
  os: string;
  arch: string;
  /** The C library, as in `Deno.build.env`. */
  libc: string | undefined;
  /** Whether it has a GPU that TensorFlow works on. */
  gpu: boolean;
  /** Commands that may be a Python with pip, in the order to try; only the first is asked for permission to run. */
  pythons: readonly string[];
  builds: readonly Build[];
}

/**
 * Finds libtensorflow, or sets it up where it isn't there yet (some 250 MB to download, 900 MB in the cache; for a GPU
 * 3.3 GB and 5.1 GB).
 *
 * `RECLAIM_TENSORFLOW` names a folder that holds the libraries, or the `site-packages` folder of a Python that has
 * TensorFlow. Without it the libraries are those in the cache folder ({@linkcode cacheDir}), where they are complete by
 * their sizes; this costs a look at the disk for each. With `RECLAIM_CHECK_LIBRARY` set to 1 their SHA-256 must be the pinned
 * ones too: who shares the cache with others, as on a machine that runs jobs, pays a second for it at each start, with the
 * build for GPUs some six. Else they are set up: many processes may ask at once, one does it, and nothing half done is ever
 * used. A machine with an NVIDIA GPU gets the build for GPUs, or, where that can't be had, the one
 * without, which is said on stderr; `RECLAIM_GPU` set to 0 or 1 decides this instead of the driver.
 *
 * @throws {SetupError} If there is no libtensorflow for this machine, or it can't be downloaded or kept.
 */
export async function ensureLibrary(
  options: EnsureLibraryOptions = {},
  host: Host = thisHost(),
): Promise<Library> {
  const { quiet = false, requireGpu = false } = options;
  const named = Deno.env.get("RECLAIM_TENSORFLOW");
  if (named) return await namedLibrary(named, host);

  const builds = buildsFor(host).filter(({ gpu }) => gpu || !requireGpu);
  const machine = [host.os, host.arch, host.libc === "musl" ? "musl" : ""].join(" ").trim();
  if (builds.length === 0) {
    throw refusal(
      requireGpu
        ? host.builds.some(({ gpu, os, arch }) => gpu && os === host.os && arch === host.arch)
          ? "a GPU is required, and NVIDIA's driver finds none here (deno task doctor says more): " +
            "install the driver, or set RECLAIM_GPU to 1 to set up the GPU build all the same"
          : `a GPU is required, and TensorFlow has no GPU build for ${machine}: use --engine webgpu, or ${ELSEWHERE}`
        : `TensorFlow has no library for ${machine}: use --engine wasm, or ${ELSEWHERE}`,
    );
  }
  const [best, next] = builds;
  try {
    return await cachedLibrary(best, host, quiet);
  } catch (error) {
    if (!(error instanceof SetupError) || next === undefined) throw error;
    notice(`${error.message}. Going on without the GPU; RECLAIM_GPU=0 does so without asking`);
    return await cachedLibrary(next, host, quiet);
  }
}

async function cachedLibrary(build: Build, host: Host, quiet: boolean): Promise<Library> {
  const directory = buildFolder(build);
  const digests = isSet("RECLAIM_CHECK_LIBRARY") ?? false;
  if (await faultIn(directory, build, { digests })) {
    await setUpAlone(directory, build, { pythons: host.pythons, quiet, digests });
  }
  const cc = join(directory, build.wheels[0].files[0].path);
  return { cc, directory: dirname(cc), origin: "cache", build };
}

/** The builds that this machine can use, the best one first. */
export function buildsFor(host: Host = thisHost()): Build[] {
  if (host.libc === "musl") return [];
  return host.builds.filter(({ os, arch, gpu }) =>
    os === host.os && arch === host.arch && (host.gpu || !gpu)
  );
}

/**
 * Where the cache has a build.
 *
 * @throws {SetupError} If there is no cache.
 */
export function buildFolder({ wheels: [wheel] }: Build): string {
  try {
    return join(resolve(cacheDir()), "tensorflow", `${wheel.package}-${wheel.version}-${wheel.platform}`);
  } catch (error) {
    if (!(error instanceof CacheError)) throw error;
    throw refusal(`${error.message}, or RECLAIM_TENSORFLOW to one that holds libtensorflow`);
  }
}

function thisHost(): Host {
  const { os, arch, env } = Deno.build;
  return { os, arch, libc: env, gpu: hasGpu(), pythons: ["python3", "python"], builds: BUILDS };
}

function hasGpu(): boolean {
  const said = isSet("RECLAIM_GPU");
  if (said !== undefined) return said;
  const driver = nvidiaDriver();
  return driver !== undefined && driver.fault === undefined;
}

/** Whether a variable is 1; undefined where it is not set. */
function isSet(name: "RECLAIM_GPU" | "RECLAIM_CHECK_LIBRARY"): boolean | undefined {
  const said = Deno.env.get(name);
  if (!said) return undefined;
  if (said === "0" || said === "1") return said === "1";
  throw new SetupError(`Cannot set up libtensorflow: ${name} must be 0 or 1, got ${said}`);
}

async function namedLibrary(named: string, host: Host): Promise<Library> {
  const ending = host.os === "darwin" ? "2.dylib" : "so.2";
  const names = [`libtensorflow_cc.${ending}`, `libtensorflow_framework.${ending}`];
  const folder = resolve(named);
  let missing = names;
  for (const directory of [folder, join(folder, "tensorflow")]) {
    const sizes = await Promise.all(names.map((name) => sizeOf(join(directory, name))));
    const absent = names.filter((_, i) => sizes[i] === undefined);
    if (absent.length === 0) {
      await checkBinaries(names.map((name) => join(directory, name)), host);
      return { cc: join(directory, names[0]), directory, origin: "RECLAIM_TENSORFLOW" };
    }
    if (absent.length < missing.length) missing = absent;
  }
  throw refusal(
    `RECLAIM_TENSORFLOW is ${named}, which lacks ${missing.join(" and ")}: set it to a folder that holds ` +
      `${names.join(" and ")}, or unset it to have them downloaded`,
  );
}

/** Refuses what the loader would refuse in words of its own, or load and crash on. */
async function checkBinaries(paths: string[], host: Host): Promise<void> {
  for (const path of paths) {
    const fault = await binaryFault(path, host);
    if (fault) {
      throw refusal(
        `${path} ${fault}: set RECLAIM_TENSORFLOW to a folder that holds TensorFlow for this machine, ` +
          "or unset it to have it downloaded",
      );
    }
  }
}

function manifestOf({ wheels }: Build): string {
  const kept = wheels.map((wheel) => ({ wheel: wheelFile(wheel), sha256: wheel.sha256, files: wheel.files }));
  return JSON.stringify({ wheels: kept }, undefined, 2) + "\n";
}

/**
 * What is wrong with a build's files in the folder, in words; nothing where they are complete.
 *
 * @param options `digests`: whether to look at their SHA-256 too, beside their sizes.
 */
export async function faultIn(
  directory: string,
  build: Build,
  { digests = false }: { digests?: boolean } = {},
): Promise<string | undefined> {
  try {
    const manifest = await Deno.readTextFile(join(directory, "manifest.json"));
    if (manifest !== manifestOf(build)) return "its manifest.json is not of this version";
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return "its manifest.json is missing";
  }
  for (const { path, bytes } of buildFiles(build)) {
    const size = await sizeOf(join(directory, path));
    if (size === undefined) return `${basename(path)} is missing`;
    if (size !== bytes) return `${basename(path)} has ${size} bytes instead of ${bytes}`;
  }
  if (!digests) return undefined;
  for (const { path, sha256 } of buildFiles(build)) {
    const found = fileDigest(join(directory, path));
    if (found !== sha256) return `${basename(path)} has SHA-256 ${found} instead of ${sha256}`;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const { isFile, size } = await Deno.stat(path);
    return isFile ? size : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return undefined;
  }
}

/** Sets up under a lock, which a process that ends in any way gives back. */
async function setUpAlone(
  directory: string,
  build: Build,
  { pythons, quiet, digests }: { pythons: readonly string[]; quiet: boolean; digests: boolean },
) {
  const say = (text: string) => {
    if (!quiet) notice(text);
  };
  const parent = dirname(directory);
  using _lock = await lockedFile(`${directory}.lock`, () => {
    say("Another process is setting up libtensorflow: waiting for it");
  });
  const fault = await faultIn(directory, build, { digests });
  if (!fault) return;

  try {
    const leftovers = await removeLeftovers(directory);
    if (await exists(directory)) {
      say(`libtensorflow in ${directory} is not usable (${fault}): doing it again`);
    } else if (leftovers) say("An earlier set-up of libtensorflow was cut off: doing it again");

    const python = await findPython(pythons);
    await checkProcessor(build, python);
    const staging = await Deno.makeTempDir({ dir: parent, prefix: stagingPrefix(directory) });
    try {
      const made = join(staging, "library");
      await Deno.mkdir(made);
      for (const [i, wheel] of build.wheels.entries()) {
        const what = i === 0 ? "libtensorflow" : wheel.package;
        const path = join(staging, wheelFile(wheel));
        await download(wheel, what, build, python, staging, quiet);
        await extract(wheel, what, path, made, quiet);
        // The next one takes its place on the disk.
        await Deno.remove(path);
      }
      await Deno.writeTextFile(join(made, "manifest.json"), manifestOf(build));
      if (await exists(directory)) await Deno.remove(directory, { recursive: true });
      await Deno.rename(made, directory);
    } finally {
      await Deno.remove(staging, { recursive: true });
    }
  } catch (error) {
    if (error instanceof SetupError || error instanceof Deno.errors.NotCapable) throw error;
    const message = messageOf(error);
    if (isNoSpace(message)) throw noSpace(parent, build, error);
    throw refusal(`${message}: see to the folder ${parent}, or set RECLAIM_CACHE to another`, {
      cause: error,
    });
  }
}

/**
 * A file that only this process has locked, until it is closed. Not by `disk/lock.ts`, which waits by asking again and again
 * and takes a lock over from other machines: here the system itself wakes the next process, and a cache is one machine's.
 */
async function lockedFile(path: string, onWait: () => void): Promise<Deno.FsFile> {
  const folder = dirname(path);
  try {
    await Deno.mkdir(folder, { recursive: true });
    const file = await Deno.open(path, { create: true, write: true });
    try {
      if (!await file.tryLock(true)) {
        onWait();
        await file.lock(true);
      }
    } catch (error) {
      file.close();
      throw error;
    }
    return file;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw refusal(
      `the cache folder ${folder} can't be written or locked (${messageOf(error)}): ` +
        `set RECLAIM_CACHE to a folder that can`,
      { cause: error },
    );
  }
}

const stagingPrefix = (directory: string) => `${basename(directory)}.part-`;

/** Removes what set-ups that were killed have left; says whether there was any. */
async function removeLeftovers(directory: string): Promise<boolean> {
  let any = false;
  for await (const entry of Deno.readDir(dirname(directory))) {
    if (!entry.name.startsWith(stagingPrefix(directory))) continue;
    await Deno.remove(join(dirname(directory), entry.name), { recursive: true });
    any = true;
  }
  return any;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
