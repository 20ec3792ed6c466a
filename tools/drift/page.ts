/**
 * The page `engine/DRIFT.md`: a section for each profile, made from records.
 *
 * @module
 */
import { list, table, text } from "../../reports/markdown/markup.ts";
import type { Profile, RunRecord } from "../../records/record.ts";
import {
  type Largest,
  lossFaults,
  type LossRow,
  lossRows,
  type MetricDrift,
  metricDrifts,
  MOST,
} from "./differences.ts";
import { type Paired, runOf } from "./pairs.ts";
import type { WordChange, Words } from "./words.ts";

/** What stands above the sections. */
export const HEAD = `# The same runs on every engine

Made by \`deno task drift\`. It runs the same experiments with the same seeds on several engines and compares what they
recorded. The engines take the same steps with the same random numbers, so only rounding sets them apart. A difference is
relative to the larger of the two numbers. Trainings carry rounding on from step to step: the last epoch is further apart
than the first, and a point near a border can change its cluster. So a loss of a first epoch that is more than ${MOST} apart
is a fault, and a later one is not.
`;

/** The records that a section is made from, and what is said of the claims by them. */
export interface Drift extends Paired {
  readonly profile: Profile;
  /** The first is the one that the others are compared with. */
  readonly engines: readonly string[];
  readonly words: Words;
}

/** The heading of a profile's section. */
export function headingOf(profile: Profile): string {
  return `Profile ${profile}`;
}

/** What is wrong, a text each: losses too far apart in a first epoch, runs that failed, records that cannot be compared. */
export function faultsOf({ pairs, failed, unlike }: Paired): string[] {
  return [
    ...lossFaults(lossRows(pairs)),
    ...failed.map((record) => `${runOf(record)} on ${record.engine.name} failed: ${record.error}`),
    ...unlike,
  ];
}

/** The text of a profile's section. */
export function sectionOf(drift: Drift): string {
  const { pairs, missing, words, engines: [reference, ...others] } = drift;
  const faults = faultsOf(drift);
  const metrics = metricDrifts(pairs);
  const losses = lossRows(pairs);
  const moved = metrics.filter(({ largest }) =>
    [...largest.values()].some(({ difference }) => difference > 0)
  );
  const blocks = [
    table(["engine", "device", "processor", "system", "runs", "days"], machines(drift)),
    faults.length === 0 ? "No fault was found." : `**${faults.length} faults:**\n\n${list(faults.map(text))}`,
    ...missing.length === 0 ? [] : [`Not run:\n\n${list(missing.map(text))}`],
    ...losses.length === 0 ? [] : [
      "### Losses",
      `The mean loss of the first and the last epoch; in brackets the difference from \`${reference}\`; ✗ marks a fault.`,
      lossTable(losses, reference, others),
    ],
    "### Measurements",
    `The largest difference from \`${reference}\` by model and metric, and the run that has it. ` +
    `${metrics.length - moved.length} of ${metrics.length} are the same on all engines and not listed.`,
    table(["model", "metric", ...others], moved.map((row) => metricCells(row, others))),
    "### Verdicts",
    wordsInWords(words),
    ...words.changes.length === 0 ? [] : [changeTable(words.changes, reference)],
  ];
  return blocks.join("\n\n");
}

/** A row for each engine on each of its devices and machines. */
function machines({ pairs, engines, failed }: Drift): string[][] {
  const records = [...pairs.flatMap(({ reference, others }) => [reference, ...others.values()]), ...failed];
  const rows = Map.groupBy(
    records,
    ({ engine, provenance }) =>
      [
        `${engine.name} ${engine.version}`,
        engine.device,
        `${provenance.cpu}, ${provenance.threads} threads`,
        provenance.os,
      ]
        .join("\n"),
  );
  const place = (own: readonly RunRecord[]) => engines.indexOf(own[0].engine.name);
  return [...rows].sort(([, a], [, b]) => place(a) - place(b)).map(([name, own]) => [
    ...name.split("\n").map(text),
    `${own.length}`,
    [...new Set(own.map(({ provenance }) => provenance.started.slice(0, 10)))].sort().join(", "),
  ]);
}

function lossTable(rows: readonly LossRow[], reference: string, engines: readonly string[]): string {
  return table(
    ["run", "epoch", reference, ...engines],
    rows.map(({ run, epoch, reference, others }) => [
      text(run),
      `${epoch}`,
      shown(reference),
      ...engines.map((engine) => {
        const found = others.get(engine);
        if (found === undefined) return "";
        return `${shown(found.loss)} (${apart(found.difference)})${found.isFault ? " ✗" : ""}`;
      }),
    ]),
  );
}

function metricCells({ model, metric, largest }: MetricDrift, engines: readonly string[]): string[] {
  const cell = (one: Largest | undefined) => {
    if (one === undefined) return "";
    return one.difference === 0 ? "0" : `${apart(one.difference)}: ${text(one.run)}`;
  };
  return [model, text(metric), ...engines.map((engine) => cell(largest.get(engine)))];
}

function wordsInWords({ judged, changes }: Words): string {
  const counts = [...judged].map(([engine, count]) => {
    const changed = changes.filter((change) => change.engine === engine).length;
    return `for ${changed} of ${count} claims on \`${engine}\``;
  });
  return `Each claim is judged by each engine's numbers as if they were those of the whole protocol, by its tolerance alone ` +
    `where there is one seed. The verdict differs ${counts.join(", ") || "on no engine"}.`;
}

function changeTable(changes: readonly WordChange[], reference: string): string {
  return table(
    ["claim", "engine", `by \`${reference}\``, "by this engine"],
    changes.map(({ claim, engine, before, after }) => [text(claim), engine, before, after]),
  );
}

function shown(loss: number): string {
  return loss.toPrecision(8);
}

function apart(difference: number): string {
  return difference === 0 ? "0" : difference.toExponential(1);
}
