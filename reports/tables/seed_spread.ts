/**
 * How much the seed alone moves each method.
 *
 * @module
 */
import { isStudy } from "../../records/record.ts";
import type { Runs } from "../../judging/runs.ts";
import { details, rounded, runsPath, table, text } from "../text/markup.ts";
import { type Sample, sampleFor } from "../../judging/samples.ts";

/** So many seeds at least say something of their spread. */
const ENOUGH = 3;

const METRICS = ["ACC", "NMI", "ARI", "SIL"] as const;

/** A row a method that has enough seeds, the most moved first, folded; nothing without such. Studies are left out. */
export function seedSpread(experiments: readonly Runs[]): string[] {
  const rows = experiments.filter((own) => !isStudy(own) && own.runs.length >= ENOUGH).map((
    { experiment, paper, runs },
  ) => ({
    experiment,
    paper,
    seeds: runs.length,
    samples: METRICS.map((metric) => sampleFor(runs, { metric, space: "", average: "" })),
  })).filter(({ samples }) => samples.some((sample) => sample?.sd))
    .sort((a, b) => (b.samples[0]?.sd ?? 0) - (a.samples[0]?.sd ?? 0));
  if (rows.length === 0) return [];
  return details("How much the seed alone moves each method", [
    `Lowest to highest over the seeds, and in brackets the standard deviation; of methods with at least ${ENOUGH} ` +
    "seeds, the one whose ACC moves most first.",
    table(
      ["method", "seeds", ...METRICS],
      rows.map(({ experiment, paper, seeds, samples }) => [
        `[${text(experiment)}](${runsPath(paper, experiment)})`,
        String(seeds),
        ...samples.map(cell),
      ]),
    ),
  ]);
}

function cell(sample: Sample | undefined): string {
  if (sample === undefined || sample.sd === null) return "";
  const [low, high] = [Math.min(...sample.values), Math.max(...sample.values)];
  return `${rounded(low, 3)} to ${rounded(high, 3)} (${rounded(sample.sd, 2)})`;
}
