import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import type { Claims } from "../claims/claims.ts";
import { exampleClaim, exampleErratum, exampleRun } from "../reports/testing.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { recordPath } from "../records/record.ts";
import { exampleRecord } from "../runner/testing.ts";
import { claimFaults, experimentFaults, recordFaults } from "./validate.ts";

const ROOT = new URL("..", import.meta.url);

/** A command in a process of its own: exit code and what it wrote. */
async function command(
  cwd: string | URL,
  permissions: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", permissions, ...args],
    cwd,
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const validate = (cwd: string | URL, ...args: string[]) =>
  command(cwd, "-P=read", "benchmarks/validate.ts", ...args);

/** The experiment that answers `exampleClaim()`. */
const up: Experiment = {
  id: "made/up/data",
  paper: "made",
  method: "up",
  dataset: "data",
  title: "Up",
  profiles: { smoke: { dataset: "mnist-10k", seconds: 0, config: {} } },
  run: () => Promise.resolve({ measurements: [], history: [] }),
};

const claims = (over: Partial<Claims> = {}): Claims => ({
  claims: [exampleClaim()],
  errata: [],
  unanswered: new Map(),
  ...over,
});

Deno.test("deno task validate finds the repository clean", async () => {
  const { code, stdout, stderr } = await validate(ROOT);
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /^\d+ claims, \d+ experiments, \d+ records: all is well\n$/);
});

Deno.test("claimFaults() finds a claim that no experiment answers, unless the reason is listed", () => {
  const [fault, ...rest] = claimFaults(
    claims({ claims: [exampleClaim(), exampleClaim({ id: "made-2" })] }),
    [],
  );
  assertStringIncludes(
    fault,
    "fixtures/claims/made.csv: row 2: no experiment made/up/data: write it, or say why",
  );
  assertMatch(rest.join(), /^fixtures\/claims\/made.csv: row 3: [^,]*, or say why not in [^,]*$/);
  assertEquals(claimFaults(claims({ unanswered: new Map([["made/up/data", "not built yet"]]) }), []), []);
  assertEquals(claimFaults(claims(), [up]), []);
});

Deno.test("claimFaults() looks at both sides of an order, and not at cited claims", () => {
  const order = exampleClaim({
    kind: "ordinal",
    experiment: "made/up/data & made/a/data > made/b/data & made-7",
  });
  const faults = claimFaults(claims({ claims: [order] }), [up]);
  assertEquals(faults.map((fault) => fault.match(/no experiment (\S+):/)?.[1]), [
    "made/a/data",
    "made/b/data",
  ]);
});

Deno.test("claimFaults() finds an experiment that answers no claim, unless it is a study", () => {
  const idle = { ...up, id: "made/idle/data", method: "idle" };
  assertEquals(claimFaults(claims(), [up, idle]), [
    "benchmarks/made/experiments.ts: made/idle/data: it answers no claim in fixtures/claims/made.csv",
  ]);
  assertEquals(claimFaults(claims(), [up, { ...idle, method: "study-idle" }]), []);
});

Deno.test("claimFaults() finds stale reasons and errata of no paper", () => {
  const unanswered = new Map([["made/up/data", "not built yet"], ["made/down/data", "not built yet"]]);
  const errata = [exampleErratum(), exampleErratum({ id: "lost-1", paper: "lost", claims: [] })];
  assertEquals(claimFaults(claims({ unanswered, errata }), [up]), [
    'fixtures/errata.csv: row 3: no claims of the paper "lost"',
    "fixtures/unanswered.csv: row 2: made/up/data: there is one now: remove the row",
    "fixtures/unanswered.csv: row 3: made/down/data: no claim names it",
  ]);
});

Deno.test("experimentFaults() finds ids that are wrong or there twice, and data that does not exist", () => {
  assertEquals(experimentFaults([up]), []);
  const elsewhere = { ...up, profiles: { paper: { dataset: "imagenet", seconds: 0, config: {} } } };
  assertEquals(experimentFaults([up, elsewhere, { ...up, id: "made/x/data" }]), [
    "benchmarks/made/experiments.ts: made/up/data: the id is there twice",
    'benchmarks/made/experiments.ts: made/up/data: paper needs the data set "imagenet", which does not exist',
    "benchmarks/made/experiments.ts: made/x/data: the id must be made/up/data",
  ]);
});

Deno.test("recordFaults() finds records that no experiment makes", () => {
  const record = exampleRun(0.5, { method: "up" });
  const path = recordPath(record);
  assertEquals(recordFaults(record, [up]), []);
  assertEquals(recordFaults({ ...record, method: "Up" }, [up]), [
    `${path}: method must be "up": current value is "Up"`,
  ]);
  assertEquals(recordFaults(record, []), [
    `${path}: no experiment has the id "made/up/data"`,
  ]);
});

Deno.test("deno task validate tells every fault of the records, a line each", () =>
  inFolder(async (out) => {
    const good = exampleRecord({ experiment: "made/up/data", paper: "made", method: "up", dataset: "data" });
    const files: [string, unknown][] = [
      [recordPath(good), { ...good, config: { epochs: 500 } }],
      ["runs/made/old.json", { ...good, format: 0 }],
      ["runs/made/other.json", good],
    ];
    await Deno.mkdir(`${out}/runs/made/up/data`, { recursive: true });
    for (const [path, record] of files) await Deno.writeTextFile(`${out}/${path}`, JSON.stringify(record));
    const { code, stdout, stderr } = await validate(ROOT, "--out", out);
    assertEquals([code, stdout], [1, ""]);
    const lines = stderr.trimEnd().split("\n");
    assertEquals(lines.length, 3);
    assertStringIncludes(lines[0], "runs/made/old.json: format must be 1: current value is 0");
    assertStringIncludes(lines[1], `runs/made/other.json: by what it says it belongs at ${recordPath(good)}`);
    assertStringIncludes(lines[2], "its configuration, data or engine were changed: digest must be");
  }));

Deno.test("deno task validate exits with 2 for what it does not know", async () => {
  for (
    const [args, message] of [
      [["--otu", "x"], "Unknown flag --otu: did you mean --out?"],
      [["x"], "What is x? The folder is given as --out DIR"],
      [["--out", "/nonexistent"], "No records in /nonexistent/runs"],
    ] as const
  ) {
    const { code, stderr } = await validate(ROOT, ...args);
    assertEquals([code, stderr], [2, message + "\n"]);
  }
});

/** A copy of the repository's files to add a paper to. */
async function copyOf(folder: URL, target: string): Promise<void> {
  await Deno.mkdir(target, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if ([".git", "local", "published", "node_modules"].includes(name)) continue;
    if (isDirectory) await copyOf(new URL(`${name}/`, folder), `${target}/${name}`);
    else await Deno.copyFile(new URL(name, folder), `${target}/${name}`);
  }
}

/** The files that the page shows, by name; and the rows that it adds to files. */
function filesOf(page: string): { whole: Map<string, string>; added: Map<string, string> } {
  const blocks = (start: string) =>
    new Map([...page.matchAll(new RegExp(`^${start}\`([^\`]+)\`:\n\n\`\`\`[a-z ]+\n([^]*?)\`\`\`$`, "gm"))]
      .map(([, name, text]) => [name, text]));
  return { whole: blocks(""), added: blocks("Add to ") };
}

Deno.test("docs/ADD_A_PAPER.md adds a paper that validates, runs and is judged", () =>
  inFolder(async (folder) => {
    const page = await Deno.readTextFile(new URL("docs/ADD_A_PAPER.md", ROOT));
    const { whole, added } = filesOf(page);
    assertEquals([...whole.keys()], [
      "fixtures/claims/tiny.csv",
      "benchmarks/tiny/experiments.ts",
      "benchmarks/tiny/README.md",
    ]);
    assertEquals([...added.keys()], ["fixtures/errata.csv", "fixtures/unanswered.csv"]);
    await copyOf(ROOT, folder);
    await Deno.mkdir(`${folder}/benchmarks/tiny`);
    for (const [name, text] of whole) await Deno.writeTextFile(`${folder}/${name}`, text);
    for (const [name, text] of added) await Deno.writeTextFile(`${folder}/${name}`, text, { append: true });

    const lost = await validate(folder);
    assertEquals(lost.code, 1);
    assertStringIncludes(lost.stderr, "fixtures/claims/tiny.csv: row 2: no experiment tiny/kmeans/mnist");

    const list = `${folder}/benchmarks/mod.ts`;
    const imported = 'import { experiments as tiny } from "./tiny/experiments.ts";\n';
    assertStringIncludes(page, imported);
    const before = await Deno.readTextFile(list);
    const after = before.replace("import ", `${imported}import `).replace("= [", "= [...tiny, ");
    assert(after.includes("[...tiny, "));
    await Deno.writeTextFile(list, after);
    const { code, stdout, stderr } = await validate(folder);
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout, "all is well");

    const run = await command(
      folder,
      "-P=reproduce",
      "benchmarks/reproduce.ts",
      ...["--paper", "tiny", "--profile", "smoke", "--quiet"],
    );
    assertEquals(run.code, 0, run.stderr);
    const report = await Deno.readTextFile(`${folder}/reports/local/papers/tiny.md`);
    assertStringIncludes(report, "# Tiny: k-means on handwritten digits");
    assertStringIncludes(report, "1. **Restarts.** Not given; 10.");
    const rows = (await Deno.readTextFile(`${folder}/reports/local/claims.csv`)).split("\n");
    const verdicts = rows.filter((row) => row.startsWith("tiny-"));
    assertEquals(verdicts.length, 8);
    assertEquals(verdicts.filter((row) => row.includes("scaled: smoke profile")).length, 5);
    assertMatch(verdicts.join("\n"), /DEC \(84\.3%, cited\) over kmeans by 0\.\d+ \(one seed, no test\)/);
    assertMatch(
      verdicts.join("\n"),
      /no experiment tiny\/dbscan\/mnist: needs DBSCAN, which is not built yet/,
    );
    const records = await validate(folder, "--out", "reports/local");
    assertEquals([records.code, records.stderr], [0, ""]);

    const fixtures = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-q", "-P=test", "reports/claims_test.ts"],
      cwd: folder,
    }).output();
    assert(fixtures.success, new TextDecoder().decode(fixtures.stdout));
  }));
