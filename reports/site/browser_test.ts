/// <reference lib="dom" />
import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
// @ts-types="./driver.d.ts"
import { launch, type Page } from "puppeteer-core";
import { embeddingData } from "../../records/figure_data.ts";
import { readRecords } from "../../records/record_files.ts";
import { THUMBNAILS, thumbnailsName } from "../../records/thumbnails.ts";
import { compare } from "../../judging/compare.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import {
  EXAMPLE_LEAGUE,
  exampleClaim,
  exampleErratum,
  exampleRun,
  leagueRuns,
} from "../../judging/testing.ts";
import { claimsJson } from "../exports.ts";
import { greyPng } from "../figures/png.ts";
import { leagueFigure } from "../figures/league_figure.ts";
import { CHROMIUM } from "../figures/testing.ts";
import { leaguesOf } from "../leagues.ts";
import { loadPapers } from "../../papers/load.ts";
import { examplePaper } from "../testing.ts";
import { verdictAt, VERDICTS } from "../../judging/judge.ts";
import { siteData, type SiteInput } from "./data.ts";
import { writeSite } from "./mod.ts";
import { CHUNK } from "./page/windowed.ts";
import { tally } from "./page/rows.ts";

/** The script of axe-core, which the variable AXE can name: then every state is checked by it too. */
const AXE = Deno.env.get("AXE");

const NASTY = `</script><img src=x onerror="document.title='broken'"> | 'so' & "so" \n\u2028 日本語 ${
  "long".repeat(40)
}`;

/** The published records and claims, beside a claim with every letter that could break a page, and two embeddings. */
async function example(): Promise<SiteInput> {
  const run = exampleRun(0.5, {
    config: { note: NASTY, elsewhere: { by: NASTY, files: {} } },
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
  const other = exampleRun(0.5, { experiment: "made/other/data", seed: 2 });
  const leavings = [{ run, data: [cloud(2), cloud(3)] }, { run: other, data: [cloud(2)] }];
  const thumbnails = new Set([thumbnailsName(run.dataset, cloud(2))]);
  return { papers, comparisons, records: [...records, other], leavings, thumbnails };
}

/** As many claims as asked for, those of `input` over and over; without the pictures of leagues, which lie elsewhere. */
function many({ comparisons, papers, ...others }: SiteInput, count: number): SiteInput {
  const more = Array.from({ length: count }, (_, i) => {
    const one = comparisons[i % comparisons.length];
    return { ...one, claim: { ...one.claim, id: `${one.claim.id}-${i}` } };
  });
  return { ...others, papers: papers.map((paper) => ({ ...paper, figures: [] })), comparisons: more };
}

const text = (page: Page, selector: string) => page.$eval(selector, (one) => one.textContent ?? "");
/** How many rows the table has, drawn or not, without its head. */
const rowCount = (page: Page) => page.$eval("#rows", (table) => Number(table.ariaRowCount) - 1);
const hash = (page: Page) => page.evaluate(() => decodeURIComponent(location.hash));
const isOpen = (page: Page) => page.$eval("dialog", (one) => one.open);
const counts = (page: Page) => page.$$eval("#verdicts b", (all) => all.map((one) => Number(one.textContent)));

/** How much wider the page is than the window. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Gives the page a file, as the reader would: chosen, or dropped on the page. */
const give = (page: Page, content: string, how: "choose" | "drop") =>
  page.evaluate(
    (content, how) => {
      const given = new DataTransfer();
      given.items.add(new File([content], "claims.json"));
      if (how === "drop") {
        document.body.dispatchEvent(
          new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true }),
        );
        return;
      }
      const input = document.querySelector<HTMLInputElement>("#mine-file")!;
      input.files = given.files;
      input.dispatchEvent(new Event("change"));
    },
    content,
    how,
  );

/** What axe-core finds wrong with the page, a line each. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(await Deno.readTextFile(AXE!));
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    // It would ask for the style sheet again, which the page's policy forbids.
    const { violations } = await axe.run({ preload: false });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("; ")}`);
  });
}

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
    await Deno.mkdir(`${out}/${THUMBNAILS}`, { recursive: true });
    for (const name of input.thumbnails!) {
      await Deno.writeFile(
        `${out}/${THUMBNAILS}/${name}`,
        greyPng(new Uint8Array(200 * 24).fill(99), 200, 24),
      );
    }
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

      await t.step("opens on the answer, whose counts lead to the claims behind them", async () => {
        const { totals } = siteData(input).data;
        const cells = await page.$$eval(
          ".answer tbody tr",
          (rows) =>
            rows.map((row) =>
              [...row.querySelectorAll("td.number")].map((one) => Number(one.textContent!.match(/\d+/)![0]))
            ),
        );
        for (const [i, { headline: { score } }] of totals.entries()) {
          const own = VERDICTS.filter((verdict) =>
            totals.some(({ headline }) => headline.score.verdicts[verdict] > 0)
          )
            .map((verdict) => score.verdicts[verdict]);
          assertEquals(cells[i], [score.numbers, ...own]);
        }
        const [link, count] = await page.$eval(".answer tbody a[aria-label$=worse]", (one) => {
          one.click();
          return [one.getAttribute("href"), Number(one.textContent)];
        });
        assertEquals(await rowCount(page), count);
        assertEquals(await hash(page), decodeURIComponent(String(link)));
        assertEquals(await page.evaluate(() => document.activeElement!.id), "list-title");
        await open("");
      });

      await t.step(
        "lists judged scores first, better to the right, whichever way the metric goes",
        async () => {
          const first = claims.find(({ counted, judging }) => counted && !("verdict" in judging))!;
          assertEquals(await text(page, "#rows tbody a"), first.method);
          for (const direction of ["higher", "lower"]) {
            const { paper, metric, id } = claims.find((one) =>
              one.counted && one.direction === direction && verdictAt(one.judging, 1) === "better"
            )!;
            await open(`#paper=${paper}&metric=${metric}&show=counted&verdict=better`);
            const href = `#claim=${encodeURIComponent(id)}`;
            const drawn = await page.evaluate((href) => {
              const row = document.querySelector(`#rows a[href="${href}"]`)!.closest("tr")!;
              const [band, ours] = [row.querySelector(".band")!, row.querySelector(".cell-off .ours")!]
                .map((one) => one.getBoundingClientRect());
              return {
                isRight: ours.left > (band.left + band.right) / 2,
                words: row.querySelector(".cell-off")!.textContent!,
              };
            }, href);
            assertEquals([drawn.isRight, drawn.words.includes("+")], [true, true], id);
          }
          await open("");
        },
      );

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
        await page.waitForFunction(() => location.hash.includes("text=purity"));
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
        assertEquals(await page.$$eval("#rows .cell-verdict .worse", (all) => all.length > 0), true);
        await page.focus("th.cell-off button");
        await page.keyboard.press("Enter");
        await page.keyboard.press("Enter");
        assertEquals(await page.$eval("th.cell-off", (one) => one.ariaSort), "descending");
        assertStringIncludes(await hash(page), "sort=-off");
        await open("");
      });

      await t.step("opens and closes a claim by keyboard, and by the browser's buttons", async () => {
        const first = claims.find(({ counted, judging }) => counted && !("verdict" in judging))!;
        const title = await page.title();
        await page.focus("#rows tbody a");
        await page.keyboard.press("Enter");
        assert(await isOpen(page));
        assertEquals(await hash(page), `#claim=${first.id}`);
        assertStringIncludes(await page.title(), first.method);
        assertEquals(await page.evaluate(() => document.activeElement!.id), "details-title");
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => location.hash === "#" || location.hash === "");
        assertEquals(await isOpen(page), false);
        assertEquals(await page.evaluate(() => document.activeElement!.closest("tr")!.ariaRowIndex), "2");
        assertEquals(await page.title(), title);
        // The step that opened it is gone: nothing behind it opens it again.
        assertEquals(await page.evaluate(() => history.state), null);
        await page.keyboard.press("Enter");
        assert(await isOpen(page));
        await page.goBack();
        assertEquals(await isOpen(page), false);
        await page.evaluate(() => history.forward());
        await page.waitForFunction(() => document.querySelector("dialog")!.open);
        await page.click("#next");
        await page.click("#close");
        await page.waitForFunction(() => location.hash === "#" || location.hash === "");
        assertEquals(await page.evaluate(() => document.activeElement!.closest("tr")!.ariaRowIndex), "3");
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
        await page.focus("#rows tbody a");
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
          const part of [claim.printed, claim.basis, "deno task reproduce", run.digest]
        ) {
          assertStringIncludes(body, part);
        }
        const [link] = await page.$$eval(
          "#details-body td a",
          (all) => all.map((one) => (one as HTMLAnchorElement).href),
        );
        assertStringIncludes(link, `/runs/${claim.experiment}/`);
        await page.click("summary ::-p-text(Record by record)");
        await page.waitForFunction(() => document.querySelector(".records dl") !== null);
        const record = await text(page, ".records");
        for (
          const part of [
            `${run.seed}`,
            Object.keys(run.config)[0],
            "Measurements",
            run.data[0].sha256,
            run.provenance.cpu,
          ]
        ) {
          assertStringIncludes(record, part);
        }
        await page.click("#next");
        assert(!(await hash(page)).includes(claim.id));
        assertEquals(await page.$eval("#paper", (one) => (one as HTMLSelectElement).value), claim.paper);
        await open("#claim=none");
        assertStringIncludes(await text(page, "#details-title"), "No claim has the id none");
      });

      await t.step("leads from a miss to its causes and to the command within two clicks", async () => {
        const { causes, data } = { causes: siteData(input).data.causes, data: claims };
        const claim = data.find(({ method, metric, dataset, causes }) =>
          method === "SNNL-7" && metric === "ACC" && dataset === "mnist" && causes.length > 0
        )!;
        await open(`#text=${encodeURIComponent("SNNL-7 ACC mnist")}`);
        await page.evaluate(
          (href) => document.querySelector<HTMLElement>(`#rows a[href="${href}"]`)!.click(),
          `#claim=${claim.id}`,
        );
        const told = await text(page, ".causes");
        for (const index of claim.causes) assertStringIncludes(told, causes[index].cause);
        await page.click("#details-body .copied button");
        await page.waitForFunction(() =>
          document.querySelector("#details-body .copied [role=status]")!.textContent !== ""
        );
        if (!(await text(page, "#details-body .copied [role=status]")).startsWith("Copied")) {
          assertEquals(
            await page.evaluate(() => getSelection()!.toString()),
            await text(page, "#details-body .copied pre"),
          );
        }
      });

      await t.step("explains an abbreviation on focus, and takes that away before the panel", async () => {
        await page.focus(".under .term");
        assertEquals(await page.$eval("#term-tip", (one) => one.matches(":popover-open")), true);
        const id = await page.$eval(".under .term", (one) => one.getAttribute("aria-describedby"));
        assertEquals([id, (await text(page, "#term-tip")).startsWith("Accuracy:")], ["term-tip", true]);
        await page.keyboard.press("Escape");
        assertEquals(await page.$eval("#term-tip", (one) => one.matches(":popover-open")), false);
        assert(await isOpen(page));
        await page.keyboard.press("Escape");
        assertEquals(await isOpen(page), false);
      });

      await t.step(
        "shows the reader's own runs beside ours, and refuses another file in one sentence",
        async () => {
          await open("");
          const own = input.comparisons.filter(({ ours }) => ours !== null).slice(0, 40);
          await give(
            page,
            claimsJson(own.map((one) => ({ ...one, profile: "quick", verdict: "not comparable" }))),
            "choose",
          );
          await page.waitForFunction(() => document.getElementById("mine-said")!.textContent !== "");
          assertStringIncludes(await text(page, "#mine-said"), `40 of the ${claims.length} claims`);
          await page.select("#show", "mine");
          assertEquals(await rowCount(page), 40);
          assertStringIncludes(await text(page, "#rows .mine"), "not comparable, quick");
          await page.click("#rows tbody a");
          assertStringIncludes(await text(page, ".versus"), "my runs");
          await page.keyboard.press("Escape");
          for (
            const [content, reason] of [["{}", "another file"], [NASTY, "not JSON"], [
              " ".repeat(2 ** 24 + 1),
              "16 MiB",
            ]]
          ) {
            await give(page, content, "drop");
            await page.waitForFunction(() => document.querySelector("#mine-said.fault") !== null);
            assertStringIncludes(await text(page, "#mine-said"), reason);
            await give(page, claimsJson(own), "drop");
            await page.waitForFunction(() => document.querySelector("#mine-said.fault") === null);
          }
          await page.click("#mine-forget");
          assertEquals(await rowCount(page), claims.length);
          assertEquals(await page.$$eval(".mine:not(:empty)", (all) => all.length), 0);
        },
      );

      await t.step("shows any text letter by letter", async () => {
        await open(`#claim=${encodeURIComponent("made-<1>")}`);
        assertStringIncludes(await text(page, "#details-title"), NASTY);
        const body = await text(page, "#details-body");
        for (const part of ["loss", `Found by another program: ${NASTY}.`]) assertStringIncludes(body, part);
        assertEquals(await page.$$eval("img[src=x]", (all) => all.length), 0);
        assertNotEquals(await page.title(), "broken");
      });

      await t.step("draws embeddings, tells a point, and turns those in space", async () => {
        await open("#view=embeddings");
        await page.waitForSelector("#groups button");
        const byClass = await picture(page);
        await page.click("input[value=clusters]");
        assertNotEquals(await picture(page), byClass);
        // A button that hides all of them stands first.
        assertEquals(await page.$$eval("#groups button", (all) => all.length), 1 + 3);
        const toggled = await picture(page);
        await page.click("#groups button[aria-pressed]");
        assertNotEquals(await picture(page), toggled);
        await page.click("#groups button[aria-pressed=false]");
        assertEquals(await picture(page), toggled);
        assertEquals(await page.$$eval(".canvas-box:not([hidden])", (all) => all.length), 2);
        await page.select("#beside", "none");
        assertEquals(await page.$$eval(".canvas-box:not([hidden])", (all) => all.length), 1);
        const box = (await (await page.$("canvas"))!.boundingBox())!;
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const tells = async () => {
          for (let dx = 0; dx < box.width / 2; dx += 6) {
            await page.mouse.move(x + dx, y);
            if (await page.$eval(".tip", (one) => !one.hidden)) return await text(page, ".tip");
          }
        };
        assert(/^class \d, cluster \d \(matched to (\d|no class)\)$/.test(await tells() ?? ""));
        await tells();
        await page.waitForSelector(".tip .picture:not([hidden])");
        const image = await page.$eval(".tip .picture", (one) => getComputedStyle(one).backgroundImage);
        assertStringIncludes(image, [...input.thumbnails!][0]);
        await page.select(
          "#embedding",
          await page.$eval("#embedding option:nth-child(2)", (one) => (one as HTMLOptionElement).value),
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
        // The published leagues stand before it.
        assertEquals(cells.slice(-2).map((row) => row.slice(0, 4)), [
          ["", "1", "A", "● inductive"],
          ["control", "", "The truth", "control"],
        ]);
        assertStringIncludes(await text(page, "#league h2:last-of-type"), NASTY);
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

      await t.step(
        "draws of 2,000 claims those in view, and reaches all by wheel and by keyboard",
        async () => {
          await writeSite(`${out}/many`, many(input, 2000));
          await page.setViewport({ width: 1280, height: 900 });
          await page.goto(`file://${out}/many/site/index.html`);
          assertEquals(await rowCount(page), 2000);
          const drawn = () =>
            page.$$eval("#rows tbody tr[role=row]", (rows) => rows.map((row) => Number(row.ariaRowIndex)));
          const most = 8 * CHUNK;
          assert((await drawn()).length <= most);
          await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
          await page.waitForFunction(() => document.querySelector('#rows tr[aria-rowindex="2001"]') !== null);
          assert((await drawn()).length <= most);
          await page.$eval(
            "#rows tr[aria-rowindex='26'] a, #rows tr[aria-rowindex='25'] a",
            (link) => link.focus(),
          );
          // What comes into view by this jump is drawn a frame later.
          await page.waitForFunction(() => document.querySelector('#rows tr[aria-rowindex="28"]') !== null);
          for (let row = 0; row < 2 * CHUNK; row++) {
            await page.keyboard.press("Tab");
            if (row % 10 === 0) {
              await page.evaluate(() => new Promise(requestAnimationFrame).then(() => {}));
            }
          }
          assert(
            Number(await page.evaluate(() => document.activeElement!.closest("tr")?.ariaRowIndex)) >
              2 * CHUNK,
          );
        },
      );

      await t.step({
        name: "has nothing that axe-core finds fault with" +
          (AXE === undefined ? " (left out: the variable AXE can name its script)" : ""),
        ignore: AXE === undefined,
        async fn() {
          const claim = claims.find(({ causes, errata }) => causes.length > 0 && errata.length > 0)!;
          for (
            const address of [
              "",
              `#claim=${claim.id}`,
              "#view=embeddings",
              "#view=league",
              "#text=nothing-is-so",
            ]
          ) {
            for (const width of [390, 1440]) {
              for (const value of ["light", "dark"]) {
                await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
                await page.setViewport({ width, height: 900 });
                await open(address);
                await page.evaluate(() => {
                  for (const one of document.querySelectorAll("details")) one.open = true;
                });
                assertEquals(await violations(page), [], `${address}, ${width} pixels, ${value}`);
              }
            }
          }
        },
      });

      await t.step("complains of nothing, and asks nothing of others", () => assertEquals(complaints, []));
    } finally {
      await browser.close();
      await Deno.remove(out, { recursive: true });
    }
  },
});
