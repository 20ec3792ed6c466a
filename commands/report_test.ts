import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { copyFolder, filesIn, inFolder } from "../engine/testing.ts";
import { exampleRun } from "../judging/testing.ts";
import { writePaper } from "../papers/testing.ts";
import { writeRecord } from "../records/record_files.ts";
import { exampleRecord } from "../runner/testing.ts";

/** Runs the command in a process of its own. */
async function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=report", "commands/report.ts", ...args],
    cwd: new URL("..", import.meta.url),
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err };
}

/** A record of one of the suite's papers. */
function ofSiam() {
  const { digest: _, ...run } = exampleRun(0.5, { paper: "siam", method: "dec" });
  return exampleRecord({ ...run, experiment: "siam/dec/mnist", dataset: "mnist" });
}

Deno.test("deno task report draws, and says what it drew from", () =>
  inFolder(async (out) => {
    await Deno.mkdir(`${out}/runs`);
    const { code, stdout } = await command("--out", out);
    assertEquals(code, 0);
    assertMatch(stdout, /REPORT\.md, from 0 records: \d+ not comparable, \d+ not run\n$/);
    assertStringIncludes(await Deno.readTextFile(`${out}/REPORT.md`), "# What the papers report");
  }));

Deno.test("reports/published is what deno task report draws from its records and the papers' pages", () =>
  inFolder(async (out) => {
    const published = new URL("../reports/published/", import.meta.url);
    await copyFolder(fileURLToPath(new URL("runs", published)), `${out}/runs`);
    const { code, stderr } = await command("--out", out);
    assertEquals([code, stderr], [0, ""]);
    const drawn = (await filesIn(out)).filter((name) => !name.startsWith("runs/"));
    assert(drawn.includes("REPORT.md") && drawn.includes("figures/overview.svg"));
    for (const name of drawn) {
      const [now, committed] = await Promise.all(
        [`${out}/${name}`, new URL(name, published)].map((path) => Deno.readTextFile(path)),
      );
      assert(now === committed, `${name} differs: deno task report --out reports/published draws it again`);
    }
  }));

Deno.test("deno task report writes nothing into a folder that is no result folder, or is linked to another", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/mine/figures`, { recursive: true });
    await Deno.writeTextFile(`${folder}/mine/figures/a.svg`, "mine");
    await Deno.writeTextFile(`${folder}/mine/claims.csv`, "mine");
    const before = await filesIn(folder);
    const foreign = await command("--out", `${folder}/mine`);
    assertEquals([foreign.code, foreign.stdout], [2, ""]);
    assertStringIncludes(foreign.stderr, `${folder}/mine is not a result folder`);
    const none = await command("--out", `${folder}/none`);
    assertEquals(none.code, 2);
    assertStringIncludes(none.stderr, `There is no result folder ${folder}/none`);
    for (const [link, target] of [["figures", "mine/figures"], ["site", "mine"]]) {
      const out = `${folder}/out-${link}`;
      await Deno.mkdir(`${out}/runs`, { recursive: true });
      await Deno.symlink(`${folder}/${target}`, `${out}/${link}`);
      const { code, stderr } = await command("--out", out);
      assertEquals(code, 2);
      assertStringIncludes(stderr, `remove ${link}, or`);
      await Deno.remove(out, { recursive: true });
    }
    assertEquals(await filesIn(folder), before);
    assertEquals(await Deno.readTextFile(`${folder}/mine/claims.csv`), "mine");
  }));

Deno.test("deno task report draws a paper of anyone's, with the commands that make it again", () =>
  inFolder(async (out) => {
    await writePaper(`${out}/my paper`, { "README.md": "# Mine: a tale\n" });
    const { digest: _, ...run } = exampleRun(0.5);
    await writeRecord(out, exampleRecord({ ...run, experiment: "made/up/mnist", dataset: "mnist" }));
    const { code, stdout, stderr } = await command(
      "--out",
      out,
      "--papers",
      `${out}/my paper`,
      "--data-dir",
      "/some/data",
    );
    assertEquals([code, stderr, stdout], [0, "", `${out}/REPORT.md, from 1 record: 1 reproduced\n`]);
    assertStringIncludes(
      await Deno.readTextFile(`${out}/REPORT.md`),
      "\n\nCovers [Mine](papers/made.md).\n\n",
    );
    assertStringIncludes(
      await Deno.readTextFile(`${out}/papers/made.md`),
      `\`deno task reproduce made/up/mnist --profile paper --seed 42 --data-dir /some/data --papers '${out}/my paper'\``,
    );
    // Its records are left out where it is not named, and where there are no others the report stays.
    const before = await Deno.readTextFile(`${out}/REPORT.md`);
    const alone = await command("--out", out);
    assertEquals([alone.code, alone.stdout], [2, ""]);
    assertStringIncludes(
      alone.stderr,
      `Nothing to draw in ${out}, and an earlier report was left as it is: there are records of the paper made: ` +
        "name its folder with --papers",
    );
    assertEquals(await Deno.readTextFile(`${out}/REPORT.md`), before);
    await writeRecord(out, ofSiam());
    const both = await command("--out", out);
    assertEquals(
      [both.code, both.stderr],
      [0, "Left out the records of the paper made: name its folder with --papers\n"],
    );
    const broken = await command("--out", out, "--papers", `${out}/nowhere`);
    assertEquals([broken.code, broken.stdout], [2, ""]);
    assertStringIncludes(broken.stderr, `${out}/nowhere`);
  }));

Deno.test("deno task report leaves out a broken record, and names its file", () =>
  inFolder(async (out) => {
    await Deno.mkdir(`${out}/runs`);
    await Deno.writeTextFile(`${out}/runs/broken.json`, "{");
    const alone = await command("--out", out);
    assertEquals(alone.code, 2);
    assertStringIncludes(alone.stderr, "Cannot use the record runs/broken.json: it is not JSON");
    await writeRecord(out, ofSiam());
    const { code, stderr } = await command("--out", out);
    assertEquals(code, 0);
    assertMatch(stderr, /^Cannot use the record runs\/broken\.json: it is not JSON.*\n$/);
    assertStringIncludes(
      await Deno.readTextFile(`${out}/REPORT.md`),
      "**1 file could not be read and is left out:**",
    );
  }));

Deno.test("deno task report exits with 2 for what it does not know", async () => {
  for (
    const [args, message] of [
      [["--outt", "x"], "Unknown flag --outt: did you mean --out?"],
      [["x"], "What is x? The folder is given as --out: deno task report --out x"],
      [["--out="], "Flag --out needs a value"],
      [["--out", "--quiet"], "Unknown flag --quiet: known are --out, --papers, --data-dir, --help"],
      [["--out", "--help"], "Flag --out needs a value"],
      [["--out", "nowhere"], "There is no result folder nowhere"],
    ] as const
  ) {
    const { code, stderr } = await command(...args);
    assertEquals([code, stderr], [2, message + "\n"]);
  }
});

Deno.test("deno task report --help exits with 0", async () => {
  const { code, stdout } = await command("--help");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "deno task report [--out DIR]");
});
