/**
 * A data set of a few pixels for the tests, in MNIST's format.
 *
 * @module
 */
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
