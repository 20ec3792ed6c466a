import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { filesOf } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import { fashionMnist } from "./fashion_mnist.ts";
import { miniatures, withFolder } from "./testing.ts";

Deno.test("fashionMnist has four files of MNIST's names and sizes, and other digests", () => {
  const [fashion, digits] = ["fashion-mnist", "mnist"].map(filesOf);
  fashion.forEach(({ file, bytes, rows, sha256 }, i) => {
    assertEquals([file, bytes, rows], [digits[i].file, digits[i].bytes, digits[i].rows]);
    assertEquals(sha256 === digits[i].sha256, false);
  });
});

Deno.test("fashionMnist takes its own subfolder before files of the same names beside it", async () => {
  await withFolder(async (folder) => {
    assertEquals(await fashionMnist.locate(), "download");
    const minis = miniatures();
    for (const { file, bytes } of minis) await Deno.writeFile(`${folder}/${file.file}`, bytes);
    assertEquals(await fashionMnist.locate({ dataDir: folder }), "data folder");
    const where = async () =>
      (await assertRejects(() => fashionMnist.load({ dataDir: folder }), DataError)).message;
    assertStringIncludes(
      await where(),
      `Cannot use ${folder}/train-images-idx3-ubyte: it must be fashion-mnist's`,
    );
    await Deno.mkdir(`${folder}/fashion-mnist`);
    for (const { file, bytes } of minis) await Deno.writeFile(`${folder}/fashion-mnist/${file.file}`, bytes);
    assertStringIncludes(
      await where(),
      `Cannot use ${folder}/fashion-mnist/train-images-idx3-ubyte: it must be`,
    );
  });
});
