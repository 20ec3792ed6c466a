/**
 * What tests of the workflows' scripts share: running a script in a folder, with made-up commands in place of real ones.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** The folder of the scripts, with a slash at its end. */
export const SCRIPTS: string = fileURLToPath(new URL(".", import.meta.url));

/** The project's folder, with a slash at its end. */
export const PROJECT: string = fileURLToPath(new URL("../../../", import.meta.url));

/** How a script ended and what it wrote. */
export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Options of {@linkcode runScript}. */
export interface RunScriptOptions {
  env?: Record<string, string>;
  /** Bash scripts by the name of the command that they stand for. */
  fakes?: Record<string, string>;
}

/** Runs a script of the workflows in a folder. */
export async function runScript(
  folder: string,
  [script, ...args]: readonly string[],
  { env = {}, fakes = {} }: RunScriptOptions = {},
): Promise<Ended> {
  const bin = await Deno.makeTempDir();
  try {
    for (const [name, body] of Object.entries(fakes)) {
      await Deno.writeTextFile(`${bin}/${name}`, `#!/usr/bin/env bash\n${body}\n`, { mode: 0o755 });
    }
    return await runCommand("bash", [`${SCRIPTS}${script}`, ...args], {
      cwd: folder,
      env: { ...env, PATH: `${bin}:${Deno.env.get("PATH")}` },
    });
  } finally {
    await Deno.remove(bin, { recursive: true });
  }
}

/** Runs a command. */
export async function runCommand(
  command: string,
  args: string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env"> = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(command, { args, ...options }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
  return { code, out, err };
}

/**
 * A made-up `npx`: a script of the project is run by this Deno, and `deno task reproduce` is what `reproduce` does.
 *
 * @param reproduce A bash script; its arguments are those of the task.
 */
export function npxWith(reproduce: string): string {
  return `shift 2 # --yes deno@VERSION
    case "$1 $2" in
      "run -q") exec ${Deno.execPath()} run -q --config ${PROJECT}deno.json "$3" "${PROJECT}$4" "\${@:5}" ;;
      "task reproduce") shift 2; ${reproduce} ;;
      *) echo "npx is given $*" >&2; exit 99 ;;
    esac`;
}
