import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Estimate, within } from "./estimate.ts";
import { jobsFor, secondsAtOnce } from "./jobs.ts";
import { slowdown } from "./slowdown.ts";

Deno.test("jobsFor() gives each long run threads and memory, and each short one a thread", () => {
  const machines = [[2, 24], [4, 24], [8, 24], [16, 24], [64, 256], [64, 8], [1, 1]];
  const jobs = (profile: "paper" | "quick") =>
    machines.map(([threads, memory]) => jobsFor(profile, { threads, memory: memory * 1e9, gpu: false }));
  assertEquals(jobs("paper"), [1, 1, 2, 4, 16, 2, 1]);
  assertEquals(jobs("quick"), [2, 4, 6, 6, 64, 2, 1]);
  assertEquals(jobsFor("quick", { threads: 64, memory: 256e9, gpu: true }), 1);
});

Deno.test("slowdown() is 1 for one job, and what one thread does alone is not slowed down", () => {
  assertEquals([slowdown(2, 1), slowdown(1, 1), slowdown(1, 4)], [1, 1, 1]);
  assertAlmostEquals(slowdown(2, 2), 1 / (0.33 + 0.67 / 2), 1e-12);
  // More threads than jobs or not: nobody has less than one.
  assertEquals(slowdown(2, 2), slowdown(2, 8));
});

Deno.test("secondsAtOnce() is a share of the whole, but not less than the longest, without what is recorded", () => {
  const estimates = [10, 20, 30].map((seconds) => ({ seconds, recorded: seconds === 10 }) as Estimate);
  assertEquals(secondsAtOnce(estimates, 4, 1), 50);
  assertAlmostEquals(secondsAtOnce(estimates, 4, 2), slowdown(4, 2) * 30, 1e-12);
  assertAlmostEquals(secondsAtOnce([...estimates, ...estimates], 4, 2), slowdown(4, 2) * 50, 1e-12);
  assertEquals(secondsAtOnce([], 4, 2), 0);
});

Deno.test("secondsAtOnce() counts no more runs at once than there are threads", () => {
  const four = Array.from({ length: 4 }, () => ({ seconds: 10, recorded: false }) as Estimate);
  for (const jobs of [2, 4, 8]) {
    assertAlmostEquals(secondsAtOnce(four, 2, jobs), 4 * 10 * slowdown(2, 2) / 2, 1e-12);
  }
});

Deno.test("within() leaves out a run that alone takes longer than the budget on its share of the threads", () => {
  const [short, long] = [10, 30].map((seconds) => ({ seconds, recorded: false }) as Estimate);
  const fitting = (budget: number, jobs: number) =>
    within(budget, [short, long], (estimates) => secondsAtOnce(estimates, 4, jobs));
  assertEquals(fitting(40, 1), [short, long]);
  const alone = slowdown(4, 2) * 30;
  // Both runs' share of the machine is less than that.
  assert(secondsAtOnce([short, short, short, short], 4, 2) < alone);
  assertEquals(fitting(alone - 0.1, 2), [short]);
  assertEquals(fitting(alone, 2), [short, long]);
});
