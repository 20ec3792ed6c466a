/** A file that cannot be read or written; the message names it, and is all that need be said. */
export class FileError extends Error {}

/** A file that cannot be written; nothing half written is left. */
export class OutputError extends FileError {
  constructor(path: string, cause: Error) {
    // Deno appends the call and the temporary file.
    super(`Cannot write ${path}: ${cause.message.replace(/: \w+ '[^']*'$/, "")}`, { cause });
    this.name = "OutputError";
  }
}

/**
 * Writes a file whole or not at all, over an older one; makes its folder.
 *
 * @throws {OutputError} If it cannot be written, as where the disk is full.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const end = path.lastIndexOf("/");
  const folder = path.slice(0, end), name = path.slice(end + 1).replace(/^\./, "");
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
}

/** Waits until the disk has the file. */
async function flush(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true });
  await file.sync();
}

/** Removes a file or a link, unless it is gone already. */
export async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
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
