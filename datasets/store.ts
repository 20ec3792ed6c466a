import { join } from "node:path";
import { cacheDir, CacheError } from "../disk/cache.ts";
import { isFolder, type OutputError, plainReason, statIfThere, writeWhole } from "../disk/files.ts";
import type { FilePin } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import type { LoadOptions } from "./dataset.ts";
import { download } from "./download.ts";
import { readVerified } from "./read.ts";

/** Where the files of one data set are: the path of each, in order, undefined where it is still to be downloaded. */
export type Location =
  | { readonly place: "data folder" | "cache"; readonly paths: readonly string[] }
  | { readonly place: "download"; readonly paths: readonly (string | undefined)[] };

/** A file by its data set's name and its own. */
export type FileName = Pick<FilePin, "name" | "file">;

/**
 * The path of each file of one data set, undefined where it isn't there: with `dataDir` in that folder's subfolder of
 * the data set's name or in the folder itself, each plain or `.gz`, as `train-images-idx3-ubyte` or
 * `train-images.idx3-ubyte`; else in the cache.
 */
async function findFiles(
  files: readonly FileName[],
  dataDir?: string,
): Promise<(string | undefined)[]> {
  const folders = dataDir === undefined ? [cachedAt(files[0])] : [join(dataDir, files[0].name), dataDir];
  return await Promise.all(files.map((file) => findFile(folders, file)));
}

/**
 * Looks for the files of one data set where {@linkcode findFiles} does.
 *
 * @throws {DataError} If `dataDir` is given and lacks one of the files.
 */
export async function locateFiles(files: readonly FileName[], dataDir?: string): Promise<Location> {
  const { name } = files[0];
  const paths = await findFiles(files, dataDir);
  if (paths.every((path) => path !== undefined)) {
    return { place: dataDir === undefined ? "cache" : "data folder", paths };
  }
  if (dataDir === undefined) return { place: "download", paths };
  const missing = files.filter((_, i) => paths[i] === undefined);
  throw new DataError(
    `Cannot find ${name} in the data folder ${dataDir}: it or its subfolder ${name} must have ` +
      `${files.map(({ file }) => file).join(", ")}, each plain or .gz: ` +
      (await isFolder(dataDir)
        ? `missing ${missing.map(({ file }) => file).join(", ")}`
        : "there is no such folder"),
  );
}

/**
 * The folder that a data set is in which isn't downloaded.
 *
 * @param advice How to get it, for the message.
 *
 * @throws {DataError} If none is given.
 */
export function neededFolder(dataDir: string | undefined, name: string, advice: string): string {
  if (dataDir !== undefined) return dataDir;
  throw new DataError(`Cannot load ${name}: ${advice}, and name that with --data-dir (in code: dataDir)`);
}

/**
 * The paths of the user's own files of a data set, where {@linkcode findFiles} looks in the folder; undefined where
 * it has none of them, but all of the stand-in's.
 *
 * @throws {DataError} If it has only some of the files, or neither these nor the stand-in's.
 */
export async function findOwnFiles(
  name: string,
  files: readonly FileName[],
  standIn: readonly FileName[],
  dataDir: string,
): Promise<string[] | undefined> {
  const paths = await findFiles(files, dataDir);
  const missing = files.filter((_, i) => paths[i] === undefined);
  if (missing.length === 0) return paths as string[];
  const hasSome = missing.length < files.length;
  if (!hasSome && (await findFiles(standIn, dataDir)).every((path) => path !== undefined)) return undefined;
  const listed = (files: readonly FileName[]) => files.map(({ file }) => file).join(", ");
  throw new DataError(
    `Cannot find ${name} in the data folder ${dataDir}: it or its subfolder ${files[0].name} must have ` +
      `${listed(files)}, each plain or .gz, or else, for a stand-in, ${listed(standIn)}: ` +
      (hasSome ? `missing ${listed(missing)}` : "there is neither"),
  );
}

/**
 * The content of the files, decompressed and verified: from `dataDir` where it is given, else from the cache,
 * else from the mirrors into the cache. A damaged file in the cache is downloaded again; one in `dataDir` is
 * refused. Processes may do this side by side: a file appears in the cache whole or not at all.
 *
 * @throws {DataError} If a file is missing, damaged, another one, or can't be downloaded or kept.
 */
export async function loadFiles(
  files: readonly FilePin[],
  mirrors: readonly string[],
  options: LoadOptions = {},
): Promise<Uint8Array[]> {
  const { place, paths } = await locateFiles(files, options.dataDir);
  const contents: Uint8Array[] = [];
  if (place === "data folder") {
    for (const [i, file] of files.entries()) contents.push(await readVerified(paths[i], file, files));
    return contents;
  }
  for (const [i, file] of files.entries()) {
    const path = paths[i];
    const cached = path === undefined ? undefined : await readUndamaged(path, file);
    contents.push(cached ?? await fetchIntoCache(file, mirrors, options.quiet));
  }
  return contents;
}

async function readUndamaged(path: string, file: FilePin): Promise<Uint8Array | undefined> {
  try {
    return await readVerified(path, file);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
}

async function fetchIntoCache(
  file: FilePin,
  mirrors: readonly string[],
  quiet = false,
): Promise<Uint8Array> {
  const bytes = await download(file, mirrors, { quiet });
  await keepInCache(cachedAt(file), file.file, bytes);
  return bytes;
}

/**
 * Writes a file of a data set into its folder in the cache, whole or not at all.
 *
 * @throws {DataError} If it cannot be written, with what to do about it.
 */
export async function keepInCache(
  folder: string,
  name: string,
  content: Uint8Array | string,
): Promise<void> {
  try {
    await writeWhole(join(folder, name), content);
  } catch (error) {
    throw cacheFault(folder, name, error as OutputError);
  }
}

/** What is wrong where a file cannot be written into the cache. */
export function cacheFault(folder: string, name: string, error: OutputError): DataError {
  const reason = plainReason(error.cause as Error);
  return new DataError(
    `Cannot keep ${name} in the cache: ${reason}: see to the folder ${folder}, or set RECLAIM_CACHE to another`,
    { cause: error },
  );
}

/**
 * The folder of a data set in the cache.
 *
 * @throws {DataError} If there is no cache.
 */
export function cachedAt({ name }: FileName): string {
  try {
    return join(cacheDir(), "data", name);
  } catch (error) {
    if (!(error instanceof CacheError)) throw error;
    throw new DataError(`Cannot look for ${name}: ${error.message}, or name a folder with --data-dir`);
  }
}

/**
 * The path of a file in the first of these folders that has it, plain or `.gz`; undefined where none has.
 *
 * @throws {DataError} If a folder cannot be looked into.
 */
export async function findFile(
  folders: readonly string[],
  { file }: FileName,
): Promise<string | undefined> {
  const dotted = file.replace(/-(idx\d-)/, ".$1");
  for (const folder of folders) {
    for (const name of new Set([file, dotted])) {
      for (const path of [join(folder, name), join(folder, `${name}.gz`)]) {
        if ((await lookAt(path))?.isFile) return path;
      }
    }
  }
}

async function lookAt(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await statIfThere(path);
  } catch (error) {
    throw new DataError(`Cannot look for ${path}: ${plainReason(error as Error)}`, { cause: error });
  }
}
