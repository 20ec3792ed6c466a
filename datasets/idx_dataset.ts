import { filesOf, type KnownFile, sourceOf } from "./catalog.ts";
import type { Dataset, DatasetInfo, LoadOptions, Split } from "./dataset.ts";
import { type Idx, parseIdx } from "./idx.ts";
import { unitPixels } from "./scale.ts";
import { loadFiles, locateFiles } from "./store.ts";

/** What tells one data set in MNIST's format from another. */
export interface IdxDataset {
  /** By which `datasets/catalog.json` has its files. */
  readonly name: string;
  readonly classes: number;
  /** Base URLs that have the files as `.gz`, each with a slash at its end. */
  readonly mirrors: readonly string[];
}

/** A data set of four IDX files (images and labels, for training and for testing) whose digests are known. */
export function idxDataset(parts: IdxDataset): DatasetInfo {
  const { name } = parts;
  return {
    name,
    load: (options) => loadIdxDataset(parts, options),
    locate: async (options = {}) => (await locateFiles(filesOf(name), options.dataDir)).place,
  };
}

/**
 * Reads such a data set, split as it is distributed.
 *
 * @param files The four files: training images, training labels, test images, test labels.
 *
 * @throws {DataError} If a file is missing, damaged or another one, or can't be downloaded.
 */
export async function loadIdxDataset(
  { name, classes, mirrors }: IdxDataset,
  options: LoadOptions = {},
  files: readonly KnownFile[] = filesOf(name),
): Promise<Dataset> {
  const contents = await loadFiles(files, mirrors, options);
  const [trainImages, trainLabels, testImages, testLabels] = files.map(({ file }, i) =>
    parseIdx(contents[i], i % 2 === 0 ? 3 : 1, file)
  );
  return {
    name,
    height: trainImages.sizes[1],
    width: trainImages.sizes[2],
    classes,
    train: toSplit(trainImages, trainLabels),
    test: toSplit(testImages, testLabels),
    sources: files.map((file) => sourceOf(file)),
    split: `as distributed: ${trainLabels.sizes[0]} training and ${testLabels.sizes[0]} test images`,
  };
}

/** Images scaled to [0, 1], and their labels. */
export function toSplit(images: Idx, labels: Idx): Split {
  return { images: unitPixels(images.data, images.sizes[0]), labels: Int32Array.from(labels.data) };
}
