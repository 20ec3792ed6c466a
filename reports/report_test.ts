import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

/** Runs the command in a process of its own. */
async function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", new URL("report.ts", import.meta.url).href, ...args],
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err };
}

Deno.test("deno task report draws, and says what it drew from", async () => {
  const out = await Deno.makeTempDir();
  try {
    const { code, stdout } = await command("--out", out);
    assertEquals(code, 0);
    assertMatch(stdout, /REPORT\.md, from 0 records: \d+ not run/);
    assertStringIncludes(await Deno.readTextFile(`${out}/REPORT.md`), "# What the papers report");
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("deno task report exits with 1 and the file's name for a broken record", async () => {
  const out = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${out}/runs`);
    await Deno.writeTextFile(`${out}/runs/broken.json`, "{");
    const { code, stderr } = await command("--out", out);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "runs/broken.json: it is not JSON");
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("deno task report exits with 2 for what it does not know", async () => {
  for (
    const [args, message] of [
      [["--outt", "x"], "What is --outt?"],
      [["x"], "What is x?"],
      [["--out="], "--out needs a folder"],
    ] as const
  ) {
    const { code, stderr } = await command(...args);
    assertEquals(code, 2, stderr);
    assertStringIncludes(stderr, message);
    assertStringIncludes(stderr, "deno task report [--out DIR]");
  }
});

Deno.test("deno task report --help exits with 0", async () => {
  const { code, stdout } = await command("--help");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "deno task report [--out DIR]");
});
