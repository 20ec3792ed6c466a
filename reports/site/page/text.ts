import { plainMetric } from "../../../records/record.ts";
import type { Verdict } from "../../../judging/judge.ts";
import { type Again, commandFor } from "../../markdown/again.ts";
import {
  asPrinted,
  decimalsFor,
  decimalsIn,
  numberText,
  signedText,
  spreadText,
} from "../../markdown/digits.ts";
import { spacesIn } from "../../markdown/markup.ts";
import { significant } from "../../../claims/numbers.ts";
import type { SiteClaim, SiteRun } from "../data.ts";
import type { Mine } from "./my_runs.ts";

/** What a claim is about: a method, an order, or for a fact what is counted. */
export function subjectOf(claim: SiteClaim): string {
  return claim.method === "" ? metricName(claim) : claim.method;
}

/** The verdict's name as a class of the style sheet. */
export function verdictClass(verdict: Verdict): string {
  return `verdict ${verdict.replace(" ", "-")}`;
}

/** A metric's name, with what its value means nothing without. */
export function metricName({ metric, space, average }: SiteClaim): string {
  return [plainMetric(metric), spacesIn(space), average && `${average} average`]
    .filter((part) => part !== "").join(", ");
}

/** Ours with its spread: as the paper writes it, or an order's lead with its interval. */
export function oursText(claim: SiteClaim): string {
  const { ours, sd, n, judging } = claim;
  if (ours === null) return "";
  if (claim.kind === "ordinal") {
    const weakest = "leads" in judging ? judging.leads.find(({ lead }) => lead === ours) : undefined;
    const range = weakest?.interval?.map((end) => numberText(end, decimalsFor(spanOf(weakest.interval!))));
    return `${signedText(ours, range === undefined ? 3 : decimalsFor(spanOf(weakest!.interval!)))}${
      range === undefined ? "" : ` (${range.join(" to ")})`
    }`;
  }
  return `${estimateText(ours, sd, claim)}${n > 1 ? ` (${n})` : ""}`;
}

/** A mean with its spread; an expected best has none of its own. */
function estimateText(ours: number, sd: number | null, claim: SiteClaim): string {
  return claim.statistic === "best"
    ? asPrinted(ours, claim, sd)
    : spreadText(ours, sd, decimalsIn(claim.value));
}

/** What the reader's own runs found, with its verdict. */
export function mineText({ ours, sd, n, verdict, profile }: Mine, claim: SiteClaim): string {
  const value = claim.kind === "ordinal" ? signedText(ours, 3) : estimateText(ours, sd, claim);
  return [
    `${value}${n > 1 ? ` (${n})` : ""}`,
    verdict,
    ...profile === null || profile === "paper" ? [] : [profile],
  ]
    .join(", ");
}

/** A claim in a few words: what, where it was measured, on which data. */
export function titleOf(claim: SiteClaim): string {
  return claim.method === "" ? metricName(claim) : `${claim.method}, ${metricName(claim)}`;
}

function spanOf([low, high]: readonly [number, number]): number {
  return (high - low) / 2;
}

/** A number in three digits that count. */
export function short(value: number): string {
  return String(significant(value, 3));
}

/** Where a run's record lies, from the page. */
export function recordFile({ experiment, digest, seed }: SiteRun): string {
  return `../runs/${experiment}/${digest}-s${seed}.json`;
}

/** The command that fetches a data set; nothing where its name is none that a command can have. */
export function dataCommand(dataset: string, { papers = [], dataDir }: Again): string {
  // What lies in a folder of the reader's own is not fetched, and the data of other papers come with those.
  if (!/^[a-z0-9][a-z0-9-]*$/.test(dataset) || papers.length > 0 || dataDir !== undefined) return "";
  return `deno task data ${dataset}`;
}

/** The commands that make these runs again, one for each experiment and profile. */
export function commandsFor(runs: readonly SiteRun[], again: Again): string[] {
  const groups = Map.groupBy(runs, ({ experiment, profile }) => JSON.stringify([experiment, profile]));
  return [...groups.values()].map((own) => {
    const [{ experiment, profile }] = own;
    return commandFor([experiment], { profile, seeds: own.map(({ seed }) => seed) }, again);
  });
}
