import { matrix } from "../engine/matrix.ts";
import { filesOf, type KnownFile, sourceOf } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import type { Dataset, DatasetInfo, DataSource, LoadOptions } from "./dataset.ts";
import { checkClasses, checkDistinct, type Idx, mostIdxBytes, parseIdx } from "./idx.ts";
import { toSplit } from "./idx_dataset.ts";
import { readData } from "./read.ts";
import { findOwnFiles, loadFiles, neededFolder } from "./store.ts";
import { sha256 } from "./verify.ts";

const NAME = "yaleb";
const STAND_IN = "yaleb-ppci";

/** Yale Face Database B: 10 subjects in 9 poses, each under 64 lights and without. */
const FACES = { subjects: 10, perSubject: 9 * 65, pixels: 1200 };

/** How many subjects, images of each, and pixels. */
type Sizes = typeof FACES;

const FILES = ["yaleb-images-idx3-ubyte", "yaleb-labels-idx1-ubyte"].map((file) => ({ name: NAME, file }));

/**
 * Yale Face Database B, 5,850 faces of 10 subjects with 1,200 pixels, from the user's own files; or, in its place, a
 * reduced copy that is marked as a stand-in.
 */
export const yaleb: DatasetInfo = {
  name: NAME,
  load: (options) => loadYaleB(options),
  locate: async ({ dataDir } = {}) => {
    return await findOwnFiles(NAME, FILES, filesOf(STAND_IN), needed(dataDir)) ? "data folder" : "stand-in";
  },
};

/**
 * Reads the faces, all of them for training: there is no official split.
 *
 * The database must not be passed on. Who has it makes two IDX files of unsigned bytes of it: the images, 1,200 pixels
 * each, and the subjects, 0 to 9, 585 images each. Without them the files of the stand-in are taken.
 *
 * @param sizes What the user's files must hold.
 * @param standInFiles The stand-in's images and labels.
 *
 * @throws {DataError} If there is no data folder, or it has neither, or a file is damaged or of other sizes, or most images
 * are the same.
 */
export async function loadYaleB(
  { dataDir }: LoadOptions = {},
  sizes: Sizes = FACES,
  standInFiles: readonly KnownFile[] = filesOf(STAND_IN),
): Promise<Dataset> {
  const folder = needed(dataDir);
  const paths = await findOwnFiles(NAME, FILES, standInFiles, folder);
  return paths
    ? await readOwn(paths, sizes)
    : standIn(await loadFiles(standInFiles, [], { dataDir: folder }), standInFiles);
}

function needed(dataDir: string | undefined): string {
  const names = FILES.map(({ file }) => file).join(" and ");
  return neededFolder(dataDir, NAME, `it must not be passed on: put your own as ${names} into a folder`);
}

async function readOwn(paths: readonly string[], sizes: Sizes): Promise<Dataset> {
  const rows = sizes.subjects * sizes.perSubject;
  const most = [mostIdxBytes(rows, sizes.pixels), mostIdxBytes(rows)];
  const contents = await Promise.all(paths.map((path, i) => readData(path, most[i])));
  const images = parseIdx(contents[0], 3, paths[0]);
  const labels = parseIdx(contents[1], 1, paths[1]);
  const [count, height, width] = images.sizes;
  if (count !== rows || height * width !== sizes.pixels) {
    throw new DataError(
      `Cannot use ${
        paths[0]
      } as Yale Face Database B: it must have ${rows} images of ${sizes.pixels} pixels, ` +
        `got ${images.sizes.join(" × ")}`,
    );
  }
  checkDistinct(images, `${paths[0]} as Yale Face Database B`);
  checkClasses(labels, sizes.subjects, sizes.perSubject, `${paths[1]} as Yale Face Database B`);
  return dataset(
    NAME,
    images,
    labels,
    FILES.map(({ file }, i) => ({
      name: `${NAME}/${file}`,
      sha256: sha256(contents[i]),
      rows,
      source:
        "A. Georghiades, P. Belhumeur, D. Kriegman: Yale Face Database B (2001): the user's own file, whose " +
        "sizes and classes were checked; no digest to check it by is known here",
    })),
  );
}

function standIn(contents: readonly Uint8Array[], files: readonly KnownFile[]): Dataset {
  const images = parseIdx(contents[0], 3, files[0].file);
  const labels = parseIdx(contents[1], 1, files[1].file);
  const [rows, height, width] = images.sizes;
  const standIn =
    `for Yale Face Database B: a reduced copy of it, ${rows} of 5,850 images, ${height}×${width} ` +
    `pixels of 1,200`;
  return dataset(
    STAND_IN,
    images,
    labels,
    files.map((file) => sourceOf(file, standIn)),
  );
}

function dataset(name: string, images: Idx, labels: Idx, sources: DataSource[]): Dataset {
  const [rows, height, width] = images.sizes;
  return {
    name,
    height,
    width,
    classes: new Set(labels.data).size,
    train: toSplit(images, labels),
    test: { images: matrix(new Float32Array(0), 0, height * width), labels: new Int32Array(0) },
    sources,
    split: `none: all ${rows} images are for training`,
  };
}
