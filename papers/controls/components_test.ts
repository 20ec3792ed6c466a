import { assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, matrix } from "../../engine/mod.ts";
import { ALL_IMAGES } from "../../experiments/images.ts";
import { madeData, quietRun, valuesOf } from "../../experiments/testing.ts";
import { KMEANS } from "../../models/kmeans/kmeans.ts";
import { fitPca } from "../../models/pca/pca.ts";
import { silhouette } from "../../metrics/mod.ts";
import { type ComponentsChoices, firstColumns, runComponents } from "./components.ts";
import { lowestInertia, restarts } from "./restarts.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData({ train: 90, test: 60 });
const ANY = [-Infinity, Infinity] as const;
const CHOICES: ComponentsChoices = {
  images: ALL_IMAGES,
  dimensions: [1, 2, 4],
  cluster: { ...KMEANS, k: 3, nInit: 2, leading: null },
  row: { SIL: ANY, DBI: ANY, CHI: ANY },
};
const withRow = (row: Partial<ComponentsChoices["row"]>) =>
  runComponents({ ...CHOICES, row: { ...CHOICES.row, ...row } }, DATA, quietRun());

Deno.test("firstColumns() keeps the first columns of each row", () => {
  assertEquals(
    firstColumns(matrix(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3), 2),
    matrix(Float32Array.of(1, 2, 4, 5), 2, 2),
  );
});

Deno.test("runComponents() scores k-means on the first components of the test images, for each number of them", async () => {
  const outcome = await withRow({});
  for (const dimension of CHOICES.dimensions) {
    const { transform } = await fitPca(DATA.train.images, { components: dimension });
    const codes = await transform(DATA.test.images);
    const best = lowestInertia(await restarts(codes, DATA.test.labels, CHOICES.cluster, 42, () => {}));
    const [found] = valuesOf(outcome, "SIL", `PCA-${dimension}`);
    assertAlmostEquals(found, await silhouette(codes, best.clusters), 1e-4);
  }
  assertEquals(valuesOf(outcome, "PURITY").length, 3 + 2);
});

Deno.test("runComponents() counts the clusterings that have the row's indices, and tells what lies beside each of them", async () => {
  const all = await withRow({});
  const counts = (outcome: typeof all) =>
    ["", " with SIL, DBI and CHI as printed"].map((which) =>
      valuesOf(outcome, `OTHER:clusterings${which}`)[0]
    );
  assertEquals(counts(all), [6, 6]);
  const [highest] = valuesOf(all, "CHI", "PCA-1 to PCA-4, highest CHI of 2 restarts each");
  const beside = (which: string) => `PCA-1 to PCA-4, ${which} is as printed`;
  assertEquals(valuesOf(all, "CHI", beside("highest CHI where SIL")), [highest]);

  const none = await withRow({ CHI: [highest + 1, Infinity] });
  assertEquals(counts(none), [6, 0]);
  assertEquals(valuesOf(none, "SIL", beside("lowest SIL where CHI")), []);
  // The silhouette is highest along the first component alone.
  const [sil] = valuesOf(all, "SIL", "PCA-1");
  const [dbi] = valuesOf(all, "DBI", "PCA-1");
  const first = await withRow({ SIL: [sil - 1e-4, sil + 1e-4], DBI: [dbi * 1.01, Infinity] });
  assertEquals(counts(first), [6, 0]);
  for (const which of ["highest", "lowest"]) {
    assertAlmostEquals(valuesOf(first, "DBI", beside(`${which} DBI where SIL`))[0], dbi, 1e-4);
  }
});

Deno.test("runComponents() takes the indices of the true labels for each number of components, and none that sees them", async () => {
  const outcome = await withRow({});
  const { transform } = await fitPca(DATA.train.images, { components: 2 });
  const { test: { images, labels } } = DATA;
  assertAlmostEquals(
    valuesOf(outcome, "SIL", "PCA-2, true labels")[0],
    await silhouette(await transform(images), labels),
    1e-4,
  );
  assertEquals(valuesOf(outcome, "PURITY", "PCA-2, true labels"), []);
});
