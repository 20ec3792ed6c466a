/**
 * Python with SciPy and scikit-learn, for the tests of what is written in Python.
 *
 * Where the machine's Python has none, pip installs the pinned ones into the cache. Where that cannot be done either, there
 * are none, and such tests are left out.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDir } from "../disk/cache.ts";

const REQUIREMENTS = fileURLToPath(new URL("requirements-second-judge.txt", import.meta.url));

/** How long pip may take, in milliseconds. */
const PATIENCE = 120_000;

/** What the programs need; the last is there from SciPy 1.11 on. */
const PROBE = `
import numpy, scipy.stats, sklearn.metrics
scipy.stats.ttest_ind([1, 2], [1, 3]).confidence_interval()
`;

/** How a run of Python ended. */
export interface Ended {
  /** Whether the exit code is 0. */
  readonly success: boolean;
  /** The exit code. */
  readonly code: number;
  /** What it printed. */
  readonly stdout: string;
  /** What it printed to standard error. */
  readonly stderr: string;
}

/**
 * Runs Python in the root folder, where no file is taken for a module. Undefined where there is none.
 *
 * @param args The arguments, without the program.
 * @param modules A folder with more modules, or "" or undefined for none.
 * @param signal Ends the run.
 */
export async function python(
  args: readonly string[],
  modules: string | undefined,
  signal?: AbortSignal,
): Promise<Ended | undefined> {
  try {
    const { success, code, stdout, stderr } = await new Deno.Command("python3", {
      args: [...args],
      cwd: "/",
      env: modules ? { PYTHONPATH: modules } : {},
      stdin: "null",
      ...signal && { signal },
    }).output();
    const decoder = new TextDecoder();
    return { success, code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The folder with SciPy and scikit-learn, "" where Python has them itself; undefined where they are not to be had. */
export async function modulesFolder(): Promise<string | undefined> {
  const has = async (folder?: string) => (await python(["-c", PROBE], folder))?.success ?? false;
  if (await has()) return "";
  const tag = await python(["-c", "import sys; print(sys.implementation.cache_tag)"], undefined);
  if (!tag?.success) return undefined;
  const folder = join(cacheDir(), `second-judge-${tag.stdout.trim()}`);
  if (await has(folder)) return folder;
  await Deno.mkdir(cacheDir(), { recursive: true });
  const made = await Deno.makeTempDir({ dir: cacheDir(), prefix: "second-judge.part-" });
  try {
    // deno-fmt-ignore
    const installed = await python([
      "-m", "pip", "install", "--quiet", "--target", made, "--no-compile", "--no-deps", "--only-binary=:all:",
      "--require-hashes", "--no-input", "--disable-pip-version-check", "--retries", "1", "--timeout", "10",
      "-r", REQUIREMENTS,
    ], undefined, AbortSignal.timeout(PATIENCE));
    if (!installed?.success || !await has(made)) return undefined;
    await Deno.remove(folder, { recursive: true }).catch(() => {});
    await Deno.rename(made, folder);
    return folder;
  } finally {
    await Deno.remove(made, { recursive: true }).catch(() => {});
  }
}
