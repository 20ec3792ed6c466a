/**
 * Which choice that a paper leaves open moves its numbers: studies beside what they vary.
 *
 * @module
 */
import { METRICS } from "../../records/record.ts";
import type { Claim } from "../../claims/claims.ts";
import type { Comparison } from "../../judging/compare.ts";
import { type Change, type Runs, studiesOf } from "../../judging/runs.ts";
import { metricCell, rounded, runsAnchor, table, text } from "../text/markup.ts";
import { printedUnits } from "../../claims/numbers.ts";
import { answerOf, type Sample, sampleFor } from "../../judging/samples.ts";

type Asked = Pick<Claim, "metric" | "space" | "average">;

/** The rule by which a difference is set in bold, for the report. */
const READING =
  "Mean ± standard deviation over the seeds; in brackets the difference from the first row, bold where it is larger than " +
  "the spread of both (the root of the sum of the squared deviations).";

/**
 * A table for each experiment that studies vary: the experiment itself, what the paper prints, and each study with what it
 * has otherwise; a column a metric that the paper claims. Nothing without studies.
 */
export function studyTables(experiments: readonly Runs[], comparisons: readonly Comparison[]): string[] {
  const studies = studiesOf(experiments);
  if (studies.length === 0) return [];
  const groups = [
    ...Map.groupBy(
      studies,
      ({ base, study }) =>
        base?.experiment ??
          `${study.paper}/…/${study.dataset}: protocols of their own, or whose base was not run`,
    ),
  ];
  return [
    READING,
    ...groups.flatMap(([name, own]) => {
      const { base } = own[0];
      const asked = columnsOf(base ?? own[0].study, comparisons);
      const samples = asked.map((one) => base && sampleFor(base.runs, one));
      const rows = [
        ...(base === undefined ? [] : [["as assumed", "", ...samples.map((sample) => sampleCell(sample))]]),
        ...printedRow(base, asked, comparisons),
        ...own.map(({ study, changes }) => [
          `[${text(study.method.slice("study-".length))}](#${runsAnchor(study.experiment)})`,
          changes.map(changeCell).join("; "),
          ...asked.map((one, i) => sampleCell(sampleFor(study.runs, one), samples[i])),
        ]),
      ];
      return [
        `### ${text(name)}`,
        table(["study", "otherwise", ...asked.map(metricCell)], rows),
      ];
    }),
  ];
}

/** What is asked of an experiment: what claims ask, or else what it measured first of each metric. */
function columnsOf({ experiment, runs }: Runs, comparisons: readonly Comparison[]): Asked[] {
  const claims = comparisons.map(({ claim }) => claim)
    .filter((claim) => claim.experiment === experiment && claim.kind === "result");
  const found = new Map(claims.map(({ metric, space, average }): [string, Asked] => [
    JSON.stringify([metric, space, average]),
    { metric, space, average },
  ]));
  const answered = [...found.values()].filter((one) => runs.some((run) => answerOf(one, run) !== undefined));
  if (answered.length > 0) return answered;
  return METRICS.filter((metric) => runs.some((run) => run.measurements.some((one) => one.metric === metric)))
    .map((metric) => ({ metric, space: "", average: "" }));
}

function sampleCell(sample: Sample | undefined, base?: Sample): string {
  if (sample === undefined) return "";
  const { mean, sd, values } = sample;
  const own = `${rounded(mean, 4)}${sd === null ? "" : ` ± ${rounded(sd, 2)}`}${
    values.length === 1 ? " (1 seed)" : ""
  }`;
  if (base === undefined) return own;
  const difference = mean - base.mean;
  const shown = `${difference < 0 ? "-" : "+"}${rounded(Math.abs(difference), 2)}`;
  const isBeyond = sd !== null && base.sd !== null && Math.abs(difference) > Math.hypot(sd, base.sd);
  return `${own} (${isBeyond ? `**${shown}**` : shown})`;
}

function printedRow(
  base: Runs | undefined,
  asked: readonly Asked[],
  comparisons: readonly Comparison[],
): string[][] {
  if (base === undefined) return [];
  const cells = asked.map((one) => {
    const claims = comparisons.map(({ claim }) => claim).filter((claim) =>
      claim.experiment === base.experiment && claim.kind === "result" && claim.statistic !== "best" &&
      (["metric", "space", "average"] as const).every((field) => claim[field] === one[field])
    );
    return [...new Set(claims.map((claim) => String(rounded(Number(claim.value) / printedUnits(claim), 6))))]
      .join(", ");
  });
  return cells.every((cell) => cell === "") ? [] : [["printed", "", ...cells]];
}

function changeCell({ setting, from, to }: Change): string {
  const name = text(setting);
  if (from === undefined) return `${name}: ${text(to!)}`;
  if (to === undefined) return `without ${name}`;
  return `${name}: ${text(from)} → ${text(to)}`;
}
