/**
 * What tests of several folders use: comparisons of many numbers, what is written to stderr, a folder to
 * write in, a process of a program's own.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";

/** Throws unless each number is within `tolerance`, relative where it is above 1, of the one expected. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = "numbers",
): void {
  assertEquals(
    actual.length,
    expected.length,
    `${what}: ${actual.length} numbers: expected ${expected.length}`,
  );
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    assert(
      difference <= tolerance * Math.max(1, Math.abs(expected[i])),
      `${what}: number ${i} is ${actual[i]}: expected ${expected[i]} within ${tolerance}`,
    );
  }
}

/** What `fn` returns, and what it wrote to stderr meanwhile, which is not shown. */
export function captureStderr<T>(fn: () => T): { result: T; text: string } {
  const original = Deno.stderr.writeSync;
  let text = "";
  Deno.stderr.writeSync = (bytes) => {
    text += new TextDecoder().decode(bytes);
    return bytes.length;
  };
  try {
    return { result: fn(), text };
  } finally {
    Deno.stderr.writeSync = original;
  }
}

/** Runs a program in a process of its own, which must end well within a minute; what it writes to stdout. */
export async function evaluated(program: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    cwd: new URL("..", import.meta.url),
    signal: AbortSignal.timeout(60_000),
  });
  const { stdout, stderr, success, signal } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  assert(success, `${signal ?? "failed"}: ${text(stderr)}`);
  return text(stdout);
}

/** Runs `test` with a new empty folder, which is removed afterwards. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The paths of all files under a folder, from it, sorted; none where there is no such folder. */
export async function filesIn(folder: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (!isDirectory) paths.push(name);
      else paths.push(...(await filesIn(`${folder}/${name}`)).map((path) => `${name}/${path}`));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return paths.sort();
}

/** Copies the files of a folder, those in its folders too. */
export async function copyFolder(from: string, to: string): Promise<void> {
  for (const path of await filesIn(from)) {
    const target = `${to}/${path}`;
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
    await Deno.copyFile(`${from}/${path}`, target);
  }
}
