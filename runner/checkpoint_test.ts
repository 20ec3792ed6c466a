import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { inFolder } from "../engine/testing.ts";
import type { Snapshot } from "../models/training.ts";
import { type CheckpointOptions, checkpointsOf, Interrupted, removeCheckpoints } from "./checkpoint.ts";
import { recordPath } from "../records/record.ts";
import { startStopwatch, type Taken } from "./stopwatch.ts";
import { exampleRecord as example } from "./testing.ts";

const SNAPSHOT: Snapshot = {
  values: [Float32Array.of(0.1, -1e30, Infinity), Int32Array.of(-5, 7), new Float32Array(0)],
  notes: { history: [{ epoch: 1, loss: 0.1 + 0.2, seconds: 1 }] },
};

/** The checkpoints of the example's run in a folder, and what they said. */
function made(out: string, options: Partial<CheckpointOptions> = {}, change = {}, clock?: () => Taken) {
  const said: string[] = [];
  const all = {
    out,
    every: 0,
    stopping: () => false,
    say: (text: string) => void said.push(text),
    ...options,
  };
  const watch = startStopwatch(clock);
  return { checkpoints: checkpointsOf({ ...example(), ...change }, all, watch), watch, said };
}

/** By the clock, where the processor's threads take twice as long. */
const at = (seconds: number): Taken => ({ seconds, processorSeconds: 2 * seconds });

/** The files beside the example's record. */
const files = (out: string) =>
  [...Deno.readDirSync(`${out}/${recordPath(example())}`.replace(/\/[^/]+$/, ""))].map(({ name }) => name)
    .sort();

const pathOf = (out: string) =>
  `${out}/${recordPath(example())}`.replace(/([^/]+)\.json$/, ".$1.rbm-1-of-2.checkpoint");

Deno.test("checkpointsOf() keeps a snapshot to the bit, and what the run had taken", async () => {
  await inFolder(async (out) => {
    await made(out).checkpoints.of("RBM 1 of 2").reached(() => SNAPSHOT, false);
    const { checkpoints, watch, said } = made(out);
    assertEquals(await checkpoints.of("AEC").load(), undefined);
    assertEquals(watch.before(), { seconds: 0, processorSeconds: 0 });
    assertEquals(await checkpoints.of("RBM 1 of 2").load(), SNAPSHOT);
    assert(watch.before().seconds > 0);
    assertMatch(said.join(), /^Going on with RBM 1 of 2 from where it was broken off/);
    const name = recordPath(example()).match(/([^/]+)\.json$/)![1];
    assertEquals(files(out), [`.${name}.rbm-1-of-2.checkpoint`]);
    await removeCheckpoints(out, { ...example(), seed: example().seed + 1 });
    assertEquals(files(out).length, 1);
    // What a process was writing that was killed: of this run, and of another.
    const folder = pathOf(out).replace(/\/[^/]+$/, "");
    for (const run of [name, "0123456789ab-s7"]) {
      await Deno.writeTextFile(`${folder}/.writing-${run}.a.tmp`, "");
    }
    await removeCheckpoints(out, example());
    assertEquals(files(out), [".writing-0123456789ab-s7.a.tmp"]);
  });
});

Deno.test("checkpointsOf() keeps trainings of the same name apart, by their order", async () => {
  await inFolder(async (out) => {
    const second = { ...SNAPSHOT, notes: { history: [] } };
    const writing = made(out).checkpoints;
    await writing.of("RBM 1").reached(() => SNAPSHOT, true);
    await writing.of("RBM-1").reached(() => second, false);
    const reading = made(out).checkpoints;
    assertEquals(await reading.of("RBM 1").load(), SNAPSHOT);
    assertEquals(await reading.of("RBM-1").load(), second);
    assertEquals(await reading.of("RBM 1").load(), undefined);
    await removeCheckpoints(out, example());
    assertEquals(files(out), []);
  });
});

Deno.test("checkpointsOf() keeps nothing before it is time, and something at once where it is to stop", async () => {
  await inFolder(async (out) => {
    let taken = 0;
    const take = () => (taken++, SNAPSHOT);
    const patient = made(out, { every: 1000 }).checkpoints.of("AEC");
    await patient.reached(take, false);
    await patient.reached(take, true);
    assertEquals(taken, 0);
    const stopped = made(out, { every: 1000, stopping: () => true }).checkpoints.of("AEC");
    await assertRejects(() => stopped.reached(take, false), Interrupted);
    assertEquals(taken, 1);
    assertEquals(await made(out).checkpoints.of("AEC").load(), SNAPSHOT);
  });
});

Deno.test("checkpointsOf() keeps what a training reached every two minutes, and its end where it took ten seconds", async () => {
  await inFolder(async (out) => {
    let time = 0;
    const { of } = made(out, { every: 120 }, {}, () => at(time)).checkpoints;
    const kept: number[] = [];
    const reached = (stage: string, finished = false) =>
      of(stage).reached(() => (kept.push(time), SNAPSHOT), finished);
    for (time = 30; time <= 300; time += 30) await reached("AEC");
    assertEquals(kept, [120, 240]);
    // Ten seconds since what was kept last.
    for (time of [245, 251, 260, 261]) await reached("RBM", true);
    assertEquals(kept, [120, 240, 251, 261]);
  });
});

Deno.test("checkpointsOf() adds up what a run has taken over all times that it was broken off", async () => {
  await inFolder(async (out) => {
    const before: Taken[] = [];
    for (const stage of ["RBM", "RBM", "AEC", "AEC"]) {
      let time = 0;
      const { checkpoints, watch } = made(out, {}, {}, () => at(time));
      const [rbm, aec] = ["RBM", "AEC"].map(checkpoints.of);
      for (const { load } of [rbm, aec]) await load();
      before.push(watch.before());
      for (time of [20, 50]) await (stage === "RBM" ? rbm : aec).reached(() => SNAPSHOT, false);
    }
    assertEquals(before, [0, 50, 100, 150].map(at));
  });
});

Deno.test("checkpointsOf() sets a file aside, and says so, wherever a bit was flipped or the end was cut off", async () => {
  await inFolder(async (out) => {
    await made(out).checkpoints.of("RBM 1 of 2").reached(() => SNAPSHOT, false);
    const path = pathOf(out);
    const whole = await Deno.readFile(path);
    const damaged = [
      ...Array.from(whole.keys(), (i) => whole.with(i, whole[i] ^ 1)),
      ...Array.from(whole.keys(), (i) => whole.subarray(0, i)),
    ];
    for (const bytes of damaged) {
      await Deno.writeFile(path, bytes);
      const { checkpoints, said } = made(out);
      assertEquals(await checkpoints.of("RBM 1 of 2").load(), undefined);
      assertEquals(said, [
        `Set aside ${path}.damaged: the checkpoint is damaged, and this part of the run starts over`,
      ]);
      await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
      assertEquals(await Deno.readFile(`${path}.damaged`), bytes.slice());
    }
    await removeCheckpoints(out, example());
    assertEquals(files(out), []);
  });
});

Deno.test("checkpointsOf() names the processors that a run has worked on", async () => {
  await inFolder(async (out) => {
    const { provenance } = example();
    const named: string[] = [];
    const counts: (readonly number[])[] = [];
    for (const [i, cpu] of ["A", "B", "B", "A"].entries()) {
      const threads = i < 2 ? 1 : 2;
      const { checkpoints, watch } = made(out, {}, { provenance: { ...provenance, cpu, threads } });
      const training = checkpoints.of("AEC");
      assertEquals(checkpoints.cpu(), cpu);
      await training.load();
      named.push(checkpoints.cpu());
      counts.push(checkpoints.threads());
      assert(watch.taken().seconds > 0);
      await training.reached(() => SNAPSHOT, false);
    }
    assertEquals(named, ["A", "A, then B", "A, then B", "A, then B, then A"]);
    assertEquals(counts, [[1], [1], [1, 2], [1, 2]]);
    // Of several files the latest counts, whichever is read first.
    const { checkpoints } = made(out, {}, { provenance: { ...provenance, cpu: "C" } });
    await checkpoints.of("RBM").reached(() => SNAPSHOT, true);
    const last = made(out, {}, { provenance: { ...provenance, cpu: "C" } }).checkpoints;
    for (const stage of ["AEC", "RBM"]) await last.of(stage).load();
    assertEquals(last.cpu(), "A, then B, then A, then C");
  });
});

Deno.test("checkpointsOf() does not go on from what other code or another engine made", async () => {
  await inFolder(async (out) => {
    await made(out).checkpoints.of("AEC").reached(() => SNAPSHOT, false);
    const { engine, provenance } = example();
    for (const change of [{ code: "0123456789ab" }, { engine: { ...engine, version: "another" } }]) {
      const { checkpoints, said } = made(out, {}, change);
      assertEquals(await checkpoints.of("AEC").load(), undefined);
      assertMatch(said.join(), /^Not going on from .*: other code or another engine made it$/);
    }
    // The same code, committed meanwhile.
    const { checkpoints } = made(out, {}, { provenance: { ...provenance, commit: "another" } });
    assertEquals(await checkpoints.of("AEC").load(), SNAPSHOT);
  });
});

Deno.test("checkpointsOf() does not go on from another run's file, whatever it is called", async () => {
  await inFolder(async (out) => {
    await made(out).checkpoints.of("AEC").reached(() => SNAPSHOT, false);
    const [name] = files(out);
    const folder = pathOf(out).replace(/\/[^/]+$/, "");
    await Deno.copyFile(`${folder}/${name}`, `${folder}/${name.replace("-s42.", "-s7.")}`);
    const { checkpoints, said } = made(out, {}, { seed: 7 });
    assertEquals(await checkpoints.of("AEC").load(), undefined);
    assertMatch(said.join(), /^Not going on from .*-s7\.aec\.checkpoint: it is another run's$/);
  });
});

Deno.test("checkpointsOf() starts over, and says so, where a link, a folder or a pipe is in a file's place", async () => {
  await inFolder(async (out) => {
    await made(out).checkpoints.of("RBM 1 of 2").reached(() => SNAPSHOT, false);
    const path = pathOf(out), elsewhere = `${out}/elsewhere`;
    await Deno.rename(path, elsewhere);
    const mkfifo = new Deno.Command("mkfifo", { args: [path] });
    for (
      const [put, reason] of [
        [() => Deno.symlink(elsewhere, path), "it is a link, which is not followed"],
        [() => Deno.mkdir(path), "it is a folder"],
        [() => mkfifo.output(), "it is a pipe or a device"],
      ] as const
    ) {
      await put();
      const { checkpoints, said } = made(out);
      assertEquals(await checkpoints.of("RBM 1 of 2").load(), undefined);
      assertEquals(said, [`Not going on from ${path}: ${reason}`]);
      await Deno.remove(path);
    }
  });
});

Deno.test("checkpointsOf() sets aside a file that is no checkpoint, though its checksum is right", async () => {
  await inFolder(async (out) => {
    await made(out).checkpoints.of("RBM 1 of 2").reached(() => SNAPSHOT, false);
    const path = pathOf(out);
    for (const content of ["{}\n", "null\n", "{", '{"values":[{"type":"int32","length":1.25}]}\nabcdefg']) {
      const digest = createHash("sha256").update(content).digest("hex");
      await Deno.writeTextFile(path, `reclaim-checkpoint 1 ${digest}\n${content}`);
      const { checkpoints, said } = made(out);
      assertEquals(await checkpoints.of("RBM 1 of 2").load(), undefined);
      assertMatch(said.join(), /^Set aside .*: the checkpoint is damaged/);
    }
  });
});

Deno.test("checkpointsOf() goes on without where nothing can be written, and says so", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const { checkpoints, said } = made(`${folder}/file`);
    for (let epoch = 0; epoch < 3; epoch++) await checkpoints.of("AEC").reached(() => SNAPSHOT, false);
    assertEquals(said.length, 1);
    assertMatch(said[0], /^Going on without checkpoints: Cannot write .*\.checkpoint: [^:]*$/);
  });
});
