import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, matrix, normal, random, takeRows } from "../engine/mod.ts";
import { KMEANS } from "../models/kmeans/kmeans.ts";
import { PLANE } from "./drawings.ts";
import { labelsAt, type Splits } from "./images.ts";
import {
  clusterSpaces,
  codeSpaces,
  indicesInSpaces,
  lookAtSplits,
  type SpacesChoices,
  unitRows,
} from "./spaces.ts";
import { quietRun } from "./testing.ts";

await initEngine({ engine: "wasm", quiet: true });

const TWO = { ...KMEANS, k: 2, nInit: 2 };

/** Two groups far apart, of equally many points with three columns. */
function groups(rows = 40) {
  const next = random(1);
  const classes = Int32Array.from({ length: rows }, (_, i) => i % 2);
  const data = Float32Array.from(
    { length: 3 * rows },
    (_, at) => 9 * classes[Math.floor(at / 3)] + normal(next),
  );
  return { points: matrix(data, rows, 3), classes };
}

Deno.test("unitRows() gives rows of length 1, and leaves zeros", () => {
  assertEquals([...unitRows(matrix(Float32Array.of(3, 4, 0, 0), 2, 2)).data], [
    Math.fround(0.6),
    Math.fround(0.8),
    0,
    0,
  ]);
});

Deno.test("codeSpaces() names each space after the code, which comes first", async () => {
  const { points } = groups();
  const spaces = await codeSpaces("code", points);
  assertEquals(Object.entries(spaces).map(([name, { columns }]) => [name, columns]), [
    ["code", 3],
    ["code L2", 3],
    ["code standardised", 3],
    ["PCA-2 of code", 2],
    ["PCA-1 of code", 1],
  ]);
  assertEquals(spaces.code, points);
});

Deno.test("codeSpaces() has rows of length 1, columns of deviation 1, and leading components", async () => {
  const { points } = groups();
  const [, unit, standard, two, one] = Object.values(await codeSpaces("code", points));
  for (let i = 0; i < 40; i++) {
    assertAlmostEquals(Math.hypot(...unit.data.subarray(3 * i, 3 * i + 3)), 1, 1e-6);
    // The first component is the same, however many there are.
    assertAlmostEquals(Math.abs(two.data[2 * i]), Math.abs(one.data[i]), 1e-4);
  }
  for (let j = 0; j < 3; j++) {
    const column = Array.from({ length: 40 }, (_, i) => standard.data[3 * i + j]);
    assertAlmostEquals(column.reduce((sum, value) => sum + value) / 40, 0, 1e-5);
    assertAlmostEquals(column.reduce((sum, value) => sum + value * value, 0) / 40, 1, 1e-5);
  }
});

Deno.test("clusterSpaces() clusters in each space and scores there; points that are all the same are left out", async () => {
  const { points, classes } = groups();
  const same = matrix(new Float32Array(40), 40, 1);
  const problem = { split: "test", classes, cluster: TWO } as const;
  const found = await clusterSpaces(
    { a: points, b: same },
    problem,
    quietRun(),
  );
  assertEquals(new Set(found.map(({ space }) => space)), new Set(["a"]));
  assertEquals(found.find(({ metric }) => metric === "ACC")!.value, 1);
  assert(found.every(({ split }) => split === "test"));
});

Deno.test("indicesInSpaces() scores the same clusters in each space, and says whose they are", async () => {
  const { points, classes } = groups();
  const twice = { ...points, data: points.data.map((value) => 2 * value) };
  const found = await indicesInSpaces(
    { a: points, b: twice },
    classes,
    "digits",
    "train",
    quietRun(),
  );
  assertEquals(found.map(({ metric, space }) => `${metric} ${space}`), [
    "SIL a, digits",
    "DBI a, digits",
    "CHI a, digits",
    "SIL b, digits",
    "DBI b, digits",
    "CHI b, digits",
  ]);
  for (let i = 0; i < 3; i++) assertAlmostEquals(found[i].value / found[i + 3].value, 1, 1e-4);
  assert(found.every(({ split }) => split === "train"));
  const single = await indicesInSpaces(
    { a: points },
    new Int32Array(40),
    "none",
    "train",
    quietRun(),
  );
  assertEquals(single, []);
});

Deno.test("lookAtSplits() takes the numbers of both splits' views, and draws their planes from a sample", async () => {
  const splits: Splits = {
    train: { images: groups().points, labels: groups().classes },
    test: { images: groups(24).points, labels: groups(24).classes },
  };
  const choices: SpacesChoices = {
    cluster: TWO,
    plane: { ...PLANE, perplexity: 3, iterations: 300, points: 16 },
  };
  const seen: Int32Array[] = [];
  const progress: number[][] = [];
  const run = {
    ...quietRun(),
    progress: (what: string) => (done: number, total: number) => {
      if (what === "spaces") progress.push([done, total]);
    },
  };
  const { measurements, figures } = await lookAtSplits(splits, choices, run, (split) => {
    const { images: points, labels } = splits[split];
    return Promise.resolve({
      spaces: { code: points },
      clusterings: [
        { whose: "digits", clusters: labels, spaces: { pixels: points } },
        { whose: "others", clusters: labels.map((_, i) => i % 3), spaces: { pixels: points } },
      ],
      planes: split === "train" ? [] : [{
        figure: { name: "codes", title: "Codes" },
        name: "t-SNE-2 of code",
        points,
        others(rows) {
          seen.push(rows);
          return { "code, 16 images": takeRows(points, rows) };
        },
      }],
    });
  });
  const indices = ["SIL", "DBI", "CHI"];
  const all = ["ACC", "NMI", "NMI", "NMI", "NMI", "ARI", "PURITY", ...indices];
  const by = (where: string) =>
    measurements.filter(({ space, split }) => `${space} of ${split}` === where).map(({ metric }) => metric);
  for (const split of ["train", "test"]) {
    assertEquals(by(`code of ${split}`), all);
    for (const whose of ["digits", "others"]) assertEquals(by(`pixels, ${whose} of ${split}`), indices);
  }
  assertEquals(by("t-SNE-2 of code of test"), all);
  assertEquals(by("code, 16 images of test"), all);
  assertEquals(by("t-SNE-2 of code, digits of test"), indices);
  assertEquals(measurements.length, 2 * (10 + 2 * 3) + 2 * 10 + 3);
  const accuracy = measurements.filter(({ metric }) => metric === "ACC");
  assertEquals(accuracy.map(({ value }) => value), [1, 1, 1, 1]);

  assertEquals([seen.length, seen[0].length], [1, 16]);
  const [figure] = figures;
  assert(figures.length === 1 && figure.kind === "embedding");
  assertEquals(figure.classes, [...labelsAt(splits.test.labels, seen[0])]);
  // They are drawn with the first clustering.
  assertEquals(figure.clusters, figure.classes);
  assertEquals(progress, [[1, 2], [2, 2]]);
});
