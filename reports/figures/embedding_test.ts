import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { EmbeddingData } from "../../records/figure_data.ts";
import { random } from "../../engine/mod.ts";
import { embedding } from "./embedding.ts";
import { assertWellFormed } from "./testing.ts";

function made(count: number, dimensions: 2 | 3, over: Partial<EmbeddingData> = {}): EmbeddingData {
  const next = random(7);
  const classes = Array.from({ length: count }, (_, i) => i % 10);
  return {
    kind: "embedding",
    name: "made",
    title: "Made",
    dimensions,
    points: Array.from({ length: count * dimensions }, () => Math.round(next() * 1000)),
    classes,
    clusters: classes.map((label) => 9 - label),
    ...over,
  };
}

Deno.test("embedding() of 10,000 points spread as widely as can be stays under 300 kB a figure", () => {
  for (const dimensions of [2, 3] as const) {
    const figures = embedding(made(10_000, dimensions));
    assertEquals(figures.map(({ suffix }) => suffix), dimensions === 2 ? [""] : ["-class", "-cluster"]);
    for (const { body } of figures) {
      assertWellFormed(`<g>${body}</g>`);
      assert(body.length < 290_000, `${body.length} bytes`);
    }
  }
});

Deno.test("embedding() draws each point where it is, upwards, and points on one spot once", () => {
  const [{ body }] = embedding({
    ...made(0, 2),
    points: [0, 0, 10, 5, 10, 5],
    classes: [3, 4, 4],
  });
  const paths = [...body.matchAll(/d="(m[^"]*)"/g)].map(([, d]) => d);
  // Nothing is known of clusters of no points; the two of class 4 are one dot.
  assertEquals(paths.slice(0, 2).map((d) => d.split("h0").length - 1), [1, 1]);
  const [[x1, y1], [x2, y2]] = paths.slice(0, 2).map((d) => d.slice(1, -2).split(/ |(?=-)/).map(Number));
  assert(x2 > x1 && y2 < y1);
  assertEquals(Math.round((x2 - x1) / (y1 - y2)), 2);
  assertStringIncludes(body, ">3</text>");
});

/** The number of the colour of each path of dots, with how many dots it has. */
function coloured(body: string): [colour: number, dots: number][] {
  return [...body.matchAll(/class="points s(\d)" d="([^"]*)"/g)].map((
    [, colour, d],
  ) => [Number(colour), d.split("h0").length - 1]);
}

Deno.test("embedding() gives a cluster the colour of its matched class, and one that is left over another", () => {
  const points = Array.from({ length: 7 }, (_, i) => [i * 10, i]).flat();
  const classes = [0, 0, 0, 0, 1, 1, 1];
  const [{ body, subtitle }] = embedding({ ...made(0, 2), points, classes, clusters: [5, 5, 5, 9, 2, 2, 5] });
  // Classes 0 and 1; then cluster 2, which is class 1; 5, which is class 0; and 9.
  assertEquals(coloured(body).slice(0, 2), [[0, 4], [1, 3]]);
  assertEquals(coloured(body).slice(2).toSorted(), [[0, 4], [1, 2], [2, 1]]);
  assertStringIncludes(subtitle, "matched");
  const { clusters: _, ...alone } = made(20, 2);
  assert(!embedding(alone)[0].subtitle.includes("matched"));
});

Deno.test("embedding() shows three dimensions in two frames that the points fill", () => {
  const points = [[0, 0, 0], [40, 10, 20], [20, 5, 10]].flat();
  const [{ body }] = embedding({ ...made(0, 3), points, classes: [0, 0, 0] });
  const frames = [...body.matchAll(/<rect class="rule" [^>]*width="([\d.]+)" height="([\d.]+)"/g)]
    .map(([, ...size]) => size.map((one) => Number(one) - 14));
  assertEquals(frames.length, 2);
  const [[x, y], [z, y2]] = frames;
  assertEquals(y, y2);
  assert(Math.abs(x / z - 2) < 0.01 && Math.abs(x / y - 4) < 0.05);
});

Deno.test("embedding() thins more points than it can draw, and says so", () => {
  const [{ subtitle, body }] = embedding(made(12_000, 2));
  assertStringIncludes(subtitle, "10000 of the 12000 points");
  assert(body.length < 290_000);
});

Deno.test("embedding() draws no points, one point and many classes", () => {
  const none = embedding(made(0, 2));
  const one = embedding(made(1, 3));
  const { clusters: _, ...many } = made(470, 2, { classes: Array.from({ length: 470 }, (_, i) => i % 47) });
  for (const { body } of [...none, ...one, ...embedding(many)]) {
    assertWellFormed(`<g>${body}</g>`);
    assert(!body.includes("NaN"));
  }
});
