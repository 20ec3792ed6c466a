import { assert, assertEquals } from "@std/assert";
import { initEngine, matrix, normal, random } from "../engine/mod.ts";
import type { RunContext } from "./experiment.ts";
import { besideReconstructions, clusterSamples, drawnRows, embeddedSample } from "./drawings.ts";

await initEngine({ quiet: true });

const context: RunContext = { seed: 42, progress: () => () => {} };
const named = { name: "some-name", title: "Some title" };
/** Images of one pixel, 0 to 1 in steps of an eighth. */
const images = matrix(Float32Array.from({ length: 9 }, (_, i) => i / 8), 9, 1);
const size = { width: 1, height: 1 };

Deno.test("drawnRows() takes all rows where there are few, else some of them by the seed, in order", () => {
  assertEquals([...drawnRows(3, 1)], [0, 1, 2]);
  const rows = drawnRows(50, 1, 10);
  assertEquals(new Set(rows).size, 10);
  assertEquals(rows, rows.toSorted());
  assertEquals(drawnRows(50, 1, 10), rows);
  assert(drawnRows(50, 2, 10).join() !== rows.join());
});

Deno.test("embeddedSample() draws points with their classes and clusters, and tells which", async () => {
  const next = random(1);
  const points = matrix(Float32Array.from({ length: 60 }, () => normal(next)), 20, 3);
  const classes = Int32Array.from({ length: 20 }, (_, i) => i);
  const { figure, embedding, rows } = await embeddedSample(
    named,
    { points, classes, clusters: classes },
    context,
    12,
  );
  assertEquals([embedding.rows, embedding.columns, figure.dimensions], [12, 2, 2]);
  assertEquals(figure.classes, [...rows]);
  assertEquals(figure.clusters, [...rows]);
  assertEquals(figure.title, "Some title (t-SNE of 12 images)");
});

Deno.test("besideReconstructions() has the first images above what was made of them", () => {
  const figure = besideReconstructions(named, images, { ...images, data: images.data.toReversed() }, size, 2);
  assertEquals(figure.rows.map(({ label }) => label), ["images", "reconstructions"]);
  const pixels = figure.rows.map(({ images }) => images.map((image) => Uint8Array.fromBase64(image)[0]));
  assertEquals(pixels, [[0, 32], [255, 223]]);
});

Deno.test("clusterSamples() has the first images of each cluster, in the order of the clusters", () => {
  const figure = clusterSamples(named, images, [2, 0, 2, 0, 0, 2, 2, 2, 2], { ...size, low: -1 }, 3);
  assertEquals(figure.rows.map(({ label, images }) => [label, images.length]), [["cluster 0", 3], [
    "cluster 2",
    3,
  ]]);
  assertEquals(Uint8Array.fromBase64(figure.rows[1].images[0])[0], 128);
});
