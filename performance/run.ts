/**
 * The command `deno task performance`: our work and the peers', side by side on this machine, interleaved, and what came
 * of it as `performance/RESULTS.md` and a figure of how the times grow; and what a train step sends to a GPU and reads from it.
 *
 * @module
 */
import { readEngine } from "../commands/engine.ts";
import { cacheDir } from "../disk/cache.ts";
import { type Engine, initEngine } from "../engine/mod.ts";
import { list } from "../reports/markdown/markup.ts";
import { withSection } from "../reports/markdown/sections.ts";
import { notice } from "../terminal/notice.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { nearest, UsageError } from "../terminal/usage.ts";
import { cpuModel, processor } from "../engine/processor.ts";
import { provenance } from "../runner/provenance.ts";
import { writeData } from "./data.ts";
import type { Dispatches } from "./dispatches.ts";
import { dispatchTable } from "./dispatch_table.ts";
import { drawGrowth, type Grown } from "./growth.ts";
import { type Kind, kindOf, slugOf } from "./kinds.ts";
import { limitMs, MODELS, productsMs, shapesOf } from "./limits.ts";
import { grow, here, type MachineTimes, machineTimes, type Place, sideBySide, starts } from "./measure.ts";
import {
  limitRow,
  mark,
  type Measured,
  merged,
  quantile,
  readRows,
  type Row,
  spread,
  withIntroduction,
  withKind,
  workRow,
  workTable,
} from "./results.ts";
import type { Unit } from "./side.ts";
import { STEPS } from "./steps.ts";
import { GROWTH, UNIT_STEPS, type Work, WORKS } from "./works.ts";

const USAGE = `deno task performance [--only WORK,WORK] [--units N] [--no-growth] [--data-dir DIR]
deno task performance --engine NAME [--peers PYTHON] [--only WORK,WORK] [--units N] [--data-dir DIR]
deno task performance --dispatches

Measures the machine's own limits first: matrix products and memory. Then it runs each work N times (7 unless given; fewer
for works that take long) here and with its peer, in turn, after a warm-up, and writes performance/RESULTS.md. There it
replaces the section of this kind of processor only, and in that works left out by --only keep their rows. Last come some
works at several sizes, for a figure of how the times grow. The peers (PyTorch, scikit-learn, ClustPy, openTSNE, faiss) are
installed by pip into a venv in the cache. Nothing else should run meanwhile. All takes about 40 minutes on two cores.

With --engine the works are done on that engine, and go into a section of their own, named by the device; the peers are
those that PYTHON has, where it is given. PyTorch's device is PEER_DEVICE in the environment, such as cuda; a work of
training has as many steps as STEPS there, ${UNIT_STEPS} unless it does.

With --dispatches nothing is timed: what a train step sends to a GPU and reads from it is counted, on the engine webgpu. The
first form does that last, without --only, where there is a WebGPU device.

Works: ${WORKS.map(({ name }) => name).join(", ")}

Exit codes: 0 done, 1 something could not be measured, 2 bad usage.`;

/** The most that starting the engine and the first operation may take, in milliseconds. */
const START_GOAL = 1500;

/** The most memory that the whole run may hold, in bytes. */
const MEMORY_GOAL = 2.5e9;

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

/** The peers' versions, and PyTorch's device, as a Python has them. */
async function peersOf(python: string): Promise<string> {
  const program =
    "import os, torch; device = os.environ.get('PEER_DEVICE', 'cpu'); print('torch', torch.__version__, " +
    "'on', torch.cuda.get_device_name() if device.startswith('cuda') else device)";
  const { success, stdout } = await new Deno.Command(python, { args: ["-c", program] }).output();
  if (!success) throw new Error(`Cannot measure: ${python} has no PyTorch for the device`);
  return new TextDecoder().decode(stdout).trim();
}

/** Counts what train steps send to a GPU and read from it, in a process of its own; whether there was a device. */
async function countDispatches(): Promise<boolean> {
  notice("dispatches …");
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=reproduce", here("dispatches.ts")],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("Cannot count dispatches: the reason stands above");
  const found: Dispatches = JSON.parse(new TextDecoder().decode(stdout));
  if ("reason" in found) {
    notice(`No dispatches are counted: ${found.reason}`);
    return false;
  }
  const table = dispatchTable(found);
  print(table);
  const page = await Deno.readTextFile(here("RESULTS.md"));
  await write(withSection(page, "What a train step sends to a GPU", table));
  return true;
}

/** Writes RESULTS.md, in the form of all pages. */
async function write(page: string): Promise<void> {
  await Deno.writeTextFile(here("RESULTS.md"), page);
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "-q", here("RESULTS.md")] }).output();
}

/** Runs the command; returns its exit code. */
async function performanceCommand(args: string[]): Promise<number> {
  const flags = readFlags(args, {
    string: ["only", "units", "data-dir", "engine", "peers"],
    boolean: ["no-growth", "dispatches", "help"],
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
    throw new UsageError(`--units must be an integer, at least 1, got ${flags.units}`);
  }
  const known = WORKS.map(({ name }) => name);
  const names: string[] = flags.only?.split(",") ?? known;
  for (const name of names) {
    if (!known.includes(name)) {
      throw new UsageError(`Unknown work ${name}: nearest is ${nearest(name, known, 1)}`);
    }
  }
  if (flags.dispatches) return await countDispatches() ? 0 : 1;
  const isOwn = flags.engine === undefined;
  if (isOwn && Deno.env.has("STEPS")) throw new UsageError("STEPS in the environment is for --engine only");
  const python = flags.peers ?? await installPeers();
  const engine = await initEngine({ engine: readEngine(flags.engine ?? "tensorflow") });
  const folder = await Deno.makeTempDir();
  try {
    // Steps are trained on images alone.
    const points = isOwn || names.some((name) => !(name in STEPS));
    await writeData(folder, { ...flags["data-dir"] && { dataDir: flags["data-dir"] }, points });
    const place: Place = { engine: engine.name, python, folder };
    const notes = await notesOn(engine, flags.peers);
    const works = WORKS.filter(({ name }) => names.includes(name));
    if (!isOwn) {
      await measureEngine(place, engine, notes, works, units);
      return 0;
    }
    await measureProcessor(place, notes, works, { units, grows: !flags["no-growth"] });
    if (flags.only === undefined) await countDispatches();
    return 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** On what is measured. */
async function notesOn(engine: Engine, peersPython?: string): Promise<string[]> {
  const { commit, dirty, load, started } = await provenance();
  const peers = peersPython === undefined
    ? (await Deno.readTextFile(here("requirements.txt"))).trim().split("\n").join(", ")
    : await peersOf(peersPython);
  return [
    `Machine: ${cpuModel()}, ${navigator.hardwareConcurrency} threads; load at the start ${load.toFixed(2)}`,
    `Engine: ${engine.name} ${engine.version} on the ${engine.device}; Deno ${Deno.version.deno}`,
    `Peers: ${peers}`,
    `Code: ${commit.slice(0, 10)}${dirty ? " with changes" : ""}; ${started.slice(0, 10)}`,
  ];
}

/** Both sides of a work, after warm-ups where it is short. */
async function measure(place: Place, work: Work, units: number): Promise<Measured> {
  notice(`${work.name} …`);
  const { name } = work;
  const counts = work.units === undefined ? { units, warmUps: 2 } : { units: work.units, warmUps: 0 };
  return { ...work, ...await sideBySide(place, { name, ...counts }) };
}

/** The works on an engine of choice, in a section of their own; by no limit. */
async function measureEngine(
  place: Place,
  engine: Engine,
  notes: string[],
  works: readonly Work[],
  units: number,
): Promise<void> {
  const rows: Row[] = [];
  for (const work of works) {
    rows.push(workRow(await measure(place, work, units), kindOf(processor())));
    notice(rows.at(-1)!.join(" | "));
  }
  const steps = Deno.env.get("STEPS");
  if (steps !== undefined) notes.push(`A work of training is ${steps} steps, not ${UNIT_STEPS}`);
  const page = await Deno.readTextFile(here("RESULTS.md"));
  const body = `${list(notes)}\n\n${workTable(rows)}`;
  await write(withSection(page, `On ${engine.name}, ${engine.device}`, body));
}

/** The machine's limits, and the works beside them, in the section of this kind of processor. */
async function measureProcessor(
  place: Place,
  notes: readonly string[],
  works: readonly Work[],
  { units, grows }: { units: number; grows: boolean },
): Promise<void> {
  const kind = kindOf(processor());
  const machine = await machineTimes(place, shapesOf(works.map(({ name }) => MODELS[name])));
  const now = {
    works: [] as Row[],
    limits: works.map(({ name, title }) => limitRow(title, limitOf(name, machine))),
    own: [startRow(await starts(place.python, units))],
  };
  const facts = [...notes, bandwidthNote(machine)];
  for (const work of works) {
    const measured = await measure(place, work, units);
    now.works.push(workRow(measured, kind, limitOf(work.name, machine).limit));
    if (work.name === "run") now.own.push(memoryRow(measured));
    notice(now.works.at(-1)!.join(" | "));
    // After each work, so that none is lost when a later one fails.
    await writeKind(kind, facts, now);
  }
  if (!grows) return;
  const grown: Grown[] = [];
  for (const growth of GROWTH) grown.push(await grow(place, growth));
  await Deno.writeTextFile(here(growthFile(kind)), drawGrowth(grown, notes.slice(0, 2).join("; ")));
  await writeKind(kind, facts, now);
}

/** The figure of how the times grow on a kind of processor. */
function growthFile(kind: Kind): string {
  return `growth-${slugOf(kind)}.svg`;
}

/** What a work comes down to on the machine, in milliseconds and bytes. */
function limitOf(name: string, { products, limits }: MachineTimes): Parameters<typeof limitRow>[1] {
  const model = MODELS[name];
  return {
    ours: productsMs(model, products.ours),
    theirs: productsMs(model, products.theirs),
    bytes: model.bytes,
    limit: limitMs(model, limits),
  };
}

function bandwidthNote({ bandwidth }: MachineTimes): string {
  const [ours, theirs] = [bandwidth.ours, bandwidth.theirs].map((rate) => (rate / 1e6).toFixed(1));
  return `Memory's bandwidth, by a + 3b of large arrays: ${ours} GB/s by XLA, ${theirs} GB/s by PyTorch`;
}

/** Writes the kind's section: the rows of now, and the earlier ones of works that are not among them. */
async function writeKind(
  kind: Kind,
  notes: readonly string[],
  now: Record<"works" | "limits" | "own", readonly Row[]>,
): Promise<void> {
  const page = withIntroduction(await Deno.readTextFile(here("RESULTS.md")));
  const before = readRows(page, kind);
  const titles = WORKS.map(({ title }) => title);
  const hasFigure = await Deno.stat(here(growthFile(kind))).then(() => true, () => false);
  const links = hasFigure
    ? [`How the times grow with the works' sizes: [${growthFile(kind)}](${growthFile(kind)})`]
    : [];
  await write(withKind(page, kind, [...notes, ...links], {
    works: merged(before.works, now.works, titles),
    limits: merged(before.limits, now.limits, titles),
    own: merged(before.own, now.own, [START, MEMORY]),
  }));
}

/** What is held against a goal of its own, not against the peer. */
const START = "start: engine loaded, first operation done (peer: PyTorch)";
const MEMORY = "most memory held by the whole run of SNNL-5, the data's 60,000 images among it";

function startRow({ ours, theirs }: { ours: readonly number[]; theirs: readonly number[] }): Row {
  const isMet = quantile(ours, 0.5) <= START_GOAL;
  return [START, `${spread(ours)} ms`, `${spread(theirs)} ms`, `${START_GOAL} ms ${mark(isMet)}`];
}

function memoryRow({ ours, theirs }: Pick<Measured, "ours" | "theirs">): Row {
  const most = (units: readonly Unit[]) => Math.max(...units.map(({ peak }) => peak));
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;
  const goal = `${gigabytes(MEMORY_GOAL)} ${mark(most(ours) <= MEMORY_GOAL)}`;
  return [MEMORY, gigabytes(most(ours)), gigabytes(most(theirs)), goal];
}

if (import.meta.main) await main(performanceCommand);
