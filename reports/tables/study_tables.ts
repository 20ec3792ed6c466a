/**
 * Which choice that a paper leaves open moves its numbers: studies beside what they vary.
 *
 * @module
 */
import type { Comparison } from "../../judging/compare.ts";
import { type Change, type Runs, settingsChanged, type StudyGroup, studyGroups } from "../../judging/runs.ts";
import { type Sample, sampleOf } from "../../judging/samples.ts";
import { shownSpread } from "../../judging/spread.ts";
import type { Described } from "../../metrics/metric.ts";
import type { Paper } from "../../papers/load.ts";
import { type Asked, measurementKey } from "../../records/record.ts";
import { type DirectionOf, directionsOf } from "../markdown/directions.ts";
import { decimalsFor, signedText, spreadText, typeset, usualFor } from "../markdown/digits.ts";
import { experimentTitle } from "../markdown/experiment_titles.ts";
import { details, metricCell, rounded, runsAnchor, table, tables, text } from "../markdown/markup.ts";

/** How to read a table of studies, for the report. */
const READING =
  "Each table changes one choice that the paper leaves open. Numbers are the mean ± standard deviation over the seeds. The " +
  "difference from the first row is in brackets, and bold if it is larger than the spread of both (the root of the sum of the " +
  "squared deviations).";

/**
 * A table for each experiment that studies vary: the experiment itself, what the paper prints, and each study with its
 * question and what it has otherwise; a column for each number that claims ask of the experiment. Studies with a protocol
 * of their own come last, with what they measured. Nothing without studies.
 *
 * @param paper Its metrics are the columns where no claim asks.
 */
export function studyTables(
  experiments: readonly Runs[],
  comparisons: readonly Comparison[],
  paper: Pick<Paper, "experiments" | "metrics">,
): string[] {
  const groups = studyGroups(experiments);
  const varied = groups.filter(({ of }) => of !== undefined);
  const own = groups.filter(({ of }) => of === undefined).flatMap(({ studies }) => studies);
  return [
    ...(varied.length === 0 ? [] : [READING]),
    ...varied.flatMap((group) => variations(group, comparisons, paper)),
    ...(own.length === 0 ? [] : ["### Protocols of their own"]),
    ...own.flatMap(({ experiment, study, runs }) => [
      `[${text(experimentTitle(experiment, paper))}](#${runsAnchor(experiment)}): ${text(study.question)}`,
      ...details("What it measured", measuredTable(runs, paper.metrics)),
    ]),
  ];
}

/** The studies of one experiment. */
function variations(
  { of, profile, base, studies }: StudyGroup,
  comparisons: readonly Comparison[],
  paper: Pick<Paper, "experiments" | "metrics">,
): string[] {
  const { metrics } = paper;
  const asked = askedOf(of!, base === undefined ? studies : [base], comparisons, metrics);
  const directionOf = directionsOf(metrics);
  const samples = asked.map((one) => base && sampleOf(base.runs, one));
  const settings = base?.runs[0].config;
  const scaled = profile === "paper" ? "" : ` (${profile} profile)`;
  const place = placeOf(asked);
  return [
    `### ${text(experimentTitle(of!, paper))}${scaled}`,
    ...(base === undefined ? ["The unchanged experiment was not run in this profile."] : []),
    ...(place === "" ? [] : [`Measured ${place}.`]),
    table(["question", "change", ...headings(asked, directionOf)], [
      ...(base === undefined ? [] : [["as assumed", "", ...samples.map((sample) => sampleCell(sample))]]),
      ...printedRow(of!, asked, comparisons),
      ...studies.map(({ experiment, study, runs }) => [
        `[${text(study.question)}](#${runsAnchor(experiment)})`,
        settingsChanged(study.change ?? {}, settings).map(changeCell).join("; "),
        ...asked.map((one, i) => studyCell(runs, one, samples[i])),
      ]),
    ]),
  ];
}

/** What results claim of an experiment and runs measured; where no claim asks, the metrics that the runs measured. */
function askedOf(
  experiment: string,
  measured: readonly Runs[],
  comparisons: readonly Comparison[],
  metrics: readonly Described[],
): Asked[] {
  const claims = comparisons.map(({ claim }) => claim)
    .filter((claim) => claim.experiment === experiment && claim.kind === "result");
  const runs = measured.flatMap(({ runs }) => runs);
  const asked = [...new Map(claims.map((claim): [string, Asked] => [measurementKey(claim), claim])).values()]
    .filter((one) => sampleOf(runs, one) !== undefined);
  return asked.length > 0 ? asked : measuredBy(runs, metrics);
}

/** What runs measured of these metrics, in the metrics' order. */
function measuredBy(runs: Runs["runs"], metrics: readonly Described[]): Asked[] {
  const found = new Map(
    runs.flatMap(({ measurements }) => measurements).map((one) => [measurementKey(one), one]),
  );
  return metrics.flatMap(({ name }) => [...found.values()].filter(({ metric }) => metric === name));
}

/** Where all was measured that has a space or a split, in words; nothing where there is more than one of each. */
function placeOf(asked: readonly Asked[]): string {
  const [space, split] = [sharedOf(asked, "space"), sharedOf(asked, "split")];
  return [space && `in ${text(space)}`, split && `on the ${text(split)} split`].filter((part) => part !== "")
    .join(" ");
}

/** What all questions have in a field that have something there; nothing where they differ. */
function sharedOf(asked: readonly Asked[], field: "space" | "split"): string {
  const values = new Set(asked.map((one) => one[field]).filter((value) => value !== ""));
  return values.size === 1 ? [...values][0] : "";
}

/** The columns' names, without what {@linkcode placeOf} says of all. */
function headings(asked: readonly Asked[], directionOf: DirectionOf): string[] {
  const [space, split] = [sharedOf(asked, "space"), sharedOf(asked, "split")];
  return asked.map((one) =>
    metricCell({
      ...one,
      direction: directionOf(one.metric),
      space: one.space === space ? "" : one.space,
      split: one.split === split ? "" : one.split,
    })
  );
}

/** What a study measured of what is asked; where its change gives the space another name, in that, which is named. */
function studyCell(runs: Runs["runs"], asked: Asked, base: Sample | undefined): string {
  const sample = sampleOf(runs, asked);
  if (sample !== undefined || asked.space === "") return sampleCell(sample, base);
  const { metric, split, average = "" } = asked;
  const spaces = new Set(
    runs.flatMap(({ measurements }) => measurements)
      .filter((one) => one.metric === metric && one.split === split && (one.average ?? "") === average)
      .map(({ space }) => space),
  );
  const [space, ...more] = spaces;
  if (space === undefined || more.length > 0) return "";
  return `${sampleCell(sampleOf(runs, { ...asked, space }))} in ${text(space)}`;
}

function sampleCell(sample: Sample | undefined, base?: Sample): string {
  if (sample === undefined) return "";
  const { mean, sd, values } = sample;
  const own = `${spreadText(mean, sd)}${values.length === 1 ? " (1 seed)" : ""}`;
  if (base === undefined) return own;
  const difference = shownSpread(Math.abs(mean - base.mean), mean);
  const shown = signedText(
    mean < base.mean ? -difference : difference,
    decimalsFor(sd === null ? null : shownSpread(sd, mean), usualFor(mean)),
  );
  const isBeyond = sd !== null && base.sd !== null && difference > Math.hypot(sd, base.sd);
  return `${own} (${isBeyond ? `**${shown}**` : shown})`;
}

/** What the paper prints of the experiment, with its digits, or else in the unit of our measurements. */
function printedRow(
  experiment: string,
  asked: readonly Asked[],
  comparisons: readonly Comparison[],
): string[][] {
  const claims = comparisons.map(({ claim }) => claim).filter((claim) =>
    claim.experiment === experiment && claim.kind === "result" && claim.statistic !== "best"
  );
  const cells = asked.map((one) => {
    const own = claims.filter((claim) => measurementKey(claim) === measurementKey(one));
    return [
      ...new Set(
        own.map(({ value, units }) => units === 1 ? typeset(value) : rounded(Number(value) / units, 6)),
      ),
    ].join(", ");
  });
  return cells.every((cell) => cell === "") ? [] : [["printed", "", ...cells]];
}

function changeCell({ setting, from, to }: Change): string {
  const shown = (value: string) =>
    text(value.replace(/\d*\.\d{7,}(e-?\d+)?/g, (digits) => rounded(Number(digits), 4)));
  return `${text(setting)}: ${from === undefined ? "" : `${shown(from)} → `}${shown(to)}`;
}

/** What a study with a protocol of its own measured: a row a space and split, a column a metric and average. */
function measuredTable(runs: Runs["runs"], metrics: readonly Described[]): string[] {
  const asked = measuredBy(runs, metrics);
  const directionOf = directionsOf(metrics);
  const columnOf = ({ metric, average }: Asked) =>
    metricCell({ metric, average, direction: directionOf(metric) });
  const columns = [...new Set(asked.map(columnOf))];
  return tables(
    ["space", "split", ...columns],
    [...Map.groupBy(asked, ({ space, split }) => JSON.stringify([space, split])).values()].map((own) => [
      text(own[0].space),
      text(own[0].split),
      ...columns.map((column) => {
        const one = own.find((one) => columnOf(one) === column);
        return one === undefined ? "" : sampleCell(sampleOf(runs, one));
      }),
    ]),
  );
}
