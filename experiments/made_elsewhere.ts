/**
 * Codes and clusters that another program found, such as one in PyTorch, scored and judged as if they had been found here.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { DataError, type Split } from "../datasets/mod.ts";
import { parseTable, type Table, tableText } from "../datasets/table.ts";
import { sha256 } from "../datasets/verify.ts";
import { plainReason } from "../disk/files.ts";
import type { Matrix } from "../engine/mod.ts";
import { splitsNeeded } from "./clustering.ts";
import type { Config } from "./experiment.ts";
import type { SplitName, Splits } from "./images.ts";
import type { CommonChoices, Method, Represented, Run } from "./paper.ts";

/** Another program's files. */
export interface Elsewhere {
  /** What made them, as exactly as you can say it: each record keeps it. */
  readonly by: string;
  /** Where they are: `42-train.csv` has the training images of seed 42, `42-test.csv` the test images. */
  readonly folder: URL;
  /** What its points are called in measurements, such as `code`. */
  readonly space: string;
  /** Makes the points of the images, where the files have clusters alone. */
  readonly points?: (images: Matrix) => Matrix;
}

/** What a configuration says of another program's files. */
export type ElsewhereChoices = {
  readonly elsewhere: {
    readonly by: string;
    /** The SHA-256 of each file, by its name: other files are another configuration. */
    readonly files: Readonly<Record<string, string>>;
  };
};

/** As `42-train.csv`. */
const NAME = /^(0|[1-9]\d*)-(train|test)\.csv$/;

/** The columns that are no coordinates. */
const CLASS = "class", CLUSTER = "cluster";

/**
 * What a method needs whose points and clusters another program found: its configuration, the seeds that there are files
 * of, and what represents the images.
 *
 * Each file is of one seed and one split: a CSV file with a line of column names, and a row for each image, in the data
 * set's order. The column `class` has the true classes, by any names: a file whose rows are in another order is refused by
 * them. The column `cluster` has the clusters, by any names; it is needed where the method has `cluster: { kind: "own" }`,
 * and k-means makes them otherwise. All other columns are the points' coordinates, `z0`, `z1` and so on or `1`, `2` and so
 * on, unless `points` makes these of the images.
 *
 * A run takes the files of its own seed. It fails where they do not fit the images.
 *
 * @throws {DataError} If the folder cannot be read, or has no such file.
 *
 * @example
 * ```ts ignore
 * const ours = digits.method("ours", {
 *   title: "our network, in PyTorch",
 *   seconds: { paper: 1 },
 *   common: { cluster: { kind: "own" } },
 *   ...madeElsewhere({ by: "train.py of v1.2", folder: new URL("results/", import.meta.url), space: "code" }),
 * });
 * ```
 */
export function madeElsewhere(
  { by, folder, space, points: pointsOf }: Elsewhere,
): Pick<Method<ElsewhereChoices, null>, "config" | "seeds" | "represent"> {
  const path = fileURLToPath(folder).replace(/[/\\]$/, "");
  const files = digestsIn(path);
  return {
    config: { elsewhere: { by, files } },
    seeds: [...new Set(Object.keys(files).map((name) => parseInt(name)))].sort((a, b) => a - b),
    async represent(config: ElsewhereChoices & CommonChoices, splits: Splits, { seed }: Run) {
      const points: Partial<Record<SplitName, Matrix>> = {};
      const clusters: Partial<Record<SplitName, Int32Array>> = {};
      for (const split of splitsNeeded(config)) {
        const name = `${seed}-${split}.csv`;
        const digest = config.elsewhere.files[name];
        if (digest === undefined) {
          const there = Object.keys(files).join(", ");
          throw new DataError(`Cannot find ${name} in ${path}, with the ${split} images: there are ${there}`);
        }
        const bytes = await Deno.readFile(`${path}/${name}`);
        if (sha256(bytes) !== digest) {
          throw new DataError(`Cannot use ${name}: it was changed since this command began; start it again`);
        }
        const found = read(tableText(bytes, name), name, splits[split], {
          ...pointsOf && { pointsOf },
          hasClusters: config.cluster.kind === "own",
        });
        points[split] = found.points;
        if (found.clusters) clusters[split] = found.clusters;
      }
      return { space, points, model: null, clusters } satisfies Represented<null>;
    },
  };
}

/** In words, what found the points and clusters of a run, by its configuration; undefined where Reclaim did. */
export function elsewhereInWords(config: Config): string | undefined {
  const { elsewhere } = config as Partial<ElsewhereChoices>;
  return elsewhere && `Found by another program: ${elsewhere.by}. Reclaim has only scored it.`;
}

/** The SHA-256 of each file in a folder that is of a seed and a split, by its name. */
function digestsIn(folder: string): Record<string, string> {
  let entries: Deno.DirEntry[];
  try {
    entries = [...Deno.readDirSync(folder)];
  } catch (error) {
    throw new DataError(
      `Cannot read what was made elsewhere, in ${folder}: ${
        plainReason(error as Error)
      }; run the program that makes it`,
    );
  }
  const names = entries.filter(({ name, isDirectory }) => NAME.test(name) && !isDirectory).map(({ name }) =>
    name
  );
  if (names.length === 0) {
    const there = entries.map(({ name }) => name).sort().slice(0, 4).join(", ") || "nothing";
    throw new DataError(
      `Cannot find what was made elsewhere, in ${folder}: there must be files such as 42-train.csv, got ${there}`,
    );
  }
  return Object.fromEntries(
    names.sort().map((name) => [name, sha256(Deno.readFileSync(`${folder}/${name}`))]),
  );
}

/** The points and clusters in a file's text, of the images of a split. */
function read(
  text: string,
  file: string,
  { images, labels }: Split,
  { pointsOf, hasClusters }: { pointsOf?: (images: Matrix) => Matrix; hasClusters: boolean },
): { points: Matrix; clusters?: Int32Array } {
  const table = parseTable(text, file);
  const rows = table.rows.length;
  if (rows !== labels.length) {
    throw new DataError(
      `Cannot use ${file}: it must have a line of column names and a row for each of ${labels.length} images, got ${rows} rows`,
    );
  }
  checkOrder(table, labels, file);
  const clusters = hasClusters ? clustersOf(table, file) : undefined;
  const points = pointsOf?.(images) ?? table.numbers(coordinatesOf(table, file));
  return { points, ...clusters && { clusters } };
}

/** The clusters in a table. Numbers in their place are refused: far too many clusters. */
function clustersOf(table: Table, file: string): Int32Array {
  const { labels, classes: count } = table.labels(CLUSTER);
  const rows = table.rows.length;
  if (2 * count <= rows) return labels;
  throw new DataError(
    `Cannot use ${file}: column ${CLUSTER} must name clusters, got ${count} for ${rows} images`,
  );
}

/** The columns of the coordinates. Any other beside them could be an index, or tell the classes: it is refused. */
function coordinatesOf({ names }: Table, file: string): string[] {
  const coordinates = names.filter((name) => name !== CLASS && name !== CLUSTER);
  const [first = ""] = coordinates;
  const [, prefix, from] = /^(.*?)([01])$/.exec(first) ?? [];
  const wrong = coordinates.find((name, i) => name !== `${prefix}${Number(from) + i}`);
  if (coordinates.length > 0 && wrong === undefined) return coordinates;
  const got = wrong === undefined ? "none" : `the column ${wrong}`;
  throw new DataError(
    `Cannot use ${file}: beside ${CLASS} and ${CLUSTER} it must have the coordinates of its points and nothing else, ` +
      `named z0, z1 and so on, got ${got}; or else give points, which makes them of the images`,
  );
}

/** Refuses rows in another order than the images: of one class there, and of several here, or the other way round. */
function checkOrder(table: Table, ours: Int32Array, file: string): void {
  const [ourOf, theirOf] = [new Map<number, number>(), new Map<number, number>()];
  for (const [i, their] of table.labels(CLASS).labels.entries()) {
    const our = ours[i];
    if (!ourOf.has(their)) ourOf.set(their, our);
    if (!theirOf.has(our)) theirOf.set(our, their);
    if (ourOf.get(their) === our && theirOf.get(our) === their) continue;
    throw new DataError(
      `Cannot use ${file}: its rows must be the images of the data set in their order, but row ${
        table.rows[i]
      } and ` +
        "a row before it are of one class in the file and of two in the data set, or the other way round",
    );
  }
}
