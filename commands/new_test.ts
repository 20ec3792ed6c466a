import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { filesIn, inFolder } from "../engine/testing.ts";
import { loadPapers } from "../papers/load.ts";

const ROOT = new URL("..", import.meta.url);

/** Runs a command in a process of its own. */
async function command(permissions: string, module: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", `-P=${permissions}`, `commands/${module}`, ...args],
    cwd: ROOT,
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err };
}

const newPaper = (...args: string[]) => command("new", "new.ts", ...args);

Deno.test("deno task new writes the template under another id, and says what to do next", () =>
  inFolder(async (out) => {
    const folder = `${out}/papers/clouds-2`;
    const { code, stdout, stderr } = await newPaper(folder);
    assertEquals([code, stderr], [0, ""]);
    const files = await filesIn(folder);
    assertEquals(files, await filesIn(new URL("examples/template", ROOT).pathname));
    assertEquals(stdout.split("\n"), [
      `Made ${folder}: ${files.join(", ")}`,
      "Next:",
      `  deno task check ${folder}`,
      `  deno task reproduce --papers ${folder} --profile paper`,
      "",
    ]);
    for (const file of files) {
      const [text, original] = await Promise.all(
        [`${folder}/${file}`, new URL(`examples/template/${file}`, ROOT)].map((path) =>
          Deno.readTextFile(path)
        ),
      );
      assertEquals(text, original.replaceAll("template", "clouds-2"));
    }
    assertMatch(await Deno.readTextFile(`${folder}/paper.ts`), /paper\("clouds-2", \{/);
  }));

Deno.test("deno task new proposes commands that a shell takes as they stand", () =>
  inFolder(async (out) => {
    const folder = `${out}/a b/clouds`;
    const { stdout } = await newPaper(folder);
    assertEquals(stdout.split("\n").slice(2, 4), [
      `  deno task check '${folder}'`,
      `  deno task reproduce --papers '${folder}' --profile paper`,
    ]);
  }));

Deno.test("deno task new makes a paper that can be loaded under every name that a paper can have", () =>
  inFolder(async (out) => {
    for (const id of ["my-paper", "2-clouds", "paper", "points", "mine", "studies"]) {
      assertEquals((await newPaper(`${out}/${id}`)).code, 0);
      const [{ experiments }] = (await loadPapers([`${out}/${id}`])).slice(-1);
      assertEquals(experiments[0].id, `${id}/ten-starts/${id}-points`);
    }
  }));

Deno.test("deno task new makes a paper that runs in seconds and answers its claims", () =>
  inFolder(async (out) => {
    assertEquals((await newPaper(`${out}/clouds`)).code, 0);
    const started = performance.now();
    const { code, stdout, stderr } = await command(
      "reproduce",
      "reproduce.ts",
      ...["--papers", `${out}/clouds`, "--profile", "paper", "--seed", "1", "--out", `${out}/results`],
    );
    assertEquals(code, 0, stderr);
    assert(performance.now() - started < 60_000);
    assertStringIncludes(stdout, "2 runs: 2 done, 0 already recorded, 0 failed");
    const report = await Deno.readTextFile(`${out}/results/REPORT.md`);
    assertStringIncludes(report, "My paper");
    // It is of this paper alone.
    assert(!report.includes("MNIST"));
    const verdicts = (await Deno.readTextFile(`${out}/results/claims.csv`)).split("\n")
      .filter((row) => row.startsWith("clouds-"));
    assertEquals(verdicts.length, 8);
    assert(verdicts.every((row) => !row.includes("not run")), verdicts.join("\n"));
  }));

Deno.test("deno task new writes nothing where something is, or under a name that no paper can have", () =>
  inFolder(async (out) => {
    await Deno.writeTextFile(`${out}/file`, "");
    for (
      const [args, message] of [
        [[], "Name one folder for the paper: deno task new DIR"],
        [[`${out}/a`, "b"], "Name one folder for the paper: deno task new DIR, not b too"],
        [[`${out}/My Paper`], "lower-case letters, digits and hyphens, such as my-paper, got My Paper"],
        [[`${out}/siam`], "The suite has a paper of the id siam: give the folder another name"],
        [[`${out}/file`], `Cannot make a paper in ${out}/file: it is a file`],
        [["--force", `${out}/a`], "Unknown flag --force"],
      ] as const
    ) {
      const { code, stderr } = await newPaper(...args);
      assertEquals(code, 2);
      assertStringIncludes(stderr, message);
    }
    await Deno.mkdir(`${out}/full`);
    await Deno.writeTextFile(`${out}/full/notes.txt`, "");
    const { code, stderr } = await newPaper(`${out}/full`);
    assertEquals([code, stderr], [
      2,
      `Cannot make a paper in ${out}/full: the folder must be empty, and has notes.txt\n`,
    ]);
    assertEquals(await filesIn(out), ["file", "full/notes.txt"]);
  }));
