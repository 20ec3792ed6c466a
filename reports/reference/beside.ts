/**
 * A run beside the reference: whether a machine finds what the published runs found. The rules are in `docs/VERDICTS.md`.
 *
 * @module
 */
import { type Interval, meanInterval } from "../../judging/statistics/mod.ts";
import { TOLERANCE } from "../../records/compare_runs.ts";
import type { RunRecord } from "../../records/record.ts";
import { dataOf, deviceOf, type EntryNumber, entryNumbers, numbersOf, settingsDigest } from "./numbers.ts";
import type { Reference, ReferenceEntry } from "./reference.ts";

/** The share of trained runs of which every number is to lie where the reference expects it. */
export const LEVEL = 0.99;

/** A number of a run that is not what the reference expects. */
export interface Apart {
  /** As people read it. */
  readonly name: string;
  /** Nothing where the run has no such number. */
  readonly value: number | undefined;
  /** Where it should be; both ends are the same where it should be equal. */
  readonly expected: Interval;
}

/** What a run is beside the reference. */
export type Beside =
  /** All of its numbers are what the reference expects. */
  | { readonly kind: "match"; readonly entry: ReferenceEntry }
  /** Some are not, of so many. */
  | {
    readonly kind: "apart";
    readonly entry: ReferenceEntry;
    readonly numbers: readonly Apart[];
    readonly of: number;
  }
  /** It cannot be told: why, in words. */
  | { readonly kind: "not comparable"; readonly why: string }
  /** There is nothing to compare it with. */
  | { readonly kind: "none" };

/**
 * A run beside the reference.
 *
 * A run without training must have the numbers of the reference's run with its seed, to {@linkcode TOLERANCE}; a seed that the
 * reference lacks tells nothing, unless all seeds have the same numbers. A trained run must have each number inside the
 * prediction interval of the reference's seeds: all of them together at {@linkcode LEVEL}.
 *
 * @param record Of a run that is done.
 * @param reference Nothing where none is published.
 */
export function besideReference(record: RunRecord, reference: Reference | undefined): Beside {
  const own = reference?.profile === record.profile
    ? reference.entries.filter(({ experiment }) => experiment === record.experiment)
    : [];
  if (own.length === 0) return { kind: "none" };
  const engine = engineInWords(record.engine.name, deviceOf(record));
  const entry = own.find((one) => engineInWords(one.engine.name, one.engine.device) === engine);
  if (entry === undefined) {
    const theirs = own.map((one) => engineInWords(one.engine.name, one.engine.device)).join(" or ");
    return { kind: "not comparable", why: `the engine is ${engine}, the reference's is ${theirs}` };
  }
  if (entry.config !== settingsDigest(record)) {
    return { kind: "not comparable", why: "the configuration is not the reference's" };
  }
  if (entry.data.join() !== dataOf(record).join()) {
    return { kind: "not comparable", why: "the data are not the reference's" };
  }
  const isKnown = entry.trained || entry.seeds.includes(record.seed);
  if (!isKnown && entryNumbers(entry).some(({ values }) => moves(values))) {
    return { kind: "not comparable", why: `the reference has no run with the seed ${record.seed}` };
  }
  const values = new Map(numbersOf(record).map(({ key, value }) => [key, value]));
  const expected = expectedNumbers(entry, record.seed);
  const numbers = numbersApart(values, expected);
  if (numbers.length === 0) return { kind: "match", entry };
  if (entry.code !== record.code) {
    return { kind: "not comparable", why: "numbers differ, and the code is not the reference's" };
  }
  return { kind: "apart", entry, numbers, of: expected.length };
}

/**
 * The seeds of a trained entry whose run would not match if the others were the reference: how often the rule errs. The others
 * are one fewer, so that their intervals are a little wider.
 */
export function seedsApart(entry: ReferenceEntry): number[] {
  if (!entry.trained) return [];
  const numbers = entryNumbers(entry);
  return entry.seeds.filter((seed, at) => {
    const others = <T extends { values: number[] }>(one: T) => ({
      ...one,
      values: one.values.toSpliced(at, 1),
    });
    const without = {
      ...entry,
      seeds: entry.seeds.toSpliced(at, 1),
      measurements: entry.measurements.map(others),
      losses: entry.losses.map(others),
    };
    const own = new Map(numbers.map(({ key, values }) => [key, values[at]]));
    return numbersApart(own, expectedNumbers(without, seed)).length > 0;
  });
}

function engineInWords(name: string, device: string): string {
  return `${name} on the ${device}`;
}

/** Where a number should be. */
interface ExpectedNumber {
  readonly key: string;
  readonly name: string;
  readonly expected: Interval;
}

/** The numbers that are not where they should be. */
function numbersApart(values: ReadonlyMap<string, number>, numbers: readonly ExpectedNumber[]): Apart[] {
  return numbers.flatMap(({ key, name, expected }) => {
    const value = values.get(key);
    return value !== undefined && isWithin(value, expected) ? [] : [{ name, value, expected }];
  });
}

/** Where each number of a run with this seed should be. */
function expectedNumbers(entry: ReferenceEntry, seed: number): ExpectedNumber[] {
  const numbers = entryNumbers(entry);
  const at = entry.trained ? -1 : entry.seeds.indexOf(seed);
  // Numbers that no seed moves cannot fall outside by chance.
  const moving = numbers.filter(({ values }) => moves(values)).length;
  const level = LEVEL ** (1 / Math.max(1, moving));
  const expectedOf = ({ values }: EntryNumber): Interval => {
    if (at >= 0) return { low: values[at], high: values[at] };
    if (!moves(values)) return { low: Math.min(...values), high: Math.max(...values) };
    return meanInterval(values, 1, level)!;
  };
  return numbers.map((number) => ({ key: number.key, name: number.name, expected: expectedOf(number) }));
}

/** Whether a number differs between seeds by more than rounding. */
function moves(values: readonly number[]): boolean {
  const low = Math.min(...values), high = Math.max(...values);
  return high - low > slack(low, high);
}

function isWithin(value: number, { low, high }: Interval): boolean {
  return value >= low - slack(low, value) && value <= high + slack(high, value);
}

/** How far two numbers may be apart that count as equal: relative to the larger, where that is above 1. */
function slack(a: number, b: number): number {
  return TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}
