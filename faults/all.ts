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
import {
  hostileRecords,
  inTheWay,
  killReport,
  linksElsewhere,
  reportElsewhere,
  tamper,
  unreadable,
} from "./strangers.ts";
import { blackImages, loaderVariables, noHome, pipHere, tooMuch } from "./surroundings.ts";

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
  {
    name: "links",
    what:
      "links to another folder, to its files or in a loop, wherever a run or a report writes in a result folder",
    holds: "exit 2 before any run, with the link's name; nothing outside the folder is changed",
    times: 11,
    inflict: linksElsewhere,
  },
  {
    name: "in-the-way",
    what:
      "a folder, a pipe, another run's record or a later version's in the place of a record, of what lies beside it, or of a lock",
    holds: "that run fails, and says what is in the way, which stays; the others are done; exit 1",
    times: 2,
    inflict: inTheWay,
  },
  {
    name: "hostile-records",
    what:
      "records nested 3,000 and a million deep, of 20,000 measurements, of none, of 8 GB, with a terminal's control characters; a pipe, looping links, a link to /etc/passwd",
    holds: "the report is drawn within a minute; each that cannot be used is named",
    times: 2,
    inflict: hostileRecords,
  },
  {
    name: "tampered",
    what:
      "a number changed, the checksum taken out, or another run's file: in records, figure data, labels, checkpoints",
    holds: "verify names the file and exits with 1; a run does not go on from another's checkpoint",
    times: 1,
    inflict: tamper,
  },
  {
    name: "unreadable",
    what: "a record and a folder of records that belong to somebody else (chmod 000)",
    holds: "that run fails, both are named; the others are done",
    times: 2,
    inflict: unreadable,
  },
  {
    name: "report-elsewhere",
    what: "a report drawn into a folder with figures/ and claims.csv that is no result folder",
    holds: "exit 2; nothing is changed or removed",
    times: 2,
    inflict: reportElsewhere,
  },
  {
    name: "report-killed",
    what: "SIGKILL at random moments of a report",
    holds: "the next one is whole, and removes what is left unfinished for an hour",
    times: 6,
    inflict: killReport,
  },
  {
    name: "too-much",
    what: "a mirror that sends without end, and one that sends a gzip file of a gigabyte for a small file",
    holds: "given up at the file's size, in words; the memory stays",
    times: 2,
    inflict: tooMuch,
  },
  {
    name: "black-images",
    what: "the user's own data files of the right sizes, all black",
    holds: "refused, in words; the other runs done",
    times: 1,
    inflict: blackImages,
  },
  {
    name: "loader-variables",
    what: "LD_LIBRARY_PATH and LD_PRELOAD set, as modules of CUDA and containers set them",
    holds: "the runs are done and find the same",
    times: 1,
    inflict: loaderVariables,
  },
  {
    name: "no-home",
    what: "HOME not set, so that there is no cache",
    holds:
      "real runs are done on the engine cpu, and on wasm where any was asked for, with one line that says why",
    times: 1,
    inflict: noHome,
  },
  {
    name: "pip-here",
    what: "a pip.py and a tempfile.py in the current folder when the engine is set up",
    holds: "neither is executed",
    times: 2,
    inflict: pipHere,
  },
];
