/**
 * A paper's experiments side by side, each scored in a space of its own.
 *
 * @module
 */
import { completed, type SideBySideTable } from "../../experiments/figures.ts";
import { ownSpace } from "../../judging/own_space.ts";
import type { Runs } from "../../judging/runs.ts";
import { type Sample, sampleOf } from "../../judging/samples.ts";
import type { Paper } from "../../papers/load.ts";
import { isStudy } from "../../records/record.ts";
import { type Again, commandFor } from "../markdown/again.ts";
import { directionsOf } from "../markdown/directions.ts";
import { code, meanCell, table, text } from "../markdown/markup.ts";

/** The table that a paper declares, if it declares one. */
export function sideBySideOf({ figures }: Pick<Paper, "figures">): SideBySideTable | undefined {
  return figures.find((figure) => figure.kind === "side by side");
}

/**
 * The table of a paper, block by block under its title: a row an experiment, the best first. Nothing without runs.
 *
 * @throws {RangeError} If an experiment measures the first number in more than one space.
 */
export function sideBySide(
  paper: Paper,
  declared: SideBySideTable,
  experiments: readonly Runs[],
  again: Again = {},
): string[] {
  const own = experiments.filter(({ paper: id }) => id === paper.id);
  if (own.length === 0) return [];
  const sign = directionsOf(paper.metrics)(declared.own[0].metric) === "lower" ? -1 : 1;
  const titles = new Map(paper.experiments.map(({ id, title }) => [id, title]));
  /** What rows are ranked by, the higher the better; those without it come last. */
  const rankOf = ({ samples: [first] }: { samples: readonly (Sample | undefined)[] }) =>
    first === undefined ? -Infinity : sign * first.mean;
  const rows = own.map(({ experiment, runs }) => {
    const space = ownSpace(runs[0], declared.own[0]) ?? "";
    const asked = [
      ...declared.own.map((one) => completed({ ...one, space })),
      ...declared.shared.map(completed),
    ];
    return {
      name: titles.get(experiment) ?? experiment,
      space,
      samples: asked.map((one) => sampleOf(runs, one)),
    };
  }).sort((a, b) => rankOf(b) - rankOf(a) || 0);
  const commands = [...Map.groupBy(own, ({ runs: [{ profile }] }) => profile)].map(([profile, same]) => {
    const globs = [
      ...same.every(isStudy) ? [] : [`${paper.id}/*`],
      ...same.some(isStudy) ? [`${paper.id}/study-*`] : [],
    ];
    return code(commandFor(globs, { profile }, again));
  });
  return [
    `## ${text(paper.title)}`,
    declared.text,
    table(
      [
        "experiment",
        "space",
        ...declared.own.map(({ metric, average = "" }) =>
          text(average === "" ? metric : `${metric}, ${average}`)
        ),
        ...declared.shared.map(({ title }) => text(title)),
      ],
      rows.map(({ name, space, samples }) => [text(name), text(space), ...samples.map(cell)]),
    ),
    `Mean ± standard deviation over the seeds, with the number of seeds in brackets${
      smaller(own)
    }. Run it again: ${commands.join(" and ")}`,
  ];
}

function cell(sample: Sample | undefined): string {
  return sample === undefined ? "" : meanCell(sample);
}

/** Which runs are no full protocol. */
function smaller(experiments: readonly Runs[]): string {
  const profiles = new Set(experiments.map(({ runs: [{ profile }] }) => profile));
  profiles.delete("paper");
  return profiles.size === 0
    ? ""
    : `. Some rows are of the profile ${[...profiles].join(", ")}, on fewer images`;
}
