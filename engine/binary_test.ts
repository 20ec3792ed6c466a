import { assertEquals } from "@std/assert";
import { binaryFault } from "./binary.ts";

/** The fault of a file that begins with these bytes. */
async function faultOf(bytes: number[], on: { os: string; arch: string }): Promise<string | undefined> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, Uint8Array.from({ length: 64 }, (_, i) => bytes[i] ?? 0));
    return await binaryFault(path, on);
  } finally {
    await Deno.remove(path);
  }
}

const elf = (machine: number) => {
  const header = new Array(20).fill(0);
  header.splice(0, 6, 0x7f, 0x45, 0x4c, 0x46, 2, 1);
  header.splice(18, 2, machine & 0xff, machine >> 8);
  return header;
};
const mach = (processor: number) => [0xcf, 0xfa, 0xed, 0xfe, processor, 0, 0, 1];
const X86 = { os: "linux", arch: "x86_64" };
const ARM = { os: "linux", arch: "aarch64" };
const MAC = { os: "darwin", arch: "aarch64" };

Deno.test("binaryFault() finds none in a library for this system", async () => {
  assertEquals(await faultOf(elf(62), X86), undefined);
  assertEquals(await faultOf(elf(183), ARM), undefined);
  assertEquals(await faultOf(mach(0x0c), MAC), undefined);
  assertEquals(await faultOf([0xca, 0xfe, 0xba, 0xbe], MAC), undefined);
});

Deno.test("binaryFault() says which system a library is for", async () => {
  assertEquals(await faultOf(elf(183), X86), "is for linux aarch64, and this is linux x86_64");
  assertEquals(await faultOf(elf(62), ARM), "is for linux x86_64, and this is linux aarch64");
  assertEquals(await faultOf(elf(999), X86), "is for linux machine 999, and this is linux x86_64");
  assertEquals(await faultOf(mach(0x0c), X86), "is for darwin aarch64, and this is linux x86_64");
  assertEquals(await faultOf(mach(0x07), MAC), "is for darwin x86_64, and this is darwin aarch64");
});

Deno.test("binaryFault() refuses what is no library, and what is cut off", async () => {
  assertEquals(await faultOf([], X86), "is not a shared library");
  assertEquals(await faultOf([0x4d, 0x5a], X86), "is not a shared library");
  const path = await Deno.makeTempFile();
  await Deno.writeFile(path, Uint8Array.from(elf(62).slice(0, 10)));
  assertEquals(await binaryFault(path, X86), "is not a shared library");
  await Deno.remove(path);
});
