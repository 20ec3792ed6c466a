import { assert, assertEquals, assertThrows } from "@std/assert";
import { matrix } from "../engine/matrix.ts";
import {
  classesByClusters,
  embeddingData,
  figureDataPath,
  imagesData,
  readFigureData,
  writeFigureData,
} from "./figure_data.ts";
import { exampleRecord } from "../runner/testing.ts";
import { readRecords, writeRecord } from "./record_files.ts";

const NAMED = { name: "codes", title: "Codes" };

Deno.test("embeddingData() rounds to a thousandth of the widest range", () => {
  const points = matrix(Float32Array.of(0, 1.23456, 99.98765, -0.00001), 2, 2);
  const figure = embeddingData(NAMED, points, Int32Array.of(3, 7), [0, 1]);
  assertEquals(figure.points.map(Math.abs), [0, 1.23, 99.99, 0]);
  assertEquals([figure.classes, figure.clusters, figure.dimensions], [[3, 7], [0, 1], 2]);
});

Deno.test("embeddingData() takes points that are all the same", () => {
  assertEquals(embeddingData(NAMED, matrix(Float32Array.of(5, 5, 5), 1, 3), [0]).points, [5, 5, 5]);
});

Deno.test("embeddingData() refuses points of one dimension", () => {
  assertThrows(() => embeddingData(NAMED, matrix(Float32Array.of(1), 1, 1), [0]), RangeError, "2 or 3");
});

Deno.test("imagesData() writes pixels from low to 1 as bytes", () => {
  const images = matrix(Float32Array.of(-1, 0, 1, 2), 1, 4);
  const { rows } = imagesData(NAMED, { width: 2, height: 2 }, [{ label: "a", images }], -1);
  assertEquals([...Uint8Array.fromBase64(rows[0].images[0])], [0, 128, 255, 255]);
});

Deno.test("classesByClusters() counts, and loses no point", () => {
  const { counts, rows, columns } = classesByClusters(NAMED, [5, 5, 2, 2, 2], [1, 0, 0, 0, 3]);
  assertEquals([rows, columns], [["2", "5"], ["0", "1", "3"]]);
  assertEquals(counts, [[2, 0, 1], [1, 1, 0]]);
});

Deno.test("figure data lie beside their record, which is found without them", async () => {
  const out = await Deno.makeTempDir();
  try {
    const record = exampleRecord();
    assertEquals(await readFigureData(out, record), []);
    const figures = [classesByClusters(NAMED, [0, 1], [1, 1])];
    await writeFigureData(out, record, figures);
    await writeRecord(out, record);
    assertEquals(await readFigureData(out, record), figures);
    assertEquals((await readRecords(out)).length, 1);
    assert(figureDataPath(record).endsWith(`${record.digest}-s${record.seed}.figures.json`));
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});
