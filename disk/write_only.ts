import { removeIfThere, writeWhole } from "./files.ts";

/**
 * Writes the files of a folder, and removes others of their kind, such as an earlier report's; another report, drawn at
 * the same time, may have done so.
 *
 * @param files Their texts, by their paths.
 * @throws {OutputError} If a file cannot be written.
 */
export async function writeOnly(
  folder: string,
  extension: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [path, text] of files) await writeWhole(path, text);
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (!name.endsWith(extension) || files.has(path)) continue;
    await removeIfThere(path);
  }
}
