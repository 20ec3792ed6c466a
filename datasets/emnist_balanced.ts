import { permutation, random, seedFor } from "../engine/random.ts";
import { filesOf, type KnownFile, sourceOf } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import type { Dataset, DatasetInfo, DataSource, LoadOptions, Split } from "./dataset.ts";
import { type Archive, hasMembers, loadMembers } from "./archive.ts";
import { EMNIST_ARCHIVE } from "./emnist_archive.ts";
import { checkClasses, checkDistinct, type Idx, mostIdxBytes, parseIdx } from "./idx.ts";
import { toSplit } from "./idx_dataset.ts";
import { unitPixels } from "./scale.ts";
import { readPacked } from "./read.ts";
import { findOwnFiles, loadFiles } from "./store.ts";
import { decompress, sha256 } from "./verify.ts";

const NAME = "emnist-balanced";

/** EMNIST Balanced: how many images of each of its classes there are, and their pixels as stored. */
const BALANCED = { classes: 47, train: 2400, test: 400, height: 28, width: 28 };

/** The most images that the stand-in takes of each class. */
const STAND_IN = { classes: 47, train: 2400, test: 100 };

/** How many classes, and how many images of each to train and to test on. */
type Counts = typeof STAND_IN;

/** The seed of the draw that makes the stand-in. */
const SEED = 42;

/** Training images, training labels, test images, test labels; `emnist` is the subfolder that they may be in. */
const FILES = [
  "emnist-balanced-train-images-idx3-ubyte",
  "emnist-balanced-train-labels-idx1-ubyte",
  "emnist-balanced-test-images-idx3-ubyte",
  "emnist-balanced-test-labels-idx1-ubyte",
].map((file) => ({ name: "emnist", file }));

/**
 * EMNIST Balanced: 112,800 training and 18,800 test images of handwritten digits and letters in 47 classes, 28×28, from
 * NIST's archive or the user's own files. Where these are those of ByMerge's test split, which has the same 47 classes, a
 * stand-in is drawn from them.
 */
export const emnistBalanced: DatasetInfo = {
  name: NAME,
  load: (options) => loadEmnistBalanced(options),
  locate: async ({ dataDir } = {}) => {
    if (dataDir === undefined) return await hasMembers(EMNIST_ARCHIVE) ? "cache" : "download";
    return await findOwnFiles(NAME, FILES, filesOf("emnist"), dataDir) ? "data folder" : "stand-in";
  },
};

/** Options of {@linkcode loadEmnistBalanced}: what the files are. */
export interface EmnistOptions {
  /** What the files must hold. */
  readonly counts?: typeof BALANCED;
  /** Where they come from without a data folder; its members in the order of {@linkcode FILES}. */
  readonly archive?: Archive;
  /** ByMerge's test images and labels. */
  readonly standInFiles?: readonly KnownFile[];
  /** What to take of them. */
  readonly standInCounts?: Counts;
}

/**
 * Reads EMNIST Balanced, split as it is distributed, or draws the stand-in: of each class, in an order drawn with a seed,
 * the first 100 images are for testing and the next up to 2,400 for training.
 *
 * Images are stored transposed and are turned upright.
 *
 * @throws {DataError} If the archive can't be downloaded or is not the pinned one; or the data folder has neither the files of
 * Balanced nor those of the stand-in, or one of them is damaged or not what its name says.
 */
export async function loadEmnistBalanced(
  options: LoadOptions = {},
  {
    counts = BALANCED,
    archive = EMNIST_ARCHIVE,
    standInFiles = filesOf("emnist"),
    standInCounts = STAND_IN,
  }: EmnistOptions = {},
): Promise<Dataset> {
  const { dataDir, quiet = false } = options;
  if (dataDir === undefined) {
    const packed = await loadMembers(archive, { quiet });
    return await readBalanced(
      packed.map((packed, i) => ({
        where: `${FILES[i].file} of ${archive.title}`,
        packed,
        origin: `of ${archive.title}, which was checked by its SHA-256, ${archive.sha256}`,
      })),
      counts,
    );
  }
  const paths = await findOwnFiles(NAME, FILES, standInFiles, dataDir);
  if (paths === undefined) {
    return drawStandIn(await loadFiles(standInFiles, [], { dataDir }), standInFiles, standInCounts);
  }
  const own: PackedFile[] = [];
  for (const [i, path] of paths.entries()) {
    const packed = await readPacked(path, mostIdxBytes(...sizesOf(counts, i)));
    own.push({ where: path, packed, origin: originOf(packed, archive.members[i].sha256) });
  }
  return await readBalanced(own, counts);
}

/** A file of Balanced, packed or not. */
interface PackedFile {
  /** Its path or whose it is, for messages. */
  readonly where: string;
  readonly packed: Uint8Array;
  /** Where it comes from, and what it was checked by. */
  readonly origin: string;
}

/** Where a user's own file comes from: what it was checked by depends on whether others have published its digest. */
function originOf(packed: Uint8Array, published: string): string {
  const checks = "the user's own file, whose sizes and classes were checked";
  return sha256(packed) === published
    ? `${checks}; packed, it has the SHA-256 that others have published, ${published}`
    : `${checks}; no digest to check it by is known here`;
}

/** The sizes that the i-th file must have. */
function sizesOf({ classes, train, test, height, width }: typeof BALANCED, i: number): number[] {
  return [classes * (i < 2 ? train : test), ...i % 2 === 0 ? [height, width] : []];
}

async function readBalanced(files: readonly PackedFile[], counts: typeof BALANCED): Promise<Dataset> {
  const sources: DataSource[] = [];
  const parsed: Idx[] = [];
  for (const [i, { where, packed, origin }] of files.entries()) {
    const sizes = sizesOf(counts, i);
    const bytes = await decompress(packed, where, mostIdxBytes(...sizes));
    const array = parseIdx(bytes, sizes.length, where);
    if (i % 2 === 0) {
      checkSizes(array, sizes, where);
      checkDistinct(array, `${where} as EMNIST Balanced`);
    } else {
      checkClasses(array, counts.classes, i < 2 ? counts.train : counts.test, `${where} as EMNIST Balanced`);
    }
    parsed.push(i % 2 === 0 ? transpose(array) : array);
    sources.push({
      name: `${NAME}/${FILES[i].file}`,
      sha256: sha256(bytes),
      rows: array.sizes[0],
      source: `G. Cohen, S. Afshar, J. Tapson, A. van Schaik: EMNIST (2017), Balanced: ${origin}`,
    });
  }
  const [trainImages, trainLabels, testImages, testLabels] = parsed;
  return {
    name: NAME,
    height: trainImages.sizes[1],
    width: trainImages.sizes[2],
    classes: counts.classes,
    train: toSplit(trainImages, trainLabels),
    test: toSplit(testImages, testLabels),
    sources,
    split: `as distributed: ${trainLabels.sizes[0]} training and ${testLabels.sizes[0]} test images`,
  };
}

function checkSizes({ sizes }: Idx, expected: readonly number[], path: string): void {
  if (expected.some((size, i) => sizes[i] !== size)) {
    throw new DataError(
      `Cannot use ${path} as EMNIST Balanced: it must have images × height × width = ` +
        `${expected.join(" × ")}, got ${sizes.join(" × ")}`,
    );
  }
}

/** Rows and columns of each image exchanged. */
function transpose({ sizes: [images, height, width], data }: Idx): Idx {
  const turned = new Uint8Array(data.length);
  for (let image = 0, from = 0; image < images; image++) {
    const start = image * height * width;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) turned[start + x * height + y] = data[from++];
    }
  }
  return { sizes: [images, width, height], data: turned };
}

function drawStandIn(
  contents: readonly Uint8Array[],
  files: readonly KnownFile[],
  { classes, train, test }: Counts,
): Dataset {
  const images = transpose(parseIdx(contents[0], 3, files[0].file));
  const labels = parseIdx(contents[1], 1, files[1].file).data;
  const drawn: { train: number[]; test: number[] } = { train: [], test: [] };
  for (let label = 0; label < classes; label++) {
    const own = Array.from(labels.keys()).filter((row) => labels[row] === label);
    const order = permutation(own.length, random(seedFor(SEED, "EMNIST stand-in", label)));
    drawn.test.push(...Array.from(order.subarray(0, test), (i) => own[i]));
    drawn.train.push(...Array.from(order.subarray(test, test + train), (i) => own[i]));
  }
  const [, height, width] = images.sizes;
  const pick = (rows: number[]): Split => {
    const pixels = new Uint8Array(rows.length * height * width);
    // In the file's order, in which the classes are mixed.
    rows.sort((a, b) => a - b).forEach((row, i) =>
      pixels.set(images.data.subarray(row * height * width, (row + 1) * height * width), i * height * width)
    );
    return { images: unitPixels(pixels, rows.length), labels: Int32Array.from(rows, (row) => labels[row]) };
  };
  const standIn = "for EMNIST Balanced: drawn from the test images of EMNIST ByMerge, whose " +
    `${classes} classes are the same; up to ${train} training images of each class, and ${test} test images`;
  return {
    name: "emnist-bymerge-standin",
    height,
    width,
    classes,
    train: pick(drawn.train),
    test: pick(drawn.test),
    sources: files.map((file) => sourceOf(file, standIn)),
    split:
      `of each class, in an order drawn with seed ${SEED}, the first ${test} images are for testing, the next ` +
      `up to ${train} for training: ${drawn.train.length} training and ${drawn.test.length} test images`,
  };
}
