/**
 * What a report is of, at a glance: what was claimed, what came of it, and what it was made with.
 *
 * @module
 */
import { type Kind, KINDS } from "../../claims/claims.ts";
import type { Comparison } from "../../judging/compare.ts";
import { conditionsOf, seedsInWords } from "../../judging/conditions.ts";
import type { Verdict } from "../../judging/judge.ts";
import { headline, JUDGED } from "../../judging/tallies.ts";
import type { Profile, RunRecord } from "../../records/record.ts";
import { datasetTitle } from "../figures/names.ts";
import { numberText } from "../markdown/digits.ts";
import { list, text } from "../markdown/markup.ts";
import { listed, noun } from "../../terminal/counted.ts";

const KIND_NAMES: Record<Kind, readonly [one: string, more: string]> = {
  result: ["result", "results"],
  ordinal: ["order (“A beats B”)", "orders (“A beats B”)"],
  fact: ["fact", "facts"],
  cited: ["cited value", "cited values"],
};

/** The names of what records were made with, as readers know them; others are shown as the records have them. */
const SOFTWARE: Readonly<Record<string, string>> = {
  reclaim: "Reclaim",
  deno: "Deno",
  tfjs: "TensorFlow.js",
  tensorflow: "TensorFlow",
  wasm: "WebAssembly",
  webgpu: "WebGPU",
};

const SYSTEMS: Readonly<Record<string, string>> = { linux: "Linux", darwin: "macOS", windows: "Windows" };

/** A list of what all records and comparisons come to, under its heading. */
export function atAGlance(comparisons: readonly Comparison[], records: readonly RunRecord[]): string[] {
  const done = records.filter(({ status }) => status === "done");
  const rows = [
    ["Claims", claimsInWords(comparisons)],
    ["Scores", scoresInWords(comparisons)],
    ["Runs", runsInWords(records)],
    ...done.length === 0 ? [] : [
      ["Computing time", timeInWords(done)],
      ["Hardware", each(done, hardwareOf)],
      ["Engine", each(done, engineOf)],
      ["Software", each(done, softwareOf)],
      ["Data", dataInWords(done)],
      ["Dates", datesInWords(done)],
    ],
  ].filter(([, words]) => words !== "");
  return [
    "## At a glance",
    list(rows.map(([name, words]) => `**${name}**: ${text(words)}`)),
  ];
}

/** `1 paper`, `2,000 papers`. */
function grouped(count: number, one: string, more?: string): string {
  return `${numberText(count, 0)} ${noun(count, one, more)}`;
}

function claimsInWords(comparisons: readonly Comparison[]): string {
  if (comparisons.length === 0) return "none";
  const kinds = KINDS.map((kind) =>
    [kind, comparisons.filter(({ claim }) => claim.kind === kind).length] as const
  )
    .filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
  const papers = new Set(comparisons.map(({ claim }) => claim.paper)).size;
  return `${numberText(comparisons.length, 0)} in ${grouped(papers, "paper")}: ${
    listed(kinds.map(([kind, count]) => grouped(count, ...KIND_NAMES[kind])))
  }`;
}

function scoresInWords(comparisons: readonly Comparison[]): string {
  const { score } = headline(comparisons);
  if (score.numbers === 0) return "";
  const more: Partial<Record<Verdict, string>> = {
    reproduced: ` (${score.firm} firmly)`,
    ...score.beyondSeeds > 0 && {
      inconclusive: ` (more seeds like ours would not decide ${score.beyondSeeds} of them)`,
    },
  };
  const verdicts = JUDGED.filter((verdict) => score.verdicts[verdict] > 0).map((verdict) =>
    `${score.verdicts[verdict]} ${verdict}${more[verdict] ?? ""}`
  );
  return `${score.judged || "none"} of ${score.numbers} judged${
    verdicts.length === 0 ? "" : `: ${listed(verdicts)}`
  }`;
}

function runsInWords(records: readonly RunRecord[]): string {
  const done = records.filter(({ status }) => status === "done");
  const failed = records.length - done.length;
  const { profiles, seeds } = conditionsOf(done);
  const told = failed === 0 ? [] : [`${numberText(failed, 0)} failed`];
  if (done.length === 0) return ["none done", ...told].join("; ");
  return [
    `${numberText(done.length, 0)} of ${listed(profiles.map(profileInWords))}`,
    seedsInWords(seeds, 8),
    ...told,
  ].join("; ");
}

function profileInWords(profile: Profile): string {
  return profile === "paper" ? "the full protocol (profile paper)" : `the profile ${profile}`;
}

/** The time of all runs together. */
function timeInWords(done: readonly RunRecord[]): string {
  const seconds = done.reduce((sum, one) => sum + one.seconds, 0);
  const [amount, unit] = seconds < 60
    ? [seconds, "seconds"]
    : seconds < 3600
    ? [seconds / 60, "minutes"]
    : [seconds / 3600, "hours"];
  return `${numberText(amount, 1)} ${unit}, all runs together`;
}

/** What each run was made with, each once, with the number of runs where there are several. */
function each(done: readonly RunRecord[], of: (record: RunRecord) => string): string {
  const groups = [...Map.groupBy(done, of)];
  return groups.map(([words, own]) =>
    groups.length === 1 ? words : `${words} (${grouped(own.length, "run")})`
  )
    .join("; ");
}

function hardwareOf({ provenance: { cpu, threads, memory, os }, engine: { adapter } }: RunRecord): string {
  const [system, version = ""] = os.split(" ");
  return [
    cpu,
    grouped(threads, "thread"),
    `${numberText(memory / 2 ** 30, 0)} GiB of memory`,
    // The build of a kernel says nothing about the numbers.
    `${SYSTEMS[system] ?? system} ${version.split(".").slice(0, 2).join(".")}`.trim(),
    ...adapter === undefined ? [] : [adapter.description || adapter.vendor],
  ].filter((part) => part !== "").join(", ");
}

function engineOf({ engine: { name, version, device } }: RunRecord): string {
  return `${SOFTWARE[name] ?? name} ${version} on ${device}`;
}

function softwareOf({ provenance: { versions } }: RunRecord): string {
  return ["reclaim", "deno", "tfjs"].filter((name) => Object.hasOwn(versions, name))
    .map((name) => `${SOFTWARE[name]} ${versions[name]}`).join(", ");
}

function dataInWords(done: readonly RunRecord[]): string {
  const titles = (
    records: readonly RunRecord[],
  ) => [...new Set(records.map(({ dataset }) => datasetTitle(dataset)))];
  const standsIn = ({ data }: RunRecord) => data.some(({ standIn }) => standIn !== undefined);
  const own = titles(done.filter((record) => !standsIn(record)));
  const others = titles(done.filter(standsIn));
  return [
    ...own.length === 0 ? [] : [listed(own)],
    ...others.length === 0 ? [] : [`stand-in data for ${listed(others)}`],
  ].join("; ");
}

function datesInWords(done: readonly RunRecord[]): string {
  const { days } = conditionsOf(done);
  return `${days.length === 1 ? days[0] : `${days[0]} to ${days.at(-1)}`} (UTC)`;
}
