/**
 * What is wrong with papers and with records beside each other.
 *
 * @module
 */
import { answerFaults } from "../claims/faults.ts";
import { experimentsOf } from "../claims/claims.ts";
import { type Fault, shownPath, unknown } from "../claims/fault.ts";
import type { PaperDeclaration } from "../experiments/experiment.ts";
import { isStudy, recordPath, type RunRecord } from "../records/record.ts";
import type { Paper } from "./folder.ts";

/**
 * What is wrong with a paper that can be read: claims that its runs do not answer, each by one measurement, and experiments
 * that answer no claim though they are no studies. A paper without claims needs no answers.
 *
 * @param records Of its runs, if there are any; those of other papers make no difference.
 */
export function paperFaults(
  { claims, experiments, folder }: Pick<Paper, "claims" | "experiments" | "folder">,
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
  ];
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
