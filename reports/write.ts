import { readRecords } from "../benchmarks/runner/record.ts";
import { readClaims } from "./claims.ts";
import { claimsCsv, compare, type Verdict, VERDICTS } from "./compare.ts";
import { type Paper, report } from "./markdown.ts";

/** What was written. */
export interface Written {
  /** The report's file. */
  readonly path: string;
  /** How many claims came to each verdict. */
  readonly counts: Record<Verdict, number>;
  /** The number of records that it was drawn from. */
  readonly records: number;
}

/**
 * Draws the report of a result folder again: reads `out/runs`, the claims and the papers' pages, writes
 * `out/REPORT.md` and `out/claims.csv`.
 *
 * @throws {RecordError} If a file under `out/runs` is not a record.
 * @throws {ClaimsError} If the claims or errata are not well formed.
 */
export async function writeReport(out: string): Promise<Written> {
  const records = await readRecords(out);
  const { claims, errata, unanswered } = await readClaims(new URL("../fixtures/", import.meta.url));
  const papers = await readPapers(new URL("../benchmarks/", import.meta.url));
  const comparisons = compare(claims, errata, records, unanswered);
  const path = `${out}/REPORT.md`;
  await Deno.mkdir(out, { recursive: true });
  await Deno.writeTextFile(path, report({ comparisons, errata, records, papers }));
  await Deno.writeTextFile(`${out}/claims.csv`, claimsCsv(comparisons));
  const counts = Object.fromEntries(
    VERDICTS.map((name) => [name, comparisons.filter(({ verdict }) => verdict === name).length]),
  ) as Record<Verdict, number>;
  return { path, counts, records: records.length };
}

/** The pages of the papers: `<paper>/README.md`, as far as there are any. */
async function readPapers(folder: URL): Promise<Paper[]> {
  const papers: Paper[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) continue;
    try {
      papers.push(parsePage(name, await Deno.readTextFile(new URL(`${name}/README.md`, folder))));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return papers;
}

/**
 * A paper's page: its title is the first heading, its deviations are the text under "Deviations and assumptions".
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parsePage } from "./write.ts";
 *
 * assertEquals(parsePage("song", "# Song et al.\n\n## Deviations and assumptions\n\n1. None.\n\n## Run\n"), {
 *   id: "song",
 *   title: "Song et al.",
 *   deviations: "1. None.",
 * });
 * ```
 */
export function parsePage(id: string, page: string): Paper {
  const title = page.match(/^# (.+)$/m)?.[1] ?? id;
  const [, after = ""] = page.split(/^## Deviations and assumptions$/m);
  return { id, title: title.trim(), deviations: after.split(/^##? /m)[0].trim() };
}
