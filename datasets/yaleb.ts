import { matrix } from "../engine/matrix.ts";
import { filesOf, type KnownFile, sourceOf } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import type { Dataset, DatasetInfo, DataSource, LoadOptions, Place } from "./dataset.ts";
import { type Idx, parseIdx } from "./idx.ts";
import { toSplit } from "./idx_dataset.ts";
import { findFiles, loadFiles } from "./store.ts";
import { decompress, sha256 } from "./verify.ts";

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
  locate: async ({ dataDir } = {}) => (await locate(dataDir, filesOf(STAND_IN))).place,
};

/**
 * Reads the faces, all of them for training: there is no official split.
 *
 * The database can't be passed on. Who has it makes two IDX files of unsigned bytes of it: the images, 1,200 pixels
 * each, and the subjects, 0 to 9, 585 images each. Without them the files of the stand-in are taken.
 *
 * @param sizes What the user's files must hold.
 * @param standInFiles The stand-in's images and labels.
 *
 * @throws {DataError} If there is no data folder, or it has neither, or a file is damaged or of other sizes.
 */
export async function loadYaleB(
  { dataDir }: LoadOptions = {},
  sizes: Sizes = FACES,
  standInFiles: readonly KnownFile[] = filesOf(STAND_IN),
): Promise<Dataset> {
  const { own } = await locate(dataDir, standInFiles);
  return own
    ? await readOwn(own, sizes)
    : standIn(await loadFiles(standInFiles, [], { dataDir: dataDir! }), standInFiles);
}

/** Where the data would come from, and the paths of the user's own files if it is these. */
async function locate(
  dataDir: string | undefined,
  standInFiles: readonly KnownFile[],
): Promise<{ place: Place; own?: readonly string[] }> {
  const names = FILES.map(({ file }) => file);
  if (dataDir === undefined) {
    throw new DataError(
      `Cannot load ${NAME}: it can't be passed on: put your own as ${
        names.join(" and ")
      } into a folder, and name that ` +
        `with --data-dir`,
    );
  }
  const found = await findFiles(FILES, dataDir);
  if (found.every((path) => path !== undefined)) return { place: "data folder", own: found };
  const standIn = await findFiles(standInFiles, dataDir);
  if (found.every((path) => path === undefined) && standIn.every((path) => path !== undefined)) {
    return { place: "data folder" };
  }
  const missing = names.filter((_, i) => found[i] === undefined);
  throw new DataError(
    `Cannot find ${NAME} in the data folder ${dataDir}: it or its subfolder ${NAME} must have ${
      names.join(" and ")
    }, ` +
      `each plain or .gz, or else, for a stand-in, ${standInFiles.map(({ file }) => file).join(" and ")}: ` +
      (missing.length < names.length ? `missing ${missing.join(", ")}` : "there is neither"),
  );
}

async function readOwn(paths: readonly string[], sizes: Sizes): Promise<Dataset> {
  const contents = await Promise.all(
    paths.map(async (path) => await decompress(await Deno.readFile(path), path)),
  );
  const images = parseIdx(contents[0], 3, paths[0]);
  const labels = parseIdx(contents[1], 1, paths[1]);
  const rows = sizes.subjects * sizes.perSubject;
  const [count, height, width] = images.sizes;
  if (count !== rows || height * width !== sizes.pixels) {
    throw new DataError(
      `Cannot use ${
        paths[0]
      } as Yale Face Database B: it must have ${rows} images of ${sizes.pixels} pixels: ` +
        `current sizes are ${images.sizes.join(" × ")}`,
    );
  }
  checkLabels(labels, sizes, paths[1]);
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

function checkLabels({ data }: Idx, { subjects, perSubject }: Sizes, path: string): void {
  const counts = Array.from(
    { length: subjects },
    (_, subject) => data.reduce((count, label) => count + Number(label === subject), 0),
  );
  if (data.length === subjects * perSubject && counts.every((count) => count === perSubject)) return;
  throw new DataError(
    `Cannot use ${path} as Yale Face Database B: it must have ${perSubject} labels of each subject, 0 to ${
      subjects - 1
    }: ` +
      `current numbers are ${counts.join(", ")} of ${data.length}`,
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
