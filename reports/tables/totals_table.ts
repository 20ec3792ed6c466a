/**
 * The totals at the head of a report.
 *
 * @module
 */
import type { Measure } from "../../claims/claims.ts";
import type { SameComputation } from "../../experiments/experiment.ts";
import type { Comparison } from "../../judging/compare.ts";
import { VERDICTS } from "../../judging/judge.ts";
import { type Headline, headline, type Totals } from "../../judging/tallies.ts";
import { MARKS, table, text } from "../markdown/markup.ts";

/** The totals of one paper, or of all. */
export interface Total {
  /** The paper's id; nothing for all. */
  readonly paper: string | undefined;
  readonly headline: Headline;
}

/** A paper as far as its totals go. */
export interface Counted {
  readonly id: string;
  readonly sameComputation?: readonly SameComputation[];
}

/** The totals of each paper, and last of all where there are several. */
export function totalsOf(papers: readonly Counted[], comparisons: readonly Comparison[]): Total[] {
  const own = papers.map(({ id, sameComputation }) => ({
    paper: id,
    headline: headline(comparisons.filter(({ claim }) => claim.paper === id), sameComputation),
  }));
  if (papers.length < 2) return own;
  const same = papers.flatMap(({ sameComputation = [] }) => sameComputation);
  return [...own, { paper: undefined, headline: headline(comparisons, same) }];
}

/** The columns after the names: what the cells of {@linkcode cellsOf} are. */
export const TOTALS_HEADER = [
  "numbers",
  `${MARKS.reproduced} firm`,
  `(${MARKS.reproduced}) by the mean`,
  ...VERDICTS.slice(1).map((verdict) => `${MARKS[verdict]} ${verdict}`),
];

/** The cells of a row of totals. */
export function cellsOf({ numbers, firm, verdicts }: Totals): string[] {
  const [, ...others] = VERDICTS;
  return [numbers, firm, verdicts.reproduced - firm, ...others.map((verdict) => verdicts[verdict])].map(
    String,
  );
}

/** What is counted beside the scores, and how a table names it. */
const BESIDE: readonly (readonly [Exclude<Measure, "score">, string])[] = [
  ["loss", "losses"],
  ["count", "counts and sums"],
  ["other", "other numbers"],
];

/**
 * The scores paper by paper; under them, for all papers, the scores without repeated computations, the losses, and the counts.
 *
 * @param nameOf A paper's name as Markdown.
 */
export function totalsTable(totals: readonly Total[], nameOf: (paper: string) => string): string[] {
  const [whole] = totals.slice(-1);
  if (whole === undefined) return [];
  const { without, why } = whole.headline;
  const beside = BESIDE.filter(([measure]) => whole.headline[measure].numbers > 0);
  const rows = [
    ...totals.map(({ paper, headline }) => [
      paper === undefined ? "all" : nameOf(paper),
      ...cellsOf(headline.score),
    ]),
    ...without === undefined ? [] : [["all, without repeated computations", ...cellsOf(without)]],
  ];
  return [
    table(["scores", ...TOTALS_HEADER], rows),
    ...why.map(text).map((words) => `Repeated computations: ${words}`),
    ...beside.length === 0 ? [] : [
      table(
        ["beside the scores", ...TOTALS_HEADER],
        beside.map(([measure, name]) => [name, ...cellsOf(whole.headline[measure])]),
      ),
    ],
  ];
}
