/**
 * The actions that the workflows use, taken from clones on this machine, as folders that act takes for GitHub's.
 *
 * @module
 */
import { isFolder } from "../../disk/files.ts";
import { run } from "./tools.ts";

/** An action at a commit, like `actions/checkout` at 40 hex digits. */
export interface ActionPin {
  readonly action: string;
  readonly commit: string;
}

/** The actions that a workflow or an action's own file uses, each once; those of a folder in an action's repository too. */
export function pinsIn(text: string): ActionPin[] {
  const uses = text.matchAll(/uses: '?(actions\/[a-z-]+)(?:\/[a-z-]+)?@([0-9a-f]{40})\b/g);
  const pins = [...uses].map(([, action, commit]) => ({ action, commit }));
  return [...new Map(pins.map((pin) => [`${pin.action}@${pin.commit}`, pin])).values()];
}

/** Stands for `actions/deploy-pages`, which nothing but GitHub can do. */
const DEPLOY = `name: Deploy
description: Stands for the deployment
inputs:
  artifact_name:
    description: Its name
    default: github-pages
outputs:
  page_url:
    description: Nothing
    value: ""
runs:
  using: composite
  steps:
    - run: echo "Deployed \${{ inputs.artifact_name }}"
      shell: bash
`;

/**
 * Puts the actions that these workflows use, and those that they use in turn, into folders.
 *
 * @param clones Has a clone of each action's repository, like `clones/checkout`, or what such a one has at a commit, like
 * `clones/checkout-<commit>`.
 * @param to Gets a folder for each.
 * @returns What act takes each from, as its option `--local-repository` wants it; or what is missing, a line each.
 */
export async function layActions(
  workflows: readonly string[],
  clones: string,
  to: string,
): Promise<{ options: string[] } | { missing: string[] }> {
  const options: string[] = [], missing: string[] = [];
  const queue = workflows.flatMap(pinsIn);
  for (let pin; (pin = queue.pop()) !== undefined;) {
    const { action, commit } = pin;
    const name = action.split("/")[1], folder = `${to}/${name}-${commit}`;
    if (await isFolder(folder)) continue;
    await Deno.mkdir(folder, { recursive: true });
    options.push(`--local-repository=${action}@${commit}=${folder}`);
    if (name === "deploy-pages") {
      await Deno.writeTextFile(`${folder}/action.yml`, DEPLOY);
      continue;
    }
    const made = await unpack(`${clones}/${name}`, commit, folder);
    if (!made) {
      missing.push(`${clones}/${name}, a clone of ${action} that has the commit ${commit}`);
      continue;
    }
    queue.push(...pinsIn(await Deno.readTextFile(`${folder}/action.yml`)));
  }
  return missing.length > 0 ? { missing } : { options };
}

/** Whether what the clone has at the commit, or what is there beside the clone, is in the folder now. */
async function unpack(clone: string, commit: string, folder: string): Promise<boolean> {
  const beside = `${clone}-${commit}`;
  if (await isFolder(beside)) return (await run("cp", ["-r", `${beside}/.`, folder])).code === 0;
  const tar = `${folder}.tar`;
  const archived = await run("git", ["-C", clone, "archive", `--output=${tar}`, commit]);
  return archived.code === 0 && (await run("tar", ["-x", "-f", tar, "-C", folder])).code === 0;
}
