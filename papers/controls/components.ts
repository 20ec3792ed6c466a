/**
 * k-means on every number of principal components: which of them has the scores of a printed row.
 *
 * @module
 */
import { type Matrix, matrix } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import type { Outcome } from "../../experiments/experiment.ts";
import { type ImageChoices, imagesOf } from "../../experiments/images.ts";
import type { Run } from "../../experiments/paper.ts";
import { measured, scores } from "../../experiments/scores.ts";
import { STANDARD } from "../../metrics/mod.ts";
import { fitPca } from "../../models/pca/pca.ts";
import type { Measurement } from "../../records/record.ts";
import { extremes, lowestInertia, type Restart, type RestartChoices, restarts } from "./restarts.ts";

/** The lowest and the highest value that still counts as printed. */
type Window = readonly [low: number, high: number];

/** A row of a table: where each of its indices counts as printed. */
type Row = { readonly [metric in "SIL" | "DBI" | "CHI"]: Window };

/** What {@linkcode runComponents} depends on. */
export type ComponentsChoices = {
  readonly images: ImageChoices;
  /** From few to many: fitted to the training images, and clustered are the test images. */
  readonly dimensions: readonly number[];
  readonly cluster: RestartChoices;
  /** The row whose three indices are looked for. */
  readonly row: Row;
};

/** The first columns of a matrix. */
export function firstColumns({ data, rows, columns }: Matrix, count: number): Matrix {
  const kept = new Float32Array(rows * count);
  for (let i = 0; i < rows; i++) kept.set(data.subarray(i * columns, i * columns + count), i * count);
  return matrix(kept, rows, count);
}

/** The metrics of the row. */
const INDICES = ["SIL", "DBI", "CHI"] as const;

function valueOf({ scores }: Restart, metric: string): number {
  return scores.find((score) => score.metric === metric)!.value;
}

/** The restarts whose value of a metric is as printed. */
function asPrinted(all: readonly Restart[], metric: keyof Row, row: Row): Restart[] {
  const [low, high] = row[metric];
  return all.filter((restart) => valueOf(restart, metric) >= low && valueOf(restart, metric) <= high);
}

/** For each index of the row what the other two lie between where it is as printed; nothing where it never is. */
function besideEach(all: readonly Restart[], row: Row, space: string): Measurement[] {
  return INDICES.flatMap((printed) => {
    const some = asPrinted(all, printed, row);
    if (some.length === 0) return [];
    return INDICES.filter((other) => other !== printed).flatMap((metric) => {
      const values = some.map((restart) => valueOf(restart, metric));
      const where = (which: string) => ({
        space: `${space}, ${which} ${metric} where ${printed} is as printed`,
        split: "test",
      });
      return [
        measured(metric, Math.max(...values), where("highest")),
        measured(metric, Math.min(...values), where("lowest")),
      ];
    });
  });
}

/**
 * For each number of components the scores of k-means, the best of some starts by inertia, and the indices of the true labels;
 * the extremes over all starts and numbers; what each two indices of the row lie between where the third is as printed; and
 * how many of the clusterings have all three.
 */
export async function runComponents(
  { images, dimensions, cluster, row }: ComponentsChoices,
  data: Dataset,
  run: Run,
): Promise<Outcome> {
  const { train, test: { images: tested, labels: classes } } = imagesOf(data, images);
  const pca = await fitPca(train.images, { components: dimensions.at(-1)! });
  const codes = await pca.transform(tested);
  const measurements: Measurement[] = [];
  const all: Restart[] = [];
  const update = run.progress("numbers of components");
  for (const [done, dimension] of dimensions.entries()) {
    const points = firstColumns(codes, dimension);
    const found = await restarts(points, classes, cluster, run.seed, () => {});
    all.push(...found);
    const { clusters } = lowestInertia(found);
    const [space, split] = [`PCA-${dimension}`, "test"];
    measurements.push(
      ...await run.score({ space, split, points, clusters, classes }),
      ...await scores(
        { space: `${space}, true labels`, split, points, clusters: classes },
        STANDARD,
        run.seed,
      ),
    );
    update(done + 1, dimensions.length, "");
  }
  const space = `PCA-${dimensions[0]} to PCA-${dimensions.at(-1)}`;
  const together = INDICES.reduce((some, metric) => asPrinted(some, metric, row), all);
  return {
    measurements: [
      ...measurements,
      ...extremes(all, { space, split: "test", restarts: `${cluster.nInit} restarts each` }),
      ...besideEach(all, row, space),
      measured("OTHER:clusterings", all.length, { split: "test" }),
      measured("OTHER:clusterings with SIL, DBI and CHI as printed", together.length, { split: "test" }),
    ],
    history: [],
  };
}
