/**
 * The file `conformance/RESULTS.md`: a section for each engine, written by the run on it.
 *
 * @module
 */
import { cpuModel } from "../engine/processor.ts";
import type { SpecEngine } from "./bundle.ts";
import { CAUSES, type Skip } from "./specs.ts";

/** What came of a run of all specs on an engine. */
export interface Outcome {
  engine: SpecEngine;
  /** What it ran on, such as `TensorFlow 2.21.0, CPU`. */
  device: string;
  passed: number;
  /** The names of those that failed. */
  failed: string[];
  skipped: Skip[];
  /** How many were left out since they read values without waiting. */
  leftOut: number;
  /** How long it took. */
  seconds: number;
}

const HEAD = `# Conformance

Made by \`deno task conformance --engine NAME\`. It runs TensorFlow.js core's own specs on an engine. On
\`webgpu\` it also runs our own cases: each op's value and gradient, eager and compiled, beside TensorFlow.js's
plain engine \`cpu\`. Each spec that does not pass is in [skipped.csv](skipped.csv) with its cause and reason.
`;

/** How many skipped specs there are of each cause, by the causes' order. */
export function countCauses(skipped: readonly Skip[]): { cause: string; count: number }[] {
  return Object.entries(CAUSES)
    .map(([cause, text]) => ({ cause: text, count: skipped.filter((skip) => skip.cause === cause).length }))
    .filter(({ count }) => count > 0);
}

/** An engine's section, without its heading. */
export function section(outcome: Outcome): string {
  const { device, passed, failed, skipped, leftOut, seconds } = outcome;
  const rows: [what: string, count: number][] = [
    ["Passed", passed],
    ["Failed", failed.length],
    ...countCauses(skipped).map(({ cause, count }): [string, number] => [`Skipped: ${cause}`, count]),
  ];
  if (leftOut > 0) rows.push(["Left out by TensorFlow.js: reads values without waiting", leftOut]);
  const { os, arch } = Deno.build;
  return `
- Engine: ${device}
- Machine: ${cpuModel()}, ${navigator.hardwareConcurrency} threads, ${os} ${arch}; Deno ${Deno.version.deno}
- Time: ${Math.round(seconds)} seconds

${table(rows)}
${failed.map((name) => `\n- Failed: ${name}`).join("")}`.trimEnd();
}

/** The counts as a table, in columns of one width, as `deno fmt` has them. */
function table(rows: readonly [what: string, count: number][]): string {
  const width = Math.max(...rows.map(([what]) => what.length));
  const row = (what: string, count: string) => `| ${what.padEnd(width)} | ${count.padStart(5)} |`;
  return [
    row("specs", "count"),
    `| ${"-".repeat(width)} | ----: |`,
    ...rows.map(([what, count]) => row(what, String(count))),
  ].join("\n");
}

/**
 * The file with an engine's section put in, or in place of the one that it has; the others stay as they are.
 *
 * @param text The file's text; empty if there is none yet.
 */
export function withSection(text: string, engine: SpecEngine, body: string): string {
  const sections = new Map(
    text.split(/^## /m).slice(1).map((part) => {
      const [name] = part.split("\n", 1);
      return [name, part.slice(name.length).trim()];
    }),
  );
  sections.set(engine, body.trim());
  const names = [...sections.keys()].sort();
  return HEAD + names.map((name) => `\n## ${name}\n\n${sections.get(name)}\n`).join("");
}
