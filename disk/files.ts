import { basename, dirname } from "node:path";

/** A file that cannot be read or written; the message names it, and is all that need be said. */
export class FileError extends Error {}

/** A file that cannot be read, though something is there. */
export class InputError extends FileError {
  /** What is wrong with it, without its name. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`Cannot read ${path}: ${reason}`, options);
    this.name = "InputError";
    this.reason = reason;
  }
}

/** A file that cannot be written; nothing half written is left. */
export class OutputError extends FileError {
  /** Whether no other file of that disk can be written either: it is full, or cannot be written to. */
  readonly ofDisk: boolean;

  constructor(path: string, cause: Error) {
    super(`Cannot write ${path}: ${plainReason(cause)}`, { cause });
    this.name = "OutputError";
    this.ofDisk = ["ENOSPC", "EDQUOT", "EROFS"].includes(`${(cause as { code?: unknown }).code}`);
  }
}

/** Why the system refused something. Deno appends the call and its files, some of which the user never named. */
export function plainReason({ message }: Error): string {
  return message.replace(/: \w+ '[^']*'( -> '[^']*')?$/, "");
}

/**
 * Writes a file whole or not at all, over an older one; makes its folder. A link in its place is replaced: what that leads
 * to stays as it is. What processes that were killed were writing into the folder is removed when it is an hour old.
 *
 * @throws {OutputError} If it cannot be written, as where the disk is full.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path), name = basename(path).replace(/^\./, "");
  // Not makeTempFile(), whose files only their owner may read: a folder can be shared.
  const temporary = `${folder}/.writing-${name}-${crypto.randomUUID()}.tmp`;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeFile(temporary, bytes, { createNew: true });
    await flush(temporary);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw new OutputError(path, error as Error);
  }
  await sweep(folder);
}

/** Waits until the disk has the file. */
async function flush(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true });
  await file.sync();
}

/** The folders that this process has swept. */
const swept = new Set<string>();

/** Milliseconds after which nobody can still be writing a file. */
const ABANDONED = 3600_000;

/** Removes the unfinished files of processes that were killed, once for each folder. */
async function sweep(folder: string): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (!isFile || !/^\.writing-.*\.tmp$/.test(name)) continue;
      const { mtime } = await Deno.lstat(`${folder}/${name}`);
      if (Date.now() - mtime!.getTime() > ABANDONED) await Deno.remove(`${folder}/${name}`);
    }
  } catch {
    // Another process removes it too, or it is somebody else's: it only takes room.
  }
}

/** Removes a file or a link, unless it is gone already. */
export async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

/**
 * The content of a file in a folder that may come from a stranger. Only a file of at most `most` bytes is read: a link could
 * lead to any file of this machine, and a pipe or a device may never end.
 *
 * @throws {InputError} If it is something else, is larger, or cannot be read.
 * @throws {Deno.errors.NotFound} If nothing is there.
 */
export async function readOwnFile(path: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { isFile, isSymlink, isDirectory, size } = await Deno.lstat(path);
    if (isSymlink) throw new InputError(path, "it is a link, which is not followed");
    if (isDirectory) throw new InputError(path, await folderFault(path) ?? "it is a folder");
    if (!isFile) throw new InputError(path, "it is a pipe or a device");
    if (size > most) throw new InputError(path, `it must have at most ${most} bytes, got ${size}`);
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof InputError || error instanceof Deno.errors.NotFound) throw error;
    throw new InputError(path, plainReason(error as Error), { cause: error });
  }
}

/** The text that bytes are in UTF-8, without a byte order mark; undefined where they are not UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * A text file of someone's own, which may be a link to one; undefined where it is not there.
 *
 * @returns The text, or the reason why there is none.
 */
export async function readText(file: URL): Promise<{ text: string } | { reason: string } | undefined> {
  const found = await statIfThere(file);
  if (found === undefined) return undefined;
  if (found.isDirectory) return { reason: "it is a folder, not a file" };
  if (!found.isFile) return { reason: "it is a pipe or a device, not a file" };
  try {
    const text = utf8(await Deno.readFile(file));
    return text === undefined ? { reason: "it is not UTF-8" } : { text };
  } catch (error) {
    return { reason: plainReason(error as Error) };
  }
}

/** Why a folder cannot be listed; undefined where it can. */
async function folderFault(path: string): Promise<string | undefined> {
  try {
    await Deno.readDir(path)[Symbol.asyncIterator]().next();
  } catch (error) {
    return `its folder cannot be listed: ${plainReason(error as Error)}`;
  }
}

/** Whether there is a folder at a path, or a link to one. */
export async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}

/** What is at a path, or where a link there leads; undefined where that is nothing. */
export async function statIfThere(path: string | URL): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
}

/**
 * The links under a folder, by their paths from it, sorted; none are followed. A folder that cannot be listed has none.
 *
 * @param name The path of the folder from which those of the links are told.
 */
export async function linksUnder(folder: string, name: string): Promise<string[]> {
  const links: string[] = [];
  const at = `${folder}/${name}`;
  try {
    if ((await Deno.lstat(at)).isSymlink) return [name];
    for await (const { name: inside, isDirectory, isSymlink } of Deno.readDir(at)) {
      if (isSymlink) links.push(`${name}/${inside}`);
      if (isDirectory) links.push(...await linksUnder(folder, `${name}/${inside}`));
    }
  } catch {
    // Nothing can be written there either, which is said when it is tried.
  }
  return links.sort();
}
