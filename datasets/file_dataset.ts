import { fileURLToPath } from "node:url";
import type { FilePin } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import type { Dataset, DatasetInfo, LoadOptions, Place, Split } from "./dataset.ts";
import { readVerified } from "./read.ts";
import { findFile, loadFiles, locateFiles } from "./store.ts";

/** A file of a paper's data set. */
export interface DeclaredFile {
  /** As it is called in the paper's folder. */
  readonly name: string;
  /** Hexadecimal, of the decompressed bytes. */
  readonly sha256: string;
  /** The decompressed size, where it is known: no more is downloaded or decompressed. Without it, up to 2 GB are. */
  readonly bytes?: number;
  /** Where it is downloaded, plain or gzip, if it lies in no folder; the command's permissions must name the host. */
  readonly url?: string;
}

/** What a loader makes of a data set's files. */
export type Loaded = Pick<Dataset, "height" | "width" | "classes" | "train" | "test" | "split">;

/** Options of {@linkcode fileDataset}. */
export interface FileDatasetOptions {
  /** What experiments name it by. */
  readonly name: string;
  /** The paper's folder: `new URL(".", import.meta.url)`. */
  readonly folder: URL;
  readonly files: readonly DeclaredFile[];
  /** Who made the data, which each record says. */
  readonly source: string;
  /** Makes the data set of the files' content, decompressed, by their names. */
  load(files: Readonly<Record<string, Uint8Array>>): Loaded | Promise<Loaded>;
}

/**
 * A data set of a paper's own files. Each is taken from the paper's folder, or else from `--data-dir`, or without that from
 * the cache, or downloaded into it; and is refused unless it has the SHA-256 that is declared.
 *
 * @throws {RangeError} If a digest is none.
 */
export function fileDataset({ name, folder, files, source, load }: FileDatasetOptions): DatasetInfo {
  const own = fileURLToPath(folder);
  const pins = files.map(({ name: file, ...rest }): FilePin => ({
    name,
    file,
    advice: "if you changed it, declare its new SHA-256 in paper.ts",
    ...rest,
  }));
  for (const { file, sha256 } of pins) {
    if (!/^[0-9a-f]{64}$/.test(sha256)) {
      throw new RangeError(
        `Cannot declare ${name}: the SHA-256 of ${file} must be 64 hex digits, got ${sha256}`,
      );
    }
  }

  const locate = async ({ dataDir }: LoadOptions = {}): Promise<Place> => {
    const found = await Promise.all(pins.map((pin) => findFile([own], pin)));
    const rest = pins.filter((_, i) => found[i] === undefined);
    if (rest.length === 0) return "paper's folder";
    const { place, paths } = await locateFiles(rest, dataDir);
    const lost = rest.filter(({ url }, i) => paths[i] === undefined && url === undefined);
    if (lost.length === 0) return place;
    throw new DataError(
      `Cannot find ${name} in its paper's folder ${own}: missing ${
        lost.map(({ file }) => file).join(", ")
      }: ` +
        "put it there, or into a folder that --data-dir names",
    );
  };

  const content = async (pin: FilePin, options: LoadOptions): Promise<Uint8Array> => {
    const path = await findFile([own], pin);
    return path === undefined
      ? (await loadFiles([pin], [], options))[0]
      : await readVerified(path, pin, pins);
  };

  return {
    name,
    locate,
    async load(options = {}) {
      await locate(options);
      const contents: Record<string, Uint8Array> = {};
      for (const pin of pins) contents[pin.file] = await content(pin, options);
      const loaded = checked(name, await loading(name, () => load(contents)));
      const rows = loaded.train.labels.length + loaded.test.labels.length;
      const sources = pins.map(({ file, sha256 }) => ({ name: `${name}/${file}`, sha256, rows, source }));
      return { ...loaded, name, sources };
    },
  };
}

/** What a paper's loader gives; what it throws is an error of the data. */
async function loading(name: string, load: () => Loaded | Promise<Loaded>): Promise<Loaded> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof DataError) throw error;
    const { message } = error instanceof Error ? error : new Error(String(error));
    throw new DataError(`Cannot load ${name}: ${message}`, { cause: error });
  }
}

/** Throws unless a loader has given what data sets are. */
function checked(name: string, loaded: Loaded): Loaded {
  const { height, width, classes, train, test } = loaded;
  if (train.labels.length === 0) {
    throw new DataError(`Cannot use ${name}: it must have training rows, got none`);
  }
  for (const [split, part] of [["training", train], ["test", test]] as const) {
    const fault = faultOf(part, height * width, classes);
    if (fault) throw new DataError(`Cannot use ${name}: its ${split} rows: ${fault}`);
  }
  return loaded;
}

function faultOf(
  { images: { data, rows, columns }, labels }: Split,
  size: number,
  classes: number,
): string | undefined {
  if (rows !== labels.length) return `there must be a label for each of ${rows}, got ${labels.length}`;
  if (columns !== size) return `they must have height × width = ${size} columns, got ${columns}`;
  if (data.length !== rows * columns) return `they must be ${rows * columns} numbers, got ${data.length}`;
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0) return `labels must be from 0 to ${classes - 1}, got ${labels[wrong]} in row ${wrong}`;
  const lost = data.findIndex((value) => !Number.isFinite(value));
  if (lost >= 0) return `numbers must be finite, got ${data[lost]} in row ${Math.floor(lost / columns)}`;
}
