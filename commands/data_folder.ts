import { isFolder } from "../disk/files.ts";
import { UsageError } from "../terminal/usage.ts";

/**
 * Refuses a data folder that is not there, as one that is mistyped: what it lacks would seem to be missing.
 *
 * @throws {UsageError} If there is no such folder.
 */
export async function checkDataFolder(folder: string | undefined): Promise<void> {
  if (folder === undefined || await isFolder(folder)) return;
  throw new UsageError(`Cannot look for data in ${folder}: there is no such folder`);
}
