import { OutputError, removeIfThere, writeWhole } from "./files.ts";

/**
 * Writes the files of a folder, and removes others of their kind, such as an earlier report's; another report, drawn at
 * the same time, may have done so.
 *
 * @param files Their texts, by their paths.
 * @throws {OutputError} If a file cannot be written or removed, the folder cannot be made, or it is a link: what is in it is
 * another folder's.
 */
export async function writeOnly(
  folder: string,
  extension: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  await writing(folder, async () => {
    await Deno.mkdir(folder, { recursive: true });
    if ((await Deno.lstat(folder)).isSymlink) throw new Error("it is a link to another folder");
  });
  for (const [path, text] of files) await writeWhole(path, text);
  const entries = await writing(folder, () => Array.fromAsync(Deno.readDir(folder)));
  for (const { name, isDirectory } of entries) {
    const path = `${folder}/${name}`;
    if (isDirectory || !name.endsWith(extension) || files.has(path)) continue;
    await writing(path, () => removeIfThere(path));
  }
}

/** Does something to a file or folder; an error names it. */
async function writing<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw new OutputError(path, error as Error);
  }
}
