/**
 * What a file of machine code is for, by its first bytes, so that a wrong one is refused in words before it is loaded.
 *
 * @module
 */

/** ELF's numbers of machines (`e_machine`), by the names that `Deno.build.arch` has. */
const ELF_MACHINES: Record<number, string> = {
  3: "x86",
  40: "arm",
  62: "x86_64",
  183: "aarch64",
  243: "riscv64",
};

/** Mach-O's numbers of processors (`cputype`). */
const MACH_MACHINES: Record<number, string> = { 0x01000007: "x86_64", 0x0100000c: "aarch64" };

/**
 * Why a file can't be a shared library for this system, in words that go on from its name; nothing where it can.
 *
 * @throws {Error} If the file can't be read.
 */
export async function binaryFault(
  path: string,
  { os, arch }: { os: string; arch: string } = Deno.build,
): Promise<string | undefined> {
  const head = new DataView(new ArrayBuffer(20));
  using file = await Deno.open(path);
  const read = await file.read(new Uint8Array(head.buffer)) ?? 0;
  const found = read < head.byteLength ? undefined : machineOf(head);
  if (!found) return "is not a shared library";
  // A Mach-O file for several processors names them further on; the loader picks.
  if (found.os === os && (found.arch === arch || found.arch === "several")) return undefined;
  return `is for ${found.os} ${found.arch}, and this is ${os} ${arch}`;
}

function machineOf(head: DataView): { os: string; arch: string } | undefined {
  const magic = head.getUint32(0);
  if (magic === 0x7f454c46) {
    const little = head.getUint8(5) === 1;
    const machine = head.getUint16(18, little);
    return { os: "linux", arch: ELF_MACHINES[machine] ?? `machine ${machine}` };
  }
  if (magic === 0xcffaedfe) {
    const machine = head.getUint32(4, true);
    return { os: "darwin", arch: MACH_MACHINES[machine] ?? `machine ${machine}` };
  }
  if (magic === 0xcafebabe) return { os: "darwin", arch: "several" };
}
