import { progress } from "../terminal/progress.ts";
import type { FilePin } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import { get, reasonOf } from "./http.ts";
import { patience } from "./patience.ts";
import { mostBytes, mostPacked } from "./read.ts";
import { decompress, verify } from "./verify.ts";

/** Options of {@linkcode download}. */
export interface DownloadOptions {
  /** No progress on stderr. */
  readonly quiet?: boolean;
  /** Seconds without a byte after which a mirror is given up (default 30). */
  readonly patience?: number;
}

/**
 * The decompressed, verified content of `file` from its own URL or the first mirror that has it as `<mirror><file>.gz`.
 * Each gets a second try where a transfer fails; one that serves something else does not, nor one that sends more than the
 * file can have, which is not awaited to the end.
 *
 * @param mirrors Base URLs, each with a slash at its end.
 *
 * @throws {DataError} If no mirror has it, with what was wrong with each one and what to do instead.
 */
export async function download(
  file: FilePin,
  mirrors: readonly string[],
  options: DownloadOptions = {},
): Promise<Uint8Array> {
  const faults: { place: string; reason: string }[] = [];
  const places = [
    ...file.url === undefined ? [] : [{ place: file.url, url: file.url }],
    ...mirrors.map((mirror) => ({ place: mirror, url: `${mirror}${file.file}.gz` })),
  ];
  for (const { place, url } of places) {
    try {
      const fetched = await transfer(url, file, options).catch((error) => {
        if (error instanceof DataError) throw error;
        return transfer(url, file, options);
      });
      const bytes = await decompress(fetched, url, mostBytes(file));
      verify(bytes, file, url);
      return bytes;
    } catch (error) {
      faults.push({ place, reason: error instanceof DataError ? error.message : reasonOf(error as Error) });
    }
  }
  // What keeps all from being reached, such as no network, is said once.
  const tried = Map.groupBy(faults, ({ reason }) => reason).entries()
    .map(([reason, those]) => `${those.map(({ place }) => place).join(" or ")} (${reason})`);
  throw new DataError(
    `Cannot download ${file.name}'s ${file.file} from ${[...tried].join(" or ")}: ` +
      `put ${file.file}.gz into a folder and name it with --data-dir`,
  );
}

async function transfer(url: string, file: FilePin, options: DownloadOptions): Promise<Uint8Array> {
  const { quiet = false } = options;
  const waiting = patience(options.patience);
  try {
    const response = await get(url, { signal: waiting.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`HTTP status ${response.status}`);
    }
    const total = Number(response.headers.get("content-length"));
    const most = mostPacked(mostBytes(file));
    const bar = progress(`Downloading ${file.name}/${file.file}`, { total, unit: "bytes", quiet });
    try {
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      let received = 0;
      for await (const chunk of response.body) {
        waiting.heard();
        chunks.push(chunk);
        received += chunk.length;
        if (received > most) {
          throw new DataError(
            `Cannot use ${url}: it must have at most ${mostBytes(file)} bytes, and sends more`,
          );
        }
        bar.update(received);
      }
      bar.end();
      return new Uint8Array(await new Blob(chunks).arrayBuffer());
    } catch (error) {
      bar.end("failed");
      throw error;
    }
  } finally {
    waiting.end();
  }
}
