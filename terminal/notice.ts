import { writeAll } from "./write_all.ts";

/** What makes room on stderr, see {@linkcode noticesAbove}. */
let makeRoom = () => {};

/**
 * Has `clear` called before each notice, so that what is drawn over on stderr does not draw over notices.
 *
 * @returns What ends that.
 */
export function noticesAbove(clear: () => void): () => void {
  const before = makeRoom;
  makeRoom = clear;
  return () => makeRoom = before;
}

/** Writes a line to stderr, as {@linkcode plain} has it. */
export function notice(line: string): void {
  makeRoom();
  writeAll(Deno.stderr, `${plain(line)}\n`);
}

/**
 * A text without the control characters by which it could write over what a terminal shows, or make it do things: much that
 * is said quotes a file that can be anybody's. Line breaks and tabs stay.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { plain } from "./notice.ts";
 *
 * assertEquals(plain("half\ta \x1b[2J\x9bm screen"), "half\ta \\x1b[2J\\x9bm screen");
 * ```
 */
export function plain(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
