/**
 * Whether an engine's numbers would change what is said of a claim.
 *
 * @module
 */
import { compare, type Comparison } from "../../judging/compare.ts";
import { isAhead } from "../../judging/judge.ts";
import type { Paper } from "../../papers/load.ts";
import type { RunRecord } from "../../records/record.ts";
import type { Pairing } from "./pairs.ts";

/** A claim of which two engines' numbers would have different things said. */
export interface WordChange {
  readonly claim: string;
  readonly engine: string;
  readonly before: string;
  readonly after: string;
}

/** The claims that an engine's numbers were judged by, and those of which the word is another. */
export interface Words {
  /** How many claims were judged, by engine. */
  readonly judged: ReadonlyMap<string, number>;
  readonly changes: readonly WordChange[];
}

/** What the rule of verdicts needs of a paper. */
export type Claimed = Pick<Paper, "claims" | "errata" | "bounds">;

/**
 * Judges each claim by the numbers of the reference and by those of each engine, as if the runs were of the whole protocol on
 * the paper's data: which way a number lies tells whether the engine decides the word, not whether the paper is right. A
 * number of one seed is judged by its tolerance alone, and an order by who is ahead.
 */
export function words(papers: readonly Claimed[], pairs: readonly Pairing[]): Words {
  const engines = [...new Set(pairs.flatMap(({ others }) => [...others.keys()]))];
  const judged = new Map<string, number>();
  const changes: WordChange[] = [];
  for (const engine of engines) {
    const both = pairs.flatMap(({ reference, others }) => {
      const other = others.get(engine);
      return other === undefined ? [] : [{ reference, other }];
    });
    const [before, after] = [
      wordsOf(papers, both.map(({ reference }) => reference)),
      wordsOf(papers, both.map(({ other }) => other)),
    ];
    const common = [...before].filter(([claim]) => after.has(claim));
    judged.set(engine, common.length);
    changes.push(
      ...common.filter(([claim, word]) => after.get(claim) !== word)
        .map(([claim, word]) => ({ claim, engine, before: word, after: after.get(claim)! })),
    );
  }
  return { judged, changes };
}

/** The word for each claim that these records can be judged by. */
function wordsOf(papers: readonly Claimed[], records: readonly RunRecord[]): Map<string, string> {
  const comparisons = compare(
    papers.flatMap(({ claims }) => claims),
    papers.flatMap(({ errata }) => errata),
    records.map(asWhole),
    papers.flatMap(({ bounds }) => bounds),
  );
  return new Map(
    comparisons.filter(({ judging }) => !("verdict" in judging)).map((one) => [one.claim.id, wordOf(one)]),
  );
}

/** A record as if it were of the whole protocol, on the paper's own data. */
function asWhole(record: RunRecord): RunRecord {
  return { ...record, profile: "paper", data: record.data.map(({ standIn: _, ...source }) => source) };
}

function wordOf({ judging, verdict }: Comparison): string {
  if (!("leads" in judging) || judging.leads.some(({ interval }) => interval !== null)) return verdict;
  const { leads, margin } = judging;
  return leads.every(({ lead }) => isAhead(lead, margin)) ? "ahead" : "behind";
}
