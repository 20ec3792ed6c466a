import { assert, assertEquals } from "@std/assert";
import { initEngine, type Matrix, matrix, normal, random, takeRows } from "../engine/mod.ts";
import {
  classesByClusters,
  type EmbeddingData,
  type FigureData,
  type ImagesData,
} from "../records/figure_data.ts";
import {
  drawClusters,
  drawCounts,
  drawEmbedding,
  drawGroups,
  drawImages,
  drawnRows,
  drawReconstructions,
  embedded,
  embeddedSample,
  type InThePlane,
  PLANE,
  type PlaneChoices,
} from "./drawings.ts";
import { ALL_IMAGES, type ImageChoices, imagesOf, labelsAt } from "./images.ts";
import type { CommonChoices, Found } from "./paper.ts";
import { madeData, quietContext, quietRun } from "./testing.ts";

await initEngine({ engine: "wasm", quiet: true });

const context = quietContext();
const named = { name: "some-name", title: "Some title" };
/** Images of one pixel, 0 to 1 in steps of an eighth. */
const images = matrix(Float32Array.from({ length: 9 }, (_, i) => i / 8), 9, 1);
/** A run of such images, with this black. */
const ofOnePixel = (black: 0 | -1) => ({
  data: madeData({ height: 1, width: 1 }),
  config: found({ pixels: [black, 1] }).config,
});
/** t-SNE that is quick. */
const SHORT: PlaneChoices = { ...PLANE, perplexity: 3, iterations: 10, points: 12 };

/** Points in three dimensions. */
function points(rows: number) {
  const next = random(1);
  return matrix(Float32Array.from({ length: 3 * rows }, () => normal(next)), rows, 3);
}

/** What a run of made-up data found: the clusters are the classes, one further on. */
function found(choices: Partial<ImageChoices> = {}): Found<CommonChoices & InThePlane, null> {
  const data = madeData();
  const images = { ...ALL_IMAGES, ...choices };
  const config = { images, cluster: { kind: "own" }, score: ["test"], plane: SHORT } as const;
  const splits = imagesOf(data, config.images);
  return {
    space: "pixels",
    config,
    data,
    splits,
    points: { train: splits.train.images, test: splits.test.images },
    clusters: {
      train: splits.train.labels.map((label) => label + 1),
      test: splits.test.labels.map((label) => label + 1),
    },
    model: null,
    history: [],
    run: quietRun(),
  };
}

Deno.test("drawnRows() takes all rows where there are few, else some of them by the seed, in order", () => {
  assertEquals([...drawnRows(3, 1, 2000)], [0, 1, 2]);
  assertEquals([...drawnRows(3, 1, 3)], [0, 1, 2]);
  const rows = drawnRows(50, 1, 10);
  assertEquals(new Set(rows).size, 10);
  assertEquals(rows, rows.toSorted());
  assertEquals(drawnRows(50, 1, 10), rows);
  assert(drawnRows(50, 2, 10).join() !== rows.join());
});

Deno.test("embeddedSample() draws points with their classes and clusters, and tells which", async () => {
  const classes = Int32Array.from({ length: 20 }, (_, i) => i);
  const { figure, embedding, rows } = await embeddedSample(
    named,
    { points: points(20), classes, clusters: classes },
    context,
    SHORT,
  );
  assertEquals([embedding.rows, embedding.columns, figure.dimensions], [12, 2, 2]);
  assertEquals(rows, drawnRows(20, 42, 12));
  assertEquals(figure.classes, [...rows]);
  assertEquals(figure.clusters, [...rows]);
  assertEquals(figure.title, "Some title (t-SNE of 12 images)");
});

Deno.test("embeddedSample() without clusters has none, and embeds the rows that it tells", async () => {
  const classes = Int32Array.from({ length: 20 }, (_, i) => i);
  const { figure, embedding, rows } = await embeddedSample(
    named,
    { points: points(20), classes },
    context,
    SHORT,
  );
  assertEquals("clusters" in figure, false);
  const { points: _, ...choices } = SHORT;
  const own = { points: takeRows(points(20), rows), classes: labelsAt(classes, rows) };
  assertEquals((await embedded(named, own, context, choices)).embedding, embedding);
});

Deno.test("embedded() takes a lower perplexity where there are few points, and tells each step", async () => {
  const steps: number[][] = [];
  const asked: string[] = [];
  const watched = {
    ...context,
    progress: (
      what: string,
    ) => (asked.push(what), (done: number, total: number) => steps.push([done, total])),
  };
  const { points: _, ...choices } = { ...SHORT, perplexity: 30, dimensions: 3 as const };
  for (const rows of [4, 10]) {
    const classes = new Int32Array(rows);
    const { embedding, kl, figure } = await embedded(
      named,
      { points: points(rows), classes },
      watched,
      choices,
    );
    assertEquals([embedding.rows, embedding.columns, figure.dimensions], [rows, 3, 3]);
    assert(Number.isFinite(kl));
  }
  assertEquals(asked, Array(2).fill("t-SNE: Some title"));
  assertEquals([steps.length, steps[0], steps[9]], [20, [1, 10], [10, 10]]);
});

/** The pixels of a figure's images of one pixel, row by row. */
const bytes = ({ figure }: { figure: FigureData }) =>
  (figure as ImagesData).rows.map(({ images }) => images.map((image) => Uint8Array.fromBase64(image)[0]));

Deno.test("drawImages() draws rows of images, with black as the experiment has it", () => {
  const rows = [{ label: "few", images }, { label: "many", images: matrix(new Float32Array(12), 12, 1) }];
  const drawn = drawImages(named, ofOnePixel(0), rows);
  assertEquals([drawn.figure.kind, drawn.figure.name, drawn.figure.title], [
    "images",
    "some-name",
    "Some title",
  ]);
  assertEquals((drawn.figure as ImagesData).rows.map(({ label }) => label), ["few", "many"]);
  assertEquals(bytes(drawn), [[0, 32, 64, 96, 128, 159, 191, 223, 255], Array(12).fill(0)]);
  assertEquals(bytes(drawImages(named, ofOnePixel(-1), rows))[1], Array(12).fill(128));
});

Deno.test("drawGroups() has the first images of each group, in the order of their numbers", () => {
  const drawn = drawGroups(named, ofOnePixel(-1), images, [2, 0, 2, 0, 0, 2, 2, 2, 2]);
  assertEquals((drawn.figure as ImagesData).rows.map(({ label, images }) => [label, images.length]), [
    ["cluster 0", 3],
    ["cluster 2", 6],
  ]);
  assertEquals(bytes(drawn).map(([first]) => first), [143, 128]);
  const single = drawGroups(named, ofOnePixel(0), matrix(new Float32Array(12), 12, 1), new Int32Array(12));
  assertEquals(bytes(single).map((row) => row.length), [10]);
});

Deno.test("drawEmbedding() draws the points of a split, the test images unless told, with classes and clusters", async () => {
  const run = found();
  const { figure } = await drawEmbedding(named)(run) as { figure: EmbeddingData };
  const rows = drawnRows(30, 42, 12);
  assertEquals([figure.name, figure.title], ["some-name", "Some title (t-SNE of 12 images)"]);
  assertEquals(figure.classes, [...labelsAt(run.splits.test.labels, rows)]);
  assertEquals(figure.clusters, figure.classes.map((label) => label + 1));
  const plane = { ...SHORT, points: 40 };
  const train = await drawEmbedding(named, "train")({ ...run, config: { ...run.config, plane } });
  assertEquals(train.figure.title, "Some title (t-SNE of 40 images)");
});

Deno.test("drawClusters() and drawCounts() are of a split's clusters, the test images' unless told", async () => {
  const run = found();
  for (const split of ["test", "train"] as const) {
    const { splits: { [split]: { images, labels } }, clusters: { [split]: clusters } } = run;
    const told = split === "test" ? [] as const : [split] as const;
    assertEquals(await drawClusters(named, ...told)(run), drawGroups(named, run, images, clusters!));
    assertEquals(await drawCounts(named, ...told)(run), {
      figure: classesByClusters(named, labels, clusters!),
    });
  }
});

Deno.test("drawReconstructions() has test images above what was made of them", async () => {
  const run = found();
  const model = {
    reconstruct: (images: Matrix) =>
      Promise.resolve({ ...images, data: images.data.map((pixel) => 1 - pixel) }),
  };
  const { figure } = await drawReconstructions(named)({ ...run, model }) as { figure: ImagesData };
  assertEquals([figure.width, figure.height], [3, 2]);
  assertEquals(figure.rows.map(({ label, images }) => [label, images.length]), [
    ["images", 10],
    ["reconstructions", 10],
  ]);
  const [above, below] = figure.rows.map(({ images }) =>
    images.flatMap((image) => [...Uint8Array.fromBase64(image)])
  );
  run.splits.test.images.data.subarray(0, 60).forEach((pixel, at) => {
    assert(Math.abs(above[at] - 255 * Math.min(1, Math.max(0, pixel))) <= 0.5);
  });
  above.forEach((byte, at) => assert(Math.abs(byte + below[at] - 255) <= 1));
});
