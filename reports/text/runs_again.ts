/**
 * The commands that make runs again, and the records that they left.
 *
 * @module
 */
import { recordPath, type RunRecord } from "../../records/record.ts";
import { type Again, commandFor } from "../markdown/again.ts";
import { noun } from "../../terminal/counted.ts";

/** The most records that are linked one by one; of more, their folder is. */
const MOST_LINKS = 24;

/** The done runs of one experiment in one profile. */
export interface RunsAgain {
  readonly profile: RunRecord["profile"];
  /** What makes them again, for a shell. */
  readonly command: string;
  /** Their records, as Markdown: a link for each seed, or one to the folder. */
  readonly records: string;
}

/**
 * The done runs of an experiment, profile by profile.
 *
 * @param own Records of that experiment alone.
 * @param isCounted Whether numbers stand on a record: those that they do not stand on are marked.
 * @param out The result folder, from the page that links to the records.
 */
export function runsAgain(
  experiment: string,
  own: readonly RunRecord[],
  { isCounted, out, again }: {
    readonly isCounted: (record: RunRecord) => boolean;
    readonly out: string;
    readonly again: Again;
  },
): RunsAgain[] {
  const done = own.filter(({ status }) => status === "done");
  return [...Map.groupBy(done, ({ profile }) => profile)].map(([profile, runs]) => {
    const bySeed = runs.toSorted((a, b) => a.seed - b.seed);
    const links = bySeed.map((record) =>
      `[${record.seed}](${out}/${recordPath(record)})${isCounted(record) ? "" : " (not counted)"}`
    );
    return {
      profile,
      command: commandFor([experiment], { profile, seeds: runs.map(({ seed }) => seed) }, again),
      records: runs.length > MOST_LINKS
        ? `[${runs.length} records](${out}/runs/${experiment})`
        : `${noun(runs.length, "seed")} ${links.join(", ")}`,
    };
  });
}
