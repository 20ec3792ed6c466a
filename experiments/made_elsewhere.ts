/**
 * Codes and clusters that another program found, such as one in PyTorch, scored and judged as if they had been found here.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { DataError, type Split } from "../datasets/mod.ts";
import { parseTable, type Table } from "../datasets/table.ts";
import { plainReason } from "../disk/files.ts";
import type { Matrix } from "../engine/mod.ts";
import { splitsNeeded } from "./clustering.ts";
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
const NAME = /^\d+-(train|test)\.csv$/;

/** The columns that are no coordinates. */
const CLASS = "class", CLUSTER = "cluster";

/**
 * What a method needs whose points and clusters another program found: its configuration, and what represents the images.
 *
 * Each file is of one seed and one split: a CSV file with a line of column names, and a row for each image, in the data
 * set's order. The column `class` has the true classes, by any names: a file whose rows are in another order is found by
 * them. The column `cluster` has the clusters, by any names; it is needed where the method has `cluster: { kind: "own" }`,
 * and k-means makes them otherwise. All other columns are the points' coordinates, unless `points` makes these.
 *
 * A run takes the files of its own seed. It fails where they are not there, or do not fit the images.
 *
 * @throws {DataError} If the folder cannot be read.
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
): Pick<Method<ElsewhereChoices, null>, "config" | "represent"> {
  const path = fileURLToPath(folder).replace(/[/\\]$/, "");
  const files = digestsIn(path);
  return {
    config: { elsewhere: { by, files } },
    async represent(config: ElsewhereChoices & CommonChoices, splits: Splits, { seed }: Run) {
      const points: Partial<Record<SplitName, Matrix>> = {};
      const clusters: Partial<Record<SplitName, Int32Array>> = {};
      for (const split of splitsNeeded(config)) {
        const name = `${seed}-${split}.csv`;
        const digest = config.elsewhere.files[name];
        if (digest === undefined) throw new DataError(missing(name, path, Object.keys(files)));
        const bytes = await Deno.readFile(`${path}/${name}`);
        if (sha256(bytes) !== digest) {
          throw new DataError(`Cannot use ${name}: it was changed since this command began; start it again`);
        }
        const found = read(new TextDecoder().decode(bytes), name, splits[split], {
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

/** The SHA-256 of each file in a folder that is of a seed and a split, by its name. */
function digestsIn(folder: string): Record<string, string> {
  try {
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).filter((name) => NAME.test(name));
    return Object.fromEntries(
      names.sort().map((name) => [name, sha256(Deno.readFileSync(`${folder}/${name}`))]),
    );
  } catch (error) {
    throw new DataError(`Cannot read what was made elsewhere, in ${folder}: ${plainReason(error as Error)}`);
  }
}

/** The points and clusters in a file's text, of the images of a split. */
function read(
  text: string,
  file: string,
  { images, labels }: Split,
  { pointsOf, hasClusters }: { pointsOf?: (images: Matrix) => Matrix; hasClusters: boolean },
): { points: Matrix; clusters?: Int32Array } {
  const table = parseTable(text, file);
  if (table.rows.length !== labels.length) {
    throw new DataError(
      `Cannot use ${file}: it must have a row for each of ${labels.length} images, got ${table.rows.length}`,
    );
  }
  checkOrder(table, labels, file);
  const coordinates = table.names.filter((name) => name !== CLASS && name !== CLUSTER);
  if (pointsOf === undefined && coordinates.length === 0) {
    throw new DataError(
      `Cannot use ${file}: beside ${CLASS} and ${CLUSTER} it must have a column for each coordinate of its points; ` +
        "or else give points, which makes them of the images",
    );
  }
  return {
    points: pointsOf?.(images) ?? table.numbers(coordinates),
    ...hasClusters && { clusters: table.labels(CLUSTER).labels },
  };
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

function missing(name: string, folder: string, names: readonly string[]): string {
  return names.length === 0
    ? `Cannot find ${name} in ${folder}: no file there is named like it`
    : `Cannot find ${name} in ${folder}: there are ${
      names.join(", ")
    }; make it, or run by --seed what is there`;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
