/**
 * Runs that go wrong, and processes that share a result folder.
 *
 * @module
 */
import type { RunRecord } from "../records/record.ts";
import { readSoundRecords } from "../records/record_files.ts";
import { cacheDir } from "../disk/cache.ts";
import {
  BEGUN,
  childrenOf,
  differences,
  type Ended,
  hears,
  made,
  real,
  run,
  start,
  type StartOptions,
} from "./command.ts";
import { type Finding, NotTried, seconds, type Work } from "./fault.ts";

/** Has a training diverge, beside one that does not. */
export async function divergingRuns({ folder, times }: Work): Promise<Finding> {
  const broken: string[] = [];
  let error = "";
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    const { code, said } = await run(made("made/diverging/*", "made/good/*"), out);
    if (code !== 1 || !said.includes("2 runs: 1 done, 0 already recorded, 1 failed")) {
      broken.push(`It ended with ${code}: ${said}`);
    }
    const { diverging, good } = await byMethod(out);
    error = diverging?.error ?? "";
    if (diverging?.status !== "failed" || diverging.measurements.length > 0) {
      broken.push("not recorded as failed");
    }
    if (!/the loss of epoch \d+ must be finite/.test(error)) broken.push(`It says: ${error}`);
    if (good?.status !== "done") broken.push("the other run was not done");
  }
  return {
    times,
    happened: `recorded as failed, without a number ("${error}"); the other run done; exit 1`,
    broken,
  };
}

async function byMethod(out: string): Promise<Record<string, RunRecord | undefined>> {
  const { records } = await readSoundRecords(out);
  return Object.fromEntries(records.map((record) => [record.method, record]));
}

/** How a fault in native code ends a process. Not SIGSEGV: V8 listens for it, and only a real fault comes again. */
const CRASHES = ["SIGABRT", "SIGKILL", "SIGILL", "SIGFPE"] as const;

/** Ends the process of a run as a fault in the engine would, while real runs are under way. */
export async function crashingEngine({ folder, times, random }: Work): Promise<Finding> {
  // One at a time, so that one process runs.
  const suite = real("chowdhury/kmeans/mnist", "siam/dbscan/mnist", "agarap/ae/mnist", "--jobs", "1");
  const reference = `${folder}/undisturbed`;
  const broken: string[] = [];
  const undisturbed = await run(suite, reference);
  if (undisturbed.code !== 0) throw new Error(`The undisturbed runs failed: ${undisturbed.said}`);
  let recorded = 0;
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    const crash = CRASHES[i % CRASHES.length];
    const process = start(suite, out);
    await hears(process, BEGUN);
    await seconds(random());
    for (const worker of await childrenOf(process.pid)) Deno.kill(worker, crash);
    const { code, said } = await process.ended;
    const { records } = await readSoundRecords(out);
    const done = records.filter(({ status }) => status === "done");
    const failed = records.filter(({ status }) => status === "failed");
    // Where the process had not begun the run yet, there is nothing to record.
    const told = failed.length === 0 || failed.length === 1 && failed[0].error?.includes(crash);
    if (failed.length > 0) recorded++;
    if (code !== 1 || done.length !== 2 || !told || !said.includes(`its process was ended by ${crash}`)) {
      broken.push(`${crash}: it ended with ${code}: ${said}`);
    }
    const again = await run(suite, out);
    if (again.code !== 0 || !again.said.includes("3 runs: 1 done, 2 already recorded, 0 failed")) {
      broken.push(`${crash}: the second time it ended with ${again.code}: ${again.said}`);
    }
    broken.push(...await differences(out, reference));
  }
  return {
    times,
    happened:
      `${
        CRASHES.slice(0, times).join(", ")
      }: said, ${recorded} times in a record; the others done; exit 1; ` +
      "the same command again did that run alone",
    broken,
  };
}

/** Starts two processes at once on one folder. */
export async function twoAtOnce({ folder, times }: Work): Promise<Finding> {
  const suite = made("made/sum/*", "made/good/*", "--seed", "1,2,3", "--checkpoint", "0s");
  const reference = `${folder}/undisturbed`;
  await run(suite, reference);
  const broken: string[] = [];
  const shares: string[] = [];
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    const both = await Promise.all([run(suite, out), run(suite, out)]);
    const done = both.map(({ said }) => Number(said.match(/(\d+) done/)?.[1]));
    for (const [which, { code, said }] of both.entries()) {
      const all = said.includes(
        `6 runs: ${done[which]} done, ${6 - done[which]} already recorded, 0 failed\n`,
      );
      if (code !== 0 || !all) broken.push(`One ended with ${code}: ${said}`);
    }
    if (done[0] + done[1] !== 6) broken.push(`Of 6 runs one did ${done[0]}, the other ${done[1]}`);
    shares.push(done.join(" + "));
    broken.push(...await differences(out, reference));
  }
  return { times, happened: `6 runs each time: ${shares.join(", ")}`, broken };
}

/** The bytes that {@linkcode littleMemory} leaves. */
const MEMORY = 2 * 2 ** 30;

/**
 * Lets the command have 2 GB: a run that takes ever more ends without the others, and real runs find what they did with all
 * memory.
 */
export async function littleMemory({ folder, times }: Work): Promise<Finding> {
  const suite = real("chowdhury/pca-kmeans/mnist", "agarap/ae/mnist");
  const reference = `${folder}/undisturbed`;
  await run(suite, reference);
  const broken: string[] = [];
  let error = "";
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    const hungry = await limited(made("made/hungry/*", "made/good/*"), out);
    const records = await byMethod(out);
    error = records.hungry?.error ?? "";
    if (hungry.code !== 1 || records.hungry?.status !== "failed" || records.good?.status !== "done") {
      broken.push(`It ended with ${hungry.code}: ${hungry.said}`);
    }
    const fitting = await limited(suite, `${out}-real`);
    if (fitting.code !== 0) broken.push(`Real runs ended with ${fitting.code}: ${fitting.said}`);
    broken.push(...await differences(`${out}-real`, reference));
  }
  return {
    times,
    happened:
      `a run that took more: recorded as failed ("${error}"), the other done, exit 1; real runs: completed`,
    broken,
  };
}

/** Runs a suite in a control group with {@linkcode MEMORY}. */
async function limited(suite: Parameters<typeof run>[0], out: string): Promise<Ended> {
  const group = `/sys/fs/cgroup/memory/reclaim-faults-${Deno.pid}`;
  const { success } = await shell(`mkdir ${group} && echo ${MEMORY} > ${group}/memory.limit_in_bytes`);
  if (success) {
    try {
      return await run(suite, out, {
        under: ["sh", "-c", `echo $$ > ${group}/cgroup.procs && exec "$@"`, "sh"],
      });
    } finally {
      await shell(`rmdir ${group}`);
    }
  }
  const under = ["systemd-run", "-q", "--scope", "-p", `MemoryMax=${MEMORY}`, "-p", "MemorySwapMax=0"];
  if (!(await shell(`${under.join(" ")} true`)).success) {
    throw new NotTried("neither a control group of memory nor systemd-run can be had");
  }
  return await run(suite, out, { under });
}

async function shell(script: string): Promise<Deno.CommandOutput> {
  return await new Deno.Command("sh", { args: ["-c", script], stderr: "null" }).output();
}

/** Removes the cache, the engine's library in it, while runs are under way. */
export async function deletedCache({ folder, times }: Work): Promise<Finding> {
  const suite = real("chowdhury/kmeans/mnist", "agarap/ae/mnist", "siam/dbscan/mnist");
  const reference = `${folder}/undisturbed`;
  const { said } = await run(suite, reference);
  if (!said.includes("Engine: tensorflow") || Deno.env.get("RECLAIM_TENSORFLOW")) {
    throw new NotTried("the engine's library is not in the cache");
  }
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`, cache = `${folder}/cache-${i}`;
    // Links to the files of the real one: they are removed, those stay.
    await shell(`mkdir ${cache} && cp -rs "$(realpath "${cacheDir()}")/tensorflow" "${cache}"`);
    const options: StartOptions = { env: { RECLAIM_CACHE: cache } };
    const process = start(suite, out, options);
    await hears(process, BEGUN);
    await Deno.remove(cache, { recursive: true });
    const { code, said } = await process.ended;
    if (code !== 0) broken.push(`It ended with ${code}: ${said}`);
    broken.push(...await differences(out, reference));
  }
  return { times, happened: "the library stayed in use, all runs completed and found the same", broken };
}
