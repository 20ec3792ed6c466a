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
}

/**
 * The bound that a claim's printed value lies beyond, the farthest if there are several; nothing where it lies beyond none. Of a
 * control it is the best of its runs (the highest for "at most", the lowest for "at least"), by the full protocol on the
 * paper's own data; a stated value stands where the control has none.
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
    const value = valueOf(bound, records);
    return value === null ? [] : [{ bound, value: value * claim.units }];
  }).filter(({ bound: { side }, value }) => isBeyond({ side, value }, printed, 0))
    .reduce<Reached | undefined>((a, b) => a === undefined || beyond(b) > beyond(a) ? b : a, undefined);
}

/** Where a bound stands, in the measurement's unit; null where that is not known. */
function valueOf(bound: Bound, records: ReadonlyMap<string, readonly RunRecord[]>): number | null {
  const sample = sampleOf(records.get(bound.control) ?? [], bound);
  if (sample === undefined || [...obstaclesOf(sample), ...failuresOf(sample)].length > 0) return bound.value;
  return bound.side === "at most" ? Math.max(...sample.values) : Math.min(...sample.values);
}
