/**
 * Result folders that somebody else has filled, in good faith or bad.
 *
 * @module
 */
import { copyFolder, filesIn } from "../engine/testing.ts";
import { classesByClusters, figureDataPath, writeFigureData } from "../records/figure_data.ts";
import { encodeLabels, labelsPath, writeLabels } from "../records/labels.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { readRecords, writeRecord } from "../records/record_files.ts";
import { exampleRecord } from "../runner/testing.ts";
import { lockPath } from "../workers/suite.ts";
import { appears, differences, made, run, runCommand, start, startCommand } from "./command.ts";
import { type Finding, NotTried, seconds, type Work } from "./fault.ts";

const GOOD = made("made/good/*", "--quiet");

/** All files of a folder with their contents. */
async function contentsOf(folder: string): Promise<string> {
  const names = await filesIn(folder);
  return JSON.stringify(
    await Promise.all(names.map(async (name) => [name, await Deno.readTextFile(`${folder}/${name}`)])),
  );
}

async function makeFolderOf(path: string): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
}

/** Puts links to another result folder, and to a file and a folder of it, wherever a run or a report writes. */
export async function linksElsewhere({ folder, times }: Work): Promise<Finding> {
  const other = `${folder}/other`;
  await run(GOOD, other);
  const [record] = await readRecords(other);
  const before = await contentsOf(other);
  const links: [link: string, target: string][] = [
    ["runs", `${other}/runs`],
    ["runs/made", `${other}/runs/made`],
    ["runs/imported", `${other}/runs`],
    ["runs/loop", "."],
    ["runs/.writable", `${other}/REPORT.md`],
    [".report.lock", `${other}/REPORT.md`],
    [lockPath(record), `${other}/REPORT.md`],
    [recordPath(record), `${other}/${recordPath(record)}`],
    ["papers", `${other}/papers`],
    ["figures", `${other}/figures`],
    ["site", `${other}/site`],
  ];
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const [link, target] = links[i % links.length];
    const out = `${folder}/${i}`;
    await makeFolderOf(`${out}/${link}`);
    await Deno.symlink(target, `${out}/${link}`);
    const { code, said } = await run(GOOD, out);
    if (code !== 2 || !said.includes(`remove ${link}, or`)) broken.push(`${link}: exit ${code}: ${said}`);
    await Deno.mkdir(`${out}/runs`, { recursive: true });
    const drawn = await runCommand("report", ["--out", out]);
    if (drawn.said.includes("\n    at ")) broken.push(`${link}: the report: ${drawn.said}`);
    if (await contentsOf(other) !== before) broken.push(`${link}: the other folder was changed`);
  }
  return { times, happened: "exit 2 with the link's name; the other folder as it was", broken };
}

/** Puts what is no record of a run, or is another's, into its place and that of what it writes beside. */
export async function inTheWay({ folder, times }: Work): Promise<Finding> {
  const suite = (seeds: number) =>
    made("made/good/*", "--quiet", "--seed", Array.from({ length: seeds }, (_, i) => i + 1).join(","));
  const reference = `${folder}/undisturbed`;
  await run(suite(9), reference);
  const records = new Map((await readRecords(reference)).map((record) => [record.seed, record]));
  const sound = await Deno.readTextFile(`${reference}/${recordPath(records.get(9)!)}`);
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    const path = (seed: number, of: (record: RunRecord) => string) => `${out}/${of(records.get(seed)!)}`;
    await makeFolderOf(path(1, recordPath));
    await Deno.mkdir(path(1, recordPath));
    await new Deno.Command("mkfifo", { args: [path(2, recordPath)] }).output();
    await Deno.writeTextFile(path(3, recordPath), sound);
    await Deno.writeTextFile(path(4, recordPath), sound.replace('"format": 2', '"format": 3'));
    await Deno.mkdir(path(5, labelsPath));
    await Deno.mkdir(path(6, figureDataPath));
    await Deno.mkdir(path(7, lockPath));
    await Deno.writeTextFile(path(9, recordPath), sound);
    const before = await filesIn(out);
    const { code, said } = await run(suite(9), out);
    if (code !== 1 || !said.includes("9 runs: 1 done, 1 already recorded, 7 failed")) {
      broken.push(`It ended with ${code}: ${said}`);
    }
    const after = await filesIn(out);
    if (before.some((name) => !after.includes(name))) broken.push("what was in the way was moved");
  }
  return {
    times,
    happened: "7 runs failed and said why, the others were done or recorded; what was in the way stayed",
    broken,
  };
}

/** Seconds that a report may take here of records that were made to be slow. */
const PATIENCE = 60;

/** Fills a folder with records that were made to end the report or to keep it busy. */
export async function hostileRecords({ folder, times }: Work): Promise<Finding> {
  const broken: string[] = [];
  const took: string[] = [];
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    const comparison = (over: Partial<RunRecord>) => exampleRecord({ ...COMPARISON, ...over });
    const measurements = (count: number) =>
      Array.from({ length: count }, (_, k) => ({ metric: "ACC", value: 0.5, space: `${k}`, split: "test" }));
    await writeRecord(out, comparison({ seed: 1, measurements: [] }));
    await writeRecord(out, comparison({ seed: 2, measurements: measurements(10_000) }));
    await writeRecord(out, comparison({ seed: 3, method: "\x1b[2J| a\n# b </script>" }));
    const at = `${out}/${recordPath(comparison({ seed: 4 }))}`;
    const text = JSON.stringify(comparison({ seed: 4 }));
    const odd: [name: string, text: string][] = [
      ["nested", text.replace('"epochs":5', `"epochs":${'{"a":'.repeat(3000)}1${"}".repeat(3000)}`)],
      ["nested-more", "[".repeat(1e6) + "]".repeat(1e6)],
      [
        "long",
        text.replace(/"measurements":\[.*?\]/, `"measurements":${JSON.stringify(measurements(20_000))}`),
      ],
      ["control", "\x1b[2J\x07{"],
      ["infinite", text.replace('"seconds":1.5', '"seconds":1e999')],
    ];
    for (const [name, text] of odd) await Deno.writeTextFile(at.replace(/[^/]+$/, `${name}.json`), text);
    await Deno.writeTextFile(`${out}/runs/large.json`, "");
    await Deno.truncate(`${out}/runs/large.json`, 2 ** 33);
    await new Deno.Command("mkfifo", { args: [`${out}/runs/pipe.json`] }).output();
    await Deno.symlink(".", `${out}/runs/loop`);
    await Deno.symlink(".", `${out}/runs/loop-2`);
    await Deno.symlink("/etc/passwd", `${out}/runs/link.json`);
    const started = performance.now();
    const process = startCommand("report", ["--out", out]);
    const ended = await Promise.race([process.ended, seconds(PATIENCE)]);
    process.signal("SIGKILL");
    took.push(((performance.now() - started) / 1000).toFixed(0));
    if (!ended) {
      broken.push(`the report took more than ${PATIENCE} s`);
      continue;
    }
    const { code, said } = ended;
    const named = [...odd.map(([name]) => name), "large", "pipe", "link", "loop", "loop-2"];
    const unnamed = named.filter((name) => !new RegExp(`/${name}(\\.json)?: `).test(said));
    if (code !== 0 || unnamed.length > 0) broken.push(`exit ${code}, not named: ${unnamed}: ${said}`);
    // deno-lint-ignore no-control-regex
    if (/[\x07\x1b]/.test(said) || said.includes("root:")) broken.push(`it said: ${said}`);
    if (!said.includes("from 3 records")) broken.push(`it drew: ${said}`);
  }
  return { times, happened: `drawn in ${took.join(", ")} s; each refused record named`, broken };
}

/** Of what experiment hostile records say that they are. */
const COMPARISON = { experiment: "comparison/ae/mnist", paper: "comparison", profile: "paper" } as const;

/** Changes a number in each kind of file, takes the checksum out, and gives one run another's files. */
export async function tamper({ folder, times }: Work): Promise<Finding> {
  const whole = `${folder}/whole`;
  const records = [exampleRecord({ seed: 1 }), exampleRecord({ seed: 2 })];
  const classes = Int32Array.from({ length: 50 }, (_, i) => i % 3);
  for (const record of records) {
    await writeRecord(whole, record);
    const clusters = classes.map((label) => (label + record.seed) % 3);
    const labels = await encodeLabels([{ space: "code", split: "test", clusters, classes }], record);
    await writeLabels(whole, record, labels);
    await writeFigureData(whole, record, [classesByClusters({ name: "a", title: "A" }, classes, clusters)]);
  }
  const broken: string[] = [];
  let done = 0;
  for (let i = 0; i < times; i++) {
    for (const  of of[recordPath, figureDataPath, labelsPath]) {
      for (
        const [how, change] of [
          [
            "a number changed",
            (text: string) => text.replace(/("value": 0\.|"counts":\[\[|"length":)\d/, "$19"),
          ],
          ["the checksum taken out", (text: string) => text.replace(/,\s*"checksum": ?"[0-9a-f]{16}"/, "")],
          ["another run's", () => Deno.readTextFileSync(`${whole}/${of(records[1])}`)],
        ] as const
      ) {
        const out = `${folder}/${done++}`;
        await copyFolder(whole, out);
        const path = `${out}/${of(records[0])}`;
        const text = await Deno.readTextFile(path);
        const changed = change(text);
        await Deno.writeTextFile(path, changed);
        const { code, said } = await runCommand("verify", [out, "--sample", "0"]);
        if (changed === text || code !== 1 || !said.includes(`${path}: `)) {
          broken.push(`${path}, ${how}: exit ${code}: ${said}`);
        }
      }
    }
  }
  broken.push(...await foreignCheckpoint(folder));
  return {
    times: done + 1,
    happened: "verify named each, and exited with 1; the run with another's checkpoint started over",
    broken,
  };
}

/** Breaks a training off, and gives its checkpoint to another seed's run. */
async function foreignCheckpoint(folder: string): Promise<string[]> {
  const suite = (seed: string) => made("made/sum/*", "--checkpoint", "0s", "--seed", seed);
  const reference = `${folder}/undisturbed`, out = `${folder}/foreign`;
  await run(suite("2"), reference);
  const process = start(suite("1"), out);
  const path = await appears(out, /\.checkpoint$/);
  process.signal("SIGTERM");
  await process.ended;
  await Deno.rename(path, path.replace("-s1.", "-s2."));
  const { code, said } = await run(suite("2"), out);
  const told = /^Not going on from .*: it is another run's$/m.test(said);
  return [
    ...code === 0 && told ? [] : [`another run's checkpoint: exit ${code}: ${said}`],
    ...await differences(out, reference),
  ];
}

/** Has a report drawn where no results are. */
export async function reportElsewhere({ folder, times }: Work): Promise<Finding> {
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    await Deno.mkdir(`${out}/figures`, { recursive: true });
    await Deno.writeTextFile(`${out}/figures/mine.svg`, "mine");
    await Deno.writeTextFile(`${out}/claims.csv`, "mine");
    const before = await contentsOf(out);
    const { code, said } = await runCommand("report", ["--out", out]);
    if (code !== 2 || !said.includes("is not a result folder")) broken.push(`exit ${code}: ${said}`);
    if (await contentsOf(out) !== before) broken.push("files were changed");
  }
  return { times, happened: "exit 2, no file changed", broken };
}

/** Kills a report at random moments; what it was writing is an hour old when the next one is drawn. */
export async function killReport({ folder, times, random }: Work): Promise<Finding> {
  const reference = `${folder}/undisturbed`;
  const drawing = (out: string) => ["report", ["--out", out, "--papers", "faults/made"]] as const;
  await run(made("made/good/*", "--quiet", "--seed", "1,2,3"), reference);
  await runCommand(...drawing(reference));
  const whole = await contentsOf(reference);
  const unfinished = async (out: string) => (await filesIn(out)).filter((name) => name.includes(".writing-"));
  const broken: string[] = [];
  let left = 0;
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    await copyFolder(`${reference}/runs`, `${out}/runs`);
    const process = startCommand(...drawing(out));
    await seconds(0.2 + 1.3 * random());
    process.signal("SIGKILL");
    await process.ended;
    // Such a moment is short: one is left on purpose too.
    await Deno.mkdir(`${out}/site`, { recursive: true });
    await Deno.writeTextFile(`${out}/site/.writing-data.js-0.tmp`, "half");
    for (const name of await unfinished(out)) {
      left++;
      const then = Date.now() / 1000 - 2 * 3600;
      await Deno.utime(`${out}/${name}`, then, then);
    }
    await runCommand(...drawing(out));
    const still = await unfinished(out);
    if (still.length > 0) broken.push(`left behind: ${still.join(", ")}`);
    if (await contentsOf(out) !== whole) broken.push("the report is another");
  }
  return {
    times,
    happened: `${left} unfinished files, removed by the next report, which was the whole one`,
    broken,
  };
}

/** Takes the right to read a record and a folder of records away. */
export async function unreadable({ folder, times }: Work): Promise<Finding> {
  await Deno.writeTextFile(`${folder}/closed`, "", { mode: 0o000 });
  const mayRead = await Deno.readTextFile(`${folder}/closed`).then(() => true, () => false);
  if (mayRead) throw new NotTried("root may read everything");
  const suite = made("made/good/*", "--quiet", "--seed", "1,2,3");
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    await run(made("made/good/*", "--quiet", "--seed", "1,2"), out);
    const [first] = await readRecords(out);
    await Deno.chmod(`${out}/${recordPath(first)}`, 0o000);
    await Deno.mkdir(`${out}/runs/closed`, { mode: 0o000 });
    const { code, said } = await run(suite, out);
    await Deno.chmod(`${out}/runs/closed`, 0o700);
    if (code !== 1 || !said.includes("3 runs: 1 done, 1 already recorded, 1 failed")) {
      broken.push(`exit ${code}: ${said}`);
    }
    if (said.includes("\n    at ")) broken.push(`it said: ${said}`);
  }
  return { times, happened: "that run failed, the others done or recorded; both named", broken };
}
