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

/** Seconds in words: `0.4 s`, `12 s`, `3 min 05 s`, `1 h 02 min`, `31 h`, `12 days`. */
export function showDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const pad = (n: number) => String(n).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  if (minutes >= 48 * 60) return `${Math.round(minutes / 60 / 24)} days`;
  if (minutes >= 10 * 60) return `${Math.round(minutes / 60)} h`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** Seconds as milliseconds of two digits: `0.45 ms`, `12 ms`, `3100 ms`. */
export function showMilliseconds(seconds: number): string {
  return `${Number((seconds * 1000).toPrecision(2))} ms`;
}

/** Steps a second, or seconds a step where that is more. */
export function showStepRate(perSecond: number): string {
  return perSecond >= 1 ? `${perSecond.toFixed(1)} steps/s` : `${(1 / perSecond).toFixed(1)} s/step`;
}
