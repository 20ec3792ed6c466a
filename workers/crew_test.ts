import { assert, assertEquals, assertRejects } from "@std/assert";
import { good, MADE } from "../commands/testing/made/paper.ts";
import { join } from "node:path";
import { cacheDir } from "../disk/cache.ts";
import { SetupError } from "../engine/setup_error.ts";
import { inFolder } from "../engine/testing.ts";
import { type Crew, crewOf } from "./crew.ts";
import { WorkerDied } from "./worker.ts";

const OPTIONS = { papers: [MADE], engine: "cpu", requireGpu: false, setUp: false, quiet: true } as const;

Deno.test("crewOf() has one worker at a time, and a fresh one where that has worked for long", async () => {
  const patient = crewOf(OPTIONS);
  const worker = await patient.get();
  assert(await patient.get() === worker && patient.current() === worker);
  await patient.end();
  assertEquals(patient.current(), undefined);

  const impatient = crewOf(OPTIONS, 0);
  const tired = await impatient.get();
  const fresh = await impatient.get();
  assert(fresh !== tired && impatient.current() === fresh);
  const run = { experiment: good.id, profile: "smoke", seed: 42 } as const;
  await assertRejects(() => tired.digests(run), WorkerDied, "with exit code 0");
  await impatient.end();
});

/** Runs `test` with these variables set. */
async function withVariables(variables: Record<string, string>, test: () => Promise<void>): Promise<void> {
  const before = Object.keys(variables).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  try {
    await test();
  } finally {
    for (const [name, value] of before) {
      value === undefined ? Deno.env.delete(name) : Deno.env.set(name, value);
    }
  }
}

Deno.test("crewOf() goes on with wasm where the engine ends its process before a run, unless it was asked for", async () => {
  await inFolder(async (folder) => {
    // Its speed is not known here; the library is.
    await Deno.symlink(join(cacheDir(), "tensorflow"), `${folder}/tensorflow`);
    // XLA ends the process where it meets what it does not know.
    await withVariables({ RECLAIM_CACHE: folder, XLA_FLAGS: "--no_such_flag_of_xla" }, async () => {
      const auto = crewOf({ ...OPTIONS, engine: "auto" });
      assertEquals((await auto.get()).engine.name, "tensorflow");
      assert((await auto.speed()).seconds > 0);
      assertEquals((await auto.get()).engine.name, "wasm");
      await auto.end();
      for (const options of [{ engine: "tensorflow" }, { engine: "auto", requireGpu: true }] as const) {
        const asked = crewOf({ ...OPTIONS, ...options });
        await assertRejects(() => asked.speed(), SetupError);
        await asked.end();
      }
    });
  });
});

Deno.test("crewOf() asks once which engine auto is, says why, and goes on with the next where it can't be had", async () => {
  const asked: boolean[] = [];
  const crew = crewOf({ ...OPTIONS, engine: "auto", setUp: true }, undefined, ({ requireGpu }) => {
    asked.push(requireGpu);
    return Promise.resolve({ engines: ["tensorflow", "wasm"], why: "it can use a GPU", gpu: true });
  });
  assertEquals(await crew.engine(), "tensorflow");
  assertEquals([crew.why(), await crew.onGpu()], ["it can use a GPU", true]);
  await withVariables({ RECLAIM_TENSORFLOW: "/no/such/folder" }, async () => {
    assertEquals((await crew.get()).engine.name, "wasm");
  });
  assertEquals([await crew.engine(), crew.why(), await crew.onGpu(), asked], ["wasm", undefined, false, [
    false,
  ]]);
  await crew.end();

  const named = crewOf({ ...OPTIONS, engine: "cpu" }, undefined, () => Promise.reject(new Error("asked")));
  assertEquals([await named.engine(), named.why(), await named.onGpu()], ["cpu", undefined, false]);
});

Deno.test("crewOf() has the crews of one command go on with the next engine together", async () => {
  const shared = { hasWorked: false };
  const [one, other] = [0, 1].map(() =>
    crewOf(
      { ...OPTIONS, engine: "auto", setUp: true },
      undefined,
      () => Promise.resolve({ engines: ["tensorflow", "wasm"], why: "", gpu: false }),
      shared,
    )
  );
  await withVariables({ RECLAIM_TENSORFLOW: "/no/such/folder" }, async () => {
    assertEquals((await one.get()).engine.name, "wasm");
  });
  // TensorFlow could be started again, but one of them has gone on without.
  assertEquals([await other.engine(), (await other.get()).engine.name], ["wasm", "wasm"]);
  await Promise.all([one.end(), other.end()]);
});

Deno.test("crewOf() keeps the engine of a worker that has worked, also where its successor cannot be started", async () => {
  const leave = [
    // Its process ended in a run.
    (crew: Crew) => Promise.resolve(crew.lose()),
    // It had worked for long.
    (crew: Crew) => crew.end(),
  ];
  for (const left of leave) {
    const crew = crewOf(
      { ...OPTIONS, engine: "auto", setUp: true },
      undefined,
      () => Promise.resolve({ engines: ["tensorflow", "wasm"], why: "", gpu: false }),
    );
    const first = await crew.get();
    assertEquals(first.engine.name, "tensorflow");
    await left(crew);
    await withVariables({ RECLAIM_TENSORFLOW: "/no/such/folder" }, async () => {
      await assertRejects(() => crew.get(), SetupError, "/no/such/folder");
    });
    assertEquals(await crew.engine(), "tensorflow");
    await first.end();
    await crew.end();
  }
});

Deno.test("crewOf() does not take another engine for one that is only not set up yet", () =>
  inFolder(async (folder) => {
    await withVariables({ RECLAIM_CACHE: folder, RECLAIM_GPU: "0" }, async () => {
      const crew = crewOf(
        { ...OPTIONS, engine: "auto" },
        undefined,
        () => Promise.resolve({ engines: ["tensorflow", "wasm"], why: "", gpu: false }),
      );
      await assertRejects(() => crew.get(), SetupError, "not set up yet: the first run does that");
      assertEquals(await crew.engine(), "tensorflow");
    });
  }));
