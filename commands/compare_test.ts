import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { exampleRecord } from "../runner/testing.ts";
import { readRecords, writeRecord } from "../records/record_files.ts";
import { writePaper } from "../papers/testing.ts";
import { fileURLToPath } from "node:url";
import { normal, random } from "../engine/random.ts";
import { measurementKey, type RunRecord } from "../records/record.ts";
import { alarmsOf, changesOf } from "./compare.ts";
import { exampleRun, nmi, silhouette } from "../judging/testing.ts";

/** Runs with the seeds 0, 1, … that measured these silhouettes. */
const runs = (values: number[], firstSeed = 0) =>
  values.map((value, i) => exampleRun(value, { seed: firstSeed + i }));

const findingOf = (before: RunRecord[], after: RunRecord[]) =>
  changesOf(before, after).measurements[0].finding;

Deno.test("changesOf() tells what chance explains from what it does not", () => {
  const finding = (before: number[], after: number[], firstSeed = 0) =>
    findingOf(runs(before), runs(after, firstSeed));
  assertEquals(finding([0.5, 0.6, 0.7], [0.6, 0.71, 0.79]), "beyond");
  assertEquals(finding([0.5, 0.6, 0.7], [0.7, 0.5, 0.61]), "chance");
  assertEquals(finding([0.5, 0.6], [0.5, 0.6]), "same");
  // Other seeds: the spread of both; the same shift is within it.
  assertEquals(finding([0.5, 0.6, 0.7], [0.6, 0.71, 0.79], 10), "chance");
  assertEquals(finding([0.5, 0.51, 0.52], [0.6, 0.61, 0.62], 10), "beyond");
  assertEquals([finding([0.5], [0.6]), finding([0.5], [0.5])], ["no spread", "same"]);
  // One seed of four is in both: all of each are compared, not that one.
  assertEquals(finding([0.5, 0.51, 0.52, 0.53], [0.03, 0.01, 0.02, 0.04], 3), "beyond");
  // No spread at all: what is no more than float32's rounding is no change.
  assertEquals(finding([0.5, 0.5], [0.50001, 0.50001]), "chance");
  assertEquals(finding([0.5, 0.5], [0.501, 0.501]), "beyond");
});

Deno.test("changesOf() asks more of each measurement the more are compared", () => {
  const many = (values: number[], count: number) =>
    values.map((value, seed) =>
      exampleRun(0, {
        seed,
        measurements: Array.from(
          { length: count },
          (_, i) => silhouette(i === 0 ? value : seed, { space: `${i}` }),
        ),
      })
    );
  const found = (count: number) => {
    const after = many([0.6, 0.71, 0.79], count).map((run) => ({
      ...run,
      measurements: run.measurements.map((one, i) =>
        i === 0 ? one : { ...one, value: one.value + [0.1, -0.1, 0][run.seed] }
      ),
    }));
    return findingOf(many([0.5, 0.6, 0.7], count), after);
  };
  assertEquals([found(1), found(100)], ["beyond", "chance"]);
});

Deno.test("changesOf() misses a measurement that some seeds no longer have, and no seeds of older configurations", () => {
  const before = runs([0.5, 0.6, 0.7]);
  const collapsed = before.map((run) => run.seed === 1 ? { ...run, measurements: [] } : run);
  const { missing } = changesOf(before, collapsed);
  assertEquals(missing.length, 1);
  assertStringIncludes(missing[0], "SIL");
  assertStringIncludes(missing[0], " of seed 1");
  const { provenance } = before[0];
  const older = runs([0.1, 0.2, 0.3, 0.4, 0.5]).map((run) => ({
    ...run,
    digest: "0".repeat(12),
    provenance: { ...provenance, started: "2001-01-01T00:00:00.000Z" },
  }));
  assertEquals(changesOf([...older, ...before], before).missing, []);
});

Deno.test("changesOf() judges runs on the same processor and engine alone", () => {
  const onMachine = (cpu: string, values: number[], firstSeed = 0) =>
    runs(values, firstSeed).map((run) => ({ ...run, provenance: { ...run.provenance, cpu } }));
  assertEquals(findingOf(onMachine("a", [0.5, 0.6]), onMachine("b", [0.9, 0.8])), "other machine");
  const engine = { ...exampleRun(0).engine, device: "GPU" };
  assertEquals(
    findingOf(runs([0.5, 0.6]), runs([0.9, 0.8]).map((run) => ({ ...run, engine }))),
    "other machine",
  );
  const alone = runs([0.9, 0.8]).map((run) => ({ ...run, provenance: { ...run.provenance, threads: 1 } }));
  assertEquals(findingOf(runs([0.5, 0.6]), alone), "other machine");
  // Seeds of another machine joined; those of the first stayed, or moved.
  const joined = (values: number[]) => [...onMachine("a", values), ...onMachine("b", [0.9, 0.8], 7)];
  assertEquals(findingOf(onMachine("a", [0.5, 0.6]), joined([0.5, 0.6])), "same");
  assertEquals(findingOf(onMachine("a", [0.5, 0.6]), joined([0.6, 0.7])), "beyond");
});

Deno.test("changesOf() pairs measurements by what and how they measure, and names results that only one side has", () => {
  const before = [
    exampleRun(0, { measurements: [nmi(0.5, "arithmetic"), nmi(0.25, "max"), silhouette(0.1)] }),
    exampleRun(0, { seed: 7, measurements: [nmi(0.5, "arithmetic")] }),
    exampleRun(0, { experiment: "made/old/data" }),
    exampleRun(0, { profile: "quick", status: "failed", error: "late" }),
  ];
  const after = [
    exampleRun(0, { measurements: [nmi(0.75, "max"), nmi(0.5, "min"), nmi(0.5, "arithmetic")] }),
    exampleRun(0, { profile: "quick" }),
  ];
  const { measurements, missing, added } = changesOf(before, after);
  assertEquals(
    measurements.map(({ measurement, difference }) => [measurement.average, difference]),
    [["arithmetic", 0], ["max", 0.5]],
  );
  assertEquals([missing, added], [[
    "made/up/data (paper): 1 of 2 seeds are left",
    "made/up/data (paper): SIL, code, test",
    "made/old/data (paper)",
  ], ["made/up/data (quick)"]]);
  assertAlmostEquals(measurements[1].after.mean, 0.75);
});

Deno.test("changesOf() leaves durations out", () => {
  const timed = (seconds: number) =>
    exampleRun(0, {
      measurements: [silhouette(0.5), {
        ...silhouette(seconds),
        metric: "OTHER:seconds per epoch",
        space: "",
      }],
    });
  const { measurements, missing } = changesOf([timed(1)], [timed(9)]);
  assertEquals([measurements.map(({ measurement }) => measurement.metric), missing], [["SIL"], []]);
});

Deno.test("alarmsOf() is alarmed by changes beyond chance, by fewer results and by none in common", () => {
  const alarms = (before: RunRecord[], after: RunRecord[]) => alarmsOf(changesOf(before, after));
  const own = runs([0.5, 0.6]);
  assertEquals([alarms(own, own), alarms(own, runs([0.61, 0.49]))], [[], []]);
  assertEquals(alarms(own, runs([0.7, 0.8])), ["ALARM: 1 measurement changed beyond chance"]);
  assertEquals(alarms(own, own.slice(1)), ["ALARM: 1 result is missing"]);
  const others = own.map((run) => ({ ...run, experiment: "made/other/data" }));
  assertEquals(alarms(own, others), ["ALARM: no result is in both", "ALARM: 1 result is missing"]);
});

Deno.test("the published records with noise raise hardly an alarm, and shifted ones do", async () => {
  const published = await readRecords(fileURLToPath(new URL("../reports/published", import.meta.url)));
  const draw = random(1234);
  const spreads = new Map(
    changesOf(published, published).measurements.map(({ experiment, profile, measurement, before }) => [
      `${experiment} ${profile} ${measurementKey(measurement)}`,
      before.sd ?? 0,
    ]),
  );
  const moved = (by: () => number) =>
    published.map((run) => ({
      ...run,
      measurements: run.measurements.map((one) => ({
        ...one,
        value: one.value +
          by() * (spreads.get(`${run.experiment} ${run.profile} ${measurementKey(one)}`) ?? 0),
      })),
    }));
  const beyond = (by: () => number) =>
    changesOf(published, moved(by)).measurements.filter(({ finding }) => finding === "beyond").length;
  assertEquals(alarmsOf(changesOf(published, published)), []);
  assert(beyond(() => 0.1 * normal(draw)) <= 2);
  assert(beyond(() => 3) > 500);
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
    assertEquals(stdout.split("\n").slice(0, 3), [
      "ALARM: 1 measurement changed beyond chance",
      "1 measurement in both: 0 the same, 0 within chance, 1 beyond chance, 0 no spread known, 0 on another machine, " +
      "not judged (Holm's method, 5 % for all)",
      "chowdhury/ae-kmeans/mnist (paper) PURITY, code, test: 0.785 ± 0.007 (2) -> 0.685 ± 0.007 (2), −0.10: beyond chance",
    ]);
    assertStringIncludes(stdout, "\nchowdhury-t3-purity: reproduced -> inconclusive\n");
    assertEquals((await command("--alarm", before, after)).code, 1);
    assertEquals((await command("--alarm", before, before)).code, 0);
    const same = await command(before, before);
    assertStringIncludes(same.stdout, "1 measurement in both: 1 the same, 0 within");
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
      "made-1: reproduced -> inconclusive",
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
