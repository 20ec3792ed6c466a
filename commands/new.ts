/**
 * The command `deno task new`: writes a paper's folder to begin with.
 *
 * @module
 */
import { basename, resolve } from "node:path";
import { statIfThere, writeWhole } from "../disk/files.ts";
import { reproduceCommand } from "../reports/markdown/again.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { shellWord } from "../terminal/shell_word.ts";
import { UsageError } from "../terminal/usage.ts";

const USAGE = `deno task new DIR

Writes a paper of your own into the folder DIR, which must be empty or not there yet: paper.ts, which declares its data,
methods and studies, the data in data.csv, its claims in table_1.csv and claims.csv, and its page README.md. It runs in
seconds. Replace each by those of a paper. The folder's name becomes the paper's id: lower-case letters, digits and hyphens.

Exit codes: 0 done, 1 the folder cannot be written, 2 bad usage.`;

/** The paper that is copied; its id, in all of its files, is its folder's name. */
const TEMPLATE = new URL("../examples/template/", import.meta.url);

/** Runs the command; returns its exit code. */
export async function newPaper(args: string[]): Promise<number> {
  const flags = readFlags(args, { boolean: ["help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const [folder, ...others] = flags._;
  if (folder === undefined || others.length > 0) {
    throw new UsageError(
      `Name one folder for the paper: deno task new DIR${others.length > 0 ? `, not ${others[0]} too` : ""}`,
    );
  }
  const id = basename(resolve(folder));
  await checkId(id);
  await checkEmpty(folder);
  const names = (await Array.fromAsync(Deno.readDir(TEMPLATE))).map(({ name }) => name).sort();
  for (const name of names) {
    const text = await Deno.readTextFile(new URL(name, TEMPLATE));
    await writeWhole(`${folder}/${name}`, text.replaceAll("template", id));
  }
  print(`Made ${folder}: ${names.join(", ")}`);
  print("Next:");
  print(`  deno task check ${shellWord(folder)}`);
  print(`  ${reproduceCommand([], { papers: folder, profile: "paper" })}`);
  return 0;
}

async function checkId(id: string): Promise<void> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(id)) {
    const like = id.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "my-paper";
    throw new UsageError(
      `The folder's name becomes the paper's id, of lower-case letters, digits and hyphens, such as ${like}, got ${id}`,
    );
  }
  if (await statIfThere(new URL(`../papers/${id}/paper.ts`, import.meta.url)) !== undefined) {
    throw new UsageError(`The suite has a paper of the id ${id}: give the folder another name`);
  }
}

async function checkEmpty(folder: string): Promise<void> {
  const there = await statIfThere(folder);
  if (there === undefined) return;
  if (!there.isDirectory) throw new UsageError(`Cannot make a paper in ${folder}: it is a file`);
  for await (const { name } of Deno.readDir(folder)) {
    throw new UsageError(`Cannot make a paper in ${folder}: the folder must be empty, and has ${name}`);
  }
}

if (import.meta.main) await main(newPaper);
