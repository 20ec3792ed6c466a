import { totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { tf } from "../engine/mod.ts";
import { cpuModel, threads } from "../engine/processor.ts";
import configuration from "../deno.json" with { type: "json" };
import type { Provenance } from "../records/record.ts";

const ROOT = new URL("..", import.meta.url);

/**
 * Where, when and with what a run that starts now is made.
 *
 * @param root The folder of the code.
 */
export async function provenance(root: URL = ROOT): Promise<Provenance> {
  const commit = await commitOf(root);
  return {
    commit,
    // What is not tracked is results, or code that only a changed file can have imported.
    dirty: commit !== "" && await git(root, "status", "--porcelain", "--untracked-files=no") !== "",
    versions: {
      reclaim: configuration.version,
      deno: Deno.version.deno,
      v8: Deno.version.v8,
      typescript: Deno.version.typescript,
      tfjs: tf.version_core,
    },
    cpu: cpuModel(),
    threads: threads(),
    memory: totalmem(),
    os: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
    started: new Date().toISOString(),
    load: Deno.loadavg()[0],
  };
}

/** The commit of a checkout; empty where a folder is none of its own, but lies in another repository. */
async function commitOf(root: URL): Promise<string> {
  const [commit = "", folder = ""] = (await git(root, "rev-parse", "HEAD", "--show-prefix")).split("\n");
  return folder === "" ? commit : "";
}

/** What Git says of a checkout; empty where there is no Git or no checkout. */
async function git(root: URL, ...args: string[]): Promise<string> {
  try {
    const cwd = fileURLToPath(root);
    // Not another repository that a variable names, as in a hook.
    const env = Object.fromEntries(
      Object.entries(Deno.env.toObject()).filter(([name]) => !name.startsWith("GIT_")),
    );
    const { success, stdout } = await new Deno.Command("git", {
      args,
      cwd,
      env,
      clearEnv: true,
      stderr: "null",
    })
      .output();
    return success ? new TextDecoder().decode(stdout).trim() : "";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
