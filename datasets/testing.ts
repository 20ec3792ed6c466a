/**
 * What tests of data sets use: one of a few pixels in MNIST's format, folders, and servers on this machine.
 *
 * @module
 */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { gzipSync } from "node:zlib";
import type { KnownFile } from "./catalog.ts";
import { sha256 } from "./verify.ts";

/** A file and its content. */
export interface Miniature {
  readonly file: KnownFile;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

/** The bytes of an IDX file of unsigned bytes. */
export function idx(sizes: number[], data: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * sizes.length + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x0800 + sizes.length);
  sizes.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  bytes.set(data, 4 + 4 * sizes.length);
  return bytes;
}

/** Four files under MNIST's names: 3 training and 2 test images, 2×4, and their labels. */
export function miniatures(): Miniature[] {
  return [
    miniature("train-images-idx3-ubyte", [3, 2, 4], Array.from({ length: 24 }, (_, i) => (i * 37) % 256)),
    miniature("train-labels-idx1-ubyte", [3], [7, 0, 9]),
    miniature("t10k-images-idx3-ubyte", [2, 2, 4], Array.from({ length: 16 }, (_, i) => 255 - i)),
    miniature("t10k-labels-idx1-ubyte", [2], [1, 1]),
  ];
}

function miniature(name: string, sizes: number[], data: number[]): Miniature {
  const bytes = idx(sizes, data);
  return {
    file: {
      name: "mnist",
      file: name,
      sha256: sha256(bytes),
      bytes: bytes.length,
      rows: sizes[0],
      format: "IDX uint8",
      source: "made for a test",
    },
    bytes,
    gzip: new Uint8Array(gzipSync(bytes)),
  };
}

/** Runs `test` with a new folder that is removed afterwards, and with the cache inside it at `cache`. */
export async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const before = Deno.env.get("RECLAIM_CACHE");
  Deno.env.set("RECLAIM_CACHE", `${folder}/cache`);
  try {
    await test(folder);
  } finally {
    if (before === undefined) Deno.env.delete("RECLAIM_CACHE");
    else Deno.env.set("RECLAIM_CACHE", before);
    await Deno.remove(folder, { recursive: true });
  }
}

/** A mirror on this machine. */
export interface Mirror {
  readonly url: string;
  /** The paths asked for, in order. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** Serves what `answer` makes of each path. */
export function mirror(answer: (path: string) => Response): Mirror {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const path = new URL(request.url).pathname;
    asked.push(path);
    return answer(path);
  });
  return { url: `http://127.0.0.1:${server.addr.port}/`, asked, stop: () => server.shutdown() };
}

/** A mirror that has all of the files. */
export function goodMirror(files: readonly Miniature[]): Mirror {
  return mirror((path) => {
    const found = files.find(({ file }) => path === `/${file.file}.gz`);
    return found ? new Response(found.gzip) : new Response(null, { status: 404 });
  });
}

/** The URL of a mirror that refuses connections. */
export function deadMirror(): string {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return `http://127.0.0.1:${port}/`;
}

/** A server of one file that can begin in the middle of it. */
export interface FileServer {
  readonly url: string;
  /** The `Range` of each request, in order; "all" where it has none. */
  readonly ranges: string[];
  stop(): Promise<void>;
}

/** How a {@linkcode FileServer} answers its n-th request, from 0, where it does not answer as it should. */
export type Misbehaviour = (n: number, from: number) => Response | undefined;

/** Serves `bytes`, from the byte that is asked for, unless `otherwise` says otherwise. */
export function fileServer(
  bytes: Uint8Array<ArrayBuffer>,
  otherwise: Misbehaviour = () => undefined,
): FileServer {
  const ranges: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, ({ headers }) => {
    const range = headers.get("range");
    const from = Number(range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
    ranges.push(range ?? "all");
    return otherwise(ranges.length - 1, from) ?? (range === null ? new Response(bytes) : partOf(bytes, from));
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/file`,
    ranges,
    stop: () => server.shutdown(),
  };
}

/** The answer with the bytes of a file from one on. */
export function partOf(bytes: Uint8Array<ArrayBuffer>, from: number, end = bytes.length): Response {
  return new Response(bytes.slice(from, end), {
    status: 206,
    headers: { "content-range": `bytes ${from}-${end - 1}/${bytes.length}` },
  });
}

/** The answer with a file that breaks off after so many bytes, though its head promises all of them. */
export function brokenOff(bytes: Uint8Array<ArrayBuffer>, after: number): Response {
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(bytes.slice(0, after));
      stream.close();
    },
  });
  return new Response(body, { headers: { "content-length": `${bytes.length}` } });
}

/** A zip archive of these files, as bytes. */
export async function zipOf(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [path, bytes] of Object.entries(files)) await writer.add(path, new Uint8ArrayReader(bytes));
  return await writer.close();
}

/** What `fn` writes to stderr until it is done, or fails with what it throws. */
export async function stderrOf(fn: () => Promise<unknown>): Promise<string> {
  const original = Deno.stderr.writeSync;
  let text = "";
  Deno.stderr.writeSync = (bytes) => {
    text += new TextDecoder().decode(bytes);
    return bytes.length;
  };
  try {
    await fn();
    return text;
  } finally {
    Deno.stderr.writeSync = original;
  }
}

/** Runs `test` on a disk on which files that are written to have room for so many bytes each time that they are opened. */
export async function withRoom(bytes: number, test: () => Promise<void>): Promise<void> {
  const { open } = Deno;
  Deno.open = async (...args) => {
    const file = await open(...args);
    const write = file.write.bind(file);
    let room = bytes;
    file.write = (chunk) => {
      if (room === 0) throw new Error("No space left on device (os error 28)");
      const taken = chunk.subarray(0, room);
      room -= taken.length;
      return write(taken);
    };
    return file;
  };
  try {
    await test();
  } finally {
    Deno.open = open;
  }
}
