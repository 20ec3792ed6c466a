import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "./data_error.ts";
import { type IdxDataset, loadIdxDataset } from "./idx_dataset.ts";
import { goodMirror, idx, miniatures, withFolder } from "./testing.ts";
import { sha256 } from "./verify.ts";

const minis = miniatures();
const files = minis.map(({ file }) => file);
const parts: IdxDataset = { name: "mnist", classes: 10, mirrors: [] };

Deno.test("loadIdxDataset() reads images, labels, sizes and split as they are distributed", async () => {
  await withFolder(async (folder) => {
    for (const { file, gzip } of minis) await Deno.writeFile(`${folder}/${file.file}.gz`, gzip);
    const { sources, train, test, ...rest } = await loadIdxDataset(parts, { dataDir: folder }, files);
    assertEquals(rest, {
      name: "mnist",
      height: 2,
      width: 4,
      classes: 10,
      split: "as distributed: 3 training and 2 test images",
    });
    assertEquals([train.images.rows, train.images.columns, test.images.rows], [3, 8, 2]);
    assertEquals(train.labels, Int32Array.of(7, 0, 9));
    assertEquals(test.labels, Int32Array.of(1, 1));
    assertEquals(train.images.data, Float32Array.from(minis[0].bytes.subarray(16), (pixel) => pixel / 255));
    assertEquals(test.images.data[1], Math.fround(254 / 255));
    assertEquals(sources[2], {
      name: "mnist/t10k-images-idx3-ubyte",
      sha256: files[2].sha256,
      rows: 2,
      source: "made for a test",
    });
  });
});

Deno.test("loadIdxDataset() downloads from its mirrors where no data folder is given", async () => {
  await withFolder(async () => {
    const good = goodMirror(minis);
    const load = (mirrors: string[]) => loadIdxDataset({ ...parts, mirrors }, { quiet: true }, files);
    assertEquals((await load([good.url])).train.labels.length, 3);
    await good.stop();
    assertEquals((await load([])).test.labels.length, 2);
  });
});

Deno.test("loadIdxDataset() names a file with the right digest that isn't IDX", async () => {
  await withFolder(async (folder) => {
    for (const { file, bytes } of minis) await Deno.writeFile(`${folder}/${file.file}`, bytes);
    const short = idx([3, 2, 4], [1, 2, 3]);
    await Deno.writeFile(`${folder}/${files[0].file}`, short);
    const pinned = [{ ...files[0], sha256: sha256(short) }, ...files.slice(1)];
    await assertRejects(
      () => loadIdxDataset(parts, { dataDir: folder }, pinned),
      DataError,
      "Cannot read train-images-idx3-ubyte as IDX: it must hold 40 bytes",
    );
  });
});
