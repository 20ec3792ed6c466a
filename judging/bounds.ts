/**
 * What a printed value can be at all: the bounds that controls set.
 *
 * @module
 */
import type { Bound, Claim } from "../claims/claims.ts";
import type { RunRecord } from "../records/record.ts";
import { isBeyond } from "./judge.ts";
import { failuresOf, obstaclesOf, sampleOf } from "./samples.ts";

/** A bound with the value that it stands at. */
export interface Reached {
  readonly bound: Bound;
  /** In the unit that the paper prints. */
  readonly value: number;
  /** Whether it is what the control's runs reached; else it is the stated value. */
  readonly isMeasured: boolean;
}

/**
 * The bound that a claim's printed value lies beyond, the farthest if there are several; nothing where it lies beyond none. Of a
 * control it is the best of its runs (the highest for "at most", the lowest for "at least"), by the full protocol on the
 * paper's own data. If it has no such run, or one has failed or lacks the measurement, a stated value takes its place.
 *
 * @param bounds Those of the claim's paper.
 * @param records By experiment.
 */
export function boundOf(
  claim: Claim,
  bounds: readonly Bound[],
  records: ReadonlyMap<string, readonly RunRecord[]>,
): Reached | undefined {
  const printed = Number(claim.value);
  const beyond = (one: Reached) => Math.abs(printed - one.value);
  return bounds.filter(({ claims }) => claims.includes(claim.id)).flatMap((bound): Reached[] => {
    const reached = reachedBy(bound, records);
    const value = reached ?? bound.value;
    return value === null ? [] : [{ bound, value: value * claim.units, isMeasured: reached !== null }];
  }).filter(({ bound: { side }, value }) => isBeyond({ side, value }, printed, 0))
    .reduce<Reached | undefined>((a, b) => a === undefined || beyond(b) > beyond(a) ? b : a, undefined);
}

/** What a bound's control reached, in the measurement's unit; null where its runs do not show that. */
function reachedBy(bound: Bound, records: ReadonlyMap<string, readonly RunRecord[]>): number | null {
  const sample = sampleOf(records.get(bound.control) ?? [], bound);
  if (sample === undefined || [...obstaclesOf(sample), ...failuresOf(sample)].length > 0) return null;
  return bound.side === "at most" ? Math.max(...sample.values) : Math.min(...sample.values);
}
