/**
 * The command `deno task performance`: our work and the peers', side by side on this machine, interleaved, and what came
 * of it as `performance/RESULTS.md`.
 *
 * @module
 */
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { cacheDir, initEngine } from "../engine/mod.ts";
import { main, notice, readFlags } from "../benchmarks/runner/command.ts";
import { UsageError } from "../benchmarks/runner/usage.ts";
import { provenance } from "../benchmarks/runner/provenance.ts";
import { writeData } from "./data.ts";

const USAGE = `deno task performance [--only WORK,WORK] [--units N] [--data-dir DIR]

Runs each work N times (7 unless given) here and with its peer, in turn, after a warm-up, and writes
performance/RESULTS.md. The peers (PyTorch, scikit-learn) are installed by pip into a venv in the cache.`;

/** A work: what it is, its peer, and the ratio of times, ours ÷ the peer's, that is aimed at. */
interface Work {
  name: string;
  title: string;
  peer: string;
  goal: number;
}

const WORKS: Work[] = [
  {
    name: "ae-step",
    title: "train step, 784-500-500-2000-70, batch 256",
    peer: "torch.compile, fused Adam",
    goal: 0.55,
  },
  {
    name: "snnl-step",
    title: "the same with the soft nearest neighbour loss",
    peer: "torch.compile, fused Adam",
    goal: 0.55,
  },
  { name: "silhouette", title: "silhouette, 60,000 × 70", peer: "scikit-learn", goal: 0.1 },
  { name: "kmeans-784", title: "k-means from the same start, 60,000 × 784", peer: "scikit-learn", goal: 0.6 },
  { name: "kmeans-70", title: "k-means from the same start, 60,000 × 70", peer: "scikit-learn", goal: 0.8 },
  { name: "pca", title: "70 principal components of 60,000 × 784", peer: "scikit-learn", goal: 0.8 },
];

/** One side of a work, in a process of its own that does a unit at a time when asked. */
class Side {
  readonly #process: Deno.ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;

  constructor(command: string, args: string[]) {
    this.#process = new Deno.Command(command, { args, stdin: "piped", stdout: "piped" }).spawn();
    this.#lines = linesOf(this.#process.stdout);
    this.#input = this.#process.stdin.getWriter();
  }

  async ready(): Promise<void> {
    const line = await this.#next();
    if (line !== "ready") throw new Error(`Cannot measure: expected "ready": got ${line}`);
  }

  /** Does one unit; the other side stands still meanwhile. */
  async unit(): Promise<{ ms: number; result: number }> {
    await this.#input.write(new TextEncoder().encode("\n"));
    return JSON.parse(await this.#next());
  }

  async end(): Promise<void> {
    await this.#input.close();
    await this.#process.status;
  }

  async #next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("Cannot measure: a side ended early; its errors stand above");
    return value;
  }
}

async function* linesOf(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of bytes.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

interface Measured extends Work {
  ours: number[];
  theirs: number[];
  results: [number, number];
}

async function measure(work: Work, python: string, folder: string, units: number): Promise<Measured> {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const ours = new Side(Deno.execPath(), ["run", "-q", "-P=reproduce", `${here}ours.ts`, work.name, folder]);
  await ours.ready();
  const theirs = new Side(python, [`${here}peers.py`, work.name, folder]);
  await theirs.ready();
  const measured: Measured = { ...work, ours: [], theirs: [], results: [NaN, NaN] };
  for (let i = 0; i < units; i++) {
    const a = await ours.unit(), b = await theirs.unit();
    measured.ours.push(a.ms);
    measured.theirs.push(b.ms);
    measured.results = [a.result, b.result];
  }
  await ours.end();
  await theirs.end();
  return measured;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)], high = sorted[Math.ceil(at)];
  return low + (high - low) * (at - Math.floor(at));
}

/** The venv's Python, with the peers installed. */
async function installPeers(): Promise<string> {
  const folder = `${cacheDir()}/peers`;
  const python = `${folder}/bin/python`;
  const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
  const run = async (command: string, args: string[]) => {
    const { success } = await new Deno.Command(command, { args, stdout: "null" }).output();
    if (!success) throw new Error(`Cannot install the peers: ${command} ${args.join(" ")} failed`);
  };
  await run("python3", ["-m", "venv", folder]);
  await run(python, ["-m", "pip", "install", "-q", "-r", requirements]);
  return python;
}

async function performanceCommand(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["only", "units", "data-dir"], boolean: ["help"] });
  if (flags.help) {
    notice(USAGE);
    return 0;
  }
  const units = Number(flags.units ?? 7);
  if (!Number.isInteger(units) || units < 3) {
    throw new UsageError(`--units must be an integer, at least 3: current value is ${flags.units}`);
  }
  const names: string[] = flags.only?.split(",") ?? WORKS.map(({ name }) => name);
  for (const name of names) {
    if (!WORKS.some((work) => work.name === name)) {
      throw new UsageError(`Unknown work ${name}: known are ${WORKS.map((work) => work.name).join(", ")}`);
    }
  }
  const python = await installPeers();
  const engine = await initEngine();
  const folder = await Deno.makeTempDir();
  try {
    await writeData(folder, flags["data-dir"]);
    const measured: Measured[] = [];
    for (const work of WORKS.filter(({ name }) => names.includes(name))) {
      notice(`${work.name} …`);
      measured.push(await measure(work, python, folder, units));
      notice(row(measured.at(-1)!));
    }
    const { commit, dirty, load, started } = await provenance();
    const text = results(measured, [
      `Machine: ${cpus()[0].model.trim()}, ${navigator.hardwareConcurrency} threads; load at the start ${
        load.toFixed(2)
      }`,
      `Engine: ${engine.name} ${engine.version} on the ${engine.device}; Deno ${Deno.version.deno}`,
      `Peers: ${
        (await Deno.readTextFile(new URL("requirements.txt", import.meta.url))).trim().split("\n").join(", ")
      }`,
      `Code: ${commit.slice(0, 10)}${dirty ? " with changes" : ""}; ${started.slice(0, 10)}`,
    ]);
    await Deno.writeTextFile(new URL("RESULTS.md", import.meta.url), text);
    return 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A table row: medians with quartiles in milliseconds, and the ratio of the medians with its quartiles by pairs. */
function row({ title, peer, goal, ours, theirs, results }: Measured): string {
  const times = (values: number[]) =>
    `${quantile(values, 0.5).toFixed(0)} (${quantile(values, 0.25).toFixed(0)}–${
      quantile(values, 0.75).toFixed(0)
    })`;
  const ratios = ours.map((ms, i) => ms / theirs[i]);
  const ratio = quantile(ratios, 0.5);
  const spread = `${quantile(ratios, 0.25).toFixed(2)}–${quantile(ratios, 0.75).toFixed(2)}`;
  const same = results.map((value) => value.toPrecision(6)).join(" / ");
  return `| ${title} | ${peer} | ${times(ours)} | ${times(theirs)} | **${ratio.toFixed(2)}** (${spread}) | ` +
    `${goal} ${ratio <= goal ? "✓" : "✗"} | ${same} |`;
}

function results(measured: readonly Measured[], notes: readonly string[]): string {
  return `# Speed, side by side

Made by \`deno task performance\`. Each work is done here and by its peer in turn, each in a process of its own, after two
units of warm-up. Times are medians (quartiles) in milliseconds, of one call or of 20 train steps; the ratio, ours ÷ the
peer's, is the median of the pairs'. Results are shown to tell that both sides did the same work; trainings start from
weights of their own.

${notes.map((note) => `- ${note}`).join("\n")}

| work | peer | ours, ms | peer's, ms | ratio | goal | results |
| --- | --- | --- | --- | --- | --- | --- |
${measured.map(row).join("\n")}
`;
}

await main(performanceCommand);
