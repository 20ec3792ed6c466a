import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { matrix, normal, random } from "../engine/mod.ts";
import { clusterSpaces, codeSpaces, indicesInSpaces, standardised, unitRows } from "./spaces.ts";

/** Two groups far apart, of 20 points with three columns. */
function groups() {
  const next = random(1);
  const classes = Int32Array.from({ length: 40 }, (_, i) => i % 2);
  const data = Float32Array.from({ length: 120 }, (_, at) => 9 * classes[Math.floor(at / 3)] + normal(next));
  return { points: matrix(data, 40, 3), classes };
}

Deno.test("unitRows() gives rows of length 1, and leaves zeros", () => {
  assertEquals([...unitRows(matrix(Float32Array.of(3, 4, 0, 0), 2, 2)).data], [
    Math.fround(0.6),
    Math.fround(0.8),
    0,
    0,
  ]);
});

Deno.test("standardised() gives columns of mean 0 and deviation 1, of a constant column zeros", () => {
  assertEquals([...standardised(matrix(Float32Array.of(1, 7, 3, 7), 2, 2)).data], [-1, 0, 1, 0]);
});

Deno.test("codeSpaces() names each space after the code, which comes first", async () => {
  const { points } = groups();
  const spaces = await codeSpaces("code", points);
  assertEquals(spaces.map(({ name, points }) => [name, points.columns]), [
    ["code", 3],
    ["code L2", 3],
    ["code standardised", 3],
    ["PCA-2 of code", 2],
    ["PCA-1 of code", 1],
  ]);
  assertEquals(spaces[0].points, points);
});

Deno.test("clusterSpaces() clusters in each space and scores there; points that are all the same are left out", async () => {
  const { points, classes } = groups();
  const same = matrix(new Float32Array(40), 40, 1);
  const problem = { split: "test", classes, k: 2, nInit: 2, seed: 1 } as const;
  const found = await clusterSpaces([{ name: "a", points }, { name: "b", points: same }], problem);
  assertEquals(new Set(found.map(({ space }) => space)), new Set(["a"]));
  assertEquals(found.find(({ metric }) => metric === "ACC")!.value, 1);
  assert(found.every(({ split }) => split === "test"));
});

Deno.test("indicesInSpaces() scores the same clusters in each space, and says whose they are", async () => {
  const { points, classes } = groups();
  const twice = { ...points, data: points.data.map((value) => 2 * value) };
  const found = await indicesInSpaces(
    [{ name: "a", points }, { name: "b", points: twice }],
    classes,
    "digits",
    "train",
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
  assertEquals(await indicesInSpaces([{ name: "a", points }], new Int32Array(40), "none", "train"), []);
});
