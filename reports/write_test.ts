import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type CountsData, figureDataPath, writeFigureData } from "../records/figure_data.ts";
import { measurementKey, recordPath, type RunRecord } from "../records/record.ts";
import { exampleRecord } from "../runner/testing.ts";
import { acquireLock } from "../disk/lock.ts";
import { writeRecord } from "../records/record_files.ts";
import { filesIn, inFolder } from "../engine/testing.ts";
import { EXAMPLE_LEAGUE, exampleClaim, exampleRun, leagueRuns } from "../judging/testing.ts";
import { loadPapers } from "../papers/load.ts";
import { examplePaper } from "./testing.ts";
import { UsageError } from "../terminal/usage.ts";
import { writeReport } from "./write.ts";

const PAPERS = await loadPapers();

const NAMES = [
  "REPORT.md",
  "papers/chowdhury.md",
  "claims.csv",
  "claims.json",
  "measurements.csv",
  "verdicts.svg",
];

const files = (out: string) => Promise.all(NAMES.map((name) => Deno.readTextFile(`${out}/${name}`)));

const figureNames = (out: string) => [...Deno.readDirSync(`${out}/figures`)].map(({ name }) => name).sort();

/** A run of Chowdhury's autoencoder that answers three of its claims. */
function madeRun(over: Partial<RunRecord> = {}): RunRecord {
  const params = [["PARAMS", 1100112], ["OTHER:PARAMS hidden4-output", 402192]] as const;
  return exampleRecord({
    experiment: "chowdhury/ae-kmeans/mnist",
    paper: "chowdhury",
    profile: "paper",
    data: [],
    measurements: [
      ...params.map(([metric, value]) => ({ metric, value, space: "", split: "" })),
      { metric: "PURITY", value: 0.78, space: "code", split: "test" },
    ],
    ...over,
  });
}

Deno.test("writeReport() writes the same bytes again from the same records", () =>
  inFolder(async (out) => {
    await writeRecord(out, madeRun());
    const { path, counts, records, damaged, unknown } = await writeReport(out, PAPERS);
    assertEquals([path, records, damaged, unknown], [`${out}/REPORT.md`, 1, [], []]);
    // The two counts that Table I gets wrong; purity in Tables III and IV.
    assertEquals([counts.contradicted, counts.reproduced, counts.close], [2, 2, 0]);
    const first = await files(out);
    assertStringIncludes(first[1], "≠ contradicted");
    assertEquals(first[2].split("\n").filter((line) => line.includes(",contradicted,")).length, 2);
    assertEquals(first[4].trim().split("\n").length, 4);
    assertStringIncludes(first[5], "1 reproduced");
    assertEquals(figureNames(out), ["chowdhury-against.svg", "overview.svg"]);
    const figure = await Deno.readTextFile(`${out}/figures/overview.svg`);
    // A figure of a report before this one goes; what is no figure stays.
    await Deno.writeTextFile(`${out}/figures/old.svg`, "");
    await Deno.writeTextFile(`${out}/figures/mine.txt`, "");
    await writeReport(out, PAPERS);
    assertEquals(await files(out), first);
    assertEquals(await Deno.readTextFile(`${out}/figures/overview.svg`), figure);
    assertEquals(figureNames(out), ["chowdhury-against.svg", "mine.txt", "overview.svg"]);
  }));

Deno.test("writeReport() links only to files that are there", () =>
  inFolder(async (out) => {
    await writeRecord(out, madeRun());
    await writeReport(out, PAPERS);
    const pages = ["REPORT.md", "papers/chowdhury.md"];
    const anchors = new Map<string, Set<string>>();
    const links: [string, string][] = [];
    for (const page of pages) {
      const url = new URL(page, `file://${out}/`);
      const markdown = await Deno.readTextFile(url);
      anchors.set(url.pathname, new Set([...markdown.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id)));
      for (const [, link] of markdown.matchAll(/\]\(([^)]+)\)/g)) {
        const { pathname, hash } = new URL(link, url);
        links.push([pathname, hash.slice(1)]);
      }
    }
    assert(links.length >= 20, String(links.length));
    for (const [path, anchor] of links) {
      await Deno.stat(path);
      if (anchor !== "") assert(anchors.get(path)?.has(anchor), `${path}#${anchor}`);
    }
  }));

Deno.test("writeReport() writes the league's page beside the report, and removes it with the last of its runs", () =>
  inFolder(async (out) => {
    const papers = [examplePaper({ figures: [EXAMPLE_LEAGUE] })];
    for (const { digest: _, ...made } of leagueRuns("a", [0.5, 0.6])) {
      await writeRecord(out, exampleRecord(made));
    }
    const page = () => Deno.readTextFile(`${out}/LEAGUE.md`);
    await writeReport(out, papers);
    const first = await page();
    assertStringIncludes(first, "| 1 | A | ● inductive |");
    assertEquals(figureNames(out), ["made-all.svg"]);
    assertStringIncludes(await Deno.readTextFile(`${out}/REPORT.md`), "](./figures/made-all.svg)");
    await writeReport(out, papers);
    assertEquals(await page(), first);
    await Deno.remove(`${out}/runs`, { recursive: true });
    await writeReport(out, papers);
    await assertRejects(page, Deno.errors.NotFound);
    assertEquals(figureNames(out), []);
  }));

Deno.test("writeReport() draws a report of all papers where nothing was run yet", () =>
  inFolder(async (out) => {
    const { counts, records } = await writeReport(`${out}/new`, PAPERS);
    assertEquals(records, 0);
    assert(counts["not run"] > 0);
    assertEquals(counts.reproduced, 0);
    const [report] = await files(`${out}/new`);
    assertStringIncludes(report, "- Records: none");
    for (const { id, claims } of PAPERS) {
      if (claims.length > 0) assertStringIncludes(report, `](papers/${id}.md)`);
    }
    assertEquals(figureNames(`${out}/new`), []);
  }));

Deno.test("writeReport() leaves out what is broken, and says so", () =>
  inFolder(async (out) => {
    const run = madeRun();
    await writeRecord(out, run);
    await Deno.writeTextFile(`${out}/runs/broken.json`, "{");
    await writeFigureData(out, run, [{ kind: "counts" } as CountsData]);
    const { records, damaged } = await writeReport(out, PAPERS);
    assertEquals([records, damaged.length], [1, 2]);
    const [markdown] = await files(out);
    assertStringIncludes(markdown, "**2 files could not be read and are left out:**");
    assertStringIncludes(markdown, "- Cannot use the record runs/broken.json: it is not JSON");
    assertStringIncludes(markdown, "figures.json: figure 1: it needs a name and a title");
    await Deno.writeTextFile(`${out}/${figureDataPath(run)}`, "[");
    assertStringIncludes((await writeReport(out, PAPERS)).damaged[1], "figures.json: it is not JSON");
    await Deno.remove(`${out}/${figureDataPath(run)}`);
    await Deno.mkdir(`${out}/${figureDataPath(run)}`);
    assertStringIncludes((await writeReport(out, PAPERS)).damaged[1], "figures.json: it is a folder");
  }));

Deno.test("writeReport() names what is broken by its path in the result folder, whatever that folder is called", () =>
  inFolder(async (folder) => {
    const before = Deno.cwd();
    Deno.chdir(folder);
    try {
      const run = madeRun();
      await writeRecord("mnist", run);
      await writeRecord("mnist", madeRun({ seed: 7 }));
      await Deno.writeTextFile(`mnist/${recordPath(madeRun({ seed: 7 }))}`, "{");
      await Deno.writeTextFile(`mnist/${figureDataPath(run)}`, "[");
      const { damaged, damagedFigures } = await writeReport("mnist", PAPERS);
      const figures = `Cannot use the figure data ${figureDataPath(run)}: it is not JSON`;
      assertEquals(damaged.map((line) => line.replace(/ JSON.*/, " JSON")), [
        `Cannot use the record ${recordPath(madeRun({ seed: 7 }))}: it is not JSON`,
        figures,
      ]);
      assertEquals(damagedFigures, damaged.slice(1));
    } finally {
      Deno.chdir(before);
    }
  }));

Deno.test("writeReport() waits for another process that draws the same report, and leaves no lock", () =>
  inFolder(async (out) => {
    await writeRecord(out, madeRun());
    const lock = await acquireLock(`${out}/.report.lock`);
    let isDrawn = false;
    const drawing = writeReport(out, PAPERS).then(() => isDrawn = true);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assertEquals([isDrawn, await Array.fromAsync(Deno.readDir(out), ({ name }) => name)], [false, [
      ".report.lock",
      "runs",
    ]]);
    await lock!.release();
    await drawing;
    assert(!(await filesIn(out)).includes(".report.lock"));
  }));

Deno.test("writeReport() writes into no folder that a link leads to", () =>
  inFolder(async (folder) => {
    const out = `${folder}/out`;
    await writeRecord(out, madeRun());
    for (
      const [link, target] of [["figures", ""], ["papers", ""], ["site", ""], ["site/embeddings", "site"]]
    ) {
      const victim = `${folder}/victim`;
      await Deno.mkdir(victim);
      for (const name of ["mine.svg", "mine.md", "mine.js", "data.js"]) {
        await Deno.writeTextFile(`${victim}/${name}`, "mine");
      }
      if (target !== "") await Deno.mkdir(`${out}/${target}`);
      await Deno.symlink(victim, `${out}/${link}`);
      await assertRejects(() => writeReport(out, PAPERS), UsageError, `remove ${link}, or`);
      assertEquals((await filesIn(victim)).length, 4);
      assertEquals(await Deno.readTextFile(`${victim}/data.js`), "mine");
      await Deno.remove(victim, { recursive: true });
      await Deno.remove(`${out}/${link}`);
    }
  }));

Deno.test("writeReport() leaves out records and figure data that links lead to", () =>
  inFolder(async (folder) => {
    const out = `${folder}/out`, other = `${folder}/other`;
    const run = madeRun();
    await writeRecord(out, run);
    await writeRecord(other, madeRun({ seed: 7 }));
    await Deno.symlink(`${other}/runs`, `${out}/runs/imported`);
    await Deno.symlink(".", `${out}/runs/loop`);
    await Deno.symlink("/etc/passwd", `${out}/${figureDataPath(run)}`);
    const { records, damaged } = await writeReport(out, PAPERS);
    assertEquals(records, 1);
    assertEquals(damaged.map((line) => line.replace(/.* (runs\S+): /, "$1: ")), [
      "runs/imported: it is a link, which is not followed",
      "runs/loop: it is a link, which is not followed",
      `${figureDataPath(run)}: it is a link, which is not followed`,
    ]);
    assert(!(await Deno.readTextFile(`${out}/REPORT.md`)).includes("root:"));
  }));

Deno.test("writeReport() of 2,000 records of all experiments takes seconds, and GitHub shows it", () =>
  inFolder(async (out) => {
    const results = PAPERS.flatMap(({ claims }) => claims)
      .filter(({ kind, experiment }) => experiment !== "" && (kind === "result" || kind === "fact"));
    const byExperiment = [...Map.groupBy(results, ({ experiment }) => experiment)];
    const history = Array.from({ length: 50 }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1), seconds: 1 }));
    for (let i = 0; i < 2000; i++) {
      const [experiment, own] = byExperiment[i % byExperiment.length];
      const [paper, method, dataset] = experiment.split("/");
      const measurements = [...Map.groupBy(own, measurementKey).values()].map((
        [{ metric, value, units, space, split, average }],
      ) => ({
        metric,
        value: Number(value) / units * (1 + (i % 7) / 100),
        space,
        split,
        ...average !== "" && { average },
      }));
      const record = exampleRecord({
        experiment,
        paper,
        method,
        dataset,
        measurements,
        history,
        seed: i,
        data: [],
        profile: "paper",
      });
      await writeRecord(out, record);
    }
    const started = performance.now();
    const { records, counts } = await writeReport(out, PAPERS);
    const seconds = (performance.now() - started) / 1000;
    assertEquals(records, 2000);
    assert(counts.reproduced > 0);
    // A second or two on a machine that does nothing else.
    assert(seconds < 10, `${seconds} s`);
    const chapters = [...Deno.readDirSync(`${out}/papers`)].map(({ name }) => `papers/${name}`);
    let linked = 0;
    for (const file of ["REPORT.md", ...chapters]) {
      const markdown = await Deno.readTextFile(`${out}/${file}`);
      for (const [, count] of markdown.matchAll(/\[(\d+) records\]\(\.\.\/runs\//g)) linked += Number(count);
      // GitHub shows what is longer as plain text.
      assert(new TextEncoder().encode(markdown).length < 500 * 1024, file);
    }
    assertEquals(linked, 2000);
    for (const name of figureNames(out)) {
      assert((await Deno.stat(`${out}/figures/${name}`)).size < 300_000, name);
    }
  }));

Deno.test("writeReport() draws the papers that have records alone, and says whose records it leaves out", () =>
  inFolder(async (out) => {
    const papers = ["one", "two"].map((id) =>
      examplePaper({
        id,
        title: `Paper ${id}: long`,
        claims: [exampleClaim({ id: `${id}-1`, paper: id, experiment: `${id}/up/data` })],
      })
    );
    const { digest: _, ...made } = exampleRun(0.5);
    const run = (paper: string) => exampleRecord({ ...made, experiment: `${paper}/up/data`, paper });
    const chapters = () => [...Deno.readDirSync(`${out}/papers`)].map(({ name }) => name).sort();
    await writeReport(out, papers);
    assertEquals(chapters(), ["one.md", "two.md"]);
    await writeRecord(out, run("two"));
    await writeRecord(out, run("other"));
    const again = { papers: ["../two"] };
    const { counts, records, unknown } = await writeReport(out, papers, { again });
    assertEquals([counts.reproduced, counts["not run"], records, unknown], [1, 0, 1, ["other"]]);
    const report = await Deno.readTextFile(`${out}/REPORT.md`);
    assertStringIncludes(report, "\n\nCovers [Paper two](papers/two.md).\n\n");
    assertStringIncludes(report, "papers that were not given are left out: other.");
    assert(!report.includes("Paper one"));
    assertEquals(chapters(), ["two.md"]);
    const chapter = await Deno.readTextFile(`${out}/papers/two.md`);
    assertStringIncludes(chapter, "# Paper two: long\n");
    assertStringIncludes(chapter, "`deno task reproduce two/up/data --profile paper --papers ../two`");
    for (const name of ["claims.csv", "measurements.csv", "site/data.js"]) {
      const text = await Deno.readTextFile(`${out}/${name}`);
      assert(text.includes("two/up/data") && !text.includes("other/up/data"), name);
    }
  }));

Deno.test("writeReport() of a run with 10,000 measurements takes seconds", () =>
  inFolder(async (out) => {
    const measurements = Array.from({ length: 10_000 }, (_, i) => ({
      metric: "SIL",
      value: i / 10_000,
      space: `space ${i}`,
      split: "test",
    }));
    await writeRecord(out, madeRun({ measurements }));
    const started = performance.now();
    await writeReport(out, PAPERS);
    const seconds = (performance.now() - started) / 1000;
    assert(seconds < 5, `${seconds} s`);
  }));
