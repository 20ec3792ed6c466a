/**
 * How a run is resumed: files keep what it has reached, beside the place of its record, as
 * `.<digest>-s<seed>.<stage>.checkpoint`. A run that was broken off goes on from them; they are removed when it is done.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { InputError, OutputError, readOwnFile, writeWhole } from "../disk/files.ts";
import { showDuration } from "../terminal/duration.ts";
import type { Checkpoint, Snapshot } from "../models/training.ts";
import { type RecordKey, recordPath, type RunRecord } from "../records/record.ts";
import type { Stopwatch, Taken } from "./stopwatch.ts";

/** A run that was asked to stop, and has kept what it reached. */
export class Interrupted extends Error {
  override name = "Interrupted";
}

/** The checkpoints of one run. */
export interface Checkpoints {
  /** The checkpoint of a part of the run; of parts of the same name, which come in the same order again, each its own. */
  of(stage: string): Checkpoint;
  /** The processor that the run has worked on; where it went on on another, all of them: `A, then B`. */
  cpu(): string;
  /** The numbers of threads that its parts have had, in order; a number that does not change is there once. */
  threads(): readonly number[];
}

/** Options of {@linkcode checkpointsOf}. */
export interface CheckpointOptions {
  /** The result folder. */
  out: string;
  /** The least seconds from one file to the next. */
  every: number;
  /** Whether the run is to stop. */
  stopping(): boolean;
  /** Hears what the user should know. */
  say(text: string): void;
}

/** The end of a part of a run is kept where it took this many seconds. */
const WORTH_KEEPING = 10;

/** Bytes that a file may have, which are all read at once. */
const MOST_BYTES = 2 ** 31;

/** Between the names of processors. */
const THEN = ", then ";

const MAGIC = "reclaim-checkpoint 1";

/** The first line of a file's content; the numbers follow it. */
interface Header {
  /** The run, as the path of its record names it: a file can be copied to another's name. */
  run: string;
  /** With what it was made: another code or engine goes on otherwise. */
  made: string;
  /** What the run had taken. */
  taken: Taken;
  /** The processors that it had worked on; absent in older files. */
  cpu?: string;
  /** The numbers of threads that it had worked with; absent in older files. */
  threads?: number[];
  notes: Snapshot["notes"];
  values: { type: "float32" | "int32"; length: number }[];
}

/**
 * The checkpoints of the run that `record` is to record.
 *
 * @param watch Counts the run's time.
 */
export function checkpointsOf(
  record: RunRecord,
  { out, every, stopping, say }: CheckpointOptions,
  watch: Stopwatch,
): Checkpoints {
  const run = recordPath(record);
  const made = JSON.stringify([record.code, record.engine]);
  const trainings = new Map<string, number>();
  let last = watch.taken().seconds;
  let refused = false;
  let { cpu } = record.provenance;
  let threads = [record.provenance.threads];
  return {
    cpu: () => cpu,
    threads: () => threads,
    of: (stage) => {
      const file = fileNameOf(stage);
      const number = (trainings.get(file) ?? 0) + 1;
      trainings.set(file, number);
      const path = checkpointPath(out, record, number === 1 ? file : `${file}.${number}`);
      return {
        async load() {
          const bytes = await read(path, (reason) => say(`Not going on from ${path}: ${reason}`));
          if (!bytes) return undefined;
          const content = parse(bytes);
          if (!content) {
            await Deno.rename(path, `${path}.damaged`);
            say(`Set aside ${path}.damaged: the checkpoint is damaged, and this part of the run starts over`);
            return undefined;
          }
          const { header, values } = content;
          const other = header.run !== run
            ? "it is another run's"
            : header.made !== made
            ? "other code or another engine made it"
            : undefined;
          if (other !== undefined) {
            say(`Not going on from ${path}: ${other}`);
            return undefined;
          }
          const { taken } = header;
          if (taken.seconds > watch.before().seconds) {
            cpu = cpusOf(header.cpu, record.provenance.cpu);
            const { threads: before = [] } = header;
            threads = before.at(-1) === record.provenance.threads
              ? before
              : [...before, record.provenance.threads];
          }
          watch.goOnFrom(taken);
          last = watch.taken().seconds;
          say(`Going on with ${stage} from where it was broken off, ${showDuration(taken.seconds)} in`);
          return { values, notes: header.notes };
        },
        async reached(take, finished) {
          // Lets the process hear that it is to stop.
          await new Promise((resolve) => setTimeout(resolve, 1));
          const taken = watch.taken();
          const due = finished ? Math.min(every, WORTH_KEEPING) : every;
          if (stopping() || taken.seconds - last >= due) {
            last = taken.seconds;
            try {
              await writeWhole(path, format({ run, made, taken, cpu, threads }, await take()));
            } catch (error) {
              if (!(error instanceof OutputError)) throw error;
              if (!refused) say(`Going on without checkpoints: ${error.message}`);
              refused = true;
            }
          }
          if (stopping()) throw new Interrupted(`${stage} was stopped`);
        },
      };
    },
  };
}

/** The processors of a run that goes on on `last`, after those `before`, where these are known. */
function cpusOf(before: string | undefined, last: string): string {
  if (before === undefined) return last;
  return before.split(THEN).at(-1) === last ? before : before + THEN + last;
}

/** Removes the checkpoints of a run that is done, and what else {@linkcode checkpointFiles} finds of it. */
export async function removeCheckpoints(out: string, record: RecordKey): Promise<void> {
  // Another process may remove it too.
  for (const path of await checkpointFiles(out, record)) await Deno.remove(path).catch(() => {});
}

/** The paths of a run's checkpoints, damaged ones too, and of what processes that ended were writing of it. */
export async function checkpointFiles(out: string, record: RecordKey): Promise<string[]> {
  const prefix = checkpointPath(out, record, "");
  const folder = prefix.slice(0, prefix.lastIndexOf("/"));
  const start = `${record.digest}-s${record.seed}.`;
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return names.filter((name) =>
    name.startsWith(`.${start}`) && /\.checkpoint(\.damaged)?$/.test(name) ||
    name.startsWith(`.writing-${start}`)
  ).map((name) => `${folder}/${name}`);
}

function fileNameOf(stage: string): string {
  return stage.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

function checkpointPath(
  out: string,
  record: RecordKey,
  name: string,
): string {
  return `${out}/${recordPath(record)}`.replace(/([^/]+)\.json$/, `.$1.${name}.checkpoint`);
}

function format(of: Omit<Header, "notes" | "values">, { values, notes }: Snapshot): Uint8Array {
  const header: Header = {
    ...of,
    notes,
    values: values.map((value) => ({
      type: value instanceof Int32Array ? "int32" : "float32",
      length: value.length,
    })),
  };
  const parts = [
    new TextEncoder().encode(JSON.stringify(header) + "\n"),
    ...values.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  ];
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return joined([new TextEncoder().encode(`${MAGIC} ${hash.digest("hex")}\n`), ...parts]);
}

/** What {@linkcode format} wrote; undefined where it was changed or cut since, or is of another kind. */
function parse(bytes: Uint8Array): { header: Header; values: Snapshot["values"] } | undefined {
  const [first, content] = splitLine(bytes);
  if (first !== `${MAGIC} ${createHash("sha256").update(content).digest("hex")}`) return undefined;
  const [line, numbers] = splitLine(content);
  try {
    const header: Header = JSON.parse(line);
    let at = 0;
    const values = header.values.map(({ type, length }) => {
      const { buffer } = numbers.slice(at, at += 4 * length);
      return type === "int32" ? new Int32Array(buffer) : new Float32Array(buffer);
    });
    return { header, values };
  } catch {
    // Another program's, with a checksum that is right.
    return undefined;
  }
}

function splitLine(bytes: Uint8Array): [line: string, rest: Uint8Array] {
  const end = bytes.indexOf(10);
  return [new TextDecoder().decode(bytes.subarray(0, Math.max(0, end))), bytes.subarray(end + 1)];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The content of a file; undefined where there is none, or where it cannot be read, which `refuse` hears. */
async function read(path: string, refuse: (reason: string) => void): Promise<Uint8Array | undefined> {
  try {
    return await readOwnFile(path, MOST_BYTES);
  } catch (error) {
    if (error instanceof InputError) refuse(error.reason);
    else if (!(error instanceof Deno.errors.NotFound)) throw error;
    return undefined;
  }
}
