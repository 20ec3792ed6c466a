/**
 * The same runs on two processors, seed by seed: how far their numbers are apart, beside how far the seeds are.
 *
 * @module
 */
import type { Claim } from "../../claims/claims.ts";
import { compare } from "../../judging/compare.ts";
import { answerOf } from "../../judging/samples.ts";
import { momentsOf } from "../../judging/statistics/mod.ts";
import { isJudged } from "../../judging/tallies.ts";
import type { Paper } from "../../papers/load.ts";
import { type Asked, measurementKey, type RunRecord } from "../../records/record.ts";

/** One run on two processors. */
export interface Pair {
  readonly first: RunRecord;
  readonly second: RunRecord;
}

/** A number of one experiment on two processors. */
export interface Beside {
  readonly experiment: string;
  readonly asked: Asked;
  /** By seed, on each processor. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** Standard deviation over the seeds on one processor, pooled over both. */
  readonly seeds: number;
  /**
   * Standard deviation over processors for one seed: the root of half the mean squared difference. As large as that of the
   * seeds where the processor moves a number as another seed does; 0 where it moves nothing.
   */
  readonly processors: number;
}

/** The runs that both sides have: of one experiment, configuration and seed, both done. */
export function pairsOf(first: readonly RunRecord[], second: readonly RunRecord[]): Pair[] {
  const key = ({ experiment, digest, seed }: RunRecord) => `${experiment} ${digest} ${seed}`;
  const known = new Map(first.filter(isDone).map((record) => [key(record), record]));
  return second.filter(isDone).flatMap((record) => {
    const other = known.get(key(record));
    return other === undefined ? [] : [{ first: other, second: record }];
  });
}

function isDone({ status }: RunRecord): boolean {
  return status === "done";
}

/** The numbers that results are claimed of, of the experiments that have two seeds or more on both sides; by experiment. */
export function besideOf(claims: readonly Claim[], pairs: readonly Pair[]): Beside[] {
  const runs = Map.groupBy(pairs, ({ first }) => first.experiment);
  const results = Map.groupBy(claims.filter(({ kind }) => kind === "result"), ({ experiment }) => experiment);
  return [...results].flatMap(([experiment, own]) => {
    const asked = new Map(own.map((claim) => [measurementKey(claim), claim]));
    return [...asked.values()].flatMap((one) => numberOf(experiment, one, runs.get(experiment) ?? []) ?? []);
  });
}

/** A number of an experiment's runs; undefined where fewer than two seeds have it on both sides. */
function numberOf(experiment: string, asked: Asked, runs: readonly Pair[]): Beside | undefined {
  const values = runs.flatMap(({ first, second }) => {
    const [a, b] = [first, second].map((record) => answerOf(asked, record)?.value);
    return a === undefined || b === undefined ? [] : [[a, b]];
  });
  if (values.length < 2) return undefined;
  const first = values.map(([a]) => a), second = values.map(([, b]) => b);
  return {
    experiment,
    asked,
    first,
    second,
    seeds: rootMeanSquare([momentsOf(first).sd!, momentsOf(second).sd!]),
    processors: rootMeanSquare(values.map(([a, b]) => a - b)) / Math.SQRT2,
  };
}

/** How far the losses of the first and of the last epoch are apart, as shares of the first side's: the most over the runs. */
export function lossesApart(pairs: readonly Pair[]): { first: number; last: number } {
  const apart = (at: number) =>
    Math.max(
      0,
      ...pairs.flatMap(({ first, second }) => {
        const [a, b] = [first, second].map(({ history }) => history.at(at)?.loss);
        return a === undefined || b === undefined ? [] : [Math.abs(b - a) / Math.abs(a)];
      }),
    );
  return { first: apart(0), last: apart(-1) };
}

/** A claim whose verdict is another by the second processor's runs. */
export interface Moved {
  readonly claim: Claim;
  readonly first: string;
  readonly second: string;
}

/** How many claims are judged by the runs of both sides, and those whose verdict is not the same. */
export function movedVerdicts(
  papers: readonly Pick<Paper, "claims" | "errata" | "bounds">[],
  pairs: readonly Pair[],
): { judged: number; moved: Moved[] } {
  const claims = papers.flatMap(({ claims }) => claims);
  const errata = papers.flatMap(({ errata }) => errata);
  const bounds = papers.flatMap(({ bounds }) => bounds);
  const judgedBy = (records: readonly RunRecord[]) =>
    compare(claims, errata, records, bounds).filter(isJudged);
  const first = judgedBy(pairs.map(({ first }) => first));
  const second = new Map(
    judgedBy(pairs.map(({ second }) => second)).map((one) => [one.claim.id, one.verdict]),
  );
  const both = first.filter(({ claim }) => second.has(claim.id));
  return {
    judged: both.length,
    moved: both.map(({ claim, verdict }) => ({ claim, first: verdict, second: second.get(claim.id)! }))
      .filter(({ first, second }) => first !== second),
  };
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}
