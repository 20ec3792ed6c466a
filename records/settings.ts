/**
 * Configurations setting by setting.
 *
 * @module
 */
import type { Settings } from "./record.ts";
import { isPlainObject } from "./plain_object.ts";

/**
 * The settings of a configuration that hold no others, by their path. Lists are values, and so are settings without any
 * fields.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { settingsByPath } from "./settings.ts";
 *
 * assertEquals(
 *   [...settingsByPath({ network: { sizes: [784, 70], epochs: 5 }, k: 10 })],
 *   [["network.sizes", [784, 70]], ["network.epochs", 5], ["k", 10]],
 * );
 * ```
 */
export function settingsByPath(config: Settings): Map<string, unknown> {
  return new Map(pairs("", config));
}

function pairs(path: string, value: unknown): [string, unknown][] {
  if (!isPlainObject(value)) return [[path, value]];
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  if (fields.length === 0 && path !== "") return [[path, {}]];
  return fields.flatMap(([name, field]) => pairs(path === "" ? name : `${path}.${name}`, field));
}
