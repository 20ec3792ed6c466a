import { assert, assertEquals } from "@std/assert";
import { VERDICTS } from "../judging/judge.ts";
import type { SiteData } from "./site/data.ts";
import { cellsOf, TOTALS_HEADER } from "./tables/totals_table.ts";

const read = (path: string) => Deno.readTextFile(new URL(`../${path}`, import.meta.url));

/** A table of totals: its rows' numbers, by their names without their links. */
type Table = Readonly<Record<string, readonly string[]>>;

/** The table whose first heading is this; the numbers of each row by its name. */
function tableOf(markdown: string, first: string, path: string): Table {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => cells(line)[0] === first);
  assert(start >= 0, `${path} has no table "${first}"`);
  assertEquals(cells(lines[start]).slice(1), TOTALS_HEADER, path);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  const rows = lines.slice(start + 2, end === -1 ? undefined : end).map(cells);
  return Object.fromEntries(
    rows.map(([name, ...numbers]) => {
      const plain = name.replace(/\[(.*)\]\(.*\)/, "$1").replaceAll("&amp;", "&");
      return [plain.toLowerCase(), numbers];
    }),
  );
}

function cells(line: string): string[] {
  return line.startsWith("|") ? line.split("|").slice(1, -1).map((cell) => cell.trim()) : [];
}

/** The data of the published page. */
async function pageData(): Promise<SiteData> {
  const script = await read("reports/published/site/data.js");
  return JSON.parse(
    script.slice(script.indexOf('["data"] = ') + '["data"] = '.length, script.lastIndexOf(";")),
  );
}

/** The page's totals as tables. */
function pageTables({ papers, totals }: SiteData): { scores: Table; beside: Table } {
  const titles = new Map(papers.map(({ id, title }) => [id, title.split(":")[0].trim().toLowerCase()]));
  const { headline } = totals.at(-1)!;
  const scores = totals.map(({ paper, headline: { score } }) =>
    [paper === undefined ? "all" : titles.get(paper)!, cellsOf(score)] as const
  );
  const { without } = headline;
  const repeats = without === undefined
    ? []
    : [["all, without repeated computations", cellsOf(without)] as const];
  const beside = ([["loss", "losses"], ["count", "counts and sums"], ["other", "other numbers"]] as const)
    .filter(([measure]) => headline[measure].numbers > 0)
    .map(([measure, name]) => [name, cellsOf(headline[measure])] as const);
  return {
    scores: Object.fromEntries([...scores, ...repeats]),
    beside: Object.fromEntries(beside),
  };
}

Deno.test("the published report, page and badge, and the README, agree on every total", async (t) => {
  const { scores, beside } = pageTables(await pageData());
  for (const path of ["reports/published/REPORT.md", "README.md"]) {
    await t.step(path, async () => {
      const markdown = await read(path);
      assertEquals(tableOf(markdown, "scores", path), scores);
      if (path !== "README.md") assertEquals(tableOf(markdown, "beside the scores", path), beside);
    });
  }
  await t.step("reports/published/verdicts.svg", async () => {
    const [, title] = (await read("reports/published/verdicts.svg")).match(/<title>scores: (.*)<\/title>/)!;
    const [, firm, byMean, ...others] = scores.all.map(Number);
    const counts = [firm + byMean, ...others];
    const told = VERDICTS.flatMap((verdict, i) => counts[i] > 0 ? [`${counts[i]} ${verdict}`] : []);
    assertEquals(title, told.join(", "));
  });
  await t.step("reports/published/figures/overview.svg", async () => {
    const svg = await read("reports/published/figures/overview.svg");
    const [, marks] = svg.match(/Dot plot of (\d+) judged scores/)!;
    const [numbers, ...verdicts] = scores.all.map(Number);
    const [notRun, notComparable] = verdicts.toReversed();
    assertEquals(Number(marks), numbers - notRun - notComparable);
  });
});
