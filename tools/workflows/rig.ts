/**
 * A folder in which act runs the workflows: a remote repository with this project as it is now, a clone of it, and commands
 * that stand for real ones.
 *
 * @module
 */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import { fileURLToPath } from "node:url";
import { isFolder } from "../../disk/files.ts";
import type { RunRecord } from "../../records/record.ts";
import { readRecords } from "../../records/record_files.ts";
import { type Ended, run } from "./tools.ts";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Stands for `npx`: a small suite on the processor in place of the full protocol, and no download of data. The shard that
 * `KILLED` names dies when it has run things again, as a cancelled job's does.
 */
const NPX = `#!/usr/bin/env bash
shift 2
case "$1 $2" in
  "task data") exit ;;
  "task reproduce") ;;
  *) exec deno "$@" ;;
esac
given="$*"
shift 2
args=(--profile smoke --engine wasm --quiet)
while [ $# -gt 0 ]; do
  case $1 in
    --profile) shift ;;
    --require-gpu) ;;
    *) args+=("$1") ;;
  esac
  shift
done
# quick.yml names no paper.
[[ $given == *" --paper "* ]] || args+=(--paper siam)
status=0
deno task reproduce "\${args[@]}" || status=$?
if [[ -n $KILLED && $given == *"--shard $KILLED"*--force* ]]; then
  # Its parent is timeout, whose parent is the script.
  kill -9 "$(cut -d ' ' -f 4 "/proc/$PPID/stat")"
fi
exit "$status"
`;

/** Copies the project's files as they are now, and makes a remote repository of them with two branches. */
const SET_UP = `set -euo pipefail
mkdir -p "$ROOT/main"
cd "$PROJECT"
git ls-files -z --cached --others --exclude-standard |
  while IFS= read -r -d '' file; do if [ -f "$file" ]; then printf '%s\\0' "$file"; fi; done |
  tar -c --null -T - | tar -x -C "$ROOT/main"
cd "$ROOT/main"
git init -q -b main
git add --all --force .
git -c user.name=a -c user.email=b commit -q -m "As it is now"
git checkout -q -b someone
git -c user.name=a -c user.email=b commit -q --allow-empty -m "On another branch"
git checkout -q main
git clone -q --bare . "$ROOT/remote/reclaim/reclaim"
git remote add origin https://github.com/reclaim/reclaim
`;

/** A run of a workflow. */
export interface WorkflowRun {
  /** Its number, which names its artifacts. */
  readonly id: number;
  /** The file, like `gpu.yml`. */
  readonly file: string;
  /** Which attempt at it; the first unless given. */
  readonly attempt?: number;
  /** `main` unless given. */
  readonly branch?: "main" | "someone";
  readonly inputs?: Readonly<Record<string, string>>;
  /** A shard that dies, like `2/2`. */
  readonly killed?: string;
}

/** Runs workflows in a folder. */
export class Rig {
  readonly #root: string;
  readonly #act: string;
  readonly #options: readonly string[];

  /**
   * @param root An empty folder.
   * @param act The program.
   * @param options Of act: what it takes the actions from.
   */
  constructor(root: string, act: string, options: readonly string[]) {
    this.#root = root;
    this.#act = act;
    this.#options = options;
  }

  /** Fills the folder. */
  async setUp(): Promise<void> {
    await Deno.mkdir(`${this.#root}/bin`);
    await Deno.symlink(Deno.execPath(), `${this.#root}/bin/deno`);
    await Deno.writeTextFile(`${this.#root}/bin/npx`, NPX, { mode: 0o755 });
    await must("bash", ["-c", SET_UP], { ROOT: this.#root, PROJECT });
  }

  /** Runs a workflow as if it were started by hand; its log is in the folder. */
  async run(
    { id, file, attempt = 1, branch = "main", inputs = {}, killed = "" }: WorkflowRun,
  ): Promise<Ended> {
    const root = this.#root;
    await must("git", ["-C", `${root}/main`, "checkout", "-q", branch]);
    // Where a run has no artifact, act fails in place of saying so.
    await Deno.mkdir(`${root}/artifacts/${id}`, { recursive: true });
    const env = {
      GITHUB_REPOSITORY: "reclaim/reclaim",
      GITHUB_RUN_ID: `${id}`,
      GITHUB_RUN_ATTEMPT: `${attempt}`,
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: `url.file://${root}/remote/.insteadOf`,
      GIT_CONFIG_VALUE_0: "https://github.com/",
    };
    // deno-fmt-ignore
    const args = [
      "workflow_dispatch", "-C", `${root}/main`, "-W", `.github/workflows/${file}`,
      "-P", "ubuntu-24.04=-self-hosted", "-P", "gpu=-self-hosted", "--var", "GPU_RUNNER=gpu",
      "--artifact-server-addr", "127.0.0.1", "--artifact-server-path", `${root}/artifacts`,
      "--no-cache-server", "--no-skip-checkout", "--use-new-action-cache", "--action-cache-path", `${root}/cache`,
      "--secret", "GITHUB_TOKEN=none", ...this.#options,
      ...Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      ...Object.entries(inputs).flatMap(([name, value]) => ["--input", `${name}=${value}`]),
    ];
    const ended = await run(this.#act, args, {
      env: {
        PATH: `${root}/bin:${Deno.env.get("PATH")}`,
        KILLED: killed,
        XDG_CONFIG_HOME: `${root}/config`,
      },
    });
    await Deno.writeTextFile(`${root}/${file}-${id}-${attempt}.log`, ended.text);
    return ended;
  }

  /** The records on the branch `records` of the remote repository; none if there is no such branch. */
  async kept(): Promise<RunRecord[]> {
    const folder = await Deno.makeTempDir({ dir: this.#root });
    const remote = ["-C", `${this.#root}/remote/reclaim/reclaim`];
    const { code } = await run("git", [...remote, "archive", `--output=${folder}/all.tar`, "records"]);
    if (code !== 0) return [];
    await must("tar", ["-x", "-f", `${folder}/all.tar`, "-C", folder]);
    return await readRecords(folder);
  }

  /** The names of a run's artifacts, those of all attempts. */
  async artifacts(id: number): Promise<string[]> {
    const folder = `${this.#root}/artifacts/${id}`;
    return await isFolder(folder) ? [...Deno.readDirSync(folder)].map(({ name }) => name).sort() : [];
  }

  /** A folder with the page that a run's attempt published; undefined if it published none. */
  async page(id: number, attempt: number): Promise<string | undefined> {
    const name = `github-pages-${attempt}`;
    if (!(await this.artifacts(id)).includes(name)) return undefined;
    const bytes = await Deno.readFile(`${this.#root}/artifacts/${id}/${name}/${name}.zip`);
    const zip = new ZipReader(new Uint8ArrayReader(bytes));
    const [entry] = await zip.getEntries();
    const folder = await Deno.makeTempDir({ dir: this.#root });
    if (entry.directory) throw new Error(`${name} has a folder in place of a file`);
    await Deno.writeFile(`${folder}/page.tar`, await entry.getData(new Uint8ArrayWriter()));
    await zip.close();
    await must("tar", ["-x", "-f", `${folder}/page.tar`, "-C", folder]);
    return folder;
  }
}

async function must(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<void> {
  const { code, text } = await run(command, args, { env });
  if (code !== 0) throw new Error(`Cannot run ${command} ${args.join(" ")}: ${text}`);
}
