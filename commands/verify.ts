/**
 * The command `deno task verify`: whether recorded results are what the experiments, as they are now, give.
 *
 * @module
 */
import { DataError, locateDataset } from "../datasets/mod.ts";
import { type EngineName, ENGINES } from "../engine/mod.ts";
import { SetupError } from "../engine/setup_error.ts";
import type { LabelMetric, Metric } from "../metrics/metric.ts";
import { KNOWN_METRICS } from "../metrics/registry.ts";
import { recordFaults } from "../papers/faults.ts";
import { type Declaration, loadDeclarations } from "../papers/load.ts";
import { besideFaults } from "../records/beside.ts";
import { codeDigest } from "../records/code.ts";
import { compareRuns, isDuration, TOLERANCE } from "../records/compare_runs.ts";
import { canonicalJson } from "../records/digest.ts";
import { LabelsError, readLabels } from "../records/labels.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { readSoundRecords } from "../records/record_files.ts";
import { rescore } from "../records/rescore.ts";
import { settingsByPath } from "../records/settings.ts";
import { type MadeBy, madeBy } from "../runner/made_by.ts";
import { configNow } from "../runner/run.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { counted, listed } from "../terminal/counted.ts";
import { notice } from "../terminal/notice.ts";
import { showDuration } from "../terminal/duration.ts";
import { board } from "../workers/progress.ts";
import { UsageError } from "../terminal/usage.ts";
import { wholeNumber } from "../terminal/whole_number.ts";
import { checkDataFolder } from "./data_folder.ts";
import { crewOf } from "../workers/crew.ts";
import { WorkerDied } from "../workers/worker.ts";

const USAGE = `deno task verify [DIR] [options]

Checks the records in DIR/runs (default: reports/published):

- each has the digest of what it says it was made with, and was not changed since it was written, nor were the figure data
  and the labels beside it;
- paper, method, data set and configuration are those that its experiment has now;
- how many were made by other code than a run would execute now, or have no digest of their code, is said for each paper;
  each record names the commit that made it;
- with --rescore, the scores against the classes are computed again from the labels that are kept beside each record, and
  must be equal to the recorded ones;
- a sample of the runs is made again: the cheapest record of each of N experiments, those by other code first. With the
  same engine on the same kind of processor, each number must be equal to a relative ${TOLERANCE}. On another, what
  differs is said and not judged. Durations, whose names begin with "seconds" or "processor seconds", are left out.

  --paper NAME      only this paper's records; may be given more than once
  --papers DIR      know the paper in this folder too; may be given more than once. This executes its code, which may do
                    what the command's permissions allow
  --sample N        how many runs to make again (default: 3); 0 for none
  --rescore         compute scores again from the kept labels
  --data-dir DIR    take data sets from this folder; experiments whose data can't be had are not run again
  --quiet           show no progress

Exit codes: 0 all is the same, 1 something differs (a line each), 2 bad usage.`;

/** Runs the command; returns its exit code. */
export async function verify(args: string[]): Promise<number> {
  const flags = readFlags(args, {
    string: ["paper", "papers", "sample", "data-dir"],
    boolean: ["rescore", "quiet", "help"],
    collect: ["paper", "papers"],
  });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const [out = "reports/published", ...others] = flags._;
  if (others.length > 0) throw new UsageError(`Give one folder: there is also ${others[0]}`);
  const count = wholeNumber("--sample", flags.sample ?? "3", [0]);
  await checkDataFolder(flags["data-dir"]);
  const papers = await loadDeclarations(flags.papers);
  const known = papers.map(({ id }) => id);
  for (const name of flags.paper) {
    if (!known.includes(name)) throw new UsageError(`Unknown paper ${name}: known are ${known.join(", ")}`);
  }
  const read = await readSoundRecords(out);
  const isAsked = (path: string) =>
    flags.paper.length === 0 || flags.paper.some((name) => path.startsWith(`runs/${name}/`));
  const records = read.records.filter((record) => isAsked(recordPath(record)));
  const faults = read.faults.filter(({ path }) => isAsked(path));
  if (records.length + faults.length === 0) {
    throw new UsageError(
      `No records in ${out}/runs${flags.paper.length > 0 ? ` of ${listed(flags.paper)}` : ""}`,
    );
  }

  const changes = new Map(records.map((record) => [record, changesSince(record, papers)]));
  const differences = [
    ...faults.map(({ error }) => error.message),
    ...records.flatMap((record) => changes.get(record)!.map((change) => `${recordPath(record)}: ${change}`)),
  ];
  for (const record of records) differences.push(...await besideFaults(out, record));
  for (const difference of differences) notice(difference);
  const made = await codeOfRecords(records, papers);
  for (const line of codeInWords(made)) print(line);
  print(
    `${counted(records.length + faults.length, "record")}: ${differencesInWords(differences.length)}`,
  );
  let apart = differences.length;
  if (flags.rescore) apart += await rescoreAll(out, records, papers);

  const current = records.filter((record) => changes.get(record)!.length === 0);
  const options = { folders: flags.papers, quiet: flags.quiet, dataDir: flags["data-dir"] };
  const sampled = await sample(inSampleOrder(current, made), count, papers, options.dataDir);
  for (const record of sampled) apart += await rerun(record, options);
  return apart > 0 ? 1 : 0;
}

/** What sets a record apart from what its experiment, as it is now, would record. */
export function changesSince(
  record: RunRecord,
  papers: readonly Pick<Declaration, "experiments">[],
): string[] {
  const { profile, engine } = record;
  const experiment = papers.flatMap(({ experiments }) => experiments).find(({ id }) =>
    id === record.experiment
  );
  const faults = recordFaults(record, papers, "").map(({ reason }) => reason);
  if (!(ENGINES as readonly string[]).includes(engine.name)) {
    faults.push(`engine.name must be one of ${ENGINES.join(", ")}, got "${engine.name}"`);
  }
  if (!experiment) return faults;
  const protocol = experiment.profiles[profile];
  if (!protocol) return [...faults, `its experiment has no profile ${profile} any more`];
  const now = settingsByPath(configNow(protocol, record));
  const before = settingsByPath(record.config);
  const show = (value: unknown) => value === undefined ? "absent" : canonicalJson(value);
  const changed = [...new Set([...now.keys(), ...before.keys()])]
    .map((path) => ({ path, was: show(before.get(path)), is: show(now.get(path)) }))
    .filter(({ was, is }) => was !== is);
  return [
    ...faults,
    ...changed.map(({ path, was, is }) => `the protocol has changed: ${path} was ${was}, is ${is}`),
  ];
}

/** Which code made each record, of those whose paper is known. */
async function codeOfRecords(
  records: readonly RunRecord[],
  papers: readonly Declaration[],
): Promise<Map<RunRecord, MadeBy>> {
  const made = new Map<RunRecord, MadeBy>();
  for (const record of records) {
    const paper = papers.find(({ experiments }) => experiments.some(({ id }) => id === record.experiment));
    if (paper) made.set(record, madeBy(record, await codeDigest(new URL("paper.ts", paper.folder))));
  }
  return made;
}

/** How many records of each paper this code did not make, a line for each paper. */
export function codeInWords(made: ReadonlyMap<RunRecord, MadeBy>): string[] {
  return [...Map.groupBy(made, ([{ paper }]) => paper)].flatMap(([paper, own]) => {
    const count = (which: MadeBy) => own.filter(([, one]) => one === which).length;
    const [other, unkept] = [count("other code"), count("code not known")];
    if (other + unkept === 0) return [];
    const parts = [
      ...other > 0 ? [`${other} by other code than a run would execute now`] : [],
      ...unkept > 0 ? [`${unkept} without a digest of their code`] : [],
    ];
    return [`${paper}: of ${counted(own.length, "record")}, ${parts.join(", ")}`];
  });
}

/** Scores all records again that have labels, and says what came out; returns the number of differences. */
async function rescoreAll(
  out: string,
  records: readonly RunRecord[],
  papers: readonly Declaration[],
): Promise<number> {
  let compared = 0, scored = 0, differing = 0, without = 0;
  for (const record of records) {
    const { metrics } = papers.find(({ id }) => id === record.paper) ?? { metrics: [] };
    const lines: string[] = [];
    try {
      const clusterings = await readLabels(out, record);
      if (clusterings === undefined) {
        without++;
        continue;
      }
      const found = rescore(record, clusterings, labelMetrics(metrics));
      compared += found.compared;
      lines.push(...found.differences.map((difference) => `${recordPath(record)}: ${difference}`));
    } catch (error) {
      // It was said with the other differences.
      if (error instanceof LabelsError) continue;
      throw error;
    }
    for (const line of lines) notice(line);
    scored++;
    differing += lines.length;
  }
  print(
    `${counted(compared, "score")} of ${counted(scored, "record")} made again from their labels: ` +
      `${differencesInWords(differing)}; ${counted(without, "record")} without labels`,
  );
  return differing;
}

function differencesInWords(count: number): string {
  return count > 0 ? counted(count, "difference") : "no differences";
}

/** A paper's own metrics against the classes, and every other one that is known. */
function labelMetrics(own: readonly Metric[]): LabelMetric[] {
  const others = KNOWN_METRICS.filter(({ name }) => !own.some((metric) => metric.name === name));
  return [...own, ...others].filter((metric) => metric.kind === "labels");
}

/** Those that can be made again: other code's first, then those whose code was not kept, and the cheapest first of each. */
export function inSampleOrder(
  records: readonly RunRecord[],
  made: ReadonlyMap<RunRecord, MadeBy>,
): RunRecord[] {
  const order: (MadeBy | undefined)[] = ["other code", "code not known", "this code"];
  const rank = (record: RunRecord) => order.indexOf(made.get(record));
  return records.filter(({ status }) => status === "done")
    .toSorted((a, b) => rank(a) - rank(b) || a.seconds - b.seconds);
}

/** The first record of each of the first experiments whose data can be had. */
async function sample(
  records: readonly RunRecord[],
  count: number,
  papers: readonly Declaration[],
  dataDir: string | undefined,
): Promise<RunRecord[]> {
  const experiments = papers.flatMap(({ experiments }) => experiments);
  const datasets = papers.flatMap(({ datasets }) => datasets);
  const sampled: RunRecord[] = [];
  for (const record of records) {
    if (sampled.length === count) break;
    if (sampled.some(({ experiment }) => experiment === record.experiment)) continue;
    const { profiles } = experiments.find(({ id }) => id === record.experiment)!;
    try {
      await locateDataset(
        profiles[record.profile]!.dataset,
        dataDir === undefined ? {} : { dataDir },
        datasets,
      );
      sampled.push(record);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
    }
  }
  if (sampled.length < count) {
    const left = new Set(records.map(({ experiment }) => experiment)).size - sampled.length;
    const why = left === 0 ? "no other has a record" : `the data of ${counted(left, "other")} can't be had`;
    notice(
      `Made again: runs of ${
        counted(sampled.length, "experiment")
      }, where --sample asks for ${count}: ${why}`,
    );
  }
  return sampled;
}

/** What a run is made again with. */
interface RerunOptions {
  folders: readonly string[];
  quiet: boolean;
  dataDir: string | undefined;
}

/** Makes a record's run again, and says what came out; returns the number of differences that count. */
async function rerun(
  record: RunRecord,
  { folders, quiet, dataDir }: RerunOptions,
): Promise<number> {
  const { experiment, profile, seed } = record;
  const crew = crewOf({
    papers: folders,
    engine: record.engine.name as EngineName,
    requireGpu: false,
    setUp: true,
    quiet,
    // Sums are split among threads, so that their number moves the last digits.
    threads: record.provenance.threads,
    ...dataDir !== undefined && { dataDir },
  });
  const label = `${experiment} (${profile}, seed ${seed})`;
  try {
    const worker = await crew.get();
    // Its configuration is today's: else it would not be in the sample.
    if ((await worker.digests({ experiment, profile, seed })).digest !== record.digest) {
      const names = record.data.map(({ name, standIn }) =>
        standIn === undefined ? name : `a stand-in for ${standIn}`
      );
      print(`${label}: not judged: recorded on other data than there are here: ${names.join(", ")}`);
      return 0;
    }
    if (!quiet) notice(`${label} again, about ${showDuration(record.seconds)}`);
    const shown = quiet ? undefined : board().begin({ label, estimate: record.seconds, rest: () => 0 });
    const ran = await worker.run({ experiment, profile, seed }, { step: (step) => shown?.update(step) })
      .finally(() => shown?.end());
    if (ran === "stopped") throw new Error(`${label} was stopped`);
    const kinds = [record, ran.record].map(kindOf);
    const judged = kinds[0] === kinds[1];
    if (ran.record.status !== "done") {
      print(`${label}: it failed: ${ran.record.error}`);
      return judged ? 1 : 0;
    }
    const found = compareRuns(record, ran.record);
    for (const line of found) print(`${label}: ${line}`);
    const durations = record.measurements.filter(isDuration).length;
    print(
      `${label}: ${counted(record.measurements.length - durations, "number")} made again, ${
        found.length || "none"
      } apart` +
        (judged || found.length === 0 ? "" : `, not judged: recorded on ${kinds[0]}, here ${kinds[1]}`) +
        (durations === 0 ? "" : `; ${counted(durations, "duration")} left out`),
    );
    return judged ? found.length : 0;
  } catch (error) {
    if (error instanceof WorkerDied) {
      print(`${label}: it cannot be made again: ${error.message}`);
      crew.lose();
      return 1;
    }
    if (!(error instanceof SetupError || error instanceof DataError)) throw error;
    print(`${label}: not judged: ${error.message}`);
    return 0;
  } finally {
    await crew.end();
  }
}

/** What a run's numbers depend on beside its configuration. */
function kindOf({ provenance, engine: { name, version, device } }: RunRecord): string {
  const { cpu, threads, threadsBefore } = provenance;
  const changes = threadsBefore === undefined
    ? ""
    : ` by ${[...threadsBefore, threads].join(", then ")} threads`;
  return `${cpu} with ${name} ${version} on the ${device}${changes}`;
}

if (import.meta.main) await main(verify);
