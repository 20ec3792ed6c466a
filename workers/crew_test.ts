import { assert, assertEquals, assertRejects } from "@std/assert";
import { good, SUITE } from "../commands/testing_suite.ts";
import { crewOf } from "./crew.ts";
import { WorkerDied } from "./worker.ts";

const OPTIONS = { engine: "cpu", requireGpu: false, setUp: false, quiet: true } as const;

Deno.test("crewOf() has one worker at a time, and a fresh one where that has worked for long", async () => {
  const patient = crewOf(OPTIONS, SUITE);
  const worker = await patient.get();
  assert(await patient.get() === worker && patient.current() === worker);
  await patient.end();
  assertEquals(patient.current(), undefined);

  const impatient = crewOf(OPTIONS, SUITE, 0);
  const tired = await impatient.get();
  const fresh = await impatient.get();
  assert(fresh !== tired && impatient.current() === fresh);
  const run = { experiment: good.id, profile: "smoke", seed: 42 } as const;
  await assertRejects(() => tired.digest(run), WorkerDied, "with exit code 0");
  await impatient.end();
});
