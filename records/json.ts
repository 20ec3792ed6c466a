/**
 * JSON from files that may come from a stranger: read whole, of bounded size and depth.
 *
 * @module
 */
import { InputError, readOwnFile } from "../disk/files.ts";

/** Levels of lists and objects within each other that a file may have: ours have at most 8. */
export const MAX_DEPTH = 64;

/**
 * The value in a file of a result folder.
 *
 * @param most Bytes that it may have.
 * @throws {InputError} If it is no regular file, is larger, cannot be read, is not JSON, or is nested deeper than
 * {@linkcode MAX_DEPTH} levels.
 * @throws {Deno.errors.NotFound} If nothing is there.
 */
export async function readJson(path: string, most: number): Promise<unknown> {
  return parseJson(new TextDecoder().decode(await readOwnFile(path, most)), path);
}

/**
 * The value of a JSON text.
 *
 * @param path Named in errors.
 * @throws {InputError} If it is not JSON, or is nested deeper than {@linkcode MAX_DEPTH} levels, on which code that goes
 * through it level by level could run out of stack.
 */
export function parseJson(text: string, path: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(path, `it is not JSON (${(error as Error).message})`, { cause: error });
  }
  if (isDeeper(value, MAX_DEPTH)) {
    throw new InputError(path, `lists and objects must be nested at most ${MAX_DEPTH} levels deep`);
  }
  return value;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((field) => isDeeper(field, levels - 1));
}
