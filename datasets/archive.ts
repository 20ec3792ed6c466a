/**
 * Data sets that come in an archive with much else: it is downloaded once, the members that are wanted are kept in the cache,
 * and the archive is removed.
 *
 * @module
 */
import { join } from "node:path";
import { type OutputError, plainReason, removeIfThere, statIfThere } from "../disk/files.ts";
import { type Lock, waitForLock } from "../disk/lock.ts";
import { type ZipMember, zipMembers } from "../disk/zip.ts";
import { notice } from "../terminal/notice.ts";
import { DataError } from "./data_error.ts";
import { fetchFile, type FetchFileOptions, type LargeFile, megabytes } from "./fetch_file.ts";
import { cachedAt, cacheFault, keepInCache } from "./store.ts";
import { sha256 } from "./verify.ts";

/** A member that is kept. */
export interface Member {
  /** Its name, without folders. */
  readonly file: string;
  /** Its SHA-256 as others have published it. The archive's digest decides: where this differs, that is said. */
  readonly sha256: string;
}

/** A zip archive of which only some members are kept. */
export interface Archive extends LargeFile {
  /** The data set's, and that of its folder in the cache. */
  readonly name: string;
  /** The archive's own name. */
  readonly file: string;
  /** What is kept, in words. */
  readonly kept: string;
  readonly members: readonly Member[];
}

/** What the cache says of the members: the archive that they are from, and the SHA-256 that each had, by its name. */
interface Note {
  readonly archive: string;
  readonly members: Readonly<Record<string, string>>;
}

/** Milliseconds between two looks at whether another process is done. */
const LOOK = 500;

/** Whether the members of an archive are in the cache; they are looked for, not read. */
export async function hasMembers(archive: Archive): Promise<boolean> {
  const folder = cachedAt(archive);
  if (await readNote(archive, folder) === undefined) return false;
  const found = await Promise.all(archive.members.map(({ file }) => statIfThere(join(folder, file))));
  return found.every((info) => info?.isFile);
}

/**
 * The members of an archive as they are packed in it, in the order asked for: from the cache, or else from the archive, which is
 * downloaded into the cache, checked by its size and digest, and removed when they are taken out of it. What the cache has
 * damaged is fetched again. Processes may do this side by side: one downloads, the others wait for it.
 *
 * @throws {DataError} If the archive cannot be downloaded or kept, is not the pinned one, or lacks a member.
 */
export async function loadMembers(archive: Archive, options: FetchFileOptions = {}): Promise<Uint8Array[]> {
  const folder = cachedAt(archive);
  const kept = await readMembers(archive, folder);
  if (kept !== undefined) return kept;
  const lock = await lockFor(archive, folder, options);
  try {
    // Another process may have done it since.
    return await readMembers(archive, folder) ?? await fetchMembers(archive, folder, options);
  } finally {
    await lock.release();
  }
}

/** Waits until no other process downloads the archive. */
async function lockFor(
  { title, file }: Archive,
  folder: string,
  { quiet = false }: FetchFileOptions,
): Promise<Lock> {
  const name = `.${file}.lock`;
  try {
    return await waitForLock(join(folder, name), {
      every: LOOK,
      begin() {
        if (!quiet) notice(`Waiting for another process, which is downloading ${title}`);
      },
    });
  } catch (error) {
    throw cacheFault(folder, name, error as OutputError);
  }
}

async function fetchMembers(
  archive: Archive,
  folder: string,
  options: FetchFileOptions,
): Promise<Uint8Array[]> {
  const { title, file, bytes, kept } = archive;
  // It keeps this name until its members are taken out: if that fails, it need not be downloaded again.
  const path = join(folder, `.${file}.part`);
  const size = megabytes(bytes);
  if (!options.quiet) {
    notice(
      `${title} has ${size}. It is downloaded once, into ${folder}: ${kept} are kept, and the rest is removed`,
    );
  }
  await fetchFile(archive, path, options);
  const contents = await extract(archive, path);
  const digests = contents.map((content) => sha256(content));
  for (const [i, { file, sha256: published }] of archive.members.entries()) {
    if (digests[i] !== published) {
      notice(
        `${title} is the pinned one, but its ${file} has SHA-256 ${
          digests[i]
        }; others have published ${published}. ` +
          "It is taken all the same",
      );
    }
    await keepInCache(folder, file, contents[i]);
  }
  const note: Note = {
    archive: archive.sha256,
    members: Object.fromEntries(archive.members.map(({ file }, i) => [file, digests[i]])),
  };
  // Last, since it says that all of them are there.
  await keepInCache(folder, noteOf(archive), JSON.stringify(note, undefined, 2) + "\n");
  await removeIfThere(path);
  return contents;
}

/** The content of each member. */
async function extract({ title, members }: Archive, path: string): Promise<Uint8Array[]> {
  using archive = await Deno.open(path);
  const fail = (reason: string) => new DataError(`Cannot take the data out of ${title} (${path}): ${reason}`);
  const found = await zipMembers(archive).catch((error) => {
    throw fail((error as Error).message);
  });
  const contents: Uint8Array[] = [];
  for (const { file } of members) {
    const member = found.find(({ path }) => path.slice(path.lastIndexOf("/") + 1) === file);
    if (member === undefined) throw fail(`it has no ${file}`);
    contents.push(
      await contentOf(member).catch((error) => {
        throw fail(`${file}: ${(error as Error).message}`);
      }),
    );
  }
  return contents;
}

async function contentOf(member: ZipMember): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await member.writeTo(new WritableStream({ write: (chunk) => void chunks.push(chunk.slice()) }));
  return await new Blob(chunks).bytes();
}

/** The members in the cache; undefined where one is missing, or is not what the archive had. */
async function readMembers(archive: Archive, folder: string): Promise<Uint8Array[] | undefined> {
  const note = await readNote(archive, folder);
  if (note === undefined) return undefined;
  const contents: Uint8Array[] = [];
  for (const { file } of archive.members) {
    const content = await readIfThere(join(folder, file));
    if (content === undefined || sha256(content) !== note.members[file]) return undefined;
    contents.push(content);
  }
  return contents;
}

/** What the cache says of the members of this very archive; undefined where it says nothing that can be read. */
async function readNote(archive: Archive, folder: string): Promise<Note | undefined> {
  const content = await readIfThere(join(folder, noteOf(archive)));
  if (content === undefined) return undefined;
  try {
    const note: Partial<Note> | null = JSON.parse(new TextDecoder().decode(content));
    return note?.archive === archive.sha256 && note.members ? note as Note : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function noteOf({ file }: Archive): string {
  return `${file}.json`;
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw new DataError(`Cannot read ${path}: ${plainReason(error as Error)}`, { cause: error });
  }
}
