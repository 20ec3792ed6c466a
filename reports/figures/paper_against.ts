// @ts-types="npm:@types/d3-array@3.2.2"
import { group, groups } from "d3-array";
import { familyOf } from "../../records/record.ts";
import type { Comparison } from "../../judging/compare.ts";
import { compareNames } from "../../judging/runs.ts";
import {
  AXIS,
  FIELD,
  HOW,
  type Mark,
  mark,
  marksOf,
  NAMES,
  sides,
  toleranceField,
  toleranceScale,
  verdictLegend,
} from "./against.ts";
import { lines } from "./letters.ts";
import { BODY, type Figure, figure, label, round, slug } from "./look.ts";
import { datasetTitle } from "./names.ts";
import { counted } from "../../terminal/counted.ts";

/** How many metrics stand side by side. */
const COLUMNS = 2;
const GAP = 14;

/** How high a mark's lane is, and a line of a row's name. */
const LANE = 10;
const LINE = 15;

/**
 * A paper's judged results: a row a method and data set, a column a metric, with the interval of the difference. Nothing where
 * nothing was judged.
 */
export function paperAgainst(
  paper: string,
  title: string,
  comparisons: readonly Comparison[],
  source: string,
): Figure | undefined {
  const marks = marksOf(comparisons.filter(({ claim }) => claim.paper === paper), ["score", "loss"]);
  if (marks.length === 0) return undefined;
  const families = [...new Set(marks.map(({ comparison }) => familyOf(comparison.claim.metric)))];
  const columns = Math.min(COLUMNS, families.length);
  const width = (FIELD - GAP * (columns - 1)) / columns;
  const scale = toleranceScale(marks, width);
  const signs = verdictLegend(marks);
  const body: string[] = [signs.body];
  let y = signs.height + 16;
  for (let i = 0; i < families.length; i += columns) {
    const band = families.slice(i, i + columns);
    const own = marks.filter(({ comparison }) => band.includes(familyOf(comparison.claim.metric)));
    const { rows, height } = rowsOf(own, band);
    const left = (column: number) => NAMES + column * (width + GAP);
    body.push(
      ...band.map((family, column) => label(family, left(column), y, 'class="name"')),
      `<g transform="translate(0,${y + 15})">${
        band.map((_, column) => sides(left(column), width)).join("")
      }</g>`,
      ...band.map((_, column) =>
        `<g transform="translate(${round(left(column))},${y + 20})">${toleranceField(scale, height)}</g>`
      ),
      `<g transform="translate(0,${y + 20})">`,
      ...rows.flatMap(({ name, heading, top, tall, cells }) => [
        ...name.map((line, i) =>
          heading
            ? label(line, 0, top + 14, 'class="soft"')
            : label(line, 8, top + tall / 2 + 4 + LINE * (i - (name.length - 1) / 2))
        ),
        ...cells.map(({ one, column, lane }) =>
          `<g transform="translate(${round(left(column))},0)">${
            mark(one, scale, top + tall / 2 + LANE * lane)
          }</g>`
        ),
        heading ? "" : `<path class="rule" d="M0 ${top + tall + 2}H${BODY}"/>`,
      ]),
      "</g>",
    );
    y += height + 20 + AXIS + 28;
  }
  return figure({
    name: slug(paper, "against"),
    section: "against",
    title: `${title}: ours against the paper`,
    subtitle: `${HOW} Line: the interval of the difference. Hollow: the best of the runs.`,
    description: `Dot plot of ${
      counted(marks.length, "judged result")
    }: a row for each method and data set, a column for each metric (${
      families.join(", ")
    }); left of the middle is worse than printed.`,
    source,
    body: body.filter((part) => part !== "").join("\n"),
    height: y - 26,
    paper,
  });
}

interface Row {
  /** In lines. */
  name: string[];
  /** Whether it names the data set of the rows under it. */
  heading: boolean;
  top: number;
  tall: number;
  /** `lane`: how many lanes below the row's middle. */
  cells: { one: Mark; column: number; lane: number }[];
}

/** A row a method, under its data set's name where there is more than one; marks of one cell are one under another. */
function rowsOf(marks: readonly Mark[], families: readonly string[]): { rows: Row[]; height: number } {
  const rows: Row[] = [];
  let top = 4;
  const datasets = groups(marks, ({ comparison }) => comparison.claim.dataset);
  for (const [dataset, own] of datasets) {
    if (datasets.length > 1) {
      rows.push({
        name: lines(datasetTitle(dataset), NAMES, { most: 1 }),
        heading: true,
        top,
        tall: 0,
        cells: [],
      });
      top += 20;
    }
    const methods = groups(own, ({ comparison }) => comparison.claim.method)
      .sort(([a], [b]) => compareNames(a, b));
    for (const [method, ofMethod] of methods) {
      const byFamily = group(ofMethod, ({ comparison }) => familyOf(comparison.claim.metric));
      const most = Math.max(...[...byFamily.values()].map((cell) => cell.length));
      const cells = families.flatMap((family, column) => {
        const cell = byFamily.get(family) ?? [];
        return cell.map((one, i) => ({ one, column, lane: i - (cell.length - 1) / 2 }));
      });
      const name = lines(method, NAMES - 14, { most: 2 });
      const tall = Math.max(2, most, name.length * LINE / LANE) * LANE;
      rows.push({ name, heading: false, top, tall, cells });
      top += tall + 5;
    }
  }
  return { rows, height: top };
}
