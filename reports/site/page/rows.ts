import { plainMetric } from "../../../records/record.ts";
import { type Verdict, VERDICTS } from "../../../judging/judge.ts";
import { isJudged } from "../../../judging/tallies.ts";
import type { SiteClaim } from "../data.ts";
import type { Mine } from "./my_runs.ts";

/** What the claims can be sorted by. */
export const COLUMNS = ["verdict", "paper", "dataset", "method", "metric", "printed", "ours", "off"] as const;

/** What the claims are sorted by; nothing for those that are judged first, and then the papers' own order. */
export type Column = typeof COLUMNS[number] | "";

/** Which claims are shown: all, the scores that the totals count, or those that the reader's own runs answer. */
export const SHOWN = ["", "counted", "mine"] as const;

/** What the reader asked for. */
export interface Query {
  readonly show: typeof SHOWN[number];
  readonly paper: string;
  readonly dataset: string;
  readonly metric: string;
  readonly kind: string;
  /** Those to show; all where there are none. */
  readonly verdicts: readonly Verdict[];
  readonly text: string;
  readonly sort: Column;
  readonly descending: boolean;
}

/** A claim with the verdict at the reader's tolerance. */
export interface Row {
  readonly claim: SiteClaim;
  readonly verdict: Verdict;
}

/** The fields that are chosen from a list. */
export const CHOICES = ["paper", "dataset", "metric", "kind"] as const;

/**
 * Whether a claim is asked for, whatever its verdict. Each word of the text must be in it, in any case of letters.
 *
 * @param mine What the reader's own runs found, by the claims' ids; nothing before a file was chosen.
 */
export function isAsked(claim: SiteClaim, query: Query, mine?: ReadonlyMap<string, Mine>): boolean {
  return (query.show !== "counted" || claim.counted) &&
    (query.show !== "mine" || mine === undefined || mine.has(claim.id)) &&
    CHOICES.every((field) => query[field] === "" || claim[field] === query[field]) &&
    words(query.text).every((word) => searched(claim).includes(word));
}

function words(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter((word) => word !== "");
}

const texts = new WeakMap<SiteClaim, string>();

/** What the search looks through. */
function searched(claim: SiteClaim): string {
  const known = texts.get(claim);
  if (known !== undefined) return known;
  const { id, paper, where, dataset, method, metric, space, kind, printed, note, reason } = claim;
  const text = [id, paper, where, dataset, method, metric, space, kind, printed, note, reason].join(" ")
    .toLowerCase();
  texts.set(claim, text);
  return text;
}

/** How many rows have each verdict, in the order of `VERDICTS`. */
export function tally(verdicts: Iterable<Verdict>): number[] {
  const counts = VERDICTS.map(() => 0);
  for (const verdict of verdicts) counts[VERDICTS.indexOf(verdict)]++;
  return counts;
}

/**
 * The rows in the order asked for; those without a value come last either way, equal ones stay as they were. Without an
 * order judged scores come first, then what else is judged.
 */
export function sorted(rows: readonly Row[], { sort, descending }: Query): Row[] {
  if (sort === "") return TIERS.flatMap((isIn) => rows.filter(isIn));
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: KEYS[sort](row) }));
  return keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    if (typeof a.key === "string" && typeof b.key === "string") return sign * compareTexts(a.key, b.key);
    return sign * (Number(a.key) - Number(b.key));
  }).map(({ row }) => row);
}

/** What comes first where no order is asked for: the scores that are judged, then what else is, then the rest. */
const TIERS: readonly ((row: Row) => boolean)[] = [
  (row) => isJudged(row) && row.claim.counted,
  (row) => isJudged(row) && !row.claim.counted,
  (row) => !isJudged(row),
];

const compareTexts = new Intl.Collator("en", { numeric: true }).compare;

const KEYS: Record<Exclude<Column, "">, (row: Row) => string | number | null> = {
  verdict: ({ verdict }) => VERDICTS.indexOf(verdict),
  paper: ({ claim }) => `${claim.paper} ${claim.where}`,
  dataset: ({ claim }) => claim.dataset,
  method: ({ claim }) => claim.method,
  metric: ({ claim }) => plainMetric(claim.metric),
  printed: ({ claim }) => claim.value === "" ? null : Number(claim.value),
  ours: ({ claim }) => claim.ours,
  off: ({ claim }) => offOf(claim),
};

/**
 * How many tolerances ours is better than the paper's value; below 0 where it is worse, as is any difference of a number that is
 * only right or wrong. Nothing where that is not judged; infinite for a tolerance of 0.
 */
export function offOf({ judging }: SiteClaim): number | null {
  if (!("printed" in judging)) return null;
  const { estimate, printed, tolerance, direction } = judging;
  if (estimate === printed) return 0;
  const off = (estimate - printed) / tolerance;
  return direction === null ? -Math.abs(off) : direction === "higher" ? off : -off;
}

/** The values that a field has, sorted. */
export function valuesOf(claims: readonly SiteClaim[], field: typeof CHOICES[number]): string[] {
  return [...new Set(claims.map((claim) => claim[field]))].sort(compareTexts);
}
