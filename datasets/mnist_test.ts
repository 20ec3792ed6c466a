import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DataError } from "./data_error.ts";
import { mnist } from "./mnist.ts";
import { miniatures, withFolder } from "./testing.ts";

const minis = miniatures();

Deno.test("mnist says where it would come from", async () => {
  await withFolder(async (folder) => {
    assertEquals(await mnist.locate(), "download");
    const error = await assertRejects(() => mnist.load({ dataDir: folder }), DataError);
    assertStringIncludes(error.message, `Cannot find mnist in the data folder ${folder}`);
    await assertRejects(() => mnist.locate({ dataDir: folder }), DataError);
    for (const { file, bytes } of minis) await Deno.writeFile(`${folder}/${file.file}`, bytes);
    assertEquals(await mnist.locate({ dataDir: folder }), "data folder");
    await assertRejects(
      () => mnist.load({ dataDir: folder }),
      DataError,
      `must be mnist's train-images-idx3-ubyte (47040016 bytes`,
    );
  });
});
