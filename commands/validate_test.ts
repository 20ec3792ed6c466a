import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { exampleClaims, exampleModule, writePaper } from "../papers/testing.ts";
import { recordPath } from "../records/record.ts";
import { writeRecord } from "../records/record_files.ts";
import { exampleRecord } from "../runner/testing.ts";

const ROOT = new URL("..", import.meta.url);

/** The command in a process of its own: exit code and what it wrote. */
async function validate(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=read", "commands/validate.ts", ...args],
    cwd: ROOT,
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** A record of the made-up paper's experiment. */
const record = exampleRecord({
  experiment: "made/up/mnist",
  paper: "made",
  method: "up",
  dataset: "mnist",
  measurements: [{ metric: "SIL", value: 0.5, space: "code", split: "test" }],
});

Deno.test("deno task validate finds the repository clean", async () => {
  const { code, stdout, stderr } = await validate();
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /^\d+ claims, \d+ experiments, \d+ records in reports\/published: all is well\n$/);
});

Deno.test("deno task validate checks a paper outside the tree, in place of the suite's", () =>
  inFolder(async (folder) => {
    await writePaper(folder);
    await writeRecord(folder, record);
    const { code, stdout, stderr } = await validate("--papers", folder, "--out", folder);
    assertEquals([code, stderr, stdout], [
      0,
      "",
      `1 claim, 1 experiment, 1 record in ${folder}: all is well\n`,
    ]);
  }));

Deno.test("deno task validate tells what no run measured, what cannot be read, and what no experiment makes", () =>
  inFolder(async (folder) => {
    await writePaper(folder, { "claims.csv": exampleClaims().replace("code", "pixels") });
    await writeRecord(folder, record);
    const { digest: _, ...same } = record;
    const lost = exampleRecord({ ...same, experiment: "made/upp/mnist" });
    await writeRecord(folder, lost);
    for (const name of ["old", "older"]) {
      await Deno.writeTextFile(`${folder}/runs/made/${name}.json`, JSON.stringify({ ...record, format: 0 }));
    }
    const { code, stdout, stderr } = await validate("--papers", folder, "--out", folder);
    assertEquals([code, stdout], [1, ""]);
    const [old, unknown, unanswered, ...rest] = stderr.trimEnd().split("\n");
    assertStringIncludes(old, `${folder}/runs/made/old.json and 1 more: format must be`);
    assertEquals(
      unknown,
      `${folder}/${
        recordPath(lost)
      }: the experiment "made/upp/mnist" is unknown: did you mean made/up/mnist?`,
    );
    assertEquals(
      unanswered,
      `${folder}/claims.csv: row 2: no run measured anything in pixels, test: there is code, test`,
    );
    assertEquals(rest, []);
  }));

Deno.test("deno task validate tells each cause in the claims once, and of the records what it can", () =>
  inFolder(async (folder) => {
    const rows = exampleClaims().replace("SIL", "SILH");
    await writePaper(folder, {
      "claims.csv": rows + rows.split("\n")[1].replace("made-1", "made-2"),
    });
    await writeRecord(folder, exampleRecord({ ...record, method: "Up" }));
    const { code, stderr } = await validate("--papers", folder, "--out", folder);
    assertEquals(code, 1);
    assertEquals(stderr.trimEnd().split("\n"), [
      `${folder}/${recordPath(record)}: method must be "up", got "Up"`,
      `${folder}/claims.csv: row 2 and 1 more row: the metric "SILH" is unknown: did you mean SIL?`,
    ]);
  }));

Deno.test("deno task validate exits with 2 for what is no paper, and for what it does not know", () =>
  inFolder(async (folder) => {
    await writePaper(folder, { "paper.ts": exampleModule("siam") });
    for (
      const [args, message] of [
        [["--otu", "x"], "Unknown flag --otu: did you mean --out?"],
        [["x"], "What is x? Folders are given as --papers DIR and --out DIR"],
        [["--out", "/nonexistent"], "No records in /nonexistent/runs"],
        [["--papers", "/nonexistent"], "/nonexistent: there is no such folder of a paper"],
        [["--papers", folder], `${folder}/paper.ts: the suite has a paper of the id siam`],
      ] as const
    ) {
      const { code, stderr } = await validate(...args);
      assertEquals([code, stderr], [2, message + "\n"]);
    }
  }));
