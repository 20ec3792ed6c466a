import { matrix } from "../engine/matrix.ts";
import { filesOf, type KnownFile, sourceOf } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import type { Dataset, DatasetInfo, LoadOptions, Split } from "./dataset.ts";
import { readData } from "./read.ts";
import { locateFiles, neededFolder } from "./store.ts";
import { sha256 } from "./verify.ts";

const NAME = "usps";
const CLASSES = 10;
const SIDE = 16;
const PIXELS = SIDE * SIDE;

/** A pixel's unit: values come with three decimals. */
const UNIT = 1000;

/** Letters that a number may be written with. */
const MOST_LETTERS = 32;

/** A file, and the SHA-256 of its numbers as {@linkcode readNumbers} gives them, in the machine's order of bytes. */
interface PinnedFile extends KnownFile {
  readonly numbers: string;
}

/** Of each file's numbers, by name. */
const NUMBERS: Record<string, string> = {
  "zip.train": "ef0e2634099667627f2a948dc1cceaa1ba549f079e83a54629fa07204b419fa4",
  "zip.test": "95625b193f5b68acbb4472f242cfb692dccce58b09e1bd88f878f1dc50dfaa9d",
};

const files = (): PinnedFile[] => filesOf(NAME).map((file) => ({ ...file, numbers: NUMBERS[file.file] }));

/** USPS: 7,291 training and 2,007 test images of handwritten digits, 16×16, from the user's own files. */
export const usps: DatasetInfo = {
  name: NAME,
  load: (options) => loadUsps(options),
  locate: async ({ dataDir } = {}) => (await locateFiles(filesOf(NAME), needed(dataDir))).place,
};

/**
 * Reads USPS, split as it is distributed with "The Elements of Statistical Learning": text, one image a line, its digit
 * and 256 pixels in [-1, 1], row-major. Pixels are scaled to [0, 1].
 *
 * A file is taken where its bytes are the known ones, or else its numbers, to three decimals, are: the same values are
 * found written with more or fewer zeros.
 *
 * @param pinned The training and the test file.
 *
 * @throws {DataError} If there is no data folder, or it lacks a file, or one is damaged or another one.
 */
export async function loadUsps(
  { dataDir }: LoadOptions = {},
  pinned: readonly PinnedFile[] = files(),
): Promise<Dataset> {
  const { paths } = await locateFiles(pinned, needed(dataDir));
  const [train, test] = await Promise.all(pinned.map((file, i) => readSplit(paths[i]!, file)));
  return {
    name: NAME,
    height: SIDE,
    width: SIDE,
    classes: CLASSES,
    train,
    test,
    sources: pinned.map((file) => sourceOf(file)),
    split: `as distributed: ${train.labels.length} training and ${test.labels.length} test images`,
  };
}

function needed(dataDir: string | undefined): string {
  return neededFolder(
    dataDir,
    NAME,
    "it isn't downloaded: get zip.train.gz and zip.test.gz from the page of data of \"The Elements of Statistical " +
      'Learning" (ZIP code), put them into a folder',
  );
}

async function readSplit(path: string, file: PinnedFile): Promise<Split> {
  const bytes = await readData(path, file.rows * (PIXELS + 1) * MOST_LETTERS);
  const numbers = readNumbers(new TextDecoder().decode(bytes), path);
  if (sha256(bytes) !== file.sha256) verifyNumbers(numbers, file, path);
  const rows = numbers.length / (PIXELS + 1);
  const images = new Float32Array(rows * PIXELS);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * (PIXELS + 1);
    labels[row] = numbers[start];
    for (let i = 0; i < PIXELS; i++) {
      images[row * PIXELS + i] = (numbers[start + 1 + i] + UNIT) / (2 * UNIT);
    }
  }
  return { images: matrix(images, rows, PIXELS), labels };
}

function verifyNumbers(numbers: Int32Array, { file, rows, numbers: pinned }: PinnedFile, path: string): void {
  const found = sha256(new Uint8Array(numbers.buffer));
  if (found === pinned) return;
  throw new DataError(
    `Cannot use ${path}: its ${rows} images must be those of ${NAME}'s ${file} (SHA-256 ${pinned} of the digits and ` +
      `the pixels in thousandths): current number of images is ${
        numbers.length / (PIXELS + 1)
      }, SHA-256 ${found}`,
  );
}

/**
 * For each line of the text its digit and 256 pixels, these in thousandths.
 *
 * @throws {DataError} If a line has not 257 numbers, a digit is none, or a pixel is not in [-1, 1].
 */
export function readNumbers(text: string, path: string): Int32Array {
  const lines = text.trimEnd().split("\n");
  const numbers = new Int32Array(lines.length * (PIXELS + 1));
  for (const [row, line] of lines.entries()) {
    const values = line.trim().split(/\s+/).map(Number);
    const [label, ...pixels] = values;
    const isRight = pixels.length === PIXELS && Number.isInteger(label) && label >= 0 && label < CLASSES &&
      pixels.every((pixel) => pixel >= -1 && pixel <= 1);
    if (!isRight) {
      throw new DataError(
        `Cannot read ${path} as USPS: line ${row + 1} must have a digit and ${PIXELS} pixels in [-1, 1]: ` +
          `current line has ${values.length} values and starts with ${line.slice(0, 20)}`,
      );
    }
    numbers[row * (PIXELS + 1)] = label;
    for (let i = 0; i < PIXELS; i++) numbers[row * (PIXELS + 1) + 1 + i] = Math.round(pixels[i] * UNIT);
  }
  return numbers;
}
