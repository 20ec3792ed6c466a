import type { Matrix } from "../engine/mod.ts";
import { internalMetrics, labelMetrics, nmi } from "../metrics/mod.ts";
import { type Measurement, NMI_AVERAGES } from "../records/record.ts";

/** A clustering to be scored, and where. */
export interface Clustering {
  /** The points as they were clustered. */
  points: Matrix;
  /** Where they are: `pixels`, `PCA-64`, `code`. */
  space: string;
  split: "train" | "test";
  clusters: Int32Array;
  /** The classes, which only the external metrics see. */
  classes: Int32Array;
}

/** A number, and where it was computed as far as that means something. */
export function measured(
  metric: string,
  value: number,
  { space = "", split = "" }: Partial<Pick<Measurement, "space" | "split">> = {},
): Measurement {
  return { metric, value, space, split };
}

/** Every metric of a clustering. NMI comes with each of its averages, the arithmetic first. */
export async function scores(clustering: Clustering): Promise<Measurement[]> {
  return [...await internalScores(clustering), ...externalScores(clustering)];
}

/** The metrics of at least two clusters in a space. */
export async function internalScores(
  { points, space, split, clusters }: Omit<Clustering, "classes">,
): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const { name, compute } of internalMetrics) {
    found.push(measured(name, await compute(points, clusters), { space, split }));
  }
  return found;
}

/** The metrics of a clustering against the classes alone, which a single cluster has too. */
export function externalScores(
  { space, split, clusters, classes }: Omit<Clustering, "points">,
): Measurement[] {
  const where = { space, split };
  return labelMetrics.flatMap(({ name, compute }) =>
    name === "NMI"
      ? NMI_AVERAGES.map((average) => ({
        ...measured(name, nmi(classes, clusters, { average }), where),
        average,
      }))
      : [measured(name, compute(classes, clusters), where)]
  );
}
