// @ts-types="npm:@types/d3-array@3.2.2"
import { groups } from "d3-array";
import type { ScoresFigure } from "../../experiments/figures.ts";
import type { Comparison } from "../../judging/compare.ts";
import type { Runs } from "../../judging/runs.ts";
import { sampleOf } from "../../judging/samples.ts";
import { type Asked, measurementKey, plainMetric } from "../../records/record.ts";
import { type Figure, figure, slug } from "./look.ts";
import { grid, type Panel, type Point, type Printed } from "./panel.ts";
import { sourceOf } from "./source.ts";

/** A point of a series that was run. */
interface Place {
  readonly x: number;
  readonly runs: Runs["runs"];
  readonly experiment: string;
}

/**
 * Scores along a quantity, as a paper declares them: a panel a score, a curve a series, a line a seed. Rings are what the
 * paper prints of the same runs, dotted levels are other methods. Nothing where no series has two points.
 */
export function scoresFigure(
  paper: string,
  declared: ScoresFigure,
  experiments: readonly Runs[],
  comparisons: readonly Comparison[],
): Figure[] {
  const byId = new Map(experiments.map((one) => [one.experiment, one]));
  const runOf = (method: string) => byId.get(`${paper}/${method}/${declared.dataset}`);
  const series = declared.series.map(({ name, points }) => ({
    name,
    places: points.flatMap(({ x, method }): Place[] => {
      const found = runOf(method);
      return found === undefined ? [] : [{ x, runs: found.runs, experiment: found.experiment }];
    }),
  }));
  if (!series.some(({ places }) => new Set(places.map(({ x }) => x)).size > 1)) return [];
  const levels = declared.levels.flatMap(({ name, method, space }, i) => {
    const found = runOf(method);
    return found === undefined ? [] : [{ name, index: series.length + i, runs: found.runs, space }];
  });
  const panels = declared.scores.map((score): Panel => {
    const asked = { space: "", split: "", ...score };
    return {
      title: plainMetric(asked.metric),
      x: declared.x,
      series: series.map(({ name, places }, index) => ({ name, index, runs: linesOf(places, asked) })),
      printed: [
        ...series.flatMap(({ name, places }, index) => ringsOf(name, index, places, asked, comparisons)),
        ...levels.flatMap(({ name, index, runs, space = asked.space }): Printed[] => {
          const sample = sampleOf(runs, { ...asked, space });
          return sample === undefined ? [] : [{ name, index, y: sample.mean }];
        }),
      ],
    };
  });
  const rings = new Set(
    panels.flatMap(({ printed = [] }) => printed).flatMap((one) => one.x === undefined ? [] : one.index),
  );
  const legend = [
    ...series.map(({ name, places }, index) => ({ name, index, places })).filter(({ places }) =>
      places.length > 0
    ),
    ...series.map(({ name }, index) => ({ name: `${name} as printed`, index, kind: "ring" as const }))
      .filter(({ index }) => rings.has(index)),
    ...levels.map(({ name, index }) => ({ name, index, kind: "level" as const })),
  ];
  const { name, title, subtitle, description } = declared;
  return [figure({
    name: slug(paper, name),
    section: "results",
    title,
    subtitle,
    description,
    source: sourceOf([...series.flatMap(({ places }) => places), ...levels].flatMap(({ runs }) => runs)),
    ...grid(panels, { columns: Math.min(2, panels.length), height: 230, legend }),
    paper,
  })];
}

/** A line a seed, through what it scored at each place. */
function linesOf(places: readonly Place[], asked: Asked): Point[][] {
  const points = places.flatMap(({ x, runs }) => {
    const { records = [], values = [] } = sampleOf(runs, asked) ?? {};
    return records.map(({ seed }, i) => ({ seed, point: [x, values[i]] as const }));
  });
  return groups(points, ({ seed }) => seed).map(([, own]) => own.map(({ point }) => point));
}

/** What the paper prints of the mean of the runs at each place. */
function ringsOf(
  name: string,
  index: number,
  places: readonly Place[],
  asked: Asked,
  comparisons: readonly Comparison[],
): Printed[] {
  const claims = comparisons.map(({ claim }) => claim).filter((claim) =>
    claim.kind === "result" && claim.statistic !== "best" && measurementKey(claim) === measurementKey(asked)
  );
  return places.flatMap(({ x, experiment }) => {
    const own = claims.filter((claim) => claim.experiment === experiment);
    return [...new Set(own.map(({ value, units }) => Number(value) / units))].map((y) => ({
      name,
      index,
      x,
      y,
    }));
  });
}
