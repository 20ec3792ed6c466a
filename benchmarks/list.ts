/**
 * The command `deno task list`: every experiment, what it needs, how long it takes, what is recorded.
 *
 * @module
 */
import { EXPERIMENTS } from "./mod.ts";
import { main, print, readFlags } from "./runner/command.ts";
import type { Experiment, Protocol } from "./runner/experiment.ts";
import { select } from "./runner/plan.ts";
import { type Profile, PROFILES, readRecords, type RunRecord } from "./runner/record.ts";

const USAGE = `deno task list [GLOB…] [--out DIR] [--json]

Lists the experiments: their data sets, the seconds that a run takes (on two cores; the median of the recorded runs in
DIR where there are any), and the number of runs recorded in DIR (reports/local unless given), by profile; - where an
experiment lacks a profile. Studies, which ask what a choice that a paper leaves open does to its numbers, are listed
only where a glob says so, such as 'agarap/study-*'.`;

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
  const records = (await readRecords(flags.out ?? "reports/local")).filter(({ status }) => status === "done");
  const selected = select(EXPERIMENTS, { globs: flags._, papers: [], datasets: [] });
  const listed = selected.map((experiment) => describe(experiment, records));
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
  const studies = EXPERIMENTS.filter((experiment) => experiment.study && !selected.includes(experiment));
  if (studies.length > 0) print(`and ${studies.length} studies, listed by the glob '*/study-*'`);
  return 0;
}

function describe(experiment: Experiment, records: readonly RunRecord[]): Listed {
  const { id, paper, method, dataset } = experiment;
  const profiles = PROFILES.filter((profile) => experiment.profiles[profile] !== undefined);
  const byProfile = <Value>(value: (profile: Profile, protocol: Protocol) => Value) =>
    Object.fromEntries(
      profiles.map((profile) => [profile, value(profile, experiment.profiles[profile]!)]),
    ) as ByProfile<Value>;
  const recorded = (profile: Profile) =>
    records.filter((record) => record.experiment === id && record.profile === profile);
  return {
    id,
    paper,
    method,
    dataset,
    profiles,
    needs: byProfile((_, protocol) => protocol.dataset),
    seconds: byProfile((profile, { seconds }) =>
      median(recorded(profile).map(({ seconds }) => seconds)) ?? seconds
    ),
    recorded: byProfile((profile) => recorded(profile).length),
  };
}

function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

if (import.meta.main) await main(list);
