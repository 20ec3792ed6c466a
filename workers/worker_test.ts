import { assert, assertEquals, assertRejects } from "@std/assert";
import { SetupError } from "../engine/setup_error.ts";
import { inFolder } from "../engine/testing.ts";
import { crashing, forgetful, good, MADE, slow } from "../commands/testing/made/paper.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { RunRecord } from "../records/record.ts";
import type { Step } from "./progress.ts";
import type { WorkerOptions } from "./serve.ts";
import { startWorker, WorkerDied } from "./worker.ts";

const options = (out: string): WorkerOptions => ({
  papers: [MADE],
  engine: "cpu",
  requireGpu: false,
  setUp: false,
  quiet: true,
  checkpoints: { out, every: 1e9 },
});

const named = ({ id: experiment }: Experiment) => ({ experiment, profile: "smoke" as const, seed: 42 });

Deno.test("startWorker() does runs one after another in one process, and stops one when it is asked to", async () => {
  await inFolder(async (out) => {
    const worker = await startWorker(options(out));
    assertEquals(worker.engine.name, "cpu");
    const opened: RunRecord[] = [];
    for (let i = 0; i < 2; i++) {
      const ran = await worker.run(named(good), { opened: (record) => opened.push(record) });
      assert(ran !== "stopped");
      assertEquals([ran.record.status, ran.figures], ["done", []]);
      const { digest, code } = await worker.digests(named(good));
      assertEquals([ran.record.digest, ran.record.code], [digest, code]);
    }
    assertEquals(opened.map(({ status }) => status), ["failed", "failed"]);
    const running = worker.run(named(slow), { opened: () => worker.stop() });
    assertEquals(await running, "stopped");
    await worker.end();
  });
});

Deno.test("startWorker() tells how far a run is, unless it is quiet, and what it goes on from", async () => {
  await inFolder(async (out) => {
    for (const quiet of [false, true]) {
      const worker = await startWorker({ ...options(out), quiet });
      const steps: Step[] = [];
      const said: string[] = [];
      const stopped = await worker.run(named(slow), {
        step: (step) => steps.push(step),
        opened: () => setTimeout(() => worker.stop(), 500),
        said: (text) => said.push(text),
      });
      assertEquals(stopped, "stopped");
      assertEquals(steps.length > 0, !quiet);
      for (const { what, done, total } of steps) assert(what !== "" && 0 <= done && done <= total);
      assertEquals(said.length, quiet ? 1 : 0);
      await worker.end();
    }
  });
});

Deno.test("a run fails by a promise that it does not await, and the next one does not", async () => {
  await inFolder(async (out) => {
    const worker = await startWorker(options(out));
    const states: unknown[] = [];
    for (const experiment of [forgetful, good]) {
      const ran = await worker.run(named(experiment));
      if (ran !== "stopped") states.push([ran.record.status, ran.record.error]);
    }
    await worker.end();
    assertEquals(states, [[
      "failed",
      "a promise that nobody awaits was rejected, of this run or of one before it: late",
    ], [
      "done",
      undefined,
    ]]);
  });
});

Deno.test("a promise that is rejected after its run fails no other", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(
      `${folder}/paper.ts`,
      `import made, { good } from "${new URL("../commands/testing/made/paper.ts", import.meta.url)}";
const run = async (...args) => {
  const outcome = await good.run(...args);
  // Also on a busy machine the record is made by then.
  setTimeout(() => Promise.reject(new Error("later")), 300);
  return outcome;
};
export default { ...made, id: "later", experiments: [{ ...good, id: "later/good/digits", paper: "later", run }] };
`,
    );
    const worker = await startWorker({ ...options(folder), papers: [folder] });
    const states: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      const ran = await worker.run({ experiment: "later/good/digits", profile: "smoke", seed: i });
      if (ran !== "stopped") states.push(ran.record.status);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    await worker.end();
    assertEquals(states, ["done", "done"]);
  });
});

Deno.test("startWorker() says how its process ended", async () => {
  await inFolder(async (out) => {
    const crashed = await startWorker(options(out));
    await assertRejects(
      () => crashed.run(named(crashing)),
      WorkerDied,
      "its process was ended by SIGABRT",
    );
    await assertRejects(() => crashed.digests(named(good)), WorkerDied);
    crashed.kill();
    await crashed.end();
    const killed = await startWorker(options(out));
    const run = killed.run(named(slow), { opened: () => killed.kill() });
    await assertRejects(() => run, WorkerDied, "its process was ended by SIGKILL");
    await killed.end();
  });
});

Deno.test("startWorker() passes on that an engine can't be had, and that there is no deno", async () => {
  await inFolder(async (out) => {
    await assertRejects(
      () => startWorker({ ...options(out), requireGpu: true }),
      SetupError,
      "Cannot run on a GPU",
    );
    const path = Deno.env.get("PATH")!;
    try {
      Deno.env.set("PATH", out);
      await assertRejects(
        () => startWorker(options(out)),
        SetupError,
        "Cannot start a process for the runs: there must be a deno on the PATH",
      );
    } finally {
      Deno.env.set("PATH", path);
    }
  });
});
