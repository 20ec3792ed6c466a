import { plainMetric } from "../../../records/record.ts";
import { type Verdict, VERDICTS } from "../../../judging/judge.ts";
import type { SiteClaim } from "../data.ts";

/** What the claims can be sorted by. */
export const COLUMNS = ["verdict", "paper", "dataset", "method", "metric", "printed", "ours", "off"] as const;

/** What the claims are sorted by; nothing for the papers' own order. */
export type Column = typeof COLUMNS[number] | "";

/** What the reader asked for. */
export interface Query {
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

/** Whether a claim is asked for, whatever its verdict. Each word of the text must be in it, in any case of letters. */
export function isAsked(claim: SiteClaim, query: Query): boolean {
  return CHOICES.every((field) => query[field] === "" || claim[field] === query[field]) &&
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

/** The rows in the order asked for; those without a value come last either way, equal ones stay as they were. */
export function sorted(rows: readonly Row[], { sort, descending }: Query): Row[] {
  if (sort === "") return [...rows];
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: KEYS[sort](row) }));
  return keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    if (typeof a.key === "string" && typeof b.key === "string") return sign * compareTexts(a.key, b.key);
    return sign * (Number(a.key) - Number(b.key));
  }).map(({ row }) => row);
}

const compareTexts = new Intl.Collator("en", { numeric: true }).compare;

const KEYS: Record<Exclude<Column, "">, (row: Row) => string | number | null> = {
  verdict: ({ verdict }) => VERDICTS.indexOf(verdict),
  paper: ({ claim }) => `${claim.paper} ${claim.where}`,
  dataset: ({ claim }) => claim.dataset,
  method: ({ claim }) => claim.method,
  metric: ({ claim }) => plainMetric(claim.metric),
  printed: ({ claim }) => claim.value === "" ? null : Number(claim.value),
  ours: ({ claim }) => claim.ours,
  off: ({ claim }) => {
    const off = offOf(claim);
    return off === null ? null : Math.abs(off);
  },
};

/** How many tolerances ours is from the paper's value; nothing where that is not judged, infinite for a tolerance of 0. */
export function offOf({ judging }: SiteClaim): number | null {
  if (!("printed" in judging)) return null;
  const difference = judging.estimate - judging.printed;
  return difference === 0 ? 0 : difference / judging.tolerance;
}

/** The values that a field has, sorted. */
export function valuesOf(claims: readonly SiteClaim[], field: typeof CHOICES[number]): string[] {
  return [...new Set(claims.map((claim) => claim[field]))].sort(compareTexts);
}
