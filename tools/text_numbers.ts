/**
 * Checks the numbers of results that the README, the findings, the ten claims, the letters and the papers' pages quote
 * against the published records: each `0.956 ± 0.001 (paper: 0.955)`, `0.83 (paper: 0.72)` and `0.956 ± 0.001` must be,
 * rounded as it stands there, what runs of one experiment measured of one metric, and what a paper prints of that metric.
 *
 *     deno run -P=read tools/text_numbers.ts
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import papaparse from "papaparse";
import { main, print, readFlags } from "../terminal/command.ts";
import { notice } from "../terminal/notice.ts";
import { UsageError } from "../terminal/usage.ts";
import { momentsOf } from "../judging/statistics/mod.ts";
import { loadPapers } from "../papers/load.ts";
import { PAPERS } from "../papers/mod.ts";
import { readSoundRecords } from "../records/record_files.ts";
import type { RunRecord } from "../records/record.ts";

const USAGE = `deno run -P=read tools/text_numbers.ts

Checks each number of a result that is written "0.956 ± 0.001 (paper: 0.955)", "0.83 (paper: 0.72)" or "0.956 ± 0.001" in the
README, the findings, the ten claims, the letters and the papers' pages against the published records and the papers'
claims. Numbers that are another's are listed in tools/text_numbers.csv.

Exit codes: 0 all is well, 1 a number is in no record, 2 bad usage.`;

const ROOT = new URL("../", import.meta.url);

/** The texts that quote results. */
const TEXTS: readonly string[] = [
  "README.md",
  "docs/FINDINGS.md",
  "docs/LETTERS.md",
  "docs/TEN_CLAIMS.md",
  ...PAPERS.map(({ id }) => `papers/${id}/README.md`),
];

/** What the runs of one experiment measured of one metric, in one space and split. */
export interface Measured {
  metric: string;
  /** One for each seed. */
  values: readonly number[];
}

/** What a paper prints of a metric. */
export interface Printed {
  metric: string;
  value: number;
}

/** A number that a text quotes, as it stands there. */
export interface Quoted {
  line: number;
  text: string;
  ours: string;
  /** What stands after ±. */
  sd?: string;
  paper?: string;
}

const NUMBER = String.raw`[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?<=\d)`;
const QUOTED = new RegExp(
  String.raw`(?<![\w.,])(${NUMBER})(?:\s+±\s+(${NUMBER}))?(?:[,;]?\s+\(paper:\s+(${NUMBER})(?=[);,]))?`,
  "g",
);

/** The numbers of results that a text quotes: those with a spread, or beside the paper's. */
export function quotedIn(markdown: string): Quoted[] {
  const found: Quoted[] = [];
  // A quotation may go on in the next line, which a list indents.
  for (const { index, 0: text, 1: ours, 2: sd, 3: paper } of markdown.matchAll(QUOTED)) {
    if (sd === undefined && paper === undefined) continue;
    found.push({
      line: markdown.slice(0, index).split("\n").length,
      text: text.replace(/\s+/g, " "),
      ours,
      ...sd !== undefined && { sd },
      ...paper !== undefined && { paper },
    });
  }
  return found;
}

/** Whether a number is `text` when it is rounded to the digits that stand there; zeros that end an integer are no digits. */
export function isRounded(value: number, text: string): boolean {
  const plain = text.replaceAll(",", "").replace("−", "-");
  const decimals = plain.split(".")[1]?.length ?? 0;
  const zeros = decimals > 0 ? 0 : plain.match(/[1-9](0*)$/)?.[1].length ?? 0;
  const unit = 10 ** (zeros - decimals);
  return Math.abs(value - Number(plain)) <= 0.5 * unit * (1 + 1e-6);
}

/** Whether records and claims have a quoted number. */
export function isFound(
  { ours, sd, paper }: Quoted,
  measured: readonly Measured[],
  printed: readonly Printed[],
): boolean {
  const metrics = paper === undefined
    ? undefined
    : new Set(printed.filter(({ value }) => isRounded(value, paper)).map(({ metric }) => metric));
  return measured.some(({ metric, values }) => {
    if (metrics && !metrics.has(metric)) return false;
    const { mean, sd: spread } = momentsOf(values);
    if (sd === undefined) return [mean, ...values].some((value) => isRounded(value, ours));
    return spread !== null && isRounded(mean, ours) && isRounded(spread, sd);
  });
}

/** What the runs measured, sample by sample. */
function samplesOf(records: readonly RunRecord[]): Measured[] {
  const samples = new Map<string, { metric: string; values: number[] }>();
  for (const { experiment, profile, status, digest, measurements } of records) {
    if (status !== "done") continue;
    for (const { metric, value, space, split, average } of measurements) {
      const key = JSON.stringify([experiment, profile, digest, metric, space, split, average]);
      const sample = samples.get(key) ?? { metric, values: [] };
      sample.values.push(value);
      samples.set(key, sample);
    }
  }
  return [...samples.values()];
}

/** What is known of numbers. */
export interface Known {
  measured: readonly Measured[];
  printed: readonly Printed[];
  others: readonly Other[];
}

/** The numbers of a text that are in no record, and those that are listed as others and are not there, a line each. */
export function faultsIn(path: string, markdown: string, { measured, printed, others }: Known): string[] {
  const own = others.filter((other) => other.path === path);
  const quoted = quotedIn(markdown).filter((one) => !isFound(one, measured, printed));
  return [
    ...quoted.filter(({ text }) => !own.some((other) => other.text === text))
      .map(({ line, text }) => `${path}:${line}: ${text} is in no record`),
    ...own.filter((other) => !quoted.some(({ text }) => text === other.text))
      .map(({ text }) => `tools/text_numbers.csv: ${text} is not in ${path}, or in a record`),
  ];
}

/** A quoted number that no record has as it stands, since it is another's or was computed from several. */
export interface Other {
  path: string;
  text: string;
  /** Where it is from. */
  what: string;
}

/** Reads a list of {@linkcode Other}s. */
function readOthers(csv: string): Other[] {
  return papaparse.parse<Other>(csv, { header: true, skipEmptyLines: true }).data;
}

async function knownNumbers(): Promise<Known> {
  const { records } = await readSoundRecords(fileURLToPath(new URL("reports/published", ROOT)));
  const claims = (await loadPapers()).flatMap(({ claims }) => claims);
  return {
    measured: samplesOf(records),
    printed: claims.flatMap(({ metric, value, units }) =>
      [Number(value), Number(value) / units].map((value) => ({ metric, value }))
    ),
    others: readOthers(await Deno.readTextFile(new URL("text_numbers.csv", import.meta.url))),
  };
}

/** Runs the command; returns its exit code. */
export async function textNumbers(args: string[]): Promise<number> {
  const flags = readFlags(args, { boolean: ["help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) throw new UsageError(`What is ${flags._[0]}? There is nothing to name`);
  const known = await knownNumbers();
  let count = 0;
  const faults: string[] = [];
  for (const path of TEXTS) {
    const markdown = await Deno.readTextFile(new URL(path, ROOT));
    count += quotedIn(markdown).length;
    faults.push(...faultsIn(path, markdown, known));
  }
  for (const fault of faults) notice(fault);
  if (faults.length > 0) return 1;
  print(`${count} numbers are as the records have them`);
  return 0;
}

if (import.meta.main) await main(textNumbers);
