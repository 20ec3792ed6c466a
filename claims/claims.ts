/**
 * The numbers that the papers print, the errors known of them, and the experiments still to be written.
 *
 * @module
 */

/** What a claim can be: about results, copied from other work, about data or parameters, an order ("A beats B"). */
export const KINDS = ["result", "cited", "fact", "ordinal"] as const;

/** What a paper's number sums up. */
export const STATISTICS = ["avg", "best", "single"] as const;

/** What a claim is about. */
export type Kind = typeof KINDS[number];

/** What a claim's number sums up. */
export type Statistic = typeof STATISTICS[number];

/** One number, or one order, that a paper prints. */
export interface Claim {
  readonly id: string;
  readonly paper: string;
  /** Table, figure or section. */
  readonly where: string;
  readonly dataset: string;
  readonly method: string;
  readonly metric: string;
  readonly statistic: Statistic;
  /** The digits as printed, without separators; empty for an order. */
  readonly value: string;
  /** The paper's own writing. */
  readonly printed: string;
  readonly kind: Kind;
  /** The experiment that answers it; for an order, what {@linkcode orderOf} reads; empty where none can. */
  readonly experiment: string;
  /** The space it must be measured in, for an order also `a > b`; empty where any will do. */
  readonly space: string;
  /** In the printed unit; for an order, what still is "comparable"; nothing for what is not judged. */
  readonly tolerance: number | null;
  /** Where the tolerance comes from, or why there is none, in words. */
  readonly basis: string;
  readonly note: string;
  /** How the paper normalises NMI; empty where it does not say. */
  readonly average: string;
  /** The line of the paper's text; nothing where the text has no lines. */
  readonly line: number | null;
}

/** An error of a paper, or something it leaves open. */
export interface Erratum {
  readonly id: string;
  readonly paper: string;
  /** The line of the paper's text. */
  readonly line: number;
  readonly where: string;
  readonly printed: string;
  /** What it should be; only a plain number, or {@linkcode DOES_NOT_HOLD}, is compared with. */
  readonly right: string;
  /** The claims that it touches. */
  readonly claims: readonly string[];
  readonly note: string;
}

/** What an erratum says of an order that the paper's own numbers do not have. */
export const DOES_NOT_HOLD = "does not hold";

/** All that is known of the papers' numbers. */
export interface Claims {
  readonly claims: readonly Claim[];
  readonly errata: readonly Erratum[];
  /** Why an experiment that claims name does not exist yet, by its id. */
  readonly unanswered: ReadonlyMap<string, string>;
}

/** The two sides of an order. */
export interface Order {
  /** Experiments, or claims about cited values: each of them is ahead of each on the other side. */
  readonly ahead: readonly string[];
  readonly behind: readonly string[];
  /** Whether being comparable is enough. */
  readonly orComparable: boolean;
}

/**
 * What an order compares: `a & b > c & d` says that each of a and b is better than each of c and d, `a >= b` that a is
 * better than b or comparable. Nothing if `text` is not an order.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { orderOf } from "./claims.ts";
 *
 * assertEquals(orderOf("made/a/data & made/b/data > made-cited-acc"), {
 *   ahead: ["made/a/data", "made/b/data"],
 *   behind: ["made-cited-acc"],
 *   orComparable: false,
 * });
 * ```
 */
export function orderOf(text: string): Order | undefined {
  const sides = text.split(/ >=? /);
  if (sides.length !== 2) return undefined;
  const [ahead, behind] = sides.map((side) => side.split(" & "));
  return { ahead, behind, orComparable: text.includes(" >= ") };
}

/** What a claim asks of one of its experiments: of an order with a space for each side, that of the experiment's. */
export function askedOf(claim: Claim, experiment: string): Claim {
  const [ahead, behind = ahead] = claim.space.split(" > ");
  return { ...claim, space: orderOf(claim.experiment)?.ahead.includes(experiment) ? ahead : behind };
}

/** The experiments that answer a claim: none, one, or those that an order compares. */
export function experimentsOf({ experiment }: Claim): string[] {
  const order = orderOf(experiment);
  const sides = order === undefined ? [experiment] : [...order.ahead, ...order.behind];
  return sides.filter((side) => side.includes("/"));
}
