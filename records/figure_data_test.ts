import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { matrix } from "../engine/matrix.ts";
import { inFolder } from "../engine/testing.ts";
import {
  classesByClusters,
  embeddingData,
  figureDataPath,
  FiguresError,
  figuresFile,
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

Deno.test("embeddingData() and classesByClusters() refuse labels that are not as many", () => {
  const points = matrix(new Float32Array(4), 2, 2);
  assertThrows(() => embeddingData(NAMED, points, [1]), RangeError, "a class for each of the 2, got 1");
  assertThrows(
    () => embeddingData(NAMED, points, [1, 2], [1, 2, 3]),
    RangeError,
    "a cluster for each of the 2, got 3",
  );
  assertThrows(() => classesByClusters(NAMED, [1, 2, 3], [1, 2]), RangeError, "each of the 3 classes, got 2");
});

Deno.test("classesByClusters() counts, and loses no point", () => {
  const { counts, rows, columns } = classesByClusters(NAMED, [5, 5, 2, 2, 2], [1, 0, 0, 0, 3]);
  assertEquals([rows, columns], [["2", "5"], ["0", "1", "3"]]);
  assertEquals(counts, [[2, 0, 1], [1, 1, 0]]);
});

Deno.test("figure data lie beside their record, which is found without them", () =>
  inFolder(async (out) => {
    const record = exampleRecord();
    assertEquals(await readFigureData(out, record), []);
    const figures = [classesByClusters(NAMED, [0, 1], [1, 1])];
    await writeFigureData(out, record, figures);
    await writeRecord(out, record);
    assertEquals(await readFigureData(out, record), figures);
    assertEquals((await readRecords(out)).length, 1);
    assert(figureDataPath(record).endsWith(`${record.digest}-s${record.seed}.figures.json`));
  }));

Deno.test("readFigureData() refuses what was changed, what is another run's, and what is no file of it", () =>
  inFolder(async (out) => {
    const record = exampleRecord();
    const figures = [classesByClusters(NAMED, [0, 1], [1, 1])];
    const file = figuresFile(record, figures);
    const other = figuresFile({ ...record, seed: 43 }, figures);
    const path = `${out}/${figureDataPath(record)}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    const { checksum: _, ...bare } = file;
    const [figure] = file.figures;
    for (
      const [content, reason] of [
        [{ ...file, figures: [{ ...figure, title: "Better" }] }, "it was changed since it was written"],
        [{ ...file, seed: 43 }, "it was changed since it was written"],
        [bare, "checksum is missing"],
        [{ ...file, figures: {} }, "figures must be a list, got {}"],
        [other, `by what it says it belongs at ${figureDataPath(other)}`],
        [{ ...file, format: 3 }, "format must be 2, got 3"],
        [figures, "it is of an older format, without a checksum"],
        [null, "it must be an object, got null"],
      ] as const
    ) {
      await Deno.writeTextFile(path, JSON.stringify(content));
      await assertRejects(
        () => readFigureData(out, record),
        FiguresError,
        `Cannot use the figure data ${path}: ${reason}`,
      );
    }
    for (
      const [text, reason] of [
        ["{", "it is not JSON"],
        [JSON.stringify(file).replace('"seed":42', '"seed":1e999'), "seed must be finite"],
        ["[".repeat(65) + "]".repeat(65), "lists and objects must be nested at most 64 levels deep"],
      ]
    ) {
      await Deno.writeTextFile(path, text);
      await assertRejects(() => readFigureData(out, record), FiguresError, reason);
    }
    await Deno.rename(path, `${out}/elsewhere`);
    await Deno.symlink(`${out}/elsewhere`, path);
    await assertRejects(
      () => readFigureData(out, record),
      FiguresError,
      "it is a link, which is not followed",
    );
  }));
