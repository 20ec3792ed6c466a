/**
 * What is wrong with claims beside the runs that should answer them.
 *
 * @module
 */
import { type Asked, type Measurement, PROFILES, type RunRecord } from "../records/record.ts";
import { nearest } from "../terminal/usage.ts";
import { askedOf, type Claim, experimentsOf } from "./claims.ts";
import type { Fault } from "./fault.ts";

/** A run as far as claims are answered by it. */
export type Answering = Pick<RunRecord, "experiment" | "profile" | "status" | "measurements">;

/**
 * The claims that are not answered by exactly one measurement of each of their experiments. Looked at are the runs that are
 * done, of the highest profile that an experiment has; of one that has none there is nothing to say.
 */
export function answerFaults(claims: readonly Claim[], runs: readonly Answering[]): Fault[] {
  const done = runs.filter(({ status }) => status === "done");
  const highest = new Map(
    [...Map.groupBy(done, ({ experiment }) => experiment)].map(([id, own]) => [
      id,
      own.filter(({ profile }) => own.every((other) => isAtLeast(profile, other.profile)))
        .map(({ measurements }) => measurements),
    ]),
  );
  return claims.flatMap((claim) => {
    const ids = experimentsOf(claim);
    return ids.flatMap((id) => {
      const reason = answerFault(askedOf(claim, id), highest.get(id) ?? []);
      if (reason === undefined) return [];
      // The row names the experiment, but where it names several.
      return [{
        ...claim.place ?? { file: claim.id },
        reason: ids.length === 1 ? reason : `${id}: ${reason}`,
      }];
    });
  });
}

function isAtLeast(profile: RunRecord["profile"], other: RunRecord["profile"]): boolean {
  return PROFILES.indexOf(profile) >= PROFILES.indexOf(other);
}

/**
 * Why no measurement answers what is asked, or that several do; nothing where one run at least has one that does and none has
 * two. Where nothing at all was measured in the space and split, that is said, as it is of every metric asked there.
 *
 * @param runs The measurements of each run; where there are none, nothing is wrong.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { answerFault } from "./faults.ts";
 *
 * const asked = { metric: "SIL", space: "code", split: "test", average: "" };
 * const acc = { metric: "ACC", value: 0.5, space: "code", split: "test" };
 * const sil = { metric: "SIL", value: 0.1, space: "pixels", split: "test" };
 * assertEquals(
 *   answerFault(asked, [[acc, sil]]),
 *   "no run measured SIL in code, test: there is SIL in pixels, test",
 * );
 * ```
 */
export function answerFault(asked: Asked, runs: readonly (readonly Measurement[])[]): string | undefined {
  const all = runs.flat();
  const counts = runs.map((measurements) => measurements.filter((one) => distance(asked, one) === 0).length);
  if (counts.some((count) => count > 1)) return `a run measured ${inWords(asked)} more than once`;
  if (runs.length === 0 || counts.includes(1)) return undefined;
  if (all.length === 0) return "no run measured anything";
  const where = placeInWords(asked);
  if (where !== "" && !all.some((one) => placeInWords(one) === where)) {
    return `no run measured anything in ${where}: there is ${
      placeInWords(closest(asked, all)) || "no such place"
    }`;
  }
  const [name] = nearest(asked.metric, [...new Set(all.map(({ metric }) => metric))], 1);
  const near = closest(asked, all.filter(({ metric }) => metric === name));
  return `no run measured ${inWords(asked)}: there is ${inWords(near)}`;
}

/** The measurement that differs least from what is asked. */
function closest(asked: Asked, measurements: readonly Measurement[]): Measurement {
  return measurements.reduce((a, b) => distance(asked, b) < distance(asked, a) ? b : a);
}

/** In how much a measurement differs from what is asked; in another metric is more than in all else. */
function distance({ metric, space, split, average }: Asked, one: Measurement): number {
  return [one.space !== space, one.split !== split, (one.average ?? "") !== average].filter(Boolean).length +
    (one.metric === metric ? 0 : 4);
}

/** A space and a split in words: `code, test`. */
function placeInWords({ space, split }: Pick<Measurement, "space" | "split">): string {
  return [space, split].filter((part) => part !== "").join(", ");
}

/** A measurement's name in words: `NMI in code, test, by max`. */
function inWords(one: Pick<Measurement, "metric" | "space" | "split" | "average">): string {
  const where = placeInWords(one);
  return `${one.metric}${where === "" ? "" : ` in ${where}`}${one.average ? `, by ${one.average}` : ""}`;
}
