/**
 * The command `deno task performance`: our work and the peers', side by side on this machine, interleaved, and what came
 * of it as `performance/RESULTS.md` and `performance/growth.svg`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { cacheDir, initEngine } from "../engine/mod.ts";
import { notice } from "../terminal/notice.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { nearest, UsageError } from "../terminal/usage.ts";
import { provenance } from "../runner/provenance.ts";
import { cpuModel } from "../runner/provenance.ts";
import { writeData } from "./data.ts";
import { drawGrowth, type Grown } from "./growth.ts";
import { Side, type Unit } from "./side.ts";
import { GROWTH, type Growth, type Work, WORKS } from "./works.ts";

const USAGE = `deno task performance [--only WORK,WORK] [--units N] [--no-growth] [--data-dir DIR]

Runs each work N times (7 unless given; fewer for works that take minutes) here and with its peer, in turn, after a
warm-up, and writes performance/RESULTS.md, where works left out by --only keep their rows; then some works at
several sizes, for performance/growth.svg. The peers (PyTorch, scikit-learn, ClustPy) are installed by pip into a venv
in the cache. Nothing else should run meanwhile.

Works: ${WORKS.map(({ name }) => name).join(", ")}

Exit codes: 0 done, 1 something could not be measured, 2 bad usage.`;

/** How often a work is done at each size, after one warm-up. */
const GROWTH_UNITS = 3;

/** The most that starting the engine and the first operation may take, in milliseconds. */
const START_GOAL = 1500;

/** The most memory that the whole run may hold, in bytes. */
const MEMORY_GOAL = 2.5e9;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

interface Measured extends Work {
  ours: Unit[];
  theirs: Unit[];
}

/** Units of both sides, in turn. */
async function sideBySide(
  { name, python, folder, units, warmUps, size }: {
    name: string;
    python: string;
    folder: string;
    units: number;
    warmUps: number;
    size?: number;
  },
): Promise<{ ours: Unit[]; theirs: Unit[] }> {
  const args = [name, folder, String(warmUps), ...size === undefined ? [] : [String(size)]];
  const sides = [
    new Side(Deno.execPath(), ["run", "-q", "-P=reproduce", here("ours.ts"), ...args]),
    new Side(python, [here("peers.py"), ...args]),
  ];
  for (const side of sides) await side.ready();
  const measured: [Unit[], Unit[]] = [[], []];
  for (let i = 0; i < units; i++) {
    for (const [s, side] of sides.entries()) measured[s].push(await side.unit());
  }
  for (const side of sides) await side.end();
  return { ours: measured[0], theirs: measured[1] };
}

/** How long processes take that do no more than start: ours the engine, the peer's PyTorch. */
async function starts(python: string, units: number): Promise<{ ours: number[]; theirs: number[] }> {
  const times = async (command: string, args: string[]) => {
    const started = performance.now();
    const { success } = await new Deno.Command(command, { args }).output();
    if (!success) throw new Error(`Cannot measure: ${command} ${args.join(" ")} failed`);
    return performance.now() - started;
  };
  const measured: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let i = -1; i < units; i++) {
    const ours = await times(Deno.execPath(), ["run", "-q", "-P=reproduce", here("start.ts")]);
    const theirs = await times(python, ["-c", "import torch; assert (torch.ones(1) + 2).item() == 3"]);
    if (i < 0) continue;
    measured.ours.push(ours);
    measured.theirs.push(theirs);
  }
  return measured;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)], high = sorted[Math.ceil(at)];
  return low + (high - low) * (at - Math.floor(at));
}

async function grow(growth: Growth, python: string, folder: string): Promise<Grown> {
  const grown: Grown = { ...growth, ours: [], theirs: [] };
  for (const size of growth.sizes) {
    notice(`${growth.name}, ${growth.by} ${size} …`);
    const { name } = growth;
    const { ours, theirs } = await sideBySide({
      name,
      python,
      folder,
      units: GROWTH_UNITS,
      warmUps: 1,
      size,
    });
    grown.ours.push(quantile(ours.map(({ ms }) => ms), 0.5));
    grown.theirs.push(quantile(theirs.map(({ ms }) => ms), 0.5));
  }
  return grown;
}

/** The venv's Python, with the peers installed. */
async function installPeers(): Promise<string> {
  const folder = `${cacheDir()}/peers`;
  const python = `${folder}/bin/python`;
  const run = async (command: string, args: string[]) => {
    const { success } = await new Deno.Command(command, { args, stdout: "null" }).output();
    if (!success) throw new Error(`Cannot install the peers: ${command} ${args.join(" ")} failed`);
  };
  await run("python3", ["-m", "venv", folder]);
  await run(python, ["-m", "pip", "install", "-q", "-r", here("requirements.txt")]);
  return python;
}

/** Runs the command; returns its exit code. */
async function performanceCommand(args: string[]): Promise<number> {
  const flags = readFlags(args, {
    string: ["only", "units", "data-dir"],
    boolean: ["no-growth", "help"],
  });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) {
    throw new UsageError(`What is ${flags._[0]}? The works are given as --only WORK,WORK`);
  }
  const units = Number(flags.units ?? 7);
  if (!Number.isInteger(units) || units < 1) {
    throw new UsageError(`--units must be an integer, at least 1: current value is ${flags.units}`);
  }
  const known = WORKS.map(({ name }) => name);
  const names: string[] = flags.only?.split(",") ?? known;
  for (const name of names) {
    if (!known.includes(name)) {
      throw new UsageError(`Unknown work ${name}: nearest is ${nearest(name, known, 1)}`);
    }
  }
  const python = await installPeers();
  const engine = await initEngine();
  const folder = await Deno.makeTempDir();
  try {
    await writeData(folder, flags["data-dir"]);
    const { commit, dirty, load, started } = await provenance();
    const beginnings = await starts(python, units);
    const measured: Measured[] = [];
    for (const work of WORKS.filter(({ name }) => names.includes(name))) {
      notice(`${work.name} …`);
      const counts = work.units === undefined ? { units, warmUps: 2 } : { units: work.units, warmUps: 0 };
      measured.push({ ...work, ...await sideBySide({ name: work.name, python, folder, ...counts }) });
      notice(row(measured.at(-1)!));
    }
    const peers = (await Deno.readTextFile(here("requirements.txt"))).trim().split("\n").join(", ");
    const notes = [
      `Machine: ${cpuModel()}, ${navigator.hardwareConcurrency} threads; load at the start ${
        load.toFixed(2)
      }`,
      `Engine: ${engine.name} ${engine.version} on the ${engine.device}; Deno ${Deno.version.deno}`,
      `Peers: ${peers}`,
      `Code: ${commit.slice(0, 10)}${dirty ? " with changes" : ""}; ${started.slice(0, 10)}`,
    ];
    if (!flags["no-growth"]) {
      const grown: Grown[] = [];
      for (const growth of GROWTH) grown.push(await grow(growth, python, folder));
      await Deno.writeTextFile(here("growth.svg"), drawGrowth(grown, notes.slice(0, 2).join("; ")));
      notes.push("How the times grow with rows, batch and width: [growth.svg](growth.svg)");
    }
    await Deno.writeTextFile(here("RESULTS.md"), results(await rows(measured), measured, beginnings, notes));
    return 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The median with its quartiles. */
function spread(values: readonly number[], digits = 0): string {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => quantile(values, q).toFixed(digits));
  return `${middle} (${low}–${high})`;
}

function verdict(value: number, goal: number): string {
  return value <= goal ? "✓" : "✗";
}

/** A table row: medians with quartiles in milliseconds, and the ratio of the times, by pairs. */
function row({ title, peer, goal, ours, theirs }: Measured): string {
  const ratios = ours.map(({ ms }, i) => ms / theirs[i].ms);
  const [time, peers] = [ours, theirs].map((units) => spread(units.map(({ ms }) => ms)));
  const same = [ours, theirs].map((units) => units.at(-1)!.result.toPrecision(6)).join(" / ");
  const [ratio, ...quartiles] = spread(ratios, 2).split(" ");
  return `| ${title} | ${peer} | ${time} | ${peers} | **${ratio}** ${quartiles.join(" ")} | ` +
    `${goal} ${verdict(quantile(ratios, 0.5), goal)} | ${same} |`;
}

/** What is held against a limit of its own, not against the peer. */
function limits(
  measured: readonly Measured[],
  { ours, theirs }: { ours: number[]; theirs: number[] },
): string[] {
  const run = measured.find(({ name }) => name === "run");
  const start = quantile(ours, 0.5);
  const most = (units: readonly Unit[]) => Math.max(...units.map(({ peak }) => peak));
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;
  return [
    `| start: engine loaded, first operation done (peer: PyTorch) | ${spread(ours)} ms | ${
      spread(theirs)
    } ms | ` +
    `${START_GOAL} ms ${verdict(start, START_GOAL)} |`,
    ...run === undefined ? [] : [
      `| most memory held by the whole run of SNNL-5, the data's 60,000 images among it | ${
        gigabytes(most(run.ours))
      } | ${gigabytes(most(run.theirs))} | ${gigabytes(MEMORY_GOAL)} ${
        verdict(most(run.ours), MEMORY_GOAL)
      } |`,
    ],
  ];
}

/** The rows of all works; of those that were not measured now, those that RESULTS.md has. */
async function rows(measured: readonly Measured[]): Promise<string[]> {
  const before = (await Deno.readTextFile(here("RESULTS.md"))).split("\n").map((line) => line.split("|"));
  return WORKS.flatMap(({ name, title }) => {
    const now = measured.find((work) => work.name === name);
    if (now) return [row(now)];
    return before.filter((cells) => cells[1]?.trim() === title)
      .map((cells) => `| ${cells.slice(1, -1).map((cell) => cell.trim()).join(" | ")} |`);
  });
}

function results(
  rows: readonly string[],
  measured: readonly Measured[],
  started: { ours: number[]; theirs: number[] },
  notes: readonly string[],
): string {
  return `# Speed, side by side

Made by \`deno task performance\`. Each work is done here and by its peer in turn, each in a process of its own, after two
units of warm-up (whole runs: none, so that compiling counts on both sides). Times are medians (quartiles) in
milliseconds, of one call or of 20 train steps; the ratio, ours ÷ the peer's, is the median of the pairs'. Results are
shown to tell that both sides did the same work; trainings start from weights of their own.

${notes.map((note) => `- ${note}`).join("\n")}

| work | peer | ours, ms | peer's, ms | ratio | goal | results |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

| limit | ours | peer's | goal |
| --- | --- | --- | --- |
${limits(measured, started).join("\n")}

What each missed goal is due to is in [PROFILE.md](PROFILE.md).
`;
}

if (import.meta.main) await main(performanceCommand);
