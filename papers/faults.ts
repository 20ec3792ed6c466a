/**
 * What is wrong with papers and with records beside each other.
 *
 * @module
 */
import { answerFaults } from "../claims/faults.ts";
import { type Bound, type Cause, experimentsOf } from "../claims/claims.ts";
import { type Fault, shownPath, unknown } from "../claims/fault.ts";
import type { PaperDeclaration } from "../experiments/experiment.ts";
import { answerOf } from "../judging/samples.ts";
import { isStudy, measurementName, recordPath, type RunRecord } from "../records/record.ts";
import type { Paper } from "./folder.ts";

/**
 * What is wrong with a paper that can be read: claims that its runs do not answer, each by one measurement, and experiments
 * that answer no claim though they are no studies. A paper without claims needs no answers.
 *
 * @param records Of its runs, if there are any; those of other papers make no difference.
 */
export function paperFaults(
  { claims, experiments, folder, bounds, causes }: Pick<
    Paper,
    "claims" | "experiments" | "folder" | "bounds" | "causes"
  >,
  records: readonly RunRecord[],
): Fault[] {
  const answering = new Set(claims.flatMap(experimentsOf));
  const silent = claims.length === 0
    ? []
    : experiments.filter((experiment) => !isStudy(experiment) && !answering.has(experiment.id));
  return [
    ...silent.length === 0 ? [] : [{
      file: shownPath(new URL("paper.ts", folder)),
      reason: `no claim is answered by ${
        silent.map(({ id }) => id).join(", ")
      }: only a study may answer none`,
    }],
    ...answerFaults(claims, records),
    ...bounds.flatMap((bound) => unmeasured(bound, bound.control, records)),
    ...causes.flatMap((cause) => unmeasured(cause, cause.study, records)),
  ];
}

/** That the runs of a control or a study did not measure what is looked at. */
function unmeasured(asked: Bound | Cause, experiment: string, records: readonly RunRecord[]): Fault[] {
  const runs = records.filter((record) => record.experiment === experiment && record.status === "done");
  if (runs.length === 0 || asked.metric === "" || runs.some((run) => answerOf(asked, run) !== undefined)) {
    return [];
  }
  const there = runs[0].measurements.filter(({ metric }) => metric === asked.metric).map(measurementName);
  const instead = there.length === 0 ? "" : `: there is ${there.slice(0, 5).join("; ")}`;
  return [{
    ...asked.place ?? { file: "" },
    reason: `no run of ${experiment} measured ${measurementName(asked)}${instead}`,
  }];
}

/**
 * What is wrong with a record beside the experiments.
 *
 * @param out The result folder, which faults name the record's file in.
 */
export function recordFaults(
  record: RunRecord,
  papers: readonly Pick<PaperDeclaration, "experiments">[],
  out: string,
): Fault[] {
  const file = `${out}/${recordPath(record)}`;
  const experiments = papers.flatMap(({ experiments }) => experiments);
  const experiment = experiments.find(({ id }) => id === record.experiment);
  if (experiment === undefined) {
    const isKnown = experiments.some(({ paper }) => paper === record.paper);
    const reason = isKnown
      ? unknown("experiment", record.experiment, experiments.map(({ id }) => id))
      : `the paper "${record.paper}" is unknown: name its folder with --papers`;
    return [{ file, reason }];
  }
  return (["paper", "method", "dataset"] as const)
    .filter((field) => record[field] !== experiment[field])
    .map((field) => ({ file, reason: `${field} must be "${experiment[field]}", got "${record[field]}"` }));
}
