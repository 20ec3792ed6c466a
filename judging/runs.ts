/**
 * The experiments that records tell of, and the studies among them.
 *
 * @module
 */
import { isPlainObject } from "../records/plain_object.ts";
import { isStudy, type Profile, type RunRecord, type Study } from "../records/record.ts";
import { latestRuns } from "./samples.ts";

/** The runs of one experiment that its numbers stand on. */
export interface Runs {
  readonly experiment: string;
  readonly paper: string;
  readonly method: string;
  readonly dataset: string;
  /** Where it is a study. */
  readonly study?: Study;
  /** By {@linkcode latestRuns}: at least one. */
  readonly runs: readonly RunRecord[];
  /** Those of the same configuration that failed. */
  readonly failed: readonly RunRecord[];
}

/** Every experiment that has a done run, by id, with numbers in names by size. */
export function runsByExperiment(records: readonly RunRecord[]): Runs[] {
  return [...Map.groupBy(records, ({ experiment }) => experiment)].flatMap(([experiment, own]) => {
    const { runs } = latestRuns(own);
    if (runs.length === 0) return [];
    const { paper, method, dataset, study, digest } = runs[0];
    const failed = own.filter((record) => record.status === "failed" && record.digest === digest);
    return [{ experiment, paper, method, dataset, ...study && { study }, runs, failed }];
  }).sort((a, b) => compareNames(a.experiment, b.experiment));
}

/** Compares names letter by letter, but numbers in them by size: `layer-3` is before `layer-10`. */
export function compareNames(a: string, b: string): number {
  const [x, y] = [a, b].map((name) => name.split(/(\d+)/));
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] === y[i]) continue;
    const both = i % 2 === 1;
    const difference = both ? Number(x[i]) - Number(y[i]) : 0;
    return difference !== 0 ? difference : x[i] < y[i] ? -1 : 1;
  }
  return x.length - y.length;
}

/** One setting that a study has otherwise than its base. */
export interface Change {
  /** The setting's name, with dots between levels and places in lists in brackets. */
  readonly setting: string;
  /** What the base has, as JSON; nothing where it has none, or is not known. */
  readonly from: string | undefined;
  /** What the study has, as JSON. */
  readonly to: string;
}

/**
 * A study's change setting by setting, with what its base's configuration has in their place. Of lists that are as long as
 * before only the items that differ are told.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { settingsChanged } from "./runs.ts";
 *
 * assertEquals(settingsChanged({ cluster: { k: 8 } }, { cluster: { k: 10, nInit: 4 } }), [
 *   { setting: "cluster.k", from: "10", to: "8" },
 * ]);
 * ```
 */
export function settingsChanged(
  change: Record<string, unknown>,
  base: Record<string, unknown> = {},
): Change[] {
  return Object.entries(change).flatMap(([name, to]) => changesAt(name, base[name], to));
}

function changesAt(setting: string, from: unknown, to: unknown): Change[] {
  if (isPlainObject(to) && (from === undefined || isPlainObject(from))) {
    // What another kind was made of means nothing to this one.
    const comparable = to.kind === undefined || to.kind === from?.kind ? from : { kind: from?.kind };
    return Object.entries(to).flatMap(([name, value]) =>
      changesAt(`${setting}.${name}`, comparable?.[name], value)
    );
  }
  if (Array.isArray(to) && Array.isArray(from) && to.length === from.length && to.some(isPlainObject)) {
    return to.flatMap((item, i) => changesAt(`${setting}[${i}]`, from[i], item))
      .filter(({ from, to }) => from !== to);
  }
  return [{ setting, from: JSON.stringify(from), to: JSON.stringify(to) }];
}

/** An experiment that is a study. */
export type StudyRuns = Runs & { readonly study: Study };

/** The studies of one experiment in one profile. */
export interface StudyGroup {
  /** The id of the experiment that they vary; nothing for protocols of their own. */
  readonly of: string | undefined;
  readonly profile: Profile;
  /** That experiment in that profile, if it was run. */
  readonly base: Runs | undefined;
  readonly studies: readonly StudyRuns[];
}

/** The studies among experiments, each experiment's together, as the experiments are sorted. */
export function studyGroups(experiments: readonly Runs[]): StudyGroup[] {
  const studies = experiments.filter((one): one is StudyRuns => isStudy(one));
  const key = ({ study, runs }: StudyRuns) => JSON.stringify([study.of, runs[0].profile]);
  return [...Map.groupBy(studies, key).values()].map((own) => {
    const { study: { of }, runs: [{ profile }] } = own[0];
    const base = experiments.find(({ experiment, runs }) => experiment === of && runs[0].profile === profile);
    return { of, profile, base, studies: own };
  });
}
