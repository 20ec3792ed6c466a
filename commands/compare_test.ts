import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { exampleRecord } from "../runner/testing.ts";
import { writeRecord } from "../records/record_files.ts";
import { writePaper } from "../papers/testing.ts";
import { changesOf } from "./compare.ts";
import { exampleRun, nmi } from "../judging/testing.ts";

/** Runs with the seeds 0, 1, … that measured these silhouettes. */
const runs = (values: number[], firstSeed = 0) =>
  values.map((value, i) => exampleRun(value, { seed: firstSeed + i }));

Deno.test("changesOf() tells what the seeds' spread explains from what it does not", () => {
  const beyond = (before: number[], after: number[], firstSeed = 0) =>
    changesOf(runs(before), runs(after, firstSeed)).measurements[0].beyond;
  assertEquals(beyond([0.5, 0.6, 0.7], [0.6, 0.71, 0.79]), true);
  assertEquals(beyond([0.5, 0.6, 0.7], [0.7, 0.5, 0.61]), false);
  assertEquals(beyond([0.5, 0.6], [0.5, 0.6]), false);
  // Other seeds: the spread of both, pooled; the same shift is within it.
  assertEquals(beyond([0.5, 0.6, 0.7], [0.6, 0.71, 0.79], 10), false);
  assertEquals(beyond([0.5, 0.51, 0.52], [0.6, 0.61, 0.62], 10), true);
  // Three and two: t(3) · √(0.04/3 · (1/3 + 1/2)) is 0.335.
  assertEquals(beyond([0.4, 0.5, 0.6], [0.73, 0.93], 10), false);
  assertEquals(beyond([0.4, 0.5, 0.6], [0.74, 0.94], 10), true);
  assertEquals(beyond([0.5], [0.6]), null);
  assertEquals(beyond([0.5], [0.5]), false);
  // No spread at all: what is no more than float32's rounding is no change.
  assertEquals(beyond([0.5, 0.5], [0.50001, 0.50001]), false);
  assertEquals(beyond([0.5, 0.5], [0.501, 0.501]), true);
});

Deno.test("changesOf() pairs measurements by what and how they measure, and names runs that only one side has", () => {
  const before = [
    exampleRun(0, { measurements: [nmi(0.5, "arithmetic"), nmi(0.25, "max")] }),
    exampleRun(0, { experiment: "made/old/data" }),
    exampleRun(0, { profile: "quick", status: "failed", error: "late" }),
  ];
  const after = [
    exampleRun(0, { measurements: [nmi(0.75, "max"), nmi(0.5, "min"), nmi(0.5, "arithmetic")] }),
    exampleRun(0, { profile: "quick" }),
  ];
  const { measurements, removed, added } = changesOf(before, after);
  assertEquals(
    measurements.map(({ measurement, difference }) => [measurement.average, difference]),
    [["arithmetic", 0], ["max", 0.5]],
  );
  assertEquals([removed, added], [["made/old/data (paper)"], ["made/up/data (quick)"]]);
  assertAlmostEquals(measurements[1].after.mean, 0.75);
});

/** Runs the command in a process of its own. */
async function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=read", "commands/compare.ts", ...args],
    cwd: new URL("..", import.meta.url),
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err };
}

Deno.test("deno task compare lists changed measurements and verdicts", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [before, after] = [`${folder}/a`, `${folder}/b`];
    const record = (purity: number, seed: number) =>
      exampleRecord({
        experiment: "chowdhury/ae-kmeans/mnist",
        paper: "chowdhury",
        method: "ae-kmeans",
        profile: "paper",
        seed,
        data: [],
        measurements: [{ metric: "PURITY", value: purity, space: "code", split: "test" }],
      });
    for (const [seed, purity] of [0.78, 0.79].entries()) {
      await writeRecord(before, record(purity, seed));
      await writeRecord(after, record(purity - 0.1, seed));
    }
    const { code, stdout } = await command(before, after);
    assertEquals(code, 0);
    const lines = stdout.split("\n");
    assertEquals(
      lines[0],
      "1 measurements in both: 0 the same, 0 changed within the seeds' spread, 1 beyond it, 0 with no spread known",
    );
    assertEquals(
      lines[1],
      "chowdhury/ae-kmeans/mnist (paper) PURITY, code, test: 0.785 ± 0.0071 (2) -> 0.685 ± 0.0071 (2), -0.1: " +
        "beyond the seeds' spread",
    );
    assertStringIncludes(lines[2], "2 of ");
    assert(lines.includes("chowdhury-t3-purity: reproduced -> worse"));
    const same = await command(before, before);
    assertStringIncludes(same.stdout, "1 measurements in both: 1 the same, 0 changed within");
    assertStringIncludes(same.stdout, "0 of ");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task compare knows the verdicts of a paper of anyone's", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writePaper(`${folder}/mine`);
    const { digest: _, ...run } = exampleRun(0.5);
    const record = (value: number) =>
      exampleRecord({
        ...run,
        experiment: "made/up/mnist",
        dataset: "mnist",
        measurements: [{ ...run.measurements[0], value }],
      });
    await writeRecord(`${folder}/a`, record(0.5));
    await writeRecord(`${folder}/b`, record(0.9));
    const { code, stdout } = await command(`${folder}/a`, `${folder}/b`, "--papers", `${folder}/mine`);
    assertEquals([code, stdout.split("\n").slice(-3)], [0, [
      "1 of 1 verdicts changed",
      "made-1: reproduced -> better",
      "",
    ]]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task compare exits with 2 for folders that it cannot compare", async () => {
  assertEquals(await command("a"), {
    code: 2,
    stdout: "",
    stderr: "Name two result folders: deno task compare A B\n",
  });
  const { code, stderr } = await command("/nonexistent", "/nonexistent");
  assertEquals([code, stderr], [2, "No records in /nonexistent/runs\n"]);
});
