/** A file in a zip archive that lies on the disk. */
export interface ZipMember {
  /** Its path in the archive. */
  readonly path: string;
  /** Writes its content, unpacked, to a stream. */
  writeTo(stream: WritableStream<Uint8Array>): Promise<void>;
}

/**
 * The files in a zip archive, in its order; folders are left out. The archive is read piece by piece: it may be larger than
 * the memory.
 *
 * @param archive Open for reading until the last member is read.
 * @throws {Error} If it is no zip archive or a broken one.
 */
export async function zipMembers(archive: Deno.FsFile): Promise<ZipMember[]> {
  // Loaded only here: hardly any run needs it.
  const { Reader, ZipReader } = await import("@zip.js/zip.js");
  class FileReader extends Reader<Deno.FsFile> {
    override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
      await archive.seek(index, Deno.SeekMode.Start);
      const bytes = new Uint8Array(length);
      let read = 0;
      while (read < length) {
        const more = await archive.read(bytes.subarray(read));
        if (more === null) break;
        read += more;
      }
      return bytes.subarray(0, read);
    }
  }
  const reader = new FileReader(archive);
  reader.size = (await archive.stat()).size;
  const entries = await new ZipReader(reader, { useWebWorkers: false }).getEntries();
  return entries.flatMap((entry) =>
    entry.directory ? [] : [{
      path: entry.filename,
      writeTo: async (stream: WritableStream<Uint8Array>) => void await entry.getData(stream),
    }]
  );
}
