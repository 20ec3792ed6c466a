/**
 * Programs on WebGPU for tests, in processes of their own: see `startWebGpu()`.
 *
 * @module
 */
import { assert } from "@std/assert";
import { fileURLToPath } from "node:url";

const MODULE = new URL("../mod.ts", import.meta.url).href;
const CONFIG = fileURLToPath(new URL("../../deno.json", import.meta.url));

/** What a program prints with `print(value)`, as JSON; it has what the engine's module exports, as `engine`. */
export async function outcome(program: string): Promise<unknown> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-lock", "--config", CONFIG, "--allow-all", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`
    import * as engine from ${JSON.stringify(MODULE)};
    const { tf } = engine;
    const print = (value) => Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(value)));
    ${program}
  `));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** What a program prints that begins on the engine `webgpu`. */
export function onWebGpu(program: string): Promise<unknown> {
  return outcome(`await engine.initEngine({ engine: "webgpu" });\n${program}`);
}

/** What WebGPU finds on this machine, or null: then there is nothing to test on. */
export const found = await outcome(`
  const adapter = await navigator.gpu?.requestAdapter();
  print(adapter ? { gpu: !adapter.info.isFallbackAdapter, description: adapter.info.description } : null);
`) as { gpu: boolean; description: string } | null;
