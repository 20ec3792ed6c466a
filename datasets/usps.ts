import { matrix } from "../engine/matrix.ts";
import { filesOf, type KnownFile, type OtherBytes, sourceOf } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import type { Dataset, DatasetInfo, LoadOptions, Split } from "./dataset.ts";
import { loadFiles, locateFiles } from "./store.ts";
import { sha256 } from "./verify.ts";

const NAME = "usps";
const CLASSES = 10;
const SIDE = 16;
const PIXELS = SIDE * SIDE;

/** A pixel's unit: values come with three decimals. */
const UNIT = 1000;

/** Letters that a number may be written with. */
const MOST_LETTERS = 32;

/** Base URLs of the page of data of "The Elements of Statistical Learning": its authors' site, and where that was before. */
const MIRRORS = [
  "https://hastie.su.domains/ElemStatLearn/datasets/",
  "https://web.stanford.edu/~hastie/ElemStatLearn/datasets/",
];

/** Of each file's numbers, as {@linkcode readNumbers} gives them in the machine's order of bytes, the SHA-256. */
const NUMBERS: Record<string, string> = {
  "zip.train": "ef0e2634099667627f2a948dc1cceaa1ba549f079e83a54629fa07204b419fa4",
  "zip.test": "95625b193f5b68acbb4472f242cfb692dccce58b09e1bd88f878f1dc50dfaa9d",
};

/** USPS: 7,291 training and 2,007 test images of handwritten digits, 16×16. */
export const usps: DatasetInfo = {
  name: NAME,
  load: (options) => loadUsps(options),
  locate: async ({ dataDir } = {}) => (await locateFiles(filesOf(NAME), dataDir)).place,
};

/**
 * Reads USPS, split as it is distributed with "The Elements of Statistical Learning": text, one image a line, its digit
 * and 256 pixels in [-1, 1], row-major. Pixels are scaled to [0, 1].
 *
 * A file is taken where its bytes are the known ones, or else its numbers, to three decimals, are: the same values are
 * found written with more or fewer zeros.
 *
 * @param files The training and the test file.
 * @param numbers The SHA-256 of each file's numbers.
 * @param mirrors Base URLs that have the files as `.gz`, each with a slash at its end.
 *
 * @throws {DataError} If a file is missing, damaged or another one, or can't be downloaded.
 */
export async function loadUsps(
  options: LoadOptions = {},
  files: readonly KnownFile[] = filesOf(NAME),
  numbers: Readonly<Record<string, string>> = NUMBERS,
  mirrors: readonly string[] = MIRRORS,
): Promise<Dataset> {
  const pins = files.map((file) => ({ ...file, otherwise: sameNumbers(file, numbers[file.file]) }));
  const contents = await loadFiles(pins, mirrors, options);
  const [train, test] = contents.map((bytes, i) => toSplit(bytes, files[i].file));
  return {
    name: NAME,
    height: SIDE,
    width: SIDE,
    classes: CLASSES,
    train,
    test,
    sources: files.map((file) => sourceOf(file)),
    split: `as distributed: ${train.labels.length} training and ${test.labels.length} test images`,
  };
}

/** A file's numbers in any writing. */
function sameNumbers({ file, rows }: KnownFile, pinned: string): OtherBytes {
  return {
    bytes: rows * (PIXELS + 1) * MOST_LETTERS,
    check(bytes, where) {
      const numbers = readNumbers(new TextDecoder().decode(bytes), where);
      const found = sha256(new Uint8Array(numbers.buffer));
      if (found === pinned) return;
      throw new DataError(
        `Cannot use ${where}: its ${rows} images must be those of ${NAME}'s ${file} (SHA-256 ${pinned} of the digits and ` +
          `the pixels in thousandths), got ${numbers.length / (PIXELS + 1)}, SHA-256 ${found}`,
      );
    },
  };
}

function toSplit(bytes: Uint8Array, file: string): Split {
  const numbers = readNumbers(new TextDecoder().decode(bytes), file);
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
