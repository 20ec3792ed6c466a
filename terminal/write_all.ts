/** Milliseconds until it is tried again to write into a full pipe. */
const PAUSE = 5;

/** Bytes that a pipe of Linux takes whole or not at all: its PIPE_BUF. */
const AT_ONCE = 4096;

const NEWLINE = "\n".charCodeAt(0);

/** A file or a pipe, such as stdout. */
export interface Sink {
  /** Writes some of these bytes; returns how many. */
  writeSync(bytes: Uint8Array): number;
}

/**
 * Writes a text whole. A pipe that does not block refuses more than it has room for until its reader has read some: that is
 * waited for.
 */
export function writeAll(sink: Sink, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(sink.writeSync(bytes.subarray(0, partOf(bytes))));
    } catch (error) {
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

/**
 * How many bytes to write at once: whole lines where there are such. Of anything else, or of more than the pipe takes at once,
 * Deno's stdout would have written or kept a part when it says that it would block, and that part would be written twice.
 */
function partOf(bytes: Uint8Array): number {
  if (bytes.length <= AT_ONCE) return bytes.length;
  const lines = bytes.lastIndexOf(NEWLINE, AT_ONCE - 1) + 1;
  return lines > 0 ? lines : AT_ONCE;
}
