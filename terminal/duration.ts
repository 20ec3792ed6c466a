/**
 * Lengths of time on the command line and in messages.
 *
 * @module
 */
import { UsageError } from "./usage.ts";

const SECONDS: Record<string, number> = { h: 3600, m: 60, s: 1 };

/**
 * The seconds of a length of time that a flag gives, such as `90s`, `30m` or `1h30m`.
 *
 * @throws {UsageError} If it is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readDuration } from "./duration.ts";
 *
 * assertEquals(readDuration("--budget", "1h30m"), 5400);
 * ```
 */
export function readDuration(flag: string, text: string): number {
  const parts = text.match(/^(\d+h)?(\d+m)?(\d+s)?$/);
  if (!parts || text === "") {
    throw new UsageError(
      `${flag} must be a length of time such as 90s, 30m or 1h30m, got ${text}`,
    );
  }
  return parts.slice(1).reduce(
    (sum, part) => part === undefined ? sum : sum + parseInt(part) * SECONDS[part.at(-1)!],
    0,
  );
}
