/**
 * The command `deno task list`: every experiment, what it needs, how long it takes, what is recorded.
 *
 * @module
 */
import { EXPERIMENTS } from "./mod.ts";
import { main, print, readFlags } from "./runner/command.ts";
import type { Experiment } from "./runner/experiment.ts";
import { select } from "./runner/plan.ts";
import { type Profile, PROFILES, readRecords, type RunRecord } from "./runner/record.ts";

const USAGE = `deno task list [GLOB…] [--out DIR] [--json]

Lists the experiments: their data sets, the seconds that a run takes (on two cores; the median of the recorded runs in
DIR where there are any), and the number of runs recorded in DIR (reports/local unless given), by profile.`;

/** An experiment as `--json` prints it; \`needs\`, \`seconds\` and \`recorded\` are by profile. */
interface Listed {
  id: string;
  paper: string;
  method: string;
  dataset: string;
  profiles: readonly Profile[];
  needs: Record<Profile, string>;
  seconds: Record<Profile, number>;
  recorded: Record<Profile, number>;
}

/** Runs the command; returns its exit code. */
export async function list(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["out"], boolean: ["json", "help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const records = (await readRecords(flags.out ?? "reports/local")).filter(({ status }) => status === "done");
  const listed = select(EXPERIMENTS, { globs: flags._, papers: [], datasets: [] })
    .map((experiment) => describe(experiment, records));
  if (flags.json) {
    print(JSON.stringify(listed, null, 2));
    return 0;
  }
  const header = ["experiment", ...PROFILES.flatMap((profile) => [profile, "s", "recorded"])];
  const rows = listed.map((row) => [
    row.id,
    ...PROFILES.flatMap((p) => [row.needs[p], String(Math.ceil(row.seconds[p])), String(row.recorded[p])]),
  ]);
  const widths = header.map((_, i) => Math.max(...[header, ...rows].map((row) => row[i].length)));
  for (const row of [header, ...rows]) {
    print(row.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd());
  }
  return 0;
}

function describe(experiment: Experiment, records: readonly RunRecord[]): Listed {
  const { id, paper, method, dataset, profiles } = experiment;
  const byProfile = <Value>(value: (profile: Profile) => Value) =>
    Object.fromEntries(PROFILES.map((profile) => [profile, value(profile)])) as Record<Profile, Value>;
  const recorded = (profile: Profile) =>
    records.filter((record) => record.experiment === id && record.profile === profile);
  return {
    id,
    paper,
    method,
    dataset,
    profiles: PROFILES,
    needs: byProfile((profile) => profiles[profile].dataset),
    seconds: byProfile((profile) =>
      median(recorded(profile).map(({ seconds }) => seconds)) ?? profiles[profile].seconds
    ),
    recorded: byProfile((profile) => recorded(profile).length),
  };
}

function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

if (import.meta.main) await main(list);
