/**
 * The experiments that records tell of, and the studies among them.
 *
 * @module
 */
import { isStudy, type RunRecord } from "../records/record.ts";
import { latestRuns } from "./samples.ts";

/** The runs of one experiment that its numbers stand on. */
export interface Runs {
  readonly experiment: string;
  readonly paper: string;
  readonly method: string;
  readonly dataset: string;
  /** By {@linkcode latestRuns}: at least one. */
  readonly runs: readonly RunRecord[];
}

/** Every experiment that has a done run, by id, with numbers in names by size. */
export function runsByExperiment(records: readonly RunRecord[]): Runs[] {
  return [...Map.groupBy(records, ({ experiment }) => experiment)].flatMap(([experiment, own]) => {
    const { runs } = latestRuns(own);
    if (runs.length === 0) return [];
    const { paper, method, dataset } = runs[0];
    return [{ experiment, paper, method, dataset, runs }];
  }).sort((a, b) => compareNames(a.experiment, b.experiment));
}

/** Compares names letter by letter, but numbers in them by size: `snnl-3` is before `snnl-10`. */
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

/** What one study's configuration has otherwise than its base's. */
export interface Change {
  /** The setting's name, with dots between levels. */
  readonly setting: string;
  /** As JSON; nothing where there is none. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Where two configurations differ, setting by setting. */
export function settingChanges(base: Record<string, unknown>, other: Record<string, unknown>): Change[] {
  const [from, to] = [settings(base), settings(other)];
  return [...new Set([...from.keys(), ...to.keys()])].filter((name) => from.get(name) !== to.get(name))
    .map((setting) => ({ setting, from: from.get(setting), to: to.get(setting) }));
}

/** Every setting of a configuration as JSON, by its name; lists are one setting. */
function settings(config: Record<string, unknown>, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(config).flatMap(([key, value]): [string, string][] =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? [...settings(value as Record<string, unknown>, `${prefix}${key}.`)]
        : value === undefined
        ? []
        : [[prefix + key, JSON.stringify(value)]]
    ),
  );
}

/** A study, what it is a variation of, and how. */
export interface Study {
  readonly study: Runs;
  /** The experiment of the same paper, data and profile; none if none was run, or the study is a protocol of its own. */
  readonly base: Runs | undefined;
  readonly changes: readonly Change[];
}

/**
 * The studies, each with its base: the experiment whose method the study's name begins with; or else the one with the
 * fewest other settings, of these the first by name. What has more than half of an experiment's settings otherwise is no
 * variation of it.
 */
export function studiesOf(experiments: readonly Runs[]): Study[] {
  return experiments.filter(isStudy).map((study) => {
    const [run] = study.runs;
    const candidates = experiments.filter((other) =>
      !isStudy(other) && other.paper === study.paper && other.dataset === study.dataset &&
      other.runs[0].profile === run.profile
    ).map((base) => ({
      base,
      changes: settingChanges(base.runs[0].config, run.config),
      named: study.method.startsWith(`study-${base.method}-`) ? base.method.length : 0,
    })).filter(({ base, changes }) => 2 * changes.length <= settings(base.runs[0].config).size);
    const [nearest] = candidates.sort((a, b) => b.named - a.named || a.changes.length - b.changes.length);
    return { study, base: nearest?.base, changes: nearest?.changes ?? [] };
  });
}
