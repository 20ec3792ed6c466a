import { filesOf, type KnownFile } from "./catalog.ts";
import type { Dataset, DatasetInfo, LoadOptions, Split } from "./dataset.ts";
import { type Idx, parseIdx } from "./idx.ts";
import { unitPixels } from "./scale.ts";
import { loadFiles, locateFiles } from "./store.ts";

const MIRRORS = [
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
];

const CLASSES = 10;

/** MNIST: 60,000 training and 10,000 test images of handwritten digits, 28×28. */
export const mnist: DatasetInfo = {
  name: "mnist",
  title: "MNIST, 60,000 + 10,000 handwritten digits, 28×28",
  needsDownload: true,
  get bytes() {
    return filesOf("mnist").reduce((sum, { bytes }) => sum + bytes, 0);
  },
  get files() {
    return filesOf("mnist").map(({ file }) => file);
  },
  load: (options) => loadMnist(options),
  locate: async (options = {}) => (await locateFiles(filesOf("mnist"), options.dataDir)).place,
};

/**
 * Reads MNIST, split as it is distributed.
 *
 * @param files The four files: training images, training labels, test images, test labels.
 *
 * @throws {DataError} If a file is missing, damaged or another one, or can't be downloaded.
 */
export async function loadMnist(
  options: LoadOptions = {},
  files: readonly KnownFile[] = filesOf("mnist"),
  mirrors: readonly string[] = MIRRORS,
): Promise<Dataset> {
  const contents = await loadFiles(files, mirrors, options);
  const [trainImages, trainLabels, testImages, testLabels] = files.map(({ file }, i) =>
    parseIdx(contents[i], i % 2 === 0 ? 3 : 1, file)
  );
  return {
    name: "mnist",
    height: trainImages.sizes[1],
    width: trainImages.sizes[2],
    classes: CLASSES,
    train: toSplit(trainImages, trainLabels),
    test: toSplit(testImages, testLabels),
    sources: files.map(({ name, file, sha256, rows, source }) => ({
      name: `${name}/${file}`,
      sha256,
      rows,
      source,
    })),
    split: `as distributed: ${trainLabels.sizes[0]} training and ${testLabels.sizes[0]} test images`,
  };
}

function toSplit(images: Idx, labels: Idx): Split {
  return { images: unitPixels(images.data, images.sizes[0]), labels: Int32Array.from(labels.data) };
}
