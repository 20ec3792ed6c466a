import { assert, assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { DataError } from "../datasets/mod.ts";
import { DivergenceError } from "../models/training.ts";
import { experiments as chowdhury } from "./chowdhury/experiments.ts";
import { reproduce } from "./reproduce.ts";
import type { Experiment } from "./runner/experiment.ts";
import { readRecords, recordPath } from "./runner/record.ts";
import { UsageError } from "./runner/usage.ts";

/** A command in a process of its own: exit code and what it wrote. */
async function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=reproduce", "benchmarks/reproduce.ts", ...args],
    cwd: new URL("..", import.meta.url),
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** An experiment on the embedded digits that takes no time. */
function quickly(method: string, run: Experiment["run"]): Experiment {
  const protocol = { dataset: "mnist-10k", seconds: 0, config: { method } };
  return {
    id: `made/${method}/digits`,
    paper: "made",
    method,
    dataset: "digits",
    title: method,
    profiles: { smoke: protocol, quick: protocol, paper: protocol },
    run,
  };
}

const good = quickly("good", () =>
  Promise.resolve({
    measurements: [{ metric: "SIL", value: 0.5, space: "code", split: "test" }],
    history: [],
  }));

Deno.test("reproduce runs a paper's smoke profile, records it, reports it, and never does it twice", async () => {
  await inFolder(async (out) => {
    const first = await command("--paper", "chowdhury", "--profile", "smoke", "--out", out);
    assertEquals(first.code, 0, first.stderr);
    assertStringIncludes(
      first.stdout,
      `${chowdhury.length} runs: ${chowdhury.length} done, 0 already recorded`,
    );
    assertStringIncludes(first.stderr, "autoencoder");
    const records = await readRecords(out);
    for (const { status, measurements, data, config, provenance } of records) {
      assertEquals(status, "done");
      assert(measurements.some(({ metric, space }) => metric === "SIL" && space !== ""));
      assertEquals(data[0].name, "mnist-10k");
      assertStringIncludes(config.split as string, "seed");
      assert(provenance.threads > 0 && provenance.versions.deno !== "");
    }
    assertStringIncludes(await Deno.readTextFile(`${out}/REPORT.md`), "scaled: smoke profile");

    const again = await command("--paper", "chowdhury", "--profile", "smoke", "--out", out, "--quiet");
    assertStringIncludes(again.stdout, `0 done, ${chowdhury.length} already recorded, 0 failed`);
    assertEquals(again.stderr, "");

    const forced = await command("chowdhury/ae*", "--profile", "smoke", "--out", out, "--quiet", "--force");
    assertEquals(forced.code, 0, forced.stderr);
    const repeated = await readRecords(out);
    records.forEach((record, i) =>
      record.measurements.forEach(({ value }, j) =>
        assertAlmostEquals(repeated[i].measurements[j].value, value, 1e-6 * Math.abs(value))
      )
    );
  });
});

Deno.test("reproduce records a run that diverges as failed, goes on with the others, and exits with 1", async () => {
  await inFolder(async (out) => {
    const bad = quickly("bad", () => Promise.reject(new DivergenceError(3, NaN)));
    const nan = quickly("nan", () =>
      Promise.resolve({
        measurements: [{ metric: "SIL", value: NaN, space: "code", split: "test" }],
        history: [],
      }));
    const args = ["--profile", "smoke", "--out", out, "--quiet", "--engine", "cpu"];
    assertEquals(await reproduce(args, [bad, nan, good]), 1);
    const records = await readRecords(out);
    assertEquals(records.map(({ status }) => status), ["failed", "done", "failed"]);
    assertStringIncludes(records[0].error!, "the loss of epoch 3 must be finite: current value is NaN");
    assertEquals(records[0].measurements, []);
    // A failed run is tried again, a finished one is not.
    assertEquals(await reproduce(args, [quickly("bad", good.run), good]), 0);
  });
});

Deno.test("reproduce --fail-on exits with 1 where a claim gets that verdict", async () => {
  await inFolder(async (out) => {
    const args = ["--profile", "smoke", "--out", out, "--quiet", "--engine", "cpu"];
    assertEquals(await reproduce([...args, "--fail-on", "contradicted,worse"], [good]), 0);
    assertEquals(await reproduce([...args, "--fail-on", "not run"], [good]), 1);
    await assertRejects(
      () => reproduce([...args, "--fail-on", "bad"], [good]),
      UsageError,
      "Unknown verdict bad",
    );
  });
});

Deno.test("reproduce leaves out what lacks the profile, and refuses to run nothing", async () => {
  await inFolder(async (out) => {
    const { quick: _, ...others } = good.profiles;
    const heavy: Experiment = { ...good, id: "made/heavy/digits", method: "heavy", profiles: others };
    const args = ["--out", out, "--quiet", "--engine", "cpu"];
    assertEquals(await reproduce(args, [heavy, good]), 0);
    assertEquals((await readRecords(out)).map(({ experiment }) => experiment), ["made/good/digits"]);
    const fault = "Nothing to run in the profile quick: what was named is in other profiles only: " +
      "made/heavy/digits (smoke, paper)";
    await assertRejects(() => reproduce([...args, "made/heavy/*"], [heavy, good]), UsageError, fault);
    await assertRejects(
      () => reproduce([...args, "made/heavy/*", "made/good/*"], [heavy, good]),
      UsageError,
      fault,
    );
    await assertRejects(() => reproduce(args, [heavy]), UsageError, fault);
  });
});

Deno.test("reproduce --dry-run says what would run and leaves nothing behind", async () => {
  await inFolder(async (out) => {
    const { code, stdout } = await command(
      "chowdhury/k*",
      "--seed",
      "5,6",
      "--dry-run",
      "--out",
      `${out}/new`,
    );
    assertEquals(code, 0);
    assertStringIncludes(
      stdout,
      "chowdhury/kmeans/mnist (quick, seed 5)\nchowdhury/kmeans/mnist (quick, seed 6)\n2 runs",
    );
    assertEquals([...Deno.readDirSync(out)], []);
  });
});

Deno.test("reproduce refuses what it does not know with exit code 2 and what was meant", async () => {
  const unknownExperiment = await command("chowdhury/ae-kmean/mnist");
  assertEquals(unknownExperiment.code, 2);
  assertStringIncludes(unknownExperiment.stderr, "nearest are chowdhury/ae-kmeans/mnist");
  const unknownFlag = await command("--profle", "smoke");
  assertEquals(unknownFlag.code, 2);
  assertStringIncludes(unknownFlag.stderr, "Unknown flag --profle: did you mean --profile?");
  for (
    const [args, message] of [
      [["--seeds", "0"], "--seeds must be a whole number of at least 1"],
      [["--profile", "full"], "Unknown profile full"],
      [["--profile"], "Flag --profile needs a value"],
      [["--engine", "gpu"], "Unknown engine gpu"],
      [["--paper", "chowdhry"], "Unknown paper chowdhry"],
    ] as const
  ) await assertRejects(() => reproduce([...args]), UsageError, message);
});

Deno.test("reproduce refuses a data folder without the files before any work", async () => {
  await inFolder(async (folder) => {
    const args = ["--profile", "paper", "--data-dir", folder, "--out", `${folder}/out`];
    const { message } = await assertRejects(() => reproduce(args), DataError);
    assertStringIncludes(message, folder);
    assertEquals([...Deno.readDirSync(folder)], []);
    const { code } = await command(...args);
    assertEquals(code, 2);
  });
});

Deno.test("reproduce leaves out what can't be downloaded, unless nothing else was named", async () => {
  const whole = await command("agarap/original/*", "--profile", "paper", "--seed", "1", "--dry-run");
  assertEquals(whole.code, 0, whole.stderr);
  assertStringIncludes(whole.stderr, "Leaving out 1 runs: Cannot load emnist-balanced: ");
  assertEquals(whole.stdout.split("\n").slice(0, 2), [
    "agarap/original/mnist (paper, seed 1)",
    "agarap/original/fashion-mnist (paper, seed 1)",
  ]);
  await assertRejects(
    () => reproduce(["*/emnist-balanced", "--profile", "paper", "--dry-run"]),
    DataError,
    "name that with --data-dir",
  );
});

Deno.test("reproduce refuses a result folder that cannot be written before any work", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const args = ["--profile", "smoke", "--out", `${folder}/file/out`];
    await assertRejects(() => reproduce(args, [good]), UsageError, "Cannot write to the result folder");
  });
});

Deno.test("reproduce names a record that is not JSON and exits with 1", async () => {
  await inFolder(async (out) => {
    const args = ["--profile", "smoke", "--out", out, "--quiet", "--engine", "cpu"];
    assertEquals(await reproduce(args, [good]), 0);
    const [record] = await readRecords(out);
    await Deno.writeTextFile(`${out}/${recordPath(record)}`, "{");
    await assertRejects(() => reproduce(args, [good]), Error, `${recordPath(record)}: it is not JSON`);
  });
});
