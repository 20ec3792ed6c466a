import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Estimate } from "./estimate.ts";
import { jobsFor, secondsAtOnce, throughput } from "./jobs.ts";
import { slowdown } from "./slowdown.ts";

Deno.test("jobsFor() gives each long run threads and memory, and each short one a thread", () => {
  const machines = [[2, 24], [4, 24], [8, 24], [16, 24], [64, 256], [64, 8], [1, 1]];
  const jobs = (profile: "paper" | "quick") =>
    machines.map(([threads, memory]) => jobsFor(profile, threads, memory * 1e9));
  assertEquals(jobs("paper"), [1, 1, 2, 4, 16, 2, 1]);
  assertEquals(jobs("quick"), [2, 4, 6, 6, 64, 2, 1]);
});

Deno.test("slowdown() is 1 for one job, and what one thread does alone is not slowed down", () => {
  assertEquals([slowdown(2, 1), slowdown(1, 1), slowdown(1, 4)], [1, 1, 1]);
  assertAlmostEquals(slowdown(2, 2), 1 / (0.33 + 0.67 / 2), 1e-12);
  // More threads than jobs or not: nobody has less than one.
  assertEquals(slowdown(2, 2), slowdown(2, 8));
});

Deno.test("throughput() is 1 for one job, and less than the jobs where they share threads", () => {
  assertEquals([throughput(2, 1), throughput(1, 1)], [1, 1]);
  assertAlmostEquals(throughput(2, 2), 2 * (0.33 + 0.67 / 2), 1e-12);
});

Deno.test("secondsAtOnce() is a share of the whole, but not less than the longest, without what is recorded", () => {
  const estimates = [10, 20, 30].map((seconds) => ({ seconds, recorded: seconds === 10 }) as Estimate);
  assertEquals(secondsAtOnce(estimates, 4, 1), 50);
  assertAlmostEquals(secondsAtOnce(estimates, 4, 2), slowdown(4, 2) * 30, 1e-12);
  assertAlmostEquals(secondsAtOnce([...estimates, ...estimates], 4, 2), slowdown(4, 2) * 50, 1e-12);
  assertEquals(secondsAtOnce([], 4, 2), 0);
});
