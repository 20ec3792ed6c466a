/**
 * The page RESULTS.md: a section for each kind of processor, of which a measurement replaces its own only.
 *
 * @module
 */
import { list, table } from "../reports/markdown/markup.ts";
import { withSection } from "../reports/markdown/sections.ts";
import type { Kind } from "./kinds.ts";
import type { Unit } from "./side.ts";
import { goalOn, type Work } from "./works.ts";

/** A table's row: its cells, of which the first names it. */
export type Row = readonly string[];

/** The tables of a section, each with its header; the first cell tells them apart. */
const HEADERS = {
  works: [
    "work",
    "peer",
    "ours, ms",
    "peer's, ms",
    "ratio",
    "of the limit, ours / peer's",
    "goal",
    "results",
  ],
  limits: ["limit of", "its products, ours, ms", "peer's, ms", "moved besides, MB", "limit, ms"],
  own: ["with a goal of its own", "ours", "peer's", "goal"],
} as const;

/** The rows of a section's tables. */
export type Rows = Record<keyof typeof HEADERS, readonly Row[]>;

const TABLES = Object.keys(HEADERS) as (keyof Rows)[];

/** A work with the times of both sides. */
export interface Measured extends Work {
  ours: readonly Unit[];
  theirs: readonly Unit[];
}

/** What stands where nothing was measured. */
const NONE = "–";

/** A quantile of some numbers, between two of them in proportion; q from 0 to 1. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)], high = sorted[Math.ceil(at)];
  return low + (high - low) * (at - Math.floor(at));
}

/** The median with its quartiles. */
export function spread(values: readonly number[], digits = 0): string {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => quantile(values, q).toFixed(digits));
  return `${middle} (${low}–${high})`;
}

/** Whether something holds, as a sign. */
export function mark(holds: boolean): string {
  return holds ? "✓" : "✗";
}

/**
 * A work's row: medians with quartiles in milliseconds, the ratio of the times by pairs, and how near both sides come to the
 * machine's limit.
 *
 * @param kind The processor's, which decides the goal.
 * @param limit In milliseconds, where it is known.
 */
export function workRow(
  { title, peer, share, ours, theirs, ...goals }: Measured,
  kind: Kind,
  limit?: number,
): Row {
  const times = [ours, theirs].map((units) => units.map(({ ms }) => ms));
  const ratios = times[0].map((ms, i) => ms / times[1][i]);
  const [ratio, quartiles] = spread(ratios, 2).split(" ");
  const shares = limit === undefined ? [] : times.map((ms) => limit / quantile(ms, 0.5));
  const goal = goalOn(goals, kind);
  return [
    title,
    peer,
    ...times.map((ms) => spread(ms)),
    `**${ratio}** ${quartiles}`,
    shares.map((value) => percent(value)).join(" / ") || NONE,
    [
      `${goal} ${mark(quantile(ratios, 0.5) <= goal)}`,
      ...share === undefined || shares.length === 0 ? [] : [`${percent(share)} ${mark(shares[0] >= share)}`],
    ].join(", "),
    [ours, theirs].map((units) => units.at(-1)!.result.toPrecision(6)).join(" / "),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** A work's row in the table of limits: times in milliseconds. */
export function limitRow(
  title: string,
  { ours, theirs, bytes, limit }: { ours: number; theirs: number; bytes: number; limit: number },
): Row {
  return [title, ...[ours, theirs, bytes / 1e6, limit].map((value) => value.toFixed(value < 100 ? 1 : 0))];
}

/** The table of works. */
export function workTable(rows: readonly Row[]): string {
  return table(HEADERS.works, rows);
}

/**
 * The rows that a page has in a section; none where it has no such section or table, and none of a row whose cells are not as
 * many as the header's.
 */
export function readRows(page: string, kind: Kind): Rows {
  const section = page.split(/^(?=## )/m).find((part) => part.split("\n")[0] === `## ${kind}`) ?? "";
  const found: Record<keyof Rows, Row[]> = { works: [], limits: [], own: [] };
  let current: keyof Rows | undefined;
  for (const line of section.split("\n")) {
    if (!line.startsWith("|")) {
      current = undefined;
      continue;
    }
    const cells = line.split("|").slice(1, -1).map((cell) => cell.trim());
    const begun = TABLES.find((name) => HEADERS[name][0] === cells[0]);
    if (begun) current = begun;
    else if (current && cells.length === HEADERS[current].length && !/^-+$/.test(cells[0])) {
      found[current].push(cells);
    }
  }
  return found;
}

/**
 * Rows measured now in place of earlier ones of their names, which else stay; in the order of `names`. Rows of other names are
 * left out.
 */
export function merged(before: readonly Row[], now: readonly Row[], names: readonly string[]): Row[] {
  return names.flatMap((name) => {
    const row = [...now, ...before].find(([first]) => first === name);
    return row ? [row] : [];
  });
}

/** The page with this section in place of the kind's earlier one; others stay as they are. */
export function withKind(page: string, kind: Kind, notes: readonly string[], rows: Rows): string {
  const body = [
    list(notes),
    ...TABLES.filter((name) => rows[name].length > 0).map((name) => table(HEADERS[name], rows[name])),
  ];
  return withSection(page, kind, body.join("\n\n"));
}

const INTRODUCTION = `# Speed, side by side

Made by \`deno task performance\`, with a section for each kind of processor that it ran on. What each missed goal is due to
is in [PROFILE.md](PROFILE.md).

- **Times.** Each work is done here and by its peer in turn, each in a process of its own, after two units of warm-up (works
  that take long: none, so that compiling counts on both sides). They are medians (quartiles) in milliseconds, of one call
  or of 20 train steps.
- **Ratio.** Ours ÷ the peer's, the median of the pairs'. Below 1 we are faster.
- **Limit.** The least time that the work can take on this machine, by a [model](limits.ts). It is the time of the work's
  matrix products, each at its very shape by the faster one of XLA and PyTorch, plus that of the bytes which it must move
  besides, at the memory's bandwidth. What is done for each element of a product is left out. k-means is taken without
  bounds, which leave out products: with them it can pass 100 %.
- **Results.** Where nothing is trained, they show that both sides did the same work. Trainings start from weights of their own, so that theirs differ.
- **Rows of different days.** A section's first lines tell of the last run of the command there. Works that it left out keep their rows of an earlier one.
`;

/** The page with the introduction of today, its sections as they are. */
export function withIntroduction(page: string): string {
  const [, ...sections] = `\n${page}`.split(/\n(?=## )/);
  return [INTRODUCTION, ...sections.map((section) => section.trim() + "\n")].join("\n");
}
