/**
 * What stops the set-up of an engine, in words that say what to do.
 *
 * @module
 */
import { UserError } from "../terminal/usage.ts";
import { type Build, bytesNeeded } from "./wheels.ts";

/** An engine can't be had here. The message says why and what to do, in one sentence. */
export class SetupError extends UserError {
  override name = "SetupError";
}

/** That libtensorflow cannot be set up, and why. */
export function refusal(why: string, options?: ErrorOptions): SetupError {
  return new SetupError(`Cannot set up libtensorflow: ${why}`, options);
}

/** What to do where it cannot be downloaded. */
export const ELSEWHERE = "set RECLAIM_TENSORFLOW to a folder that holds libtensorflow";

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether a message, of the system or of pip, says that the disk is full. */
export function isNoSpace(message: string): boolean {
  return /no space left|quota exceeded/i.test(message);
}

/** That the disk of `folder` is full, and how much a build needs. */
export function noSpace(folder: string, build: Build, cause: unknown): SetupError {
  return refusal(
    `no space left in ${folder}, where it needs ${(bytesNeeded(build) / 1e9).toFixed(1)} GB: ` +
      `free some, or set RECLAIM_CACHE to a folder on another disk`,
    { cause },
  );
}
