/**
 * Processes ended at random moments.
 *
 * @module
 */
import { filesIn } from "../engine/testing.ts";
import { recordPath } from "../records/record.ts";
import { readSoundRecords } from "../records/record_files.ts";
import { BEGUN, childrenOf, differences, endsWithin, hears, run, start, type Suite } from "./command.ts";
import type { Finding, Work } from "./fault.ts";

/** Seconds in which a process starts; a quarter of those that are ended are ended then. */
const STARTING = 2;

/**
 * Ends the command at random moments, and starts it again on the same folder until all its runs are recorded; then on a new
 * folder, and so on.
 *
 * @param working Seconds from a process's first run within which most are ended.
 */
export async function endAtRandom(
  suite: Suite,
  signal: "SIGKILL" | "SIGTERM",
  working: number,
  { folder, times, random }: Work,
): Promise<Finding> {
  const broken: string[] = [];
  const reference = `${folder}/undisturbed`;
  const { code, said } = await run(suite, reference);
  if (code !== 0) throw new Error(`The undisturbed runs ended with ${code}: ${said}`);
  let kills = 0, whileRunning = 0, folders = 0, restored = 0;
  while (kills < times) {
    const out = `${folder}/${++folders}`;
    let done = new Map<string, string>();
    while (true) {
      const process = start(suite, out);
      const starting = random() < 0.25;
      const moment = random() * (starting ? STARTING : working);
      const withWorker = random() < 0.5;
      const over = kills === times || !starting && !await hears(process, BEGUN) ||
        await endsWithin(process, moment);
      if (!over) {
        const workers = signal === "SIGKILL" && withWorker ? await childrenOf(process.pid) : [];
        process.signal(signal);
        for (const pid of workers) killIfThere(pid);
        kills++;
        if (process.says(BEGUN)) whileRunning++;
      }
      const ended = await process.ended;
      if (process.says(/^Going on with /m)) restored++;
      const now = await finished(out, broken);
      for (const [path, text] of done) {
        if (now.get(path) !== text) broken.push(`${path} was ${now.has(path) ? "done again" : "lost"}`);
      }
      done = now;
      if (!over) {
        // Before it listens, the signal itself ends it.
        const fine = process.says(BEGUN) ? [0, 130] : [0, 130, 143];
        if (signal === "SIGTERM" && !fine.includes(ended.code)) {
          broken.push(`SIGTERM ended it with ${ended.code}: ${ended.said}`);
        }
      } else {
        if (ended.code !== 0) broken.push(`It ended with ${ended.code}: ${ended.said}`);
        break;
      }
    }
    broken.push(...await differences(out, reference));
    const left = (await filesIn(`${out}/runs`)).filter((path) => !/(^|\/)[^.][^/]*\.json$/.test(path));
    if (left.length > 0) broken.push(`left behind: ${left.join(", ")}`);
  }
  return {
    times: kills,
    happened:
      `${whileRunning} while a run was under way; ${folders} folders completed with the undisturbed records, ` +
      `${restored} times from a checkpoint; nothing else left in them`,
    broken,
  };
}

/** The finished records of a folder as text, by path; what is wrong with others goes to `broken`. */
async function finished(out: string, broken: string[]): Promise<Map<string, string>> {
  const { records, faults } = await readSoundRecords(out);
  broken.push(...faults.map(({ error }) => error.message));
  const texts = new Map<string, string>();
  for (const record of records) {
    const path = recordPath(record);
    if (record.status === "done") texts.set(path, await Deno.readTextFile(`${out}/${path}`));
    else broken.push(`${path} is ${record.status}: ${record.error}`);
  }
  return texts;
}

function killIfThere(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
