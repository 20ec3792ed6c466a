import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type Archive, hasMembers, loadMembers } from "./archive.ts";
import { DataError } from "./data_error.ts";
import { filesIn } from "../engine/testing.ts";
import {
  brokenOff,
  type FileServer,
  fileServer,
  type Misbehaviour,
  stderrOf,
  withFolder,
  zipOf,
} from "./testing.ts";
import { sha256 } from "./verify.ts";

/** A file that compresses, one that does not, and what is not wanted. */
const MEMBERS = {
  "little.gz": new TextEncoder().encode("little"),
  "large.gz": new Uint8Array(200_000).map((_, i) => (i * i * 7) >> 3),
};
const NOISE = crypto.getRandomValues(new Uint8Array(60_000));
const ZIP = await zipOf({
  "gzip/other.gz": NOISE,
  "gzip/large.gz": MEMBERS["large.gz"],
  "gzip/little.gz": MEMBERS["little.gz"],
});

const archiveAt = (url: string, bytes: Uint8Array = ZIP): Archive => ({
  name: "letters",
  title: "the archive of letters",
  file: "all.zip",
  url,
  bytes: bytes.length,
  sha256: sha256(bytes),
  instead: "put them into a folder",
  kept: "two files",
  members: Object.entries(MEMBERS).map(([file, content]) => ({ file, sha256: sha256(content) })),
});

const QUIET = { quiet: true, pause: 0 };

/** Runs `test` with a server of an archive, an empty cache, and the folder of the data set in it. */
async function withArchive(
  test: (archive: Archive, served: FileServer, folder: string) => Promise<void>,
  { misbehave, bytes = ZIP }: { misbehave?: Misbehaviour; bytes?: Uint8Array<ArrayBuffer> } = {},
): Promise<void> {
  const served = fileServer(bytes, misbehave);
  try {
    await withFolder((folder) => test(archiveAt(served.url, bytes), served, `${folder}/cache/data/letters`));
  } finally {
    await served.stop();
  }
}

const KEPT = ["all.zip.json", "large.gz", "little.gz"];

async function assertLoads(archive: Archive): Promise<void> {
  assertEquals(await loadMembers(archive, QUIET), Object.values(MEMBERS));
}

Deno.test("loadMembers() downloads the archive once, and keeps of it only what is asked for", () =>
  withArchive(async (archive, served, folder) => {
    assertEquals(await hasMembers(archive), false);
    for (let i = 0; i < 2; i++) await assertLoads(archive);
    assertEquals([await filesIn(folder), served.ranges], [KEPT, ["all"]]);
    assertEquals(await hasMembers(archive), true);
    for (const [file, content] of Object.entries(MEMBERS)) {
      assertEquals(await Deno.readFile(`${folder}/${file}`), content);
    }
  }));

Deno.test("loadMembers() says how large the archive is before it asks for it, and nothing of what the cache has", () =>
  withArchive(async (archive, _, folder) => {
    const big = { ...archive, members: archive.members.slice() };
    const said = await stderrOf(() => loadMembers(big, { pause: 0 }));
    const [announced, started] = said.split("\n");
    assertEquals(
      announced,
      `the archive of letters has 0.1 MB. It is downloaded once, into ${folder}: two files are kept, and the rest is removed`,
    );
    assertStringIncludes(started, "Downloading the archive of letters: 0.0/");
    assertEquals(await stderrOf(() => loadMembers(big)), "");
  }));

Deno.test("loadMembers() fetches again what the cache has damaged, lacks, or has of another archive", () =>
  withArchive(async (archive, served, folder) => {
    await assertLoads(archive);
    const faults = [
      () => Deno.writeTextFile(`${folder}/large.gz`, "damaged"),
      () => Deno.remove(`${folder}/little.gz`),
      () => Deno.remove(`${folder}/all.zip.json`),
      () => Deno.writeTextFile(`${folder}/all.zip.json`, "{"),
      () => Deno.writeTextFile(`${folder}/all.zip.json`, "null"),
      () => Deno.writeTextFile(`${folder}/all.zip.json`, JSON.stringify({ archive: archive.sha256 })),
      () => Deno.writeTextFile(`${folder}/all.zip.json`, JSON.stringify({ archive: "ab", members: {} })),
    ];
    for (const [i, damage] of faults.entries()) {
      await damage();
      assertEquals(await hasMembers(archive), i === 0);
      await assertLoads(archive);
      assertEquals([await filesIn(folder), served.ranges.length], [KEPT, i + 2]);
    }
  }));

Deno.test("loadMembers() takes a member with another digest than was published, and says so, since the archive is the right one", () =>
  withArchive(async (archive, _, folder) => {
    const [little, large] = archive.members;
    const other = { ...archive, members: [little, { ...large, sha256: "ab".repeat(32) }] };
    const said = await stderrOf(() => loadMembers(other, QUIET));
    assertEquals(
      said,
      `the archive of letters is the pinned one, but its large.gz has SHA-256 ${large.sha256}; others have published ` +
        `${"ab".repeat(32)}. It is taken all the same\n`,
    );
    assertEquals([await filesIn(folder), await hasMembers(other)], [KEPT, true]);
  }));

Deno.test("loadMembers() goes on with an archive that was cut off", () =>
  withArchive(async (archive, served, folder) => {
    await assertRejects(
      () => loadMembers(archive, QUIET),
      DataError,
      "and the same command goes on from there",
    );
    assertEquals(await filesIn(folder), [".all.zip.part"]);
    await assertLoads(archive);
    assertEquals([await filesIn(folder), served.ranges.at(-1)], [KEPT, "bytes=1000-"]);
  }, {
    misbehave: (n) => {
      if (n === 0) return brokenOff(ZIP, 1000);
      return n < 4 ? new Response(null, { status: 500 }) : undefined;
    },
  }));

Deno.test("loadMembers() refuses another archive, and keeps nothing of it", () =>
  withArchive(async (archive, _, folder) => {
    const pinned = { ...archive, sha256: "cd".repeat(32) };
    await assertRejects(
      () => loadMembers(pinned, QUIET),
      DataError,
      `SHA-256 ${pinned.sha256}), got SHA-256 `,
    );
    assertEquals([await filesIn(folder), await hasMembers(pinned)], [[], false]);
  }));

Deno.test("loadMembers() says what is wrong with a pinned archive that lacks a member, or is none", async () => {
  const lacking = await zipOf({ "little.gz": MEMBERS["little.gz"] });
  for (const [bytes, reason] of [[lacking, "it has no large.gz"], [NOISE, ""]] as const) {
    await withArchive(async (archive, _, folder) => {
      await assertRejects(
        () => loadMembers(archive, QUIET),
        DataError,
        `Cannot take the data out of the archive of letters (${folder}/.all.zip.part): ${reason}`,
      );
    }, { bytes });
  }
});

Deno.test("loadMembers() side by side downloads once", () =>
  withArchive(async (archive, served, folder) => {
    const said = await stderrOf(() => Promise.all([1, 2, 3].map(() => loadMembers(archive, { pause: 0 }))));
    assertEquals([await filesIn(folder), served.ranges], [KEPT, ["all"]]);
    assertEquals(
      said.match(/Waiting for another process, which is downloading the archive of letters\n/g)?.length,
      2,
    );
  }));

Deno.test("loadMembers() does not download again what it could not put into the cache", () =>
  withArchive(async (archive, served, folder) => {
    await Deno.mkdir(`${folder}/large.gz/in the way`, { recursive: true });
    await assertRejects(
      () => loadMembers(archive, QUIET),
      DataError,
      `Cannot keep large.gz in the cache: Is a directory (os error 21): see to the folder ${folder}, or set RECLAIM_CACHE`,
    );
    await Deno.remove(`${folder}/large.gz`, { recursive: true });
    assertEquals(await filesIn(folder), [".all.zip.part", "little.gz"]);
    await Deno.mkdir(`${folder}/all.zip.json`);
    await assertRejects(() => loadMembers(archive, QUIET), DataError, `Cannot read ${folder}/all.zip.json: `);
    await Deno.remove(`${folder}/all.zip.json`);
    await assertLoads(archive);
    assertEquals([await filesIn(folder), served.ranges], [KEPT, ["all"]]);
  }));
