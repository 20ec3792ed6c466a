/**
 * The machine's own Python, whose pip downloads what is pinned.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { progress } from "../terminal/progress.ts";
import { noLoaderVariables } from "./loader_variables.ts";
import { ELSEWHERE, isNoSpace, noSpace, refusal } from "./setup_error.ts";
import { type Build, type Wheel, WHEEL_PYTHON } from "./wheels.ts";

/** How to run a Python. */
interface RunOptions {
  env?: Record<string, string>;
  /** Ends it. */
  signal?: AbortSignal;
}

/**
 * Runs a Python; undefined where there is no such command. It runs in the root folder: the current one can be anybody's, and
 * a pip.py or a tempfile.py in it would be taken for Python's own.
 */
async function run(python: string, args: string[], { env = {}, signal }: RunOptions = {}) {
  const all = (await Deno.permissions.query({ name: "run" })).state === "granted";
  const command = new Deno.Command(python, {
    args,
    cwd: "/",
    env: { ...all ? {} : noLoaderVariables(), ...env },
    stdin: "null",
    ...signal && { signal },
  });
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

/**
 * The first of these commands that is a Python with pip. Only the first is asked for permission to run.
 *
 * @throws {SetupError} If none is.
 */
export async function findPython(pythons: readonly string[]): Promise<string> {
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

/**
 * Refuses a processor without AVX, on which TensorFlow's x86-64 builds end the process at once.
 *
 * @throws {SetupError} If it has none.
 */
export async function checkProcessor(build: Build, python: string): Promise<void> {
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

/**
 * Downloads a wheel, checked by its hash, into the folder `staging`.
 *
 * @param what What progress calls it.
 * @throws {SetupError} If pip cannot.
 */
export async function download(
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
  // pip looks at the hash when all is there.
  const tooLong = new AbortController();
  const poll = setInterval(() => {
    const bytes = downloaded(staging);
    shown.update(bytes);
    if (bytes > wheel.bytes) tooLong.abort();
  }, 200);
  let ended;
  try {
    // pip's temporary files within the staging folder show how far it is, and stay on the cache's disk.
    ended = await run(python, args, { env: { TMPDIR: staging }, signal: tooLong.signal });
  } finally {
    clearInterval(poll);
    shown.update(downloaded(staging));
    shown.end(ended?.success ? undefined : "failed");
  }
  if (ended?.success) return;
  if (tooLong.signal.aborted) {
    throw refusal(
      `pip was sent more than the ${wheel.bytes} bytes of ${wheel.package} ${wheel.version}: check the index that pip is ` +
        `set to, or ${ELSEWHERE}`,
    );
  }
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
