/**
 * What a run's numbers are beside the reference and the paper, in words.
 *
 * @module
 */
import type { Claim } from "../../claims/claims.ts";
import { significant } from "../../claims/numbers.ts";
import { measurementKey, plainMetric, type RunRecord } from "../../records/record.ts";
import { asPrinted, decimalsFor, numberText, usualFor } from "../markdown/digits.ts";
import type { Apart, Beside } from "./beside.ts";
import { entryNumbers } from "./numbers.ts";
import { REFERENCE_PROFILE } from "./reference.ts";
import { tellingNumber } from "./telling.ts";
import { counted, noun } from "../../terminal/counted.ts";

/** A run, and what it is beside the reference. */
export interface Judged {
  readonly record: RunRecord;
  readonly beside: Beside;
}

/** The number that a run is told by, in the paper's unit and with its digits, beside the others. */
export interface ToldNumber {
  /** Like `ACC`. */
  readonly metric: string;
  readonly ours: string;
  /** Of the run with the same seed where that must be equal, else the mean of all; nothing where they are not compared. */
  readonly reference: string | undefined;
  /** Nothing where the paper prints none. */
  readonly paper: string | undefined;
  readonly claim: Claim | undefined;
}

/** The number that a run is told by; nothing if it measured none. */
export function toldNumber({ record, beside }: Judged, claims: readonly Claim[]): ToldNumber | undefined {
  const telling = tellingNumber(record, claims);
  if (telling === undefined) return undefined;
  const { measurement, claim } = telling;
  const show = (value: number) =>
    claim === undefined
      ? numberText(value, usualFor(measurement.value))
      : asPrinted(value * claim.units, claim) + unitOf(claim);
  const expected = expectedValue(measurementKey(measurement), { record, beside });
  return {
    metric: plainMetric(measurement.metric),
    ours: show(measurement.value),
    reference: expected === undefined ? undefined : show(expected),
    paper: claim && asPrinted(Number(claim.value), claim) + unitOf(claim),
    claim,
  };
}

function unitOf({ printed }: Claim): string {
  return printed.trimEnd().endsWith("%") ? "%" : "";
}

function expectedValue(key: string, { record, beside }: Judged): number | undefined {
  if (beside.kind !== "match" && beside.kind !== "apart") return undefined;
  const { entry } = beside;
  const values = entryNumbers(entry).find((number) => number.key === key)?.values;
  if (values === undefined) return undefined;
  const at = entry.trained ? -1 : entry.seeds.indexOf(record.seed);
  return at >= 0 ? values[at] : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * A run in a line, such as `agarap/original/mnist  ACC 0.583 (reference 0.583 ✓ · paper 0.560)`. The mark is that of all its
 * numbers. Of another profile than the reference's there is the paper's number alone.
 *
 * @param name The run's, as wide as all names are to be.
 */
export function runLine(name: string, judged: Judged, claims: readonly Claim[]): string {
  const told = toldNumber(judged, claims);
  const parts = [
    ...judged.record.profile === REFERENCE_PROFILE ? [besideInWords(judged.beside, told?.reference)] : [],
    ...told?.paper === undefined ? [] : [`paper ${told.paper}`],
  ];
  const brackets = parts.length === 0 ? "" : ` (${parts.join(" · ")})`;
  return `${name}  ${told === undefined ? "nothing measured" : `${told.metric} ${told.ours}`}${brackets}`;
}

function besideInWords(beside: Beside, reference: string | undefined): string {
  const number = reference === undefined ? "reference" : `reference ${reference}`;
  switch (beside.kind) {
    case "match":
      return `${number} ✓`;
    case "apart":
      return `${number} ✗`;
    case "not comparable":
      return `not comparable with the reference: ${beside.why}`;
    case "none":
      return "no reference for this experiment";
  }
}

/** Decimals by which numbers that are told apart differ. */
const MOST_DECIMALS = 12;

/** How many numbers of a run that does not match are named. */
const NAMED = 3;

/**
 * What runs are beside the reference, a line each: how many match, which do not, and which cannot be compared; nothing where no run
 * has a reference.
 */
export function closing(runs: readonly Judged[]): string[] {
  if (runs.every(({ beside }) => beside.kind === "none")) return [];
  const matching = runs.filter(({ beside }) => beside.kind === "match");
  const apart = runs.filter(({ beside }) => beside.kind === "apart");
  const compared = matching.length + apart.length;
  const verb = noun(matching.length, "matches", "match");
  const others = Map.groupBy(
    runs.flatMap(({ beside }) => beside.kind === "not comparable" ? [beside.why] : []),
    (why) => why,
  );
  const lacking = runs.filter(({ beside }) => beside.kind === "none");
  const older = matching.filter(({ record, beside }) =>
    beside.kind === "match" && beside.entry.code !== record.code
  );
  return [
    ...compared === 0 ? [] : [`${matching.length} of ${compared} ${verb} the reference.`],
    ...apart.flatMap(apartInWords),
    ...apart.length === 0 ? [] : [MEANING],
    ...[...others].map(([why, { length }]) =>
      `${counted(length, "is", "are")} not comparable with the reference: ${why}.`
    ),
    ...lacking.length === 0 ? [] : [
      `${counted(lacking.length, "has", "have")} no reference: ${namesOf(lacking)}.`,
    ],
    ...older.length === 0 ? [] : [
      `The code of ${older.length} has changed since the reference was made; the numbers still match.`,
    ],
  ];
}

/** What it means if a run does not match. */
export const MEANING =
  "A run that does not match has not failed: it found other numbers than the published runs. One trained run in a hundred " +
  "does so by chance. docs/VERDICTS.md says how this is judged.";

function apartInWords({ record: { experiment, seed }, beside }: Judged): string[] {
  if (beside.kind !== "apart") return [];
  const { numbers, of } = beside;
  const named = numbers.slice(0, NAMED).map(apartNumber);
  const more = numbers.length > NAMED ? [`${numbers.length - NAMED} more`] : [];
  return [
    `  ${experiment} (seed ${seed}): ${numbers.length} of ${of} numbers: ${[...named, ...more].join("; ")}`,
  ];
}

/** A number that is not what the reference expects, such as `NMI, code, test is 0.310 (reference: 0.452 to 0.611)`. */
export function apartNumber({ name, value, expected: { low, high } }: Apart): string {
  const show = low === high
    ? (number: number) => String(significant(number, 8))
    : showTellingApart([low, high], value);
  const there = value === undefined ? "is not measured" : `is ${show(value)}`;
  return `${name} ${there} (reference: ${low === high ? show(low) : `${show(low)} to ${show(high)}`})`;
}

/** Shows numbers with as many decimals as an interval's width allows, and more where a value would look like one of its ends. */
function showTellingApart(
  [low, high]: readonly [number, number],
  value: number | undefined,
): (number: number) => string {
  let decimals = decimalsFor(high - low);
  const show = (number: number) => numberText(number, decimals);
  const isEnd = (value: number) => [low, high].some((end) => show(end) === show(value));
  while (value !== undefined && decimals < MOST_DECIMALS && isEnd(value)) decimals++;
  return show;
}

function namesOf(runs: readonly Judged[]): string {
  return [...new Set(runs.map(({ record }) => record.experiment))].join(", ");
}
