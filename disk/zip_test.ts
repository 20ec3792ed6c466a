import { assertEquals, assertRejects } from "@std/assert";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { inFolder } from "../engine/testing.ts";
import { type ZipMember, zipMembers } from "./zip.ts";

const NOISE = crypto.getRandomValues(new Uint8Array(65_536));

async function contentOf(member: ZipMember): Promise<number[]> {
  const bytes: number[] = [];
  await member.writeTo(new WritableStream({ write: (chunk) => void bytes.push(...chunk) }));
  return bytes;
}

Deno.test("zipMembers() reads the files of an archive, compressed or stored, in any order, and no folders", () =>
  inFolder(async (folder) => {
    const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
    await writer.add("a/", undefined, { directory: true });
    await writer.add("a/zeros", new Uint8ArrayReader(new Uint8Array(100_000)));
    await writer.add("noise", new Uint8ArrayReader(NOISE), { level: 0 });
    await writer.add("empty", new Uint8ArrayReader(new Uint8Array(0)));
    await Deno.writeFile(`${folder}/archive.zip`, await writer.close());
    using file = await Deno.open(`${folder}/archive.zip`);
    const members = await zipMembers(file);
    assertEquals(members.map(({ path }) => path), ["a/zeros", "noise", "empty"]);
    const [zeros, noise, empty] = members;
    assertEquals(await contentOf(noise), [...NOISE]);
    assertEquals(await contentOf(empty), []);
    assertEquals(await contentOf(zeros), new Array(100_000).fill(0));
  }));

Deno.test("zipMembers() refuses what is no archive", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/archive.zip`, NOISE);
    using file = await Deno.open(`${folder}/archive.zip`);
    await assertRejects(() => zipMembers(file), Error);
  }));
