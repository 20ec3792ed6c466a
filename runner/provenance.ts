import { totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { tf } from "../engine/mod.ts";
import configuration from "../deno.json" with { type: "json" };
import type { Provenance } from "../records/record.ts";
import { cpuModel } from "../workers/speed.ts";

/** Where, when and with what a run that starts now is made. */
export async function provenance(): Promise<Provenance> {
  const commit = await git("rev-parse", "HEAD");
  return {
    commit,
    // What is not tracked is results, or code that only a changed file can have imported.
    dirty: commit !== "" && await git("status", "--porcelain", "--untracked-files=no") !== "",
    versions: {
      reclaim: configuration.version,
      deno: Deno.version.deno,
      v8: Deno.version.v8,
      typescript: Deno.version.typescript,
      tfjs: tf.version_core,
    },
    cpu: cpuModel(),
    threads: navigator.hardwareConcurrency,
    memory: totalmem(),
    os: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
    started: new Date().toISOString(),
    load: Deno.loadavg()[0],
  };
}

/** What Git says of this checkout; empty where there is no Git or no checkout. */
async function git(...args: string[]): Promise<string> {
  try {
    const cwd = fileURLToPath(new URL("../..", import.meta.url));
    const { success, stdout } = await new Deno.Command("git", { args, cwd, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : "";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
