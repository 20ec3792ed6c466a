/**
 * Shared libraries for tests, made with the machine's C compiler where it has one.
 *
 * @module
 */
import { join } from "node:path";

/** Whether there is a C compiler. */
export function hasCompiler(): boolean {
  try {
    return new Deno.Command("cc", { args: ["--version"], stdout: "null", stderr: "null" }).outputSync()
      .success;
  } catch {
    return false;
  }
}

/** Calls `use` with the path of a library of that C source. */
export function compileLibrary(source: string, use: (path: string) => void): void {
  const folder = Deno.makeTempDirSync({ prefix: "reclaim-c-" });
  try {
    const [from, to] = [join(folder, "library.c"), join(folder, "library.so")];
    Deno.writeTextFileSync(from, source);
    const args = ["-shared", "-fPIC", "-o", to, from];
    const { success, stderr } = new Deno.Command("cc", { args }).outputSync();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    use(to);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
