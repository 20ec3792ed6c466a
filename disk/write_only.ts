import { OutputError, removeIfThere, writeWhole } from "./files.ts";

/**
 * Writes the files of a folder, and removes others of their kind, such as an earlier report's; another report, drawn at
 * the same time, may have done so.
 *
 * @param files Their texts, by their paths.
 * @throws {OutputError} If a file cannot be written, or the folder is a link: what is in it is another folder's.
 */
export async function writeOnly(
  folder: string,
  extension: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  if ((await Deno.lstat(folder)).isSymlink) {
    throw new OutputError(folder, new Error("it is a link to another folder"));
  }
  for (const [path, text] of files) await writeWhole(path, text);
  for await (const { name } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (!name.endsWith(extension) || files.has(path)) continue;
    await removeIfThere(path);
  }
}
