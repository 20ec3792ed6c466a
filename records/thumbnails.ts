/**
 * Small images of the points of an embedding: files beside the records, which a report shows where they are there. Embeddings
 * of the same images share one.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { EmbeddingData } from "./figure_data.ts";

/** The folder of the files, from the result folder. */
export const THUMBNAILS = "runs/thumbnails";

/**
 * The name of the file with the images of an embedding's points: that of the data set and of the points' classes, one after
 * the other, by which they are as good as known.
 */
export function thumbnailsName(dataset: string, { classes }: Pick<EmbeddingData, "classes">): string {
  const digest = createHash("sha256").update(JSON.stringify([dataset, ...classes])).digest("hex");
  return `${dataset}-${classes.length}-${digest.slice(0, 12)}.png`;
}
