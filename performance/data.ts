/**
 * The data of the works as files that both sides read: float32 matrices `images` (60,000 × 784) and `points`
 * (60,000 × 70), int32 `labels`, row-major, and `sizes.json` with their shapes.
 *
 * @module
 */
import type { Matrix } from "../engine/mod.ts";
import { loadDataset } from "../datasets/mod.ts";
import { fitPca } from "../models/pca/pca.ts";

/**
 * Writes the training images of MNIST, their first 70 principal components, and their labels into a folder.
 *
 * @param options `points`: whether the components are among them.
 */
export async function writeData(
  folder: string,
  { dataDir, points: withPoints }: { dataDir?: string; points: boolean },
): Promise<void> {
  const { train } = await loadDataset("mnist", dataDir ? { dataDir } : {});
  const { images, labels } = train;
  const shapes: Record<string, number[]> = {
    images: [images.rows, images.columns],
    labels: [labels.length],
  };
  const write = (name: string, { buffer, byteOffset, byteLength }: Float32Array | Int32Array) =>
    Deno.writeFileSync(`${folder}/${name}`, new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
  write("images", images.data as Float32Array);
  write("labels", labels);
  if (withPoints) {
    const pca = await fitPca(images, { components: 70 });
    const points = await pca.transform(images);
    shapes.points = [points.rows, points.columns];
    write("points", points.data as Float32Array);
  }
  Deno.writeTextFileSync(`${folder}/sizes.json`, JSON.stringify(shapes));
}

/** A matrix that {@linkcode writeData} wrote. */
export function readMatrix(folder: string, name: string): Matrix {
  const [rows, columns] = JSON.parse(Deno.readTextFileSync(`${folder}/sizes.json`))[name];
  return { data: new Float32Array(Deno.readFileSync(`${folder}/${name}`).buffer), rows, columns };
}

/** The labels that {@linkcode writeData} wrote. */
export function readLabels(folder: string): Int32Array {
  return new Int32Array(Deno.readFileSync(`${folder}/labels`).buffer);
}
