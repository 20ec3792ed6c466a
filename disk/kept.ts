/**
 * What was measured of a machine, kept in the cache: a file for each key.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { cacheDir, CacheError } from "./cache.ts";
import { OutputError, writeWhole } from "./files.ts";

/** What a value depends on. */
export interface KeptKey {
  readonly [name: string]: string | number;
}

/**
 * Keeps a value in a folder of the cache, in place of the one that was kept for the same key. Where the cache can't be
 * written it is not kept.
 */
export async function keep(folder: string, key: KeptKey, value: object): Promise<void> {
  try {
    await writeWhole(fileOf(folder, key), JSON.stringify({ ...key, ...value }) + "\n");
  } catch (error) {
    if (!(error instanceof OutputError || error instanceof CacheError)) throw error;
  }
}

/** The fields of a value that was kept; undefined where there is none, or its file is damaged or can't be read. */
export async function readKept(folder: string, key: KeptKey): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse(await Deno.readTextFile(fileOf(folder, key)));
    return typeof value === "object" && value !== null ? value as Record<string, unknown> : undefined;
  } catch (error) {
    const { NotFound, NotADirectory, IsADirectory, PermissionDenied } = Deno.errors;
    const kinds = [NotFound, NotADirectory, IsADirectory, PermissionDenied, SyntaxError, CacheError];
    if (kinds.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

function fileOf(folder: string, key: KeptKey): string {
  const name = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 12);
  return join(cacheDir(), folder, `${name}.json`);
}
