/**
 * What may explain misses, with what its studies measured.
 *
 * @module
 */
import type { Cause, Claim } from "../claims/claims.ts";
import type { RunRecord } from "../records/record.ts";
import type { Comparison } from "./compare.ts";
import type { Verdict } from "./judge.ts";
import { type Sample, sampleOf } from "./samples.ts";

/** A cause beside the number that it may explain. */
export interface Tested {
  readonly cause: Cause;
  /** The claim whose number is compared: the first of the misses that is about the study's metric; nothing without a study. */
  readonly claim: Claim | undefined;
  /** Ours without the study's change, in the printed unit; nothing where it was not run. */
  readonly without: Sample | undefined;
  /** Ours with it. */
  readonly with: Sample | undefined;
}

/** The verdicts of those that are decided and missed. */
const MISSES: readonly Verdict[] = ["close", "better", "worse", "unreachable"];

/** Whether a comparison is a miss that wants a cause: decided, and outside the tolerance. */
export function isMiss({ claim, verdict }: Pick<Comparison, "claim" | "verdict">): boolean {
  return claim.kind === "result" && MISSES.includes(verdict);
}

/** Causes with what the records show of them, in the causes' order. */
export function causesOf(
  causes: readonly Cause[],
  claims: readonly Claim[],
  records: readonly RunRecord[],
): Tested[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const byExperiment = Map.groupBy(records, ({ experiment }) => experiment);
  return causes.map((cause) => {
    const own = byExperiment.get(cause.study) ?? [];
    const of = own[0]?.study?.of;
    const about = cause.misses.map((id) => byId.get(id)).filter((claim) => claim !== undefined)
      .filter(({ metric }) => cause.study !== "" && metric === cause.metric);
    // An average says more of a change than a best run.
    const claim = about.find(({ experiment, statistic }) => experiment === of && statistic !== "best") ??
      about.find(({ experiment }) => experiment === of) ??
      about.find(({ statistic }) => statistic !== "best") ?? about[0];
    const units = claim?.units ?? 1;
    return {
      cause,
      claim,
      without: claim && sampleOf(byExperiment.get(claim.experiment) ?? [], claim, units),
      with: cause.study === "" ? undefined : sampleOf(own, cause, units),
    };
  });
}

/** The causes that claims have, by the claims' ids. */
export function causesByClaim(tested: readonly Tested[]): Map<string, Tested[]> {
  const found = new Map<string, Tested[]>();
  for (const one of tested) {
    for (const id of one.cause.misses) found.set(id, [...found.get(id) ?? [], one]);
  }
  return found;
}

/** Whether a cause was put to a test: by a study, or in the way that its note tells. */
export function isTested({ cause: { study, outcome } }: Pick<Tested, "cause">): boolean {
  return study !== "" || outcome !== "open";
}
