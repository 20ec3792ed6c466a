/**
 * A paper's tables as it prints them, with our numbers in its cells.
 *
 * @module
 */
import { plainMetric } from "../../records/record.ts";
import type { Claim, Statistic } from "../../claims/claims.ts";
import type { Comparison } from "../../judging/compare.ts";
import { compareNames } from "../../judging/runs.ts";
import { datasetTitle } from "../figures/names.ts";
import { type Again, commandFor } from "../markdown/again.ts";
import { asPrinted, decimalsIn, spreadText } from "../markdown/digits.ts";
import { code, MARKS, metricCell, printedCell, runsLink, table, text } from "../markdown/markup.ts";

/** From how many results of a data set and statistic on a place that is no table is drawn as one. */
const ENOUGH = 4;

const STATISTICS: Record<Statistic, string> = {
  avg: "average of the runs",
  best: "best run",
  single: "",
};

/**
 * The numbers of a paper, place by place in its order: a table for each data set and statistic, a row a method, a column a
 * metric; what stands alone in the text is gathered in one table. Under each table is the command that makes it again.
 */
export function paperTables(comparisons: readonly Comparison[], again: Again = {}): string[] {
  const places = [...Map.groupBy(comparisons, ({ claim }) => claim.where)];
  const isLarge = ([where, own]: [string, Comparison[]]) =>
    where.startsWith("Table") ||
    groupsOf(own).some((group) => group.filter(({ claim }) => claim.kind === "result").length >= ENOUGH);
  const large = places.filter(isLarge);
  const rest = places.filter((place) => !isLarge(place)).flatMap(([, own]) => own);
  return [
    ...large.flatMap(([where, own]) => [
      `### ${text(where)}`,
      ...groupsOf(own).flatMap((group) => [captionOf(group), grid(group)]),
      ...placesOf(own),
      ...commandsFor(own, again),
    ]),
    ...(rest.length === 0 ? [] : [
      "### In the text",
      table(
        ["where", "data", "method", "metric", "paper → ours"],
        rest.map((one) => [
          text(one.claim.where),
          text(datasetTitle(one.claim.dataset)),
          methodCell([one]),
          metricCell(one.claim) + (one.claim.statistic === "single" ? "" : ` (${one.claim.statistic})`),
          numberCell(one),
        ]),
      ),
      ...commandsFor(rest, again),
    ]),
  ];
}

/** The numbers of one table: of one data set and statistic. */
function groupsOf(own: readonly Comparison[]): Comparison[][] {
  return [...Map.groupBy(own, ({ claim }) => JSON.stringify([claim.dataset, claim.statistic])).values()];
}

function captionOf([{ claim }]: readonly Comparison[]): string {
  return `**${
    [text(datasetTitle(claim.dataset)), STATISTICS[claim.statistic]].filter((part) => part !== "").join(", ")
  }**`;
}

/** Methods by metrics; of a single method, which would be one long row, metrics downwards. */
function grid(group: readonly Comparison[]): string {
  const methods = [...Map.groupBy(group, ({ claim }) => claim.method).values()];
  const columnOf = ({ claim: { metric, direction } }: Comparison) => metricCell({ metric, direction });
  const metrics = [...new Set(group.map(columnOf))];
  const cell = (own: readonly Comparison[], metric: string) =>
    own.filter((one) => columnOf(one) === metric).map(numberCell).join("; ");
  if (methods.length === 1) {
    return table(["", methodCell(group)], metrics.map((metric) => [metric, cell(group, metric)]));
  }
  return table(
    ["", ...metrics],
    methods.map((own) => [methodCell(own), ...metrics.map((metric) => cell(own, metric))]),
  );
}

/** A method's name, which leads to its runs where it has any. */
function methodCell(own: readonly Comparison[]): string {
  const { claim, records } = own.find(({ records }) => records.length > 0) ?? own[0];
  const name = text(claim.method);
  return records.length === 0 ? name : `[${name}](${runsLink(claim.experiment, claim.paper)})`;
}

/** The paper's value, ours with its spread, and the verdict's mark, in brackets where a number is reproduced by the mean alone. */
function numberCell({ claim, ours, sd, n, verdict, firm }: Comparison): string {
  const printed = printedCell(claim);
  if (ours === null) return `${printed}\u00a0${MARKS[verdict]}`;
  const value = claim.statistic === "best" || n === 1
    ? asPrinted(ours, claim, sd)
    : spreadText(ours, sd, decimalsIn(claim.value));
  const mark = firm === false ? `(${MARKS[verdict]})` : MARKS[verdict];
  // In a narrow cell the line breaks after the arrow alone.
  return `${printed} → ${`${value}${n === 1 ? " (1 seed)" : ""} ${mark}`.replaceAll(" ", "\u00a0")}`;
}

/** In which spaces and on which splits the numbers of a place were computed, and with which averages. */
function placesOf(own: readonly Comparison[]): string[] {
  const metricsOf = (those: readonly Comparison[]) =>
    [...new Set(those.map(({ claim }) => text(plainMetric(claim.metric))))].join(", ");
  const places = [...Map.groupBy(own, ({ claim }) => placeOf(claim))].filter(([place]) => place !== "")
    .map(([place, those]) => {
      const methods = [...new Set(those.map(({ claim }) => text(claim.method)))];
      return `${metricsOf(those)} ${place} (${methods.join(", ")})`;
    });
  const averages = [...Map.groupBy(own, ({ claim }) => claim.average)].filter(([average]) => average !== "")
    .map(([average, those]) => `${metricsOf(those)} by the ${text(average)} average`);
  const ways = [...places, ...averages];
  return ways.length === 0 ? [] : [`Measured: ${ways.join("; ")}.`];
}

function placeOf({ space, split }: Claim): string {
  return [space && `in ${text(space)}`, split && `on the ${text(split)} split`].filter((part) => part !== "")
    .join(" ");
}

/** The commands that make the numbers of a table again, each in the profile that it was run in. */
function commandsFor(own: readonly Comparison[], again: Again): string[] {
  const asked = own.filter(({ claim }) => claim.kind !== "cited" && claim.experiment !== "");
  const byProfile = Map.groupBy(asked, ({ profile }) => profile ?? "paper");
  return [...byProfile].map(([profile, those]) => {
    const ids = [...new Set(those.map(({ claim }) => claim.experiment))].sort(compareNames);
    return `Run it again: ${code(commandFor(ids, { profile }, again))}`;
  });
}
