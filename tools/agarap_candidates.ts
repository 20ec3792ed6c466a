/**
 * Which of the settings that Agarap & Azcarraga leave open fits all of their supervised rows best: the layers that the term
 * sees and the size of a batch are one choice for all rows, so they are chosen once, by the rule in `papers/agarap/README.md`.
 *
 *     deno run -P=read tools/agarap_candidates.ts
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { main, print, readFlags } from "../terminal/command.ts";
import type { Claim } from "../claims/claims.ts";
import { compare, type Comparison } from "../judging/compare.ts";
import { isJudged } from "../judging/tallies.ts";
import { loadPapers } from "../papers/load.ts";
import { readSoundRecords } from "../records/record_files.ts";
import type { RunRecord } from "../records/record.ts";
import { table } from "../reports/markdown/markup.ts";
import { FIRST_SEEDS } from "../runner/plan.ts";
import { UsageError } from "../terminal/usage.ts";

const ROOT = new URL("../", import.meta.url);

/** The candidates: the protocol, and the studies of each method that make the same changes to it. */
export const CANDIDATES: Readonly<Record<string, string | null>> = {
  "all hidden layers, batches of 256 (the protocol)": null,
  "all hidden layers, batches of 512": "batch-512",
  "code and reconstruction, batches of 256": "layers-code-and-output",
  "code and reconstruction, batches of 512": "layers-code-and-output-batch-512",
};

const SUPERVISED = /^agarap\/(snnl-[1357])\/(mnist|fashion-mnist)$/;

/** How many printed scores were judged, and with which outcomes. */
export interface Outcomes {
  judged: number;
  reproduced: number;
  inconclusive: number;
  /** Those that are neither: the fewer, the better. */
  misses: number;
}

/** How a candidate does on the printed scores of the supervised rows of Tables III and IV. */
export interface Score extends Outcomes {
  name: string;
  /** The same for each row's experiment, such as `agarap/snnl-1/mnist`; what is chosen does not depend on it. */
  rows: Readonly<Record<string, Outcomes>>;
  /** How many of the first seeds each number stands on, at least; 0 where one was not measured. */
  seeds: number;
}

/**
 * The scores of all candidates, the best first: fewest misses, then most reproduced, then in their order. Incomplete ones are
 * last. Only runs with the first seeds count: the protocol's rows have more, and more seeds turn inconclusive into miss.
 */
export function scoreCandidates(claims: readonly Claim[], records: readonly RunRecord[]): Score[] {
  const rows = claims.filter(({ kind, measure, experiment, id }) =>
    kind === "result" && measure === "score" && SUPERVISED.test(experiment) && /^agarap-t[34]-/.test(id)
  );
  const rowOf = new Map(rows.map(({ id, experiment }) => [id, experiment]));
  const eligible = records.filter(({ seed }) => FIRST_SEEDS.includes(seed));
  const scores = Object.entries(CANDIDATES).map(([name, study]): Score => {
    const asked = rows.map((claim) => ({
      ...claim,
      experiment: study === null
        ? claim.experiment
        : claim.experiment.replace(SUPERVISED, `agarap/study-$1-${study}/$2`),
    }));
    const comparisons = compare(asked, [], eligible);
    const byRow = Map.groupBy(comparisons, ({ claim }) => rowOf.get(claim.id)!);
    return {
      name,
      ...outcomesOf(comparisons),
      rows: Object.fromEntries([...byRow].map(([row, own]) => [row, outcomesOf(own)])),
      seeds: Math.min(...comparisons.map(({ n }) => n)),
    };
  });
  const isOpen = ({ seeds }: Score) => Number(seeds < FIRST_SEEDS.length);
  return scores.sort((a, b) => isOpen(a) - isOpen(b) || a.misses - b.misses || b.reproduced - a.reproduced);
}

function outcomesOf(comparisons: readonly Comparison[]): Outcomes {
  const judged = comparisons.filter(isJudged);
  const count = (verdict: string) => judged.filter((one) => one.verdict === verdict).length;
  const [reproduced, inconclusive] = [count("reproduced"), count("inconclusive")];
  return {
    judged: judged.length,
    reproduced,
    inconclusive,
    misses: judged.length - reproduced - inconclusive,
  };
}

const USAGE = `deno run -P=read tools/agarap_candidates.ts

Scores the candidates for the settings that Agarap leaves open by the published records, and says which the rule in
papers/agarap/README.md chooses.

Exit codes: 0 done, 2 bad usage.`;

/** Runs the command; returns its exit code. */
export async function candidates(args: string[]): Promise<number> {
  const flags = readFlags(args, { boolean: ["help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) throw new UsageError(`What is ${flags._[0]}? There is nothing to name`);
  const { records } = await readSoundRecords(fileURLToPath(new URL("reports/published", ROOT)));
  const { claims } = (await loadPapers()).find(({ id }) => id === "agarap")!;
  const scores = scoreCandidates(claims, records);
  print(table(
    ["candidate", "judged", "reproduced", "inconclusive", "misses", "seeds"],
    scores.map(({ name, judged, reproduced, inconclusive, misses, seeds }) =>
      [name, judged, reproduced, inconclusive, misses, seeds].map(String)
    ),
  ));
  print("\nReproduced, inconclusive and missed in each row:\n");
  print(table(
    ["row", ...scores.map(({ name }) => name)],
    Object.keys(scores[0].rows).sort().map((row) => [
      row,
      ...scores.map(({ rows }) => {
        const { reproduced, inconclusive, misses } = rows[row];
        return `${reproduced}, ${inconclusive}, ${misses}`;
      }),
    ]),
  ));
  const open = scores.filter(({ seeds }) => seeds < FIRST_SEEDS.length).length;
  print(
    open > 0
      ? `Not chosen yet: ${open} candidates have rows with fewer than four seeds`
      : `Chosen: ${scores[0].name}`,
  );
  return 0;
}

if (import.meta.main) await main(candidates);
