/**
 * The papers' representations side by side, by one protocol: `benchmarks/comparison/`.
 *
 * @module
 */
import { COMPARISON, SAME_CLUSTERS } from "../../papers/comparison/names.ts";
import type { RunRecord } from "../../records/record.ts";
import type { Runs } from "../../judging/runs.ts";
import { meanCell, table, text } from "../text/markup.ts";
import { type Sample, sampleFor } from "../../judging/samples.ts";

/** The space in which every representation's clusters are measured too. */
const PIXELS = `pixels, ${SAME_CLUSTERS}`;

const COLUMNS = [
  ...["ACC", "NMI", "ARI", "SIL", "DBI", "CHI"].map((metric) => ({ metric, space: "" })),
  ...["SIL", "DBI"].map((metric) => ({ metric, space: PIXELS })),
];

/** A row a representation, the most accurate first; nothing without runs. */
export function sideBySide(experiments: readonly Runs[]): string[] {
  const rows = experiments.filter(({ paper }) => paper === COMPARISON).map(({ method, runs }) => ({
    name: method.slice("study-".length),
    runs,
    samples: COLUMNS.map(({ metric, space }) => sampleFor(runs, { metric, space, average: "" })),
  })).sort((a, b) => (b.samples[0]?.mean ?? 0) - (a.samples[0]?.mean ?? 0));
  if (rows.length === 0) return [];
  return [
    "## All representations, one protocol",
    "No paper compares all of these, and each clusters and measures in its own way. Here each represents the same " +
    "test images, k-means with ten starts clusters them, and the same metrics measure the clusters, in the " +
    "representation's own space and in pixels. Labels are only for ACC, NMI and ARI. What was fitted to which images " +
    "says `benchmarks/comparison/README.md`. An index of a space tells nothing of another " +
    "space: compare SIL, DBI and CHI down a column only in pixels.",
    table(
      [
        "representation",
        "space",
        ...COLUMNS.map(({ metric, space }) => space === "" ? metric : `${metric} in pixels`),
      ],
      rows.map(({ name, runs, samples }) => [text(name), text(spaceOf(runs[0])), ...samples.map(cell)]),
    ),
    `Mean ± standard deviation over seeds (in brackets how many)${
      profiles(rows.map(({ runs }) => runs[0]))
    }. ` +
    "Again: `deno task reproduce 'comparison/study-*' --profile paper`",
  ];
}

function spaceOf({ measurements }: RunRecord): string {
  return measurements.find(({ metric }) => metric === "ACC")!.space;
}

function cell(sample: Sample | undefined): string {
  return sample === undefined ? "" : meanCell(sample.mean, sample.sd, sample.values.length);
}

/** Smaller runs are said. */
function profiles(runs: readonly RunRecord[]): string {
  const small = [...new Set(runs.map(({ profile }) => profile))].filter((profile) => profile !== "paper");
  return small.length === 0 ? "" : `; also from the profile ${small.join(", ")}, on fewer images`;
}
