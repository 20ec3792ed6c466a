/**
 * The command `deno task list`: every experiment, what it needs, how long it takes, what is recorded.
 *
 * @module
 */
import { EXPERIMENTS } from "../papers/mod.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { crewOf } from "../workers/crew.ts";
import { showDuration } from "../terminal/progress.ts";
import { type Estimate, estimateRuns, type Machine, secondsToGo } from "../runner/estimate.ts";
import type { Experiment, Protocol } from "../experiments/experiment.ts";
import { thisMachine } from "../workers/machine.ts";
import { planRuns, readSeeds, select } from "../runner/plan.ts";
import { isStudy, type Profile, PROFILES, type RunRecord } from "../records/record.ts";
import { usableRecords } from "../records/results.ts";

const USAGE = `deno task list [GLOB…] [--out DIR] [--json]

Lists the experiments by profile: their data sets, the seconds that a run takes on this machine, and the number of runs
that are recorded in DIR (reports/local unless given); - where an experiment lacks a profile. The seconds are the median
of the runs that are recorded in DIR and were made on this kind of machine, or else the protocol's, scaled by a measurement
of this machine. At the end stands what is still to be run, with each profile's own number of seeds. Studies, which ask
what a choice that a paper leaves open does to its numbers, are listed only where a glob says so, such as
'agarap/study-*'.`;

/** An experiment as `--json` prints it; \`needs\`, \`seconds\` and \`recorded\` are by profile. */
interface Listed {
  id: string;
  paper: string;
  method: string;
  dataset: string;
  profiles: readonly Profile[];
  needs: ByProfile<string>;
  seconds: ByProfile<number>;
  recorded: ByProfile<number>;
}

/** For each profile that an experiment has. */
type ByProfile<Value> = Partial<Record<Profile, Value>>;

/** Runs the command; returns its exit code. */
export async function list(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["out"], boolean: ["json", "help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const out = flags.out ?? "reports/local";
  const selected = select(EXPERIMENTS, { globs: flags._, papers: [], datasets: [] });
  const records = await usableRecords(out, { setAside: false });
  const machine = await machineOnly();
  const listed = selected.map((experiment) => describe(experiment, records, machine));
  if (flags.json) {
    print(JSON.stringify(listed, null, 2));
    return 0;
  }
  const header = ["experiment", ...PROFILES.flatMap((profile) => [profile, "s", "recorded"])];
  const rows = listed.map((row) => [
    row.id,
    ...PROFILES.flatMap((p) => {
      const { [p]: seconds } = row.seconds;
      return seconds === undefined
        ? ["-", "-", "-"]
        : [row.needs[p]!, String(Math.ceil(seconds)), String(row.recorded[p])];
    }),
  ]);
  const widths = header.map((_, i) => Math.max(...[header, ...rows].map((row) => row[i].length)));
  for (const row of [header, ...rows]) {
    print(row.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd());
  }
  const studies = EXPERIMENTS.filter((experiment) => isStudy(experiment) && !selected.includes(experiment));
  for (const line of toRun(selected, records, machine)) print(line);
  if (studies.length > 0) print(`and ${studies.length} studies, listed by the glob '*/study-*'`);
  return 0;
}

/** This machine, by a worker that does nothing else. */
async function machineOnly(): Promise<Machine> {
  const crew = crewOf({
    engine: "auto",
    requireGpu: false,
    setUp: false,
    quiet: true,
  });
  try {
    return await thisMachine("auto", crew, { quiet: false });
  } finally {
    await crew.end();
  }
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
    recorded: byProfile((profile) =>
      records.filter((record) =>
        record.status === "done" && record.experiment === id && record.profile === profile
      ).length
    ),
  };
}

/** A line for each profile: what is still to be run, and how long it takes. */
function toRun(
  experiments: readonly Experiment[],
  records: readonly RunRecord[],
  machine: Machine,
): string[] {
  return PROFILES.map((profile) => {
    const all = estimates(experiments, profile, records, machine);
    const runs = all.filter(({ recorded }) => !recorded).length;
    return `${profile}: ${runs} of ${all.length} runs to do, about ${showDuration(secondsToGo(all))}`;
  });
}

function estimates(
  experiments: readonly Experiment[],
  profile: Profile,
  records: readonly RunRecord[],
  machine: Machine,
): Estimate[] {
  return estimateRuns(planRuns(experiments, profile, readSeeds(profile)), records, machine);
}

if (import.meta.main) await main(list);
