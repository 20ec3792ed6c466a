/**
 * Clocks that are wrong, and locks that processes which are gone have left.
 *
 * @module
 */
import type { RunRecord } from "../records/record.ts";
import { readSoundRecords, writeRecord } from "../records/record_files.ts";
import { lockPath } from "../workers/suite.ts";
import { differences, made, run } from "./command.ts";
import type { Finding, Work } from "./fault.ts";

const DAY = 24 * 60 * 60 * 1000;

/**
 * Dates records a day ahead, as a machine whose clock is wrong does: failed ones, which are to be done again, and done ones,
 * which `--force` is to do again.
 */
export async function clockAhead({ folder, times }: Work): Promise<Finding> {
  const reference = `${folder}/undisturbed`;
  await run(made("made/good/*"), reference);
  const [done] = (await readSoundRecords(reference)).records;
  const started = new Date(Date.now() + DAY).toISOString();
  const ahead: RunRecord = { ...done, provenance: { ...done.provenance, started } };
  const failed: RunRecord = { ...ahead, status: "failed", error: "made to fail", measurements: [] };
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    for (const [record, ...flags] of [[failed], [ahead, "--force"]] as const) {
      const out = `${folder}/${record.status}-${i}`;
      await writeRecord(out, record);
      const { code, said } = await run(made("made/good/*", ...flags), out);
      if (code !== 0 || !said.includes("1 done")) broken.push(`${record.status}: exit ${code}: ${said}`);
      broken.push(...await differences(out, reference));
    }
  }
  return { times, happened: "the failed run was done again, and with --force the done one", broken };
}

/** How long ago, by this machine's clock, a process of another machine last touched the lock that it left. */
const AGES = [298_000, 400_000, -DAY];

/** Leaves locks as a machine does that was switched off: nearly 5 minutes ago, before that, and with a clock a day ahead. */
export async function lockLeft({ folder, times }: Work): Promise<Finding> {
  const suite = made("made/good/*");
  const reference = `${folder}/undisturbed`;
  await run(suite, reference);
  const [record] = (await readSoundRecords(reference)).records;
  const lock = lockPath(record);
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const age = AGES[i % AGES.length];
    const out = `${folder}/${i}`, path = `${out}/${lock}`;
    const touched = new Date(Date.now() - age);
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(
      path,
      JSON.stringify({ host: "elsewhere", pid: 1, started: touched.toISOString() }) + "\n",
    );
    await Deno.utime(path, touched, touched);
    const { code, said } = await run(suite, out);
    const missing = await differences(out, reference);
    if (code === 0 && missing.length === 0) continue;
    broken.push(`touched ${age / 60000} min ago: exit ${code}, ${missing.join(", ")}: ${said}`);
  }
  return { times, happened: "taken over, the first when it had not been touched for 5 minutes", broken };
}
