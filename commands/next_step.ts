/**
 * What `deno task reproduce` proposes to run next.
 *
 * @module
 */
import type { Profile } from "../records/record.ts";
import { reproduceCommand } from "../reports/markdown/again.ts";
import { counted } from "../terminal/counted.ts";
import type { Request } from "./request.ts";

/** What says which runs a command line is about, and where their data and results are. */
type Named = Pick<
  Request["flags"],
  "_" | "engine" | "require-gpu" | "paper" | "papers" | "dataset" | "data-dir" | "out" | "until-decided"
>;

/**
 * What to run next, of what was named, for somebody who sits before the terminal: a line, or none.
 *
 * @param inconclusive How many claims about what was named are inconclusive.
 */
export function nextStep(
  profile: Profile,
  inconclusive: number,
  flags: Named,
): string[] {
  const { _: globs, engine, paper, papers, dataset, out } = flags;
  const command = (more: Parameters<typeof reproduceCommand>[1], why: string) => {
    const again = {
      engine,
      "require-gpu": flags["require-gpu"] || undefined,
      ...{ paper, papers, dataset },
      "data-dir": flags["data-dir"],
      out,
    };
    return [`Next: ${reproduceCommand(globs, { ...again, ...more })}   # ${why}`];
  };
  if (profile !== "paper") {
    const isNamed = [globs, paper, papers, dataset].some(({ length }) => length > 0);
    // The paper whose full protocol takes least time, where nothing was named.
    const cheapest = isNamed ? {} : { paper: "chowdhury" };
    return command({ ...cheapest, profile: "paper" }, "the full protocol, whose results are judged");
  }
  if (inconclusive === 0 || flags["until-decided"]) return [];
  return command(
    { "until-decided": true },
    `more seeds where ${counted(inconclusive, "claim is", "claims are")} inconclusive`,
  );
}
