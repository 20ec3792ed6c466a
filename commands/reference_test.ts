import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { writeRecord } from "../records/record_files.ts";
import { recordDigest } from "../records/digest.ts";
import type { RunRecord } from "../records/record.ts";
import { makeReference } from "../reports/reference/make.ts";
import { readReference } from "../reports/reference/read.ts";
import { eightRuns, trained } from "../reports/reference/testing.ts";
import { UsageError } from "../terminal/usage.ts";
import { reference } from "./reference.ts";

/** Made-up runs as files can have them: with the digest of what they were made with. */
const RUNS = eightRuns(trained()).map((run) => ({ ...run, digest: recordDigest(run) }));

async function writeAll(folder: string, records: readonly RunRecord[]): Promise<void> {
  for (const record of records) await writeRecord(folder, record);
}

Deno.test("reference writes what the records of a folder make, and names the experiments that have none", () =>
  inFolder(async (folder) => {
    await writeAll(folder, RUNS);
    const to = `${folder}/quick.json`;
    const { code, text } = await captured("stdout", () => reference(["--from", folder, "--to", to]));
    assertEquals(code, 0);
    assertEquals(await readReference(to), makeReference(RUNS));
    assertStringIncludes(text, "No records of agarap/original/mnist: it has no reference\n");
    assertStringIncludes(text, "Left out of the reference, none of 8 trained runs would not match it\n");
    assertStringIncludes(text, `${to}: 1 experiment, 8 runs\n`);
  }));

Deno.test("reference refuses records that are none of a reference, and writes nothing", () =>
  inFolder(async (folder) => {
    await writeAll(folder, RUNS.slice(1));
    const args = ["--from", folder, "--to", `${folder}/quick.json`];
    const { code, text } = await captured("stderr", () => reference(args));
    assertEquals(code, 1);
    assertEquals(text, "made/up/data on cpu: it must have at least 8 seeds, got 7\n");
    assertEquals(await readReference(`${folder}/quick.json`), undefined);
  }));

Deno.test("reference refuses a command line without a folder, or one without records", () =>
  inFolder(async (folder) => {
    await assertRejects(() => reference([]), UsageError, "Name the folder with the records");
    await assertRejects(() => reference(["quick"]), UsageError, "What is quick?");
    await assertRejects(() => reference(["--from", folder]), UsageError, "No records in");
  }));

/** The exit code, and what was written meanwhile, which is not shown. */
async function captured(
  stream: "stdout" | "stderr",
  run: () => Promise<number>,
): Promise<{ code: number; text: string }> {
  const original = Deno[stream].writeSync;
  let text = "";
  Deno[stream].writeSync = (bytes) => {
    text += new TextDecoder().decode(bytes);
    return bytes.length;
  };
  try {
    return { code: await run(), text };
  } finally {
    Deno[stream].writeSync = original;
  }
}
