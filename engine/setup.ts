/**
 * Set-up of libtensorflow: finds the one in the cache, or downloads TensorFlow's wheel (and NVIDIA's for a GPU) with the
 * machine's own pip, pinned by version and hash, and keeps the shared libraries.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { binaryFault } from "./binary.ts";
import { cacheDir } from "./cache.ts";
import { nvidiaDriver } from "./nvidia.ts";
import { progress } from "./progress.ts";
import {
  type Build,
  buildFiles,
  BUILDS,
  type Wheel,
  WHEEL_PYTHON,
  type WheelFile,
  wheelFile,
} from "./wheels.ts";

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
  /** Shows no progress and no notices. */
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

/** An engine can't be had here. The message says why and what to do, in one sentence. */
export class SetupError extends Error {
  override name = "SetupError";
}

function refusal(why: string, options?: ErrorOptions): SetupError {
  return new SetupError(`Cannot set up libtensorflow: ${why}`, options);
}

const ELSEWHERE = "set RECLAIM_TENSORFLOW to a folder that holds libtensorflow";

/**
 * Finds libtensorflow, or sets it up where it isn't there yet (some 250 MB to download, 900 MB in the cache; for a GPU
 * 3.3 GB and 5.1 GB).
 *
 * `RECLAIM_TENSORFLOW` names a folder that holds the libraries, or the `site-packages` folder of a Python that has
 * TensorFlow. Without it the libraries are those in the cache folder ({@linkcode cacheDir}), where they are complete;
 * this costs a look at the disk for each. Else they are set up: many processes may ask at once, one does it, and nothing
 * half done is ever used. A machine with an NVIDIA GPU gets the build for GPUs, or, where that can't be had, the one
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
    writeNotice(`${error.message}. Going on without the GPU; RECLAIM_GPU=0 does so without asking`);
    return await cachedLibrary(next, host, quiet);
  }
}

async function cachedLibrary(build: Build, host: Host, quiet: boolean): Promise<Library> {
  const directory = buildFolder(build);
  if (await faultIn(directory, build)) await setUpAlone(directory, build, host.pythons, quiet);
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

/** Where the cache has a build. */
export function buildFolder({ wheels: [wheel] }: Build): string {
  return join(resolve(cacheDir()), "tensorflow", `${wheel.package}-${wheel.version}-${wheel.platform}`);
}

function thisHost(): Host {
  const { os, arch, env } = Deno.build;
  return { os, arch, libc: env, gpu: hasGpu(), pythons: ["python3", "python"], builds: BUILDS };
}

function hasGpu(): boolean {
  const said = Deno.env.get("RECLAIM_GPU");
  if (said === "0" || said === "1") return said === "1";
  if (said) {
    throw new SetupError(`Cannot choose a device: RECLAIM_GPU must be 0 or 1: current value is ${said}`);
  }
  const driver = nvidiaDriver();
  return driver !== undefined && driver.fault === undefined;
}

function writeNotice(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${text}\n`));
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

/** What is wrong with a build's files in the folder, in words; nothing where they are complete. */
export async function faultIn(directory: string, build: Build): Promise<string | undefined> {
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
async function setUpAlone(directory: string, build: Build, pythons: readonly string[], quiet: boolean) {
  const notice = (text: string) => {
    if (!quiet) writeNotice(text);
  };
  const parent = dirname(directory);
  using _lock = await lockedFile(`${directory}.lock`, () => {
    notice("Another process is setting up libtensorflow: waiting for it");
  });
  const fault = await faultIn(directory, build);
  if (!fault) return;

  try {
    const leftovers = await removeLeftovers(directory);
    if (await exists(directory)) {
      notice(`libtensorflow in ${directory} is not usable (${fault}): doing it again`);
    } else if (leftovers) notice("An earlier set-up of libtensorflow was cut off: doing it again");

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

/** A file that only this process has locked, until it is closed. */
async function lockedFile(path: string, onWait: () => void): Promise<Deno.FsFile> {
  const folder = dirname(path);
  try {
    await Deno.mkdir(folder, { recursive: true });
    const file = await Deno.open(path, { create: true, write: true });
    if (!await file.tryLock(true)) {
      onWait();
      await file.lock(true);
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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

/** Runs a Python; undefined where there is no such command. */
async function run(python: string, args: string[], env: Record<string, string> = {}) {
  // With only some commands allowed, Deno starts nothing while one of these is set; an empty value counts as unset.
  const all = (await Deno.permissions.query({ name: "run" })).state === "granted";
  const loader = all ? {} : { LD_LIBRARY_PATH: "", LD_PRELOAD: "", DYLD_LIBRARY_PATH: "" };
  const command = new Deno.Command(python, { args, env: { ...loader, ...env }, stdin: "null" });
  try {
    const { success, stdout, stderr } = await command.output();
    return { success, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) {
      return undefined;
    }
    throw error;
  }
}

async function findPython(pythons: readonly string[]): Promise<string> {
  for (const [i, python] of pythons.entries()) {
    if (i > 0 && !await mayRun(python)) continue;
    if ((await run(python, ["-m", "pip", "--version"]))?.success) return python;
  }
  throw refusal(
    `no Python with pip is on the PATH, and pip is what downloads it: install Python 3 with pip, or ${ELSEWHERE}`,
  );
}

async function mayRun(command: string): Promise<boolean> {
  return (await Deno.permissions.query({ name: "run", command })).state === "granted";
}

/** TensorFlow's x86-64 builds end the process at once on a processor without AVX. */
async function checkProcessor(build: Build, python: string): Promise<void> {
  if (build.os !== "linux" || build.arch !== "x86_64") return;
  // Through Python because Deno reads /proc only with all permissions.
  const info = await run(python, ["-c", "print(open('/proc/cpuinfo').read())"]);
  const flags = info?.stdout.match(/^flags\s*:(.*)$/m)?.[1].trim().split(/\s+/);
  if (flags && !flags.includes("avx")) {
    throw refusal(
      "this processor has no AVX, which TensorFlow needs: use --engine wasm, or another machine",
    );
  }
}

async function download(
  wheel: Wheel,
  what: string,
  build: Build,
  python: string,
  staging: string,
  quiet: boolean,
): Promise<void> {
  const requirements = join(staging, "requirements.txt");
  await Deno.writeTextFile(
    requirements,
    `${wheel.package}==${wheel.version} --hash=sha256:${wheel.sha256}\n`,
  );
  // deno-fmt-ignore
  const args = [
    "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input",
    "--disable-pip-version-check", "--require-hashes", "-r", requirements, "--python-version", WHEEL_PYTHON.version,
    "--implementation", "cp", "--abi", WHEEL_PYTHON.abi,
    ...wheel.platform.split(".").flatMap((tag) => ["--platform", tag]), "-d", staging,
  ];
  const shown = progress(`Downloading ${what}`, { total: wheel.bytes, unit: "bytes", quiet });
  const poll = setInterval(() => shown.update(downloaded(staging)), 200);
  let ended;
  try {
    // pip's temporary files within the staging folder show how far it is, and stay on the cache's disk.
    ended = await run(python, args, { TMPDIR: staging });
  } finally {
    clearInterval(poll);
    shown.update(downloaded(staging));
    shown.end(ended?.success ? undefined : "failed");
  }
  if (ended?.success) return;
  const { stdout = "", stderr = "" } = ended ?? {};
  if (isNoSpace(stderr)) throw noSpace(dirname(staging), build, undefined);
  throw refusal(
    `pip could not download ${wheel.package} ${wheel.version} (${
      lastLine(stderr) ?? lastLine(stdout) ?? "no message"
    }): ` +
      `check the network and pip's settings and try again, or ${ELSEWHERE}`,
  );
}

/** pip's last error, else whatever it said last. */
function lastLine(output: string): string | undefined {
  const lines = output.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return lines.findLast((line) => line.startsWith("ERROR:")) ?? lines.at(-1);
}

/** How much of the wheel is there: pip fills a file of its name in a folder of its own, then copies it. */
function downloaded(folder: string): number {
  let largest = 0;
  try {
    for (const { name, isDirectory } of Deno.readDirSync(folder)) {
      const path = join(folder, name);
      if (isDirectory) largest = Math.max(largest, downloaded(path));
      else if (name.endsWith(".whl")) largest = Math.max(largest, Deno.lstatSync(path).size);
    }
  } catch {
    // pip removes its temporary files meanwhile; this is only for show.
  }
  return largest;
}

async function extract(
  wheel: Wheel,
  what: string,
  path: string,
  folder: string,
  quiet: boolean,
): Promise<void> {
  // Loaded only here: with the library in the cache it isn't needed.
  const { Reader, ZipReader } = await import("@zip.js/zip.js");
  using file = await Deno.open(path);
  class FileReader extends Reader<Deno.FsFile> {
    override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
      await file.seek(index, Deno.SeekMode.Start);
      const bytes = new Uint8Array(length);
      let read = 0;
      while (read < length) {
        const more = await file.read(bytes.subarray(read));
        if (more === null) break;
        read += more;
      }
      return bytes.subarray(0, read);
    }
  }
  const reader = new FileReader(file);
  reader.size = (await file.stat()).size;

  const total = wheel.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const shown = progress(`Extracting ${what}`, { total, unit: "bytes", quiet });
  let done = 0;
  let complete = false;
  try {
    const entries = await new ZipReader(reader, { useWebWorkers: false }).getEntries();
    for (const kept of wheel.files) {
      const entry = entries.find(({ filename }) => filename === kept.path);
      if (!entry || entry.directory) throw unexpected(kept, "is not in it");
      const target = join(folder, kept.path);
      await Deno.mkdir(dirname(target), { recursive: true });
      const mode = kept.executable ? 0o777 : 0o666;
      using out = await Deno.open(target, { createNew: true, write: true, mode });
      const hash = createHash("sha256");
      await entry.getData(
        new WritableStream<Uint8Array>({
          async write(chunk) {
            hash.update(chunk);
            for (let written = 0; written < chunk.length;) {
              written += await out.write(chunk.subarray(written));
            }
            done += chunk.length;
            shown.update(done);
          },
        }),
      );
      const sha256 = hash.digest("hex");
      if (sha256 !== kept.sha256) throw unexpected(kept, `has SHA-256 ${sha256}`);
    }
    complete = true;
  } catch (error) {
    // What zip.js throws for a file that is no zip archive, or a broken one, has no class of its own.
    const message = messageOf(error);
    if (error instanceof SetupError || isNoSpace(message)) throw error;
    throw refusal(`the downloaded ${wheelFile(wheel)} is damaged (${message}): try again`, {
      cause: error,
    });
  } finally {
    shown.end(complete ? undefined : "failed");
  }
}

function unexpected(file: WheelFile, what: string): SetupError {
  return refusal(
    `the downloaded wheel is not the pinned one: ${file.path} ${what}: try again, or ${ELSEWHERE}`,
  );
}

function isNoSpace(message: string): boolean {
  return /no space left|quota exceeded/i.test(message);
}

function noSpace(folder: string, build: Build, cause: unknown): SetupError {
  const largest = Math.max(...build.wheels.map(({ bytes }) => bytes));
  const needed = buildFiles(build).reduce((sum, { bytes }) => sum + bytes, largest);
  return refusal(
    `no space left in ${folder}, where it needs ${(needed / 1e9).toFixed(1)} GB: ` +
      `free some, or set RECLAIM_CACHE to a folder on another disk`,
    { cause },
  );
}
