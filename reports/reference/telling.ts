import type { Claim } from "../../claims/claims.ts";
import { answerOf } from "../../judging/samples.ts";
import { isDuration } from "../../records/compare_runs.ts";
import type { Measurement, RunRecord } from "../../records/record.ts";
import { decimalsIn } from "../markdown/digits.ts";

/** The number of a run that says most about it, and what the paper prints for it. */
export interface Telling {
  readonly measurement: Measurement;
  /** Nothing where the paper prints none. */
  readonly claim: Claim | undefined;
}

/**
 * The number that a run is told by: the accuracy where the paper prints it, else the first metric that the paper prints, else the
 * first score that was measured. Of an average and a best the paper's average is taken, and of two writings the one with more
 * digits. Nothing if nothing was measured.
 *
 * @param claims The paper's, in their order, or more.
 */
export function tellingNumber(record: RunRecord, claims: readonly Claim[]): Telling | undefined {
  const answered = claims.filter((claim) =>
    claim.kind === "result" && claim.experiment === record.experiment && answerOf(claim, record) !== undefined
  );
  const rank = ({ metric, statistic }: Claim) => (metric === "ACC" ? 0 : 2) + Number(statistic === "best");
  const scores = answered.filter(({ measure }) => measure === "score");
  const [first] = (scores.length > 0 ? scores : answered).toSorted((a, b) => rank(a) - rank(b));
  const [claim] = answered.filter((one) => rank(one) === rank(first) && one.metric === first.metric)
    .toSorted((a, b) => decimalsIn(b.value) - decimalsIn(a.value));
  if (claim !== undefined) return { measurement: answerOf(claim, record)!, claim };
  const measured = record.measurements.filter((one) => !isDuration(one));
  const measurement = measured.find(({ metric }) => metric === "ACC") ?? measured[0];
  return measurement && { measurement, claim: undefined };
}
