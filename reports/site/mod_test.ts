import { assert, assertEquals } from "@std/assert";
import { embeddingData } from "../../records/figure_data.ts";
import { loadPapers } from "../../papers/load.ts";
import { compare } from "../../judging/compare.ts";
import { exampleClaim, exampleErratum, exampleRun } from "../../judging/testing.ts";
import { examplePaper } from "../testing.ts";
import { EXAMPLE_LEAGUE, leagueRuns } from "../../judging/testing.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { leagueFigure } from "../figures/league_figure.ts";
import { leaguesOf } from "../leagues.ts";
import { script, type SiteInput, writeSite } from "./mod.ts";

const NASTY = `</script><script>alert(1)</script> "quoted" 'so' | \\ \n\u2028\u2029 <b>日本語</b> \ud800`;

/** Runs `use` with a folder that is there only meanwhile. */
async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What the scripts put into the page. */
function loaded(...scripts: string[]): { data: unknown; embeddings: Record<string, unknown> } {
  return new Function(`const globalThis = {}; let reclaim;
    ${scripts.join("\n").replaceAll("globalThis.reclaim ??=", "reclaim ??=")}
    return reclaim;`)();
}

Deno.test("script() carries any text, and nothing in it can end the script or a line", () => {
  const text = script(["embeddings", NASTY], { text: [NASTY], __proto__: null });
  assertEquals(text.includes("</"), false);
  assertEquals(/[\u2028\u2029]/.test(text), false);
  assertEquals(loaded(text).embeddings[NASTY], { text: [NASTY] });
});

Deno.test("writeSite() writes the same bytes twice, and leaves no embedding of an earlier report", async () => {
  await withFolder(async (out) => {
    const run = exampleRun(0.5);
    const points = { data: new Float64Array([0, 0, 1, 1]), rows: 2, columns: 2 };
    const figure = embeddingData({ name: "space", title: NASTY }, points, [0, 1]);
    const errata = [exampleErratum({ note: NASTY })];
    const input: SiteInput = {
      comparisons: compare([exampleClaim({ note: NASTY, method: NASTY })], errata, [run]),
      records: [run],
      papers: [examplePaper({ title: NASTY, errata })],
      again: { papers: [NASTY] },
      leavings: [{ run, data: [figure] }],
    };
    const written = async () => {
      await writeSite(out, input);
      const files = [...Deno.readDirSync(`${out}/site/embeddings`)].map(({ name }) => `embeddings/${name}`);
      return Object.fromEntries(
        ["index.html", "page.js", "style.css", "data.js", ...files]
          .map((name) => [name, Deno.readTextFileSync(`${out}/site/${name}`)]),
      );
    };
    const first = await written();
    await Deno.writeTextFile(`${out}/site/embeddings/old.js`, "");
    const second = await written();
    assertEquals(second, first);
    const { data, embeddings } = loaded(
      ...Object.keys(first).filter((name) => /data|embeddings/.test(name))
        .map((name) => first[name]),
    );
    const { claims, again } = data as { claims: { note: string }[]; again: unknown };
    assertEquals([claims[0].note, again], [NASTY, { papers: [NASTY] }]);
    assertEquals(Object.values(embeddings), [figure]);
  });
});

Deno.test("the page draws points in the figures' ten colours, on light pages and on dark ones", async () => {
  const papers = [examplePaper({ figures: [EXAMPLE_LEAGUE] })];
  const [league] = leaguesOf(papers, runsByExperiment(leagueRuns("a", [0.5, 0.6])));
  const { svg } = leagueFigure(league);
  const coloursIn = (text: string) =>
    [...text.matchAll(/--(c\d): ?(#[0-9a-f]{6})/g)].map(([, ...pair]) => pair);
  const style = await Deno.readTextFile(new URL("page/style.css", import.meta.url));
  assertEquals(coloursIn(svg).length, 20);
  assertEquals(coloursIn(style), coloursIn(svg));
});

Deno.test("writeSite() draws a page without records, and of 2,000 records with long histories in under 5 seconds", async () => {
  const papers = await loadPapers();
  const [claims, errata] = [papers.flatMap(({ claims }) => claims), papers.flatMap(({ errata }) => errata)];
  await withFolder(async (out) => {
    await writeSite(out, {
      papers,
      comparisons: compare(claims, errata, []),
      records: [],
      leavings: [],
    });
    const { data } = loaded(await Deno.readTextFile(`${out}/site/data.js`));
    assertEquals((data as { claims: unknown[] }).claims.length, claims.length);

    const history = Array.from({ length: 200 }, (_, i) => ({ epoch: i, loss: 1 / (i + 1), snnl: i / 7 }));
    const experiments = [
      ...new Set(claims.filter(({ kind }) => kind === "result").map((one) => one.experiment)),
    ];
    const records = Array.from({ length: 2000 }, (_, i) => {
      const experiment = experiments[i % experiments.length];
      const [paper] = experiment.split("/");
      // Four seeds of each of many configurations.
      const round = Math.floor(i / experiments.length);
      const digest = Math.floor(round / 4).toString(16).padStart(12, "0");
      return exampleRun(i / 2000, { experiment, paper, seed: round % 4, history, digest });
    });
    const comparisons = compare(claims, errata, records);
    const start = performance.now();
    await writeSite(out, { papers, comparisons, records, leavings: [] });
    const seconds = (performance.now() - start) / 1000;
    assert(seconds < 5, `it took ${seconds} s`);
    assert((await Deno.stat(`${out}/site/data.js`)).size < 8e6);
  });
});
