import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DataError } from "./data_error.ts";
import { loadFiles, locateFiles } from "./store.ts";
import { deadMirror, goodMirror, type Miniature, miniatures, mirror, withFolder } from "./testing.ts";

const minis = miniatures();
const files = minis.map(({ file }) => file);

async function fill(folder: string, contents: readonly Miniature[], gzip = false): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const { file, bytes, gzip: packed } of contents) {
    await Deno.writeFile(`${folder}/${file.file}${gzip ? ".gz" : ""}`, gzip ? packed : bytes);
  }
}

async function assertLoads(options: { dataDir?: string; quiet?: boolean }, mirrors: string[] = []) {
  const contents = await loadFiles(files, mirrors, options);
  assertEquals(contents.map((bytes) => [...bytes]), minis.map(({ bytes }) => [...bytes]));
}

Deno.test("loadFiles() reads the data folder or its subfolder, plain or gzip", async () => {
  await withFolder(async (folder) => {
    await fill(`${folder}/a`, minis);
    await fill(`${folder}/b/mnist`, minis, true);
    await assertLoads({ dataDir: `${folder}/a` });
    await assertLoads({ dataDir: `${folder}/b` });
    await assertLoads({ dataDir: `${folder}/b/mnist/` });
    assertEquals((await locateFiles(files, `${folder}/b`)).place, "data folder");
  });
});

Deno.test("loadFiles() takes names with a dot before idx, and a mixture", async () => {
  await withFolder(async (folder) => {
    await fill(folder, minis.slice(2), true);
    await Deno.writeFile(`${folder}/train-images.idx3-ubyte`, minis[0].bytes);
    await Deno.writeFile(`${folder}/train-labels.idx1-ubyte.gz`, minis[1].gzip);
    await assertLoads({ dataDir: folder });
  });
});

Deno.test("loadFiles() takes a file that is called .gz and isn't compressed", async () => {
  await withFolder(async (folder) => {
    await fill(folder, minis.slice(1));
    await Deno.writeFile(`${folder}/${files[0].file}.gz`, minis[0].bytes);
    await assertLoads({ dataDir: folder });
  });
});

Deno.test("loadFiles() names the data folder and the files that it looked for and that are missing", async () => {
  await withFolder(async (folder) => {
    const looked = "it or its subfolder mnist must have train-images-idx3-ubyte, train-labels-idx1-ubyte, " +
      "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, each plain or .gz: ";
    await fill(`${folder}/some`, minis.slice(0, 3));
    for (
      const [name, fault] of [
        ["none", "there is no such folder"],
        ["some", "missing t10k-labels-idx1-ubyte"],
        [`some/${files[0].file}`, "there is no such folder"],
      ]
    ) {
      await assertRejects(
        () => loadFiles(files, [], { dataDir: `${folder}/${name}` }),
        DataError,
        `Cannot find mnist in the data folder ${folder}/${name}: ${looked}${fault}`,
      );
    }
    await Deno.mkdir(`${folder}/some/${files[3].file}`);
    await assertRejects(
      () => locateFiles(files, `${folder}/some`),
      DataError,
      "missing t10k-labels-idx1-ubyte",
    );
  });
});

Deno.test("loadFiles() refuses a truncated, a swapped and a corrupt file of the data folder by name", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/${files[0].file}`;
    await fill(folder, minis);
    await Deno.writeFile(path, minis[0].bytes.subarray(0, 33));
    await assertRejects(
      () => loadFiles(files, [], { dataDir: folder }),
      DataError,
      `Cannot use ${path}: it must be mnist's train-images-idx3-ubyte (40 bytes, SHA-256 ${
        files[0].sha256
      }), ` +
        `got another file (33 bytes, SHA-256 `,
    );
    await Deno.writeFile(path, minis[2].bytes);
    await assertRejects(
      () => loadFiles(files, [], { dataDir: folder }),
      DataError,
      `got mnist's t10k-images-idx3-ubyte (32 bytes, SHA-256 ${files[2].sha256})`,
    );
    await Deno.remove(path);
    await Deno.writeFile(`${path}.gz`, minis[0].gzip.subarray(0, 20));
    await assertRejects(
      () => loadFiles(files, [], { dataDir: folder }),
      DataError,
      `Cannot decompress ${path}.gz: it must be a whole gzip file`,
    );
  });
});

Deno.test("loadFiles() never downloads what a given data folder lacks", async () => {
  await withFolder(async (folder) => {
    const good = goodMirror(minis);
    await fill(`${folder}/cache/data/mnist`, minis);
    await fill(`${folder}/data`, minis.slice(1));
    await assertRejects(
      () => loadFiles(files, [good.url], { dataDir: `${folder}/data` }),
      DataError,
      "missing",
    );
    assertEquals(good.asked, []);
    await good.stop();
  });
});

Deno.test("loadFiles() downloads into the cache once, and reads it from there afterwards", async () => {
  await withFolder(async (folder) => {
    const good = goodMirror(minis);
    assertEquals((await locateFiles(files)).place, "download");
    await assertLoads({ quiet: true }, [good.url]);
    assertEquals(good.asked, files.map(({ file }) => `/${file}.gz`));
    const kept = [...Deno.readDirSync(`${folder}/cache/data/mnist`)].map(({ name }) => name).sort();
    assertEquals(kept, files.map(({ file }) => file).sort());
    assertEquals((await locateFiles(files)).place, "cache");
    await assertLoads({ quiet: true }, [good.url]);
    assertEquals(good.asked.length, 4);
    await good.stop();
  });
});

Deno.test("loadFiles() downloads only what the cache lacks or has damaged", async () => {
  await withFolder(async (folder) => {
    const good = goodMirror(minis);
    const cache = `${folder}/cache/data/mnist`;
    await fill(cache, minis.slice(0, 3));
    await Deno.writeFile(`${cache}/${files[1].file}`, minis[1].bytes.subarray(0, 5));
    await assertLoads({ quiet: true }, [good.url]);
    assertEquals(good.asked, [`/${files[1].file}.gz`, `/${files[3].file}.gz`]);
    assertEquals([...await Deno.readFile(`${cache}/${files[1].file}`)], [...minis[1].bytes]);
    await good.stop();
  });
});

Deno.test("loadFiles() side by side leaves whole files only, nothing unfinished", async () => {
  await withFolder(async (folder) => {
    const good = goodMirror(minis);
    await Promise.all(Array.from({ length: 8 }, () => assertLoads({ quiet: true }, [good.url])));
    const kept = [...Deno.readDirSync(`${folder}/cache/data/mnist`)].map(({ name }) => name).sort();
    assertEquals(kept, files.map(({ file }) => file).sort());
    await assertLoads({ quiet: true });
    await good.stop();
  });
});

Deno.test("loadFiles() keeps nothing of a download that fails", async () => {
  await withFolder(async (folder) => {
    const wrong = mirror(() => new Response(minis[2].gzip));
    const error = await assertRejects(
      () => loadFiles(files, [wrong.url, deadMirror()], { quiet: true }),
      DataError,
    );
    assertStringIncludes(error.message, "Cannot download mnist's train-images-idx3-ubyte from ");
    assertEquals((await locateFiles(files)).paths, [undefined, undefined, undefined, undefined]);
    assert(![...Deno.readDirSync(folder)].some(({ name }) => name === "cache"));
    await wrong.stop();
  });
});

Deno.test("loadFiles() removes its unfinished file where the finished one can't be put, and names the folder", async () => {
  await withFolder(async (folder) => {
    const good = goodMirror(minis);
    const cache = `${folder}/cache/data/mnist`;
    await Deno.mkdir(`${cache}/${files[0].file}`, { recursive: true });
    const error = await assertRejects(() => loadFiles(files, [good.url], { quiet: true }), DataError);
    assertStringIncludes(error.message, `Cannot keep ${files[0].file} in the cache: `);
    assertStringIncludes(error.message, `see to the folder ${cache}, or set RECLAIM_CACHE to another`);
    assertEquals([...Deno.readDirSync(cache)].map(({ name }) => name), [files[0].file]);
    await good.stop();
  });
});

Deno.test("locateFiles() names a folder that cannot be looked into", () =>
  withFolder(async (folder) => {
    await Deno.symlink("loop", `${folder}/loop`);
    await assertRejects(
      () => locateFiles(files, `${folder}/loop`),
      DataError,
      `Cannot look for ${folder}/loop/`,
    );
  }));

Deno.test("locateFiles() says what to do where there is no cache", async () => {
  const names = ["RECLAIM_CACHE", "XDG_CACHE_HOME", "HOME"];
  const before = names.map((name) => Deno.env.get(name));
  for (const name of names) Deno.env.delete(name);
  try {
    await assertRejects(
      () => locateFiles(files),
      DataError,
      "Cannot look for mnist: Cannot choose a cache folder: HOME is not set: set RECLAIM_CACHE to a folder, or name a " +
        "folder with --data-dir",
    );
  } finally {
    names.forEach((name, i) => before[i] !== undefined && Deno.env.set(name, before[i]));
  }
});
