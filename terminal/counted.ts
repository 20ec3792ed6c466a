/**
 * The noun that goes with a number.
 *
 * @param more The plural, unless it is the noun with an s.
 */
export function noun(count: number, one: string, more: string = `${one}s`): string {
  return count === 1 ? one : more;
}

/**
 * A number of things in words.
 *
 * @param more As {@linkcode noun} takes it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { counted } from "./counted.ts";
 *
 * assertEquals([counted(1, "run"), counted(0, "run")], ["1 run", "0 runs"]);
 * ```
 */
export function counted(count: number, one: string, more?: string): string {
  return `${count} ${noun(count, one, more)}`;
}

/**
 * Things in words: `a, b and c`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { listed } from "./counted.ts";
 *
 * assertEquals([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listed), ["", "a", "a and b", "a, b and c"]);
 * ```
 */
export function listed(things: readonly string[]): string {
  return things.length < 2 ? things.join() : `${things.slice(0, -1).join(", ")} and ${things.at(-1)}`;
}
