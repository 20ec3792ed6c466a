// @ts-types="npm:@types/d3-array@3.2.2"
import { groups } from "d3-array";
import { familyOf } from "../../records/record.ts";
import type { Comparison } from "../../judging/compare.ts";
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
import { shortened } from "./letters.ts";
import { BODY, type Figure, figure, label, round } from "./look.ts";
import { counted } from "../../terminal/counted.ts";

/** How far apart two marks of a row must be, and how large they are: in a crowded row they are smaller. */
const ROOMY = { apart: 6.5, size: 30 };
const CROWDED = { apart: 4.8, size: 18 };
const CROWD = 30;

/**
 * Every judged score of all papers in one picture: a row for each paper and metric, a mark for each score, left of the middle where
 * ours is worse than printed. Nothing where nothing was judged.
 *
 * @param titles The papers' short names, by their ids.
 */
export function overview(
  comparisons: readonly Comparison[],
  titles: ReadonlyMap<string, string>,
  source: string,
): Figure | undefined {
  const marks = marksOf(comparisons, ["score"]);
  if (marks.length === 0) return undefined;
  const scale = toleranceScale(marks, FIELD);
  const body: string[] = [];
  const signs = verdictLegend(marks);
  // Above the rows: the signs, then which side means what.
  const head = signs.height + 22;
  let y = head + 22;
  const papers = groups(marks, ({ comparison }) => comparison.claim.paper);
  for (const [paper, own] of papers) {
    body.push(label(shortened(titles.get(paper) ?? paper, BODY, { bold: true }), 0, y + 2, 'class="name"'));
    y += 10;
    for (const [family, row] of groups(own, ({ comparison }) => familyOf(comparison.claim.metric))) {
      const { apart, size } = row.length > CROWD ? CROWDED : ROOMY;
      const placed = swarm(row, scale, apart);
      const half = Math.max(9, ...placed.map(({ offset }) => Math.abs(offset) + 5));
      y += half;
      body.push(label(shortened(family, NAMES - 50), 10, y + 4));
      body.push(label(String(row.length), NAMES - 18, y + 4, 'class="small" text-anchor="end"'));
      body.push(
        `<g transform="translate(${NAMES},${round(y)})">`,
        ...placed.map(({ one, offset }) => mark({ ...one, interval: null }, scale, offset, size)),
        "</g>",
        `<path class="rule" d="M0 ${round(y + half)}H${BODY}"/>`,
      );
      y += half;
    }
    y += 18;
  }
  const height = y - 12;
  const field = `<g transform="translate(${NAMES},${head})">${toleranceField(scale, height - head)}</g>`;
  const counts = papers.map(([paper, own]) => `${titles.get(paper) ?? paper}: ${own.length}`).join("; ");
  return figure({
    name: "overview",
    section: "overview",
    title: "Ours against the papers, every judged score",
    subtitle: `${HOW} Hollow: the best of the runs. The number beside a metric counts its marks.`,
    description: `Dot plot of ${
      counted(marks.length, "judged score")
    } (${counts}), a row for each paper and metric; marks left of the middle are worse than printed, marks right of it better.`,
    source,
    body: [
      signs.body,
      `<g transform="translate(0,${head - 6})">${sides(NAMES, FIELD)}</g>`,
      field,
      ...body,
    ].join("\n"),
    height: height + AXIS,
  });
}

/** Marks of one row beside each other: from left to right, each as near to the row's middle as there is room. */
function swarm(
  row: readonly Mark[],
  scale: (at: number) => number,
  apart: number,
): { one: Mark; offset: number }[] {
  const placed: { one: Mark; x: number; offset: number }[] = [];
  for (const one of row.toSorted((a, b) => a.at - b.at)) {
    const x = scale(one.at);
    const near = placed.filter((other) => x - other.x < apart);
    const offset = steps(row.length, apart).find((offset) =>
      near.every((other) => Math.hypot(x - other.x, offset - other.offset) >= apart - 0.01)
    )!;
    placed.push({ one, x, offset });
  }
  return placed;
}

/** 0, 1, -1, 2, -2 … steps from the middle: as many as there can be marks in one place. */
function steps(count: number, apart: number): number[] {
  return Array.from(
    { length: 2 * count + 1 },
    (_, i) => (i % 2 === 1 ? 1 : -1) * Math.ceil(i / 2) * apart / 2,
  );
}
