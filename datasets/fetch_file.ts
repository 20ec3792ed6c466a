import { createHash } from "node:crypto";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { plainReason, removeIfThere, statIfThere } from "../disk/files.ts";
import { notice } from "../terminal/notice.ts";
import { progress } from "../terminal/progress.ts";
import { DataError } from "./data_error.ts";
import { get, reasonOf } from "./http.ts";
import { patience } from "./patience.ts";

/** A large file whose size and content are pinned. */
export interface LargeFile {
  /** As messages name it. */
  readonly title: string;
  readonly url: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** What can be done where it can't be downloaded, for the messages: "put …". */
  readonly instead: string;
}

/** Options of {@linkcode fetchFile}. */
export interface FetchFileOptions {
  /** No progress on stderr. */
  readonly quiet?: boolean;
  /** Seconds without a byte after which a transfer is given up (default 30). */
  readonly patience?: number;
  /** Seconds before a transfer that failed is tried again (default 2). */
  readonly pause?: number;
  /** Bytes that are free in a folder; undefined where that cannot be said. */
  readonly free?: (folder: string) => Promise<number | undefined>;
}

/** How many transfers in a row may fail that bring less than {@linkcode ADVANCE} of the file. */
const TRIES = 3;

/** The share of the file that a transfer must bring so that its end counts as no failure. */
const ADVANCE = 0.01;

/** How a file came: in one transfer, or put together from the pieces of several. */
type Course = "one" | "pieces";

/**
 * Downloads a large file to `path`, with its size and digest checked. What was received is kept when a transfer or the process
 * ends: it goes on from there, now or at the next call, where the server can begin in the middle of a file (HTTP's `Range`).
 * One process at a time may do this for one path.
 *
 * What is not the file is removed. Where it came in pieces, it is fetched once more from the start before that is taken for
 * the server's own content.
 *
 * @throws {DataError} If it cannot be downloaded or kept, or is not the pinned one, with what to do about it.
 */
export async function fetchFile(
  file: LargeFile,
  path: string,
  options: FetchFileOptions = {},
): Promise<void> {
  for (let again = false;; again = true) {
    const course = await complete(file, path, options);
    const found = await digestOf(path);
    if (found === file.sha256) return;
    await removeIfThere(path);
    if (course === "one" || again) {
      throw new DataError(
        `Cannot use ${file.url}: it must be ${file.title} (${file.bytes} bytes, SHA-256 ${file.sha256}), got SHA-256 ${found}`,
      );
    }
    if (!options.quiet) {
      notice(`The pieces of ${file.title} do not fit together: it is downloaded from the start`);
    }
  }
}

/** Receives what is missing of the file, in as many transfers as that takes. */
async function complete(file: LargeFile, path: string, options: FetchFileOptions): Promise<Course> {
  const { pause = 2 } = options;
  let there = await sizeOf(path);
  if (there > file.bytes) {
    await removeIfThere(path);
    there = 0;
  }
  await checkRoom(file, dirname(path), file.bytes - there, options);
  let course: Course = there > 0 ? "pieces" : "one";
  for (let failures = 0; there < file.bytes;) {
    try {
      await transfer(file, path, there, options);
    } catch (error) {
      if (error instanceof DataError) throw error;
      const now = await sizeOf(path);
      failures = now - there >= ADVANCE * file.bytes ? 0 : failures + 1;
      if (failures === TRIES) throw lost(file, reasonOf(error as Error), now);
      course = now > 0 ? "pieces" : "one";
      await new Promise((resolve) => setTimeout(resolve, pause * 1000));
    }
    there = await sizeOf(path);
  }
  return course;
}

/** Appends to the `from` bytes that are there, or writes the file anew where the server can only begin at its start. */
async function transfer(
  file: LargeFile,
  path: string,
  from: number,
  { quiet = false, patience: seconds }: FetchFileOptions,
): Promise<void> {
  const waiting = patience(seconds);
  try {
    const headers = {
      // Ranges count the bytes of what is sent, so nothing may pack the file on its way.
      "accept-encoding": "identity",
      ...from > 0 && { range: `bytes=${from}-` },
    };
    const response = await refusing(file, get(file.url, { headers, signal: waiting.signal }));
    // Nothing follows what is there: the server's file is a shorter one, or was.
    if (response.status === 416) await removeIfThere(path);
    const start = await startOf(response, file, from);
    if (start < from && !quiet) {
      notice(`The server can only send ${file.title} from the start: what was received is given up`);
    }
    using out = await opened(path, file, start);
    const label = `Downloading ${file.title}` + (start > 0 ? `, from ${megabytes(start)} on` : "");
    const bar = progress(label, { total: file.bytes - start, unit: "bytes", quiet });
    let received = start;
    try {
      for await (const chunk of response.body!) {
        waiting.heard();
        received += chunk.length;
        if (received > file.bytes) {
          await removeIfThere(path);
          throw new DataError(
            `Cannot use ${file.url}: it must be ${file.title} (${file.bytes} bytes), and sends more`,
          );
        }
        await write(out, chunk, path, file);
        bar.update(received - start);
      }
      if (received < file.bytes) throw new Error(`it ended after ${received} of ${file.bytes} bytes`);
      bar.end();
    } catch (error) {
      bar.end("failed");
      throw error;
    }
  } finally {
    waiting.end();
  }
}

/** The answer; where that is refused for good, the error names the file. */
async function refusing(file: LargeFile, answer: Promise<Response>): Promise<Response> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(
      `Cannot download ${file.title} from ${file.url} (${error.message}): ${file.instead}`,
      { cause: error },
    );
  }
}

/**
 * The byte at which a response begins: `from`, or 0 where the server has taken no notice of the range.
 *
 * @throws {DataError} If it says that the file has another size.
 * @throws {Error} If it is an error, or begins elsewhere.
 */
async function startOf(response: Response, file: LargeFile, from: number): Promise<number> {
  const fail = async (error: Error): Promise<never> => {
    await response.body?.cancel();
    throw error;
  };
  const { status, headers } = response;
  if (response.body === null || (status !== 200 && status !== 206)) {
    return await fail(new Error(`HTTP status ${status}`));
  }
  const [, first, total] = headers.get("content-range")?.match(/^bytes (\d+)-\d+\/(\d+|\*)$/) ?? [];
  const start = status === 206 ? Number(first) : 0;
  const size = status === 206 ? total : headers.get("content-length") ?? undefined;
  if (size !== undefined && size !== "*" && Number(size) !== file.bytes) {
    return await fail(
      new DataError(
        `Cannot use ${file.url}: it must be ${file.title} (${file.bytes} bytes), got ${size} bytes`,
      ),
    );
  }
  if (start !== from && start !== 0) {
    return await fail(
      new Error(`it was asked for byte ${from} and what follows, and sends from byte ${first}`),
    );
  }
  return start;
}

async function opened(path: string, file: LargeFile, start: number): Promise<Deno.FsFile> {
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    const out = await Deno.open(path, { create: true, write: true });
    await out.truncate(start);
    await out.seek(start, Deno.SeekMode.Start);
    return out;
  } catch (error) {
    throw unkept(file, path, error as Error);
  }
}

async function write(out: Deno.FsFile, chunk: Uint8Array, path: string, file: LargeFile): Promise<void> {
  try {
    for (let written = 0; written < chunk.length;) written += await out.write(chunk.subarray(written));
  } catch (error) {
    throw unkept(file, path, error as Error);
  }
}

function unkept({ title }: LargeFile, path: string, error: Error): DataError {
  return new DataError(
    `Cannot keep ${title} in ${path}: ${
      plainReason(error)
    }: what was received until then is there; make room, or set ` +
      "RECLAIM_CACHE to another folder, and start the same command again",
    { cause: error },
  );
}

function lost({ title, url, bytes, instead }: LargeFile, reason: string, there: number): DataError {
  const later = there > 0
    ? `${megabytes(there)} of ${megabytes(bytes)} are kept, and the same command goes on from there; or `
    : "try again later, or ";
  return new DataError(`Cannot download ${title} from ${url} (${reason}): ${later}${instead}`);
}

/** @throws {DataError} If the disk has no room for so many bytes. */
async function checkRoom(
  { title }: LargeFile,
  folder: string,
  needed: number,
  { free = freeIn }: FetchFileOptions,
): Promise<void> {
  const room = await free(folder);
  if (room === undefined || room >= needed) return;
  throw new DataError(
    `Cannot download ${title}: ${folder} must have ${megabytes(needed)} free, got ${
      megabytes(room)
    }: make room, or set ` +
      "RECLAIM_CACHE to another folder",
  );
}

/** Bytes that are free where a folder is or will be made; undefined where that cannot be said. */
async function freeIn(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const isMissing = (error as { code?: unknown }).code === "ENOENT";
    return isMissing && dirname(folder) !== folder ? await freeIn(dirname(folder)) : undefined;
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await statIfThere(path))?.size ?? 0;
}

async function digestOf(path: string): Promise<string> {
  using file = await Deno.open(path);
  const hash = createHash("sha256");
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}

/** Bytes in megabytes, with one decimal. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
