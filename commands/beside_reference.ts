/**
 * What the command `deno task reproduce` says of runs beside the reference, and which runs of the full protocol it adds.
 *
 * @module
 */
import type { Claim } from "../claims/claims.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { Comparison } from "../judging/compare.ts";
import { isJudged, tally, tallyInWords } from "../judging/tallies.ts";
import type { RunRecord } from "../records/record.ts";
import { besideReference } from "../reports/reference/beside.ts";
import { type Reference, REFERENCE_PROFILE } from "../reports/reference/reference.ts";
import { closing, type Judged, runLine } from "../reports/reference/words.ts";
import { type Estimate, inRunOrder, isRecordOf, within } from "../runner/estimate.ts";
import { planRuns, type Run } from "../runner/plan.ts";
import type { Request } from "./request.ts";
import { counted } from "../terminal/counted.ts";

/** Seconds on this machine that runs of the full protocol may take beside those of the profile `quick`. */
export const FULL_SECONDS = 30;

/** The data set that they may need: small, public, and downloaded with a few megabytes. */
const FULL_DATASET = "mnist";

/** Where a user says what is to be run, or what is to come of it: the globs, and these flags. */
const SELECTING = [
  "_",
  "profile",
  "paper",
  "papers",
  "dataset",
  "seed",
  "seeds",
  "until-decided",
  "shard",
  "budget",
  "fail-on",
] as const;

/** Whether a command line leaves it to the command what is run. */
export function isUnselected(flags: Pick<Request["flags"], typeof SELECTING[number]>): boolean {
  return SELECTING.every((name) => [flags[name] || []].flat().length === 0);
}

/** The runs of the full protocol, on MNIST with the first seed, that answer a paper's results. */
export function fullRuns(
  experiments: readonly Experiment[],
  claims: readonly Claim[],
  [seed]: readonly number[],
): Run[] {
  const asked = new Set(claims.filter(({ kind }) => kind === "result").map(({ experiment }) => experiment));
  return planRuns(
    experiments.filter(({ id, profiles }) => asked.has(id) && profiles.paper?.dataset === FULL_DATASET),
    "paper",
    [seed],
  );
}

/** Those that fit into {@linkcode FULL_SECONDS} together, recorded or not, the cheapest first. */
export function cheapest(estimates: readonly Estimate[]): Estimate[] {
  const seeds = [...new Set(estimates.map(({ run }) => run.seed))];
  const fresh = estimates.map((estimate) => ({ ...estimate, recorded: false }));
  const fitting = new Set(within(FULL_SECONDS, inRunOrder(fresh, seeds)).map(({ run }) => run));
  return inRunOrder(estimates.filter(({ run }) => fitting.has(run)), seeds);
}

/**
 * What the full protocol's runs came to, in a line; nothing where there are none, or none of their claims is judged.
 *
 * @param judge Judges the papers' claims by what there is now.
 */
export function fullInWords(added: readonly Estimate[], judge: () => readonly Comparison[]): string[] {
  if (added.length === 0) return [];
  const ids = new Set(added.map(({ run }) => run.experiment.id));
  const judged = judge().filter((one) =>
    one.claim.kind === "result" && ids.has(one.claim.experiment) && isJudged(one)
  );
  if (judged.length === 0) return [];
  const answered = new Set(judged.map(({ claim }) => claim.experiment));
  const seeds = Math.max(...judged.map(({ n }) => n));
  return [
    `The full protocol of ${[...answered].join(", ")} (${counted(seeds, "seed")}) beside the papers: ` +
    tallyInWords(tally(judged)),
  ];
}

/**
 * What is written of each run when it is done: a line with its number beside the reference's and the paper's.
 *
 * @param runs All that may be done, whose names are to be equally wide.
 */
export function lineOf(
  runs: readonly Run[],
  claims: readonly Claim[],
  reference: Reference | undefined,
): (record: RunRecord) => string {
  const several = new Set(runs.map(({ seed }) => seed)).size > 1;
  const nameOf = (id: string, profile: string, seed: number) =>
    id + (several ? ` (seed ${seed})` : "") +
    (profile === "paper" && runs.some((run) => run.profile !== profile) ? " (full protocol)" : "");
  const width = Math.max(
    ...runs.map(({ experiment, profile, seed }) => nameOf(experiment.id, profile, seed).length),
  );
  return (record) => {
    const name = nameOf(record.experiment, record.profile, record.seed).padEnd(width);
    return runLine(name, { record, beside: besideReference(record, reference) }, claims);
  };
}

/**
 * How the runs that were asked for compare with the reference, a line each.
 *
 * @param runs Those of other profiles have no reference and are left out.
 * @param records What there is now.
 * @param engine The engine's name: another's records are not these runs'.
 */
export function closingOf(
  runs: readonly Run[],
  records: readonly RunRecord[],
  engine: string,
  reference: Reference | undefined,
): string[] {
  const judged: Judged[] = runs.filter(({ profile }) => profile === REFERENCE_PROFILE).flatMap((run) => {
    const record = records.find((one) => isRecordOf(run, engine, one));
    return record === undefined ? [] : [{ record, beside: besideReference(record, reference) }];
  });
  return closing(judged);
}
