import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { filesIn, inFolder } from "../engine/testing.ts";
import { figureDataPath } from "../records/figure_data.ts";
import { labelsPath } from "../records/labels.ts";
import { recordPath } from "../records/record.ts";
import { readRecords } from "../records/record_files.ts";
import { UsageError } from "../terminal/usage.ts";
import { lockPath } from "../workers/suite.ts";
import { reproduce } from "./reproduce.ts";
import { MADE } from "./testing/made/paper.ts";

// What `reproduce` does in a result folder that somebody else has filled.

/** The command line for made-up runs. */
const asked = (out: string, ...args: string[]) => [
  ...["made/good/*", "--papers", MADE, "--profile", "smoke", "--quiet", "--engine", "cpu", "--out", out],
  ...args,
];

/** The command on these, in a process of its own. */
async function command(
  out: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=reproduce", "commands/reproduce.ts", ...asked(out, ...args)],
    cwd: new URL("..", import.meta.url),
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** All files of a folder with their contents; links by where they lead. */
async function contentsOf(folder: string): Promise<[string, string][]> {
  const names = await filesIn(folder);
  return await Promise.all(names.map(async (name): Promise<[string, string]> => {
    const { isSymlink } = await Deno.lstat(`${folder}/${name}`);
    return [
      name,
      isSymlink ? await Deno.readLink(`${folder}/${name}`) : await Deno.readTextFile(`${folder}/${name}`),
    ];
  }));
}

Deno.test("reproduce does nothing in a result folder with links, and names them", () =>
  inFolder(async (folder) => {
    const out = `${folder}/out`, victim = `${folder}/victim`;
    assertEquals((await command(`${folder}/victim`)).code, 0);
    const [record] = await readRecords(victim);
    const before = await contentsOf(victim);
    for (
      const [link, target] of [
        ["runs/.writable", `${victim}/REPORT.md`],
        [".report.lock", `${victim}/REPORT.md`],
        [lockPath(record), `${victim}/REPORT.md`],
        ["runs", `${victim}/runs`],
        ["runs/made", `${victim}/runs/made`],
        ["runs/imported", `${victim}/runs`],
        ["runs/loop", "."],
        ["figures", `${victim}/figures`],
        ["papers", `${victim}/papers`],
        ["site", `${victim}/site`],
      ]
    ) {
      await Deno.mkdir(`${out}/${link}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.symlink(target, `${out}/${link}`);
      const { message } = await assertRejects(() => reproduce(asked(out)), UsageError);
      assertStringIncludes(message, `Cannot write to the result folder ${out}: nothing in it may be a link`);
      assertStringIncludes(message, `remove ${link}, or`);
      assertEquals(await filesIn(out), [link]);
      await Deno.remove(out, { recursive: true });
    }
    assertEquals(await contentsOf(victim), before);
  }));

Deno.test("reproduce leaves what is in the way of a run as it is, says what, and does the other runs", () =>
  inFolder(async (folder) => {
    const out = `${folder}/out`;
    assertEquals((await command(`${folder}/reference`, "--seed", "1,2,3,4,5,6,7,8,9")).code, 0);
    const made = new Map((await readRecords(`${folder}/reference`)).map((record) => [record.seed, record]));
    const sound = `${folder}/reference/${recordPath(made.get(9)!)}`;
    const later = (await Deno.readTextFile(sound)).replace('"format": 2', '"format": 3');
    await Deno.mkdir(`${out}/${recordPath(made.get(1)!)}`.replace(/\/[^/]*$/, ""), { recursive: true });
    const path = (seed: number, of: typeof recordPath) => `${out}/${of(made.get(seed)!)}`;
    await Deno.mkdir(path(1, recordPath));
    await Deno.copyFile(sound, path(2, recordPath));
    await Deno.mkdir(path(3, labelsPath));
    await Deno.mkdir(path(4, figureDataPath));
    await Deno.mkdir(path(5, lockPath));
    await new Deno.Command("mkfifo", { args: [path(6, recordPath)] }).output();
    await Deno.writeTextFile(path(7, recordPath), later);
    await Deno.writeTextFile(path(8, recordPath), "{");
    await Deno.copyFile(sound, path(9, recordPath));

    const { code, stdout, stderr } = await command(out, "--seed", "1,2,3,4,5,6,7,8,9,10");
    assertEquals(code, 1);
    assertMatch(stdout, /^10 runs: 2 done, 1 already recorded, 7 failed\n/);
    const place = recordPath(made.get(9)!);
    for (
      const [seed, reason] of [
        [1, `Cannot use the record ${path(1, recordPath)}: it is a folder: move it out of the way`],
        [2, `Cannot use the record ${path(2, recordPath)}: by what it says it belongs at ${place}: move it`],
        [3, `Cannot write ${path(3, labelsPath)}: a folder is in its place: move it out of the way`],
        [4, `Cannot write ${path(4, figureDataPath)}: a folder is in its place: move it out of the way`],
        [5, `Cannot write ${path(5, lockPath)}: something else than a file is in its place`],
        [6, `Cannot use the record ${path(6, recordPath)}: it is a pipe or a device: move it out of the way`],
        [7, `Cannot use the record ${path(7, recordPath)}: format must be 2, got 3: move it out of the way`],
      ] as const
    ) assertStringIncludes(stdout, `\nFailed: made/good/digits (smoke, seed ${seed}): ${reason}`);
    assertStringIncludes(stderr, `Set aside ${path(8, recordPath)}.damaged`);
    assertEquals(await Deno.readTextFile(path(7, recordPath)), later);
    assertEquals(await Deno.readTextFile(path(2, recordPath)), await Deno.readTextFile(sound));
    for (
      const [seed, of] of [[1, recordPath], [3, labelsPath], [4, figureDataPath], [5, lockPath]] as const
    ) {
      assertEquals((await Deno.lstat(path(seed, of))).isDirectory, true);
    }
  }));
