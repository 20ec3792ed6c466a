/// <reference lib="dom" />
import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { existsSync } from "node:fs";
// @ts-types="./driver.d.ts"
import { launch, type Page } from "puppeteer-core";
import { embeddingData } from "../../records/figure_data.ts";
import { readRecords } from "../../records/record_files.ts";
import { compare } from "../../judging/compare.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import {
  EXAMPLE_LEAGUE,
  exampleClaim,
  exampleErratum,
  exampleRun,
  leagueRuns,
} from "../../judging/testing.ts";
import { leagueFigure } from "../figures/league_figure.ts";
import { leaguesOf } from "../leagues.ts";
import { loadPapers } from "../../papers/load.ts";
import { examplePaper } from "../testing.ts";
import { verdictAt } from "../../judging/judge.ts";
import { siteData, type SiteInput } from "./data.ts";
import { writeSite } from "./mod.ts";
import { tally } from "./page/rows.ts";

/** A Chromium on this machine: what CHROMIUM names, or one in a usual place. */
const CHROMIUM = [
  Deno.env.get("CHROMIUM"),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

const NASTY = `</script><img src=x onerror="document.title='broken'"> | 'so' & "so" \n\u2028 日本語 ${
  "long".repeat(40)
}`;

/** The published records and claims, beside a claim with every letter that could break a page, and two embeddings. */
async function example(): Promise<SiteInput> {
  const run = exampleRun(0.5, {
    config: { note: NASTY },
    history: [{ epoch: 1, loss: 2 }, { epoch: 2, loss: 1 }],
  });
  const ranked = [...leagueRuns("a", [0.5, 0.6]), ...leagueRuns("truth", [1, 1])];
  const records = [...await readRecords("reports/published"), run, ...ranked];
  const nasty = exampleClaim({ id: "made-<1>", method: NASTY, where: NASTY, note: NASTY, dataset: NASTY });
  const errata = [exampleErratum({ claims: [nasty.id], note: NASTY, printed: NASTY })];
  const league = { ...EXAMPLE_LEAGUE, title: NASTY, datasets: [{ name: "one", title: NASTY }] };
  const made = examplePaper({ title: NASTY, claims: [nasty], errata, figures: [league] });
  const papers = [...await loadPapers(), made];
  const comparisons = compare(
    papers.flatMap(({ claims }) => claims),
    papers.flatMap(({ errata }) => errata),
    records,
  );
  const cloud = (dimensions: 2 | 3) => {
    const rows = 300;
    const data = Float64Array.from({ length: rows * dimensions }, (_, i) => Math.sin(i * i) + (i % 30));
    const labels = Array.from({ length: rows }, (_, i) => i % 10);
    const named = { name: `space-${dimensions}`, title: `${NASTY} in ${dimensions}` };
    return embeddingData(named, { data, rows, columns: dimensions }, labels, labels.map((one) => one % 3));
  };
  return { papers, comparisons, records, leavings: [{ run, data: [cloud(2), cloud(3)] }] };
}

const text = (page: Page, selector: string) => page.$eval(selector, (one) => one.textContent ?? "");
const rowCount = (page: Page) => page.$$eval("#rows tr", (rows) => rows.length);
const hash = (page: Page) => page.evaluate(() => decodeURIComponent(location.hash));
const isOpen = (page: Page) => page.$eval("dialog", (one) => one.open);
const counts = (page: Page) => page.$$eval("#verdicts b", (all) => all.map((one) => Number(one.textContent)));

/** How much wider the page is than the window. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** What the canvas shows. */
const picture = (page: Page) => page.$eval("canvas", (one) => one.toDataURL());

Deno.test({
  name: "the page works in a browser" +
    (CHROMIUM === undefined ? " (left out: no Chromium here; the variable CHROMIUM can name one)" : ""),
  ignore: CHROMIUM === undefined,
  async fn(t) {
    const out = await Deno.makeTempDir();
    const input = await example();
    await writeSite(out, input);
    await Deno.mkdir(`${out}/figures`);
    for (const one of leaguesOf(input.papers, runsByExperiment(input.records))) {
      const { name, svg } = leagueFigure(one);
      await Deno.writeTextFile(`${out}/figures/${name}.svg`, svg);
    }
    const { claims } = siteData(input).data;
    const url = `file://${out}/site/index.html`;
    const complaints: string[] = [];
    const browser = await launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => {
        if (!request.url().startsWith(`file://${out}/`)) complaints.push(`asked for ${request.url()}`);
      });
      await page.setViewport({ width: 1280, height: 900 });
      const open = async (address: string) => {
        await page.goto("about:blank");
        await page.goto(url + address);
      };
      await open("");

      await t.step("shows every claim, and tells how many to those who listen", async () => {
        assertEquals(await rowCount(page), claims.length);
        await page.waitForFunction(() => document.getElementById("live")!.textContent !== "");
        assertStringIncludes(await text(page, "#live"), `${claims.length} of ${claims.length} claims`);
      });

      await t.step("filters by what is chosen and by words, and back again", async () => {
        await page.select("#paper", "chowdhury");
        await page.select("#kind", "result");
        const own = claims.filter(({ paper, kind }) => paper === "chowdhury" && kind === "result");
        assertEquals(await rowCount(page), own.length);
        await page.type("#text", "purity");
        const found = own.filter(({ metric, reason }) => /purity/i.test(metric + reason));
        assertEquals(await rowCount(page), found.length);
        assertStringIncludes(await hash(page), "text=purity");
        await page.click("#reset");
        assertEquals(await rowCount(page), claims.length);
        await page.goBack();
        assertEquals(await rowCount(page), found.length);
        await page.click("#reset");
      });

      await t.step("moves the verdicts with the tolerance, by the report's own rule", async () => {
        const at = (factor: number) => tally(claims.map(({ judging }) => verdictAt(judging, factor)));
        assertEquals(await counts(page), at(1));
        await page.focus("#factor");
        await page.keyboard.press("End");
        assertEquals(await text(page, "#factor-text"), "2.00");
        assertEquals(await counts(page), at(2));
        await page.keyboard.press("Home");
        assertEquals(await counts(page), at(0.5));
        assertNotEquals(at(0.5), at(2));
        await page.click("#factor-reset");
        assertEquals(await counts(page), at(1));
      });

      await t.step("shows one verdict, and sorts, by keyboard", async () => {
        await page.focus("#verdicts button.worse");
        await page.keyboard.press("Enter");
        assertEquals(await rowCount(page), (await counts(page))[3]);
        assertEquals(await page.$eval("#verdicts .worse", (one) => one.ariaPressed), "true");
        await page.focus("th.cell-off button");
        await page.keyboard.press("Enter");
        await page.keyboard.press("Enter");
        assertEquals(await page.$eval("th.cell-off", (one) => one.ariaSort), "descending");
        assertStringIncludes(await hash(page), "sort=-off");
        await open("");
      });

      await t.step("opens and closes a claim by keyboard, and by the browser's buttons", async () => {
        await page.focus("#rows a");
        await page.keyboard.press("Enter");
        assert(await isOpen(page));
        assertEquals(await hash(page), `#claim=${claims[0].id}`);
        assertEquals(await page.evaluate(() => document.activeElement!.id), "details-title");
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => location.hash === "#" || location.hash === "");
        assertEquals(await isOpen(page), false);
        assertEquals(await page.evaluate(() => document.activeElement!.closest("tr")!.rowIndex), 1);
        await page.goBack();
        assert(await isOpen(page));
        await page.goBack();
        assertEquals(await isOpen(page), false);
      });

      await t.step("closes a claim beside its panel, and not in the panel's margin", async () => {
        await open(`#claim=${claims[0].id}`);
        const left = await page.$eval("dialog", (one) => one.getBoundingClientRect().left);
        await page.mouse.click(left + 8, 300);
        assert(await isOpen(page));
        await page.mouse.click(left - 8, 300);
        assertEquals(await isOpen(page), false);
        await open("");
      });

      await t.step("opens a claim by keyboard with its filters, whatever text is selected", async () => {
        await open("#paper=siam");
        await page.evaluate(() => getSelection()!.selectAllChildren(document.querySelector("h1")!));
        await page.focus("#rows a");
        await page.keyboard.press("Enter");
        assert(await isOpen(page));
        assertStringIncludes(await hash(page), "paper=siam");
        await open("");
      });

      await t.step("opens from a link, with everything behind a claim", async () => {
        const claim = claims.find(({ runs, kind, errata }) =>
          runs.length > 1 && kind === "result" && errata.length > 0
        )!;
        await open(`#paper=${claim.paper}&tolerance=1.5&claim=${claim.id}`);
        const body = await text(page, "#details-body");
        const run = input.records.find(({ experiment }) => experiment === claim.experiment)!;
        for (
          const part of [claim.printed, claim.basis, "deno task reproduce", run.digest, run.provenance.cpu]
        ) {
          assertStringIncludes(body, part);
        }
        const [link] = await page.$$eval(
          "#details-body td a",
          (all) => all.map((one) => (one as HTMLAnchorElement).href),
        );
        assertStringIncludes(link, `/runs/${claim.experiment}/`);
        await page.click("#next");
        assert(!(await hash(page)).includes(claim.id));
        assertEquals(await page.$eval("#paper", (one) => (one as HTMLSelectElement).value), claim.paper);
        await open("#claim=none");
        assertStringIncludes(await text(page, "#details-title"), "No claim has the id none");
      });

      await t.step("shows any text letter by letter", async () => {
        await open(`#claim=${encodeURIComponent("made-<1>")}`);
        assertStringIncludes(await text(page, "#details-title"), NASTY);
        assertStringIncludes(await text(page, "#details-body"), "loss");
        assertEquals(await page.$$eval("img[src=x]", (all) => all.length), 0);
        assert(!(await page.title()).includes("broken"));
      });

      await t.step("draws embeddings, tells a point, and turns those in space", async () => {
        await open("#view=embeddings");
        await page.waitForSelector("#groups button");
        const byClass = await picture(page);
        await page.click("input[value=clusters]");
        assertNotEquals(await picture(page), byClass);
        assertEquals(await page.$$eval("#groups button", (all) => all.length), 3);
        const box = (await (await page.$("canvas"))!.boundingBox())!;
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const tells = async () => {
          for (let dx = 0; dx < box.width / 2; dx += 6) {
            await page.mouse.move(x + dx, y);
            if (await page.$eval("#tip", (one) => !one.hidden)) return await text(page, "#tip");
          }
        };
        assert(/^class \d, cluster \d$/.test(await tells() ?? ""));
        await page.select(
          "#embedding",
          await page.$eval("#embedding option:last-child", (one) => (one as HTMLOptionElement).value),
        );
        await page.waitForSelector("canvas.turns");
        const before = await picture(page);
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 60, y + 20);
        await page.mouse.up();
        const dragged = await picture(page);
        assertNotEquals(dragged, before);
        await page.focus("canvas");
        await page.keyboard.press("ArrowLeft");
        assertNotEquals(await picture(page), dragged);
      });

      await t.step("shows the league: its picture, and a table for each data set", async () => {
        await open("");
        await page.click("#to-league");
        assertEquals(await hash(page), "#view=league");
        const cells = await page.$$eval(
          "#league tbody tr",
          (rows) =>
            rows.map((
              { className, children: [...all] },
            ) => [className, ...all.map((one) => one.textContent)]),
        );
        assertEquals(cells.map((row) => row.slice(0, 4)), [
          ["", "1", "A", "● inductive"],
          ["control", "", "The truth", "control"],
        ]);
        assertStringIncludes(await text(page, "#league h2"), NASTY);
        await page.waitForFunction(() =>
          document.querySelector<HTMLImageElement>("#league img")!.naturalWidth > 0
        );
      });

      await t.step("has no league where none was run, and works without claims", async () => {
        await writeSite(`${out}/empty`, { papers: [], comparisons: [], records: [], leavings: [] });
        await page.goto(`file://${out}/empty/site/index.html`);
        assertEquals(await text(page, "#about"), "The papers of this report make no claims.");
        assert(await page.$eval("#to-league", (one) => one.hidden));
        assertEquals(await rowCount(page), 0);
      });

      await t.step("fits any window, down to a phone's", async () => {
        const made = `#claim=${encodeURIComponent("made-<1>")}`;
        for (const address of ["", "#view=embeddings", "#view=league", made, `#claim=${claims[0].id}`]) {
          await open(address);
          for (const width of [1280, 1201, 360]) {
            await page.setViewport({ width, height: 740 });
            assertEquals(await overflow(page), 0, `${width} ${address}`);
            assert(
              await page.$eval("dialog", (one) => one.scrollWidth <= one.clientWidth),
              `${width} ${address}`,
            );
          }
        }
      });

      await t.step("complains of nothing, and asks nothing of others", () => assertEquals(complaints, []));
    } finally {
      await browser.close();
      await Deno.remove(out, { recursive: true });
    }
  },
});
