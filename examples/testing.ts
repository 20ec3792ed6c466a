/**
 * What tests of the examples share: a copy of one outside the checkout, and the commands as `deno task` runs them.
 *
 * @module
 */
import { assert } from "@std/assert";
import { filesIn } from "../engine/testing.ts";

/** What a command came to. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command in a process of its own, as the task of its name does. */
export async function task(name: string, ...args: string[]): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", name, ...args],
    cwd: new URL("..", import.meta.url),
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** What of a file becomes what. */
export type Changes = readonly (readonly [from: string | RegExp, to: string])[];

/** Copies the example of scikit-learn's digits into a folder, with changes of its files. */
export async function copyDigits(folder: string, changes: Readonly<Record<string, Changes>> = {}) {
  const digits = new URL("digits/", import.meta.url);
  for (const name of await filesIn(digits.pathname)) {
    let text = await Deno.readTextFile(new URL(name, digits));
    for (const [from, to] of changes[name] ?? []) {
      assert(typeof from === "string" ? text.includes(from) : from.test(text), `${name} lacks ${from}`);
      text = text.replace(from, to);
    }
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
}
