import { progress } from "../terminal/progress.ts";
import type { KnownFile } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import { decompress, verify } from "./verify.ts";

/** Options of {@linkcode download}. */
export interface DownloadOptions {
  /** No progress on stderr. */
  readonly quiet?: boolean;
  /** Seconds without a byte after which a mirror is given up (default 30). */
  readonly patience?: number;
}

/**
 * The decompressed, verified content of `file` from the first mirror that has it as `<mirror><file>.gz`.
 * Each mirror gets a second try where a transfer fails; one that serves something else does not.
 *
 * @param mirrors Base URLs, each with a slash at its end.
 *
 * @throws {DataError} If no mirror has it, with what was wrong with each one and what to do instead.
 */
export async function download(
  file: KnownFile,
  mirrors: readonly string[],
  options: DownloadOptions = {},
): Promise<Uint8Array> {
  const faults: string[] = [];
  for (const mirror of mirrors) {
    const url = `${mirror}${file.file}.gz`;
    try {
      const fetched = await transfer(url, file, options).catch(() => transfer(url, file, options));
      const bytes = await decompress(fetched, url);
      verify(bytes, file, url);
      return bytes;
    } catch (error) {
      faults.push(`${mirror} (${reason(error as Error)})`);
    }
  }
  throw new DataError(
    `Cannot download ${file.name}'s ${file.file} from ${faults.join(" or ")}: ` +
      `put ${file.file}.gz, from wherever it can be had, into a folder and name that with --data-dir`,
  );
}

/** What went wrong: `fetch` itself only says that it failed, and keeps the rest in `cause`. */
function reason({ message, cause }: Error): string {
  return cause instanceof Error ? cause.message : message;
}

async function transfer(url: string, file: KnownFile, options: DownloadOptions): Promise<Uint8Array> {
  const { quiet = false, patience = 30 } = options;
  const watch = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => watch.abort(new Error(`nothing received for ${patience} s`)), patience * 1000);
  };
  wait();
  try {
    const response = await fetch(url, { signal: watch.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`HTTP status ${response.status}`);
    }
    const total = Number(response.headers.get("content-length"));
    const bar = progress(`Downloading ${file.name}/${file.file}`, { total, unit: "bytes", quiet });
    try {
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      let received = 0;
      for await (const chunk of response.body) {
        wait();
        chunks.push(chunk);
        received += chunk.length;
        bar.update(received);
      }
      bar.end();
      return new Uint8Array(await new Blob(chunks).arrayBuffer());
    } catch (error) {
      bar.end("failed");
      throw error;
    }
  } finally {
    clearTimeout(timer);
  }
}
