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
import { hostileRecords, killReport } from "./strangers.ts";
import { blackImages, pipHere, tooMuch } from "./surroundings.ts";

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

Deno.test("records that are made to end a report are named, and it is drawn", () =>
  assertHolds(hostileRecords, 1));

Deno.test("a report that was killed leaves nothing behind for long", () => assertHolds(killReport, 1));

Deno.test("images that are all the same are refused", () => assertHolds(blackImages, 1));

Deno.test("a download that is too long is given up, and so is one that holds too much", async () => {
  const finding = await tooMuch({ folder: "", times: 1, random: random(1) });
  assertEquals(finding.broken, []);
});

Deno.test("a pip.py in the current folder is not executed", async () => {
  try {
    await assertHolds(pipHere, 1);
  } catch (error) {
    if (!(error instanceof NotTried)) throw error;
  }
});

Deno.test("a download that finds the cache full is refused in words, and goes on with space again", async () => {
  try {
    await assertHolds(fullCache, 1);
  } catch (error) {
    if (!(error instanceof NotTried)) throw error;
  }
});
