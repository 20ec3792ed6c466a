/**
 * Two records of the same run beside each other.
 *
 * @module
 */
import { type Epoch, type Measurement, measurementKey, measurementName, type RunRecord } from "./record.ts";

/** How far numbers of the same run may be apart, relative to the larger. */
export const TOLERANCE = 1e-6;

/**
 * Whether a measurement is a duration, which no second run has again: its name is `OTHER:seconds` or, of all threads together,
 * `OTHER:processor seconds`, alone or with more words after it.
 */
export function isDuration({ metric }: Pick<Measurement, "metric">): boolean {
  return /^OTHER:(processor )?seconds( |$)/.test(metric);
}

/**
 * Where the numbers of two records of the same run are apart, a line each: by more than {@linkcode TOLERANCE}, or since only
 * one of them has it. Durations are left out. Of the epochs the first number that is apart is said: those after it follow.
 */
export function compareRuns(before: RunRecord, now: RunRecord): string[] {
  if (now.status !== "done") return [`it failed: ${now.error}`];
  if (now.digest !== before.digest) {
    return [`its configuration, data or engine differ: the digest was ${before.digest}, is ${now.digest}`];
  }
  return [
    ...differences(valuesOf(before.measurements), valuesOf(now.measurements)),
    ...differences(lossesOf(before.history), lossesOf(now.history)).slice(0, 1),
  ];
}

/** Numbers by what tells them from each other, each with its name. */
type Values = ReadonlyMap<string, { readonly name: string; readonly value: number }>;

function valuesOf(measurements: readonly Measurement[]): Values {
  return new Map(
    measurements.filter((one) => !isDuration(one))
      .map((one) => [measurementKey(one), { name: measurementName(one), value: one.value }]),
  );
}

/** Every number of every epoch but its duration, in order. */
function lossesOf(history: readonly Epoch[]): Values {
  return new Map(
    history.flatMap(({ epoch, seconds: _, ...numbers }, i) =>
      Object.entries(numbers).map(([field, value]) => {
        const name = `${field} of epoch ${epoch}`;
        return [`${i} ${name}`, { name, value }];
      })
    ),
  );
}

function differences(before: Values, now: Values): string[] {
  const changed = [...before].flatMap(([key, { name, value }]) => {
    const again = now.get(key)?.value;
    if (again === undefined) return [`${name} is not measured any more: it was ${value}`];
    return isClose(value, again) ? [] : [`${name} was ${value}, is ${again}`];
  });
  const added = [...now].filter(([key]) => !before.has(key));
  return [...changed, ...added.map(([, { name, value }]) => `${name} was not recorded: it is ${value}`)];
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}
