/**
 * A paper's tables as it prints them, with our numbers in its cells.
 *
 * @module
 */
import { plainMetric } from "../../records/record.ts";
import type { Statistic } from "../../claims/claims.ts";
import type { Comparison } from "../../judging/compare.ts";
import { compareNames } from "../../judging/runs.ts";
import { asPrinted, MARKS, metricCell, rounded, runsAnchor, table, text } from "../text/markup.ts";

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
export function paperTables(comparisons: readonly Comparison[]): string[] {
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
      ...spacesOf(own),
      ...commandsFor(own),
    ]),
    ...(rest.length === 0 ? [] : [
      "### In the text",
      table(
        ["where", "data", "method", "metric", "paper → ours"],
        rest.map((one) => [
          text(one.claim.where),
          text(one.claim.dataset),
          methodCell([one]),
          metricCell(one.claim) + (one.claim.statistic === "single" ? "" : ` (${one.claim.statistic})`),
          numberCell(one),
        ]),
      ),
      ...commandsFor(rest),
    ]),
  ];
}

/** The numbers of one table: of one data set and statistic. */
function groupsOf(own: readonly Comparison[]): Comparison[][] {
  return [...Map.groupBy(own, ({ claim }) => JSON.stringify([claim.dataset, claim.statistic])).values()];
}

function captionOf([{ claim }]: readonly Comparison[]): string {
  return `**${[text(claim.dataset), STATISTICS[claim.statistic]].filter((part) => part !== "").join(", ")}**`;
}

/** Methods by metrics; of a single method, which would be one long row, metrics downwards. */
function grid(group: readonly Comparison[]): string {
  const methods = [...Map.groupBy(group, ({ claim }) => claim.method).values()];
  const columnOf = ({ claim }: Comparison) => metricCell({ metric: claim.metric });
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
  return records.length === 0 ? name : `[${name}](#${runsAnchor(claim.experiment)})`;
}

/** The paper's value, ours with its spread, and the verdict's mark. */
function numberCell({ claim, ours, sd, n, verdict }: Comparison): string {
  const printed = text(claim.printed);
  if (ours === null) return `${printed}\u00a0${MARKS[verdict]}`;
  const spread = n === 1
    ? " (1 seed)"
    : sd === null || claim.statistic === "best"
    ? ""
    : ` ± ${rounded(sd, 2)}`;
  // In a narrow cell the line breaks after the arrow alone.
  return `${printed} → ${`${asPrinted(ours, claim)}${spread} ${MARKS[verdict]}`.replaceAll(" ", "\u00a0")}`;
}

/** In which spaces the numbers of a place were computed, and with which averages. */
function spacesOf(own: readonly Comparison[]): string[] {
  const ways = (["space", "average"] as const).flatMap((field) =>
    [...Map.groupBy(own.filter(({ claim }) => claim[field] !== ""), ({ claim }) => claim[field])].map(
      ([way, those]) => {
        const metrics = [...new Set(those.map(({ claim }) => text(plainMetric(claim.metric))))].join(
          ", ",
        );
        if (field === "average") return `${metrics} by the ${text(way)} average`;
        const methods = [...new Set(those.map(({ claim }) => text(claim.method)))];
        return `${metrics} in ${text(way)} (${methods.join(", ")})`;
      },
    )
  );
  return ways.length === 0 ? [] : [`Computed: ${ways.join("; ")}.`];
}

/** The commands that make the numbers of a table again, each in the profile that it was run in. */
function commandsFor(own: readonly Comparison[]): string[] {
  const asked = own.filter(({ claim }) => claim.kind !== "cited" && claim.experiment !== "");
  const byProfile = Map.groupBy(asked, ({ profile }) => profile ?? "paper");
  return [...byProfile].map(([profile, those]) => {
    const ids = [...new Set(those.map(({ claim }) => claim.experiment))].sort(compareNames);
    return `Again: \`deno task reproduce ${ids.join(" ")} --profile ${profile}\``;
  });
}
