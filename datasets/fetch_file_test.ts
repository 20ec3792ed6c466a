import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DataError } from "./data_error.ts";
import { fetchFile, type FetchFileOptions, type LargeFile, megabytes } from "./fetch_file.ts";
import {
  brokenOff,
  deadMirror,
  type FileServer,
  fileServer,
  type Misbehaviour,
  partOf,
  stderrOf,
  withFolder,
  withRoom,
} from "./testing.ts";
import { sha256 } from "./verify.ts";

/** Half a megabyte that cannot be compressed. */
const BYTES = new Uint8Array(500_000);
for (let at = 0; at < BYTES.length; at += 50_000) crypto.getRandomValues(BYTES.subarray(at, at + 50_000));

const OPTIONS: FetchFileOptions = { quiet: true, pause: 0 };

interface Bench {
  readonly served: FileServer;
  readonly file: LargeFile;
  readonly path: string;
  fetch(options?: FetchFileOptions): Promise<void>;
  /** The message with which it fails. */
  fault(options?: FetchFileOptions): Promise<string>;
  /** How many bytes are there. */
  size(): Promise<number>;
}

/** Runs `test` with a server of `bytes` that may misbehave, and a path to download them to. */
async function withServer(
  misbehave: Misbehaviour | undefined,
  test: (bench: Bench) => Promise<void>,
  bytes = BYTES,
): Promise<void> {
  const served = fileServer(bytes, misbehave);
  try {
    await withFolder(async (folder) => {
      const file = {
        title: "the file",
        url: served.url,
        bytes: BYTES.length,
        sha256: sha256(BYTES),
        instead: "put it into a folder",
      };
      const path = `${folder}/new/.file.part`;
      const fetch = (options = {}) => fetchFile(file, path, { ...OPTIONS, ...options });
      await test({
        served,
        file,
        path,
        fetch,
        fault: async (options) => (await assertRejects(() => fetch(options), DataError)).message,
        size: () => Deno.stat(path).then(({ size }) => size, () => 0),
      });
    });
  } finally {
    await served.stop();
  }
}

/** Puts what an earlier process has received. */
async function put(path: string, bytes: Uint8Array): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.writeFile(path, bytes);
}

const assertWhole = async (path: string) => assertEquals(sha256(await Deno.readFile(path)), sha256(BYTES));

Deno.test("fetchFile() downloads a file in one go, and shows how far it is", () =>
  withServer(undefined, async ({ served, path, fetch }) => {
    const said = await stderrOf(() => fetch({ quiet: false }));
    await assertWhole(path);
    assertEquals(served.ranges, ["all"]);
    assertStringIncludes(said, "Downloading the file: 0.0/500.0 kB\n");
    assertStringIncludes(said, "Downloading the file: 500.0 kB in ");
  }));

Deno.test("fetchFile() goes on where a transfer was cut off", () =>
  withServer(
    (n) => n === 0 ? brokenOff(BYTES, 200_000) : undefined,
    async ({ served, path, fetch }) => {
      const said = await stderrOf(() => fetch({ quiet: false }));
      await assertWhole(path);
      assertEquals(served.ranges, ["all", "bytes=200000-"]);
      assertStringIncludes(said, "Downloading the file, from 0.2 MB on: 0.0/300.0 kB\n");
    },
  ));

Deno.test("fetchFile() goes on where an answer was too short, though it ended well", () =>
  withServer(
    (n, from) => n < 2 ? partOf(BYTES, from, from + 100_000) : undefined,
    async ({ served, path, fetch }) => {
      await fetch();
      await assertWhole(path);
      assertEquals(served.ranges, ["all", "bytes=100000-", "bytes=200000-"]);
    },
  ));

Deno.test("fetchFile() goes on where another process ended, also if that had all of it", () =>
  withServer(undefined, async ({ served, path, fetch }) => {
    for (const there of [123_456, BYTES.length]) {
      await put(path, BYTES.subarray(0, there));
      await fetch();
      await assertWhole(path);
    }
    assertEquals(served.ranges, ["bytes=123456-"]);
  }));

Deno.test("fetchFile() gives up after three transfers that bring nothing, keeps what is there, and says how to go on", () => {
  let isDown = true;
  return withServer(
    (n) => n === 0 ? brokenOff(BYTES, 300_000) : isDown ? new Response("", { status: 503 }) : undefined,
    async ({ served, file, path, fetch, fault, size }) => {
      assertEquals(
        await fault(),
        `Cannot download the file from ${file.url} (HTTP status 503): 0.3 MB of 0.5 MB are kept, and the same command ` +
          "goes on from there; or put it into a folder",
      );
      assertEquals([served.ranges.length, await size()], [4, 300_000]);
      isDown = false;
      await fetch();
      await assertWhole(path);
      assertEquals(served.ranges.at(-1), "bytes=300000-");
    },
  );
});

Deno.test("fetchFile() has as many transfers as it takes, as long as each brings a piece", () =>
  withServer(
    (_, from) => partOf(BYTES, from, Math.min(from + 20_000, BYTES.length)),
    async ({ served, path, fetch }) => {
      await fetch();
      await assertWhole(path);
      assertEquals(served.ranges.length, 25);
    },
  ));

Deno.test("fetchFile() says why a server cannot be reached", () =>
  withServer(undefined, async ({ file, path }) => {
    const dead = { ...file, url: deadMirror() };
    const { message } = await assertRejects(() => fetchFile(dead, path, OPTIONS), DataError);
    assertStringIncludes(message, `Cannot download the file from ${dead.url} (`);
    assertStringIncludes(message, "Connection refused");
    assert(message.endsWith("): try again later, or put it into a folder"), message);
  }));

Deno.test("fetchFile() starts again where the server takes no notice of the range, and says so", () =>
  withServer((n) => n === 1 ? new Response(BYTES) : undefined, async ({ served, path, fetch }) => {
    await fetch();
    await put(path, BYTES.subarray(0, 400_000));
    const said = await stderrOf(() => fetch({ quiet: false }));
    await assertWhole(path);
    assertEquals(served.ranges, ["all", "bytes=400000-"]);
    assertStringIncludes(
      said,
      "The server can only send the file from the start: what was received is given up\n",
    );
    assertStringIncludes(said, "Downloading the file: 0.0/500.0 kB\n");
  }));

Deno.test("fetchFile() refuses a file with another digest, removes it, and does not ask twice", () => {
  const wrong = BYTES.map((byte) => byte ^ 1);
  return withServer(undefined, async ({ served, file, fault, size }) => {
    assertEquals(
      await fault(),
      `Cannot use ${served.url}: it must be the file (500000 bytes, SHA-256 ${file.sha256}), got SHA-256 ${
        sha256(wrong)
      }`,
    );
    assertEquals([served.ranges, await size()], [["all"], 0]);
  }, wrong);
});

Deno.test("fetchFile() downloads a file from the start whose pieces do not fit together, once", () =>
  withServer(undefined, async ({ served, path, fetch }) => {
    for (const there of [100_000, BYTES.length]) {
      await put(path, new Uint8Array(there));
      const said = await stderrOf(() => fetch({ quiet: false }));
      await assertWhole(path);
      assertStringIncludes(
        said,
        "The pieces of the file do not fit together: it is downloaded from the start\n",
      );
    }
    assertEquals(served.ranges, ["bytes=100000-", "all", "all"]);
  }));

Deno.test("fetchFile() takes no more bytes than are pinned, whether their number is told or not", () => {
  let sent = 0;
  const endless = () =>
    new Response(
      new ReadableStream({
        pull(stream) {
          sent += 65_536;
          stream.enqueue(new Uint8Array(65_536));
        },
      }),
    );
  return withServer(
    (n) => n === 0 ? endless() : new Response(new Uint8Array(500_001)),
    async ({ served, fault, size }) => {
      const what = `Cannot use ${served.url}: it must be the file (500000 bytes), `;
      assertEquals(await fault(), `${what}and sends more`);
      assertEquals([served.ranges.length, await size()], [1, 0]);
      // What is on its way when it is given up, is not taken.
      assert(sent < 5e7, `${sent} bytes`);
      assertEquals(await fault(), `${what}got 500001 bytes`);
      assertEquals([served.ranges.length, await size()], [2, 0]);
    },
  );
});

Deno.test("fetchFile() removes what is longer than the file, and begins anew", () =>
  withServer(undefined, async ({ served, path, fetch }) => {
    await put(path, new Uint8Array(500_001));
    await fetch();
    await assertWhole(path);
    assertEquals(served.ranges, ["all"]);
  }));

Deno.test("fetchFile() refuses a part of a file of another size, and one from elsewhere in it", async () => {
  await withServer(undefined, async ({ path, fault, size }) => {
    await put(path, BYTES.subarray(0, 1000));
    assertStringIncludes(await fault(), "it must be the file (500000 bytes), got 400000 bytes");
    assertEquals(await size(), 1000);
  }, BYTES.slice(0, 400_000));
  await withServer((n) => n < 3 ? partOf(BYTES, 900) : undefined, async ({ path, fetch, fault }) => {
    await put(path, BYTES.subarray(0, 1000));
    assertStringIncludes(
      await fault(),
      "(it was asked for byte 1000 and what follows, and sends from byte 900)",
    );
    await fetch();
    await assertWhole(path);
  });
});

Deno.test("fetchFile() begins anew where the server has nothing at the place that is asked for", () =>
  withServer(
    (n) => n === 0 ? new Response(null, { status: 416 }) : undefined,
    async ({ served, path, fetch }) => {
      await put(path, BYTES.subarray(0, 1000));
      await fetch();
      await assertWhole(path);
      assertEquals(served.ranges, ["bytes=1000-", "all"]);
    },
  ));

Deno.test("fetchFile() refuses a redirection to a host that is not named, by name, and asks once", () => {
  const location = "http://localhost:9/file";
  return withServer(
    () => new Response(null, { status: 302, headers: { location } }),
    async ({ served, fault }) => {
      assertEquals(
        await fault(),
        `Cannot download the file from ${served.url} (it redirects to localhost:9, which deno.json's permission sets do not ` +
          'name: if you trust it, add localhost:9 to "net"): put it into a folder',
      );
      assertEquals(served.ranges.length, 1);
    },
  );
});

Deno.test("fetchFile() gives up a server that sends nothing for longer than its patience, and keeps what came", () =>
  withServer((_, from) =>
    new Response(
      new ReadableStream({ start: (stream) => stream.enqueue(BYTES.slice(from, from + 1000)) }),
      from > 0 ? { status: 206, headers: { "content-range": `bytes ${from}-499999/500000` } } : {},
    ), async ({ served, fault, size }) => {
    assertStringIncludes(await fault({ patience: 0.1 }), "(nothing received for 0.1 s): ");
    assertEquals([served.ranges, await size()], [["all", "bytes=1000-", "bytes=2000-"], 3000]);
  }));

Deno.test("fetchFile() asks for nothing where the disk has no room, less what is there already", () =>
  withServer(undefined, async ({ served, path, fetch, fault }) => {
    const free = () => Promise.resolve(400_000);
    const folder = path.slice(0, path.lastIndexOf("/"));
    assertEquals(
      await fault({ free }),
      `Cannot download the file: ${folder} must have 0.5 MB free, got 0.4 MB: make room, or set RECLAIM_CACHE to another folder`,
    );
    assertEquals(served.ranges, []);
    await put(path, BYTES.subarray(0, 100_000));
    await fetch({ free });
    await assertWhole(path);
  }));

Deno.test("fetchFile() says where the disk is full, and goes on when there is room again", () =>
  withServer(undefined, async ({ served, path, fetch, fault, size }) => {
    await withRoom(70_000, async () => {
      assertEquals(
        await fault({ free: () => Promise.resolve(undefined) }),
        `Cannot keep the file in ${path}: No space left on device (os error 28): what was received until then is there; make ` +
          "room, or set RECLAIM_CACHE to another folder, and start the same command again",
      );
    });
    assertEquals([served.ranges, await size()], [["all"], 70_000]);
    await fetch();
    await assertWhole(path);
    assertEquals(served.ranges, ["all", "bytes=70000-"]);
  }));

Deno.test("fetchFile() names a path that cannot be written", () =>
  withServer(undefined, async ({ path, fault }) => {
    await Deno.writeTextFile(path.slice(0, path.lastIndexOf("/")), "no folder");
    assertStringIncludes(await fault(), `Cannot keep the file in ${path}: `);
  }));

Deno.test("megabytes() has one decimal", () => assertEquals(megabytes(561_753_746), "561.8 MB"));
