import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { gzipSync } from "node:zlib";
import { DataError } from "./data_error.ts";
import { download } from "./download.ts";
import { deadMirror, goodMirror, miniatures, type Mirror, mirror } from "./testing.ts";

const [images, labels] = miniatures();

/** The message with which a download from the mirrors fails. */
async function fault(mirrors: string[], patience?: number): Promise<string> {
  const options = { quiet: true, ...(patience === undefined ? {} : { patience }) };
  return (await assertRejects(() => download(images.file, mirrors, options), DataError)).message;
}

async function serving(answer: () => Response, test: (mirror: Mirror) => Promise<void>): Promise<void> {
  const served = mirror(answer);
  try {
    await test(served);
  } finally {
    await served.stop();
  }
}

Deno.test("download() returns the decompressed content from the first mirror", async () => {
  const good = goodMirror([images]);
  const bytes = await download(images.file, [good.url, deadMirror()], { quiet: true });
  assertEquals([...bytes], [...images.bytes]);
  assertEquals(good.asked, ["/train-images-idx3-ubyte.gz"]);
  await good.stop();
});

Deno.test("download() takes a file that the mirror serves, or the transport delivers, decompressed", async () => {
  for (const response of [() => new Response(images.bytes), () => encoded()]) {
    await serving(response, async ({ url }) => {
      assertEquals([...await download(images.file, [url], { quiet: true })], [...images.bytes]);
    });
  }
  function encoded() {
    return new Response(images.gzip, { headers: { "content-encoding": "gzip" } });
  }
});

Deno.test("download() goes on to the next mirror, without a second try, after a wrong digest", async () => {
  const good = goodMirror([images]);
  await serving(() => new Response(labels.gzip), async ({ url, asked }) => {
    assertEquals([...await download(images.file, [url, good.url], { quiet: true })], [...images.bytes]);
    assertEquals(asked.length, 1);
  });
  await good.stop();
});

Deno.test("download() fails with what was wrong at each mirror and what to do instead", async () => {
  await serving(() => new Response(labels.gzip), async ({ url }) => {
    const dead = deadMirror();
    const message = await fault([url, dead]);
    assertStringIncludes(message, "Cannot download mnist's train-images-idx3-ubyte from ");
    assertStringIncludes(message, `${url} (Cannot use ${url}train-images-idx3-ubyte.gz: it must be`);
    assertStringIncludes(message, `SHA-256 ${labels.file.sha256}`);
    assertMatch(message.split(` or ${dead}`)[1], /^ \(.*Connection refused/);
    assertStringIncludes(
      message,
      ": put train-images-idx3-ubyte.gz into a folder and name it with --data-dir",
    );
  });
});

Deno.test("download() tries a mirror twice that answers with an error", async () => {
  await serving(() => new Response("no", { status: 404 }), async ({ url, asked }) => {
    assertStringIncludes(await fault([url]), `${url} (HTTP status 404)`);
    assertEquals(asked.length, 2);
  });
  let calls = 0;
  const once = () => ++calls === 1 ? new Response(null, { status: 503 }) : new Response(images.gzip);
  await serving(once, async ({ url }) => {
    assertEquals([...await download(images.file, [url], { quiet: true })], [...images.bytes]);
  });
  assertEquals(calls, 2);
});

Deno.test("download() refuses a gzip file that the mirror itself has cut short", async () => {
  await serving(() => new Response(images.gzip.subarray(0, 20)), async ({ url }) => {
    assertStringIncludes(await fault([url]), `Cannot decompress ${url}train-images-idx3-ubyte.gz`);
  });
});

Deno.test("download() takes no more than the file can have, and does not ask for that twice", async () => {
  let sent = 0;
  const endless = () =>
    new Response(
      new ReadableStream({
        pull(stream) {
          sent += 65536;
          stream.enqueue(new Uint8Array(65536));
        },
      }),
    );
  await serving(endless, async ({ url, asked }) => {
    assertStringIncludes(await fault([url]), "it must have at most 40 bytes, and sends more");
    assertEquals(asked.length, 1);
    // What is on its way when it is given up, is not taken.
    assert(sent < 5e7, `${sent} bytes`);
  });
  const bomb = new Uint8Array(gzipSync(new Uint8Array(500_000)));
  await serving(() => new Response(bomb), async ({ url, asked }) => {
    assertStringIncludes(await fault([url]), "it must hold at most 40 bytes, and holds more");
    assertEquals(asked.length, 1);
  });
});

Deno.test("download() tries again after a connection that breaks off, then gives up", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let connections = 0;
  const serve = (async () => {
    for await (const connection of listener) {
      connections++;
      await connection.read(new Uint8Array(4096));
      const head = `HTTP/1.1 200 OK\r\ncontent-length: ${images.gzip.length}\r\n\r\n`;
      await connection.write(new TextEncoder().encode(head));
      await connection.write(images.gzip.subarray(0, 10));
      connection.close();
    }
  })();
  const url = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}/`;
  assertStringIncludes(await fault([url]), `from ${url} (`);
  assertEquals(connections, 2);
  listener.close();
  await serve;
});

Deno.test("download() gives up a mirror that sends nothing for longer than its patience", async () => {
  const streams: ReadableStreamDefaultController[] = [];
  const stuck = () => new Response(new ReadableStream({ start: (stream) => void streams.push(stream) }));
  await serving(stuck, async ({ url }) => {
    assertStringIncludes(await fault([url], 0.1), `${url} (nothing received for 0.1 s)`);
    assertEquals(streams.length, 2);
  });
});

Deno.test("download() has its patience anew with each piece", async () => {
  const fifth = Math.ceil(images.gzip.length / 5);
  const inPieces = async function* () {
    for (let at = 0; at < images.gzip.length; at += fifth) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      yield images.gzip.subarray(at, at + fifth);
    }
  };
  await serving(() => new Response(ReadableStream.from(inPieces())), async ({ url }) => {
    const bytes = await download(images.file, [url], { quiet: true, patience: 0.2 });
    assertEquals([...bytes], [...images.bytes]);
  });
});
