import { assertEquals } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { random } from "../engine/random.ts";
import { made } from "./command.ts";
import { clockAhead, lockLeft } from "./clock.ts";
import { fullCache } from "./disk.ts";
import { type Finding, NotTried, type Work } from "./fault.ts";
import { damageCheckpoints, damageRecords, swapData } from "./files.ts";
import { endAtRandom } from "./kills.ts";
import { divergingRuns, twoAtOnce } from "./runs.ts";

/** Does a fault a few times; it must have held each time. */
async function assertHolds(inflict: (work: Work) => Promise<Finding>, times: number): Promise<void> {
  await inFolder(async (folder) => {
    const finding = await inflict({ folder, times, random: random(1) });
    assertEquals(finding.broken, []);
    assertEquals(finding.times, times);
  });
}

Deno.test("a command that is killed at random moments loses nothing and completes with the undisturbed records", async () => {
  const suite = made("made/sum/*", "made/good/*", "--checkpoint", "0s");
  await assertHolds((work) => endAtRandom(suite, "SIGKILL", 1, work), 2);
});

Deno.test("records that are cut off or have a bit flipped are found, set aside and made again", () =>
  assertHolds(damageRecords, 12));

Deno.test("checkpoints that are cut off or have a bit flipped are found, and the run starts over", () =>
  assertHolds(damageCheckpoints, 2));

Deno.test("two processes on one folder do each run once", () => assertHolds(twoAtOnce, 1));

Deno.test("a training that diverges is recorded as failed, and the other runs are done", () =>
  assertHolds(divergingRuns, 1));

Deno.test("a wrong clock keeps no run from being done again", () => assertHolds(clockAhead, 1));

Deno.test("a lock that another machine left keeps no run from being done", () => assertHolds(lockLeft, 3));

Deno.test("changed data are a new run, or refused", () => assertHolds(swapData, 1));

Deno.test("a download that finds the cache full is refused in words, and goes on with space again", async () => {
  try {
    await assertHolds(fullCache, 1);
  } catch (error) {
    if (!(error instanceof NotTried)) throw error;
  }
});
