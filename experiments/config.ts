/**
 * Configurations as data, and changes of them.
 *
 * @module
 */
import { isPlainObject } from "../records/plain_object.ts";

/** What is otherwise than in a configuration, level by level; lists and texts are replaced whole. */
export type Change<T> = T extends readonly unknown[] | string | number | boolean | null ? T
  : T extends object ? { readonly [Key in keyof T]?: Change<T[Key]> }
  : T;

/**
 * A configuration with a change made. A setting of another `kind` than before is replaced whole: what it was made of means
 * nothing to the new kind.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { changed } from "./config.ts";
 *
 * const config = { network: { epochs: 50, sizes: [784, 70] }, temperature: { kind: "fixed", value: 1 } };
 * assertEquals(
 *   changed(config, { network: { epochs: 2 }, temperature: { kind: "annealed", gamma: 0.55 } } as object),
 *   { network: { epochs: 2, sizes: [784, 70] }, temperature: { kind: "annealed", gamma: 0.55 } } as object,
 * );
 * ```
 */
export function changed<T>(config: T, change: Change<NoInfer<T>> | undefined): T {
  if (change === undefined) return config;
  if (!isPlainObject(config) || !isPlainObject(change)) return change as T;
  if (change.kind !== undefined && change.kind !== config.kind) return change as T;
  const names = Object.keys(change).filter((name) => change[name] !== undefined);
  return {
    ...config,
    ...Object.fromEntries(
      names.map((name) => [name, changed(config[name], change[name] as Change<unknown>)]),
    ),
  };
}
