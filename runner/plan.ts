import type { Experiment, Protocol } from "../experiments/experiment.ts";
import { isStudy, type Profile, PROFILES } from "../records/record.ts";
import { editDistance, nearest, UsageError } from "../terminal/usage.ts";
import { wholeNumber } from "../terminal/whole_number.ts";

/** The seeds that runs take in order: those of agarap's published code, then the whole numbers from 1. */
export const FIRST_SEEDS = [42, 1234, 73, 1024];

/** How many seeds each profile takes unless said otherwise. */
const SEED_COUNTS: Record<Profile, number> = { smoke: 1, quick: 1, paper: 4 };

/** One experiment in one profile with one seed. */
export interface Run {
  experiment: Experiment;
  profile: Profile;
  /** The experiment's, in that profile. */
  protocol: Protocol;
  seed: number;
}

/** What the command line selects. */
export interface Selection {
  /** Globs over experiment ids; `*` stands for any text. None: all. A study's must say `study`. */
  globs: readonly string[];
  papers: readonly string[];
  datasets: readonly string[];
}

/** In how many letters the parts of a glob differ from those of an id that they are nearest to. */
function distanceBetween(glob: string, id: string): number {
  const own = id.split("/");
  return glob.toLowerCase().split("/").filter((part) => part !== "*")
    .reduce((sum, part) => sum + Math.min(...own.map((one) => editDistance(part, one))), 0);
}

/**
 * The experiments that a selection names, in their own order. Studies are many and long: only a glob that says `study`
 * names them.
 *
 * @throws {UsageError} If a glob, a paper or a data set names none, where the message names the nearest, or all of them
 * together none.
 */
export function select(experiments: readonly Experiment[], selection: Selection): Experiment[] {
  const ids = experiments.map(({ id }) => id);
  for (const glob of selection.globs) {
    if (experiments.some((experiment) => names(glob, experiment))) continue;
    if (experiments.some((experiment) => experiment.paper === glob && names("*", experiment))) {
      throw new UsageError(`${glob} is a paper, not an experiment: give --paper ${glob}`);
    }
    const studies = ids.filter((id) => matches(glob, id));
    throw new UsageError(
      studies.length > 0
        ? `Only studies match ${glob}, and a glob must say study: such as ${studies[0]}`
        : `Unknown experiment ${glob}: nearest are ${nearest(glob, ids, 3, distanceBetween).join(", ")}`,
    );
  }
  const oneOf = (kind: "paper" | "dataset", names: readonly string[]) => {
    const known = [...new Set(experiments.map((experiment) => experiment[kind]))];
    for (const name of names) {
      if (!known.includes(name)) {
        const outside = kind === "paper" ? "; the folder of one of your own is named by --papers" : "";
        throw new UsageError(`Unknown ${kind} ${name}: known are ${known.join(", ")}${outside}`);
      }
    }
  };
  oneOf("paper", selection.papers);
  oneOf("dataset", selection.datasets);
  const globs = selection.globs.length === 0 ? ["*"] : selection.globs;
  const within = experiments.filter(({ paper, dataset }) =>
    (selection.papers.length === 0 || selection.papers.includes(paper)) &&
    (selection.datasets.length === 0 || selection.datasets.includes(dataset))
  );
  const selected = within.filter((experiment) => globs.some((glob) => names(glob, experiment)));
  if (selected.length === 0) {
    const asked = [
      ...selection.globs,
      ...selection.papers.map((name) => `--paper ${name}`),
      ...selection.datasets.map((name) => `--dataset ${name}`),
    ].join(" ");
    const [study] = within.filter((one) => isStudy(one) && globs.some((glob) => matches(glob, one.id)));
    throw new UsageError(
      study === undefined
        ? `Nothing is selected: no experiment is ${asked || "there"}`
        : `Nothing is selected: ${asked} has studies alone, and a glob must name these, such as '${study.paper}/study-*'`,
    );
  }
  return selected;
}

function names(glob: string, experiment: Experiment): boolean {
  return matches(glob, experiment.id) && (!isStudy(experiment) || glob.includes("study"));
}

/**
 * Whether an id is what a glob stands for: it begins with what is before the first star, ends with what is after the last,
 * and has the parts between them in their order. Each part is taken where it comes first, so nothing is tried twice.
 */
function matches(glob: string, id: string): boolean {
  const [first, ...parts] = glob.split("*");
  const last = parts.pop();
  if (last === undefined) return glob === id;
  const end = id.length - last.length;
  if (!(id.startsWith(first) && id.endsWith(last) && first.length <= end)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = id.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}

/**
 * Throws where a profile leaves nothing to run of what was named.
 *
 * @param selected What the selection names.
 * @throws {UsageError} If none of the selected experiments has the profile, or none of those that one of the globs names;
 * the message says in which profiles they are.
 */
export function checkProfile(
  selected: readonly Experiment[],
  profile: Profile,
  globs: readonly string[],
): void {
  const groups = [selected, ...globs.map((glob) => selected.filter((experiment) => names(glob, experiment)))];
  for (const group of groups) {
    if (group.length === 0 || group.some(({ profiles }) => profiles[profile])) continue;
    const where = group.map(({ id, profiles }) => `${id} (${Object.keys(profiles).join(", ")})`);
    throw new UsageError(
      `Nothing to run in the profile ${profile}: what was named is in other profiles only: ${
        shortened(where)
      }`,
    );
  }
}

/** The first three, and how many more. */
function shortened(items: readonly string[]): string {
  const more = items.length - 3;
  return items.slice(0, 3).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/**
 * The seeds with which an experiment is run, of those asked for. One that has seeds of its own is run with as many of these.
 *
 * @param areNamed Whether they are asked for by what they are, not only by their number: then it is run with no others.
 */
export function seedsOf(
  { seeds: own }: Pick<Experiment, "seeds">,
  asked: readonly number[],
  areNamed = false,
): readonly number[] {
  if (own === undefined) return asked;
  return areNamed ? asked.filter((seed) => own.includes(seed)) : own.slice(0, asked.length);
}

/**
 * The runs of those of these experiments that have the profile: all of the first seed, then all of the next, so that
 * each experiment has a result before any has two.
 *
 * @param areNamed As {@linkcode seedsOf} has it.
 */
export function planRuns(
  experiments: readonly Experiment[],
  profile: Profile,
  seeds: readonly number[],
  areNamed = false,
): Run[] {
  const planned = experiments.flatMap((experiment) => {
    const protocol = experiment.profiles[profile];
    return protocol === undefined
      ? []
      : [{ experiment, protocol, own: seedsOf(experiment, seeds, areNamed) }];
  });
  return seeds.flatMap((_, i) =>
    planned.flatMap(({ experiment, protocol, own }) =>
      i < own.length ? [{ experiment, profile, protocol, seed: own[i] }] : []
    )
  );
}

/**
 * Throws where none of the seeds that are named is one with which those of the experiments that have the profile can be run.
 *
 * @throws {UsageError} With the seeds that they have.
 */
export function checkSeeds(all: readonly Experiment[], profile: Profile, seeds: readonly number[]): void {
  const experiments = all.filter(({ profiles }) => profiles[profile] !== undefined);
  if (experiments.some((experiment) => seedsOf(experiment, seeds, true).length > 0)) return;
  const has = experiments.map(({ id, seeds = [] }) => `${id} (${seeds.join(", ") || "none"})`);
  throw new UsageError(`Nothing to run with the seeds ${seeds.join(", ")}; there are: ${shortened(has)}`);
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
 * @throws {UsageError} If both are given, or one is not made of whole numbers: 1 to 10,000 for `--seeds`, 0 to 2³² - 1
 * for `--seed`.
 */
export function readSeeds(profile: Profile, count?: string, list?: string): number[] {
  if (count !== undefined && list !== undefined) {
    throw new UsageError("Give --seeds (how many) or --seed (which ones), not both");
  }
  if (list !== undefined) {
    const seeds = list.split(",").map((text) => wholeNumber("--seed", text, [0, 0xffffffff]));
    return [...new Set(seeds)];
  }
  return firstSeeds(count === undefined ? SEED_COUNTS[profile] : wholeNumber("--seeds", count, [1, 10_000]));
}

/** The first so many seeds of the list that all runs take theirs from, in its order. */
export function firstSeeds(count: number): number[] {
  const others = Array.from({ length: count }, (_, i) => i + 1).filter((seed) => !FIRST_SEEDS.includes(seed));
  return [...FIRST_SEEDS, ...others].slice(0, count);
}
