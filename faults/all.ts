/**
 * All faults.
 *
 * @module
 */
import { clockAhead, lockLeft } from "./clock.ts";
import { made, real } from "./command.ts";
import { fullAtCheckpoint, fullAtRecord, fullCache, readOnlyFolder } from "./disk.ts";
import type { Fault } from "./fault.ts";
import { damageCheckpoints, damageRecords, swapData } from "./files.ts";
import { endAtRandom } from "./kills.ts";
import { crashingEngine, deletedCache, divergingRuns, littleMemory, twoAtOnce } from "./runs.ts";

/** Real runs, each of which takes a second or a few. */
const REAL = real(
  "chowdhury/kmeans/mnist",
  "chowdhury/pca-kmeans/mnist",
  "chowdhury/tsne-kmeans/mnist",
  "siam/dbscan/mnist",
  "song/ncut/mnist",
  "song/spectral/mnist",
);

/** A real training of ten epochs, with a checkpoint after each. */
const TRAINING = real("agarap/ae/mnist", "--profile", "quick", "--checkpoint", "0s");

/** Made-up runs: more of them in the same time. */
const MADE = made("made/sum/*", "made/good/*", "--seed", "1,2", "--checkpoint", "0s");

const NOTHING_LOST =
  "no finished record is lost, changed or half written; the same command completes; the records are those of undisturbed runs; nothing else is left";

/** In the order in which they are done. */
export const FAULTS: readonly Fault[] = [
  {
    name: "kill",
    what: "SIGKILL at random moments of real runs, half of them to the worker too",
    holds: NOTHING_LOST,
    times: 40,
    inflict: (work) => endAtRandom(REAL, "SIGKILL", 3, work),
  },
  {
    name: "kill-training",
    what: "SIGKILL at random moments of a real training that keeps a checkpoint after each epoch",
    holds: NOTHING_LOST,
    times: 20,
    inflict: (work) => endAtRandom(TRAINING, "SIGKILL", 8, work),
  },
  {
    name: "kill-made",
    what: "SIGKILL at random moments of made-up runs, half of them to the worker too",
    holds: NOTHING_LOST,
    times: 40,
    inflict: (work) => endAtRandom(MADE, "SIGKILL", 1.5, work),
  },
  {
    name: "terminate",
    what: "SIGTERM at random moments of a real training",
    holds: `exit 130; ${NOTHING_LOST}`,
    times: 10,
    inflict: (work) => endAtRandom(TRAINING, "SIGTERM", 4, work),
  },
  {
    name: "record-damaged",
    what: "a record cut off, or one of its bits flipped",
    holds: "found, set aside, said and made again, or it reads the same as before",
    times: 40,
    inflict: damageRecords,
  },
  {
    name: "checkpoint-damaged",
    what: "a checkpoint cut off, or one of its bits flipped",
    holds: "found, set aside and said; the run starts over and finds the same",
    times: 8,
    inflict: damageCheckpoints,
  },
  {
    name: "cache-full",
    what: "the disk full while data are downloaded into the cache",
    holds: "refused in words that name the folder; nothing half written; with space again it goes on",
    times: 3,
    inflict: fullCache,
  },
  {
    name: "checkpoint-full",
    what: "the disk full while a checkpoint is to be written",
    holds: "said; the run goes on without and finds the same",
    times: 3,
    inflict: fullAtCheckpoint,
  },
  {
    name: "record-full",
    what: "the disk full while a record is to be written",
    holds:
      "exit 1 with a line that names file and reason; nothing half written; with space again it completes",
    times: 3,
    inflict: fullAtRecord,
  },
  {
    name: "read-only",
    what: "a result folder that cannot be written to",
    holds: "exit 2 before any run, with a line that names the folder",
    times: 1,
    inflict: readOnlyFolder,
  },
  {
    name: "clock-ahead",
    what: "records dated a day ahead, as by a machine whose clock is wrong (by the dates in the records)",
    holds: "what failed there is done again, and with --force what was done",
    times: 2,
    inflict: clockAhead,
  },
  {
    name: "lock-left",
    what: "a lock left by another machine: touched 298 s ago, 400 s ago, or a day ahead (by the file's time)",
    holds: "the run is done all the same, once the lock has not been touched for 5 minutes",
    times: 3,
    inflict: lockLeft,
  },
  {
    name: "cache-deleted",
    what: "the cache, the engine's library in it, deleted while real runs are under way",
    holds: "the runs complete and find the same",
    times: 2,
    inflict: deletedCache,
  },
  {
    name: "data-swapped",
    what: "a data file changed between runs",
    holds: "the user's own: a new run, the old record stays; a pinned one: refused by its SHA-256",
    times: 3,
    inflict: swapData,
  },
  {
    name: "diverging",
    what: "a training whose loss stops being a number",
    holds: "recorded as failed, without numbers; the others done; exit 1",
    times: 2,
    inflict: divergingRuns,
  },
  {
    name: "engine-crash",
    what: "the engine's process ended by a signal during real runs, as by a fault in native code",
    holds:
      "that run failed, which is said and recorded if it had begun; the others done; the same command again does it alone",
    times: 4,
    inflict: crashingEngine,
  },
  {
    name: "memory",
    what: "2 GB of memory for the command and its worker (a control group)",
    holds:
      "what fits completes and finds the same; a run that takes more is recorded as failed, the others done",
    times: 1,
    inflict: littleMemory,
  },
  {
    name: "two-at-once",
    what: "two processes started at once on one result folder",
    holds: "each run is done once; both end with 0 when all are recorded",
    times: 5,
    inflict: twoAtOnce,
  },
];
