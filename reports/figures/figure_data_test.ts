import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { inflateSync } from "node:zlib";
import type { CountsData, FigureData, ImagesData } from "../../records/figure_data.ts";
import { counts } from "./counts.ts";
import { figureDataFault } from "./fault.ts";
import { images } from "./images.ts";
import { assertWellFormed } from "./testing.ts";

const nasty = 'a<b>&"c"';
const pixels = (value: number) => new Uint8Array(4).fill(value).toBase64();

const made: ImagesData = {
  kind: "images",
  name: "made",
  title: "Made",
  width: 2,
  height: 2,
  rows: [{ label: nasty, images: [pixels(0), pixels(255)] }, { label: "none", images: [] }],
};

const table: CountsData = {
  kind: "counts",
  name: "counted",
  title: "Counted",
  rowTitle: "class",
  columnTitle: "cluster",
  rows: [nasty, "1"],
  columns: ["0", "1", "2"],
  counts: [[1, 20, 300], [0, 0, 0]],
};

Deno.test("images() draws each row as one picture under its name", () => {
  const { body, description } = images(made);
  assertWellFormed(`<g>${body}</g>`);
  assertEquals(body.match(/<image /g)!.length, 1);
  assertStringIncludes(body, "a&lt;b&gt;");
  assertStringIncludes(description, "none (0)");
});

Deno.test("images() of a hundred noisy images stays under 300 kB", () => {
  const noise = Uint8Array.from({ length: 28 * 28 }, (_, i) => (i * i * 7919) % 251).toBase64();
  const rows = Array.from({ length: 10 }, () => ({ label: "x", images: Array(10).fill(noise) }));
  assert(images({ ...made, width: 28, height: 28, rows }).body.length < 300_000);
});

/** The grey values of the picture in a figure of one row, whose PNG is unfiltered. */
function greys(svg: string): Uint8Array {
  const [, png] = svg.match(/base64,([^"]+)"/)!;
  const bytes = Uint8Array.fromBase64(png);
  const at = new TextDecoder("latin1").decode(bytes).indexOf("IDAT");
  const length = new DataView(bytes.buffer).getUint32(at - 4);
  return inflateSync(bytes.subarray(at + 4, at + 4 + length));
}

Deno.test("images() brightens dark images until they are white somewhere, and says so", () => {
  const row = (...images: string[]) => ({ ...made, rows: [{ label: "faces", images }] });
  const dark = images(row(pixels(20), new Uint8Array([0, 10, 20, 40]).toBase64()));
  assertStringIncludes(dark.subtitle, "brightened");
  // Each line of the PNG begins with the kind of its filter.
  assertEquals([...greys(dark.body)], [0, 255, 255, 0, 128, 0, 255, 255, 255, 255]);
  const light = images(row(pixels(200), pixels(20), pixels(200)));
  assertEquals(light.subtitle, "");
  assertEquals([...greys(light.body)].slice(1, 7), [200, 200, 20, 20, 200, 200]);
  const black = images(row(pixels(0)));
  assertEquals([...greys(black.body)], [0, 0, 0, 0, 0, 0]);
  assertEquals(images({ ...made, rows: [] }).subtitle, "");
});

Deno.test("counts() draws one row as bars, each with its number", () => {
  const { body, subtitle, description } = counts({
    ...table,
    rowTitle: "",
    rows: ["images"],
    counts: [[1, 20, 300]],
  });
  assertWellFormed(`<g>${body}</g>`);
  assertEquals(subtitle, "");
  assertEquals(description, "Bars, one for each cluster: 0: 1, 1: 20, 2: 300 images.");
  const heights = [...body.matchAll(/height="([\d.]+)"/g)].map(([, height]) => Number(height));
  assertEquals(heights.map((height) => Math.round(height / heights[2] * 300)), [1, 20, 300]);
  for (const number of ["1", "20", "300"]) assertStringIncludes(body, `>${number}</text>`);
  for (const own of [[0, 0, 0], []]) {
    const { body } = counts({ ...table, rows: ["images"], columns: own.map(String), counts: [own] });
    assertWellFormed(`<g>${body}</g>`);
    assert(!body.includes("NaN"));
  }
});

Deno.test("counts() writes the numbers, and leaves them out where cells are small", () => {
  const { body } = counts(table);
  assertWellFormed(`<g>${body}</g>`);
  for (const number of ["1", "20", "300"]) assertStringIncludes(body, `>${number}</text>`);
  const names = Array.from({ length: 47 }, (_, i) => String(i));
  const large = counts({
    ...table,
    rows: names,
    columns: names,
    counts: names.map(() => names.map(() => 12345)),
  });
  assert(!large.body.includes("12345"));
  assert(large.body.length < 300_000);
  assertWellFormed(`<g>${large.body}</g>`);
});

Deno.test("figureDataFault() finds nothing in whole data", () => {
  const points: FigureData = {
    kind: "embedding",
    name: "p",
    title: "P",
    dimensions: 2,
    points: [1, 2],
    classes: [0],
  };
  assertEquals(figureDataFault([made, table, points]), undefined);
  assertEquals(figureDataFault([]), undefined);
});

Deno.test("figureDataFault() says what cannot be drawn", () => {
  const points = { kind: "embedding", name: "p", title: "P", dimensions: 2, points: [1, 2], classes: [0] };
  for (
    const [data, reason] of [
      [{}, "it is not a list"],
      [[null], "figure 1: it is not an object"],
      [[made, { kind: "counts" }], "figure 2: it needs a name and a title"],
      [[{ ...made, kind: "film" }], 'figure 1: its kind is unknown, got "film"'],
      [[{ ...points, dimensions: 4 }], "figure 1: dimensions must be 2 or 3"],
      [[{ ...points, classes: ["a"] }], "figure 1: classes must be numbers"],
      [[{ ...points, points: [1] }], "figure 1: there must be as many points as classes"],
      [[{ ...points, clusters: [] }], "figure 1: there must be as many clusters as classes"],
      [[{ ...made, width: -2, height: -2 }], "figure 1: width and height must be whole numbers of pixels"],
      [
        [{ ...made, width: undefined, rows: [] }],
        "figure 1: width and height must be whole numbers of pixels",
      ],
      [[{ ...made, width: 3 }], "figure 1: rows must be images of 3 × 2 pixels in base64, with a label"],
      [
        [{ ...made, rows: [{ label: "x", images: ["?"] }] }],
        "figure 1: rows must be images of 2 × 2 pixels in base64, with a label",
      ],
      [[{ ...table, rows: [1, 2] }], "figure 1: rows and columns must be names"],
      [[{ ...table, rowTitle: 1 }], "figure 1: it needs a title for rows and for columns"],
      [[{ ...table, counts: [[1]] }], "figure 1: there must be a count for each row and column"],
      [[table, table], 'the name "counted" is there twice'],
    ] as const
  ) assertEquals(figureDataFault(data), reason);
});

Deno.test("figureDataFault() refuses more groups than can be read", () => {
  const many = Array.from({ length: 2001 }, (_, i) => i);
  const named = { name: "a", title: "A" };
  const points = { ...named, kind: "embedding", dimensions: 2, points: many.flatMap((i) => [i, i]) };
  assertEquals(
    figureDataFault([{ ...points, classes: many }]),
    "figure 1: there must be at most 2000 classes and clusters, got 2001",
  );
  const row = { ...named, kind: "counts", rows: ["a"], rowTitle: "row", columnTitle: "column" };
  assertEquals(
    figureDataFault([{ ...row, columns: many.map(String), counts: [many] }]),
    "figure 1: there must be at most 2000 rows and columns, got 2001",
  );
});
