/**
 * What `--until-decided` adds to the command `deno task reproduce`.
 *
 * @module
 */
import { experimentsOf } from "../claims/claims.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { compare } from "../judging/compare.ts";
import type { Paper } from "../papers/load.ts";
import type { RunRecord } from "../records/record.ts";
import { secondsToGo } from "../runner/estimate.ts";
import { openClaims, stillOpen } from "../runner/until.ts";
import { print } from "../terminal/command.ts";
import { counted, noun } from "../terminal/counted.ts";
import { showDuration } from "../terminal/duration.ts";
import { UsageError } from "../terminal/usage.ts";
import { lookFrom, type Looks } from "../workers/looks.ts";
import type { Request } from "./request.ts";

/** The flags that do not go with `--until-decided`, and why. */
const ALONE = {
  seed: "it takes its seeds from one list, in order; --max-seeds says how many at most",
  seeds: "it runs as many as it needs; --max-seeds says how many at most",
  shard:
    "it judges claims by all of their runs, and a shard has some of them. Run the shards without it, put them " +
    "together, and go on from there; several processes can share that folder",
  force: "it goes on from what is recorded; run that again first",
  refresh: "it goes on from what is recorded; run that again first",
};

/** How many runs a budget leaves out, in words that follow a plan; empty where that is none. */
export function beyondInWords(beyond: number): string {
  return beyond > 0 ? `; ${beyond} more do not fit into the budget` : "";
}

/**
 * Refuses flags that do not go with `--until-decided`, and `--max-seeds` without it.
 *
 * @throws {UsageError} If there is one.
 */
export function checkUntilDecided(
  flags: Pick<Request["flags"], "until-decided" | "max-seeds" | "profile" | keyof typeof ALONE>,
): void {
  if (!flags["until-decided"]) {
    if (flags["max-seeds"] === undefined) return;
    throw new UsageError("--max-seeds needs --until-decided; for a fixed number of seeds give --seeds N");
  }
  const { profile = "paper" } = flags;
  if (profile !== "paper") {
    throw new UsageError(
      `--until-decided is for the profile paper, whose results alone are judged: leave out --profile ${profile}`,
    );
  }
  for (const flag of Object.keys(ALONE) as (keyof typeof ALONE)[]) {
    const reason = ALONE[flag];
    if (flags[flag]) throw new UsageError(`Give --until-decided or --${flag}, not both: ${reason}`);
  }
}

/** Shows the runs that lead to the next look, a line for each experiment. */
export function showLook(looks: Looks, records: readonly RunRecord[]): void {
  const next = lookFrom(looks, records);
  if (next === undefined) {
    print("Nothing to run: every claim is decided, or was looked at for the last time");
    return showOpen(looks, records);
  }
  const { title, runs, planned } = next;
  print(title);
  for (const [{ id }, own] of Map.groupBy(planned, ({ run }) => run.experiment)) {
    const seeds = own.map(({ run }) => run.seed).join(", ");
    print(`${id}: ${noun(own.length, "seed")} ${seeds}, about ${showDuration(secondsToGo(own))}`);
  }
  print(
    `${counted(planned.length, "run")} to do now, about ${
      showDuration(looks.timeOf(planned))
    } on this machine` +
      beyondInWords(runs.length - planned.length),
  );
}

/** Shows which claims are still inconclusive. */
export function showOpen({ experiments, judge }: Looks, records: readonly RunRecord[]): void {
  for (const line of stillOpen(openClaims(experiments, judge(records)))) print(line);
}

/** What judges the papers' claims: by runs of the full protocol alone, whatever else there is. */
export function judgeBy(papers: readonly Paper[]): Looks["judge"] {
  const claims = papers.flatMap(({ claims }) => claims);
  const errata = papers.flatMap(({ errata }) => errata);
  const bounds = papers.flatMap(({ bounds }) => bounds);
  return (records) => compare(claims, errata, records.filter(({ profile }) => profile === "paper"), bounds);
}

/**
 * Those of the experiments that answer a claim.
 *
 * @throws {UsageError} If none does.
 */
export function answering(selected: readonly Experiment[], papers: readonly Paper[]): Experiment[] {
  const asked = new Set(papers.flatMap(({ claims }) => claims.flatMap(experimentsOf)));
  const answering = selected.filter(({ id }) => asked.has(id));
  if (answering.length > 0) return answering;
  throw new UsageError(`Nothing to decide: no claim is about what was named, such as ${selected[0].id}`);
}
