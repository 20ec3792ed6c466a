import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DataError } from "./data_error.ts";
import { readTable, tableDataset, type TableDatasetOptions } from "./table.ts";
import { withFolder } from "./testing.ts";
import { sha256 } from "./verify.ts";

/** A data set of a table that is written into a folder. */
async function written(folder: string, text: string, options: Partial<TableDatasetOptions> = {}) {
  await Deno.writeTextFile(`${folder}/points.csv`, text);
  return tableDataset({
    name: "points",
    file: new URL(`file://${folder}/points.csv`),
    sha256: sha256(new TextEncoder().encode(text)),
    source: "made for a test",
    label: "kind",
    ...options,
  });
}

const TABLE = "x,kind,y\n0.5,b,-1e2\n1,a,2\n-.25,b,+3\n";

Deno.test("tableDataset() reads all rows for training, in the file's order, classes in that of the alphabet", () =>
  withFolder(async (folder) => {
    const points = await written(folder, TABLE);
    assertEquals(await points.locate(), "paper's folder");
    const { name, height, width, classes, train, test, split, sources } = await points.load();
    assertEquals([name, height, width, classes], ["points", 1, 2, 2]);
    assertEquals([...train.images.data], [0.5, -100, 1, 2, -0.25, 3]);
    assertEquals([...train.labels], [1, 0, 1]);
    assertEquals([test.images.rows, test.images.columns, test.labels.length], [0, 2, 0]);
    assertEquals(split, "none: all 3 rows are for training");
    assertEquals(sources, [{
      name: "points/points.csv",
      sha256: sha256(new TextEncoder().encode(TABLE)),
      rows: 3,
      source: "made for a test",
    }]);
  }));

Deno.test("tableDataset() looks in the data folder for what the paper's folder lacks, and says where else to put it", () =>
  withFolder(async (folder) => {
    const points = await written(folder, TABLE);
    await Deno.mkdir(`${folder}/data/points`, { recursive: true });
    await Deno.rename(`${folder}/points.csv`, `${folder}/data/points/points.csv`);
    assertEquals(await points.locate({ dataDir: `${folder}/data` }), "data folder");
    assertEquals((await points.load({ dataDir: `${folder}/data` })).train.labels.length, 3);
    for (const call of [points.locate, points.load]) {
      await assertRejects(
        () => call(),
        DataError,
        `Cannot find points in its paper's folder ${folder}/: missing points.csv: put it there, or into a folder that ` +
          "--data-dir names",
      );
    }
  }));

Deno.test("tableDataset() refuses another file than the one that was declared, with both digests", () =>
  withFolder(async (folder) => {
    const points = await written(folder, TABLE);
    const other = TABLE.replace("0.5", "0.6");
    await Deno.writeTextFile(`${folder}/points.csv`, other);
    const [declared, found] = [TABLE, other].map((text) => sha256(new TextEncoder().encode(text)));
    await assertRejects(
      () => points.load(),
      DataError,
      `Cannot use ${folder}/points.csv: it must be points's points.csv (SHA-256 ${declared}), got ` +
        `another file (${other.length} bytes, SHA-256 ${found}): ` +
        "if you changed it, declare its new SHA-256 in paper.ts",
    );
  }));

Deno.test("tableDataset() refuses a file that is not UTF-8, whose labels could be taken for one another", () =>
  withFolder(async (folder) => {
    // Two names that differ in a letter of Latin-1.
    const bytes = Uint8Array.from("x,kind\n1,\xe9\n2,\xe8\n3,\xe9\n", (letter) => letter.charCodeAt(0));
    const points = await written(folder, "", { sha256: sha256(bytes) });
    await Deno.writeFile(`${folder}/points.csv`, bytes);
    await assertRejects(() => points.load(), DataError, "Cannot use points.csv: it must be UTF-8");
  }));

Deno.test("tableDataset() refuses a declaration that cannot be met", () =>
  withFolder(async (folder) => {
    for (
      const [options, message] of [
        [
          { sha256: "abc" },
          "Cannot declare points: the SHA-256 of points.csv must be 64 hex digits, got abc",
        ],
        [{ test: 1 }, "Cannot declare points: test must be a share between 0 and 1, got 1"],
        [{ test: 0 }, "must be a share between 0 and 1, got 0"],
        [{ range: [16, 0] }, "range must be the least and greatest value, got 16, 0"],
      ] as const
    ) await assertRejects(() => written(folder, TABLE, options), RangeError, message);
  }));

Deno.test("readTable() takes the columns that are named, in that order, and numbers labels by their value", () => {
  const text = "a,b,c,digit\r\n1,2,3,10\r\n4,5,6,9\r\n\r\n7,8,9,10\r\n";
  const { train, width, classes } = readTable(text, "t.csv", { label: "digit", columns: ["c", "a"] });
  assertEquals([...train.images.data], [3, 1, 6, 4, 9, 7]);
  assertEquals([[...train.labels], width, classes], [[1, 0, 1], 2, 2]);
});

Deno.test("readTable() reads images, their pixels scaled to [0, 1]", () => {
  const text = "p0,p1,p2,p3,label\n0,4,8,16,0\n16,16,0,0,1\n1,1,1,1,1\n";
  const { height, width, train } = readTable(text, "t.csv", {
    label: "label",
    images: [2, 2],
    range: [0, 16],
  });
  assertEquals([height, width], [2, 2]);
  assertEquals([...train.images.data.subarray(0, 4)], [0, 0.25, 0.5, 1]);
});

Deno.test("readTable() holds a share of the rows out, each in one split, the same ones each time", () => {
  const rows = Array.from({ length: 100 }, (_, i) => `${i},${i % 3}`);
  const text = `x,label\n${rows.join("\n")}\n`;
  const read = () => readTable(text, "t.csv", { label: "label", test: 0.2 });
  const { train, test, split } = read();
  assertEquals([train.labels.length, test.labels.length], [80, 20]);
  for (const { images, labels } of [train, test]) {
    const values = [...images.data];
    assertEquals(values, values.toSorted((a, b) => a - b));
    assertEquals([...labels], values.map((value) => value % 3));
  }
  assertEquals(new Set([...train.images.data, ...test.images.data]).size, 100);
  assertEquals(
    split,
    "a permutation with seed 42: the first 20 rows are for testing, the other 80 for training",
  );
  assertEquals(read(), { height: 1, width: 1, classes: 3, train, test, split });
  const few = readTable("x,label\n1,a\n2,b\n3,a\n", "t.csv", { label: "label", test: 0.01 });
  assertEquals([few.train.labels.length, few.test.labels.length], [2, 1]);
});

Deno.test("readTable() names row and column of a value that is missing or no number", () => {
  for (
    const [cell, reason] of [
      ["", "the value is missing"],
      [" ", "the value is missing"],
      ["NA", "the value is missing"],
      ["NaN", "the value is missing"],
      ["?", "the value is missing"],
      ["abc", "it must be a number, got abc"],
      ["1.2.3", "it must be a number, got 1.2.3"],
      ["0x10", "it must be a number, got 0x10"],
      ["Infinity", "it must be a number, got Infinity"],
      ["1e39", "it must be a number, got 1e39"],
    ]
  ) {
    assertThrows(
      () => readTable(`x,y,label\n1,2,a\n\n3,${cell},b\n5,6,a\n`, "points.csv", { label: "label" }),
      DataError,
      `Cannot use points.csv: row 4, column y: ${reason}`,
    );
  }
  assertThrows(
    () => readTable("x,label\n1,a\n17,b\n2,a\n", "t.csv", { label: "label", range: [0, 16] }),
    DataError,
    "row 3, column x: it must be from 0 to 16, got 17",
  );
});

Deno.test("readTable() refuses tables that no clustering can be judged by", () => {
  for (
    const [text, message] of [
      ["", "there must be rows below the names of the columns, got none"],
      ["x,label\n", "there must be rows below the names of the columns, got none"],
      ["x,label\n1,a\n2,a\n", "column label must tell at least 2 classes apart, got 1"],
      [
        "x,label\n1,1.1\n2,2\n3,1.10\n",
        "column label: each class must be written in one way, got 1.1 and 1.10",
      ],
      ["x,label\n1,a\n2,b\n", "column label must have fewer classes than there are rows, got 2 of both"],
      ["x,label\n1,a\n2,\n3,b\n", "row 3, column label: the label is missing"],
      ["x,label\n1,a\n2\n", "row 3: it must have 2 cells, got 1"],
      ["x,label\n1,a\n2,b,c\n", "row 3: it must have 2 cells, got 3"],
      ['x,label\n1,a\n"2,b\n', "row 3: "],
      ["x,x,label\n1,2,a\n3,4,b\n", 'row 1: the column "x" is there twice'],
      ["label\na\nb\na\n", "there must be columns of numbers beside label, got none"],
      ["x,lable\n1,a\n", "there is no column label: nearest is lable"],
    ]
  ) {
    assertThrows(
      () => readTable(text, "t.csv", { label: "label" }),
      DataError,
      `Cannot use t.csv: ${message}`,
    );
  }
  assertThrows(
    () => readTable("x,y,label\n1,2,a\n3,4,b\n5,6,b\n", "t.csv", { label: "label", images: [2, 2] }),
    DataError,
    "images of 2 × 2 must have 4 columns, got 2",
  );
});

Deno.test("readTable() reads a large table in reasonable time", () => {
  const header = [...Array.from({ length: 64 }, (_, i) => `p${i}`), "label"].join();
  const rows = Array.from({ length: 2000 }, (_, i) => [...new Array(64).fill(i % 17), i % 10].join());
  const started = performance.now();
  const { train } = readTable([header, ...rows].join("\n"), "t.csv", { label: "label" });
  assertEquals([train.images.rows, train.images.columns], [2000, 64]);
  assert(performance.now() - started < 5000);
});
