import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { sha256 } from "../datasets/verify.ts";
import { filesIn, inFolder } from "../engine/testing.ts";

const ROOT = new URL("..", import.meta.url);

/** Runs the command in a process of its own. */
async function check(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-P=check", "commands/check.ts", ...args],
    cwd: ROOT,
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, lines: err.split("\n").slice(0, -1) };
}

/** What is wrong with the template once its files have changed: in each, the first text becomes the second. */
async function faultsOf(changes: Record<string, [from: string | RegExp, to: string][]>): Promise<string[]> {
  const template = new URL("examples/template/", ROOT);
  let found: string[] = [];
  await inFolder(async (folder) => {
    for (const file of await filesIn(template.pathname)) {
      let text = await Deno.readTextFile(new URL(file, template));
      for (const [from, to] of changes[file] ?? []) {
        assert(typeof from === "string" ? text.includes(from) : from.test(text), `${file} lacks ${from}`);
        text = text.replace(from, to);
      }
      await Deno.writeTextFile(`${folder}/${file}`, text);
    }
    const before = await filesIn(folder);
    const { code, stdout, lines } = await check(folder, "--quiet", "--engine", "cpu");
    assertEquals([code, stdout], [1, ""], lines.join("\n"));
    assertEquals(await filesIn(folder), before);
    found = lines.map((line) => line.replaceAll(`${folder}/`, ""));
  });
  return found;
}

Deno.test("deno task check finds nothing wrong with the template, and says what it did", async () => {
  const { code, stdout, lines } = await check("examples/template", "--engine", "cpu");
  assertEquals(code, 0, lines.join("\n"));
  assertMatch(
    stdout,
    /^2 smoke runs in [\d.]+ s, \d+ claims? read: all is well; not run: 1 experiment without a profile smoke, such as studies\n$/,
  );
  assertEquals(lines, [
    "[1/2] template/ten-starts/template-points",
    "[2/2] template/one-start/template-points",
  ]);
});

/** Starts the command in a process of its own, whose folder for temporary files is given. */
function start(temporary: string, ...args: string[]) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-P=check", "commands/check.ts", ...args, "--engine", "cpu"],
    cwd: ROOT,
    env: { TMPDIR: temporary },
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

Deno.test("deno task check leaves nothing behind where it is asked to end", () =>
  inFolder(async (folder) => {
    const process = start(folder, "examples/template");
    const left = () => [...Deno.readDirSync(folder)].filter(({ name }) => name.startsWith("reclaim-check-"));
    // Said as the first run begins.
    const reader = process.stderr.getReader();
    await reader.read();
    assertEquals(left().length, 1);
    process.kill("SIGTERM");
    assertEquals((await process.status).code, 130);
    assertEquals(left(), []);
    await reader.cancel();
  }));

Deno.test("deno task check says nothing against a paper whose code is loaded as it is asked to end", () =>
  inFolder(async (folder) => {
    const loads = 'console.error("loads");\nawait new Promise((done) => setTimeout(done, 60_000));\n';
    await Deno.writeTextFile(`${folder}/paper.ts`, loads);
    const process = start(folder, folder);
    const reader = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
    assertEquals((await reader.read()).value, "loads\n");
    process.kill("SIGTERM");
    assertEquals((await process.status).code, 130);
    assertEquals((await reader.read()).done, true);
  }));

Deno.test("deno task check tells of a setting that there is not, or is missing, not of what comes of it", async () => {
  const faults = await faultsOf({ "paper.ts": [["k: 3, nInit: 10", "k: 3, nInits: 10"]] });
  assertEquals(faults.length, 1);
  assertMatch(faults[0], /^paper\.ts: row \d+: .*'nInits' does not exist.* Did you mean to write 'nInit'\?$/);

  assertMatch(
    (await faultsOf({ "paper.ts": [["  score: [", "  scores: ["]] })).join("\n"),
    /^paper\.ts: row \d+: .*'scores' does not exist in type 'PaperDefaults'\. Did you mean to write 'score'\?$/,
  );
  assertMatch(
    (await faultsOf({ "paper.ts": [[/ {2}seconds: .*\n/, ""]] })).join("\n"),
    /^paper\.ts: row \d+: Property 'seconds' is missing in type '…' but required in type 'Method<[^\n]*$/,
  );
});

Deno.test("deno task check tells of a paper that cannot be loaded", async () => {
  for (
    const [change, fault] of [
      [[/export default .*/, ""], /^paper\.ts: its default export must be a paper/],
      [
        ["const studies", 'throw new Error("not today");\nconst studies'],
        /^paper\.ts: row \d+: it cannot be loaded: not today$/,
      ],
      [["points = tableDataset", "points =; tableDataset"], /^paper\.ts: row \d+: it cannot be loaded: /],
      [
        [/export default .*/, "Deno.exit(0);"],
        /^paper\.ts: it cannot be loaded: it ends the program \(by Deno\.exit\)$/,
      ],
    ] as [[string | RegExp, string], RegExp][]
  ) {
    const faults = await faultsOf({ "paper.ts": [change] });
    assertEquals(faults.length, 1, faults.join("\n"));
    assertMatch(faults[0], fault);
  }
});

Deno.test("deno task check tells what is wrong with claims by file and row, and with data and page beside them", async () => {
  const faults = await faultsOf({
    "claims.csv": [[",fact,", ",fcat,"]],
    "table_1.csv": [["template/one-start", "template/one-strat"]],
    "data.csv": [[/\n/, "\n0,0,round\n"]],
    "README.md": [["## Deviations and assumptions", "## Deviations"]],
  });
  const [kind, experiment, data] = faults;
  assertEquals(faults.length, 3, faults.join("\n"));
  assertStringIncludes(kind, 'claims.csv: row 2: the kind "fcat" is unknown: did you mean fact?');
  assertMatch(
    experiment,
    /^table_1\.csv: row 4.*template\/one-strat\/template-points.*template\/one-start\/template-points/,
  );
  assertMatch(data, /^paper\.ts: Cannot use data\.csv: it must be template-points's data\.csv \(SHA-256 b8/);
});

Deno.test("deno task check tells what the page lacks, what a figure names that is not there, and what a data row lacks", async () => {
  const data = await Deno.readTextFile(new URL("examples/template/data.csv", ROOT));
  const torn = data.replace(/\n[^,]+,([^,]+),/, "\n,$1,");
  const faults = await faultsOf({
    "data.csv": [[data, torn]],
    "paper.ts": [
      [/sha256: "\w+"/, `sha256: "${sha256(new TextEncoder().encode(torn))}"`],
      [
        'score: ["train"],',
        `score: ["train"], figures: [{
          kind: "history", name: "losses", title: "t", subtitle: "s", description: "d",
          experiment: "template/ten-strats/template-points", panels: [], legend: [],
        }],`,
      ],
    ],
    "README.md": [[/\n1\. [^]*/, "\n"]],
  });
  assertEquals(faults, [
    'README.md: the section "## Deviations and assumptions" is missing or empty: say what was done otherwise, or that ' +
    "nothing was",
    'paper.ts: the figure losses: the experiment "template/ten-strats/template-points" is unknown: did you mean ' +
    "template/ten-starts/template-points?",
    "paper.ts: Cannot use data.csv: row 2, column x: the value is missing",
  ]);
});

Deno.test("deno task check tells of claims that runs do not answer, once for each cause, and of metrics that break a rule", async () => {
  const faults = await faultsOf({
    "table_1.csv": [["space=points", "space=pixels"]],
    "claims.csv": [[
      "template/ten-starts/template-points >= template/one-start/template-points,points,train,",
      "template/ten-starts/template-points >= template/one-start/template-points,points,test,",
    ]],
    "paper.ts": [
      ["type Splits,", "type Splits, STANDARD,"],
      [
        'score: ["train"],',
        `score: ["train"],
        metrics: [...STANDARD, {
          kind: "labels", name: "FIRST", title: "the first cluster", direction: "higher", floor: { units: 1 },
          range: [-Infinity, Infinity], symmetric: false, compute: (_classes, clusters) => clusters[0],
        }],`,
      ],
    ],
  });
  assertMatch(faults.join("\n"), /^paper\.ts: the metric FIRST: changes when the labels get other names/m);
  const text = faults.join("\n");
  // Six numbers of the table for one cause.
  const ofTable = faults.filter((fault) => fault.startsWith("table_1.csv: "));
  assertEquals(ofTable.length, 1, text);
  assertMatch(ofTable[0], /row 3 and 1 more row: .*in pixels, train: there is .*points, train$/);
  assertMatch(text, /^claims\.csv: row 3: .*in points, test: there is .*points, train$/m);
});

Deno.test("deno task check tells why runs fail, those of one cause in one line", async () => {
  const faults = await faultsOf({ "paper.ts": [["k: 3", "k: 300"]] });
  const failed = faults.filter((line) => line.includes("failed"));
  assertEquals(failed.length, 1, faults.join("\n"));
  assertMatch(
    failed[0],
    /^paper\.ts: template\/ten-starts\/template-points, template\/one-start\/template-points: the runs failed: .*300/,
  );
  const [ended] = await faultsOf({
    "paper.ts": [["measure: [sizes],", "measure: [sizes, () => Deno.exit(3)],"]],
  });
  assertEquals(
    ended,
    "paper.ts: template/ten-starts/template-points: the run failed: its process was ended by itself, with exit code 3",
  );
});

Deno.test("deno task check exits with 2 where no folder of a paper is named", () =>
  inFolder(async (folder) => {
    for (
      const [args, message] of [
        [[], "Name one folder of a paper: deno task check DIR"],
        [["a", "b"], "Name one folder of a paper: deno task check DIR"],
        [[`${folder}/none`], `There is no folder ${folder}/none: deno task new ${folder}/none makes one`],
        [["--papers", folder], "Unknown flag --papers"],
        [[folder, "--engine", "gpu"], "Unknown engine gpu"],
      ] as const
    ) {
      const { code, lines } = await check(...args);
      assertEquals([code, lines.length], [2, 1]);
      assertStringIncludes(lines[0], message);
    }
  }));

Deno.test("deno task check tells of files that are nearly named as those that are read, and of modules that are not there", async () => {
  await inFolder(async (folder) => {
    for (const name of await filesIn(new URL("examples/template/", ROOT).pathname)) {
      await Deno.copyFile(new URL(`examples/template/${name}`, ROOT), `${folder}/${name}`);
    }
    for (
      const name of ["Table_2.csv", "cause.csv", "references.bib", "mine.csv", "table.csv", "tabular.csv"]
    ) {
      await Deno.writeTextFile(`${folder}/${name}`, "");
    }
    const { code, lines } = await check(folder, "--quiet", "--engine", "cpu");
    assertEquals([code, lines.map((line) => line.replace(`${folder}/`, "")).sort()], [1, [
      "Table_2.csv: this file is not read: a table of claims is named table_….csv",
      "cause.csv: this file is not read: did you mean causes.csv?",
      "references.bib: this file is not read: did you mean reference.bib?",
    ]]);
  });
  const faults = await faultsOf({ "paper.ts": [['"@reclaim/reclaim"', '"@reclaim/reclaims"']] });
  assertMatch(faults[0], /^paper\.ts: row \d+: .*@reclaim\/reclaims/);
});
