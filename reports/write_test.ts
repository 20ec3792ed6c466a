import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { figureDataPath } from "../records/figure_data.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { exampleRecord } from "../runner/testing.ts";
import { writeRecord } from "../records/record_files.ts";
import { inFolder } from "../engine/testing.ts";
import { readClaims } from "../claims/claims_format.ts";
import { parsePage, writeReport } from "./write.ts";

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
  const params = [["PARAMS", 1100112], ["OTHER:PARAMS hidden4-output", 402192], ["PURITY", 0.78]] as const;
  return exampleRecord({
    experiment: "chowdhury/ae-kmeans/mnist",
    paper: "chowdhury",
    profile: "paper",
    data: [],
    measurements: params.map(([metric, value]) => ({ metric, value, space: "", split: "" })),
    ...over,
  });
}

Deno.test("writeReport() writes the same bytes again from the same records", () =>
  inFolder(async (out) => {
    await writeRecord(out, madeRun());
    const { path, counts, records, damaged } = await writeReport(out);
    assertEquals([path, records, damaged], [`${out}/REPORT.md`, 1, []]);
    // The two counts that Table I gets wrong; purity in Tables III and IV.
    assertEquals([counts.contradicted, counts.reproduced, counts.close], [2, 2, 0]);
    const first = await files(out);
    assertStringIncludes(first[1], "≠ contradicted");
    assertEquals(first[2].split("\n").filter((line) => line.includes(",contradicted,")).length, 2);
    assertEquals(first[4].trim().split("\n").length, 4);
    assertStringIncludes(first[5], "2 contradicted");
    assertEquals(figureNames(out), ["chowdhury-against.svg", "overview.svg"]);
    const figure = await Deno.readTextFile(`${out}/figures/overview.svg`);
    // A figure of a report before this one goes; what is no figure stays.
    await Deno.writeTextFile(`${out}/figures/old.svg`, "");
    await Deno.writeTextFile(`${out}/figures/mine.txt`, "");
    await writeReport(out);
    assertEquals(await files(out), first);
    assertEquals(await Deno.readTextFile(`${out}/figures/overview.svg`), figure);
    assertEquals(figureNames(out), ["chowdhury-against.svg", "mine.txt", "overview.svg"]);
  }));

Deno.test("writeReport() links only to files that are there", () =>
  inFolder(async (out) => {
    await writeRecord(out, madeRun());
    await writeReport(out);
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

Deno.test("writeReport() draws a report where nothing was run yet", () =>
  inFolder(async (out) => {
    const { counts, records } = await writeReport(`${out}/new`);
    assertEquals(records, 0);
    assert(counts["not run"] > 0);
    assertEquals(counts.reproduced, 0);
    assertStringIncludes((await files(`${out}/new`))[0], "- Records: none");
    assertEquals(figureNames(`${out}/new`), []);
  }));

Deno.test("writeReport() leaves out what is broken, and says so", () =>
  inFolder(async (out) => {
    const run = madeRun();
    await writeRecord(out, run);
    await Deno.writeTextFile(`${out}/runs/broken.json`, "{");
    await Deno.writeTextFile(`${out}/${figureDataPath(run)}`, '[{"kind":"counts"}]');
    const { records, damaged } = await writeReport(out);
    assertEquals([records, damaged.length], [1, 2]);
    const [markdown] = await files(out);
    assertStringIncludes(markdown, "**2 files could not be read and are left out:**");
    assertStringIncludes(markdown, "- Cannot use the record runs/broken.json: it is not JSON");
    assertStringIncludes(markdown, "figures.json: figure 1: it needs a name and a title");
    await Deno.writeTextFile(`${out}/${figureDataPath(run)}`, "[");
    assertStringIncludes((await writeReport(out)).damaged[1], "figures.json: it is not JSON");
  }));

Deno.test("writeReport() of 2,000 records of all experiments takes seconds, and GitHub shows it", () =>
  inFolder(async (out) => {
    const { claims } = await readClaims(new URL("../fixtures/", import.meta.url));
    const results = claims.filter(({ kind }) => kind === "result" || kind === "fact");
    const byExperiment = [...Map.groupBy(results, ({ experiment }) => experiment)];
    const history = Array.from({ length: 50 }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1), seconds: 1 }));
    for (let i = 0; i < 2000; i++) {
      const [experiment, own] = byExperiment[i % byExperiment.length];
      const [paper, method, dataset] = experiment.split("/");
      const measurements = [...Map.groupBy(own, (claim) => JSON.stringify([claim.metric, claim.space]))].map((
        [, [{ metric, value, space, average }]],
      ) => ({
        metric,
        value: Number(value) * (1 + (i % 7) / 100),
        space: space || "code",
        split: "test",
        ...metric === "NMI" && { average: average || "arithmetic" },
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
      const path = `${out}/${recordPath(record)}`;
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(path, JSON.stringify(record));
    }
    const started = performance.now();
    const { records, counts } = await writeReport(out);
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

Deno.test("parsePage() takes the text up to the next heading of its level", () => {
  const page =
    "# Title\n\n## What explains the differences\n\nA guess.\n\n## Deviations and assumptions\n\n1. One\n\n### Data\n\n2. Two\n\n## Commands\n";
  assertEquals(parsePage("made", page).explanations, "A guess.");
  assertEquals(parsePage("made", page).deviations, "1. One\n\n### Data\n\n2. Two");
  assertEquals(parsePage("made", "text"), { id: "made", title: "made", explanations: "", deviations: "" });
});
