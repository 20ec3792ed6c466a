import type { Experiment } from "./experiment.ts";
import { type Profile, PROFILES } from "./record.ts";
import { nearest, UsageError } from "./usage.ts";

/** The seeds that runs take in order: those of agarap's published code, then the whole numbers from 1. */
const FIRST_SEEDS = [42, 1234, 73, 1024];

/** How many seeds each profile takes unless said otherwise. */
const SEED_COUNTS: Record<Profile, number> = { smoke: 1, quick: 2, paper: 4 };

/** One experiment in one profile with one seed. */
export interface Run {
  experiment: Experiment;
  profile: Profile;
  seed: number;
}

/** What the command line selects. */
export interface Selection {
  /** Globs over experiment ids; `*` stands for any text. None: all. */
  globs: readonly string[];
  papers: readonly string[];
  datasets: readonly string[];
}

/**
 * The experiments that a selection names, in their own order.
 *
 * @throws {UsageError} If a glob, a paper or a data set names none; the message names the nearest.
 */
export function select(experiments: readonly Experiment[], selection: Selection): Experiment[] {
  const ids = experiments.map(({ id }) => id);
  for (const glob of selection.globs) {
    if (!ids.some((id) => matches(glob, id))) {
      throw new UsageError(`Unknown experiment ${glob}: nearest are ${nearest(glob, ids).join(", ")}`);
    }
  }
  const oneOf = (kind: "paper" | "dataset", names: readonly string[]) => {
    const known = [...new Set(experiments.map((experiment) => experiment[kind]))];
    for (const name of names) {
      if (!known.includes(name)) {
        throw new UsageError(`Unknown ${kind} ${name}: known are ${known.join(", ")}`);
      }
    }
  };
  oneOf("paper", selection.papers);
  oneOf("dataset", selection.datasets);
  return experiments.filter(({ id, paper, dataset }) =>
    (selection.globs.length === 0 || selection.globs.some((glob) => matches(glob, id))) &&
    (selection.papers.length === 0 || selection.papers.includes(paper)) &&
    (selection.datasets.length === 0 || selection.datasets.includes(dataset))
  );
}

function matches(glob: string, id: string): boolean {
  const pattern = glob.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*");
  return new RegExp(`^${pattern}$`).test(id);
}

/**
 * The runs of these experiments: all of the first seed, then all of the next, so that each experiment has a result
 * before any has two.
 */
export function planRuns(
  experiments: readonly Experiment[],
  profile: Profile,
  seeds: readonly number[],
): Run[] {
  return seeds.flatMap((seed) => experiments.map((experiment) => ({ experiment, profile, seed })));
}

/**
 * The profile of this name.
 *
 * @throws {UsageError} If there is none.
 */
export function readProfile(name: string): Profile {
  if ((PROFILES as readonly string[]).includes(name)) return name as Profile;
  throw new UsageError(`Unknown profile ${name}: known are ${PROFILES.join(", ")}`);
}

/**
 * The seeds that `--seeds` (how many) or `--seed` (which, comma-separated) ask for, or the profile's number of them.
 *
 * @throws {UsageError} If both are given, or one is not made of whole numbers: at least 1 for `--seeds`, 0 for `--seed`.
 */
export function readSeeds(profile: Profile, count?: string, list?: string): number[] {
  if (count !== undefined && list !== undefined) {
    throw new UsageError("Give --seeds (how many) or --seed (which ones), not both");
  }
  if (list !== undefined) {
    const seeds = list.split(",").map((text) => wholeNumber("--seed", text, 0));
    return [...new Set(seeds)];
  }
  const n = count === undefined ? SEED_COUNTS[profile] : wholeNumber("--seeds", count, 1);
  return Array.from({ length: n }, (_, i) => FIRST_SEEDS[i] ?? i - FIRST_SEEDS.length + 1);
}

function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= 0xffffffff) return value;
  throw new UsageError(`${flag} must be a whole number of at least ${least}: current value is ${text}`);
}
