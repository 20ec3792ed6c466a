import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { sha256 } from "../datasets/verify.ts";
import { filesIn, inFolder } from "../engine/testing.ts";
import { type Changes, copyDigits, task } from "./testing.ts";

const DATA = await Deno.readTextFile(new URL("digits/data.csv", import.meta.url));

/** The example with these changes, in a folder. */
type Prepare = (folder: string) => Promise<void>;

const changed = (changes: Record<string, Changes>): Prepare => (folder) => copyDigits(folder, changes);

/** The example with other data, which it declares. */
function withData(text: string): Prepare {
  const digest = sha256(new TextEncoder().encode(text));
  return changed({ "data.csv": [[DATA, text]], "paper.ts": [[/sha256: "\w+"/, `sha256: "${digest}"`]] });
}

/** The first rows of the data that are of these digits, so many of each. */
function rowsOf(digits: string, count: number): string {
  const [header, ...rows] = DATA.trim().split("\n");
  return [
    header,
    ...[...digits].flatMap((digit) => rows.filter((row) => row.endsWith(digit)).slice(0, count)),
  ]
    .join("\n");
}

/** What is wrong with a paper, and how a run says so: one line, before any work. */
const REFUSED: Record<string, { prepare: Prepare; line: RegExp }> = {
  "a folder without paper.ts": {
    prepare: async (folder) => {
      await copyDigits(folder);
      await Deno.remove(`${folder}/paper.ts`);
    },
    line: /^paper\.ts: the file is missing: it declares the paper$/,
  },
  "a default export of the wrong shape": {
    prepare: changed({ "paper.ts": [[/export default .*/, "export default [plusPlus, random, pcaBased];"]] }),
    line: /^paper\.ts: its default export must be a paper, as paper\(…\)\.declare\(…\) makes one, got \[ /,
  },
  "two experiments of one id": {
    prepare: changed({ "paper.ts": [["declare([plusPlus, ", "declare([plusPlus, plusPlus, "]] }),
    line: /^paper\.ts: the experiment digits\/k-means-plus-plus\/digits is there twice$/,
  },
  "an id that a paper of the suite has": {
    prepare: changed({ "paper.ts": [['paper("digits"', 'paper("siam"']] }),
    line: /^paper\.ts: the suite has a paper of the id siam$/,
  },
  "a data set of a name that the suite has": {
    prepare: changed({ "paper.ts": [['name: "digits"', 'name: "mnist"']] }),
    line: /^paper\.ts: the data set mnist has the name of one that the suite has: give it another$/,
  },
  "a claim with a metric that is none": {
    prepare: changed({ "table_1.csv": [["SIL@300", "SIL@30"]] }),
    line: /^table_1\.csv: row 2, column "SIL@30": the metric "SIL@30" is unknown: did you mean SIL@300\?$/,
  },
  "a claim with a metric that the paper does not measure": {
    prepare: changed({ "paper.ts": [["...reclaim.STANDARD, ", ""]] }),
    line:
      /^table_1\.csv: row 3 and 2 more rows, column "ARI": the paper does not measure ARI: its metrics are HOM, /,
  },
  "a claim of an experiment that is not there": {
    prepare: changed({ "table_1.csv": [["digits/random/", "digits/rnadom/"]] }),
    line:
      /^table_1\.csv: row 4: the experiment "digits\/rnadom\/digits" is unknown: did you mean digits\/random\/digits\?$/,
  },
  "a cell that the table leaves empty": {
    prepare: changed({ "table_1.csv": [["0.129", ""]] }),
    line: /^table_1\.csv: row 3, column "SIL@300": a value is missing: write - where the paper prints none$/,
  },
  "a module that throws while loading": {
    prepare: changed({
      "paper.ts": [["\nexport default", '\nthrow new Error("out of\\nluck");\nexport default']],
    }),
    line: /^paper\.ts: row 6\d: it cannot be loaded: out of$/,
  },
  "a module that is no TypeScript": {
    prepare: changed({ "paper.ts": [["const digits =", "const digits =="]] }),
    line: /^paper\.ts: row 31: it cannot be loaded: SyntaxError: /,
  },
  "a data file that is not there": {
    prepare: async (folder) => {
      await copyDigits(folder);
      await Deno.remove(`${folder}/data.csv`);
    },
    line:
      /^Cannot find digits in its paper's folder .*: missing data\.csv: put it there, or into a folder that /,
  },
};

/** Runs a test with a folder for the paper, and one for its results that is not there yet. */
function inFolders(test: (paper: string, out: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/paper`);
    await test(`${folder}/paper`, `${folder}/out`);
  });
}

/** Runs the paper in the profile smoke. */
const run = (paper: string, out: string) =>
  task("reproduce", "--papers", paper, "--out", out, "--profile", "smoke", "--engine", "wasm", "--quiet");

/** What check says is wrong with the paper, with paths from its folder. */
async function faultsOf(paper: string): Promise<string[]> {
  const { code, stderr } = await task("check", paper, "--engine", "wasm", "--quiet");
  assertEquals(code, 1);
  return stderr.trimEnd().replaceAll(`${paper}/`, "").split("\n");
}

for (const [what, { prepare, line }] of Object.entries(REFUSED)) {
  Deno.test(`reproduce --papers refuses ${what} in one line, before any work`, () =>
    inFolders(async (paper, out) => {
      await prepare(paper);
      const { code, stdout, stderr } = await run(paper, out);
      assertEquals([code, stdout], [2, ""], stderr);
      assertMatch(stderr.trimEnd().replaceAll(`${paper}/`, ""), line);
      assertEquals(await filesIn(out), []);
    }));
}

/** What is wrong with data, which only reading them shows. */
const DAMAGED: Record<string, { prepare: Prepare; reason: RegExp }> = {
  "a data file whose digest differs": {
    prepare: changed({ "data.csv": [["\n0,", "\n1,"]] }),
    reason:
      /Cannot use .*data\.csv: it must be digits's data\.csv \(SHA-256 1a8c\w+\), got .*SHA-256 [0-9a-f]{64}\): if you changed it, declare its new SHA-256 in paper\.ts$/,
  },
  "a table with a missing value": {
    prepare: withData(DATA.replace("\n0,", "\n,")),
    reason: /Cannot use data\.csv: row 2, column p00: the value is missing$/,
  },
  "a table with a value out of range": {
    prepare: withData(DATA.replace("\n0,", "\n17,")),
    reason: /Cannot use data\.csv: row 2, column p00: it must be from 0 to 16, got 17$/,
  },
  "a table with one class": {
    prepare: withData(rowsOf("3", 20)),
    reason: /Cannot use data\.csv: column digit must tell at least 2 classes apart, got 1$/,
  },
};

for (const [what, { prepare, reason }] of Object.entries(DAMAGED)) {
  Deno.test(`reproduce, check and data tell of ${what} in one line, and run nothing`, () =>
    inFolders(async (paper, out) => {
      await prepare(paper);
      const { code, stdout, stderr } = await run(paper, out);
      assertEquals(code, 2);
      assertMatch(stderr.trimEnd(), new RegExp(`^Leaving out the runs on digits: ${reason.source}`));
      assertStringIncludes(stdout, "3 runs: 0 done, 0 already recorded, 0 failed, 3 left out");
      assertEquals((await filesIn(`${out}/runs`)).filter((name) => name.endsWith(".json")), []);
      assertMatch((await faultsOf(paper)).join("\n"), new RegExp(`^paper\\.ts: ${reason.source}`));
      const data = await task("data", "--papers", paper);
      assertEquals(data.code, 1);
      assertMatch(data.stdout.trimEnd(), new RegExp(`^✗ digits +${reason.source}`));
    }));
}

Deno.test("check tells of fewer rows than clusters, once for each cause", () =>
  inFolders(async (paper) => {
    await withData(rowsOf("01234", 2).replace(/\n[^\n]*$/, ""))(paper);
    assertEquals(await faultsOf(paper), [
      "paper.ts: digits/k-means-plus-plus/digits, digits/random/digits: the runs failed: Cannot run k-means: " +
      "k must be at most n = 9, got 10",
      "paper.ts: digits/pca-based/digits: the run failed: Cannot fit principal components: components must be " +
      "from 1 to min(n, d) = 9, got 10",
    ]);
  }));

Deno.test("check tells of a claim that experiments do not answer, once for all its rows", () =>
  inFolders(async (paper) => {
    await copyDigits(paper, { "table_1.csv": [["SIL@300", "MSE"]] });
    assertEquals(await faultsOf(paper), [
      'table_1.csv: row 3 and 2 more rows, column "MSE": no run measured MSE in scaled pixels, train: ' +
      "there is ACC in scaled pixels, train",
    ]);
  }));
