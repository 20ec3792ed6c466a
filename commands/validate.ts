/**
 * The command `deno task validate`: claims, errata, experiments and records against their schemas and each other.
 *
 * @module
 */
import { DATASETS } from "../datasets/mod.ts";
import { notice } from "../terminal/notice.ts";
import { type Claims, experimentsOf } from "../claims/claims.ts";
import { ClaimsError, readClaims } from "../claims/claims_format.ts";
import { EXPERIMENTS } from "../papers/mod.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { isStudy, PROFILES, recordPath, type RunRecord } from "../records/record.ts";
import { readSoundRecords } from "../records/record_files.ts";
import { UsageError } from "../terminal/usage.ts";

const USAGE = `deno task validate [--out DIR]

Checks the claims and errata in fixtures/, the experiments in benchmarks/ and the records in DIR/runs against their
schemas and each other. DIR is reports/published unless given.

Exit codes: 0 all is well, 1 something is wrong (a line each, with the file and the row), 2 bad usage.`;

/** Runs the command; returns its exit code. */
export async function validate(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["out"], boolean: ["help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) throw new UsageError(`What is ${flags._[0]}? The folder is given as --out DIR`);
  const out = flags.out ?? "reports/published";
  const { records, faults: unsound } = await readSoundRecords(out);
  if (flags.out !== undefined && records.length + unsound.length === 0) {
    throw new UsageError(`No records in ${out}/runs`);
  }
  const faults = [
    ...unsound.map(({ error }) => error.message),
    ...experimentFaults(EXPERIMENTS),
    ...records.flatMap((record) => recordFaults(record, EXPERIMENTS).map((fault) => `${out}/${fault}`)),
  ];
  let count = 0;
  try {
    const claims = await readClaims(new URL("../fixtures/", import.meta.url));
    faults.push(...claimFaults(claims, EXPERIMENTS));
    count = claims.claims.length;
  } catch (error) {
    if (!(error instanceof ClaimsError)) throw error;
    faults.push(error.message);
  }
  for (const fault of faults) notice(fault);
  if (faults.length > 0) return 1;
  print(`${count} claims, ${EXPERIMENTS.length} experiments, ${records.length} records: all is well`);
  return 0;
}

/** What is wrong with the experiments themselves. */
export function experimentFaults(experiments: readonly Experiment[]): string[] {
  const ids = experiments.map(({ id }) => id);
  const datasets = DATASETS.map(({ name }) => name);
  return experiments.flatMap(({ id, paper, method, dataset, profiles }, index) =>
    [
      ...(ids.indexOf(id) < index ? ["the id is there twice"] : []),
      ...(id === `${paper}/${method}/${dataset}` ? [] : [`the id must be ${paper}/${method}/${dataset}`]),
      ...PROFILES.flatMap((profile) => {
        const { [profile]: protocol } = profiles;
        return protocol === undefined || datasets.includes(protocol.dataset)
          ? []
          : [`${profile} needs the data set "${protocol.dataset}", which does not exist`];
      }),
    ].map((fault) => `benchmarks/${paper}/experiments.ts: ${id}: ${fault}`)
  );
}

/** What is wrong with claims and experiments beside each other. */
export function claimFaults(
  { claims, errata, unanswered }: Claims,
  experiments: readonly Experiment[],
): string[] {
  const known = new Set(experiments.map(({ id }) => id));
  const named = new Set(claims.flatMap(experimentsOf));
  const papers = new Set(claims.map(({ paper }) => paper));
  const faults: string[] = [];
  const lost = (id: string) => !known.has(id) && !unanswered.has(id);
  for (const [paper, own] of Map.groupBy(claims, ({ paper }) => paper)) {
    for (const [index, claim] of own.entries()) {
      for (const id of experimentsOf(claim).filter(lost)) {
        const what = `no experiment ${id}: write it, or say why not in fixtures/unanswered.csv`;
        faults.push(`fixtures/claims/${paper}.csv: row ${index + 2}: ${what}`);
      }
    }
  }
  for (const [index, { paper }] of errata.entries()) {
    if (!papers.has(paper)) {
      faults.push(`fixtures/errata.csv: row ${index + 2}: no claims of the paper "${paper}"`);
    }
  }
  for (const [index, id] of [...unanswered.keys()].entries()) {
    const why = known.has(id) ? "there is one now: remove the row" : named.has(id) ? "" : "no claim names it";
    if (why !== "") faults.push(`fixtures/unanswered.csv: row ${index + 2}: ${id}: ${why}`);
  }
  const silent = experiments.filter((experiment) => !isStudy(experiment) && !named.has(experiment.id));
  for (const { id, paper } of silent) {
    faults.push(
      `benchmarks/${paper}/experiments.ts: ${id}: it answers no claim in fixtures/claims/${paper}.csv`,
    );
  }
  return faults;
}

/** What is wrong with a record beside the experiments, after its path from the result folder. */
export function recordFaults(record: RunRecord, experiments: readonly Experiment[]): string[] {
  const path = recordPath(record);
  const experiment = experiments.find(({ id }) => id === record.experiment);
  if (experiment === undefined) return [`${path}: no experiment has the id "${record.experiment}"`];
  return (["paper", "method", "dataset"] as const)
    .filter((field) => record[field] !== experiment[field])
    .map((field) => `${path}: ${field} must be "${experiment[field]}": current value is "${record[field]}"`);
}

if (import.meta.main) await main(validate);
