/** One setting: its path, and its value as text. */
export type Setting = readonly [path: string, value: string];

/**
 * Settings level by level as a flat list, for people to read.
 *
 * @param value As JSON has it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { settingsOf } from "./settings.ts";
 *
 * assertEquals(settingsOf({ cluster: { k: 10, init: "k-means++" }, layers: [500, 70], images: {} }), [
 *   ["cluster: k", "10"],
 *   ["cluster: init", "k-means++"],
 *   ["layers", "500, 70"],
 *   ["images", "none"],
 * ]);
 * ```
 */
export function settingsOf(value: object): Setting[] {
  return Object.entries(value).flatMap(([name, own]): Setting[] => {
    if (typeof own !== "object" || own === null || Object.keys(own).length === 0) return [[name, plain(own)]];
    if (Array.isArray(own)) {
      if (own.every((one) => typeof one !== "object" || one === null)) {
        return [[name, own.map(plain).join(", ")]];
      }
      return own.flatMap((one, i) => under(`${name} ${i + 1}`, one));
    }
    return under(name, own);
  });
}

function under(name: string, value: unknown): Setting[] {
  if (typeof value !== "object" || value === null) return [[name, plain(value)]];
  return settingsOf(value).map(([path, text]) => [`${name}: ${path}`, text]);
}

/** A value that has no levels. */
function plain(value: unknown): string {
  if (value === null || typeof value === "object") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
