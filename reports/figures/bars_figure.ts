// @ts-types="npm:@types/d3-format@3.0.4"
import { format } from "d3-format";
// @ts-types="npm:@types/d3-scale@4.0.9"
import { scaleLinear } from "d3-scale";
import type { BarsFigure } from "../../experiments/figures.ts";
import type { Runs } from "../../judging/runs.ts";
import { sampleOf } from "../../judging/samples.ts";
import { plainMetric } from "../../records/record.ts";
import { descriptionsOf } from "../markdown/directions.ts";
import { legend } from "./legend.ts";
import { shortened } from "./letters.ts";
import { BODY, type Figure, figure, label, painted, round, slug } from "./look.ts";
import { writerOf } from "./panel.ts";
import { sourceOf } from "./source.ts";

/** Room for the numbers of the scale, above and below the bars, and what is between data sets. */
const LEFT = 46;
const ABOVE = 38;
const BELOW = 20;
const GAP = 22;

/** How high the scale is. */
const HEIGHT = 120;

/** A bar that was run. */
interface Bar {
  readonly index: number;
  readonly mean: number;
  readonly values: readonly number[];
}

/**
 * Scores of methods as bars, as a paper declares them: a panel for each score, the data sets beside each other, a bar at the
 * mean of the seeds and a ring for each seed. Nothing where none of them was run.
 */
export function barsFigure(paper: string, declared: BarsFigure, experiments: readonly Runs[]): Figure[] {
  const { scores, datasets, bars, name, title, subtitle, description } = declared;
  const byId = new Map(experiments.map((one) => [one.experiment, one]));
  const runsOf = (dataset: string) =>
    bars.map(({ method }) => byId.get(`${paper}/${method}/${dataset}`)?.runs ?? []);
  const runs = datasets.flatMap(({ name }) => runsOf(name)).flat();
  if (runs.length === 0) return [];
  const signs = legend(bars.map(({ name }, index) => ({
    words: name,
    wide: 12,
    sign: (x, y) => `<rect ${painted("fill", index)} x="${round(x)}" y="${y - 6}" width="12" height="12"/>`,
  })));
  const panels = scores.map((score, i) => {
    const groups = datasets.map((dataset) => ({
      title: dataset.title,
      bars: runsOf(dataset.name).flatMap((own, index): Bar[] => {
        const sample = sampleOf(own, { space: bars[index].space, split: "", ...score });
        return sample === undefined ? [] : [{ index, mean: sample.mean, values: sample.values }];
      }),
    }));
    const top = signs.height + 8 + i * (ABOVE + HEIGHT + BELOW + 8);
    return `<g transform="translate(0,${top})">\n${panel(titleOf(score.metric), groups, bars.length)}\n</g>`;
  });
  return [figure({
    name: slug(paper, name),
    section: "results",
    title,
    subtitle,
    description,
    source: sourceOf(runs),
    body: [signs.body, ...panels].join("\n"),
    height: signs.height + scores.length * (ABOVE + HEIGHT + BELOW + 8),
    paper,
  })];
}

/** Scores up to 10 with two decimals; larger numbers are short enough by their first digits. */
function written(mean: number): string {
  return Math.abs(mean) < 10 ? mean.toFixed(2).replace("-", "−") : format(".3~s")(mean);
}

/** The metrics that are known here, not those of a paper. */
const describe = descriptionsOf([]);

/** A metric with its meaning, where that is known. */
function titleOf(metric: string): string {
  const known = describe(metric);
  return known === undefined ? plainMetric(metric) : `${known.name}: ${known.title}`;
}

function panel(
  title: string,
  groups: readonly { title: string; bars: readonly Bar[] }[],
  count: number,
): string {
  const values = groups.flatMap(({ bars }) => bars.flatMap(({ values }) => values));
  const up = scaleLinear([Math.min(0, ...values), Math.max(0.1, ...values)], [ABOVE + HEIGHT, ABOVE]).nice(4);
  const write = writerOf(up);
  const wide = (BODY - LEFT - GAP * groups.length) / groups.length;
  const size = wide / count;
  return [
    label(title, 0, 12, 'class="name"'),
    ...up.ticks(4).flatMap((tick) => [
      `<path class="rule" d="M${LEFT} ${round(up(tick))}H${BODY}"/>`,
      label(write(tick), LEFT - 5, up(tick) + 4, 'class="small" text-anchor="end"'),
    ]),
    ...groups.flatMap((group, i) => {
      const left = LEFT + GAP / 2 + i * (wide + GAP);
      return [
        ...group.bars.map(({ index, mean, values }) => {
          const middle = left + size * (index + 0.5);
          const [from, to] = [up(0), up(mean)].sort((a, b) => a - b);
          return `<rect ${painted("fill", index)} fill-opacity="0.75" x="${
            round(middle - size / 2 + 2)
          }" y="${round(from)}" width="${round(size - 4)}" height="${round(to - from)}"/>` +
            values.map((value) =>
              `<circle class="axis mark" cx="${round(middle)}" cy="${round(up(value))}" r="2.5"/>`
            ).join("") +
            label(
              shortened(written(mean), size),
              middle,
              Math.min(up(mean), ...values.map(up)) - 6,
              'class="number" text-anchor="middle"',
            );
        }),
        label(
          shortened(group.title, wide),
          left + wide / 2,
          ABOVE + HEIGHT + 15,
          'class="soft" text-anchor="middle"',
        ),
      ];
    }),
    `<path class="axis" d="M${LEFT} ${round(up(0))}H${BODY}"/>`,
  ].join("\n");
}
