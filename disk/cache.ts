import { join } from "node:path";
import { FileError } from "./files.ts";

/** There is no folder for a cache. The message says what to do. */
export class CacheError extends FileError {
  override name = "CacheError";
}

/**
 * The folder for what Reclaim downloads, shared by all checkouts: `RECLAIM_CACHE` where it is set, else the
 * platform's cache directory of the user (`$XDG_CACHE_HOME/reclaim` or `~/.cache/reclaim`;
 * `~/Library/Caches/reclaim` on macOS). It is not created here.
 *
 * @throws {CacheError} If neither `RECLAIM_CACHE` nor a home directory is set.
 */
export function cacheDir(): string {
  const named = Deno.env.get("RECLAIM_CACHE");
  if (named) return named;
  const base = Deno.env.get("XDG_CACHE_HOME");
  if (base) return join(base, "reclaim");
  const home = Deno.env.get("HOME");
  if (!home) {
    throw new CacheError("Cannot choose a cache folder: HOME is not set: set RECLAIM_CACHE to a folder");
  }
  return Deno.build.os === "darwin"
    ? join(home, "Library", "Caches", "reclaim")
    : join(home, ".cache", "reclaim");
}
