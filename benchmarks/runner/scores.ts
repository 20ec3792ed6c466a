import type { Matrix } from "../../engine/mod.ts";
import {
  accuracy,
  ari,
  calinskiHarabasz,
  daviesBouldin,
  nmi,
  purity,
  silhouette,
} from "../../metrics/mod.ts";
import type { Measurement } from "./record.ts";

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

/** Every metric of a clustering. NMI comes with each of its averages, the arithmetic first. */
export async function scores(
  { points, space, split, clusters, classes }: Clustering,
): Promise<Measurement[]> {
  const measured = (metric: string, value: number) => ({ metric, value, space, split });
  return [
    measured("SIL", await silhouette(points, clusters)),
    measured("DBI", daviesBouldin(points, clusters)),
    measured("CHI", calinskiHarabasz(points, clusters)),
    ...externalScores({ space, split, clusters, classes }),
  ];
}

/** The metrics of a clustering against the classes alone, which a single cluster has too. */
export function externalScores(
  { space, split, clusters, classes }: Omit<Clustering, "points">,
): Measurement[] {
  const measured = (metric: string, value: number) => ({ metric, value, space, split });
  return [
    measured("ACC", accuracy(classes, clusters)),
    ...(["arithmetic", "geometric", "max", "min"] as const).map((average) => ({
      ...measured("NMI", nmi(classes, clusters, { average })),
      average,
    })),
    measured("ARI", ari(classes, clusters)),
    measured("PURITY", purity(classes, clusters)),
  ];
}
