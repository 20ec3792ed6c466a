/**
 * A word as a shell takes it, whatever is in it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shellWord } from "./shell_word.ts";
 *
 * assertEquals(["a/b-1", "my papers", "it's"].map(shellWord), ["a/b-1", "'my papers'", "'it'\\''s'"]);
 * ```
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
