/**
 * The command `deno task list`: every experiment, what it needs, how long it takes, what is recorded.
 *
 * @module
 */
import { totalmem } from "node:os";
import { threads } from "../engine/processor.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { readEngine } from "./engine.ts";
import { loadDeclarations } from "../papers/load.ts";
import { crewOf } from "../workers/crew.ts";
import { chosenPapers, PAPERS_HELP } from "./papers.ts";
import { placesOf } from "./run_data.ts";
import { showDuration } from "../terminal/duration.ts";
import { type Estimate, estimateRuns, isDoneBy, isOf, type Machine } from "../runner/estimate.ts";
import { jobsFor, secondsAtOnce } from "../runner/jobs.ts";
import { onOwnData } from "../runner/own_data.ts";
import type { Experiment, Protocol } from "../experiments/experiment.ts";
import { thisMachine } from "../workers/machine.ts";
import { checkProfile, planRuns, readProfile, readSeeds, seedsOf, select } from "../runner/plan.ts";
import { isStudy, type Profile, PROFILES, type RunRecord } from "../records/record.ts";
import { RESULTS, usableRecords } from "../records/results.ts";
import { UsageError } from "../terminal/usage.ts";
import { counted } from "../terminal/counted.ts";

const USAGE = `deno task list [GLOB…] [options]

Lists the experiments: first how many runs of each profile are left to do and how long they take on this machine, then for
each experiment its data set in the full protocol and the time of one run in each profile. A profile's mark says how many of
its seeds the result folder has: 2/4, or ✓ where it has all; – means that the experiment lacks the profile. Times are the
median of the recorded runs that were made on this kind of machine; where there are none, the protocol's, scaled by a
measurement of this machine. Studies ask what a choice that a paper leaves open does to its numbers. They are listed only
where a glob names them, such as 'agarap/study-*'.

  --paper NAME      only this paper's experiments; may be given more than once
${PAPERS_HELP}
  --out DIR         the result folder; ${RESULTS} unless given
  --engine NAME     the engine whose times are listed; auto, the fastest that this machine has, unless given
  --json            the list as JSON
  --config          instead, the whole configuration of the one experiment that the globs name, as JSON; of a study also
                    what it asks, which experiment it varies and how
  --profile NAME    of --config: smoke, quick or paper (the default)`;

/**
 * An experiment as `--json` prints it. By profile are the data set that it needs, the seconds of a run, the number of its seeds,
 * and how many of these are recorded.
 */
interface Listed {
  id: string;
  paper: string;
  method: string;
  dataset: string;
  profiles: readonly Profile[];
  needs: ByProfile<string>;
  seconds: ByProfile<number>;
  seeds: ByProfile<number>;
  recorded: ByProfile<number>;
}

/** For each profile that an experiment has. */
type ByProfile<Value> = Partial<Record<Profile, Value>>;

/** Runs the command; returns its exit code. */
export async function list(args: string[]): Promise<number> {
  const flags = readFlags(args, {
    string: ["out", "paper", "papers", "profile", "engine"],
    boolean: ["json", "config", "help"],
    collect: ["paper", "papers"],
  });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags.profile !== undefined && !flags.config) {
    throw new UsageError("--profile says whose configuration --config prints: give both, or neither");
  }
  const { papers: folders } = flags;
  const engine = readEngine(flags.engine ?? "auto");
  const papers = await loadDeclarations(folders);
  const experiments = papers.flatMap(({ experiments }) => experiments);
  const chosen = chosenPapers({ folders, globs: flags._, papers: flags.paper }, papers);
  const selected = select(experiments, { globs: flags._, papers: chosen, datasets: [] });
  if (flags.config) {
    print(JSON.stringify(configuration(selected, readProfile(flags.profile ?? "paper"), flags._), null, 2));
    return 0;
  }
  const out = flags.out ?? RESULTS;
  const runs = PROFILES.flatMap((profile) => planRuns(selected, profile, readSeeds(profile)));
  const { places } = await placesOf(runs, {}, papers.flatMap(({ datasets }) => datasets));
  const records = onOwnData(await usableRecords(out, { setAside: false }), runs, places);
  const crew = crewOf({ papers: [], engine, requireGpu: false, setUp: false, quiet: true });
  // A worker that does nothing else measures how fast this machine is.
  const machine = await thisMachine(crew, { quiet: false }).finally(() => crew.end());
  const listed = selected.map((experiment) => describe(experiment, records, machine));
  if (flags.json) {
    print(JSON.stringify(listed, null, 2));
    return 0;
  }
  const studies = experiments.filter((experiment) =>
    isStudy(experiment) && !selected.includes(experiment) &&
    (chosen.length === 0 || chosen.includes(experiment.paper))
  );
  const shares = { threads: threads(), memory: totalmem(), gpu: await crew.onGpu() };
  const left = PROFILES.map((profile) => toRun(profile, selected, records, { machine, shares }));
  printTable([["profile", "runs left", "time left on this machine"], ...left]);
  if (studies.length > 0) {
    print(
      `and ${counted(studies.length, "study", "studies")}, listed by the glob '*/study-*'`,
    );
  }
  print("");
  printTable([["experiment", "data", ...PROFILES], ...listed.map(cells)]);
  return 0;
}

/** What an experiment is run with in a profile, and what it asks where it is a study. */
function configuration(selected: readonly Experiment[], profile: Profile, globs: readonly string[]): object {
  const [{ id, study, profiles }, ...others] = selected;
  if (others.length > 0) {
    const count = selected.length;
    throw new UsageError(
      `--config prints one experiment, but ${count} match: give the id of one, such as ${id}`,
    );
  }
  checkProfile(selected, profile, globs);
  const { dataset, config } = profiles[profile]!;
  return { experiment: id, profile, ...study && { study }, dataset, config };
}

function describe(experiment: Experiment, records: readonly RunRecord[], machine: Machine): Listed {
  const { id, paper, method, dataset } = experiment;
  const profiles = PROFILES.filter((profile) => experiment.profiles[profile] !== undefined);
  const byProfile = <Value>(value: (profile: Profile, protocol: Protocol) => Value) =>
    Object.fromEntries(
      profiles.map((profile) => [profile, value(profile, experiment.profiles[profile]!)]),
    ) as ByProfile<Value>;
  return {
    id,
    paper,
    method,
    dataset,
    profiles,
    needs: byProfile((_, protocol) => protocol.dataset),
    seconds: byProfile((profile) => estimates([experiment], profile, records, machine)[0].seconds),
    seeds: byProfile((profile) => seedsOf(experiment, readSeeds(profile)).length),
    recorded: byProfile((profile, protocol) => {
      const done = records.filter((record) =>
        isDoneBy(machine.engine, record) && isOf({ experiment, profile, protocol }, record)
      );
      const there = new Set(done.map(({ seed }) => seed));
      return seedsOf(experiment, readSeeds(profile)).filter((seed) => there.has(seed)).length;
    }),
  };
}

/** A profile's runs that are left, and how long they take. */
function toRun(
  profile: Profile,
  experiments: readonly Experiment[],
  records: readonly RunRecord[],
  { machine, shares }: { machine: Machine; shares: Parameters<typeof jobsFor>[1] },
): string[] {
  const all = estimates(experiments, profile, records, machine);
  const left = all.filter(({ recorded }) => !recorded).length;
  // As a command that runs them would share out the threads.
  const jobs = Math.max(1, Math.min(jobsFor(profile, shares), left));
  const time = secondsAtOnce(all, shares.threads, jobs);
  return [profile, `${left} of ${all.length}`, left === 0 ? "none" : showDuration(time)];
}

/** The cells of an experiment. */
function cells({ id, dataset, seconds, seeds: all, recorded }: Listed): string[] {
  return [
    id,
    dataset,
    ...PROFILES.map((profile) => {
      const { [profile]: time } = seconds;
      if (time === undefined) return "–";
      const seeds = all[profile]!;
      const there = recorded[profile]!;
      const mark = there === 0 ? "" : there >= seeds ? " ✓" : ` ${there}/${seeds}`;
      return `${seeds > 1 ? `${seeds} × ` : ""}${showDuration(time)}${mark}`;
    }),
  ];
}

/** Prints rows in columns. */
function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  for (const row of rows) print(row.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd());
}

function estimates(
  experiments: readonly Experiment[],
  profile: Profile,
  records: readonly RunRecord[],
  machine: Machine,
): Estimate[] {
  // Whose code made a record makes no difference here.
  return estimateRuns(planRuns(experiments, profile, readSeeds(profile)), records, machine, () => "");
}

if (import.meta.main) await main(list);
