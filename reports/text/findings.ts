/**
 * The most telling findings of a report, made from its comparisons by rules that are the same for every paper.
 *
 * @module
 */
import { plainMetric } from "../../records/record.ts";
import type { Comparison } from "../../judging/compare.ts";
import { type Claim, orderOf } from "../../claims/claims.ts";
import { datasetTitle } from "../figures/names.ts";
import { asPrinted, typeset } from "../markdown/digits.ts";
import { chapterPath, printedCell, rounded, runsPath, text } from "../markdown/markup.ts";
import { isJudged, onceEach } from "../../judging/tallies.ts";
import { counted } from "../../terminal/counted.ts";

/** How many findings a report shows. */
const MOST = 5;

/** How many numbers a method must have for a share of them to mean anything. */
const ENOUGH = 4;

/** The rules in words, for the report. */
export const RULES =
  "Rules choose them, from judged scores alone. They are: the method (of at least four scores) with the largest share of misses " +
  "in one direction; the largest miss, counted in tolerances; the method whose printed orders fail most often; the method with " +
  "the largest share of firmly reproduced scores; the widest spread of our seeds beyond the printed spread; how many printed " +
  "values the paper's other values contradict; how many verdicts would change at half the tolerances. The first five that apply " +
  "are shown.";

/**
 * The findings as Markdown, at most five. Each rule gives one or none; where several numbers are equal, the one with more
 * numbers behind it, then the first in the claims' order is taken.
 */
export function findings(
  comparisons: readonly Comparison[],
  titles: ReadonlyMap<string, string>,
): string[] {
  const judged = comparisons.filter(isJudged);
  const results = onceEach(judged).filter(({ claim }) => claim.measure === "score");
  const orders = ordersOnce(judged.filter(({ claim }) => claim.kind === "ordinal"));
  const name = (comparison: Comparison) => nameOf(comparison, titles);
  return [
    oneSided(results, name),
    largestMiss(results, name),
    failedOrders(orders, titles),
    bestGroup(results, name),
    widestSpread(results, name),
    contradicted(results),
    fragile(results),
  ].filter((one) => one !== undefined).slice(0, MOST);
}

type Name = (comparison: Comparison) => string;

/** Paper, method and data; they lead to the chapter and to the runs. */
function nameOf({ claim }: Comparison, titles: ReadonlyMap<string, string>): string {
  const method = `[${text(claim.method)}](${runsPath(claim.paper, claim.experiment)})`;
  return `${paperOf(claim, titles)}, ${method} on ${text(datasetTitle(claim.dataset))}`;
}

function paperOf({ paper }: Claim, titles: ReadonlyMap<string, string>): string {
  return `[${text(titles.get(paper) ?? paper)}](${chapterPath(paper)})`;
}

/** Results of the same paper, method and data set, as far as there are enough of them. */
function groupsOf(results: readonly Comparison[]): Comparison[][] {
  const key = ({ claim }: Comparison) => JSON.stringify([claim.paper, claim.method, claim.dataset]);
  return [...Map.groupBy(results, key).values()].filter((own) => own.length >= ENOUGH);
}

/** The group with the largest share of something, and how many of it have it. */
function leading(
  results: readonly Comparison[],
  has: (comparison: Comparison) => boolean,
): { own: Comparison[]; count: number } | undefined {
  return groupsOf(results).map((own) => ({ own, count: own.filter(has).length }))
    .filter(({ count }) => count > 0)
    .reduce<{ own: Comparison[]; count: number } | undefined>((best, one) => {
      if (best === undefined) return one;
      const ahead = one.count * best.own.length - best.count * one.own.length;
      return ahead > 0 || (ahead === 0 && one.own.length > best.own.length) ? one : best;
    }, undefined);
}

function oneSided(results: readonly Comparison[], name: Name): string | undefined {
  const sides = (["worse", "better"] as const).flatMap((side) => {
    const found = leading(results, ({ verdict }) => verdict === side);
    return found === undefined ? [] : [{ side, ...found }];
  });
  const [first, second] = sides;
  if (first === undefined) return undefined;
  const share = ({ own, count }: typeof first) => count / own.length;
  const { side, own, count } = second !== undefined && share(second) > share(first) ? second : first;
  return `**Misses in one direction.** ${
    name(own[0])
  }: ${count} of ${own.length} scores are ${side} than printed${seedsOf(own)}.`;
}

/** How many runs are behind a group, in brackets. */
function seedsOf(own: readonly Comparison[]): string {
  const most = Math.max(...own.map(({ n }) => n));
  return ` (${counted(most, "seed")})`;
}

function largestMiss(results: readonly Comparison[], name: Name): string | undefined {
  const misses = results.filter(({ verdict, tolerance }) =>
    ["better", "worse", "unreachable"].includes(verdict) && tolerance! > 0
  );
  if (misses.length === 0) return undefined;
  const far = ({ difference, tolerance }: Comparison) => Math.abs(difference!) / tolerance!;
  const one = misses.reduce((a, b) => far(b) > far(a) ? b : a);
  return `**The largest miss.** ${name(one)}: ${text(plainMetric(one.claim.metric))} is ${
    asPrinted(one.ours!, one.claim, one.sd)
  } (paper: ${printedCell(one.claim)}, ${text(one.claim.where)}). That is ${
    far(one) >= 10 ? Math.round(far(one)) : far(one).toFixed(1)
  } tolerances away (${one.verdict}).`;
}

/** Each order once, however often it is printed: the first that compares the same. */
function ordersOnce(orders: readonly Comparison[]): Comparison[] {
  const key = ({ claim: { experiment, method, metric, space, split, average } }: Comparison) =>
    JSON.stringify([experiment, aheadIn({ method }), metric, space, split, average]);
  return [...Map.groupBy(orders, key).values()].map(([first]) => first);
}

/** By the side that is said to be ahead. */
function failedOrders(
  orders: readonly Comparison[],
  titles: ReadonlyMap<string, string>,
): string | undefined {
  const failed = (own: readonly Comparison[]) =>
    own.filter(({ verdict }) => verdict === "worse" || verdict === "contradicted");
  const groups = [
    ...Map.groupBy(
      orders,
      ({ claim }) => JSON.stringify([aheadIn(claim), orderOf(claim.experiment)!.ahead]),
    ).values(),
  ]
    .filter((own) => failed(own).length > 0);
  if (groups.length === 0) return undefined;
  const own = groups.reduce((a, b) => failed(b).length > failed(a).length ? b : a);
  const [example] = failed(own);
  const { claim, reason } = example;
  const saved = failed(own).filter(({ withPrinted }) => withPrinted === "reproduced").length;
  const told = saved === 0 ? "" : `; with its printed values ${saved} of these would hold`;
  return `**An order that does not hold.** ${paperOf(claim, titles)}: ${
    failed(own).length
  } of ${own.length} comparisons that ${
    text(aheadIn(claim))
  } is said to win do not hold between our runs${told}. An example: “${text(claim.printed)}” (${
    text(claim.where)
  }; ${text(plainMetric(claim.metric))}: ${text(typeset(reason.split("; ")[0]))}).`;
}

/** What an order says is ahead, in the paper's words. */
function aheadIn({ method }: Pick<Claim, "method">): string {
  return method.split(/ [>≥] /)[0];
}

function bestGroup(results: readonly Comparison[], name: Name): string | undefined {
  const found = leading(results, ({ firm }) => firm === true);
  if (found === undefined) return undefined;
  return `**Best reproduced.** ${
    name(found.own[0])
  }: ${found.count} of ${found.own.length} scores are firmly reproduced${seedsOf(found.own)}.`;
}

/** Where a paper prints both average and best: how far ours are apart beyond the paper's, in the claim's tolerance. */
function widestSpread(results: readonly Comparison[], name: Name): string | undefined {
  const key = ({ claim }: Comparison) =>
    JSON.stringify([
      claim.paper,
      claim.where,
      claim.method,
      claim.dataset,
      claim.metric,
      claim.space,
      claim.split,
      claim.average,
    ]);
  const pairs = [...Map.groupBy(results, key).values()].flatMap((own) => {
    const [average, best] = ["avg", "best"].map((statistic) =>
      own.find(({ claim }) => claim.statistic === statistic)
    );
    if (average === undefined || best === undefined || average.n < 2 || !(average.claim.tolerance! > 0)) {
      return [];
    }
    const printed = Math.abs(Number(best.claim.value) - Number(average.claim.value));
    const ours = Math.abs(best.ours! - average.ours!);
    return [{ average, best, printed, ours, excess: (ours - printed) / average.claim.tolerance! }];
  }).filter(({ excess }) => excess > 0);
  if (pairs.length === 0) return undefined;
  const { average, printed, ours } = pairs.reduce((a, b) => b.excess > a.excess ? b : a);
  return `**Results vary more between seeds than the paper reports.** ${name(average)}: in ${
    text(plainMetric(average.claim.metric))
  }, our ${average.n} seeds put the expected best ${
    asPrinted(ours, average.claim, average.sd)
  } away from the mean. In the paper, best and average are ${rounded(printed, 3)} apart (${
    text(average.claim.where)
  }).`;
}

function contradicted(results: readonly Comparison[]): string | undefined {
  const own = results.filter(({ verdict }) => verdict === "contradicted");
  if (own.length === 0) return undefined;
  const [{ claim, reason }] = own;
  return `**The paper against itself.** Another value of the same paper contradicts ${
    counted(own.length, "printed value")
  }. An example is ${printedCell(claim)} (${text(claim.where)}, ${text(plainMetric(claim.metric))}): ${
    text(typeset(reason))
  }.`;
}

function fragile(results: readonly Comparison[]): string | undefined {
  if (results.length === 0) return undefined;
  const changed = results.filter(({ verdict, atHalf }) => verdict !== atHalf).length;
  return `**How firm this is.** At half the tolerances, ${changed} of ${results.length} verdicts would change.`;
}
