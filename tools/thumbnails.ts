/**
 * Makes the small images that the web page shows under the pointer in an embedding: of each embedding in a result folder
 * whose data are at hand.
 *
 *     deno run -P=data tools/thumbnails.ts OUT --dataset mnist --data-dir DIR
 *
 * Which images the points are is not recorded: they are drawn again with the run's seed, and taken only if their classes are
 * those of the points.
 *
 * @module
 */
import { DataError, type Dataset, DATASETS, loadDataset } from "../datasets/mod.ts";
import { writeWhole } from "../disk/files.ts";
import { type Matrix, takeRows } from "../engine/matrix.ts";
import { drawnRows } from "../experiments/drawings.ts";
import { ALL_IMAGES, type ImageChoices, imagesOf } from "../experiments/images.ts";
import { type EmbeddingData, readFigureData } from "../records/figure_data.ts";
import { readSoundRecords } from "../records/record_files.ts";
import type { RunRecord } from "../records/record.ts";
import { THUMBNAILS, thumbnailsName } from "../records/thumbnails.ts";
import { THUMBNAILS_ACROSS } from "../records/thumbnails_across.ts";
import { greyPng } from "../reports/figures/png.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { notice } from "../terminal/notice.ts";
import { nearest, UsageError } from "../terminal/usage.ts";
import { counted } from "../terminal/counted.ts";

const USAGE = `deno run -P=data tools/thumbnails.ts OUT [--dataset NAME]... [--data-dir DIR]

Writes OUT/${THUMBNAILS}: small images of the points of each embedding that the runs in OUT have left, for the web page. Data
sets come from DIR or the cache; embeddings of others, such as a paper's own, are left out. Name those whose images may be passed on.

  --dataset NAME  only embeddings of this data set; may be given more than once
  --data-dir DIR  take data sets from this folder

Exit codes: 0 done, 2 bad usage.`;

/** The most pixels to a side: larger images are made smaller by whole factors. */
const MOST_SIDE = 16;

/** Runs the command; returns its exit code. */
export async function thumbnails(args: string[]): Promise<number> {
  const flags = readFlags(args, {
    string: ["data-dir", "dataset"],
    boolean: ["help"],
    collect: ["dataset"],
  });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const [out, ...others] = flags._;
  if (out === undefined || others.length > 0) throw new UsageError("Name one result folder");
  const known = DATASETS.map(({ name }) => name);
  for (const name of flags.dataset) {
    if (known.includes(name)) continue;
    throw new UsageError(`Unknown data set ${name}: did you mean ${nearest(name, known, 1)[0]}?`);
  }
  const { records } = await readSoundRecords(out);
  if (records.length === 0) throw new UsageError(`No records in ${out}/runs`);
  const loaded = new Map<string, Dataset | undefined>();
  const dataOf = async (name: string) => {
    if (!loaded.has(name)) loaded.set(name, await loadOrNone(name, flags["data-dir"]));
    return loaded.get(name);
  };
  const written = new Set<string>();
  const lacking = new Set<string>();
  const { dataset: asked } = flags;
  const isAsked = ({ profile, dataset }: RunRecord) =>
    profile === "paper" && (asked.length === 0 || asked.includes(dataset));
  for (const record of records.filter(isAsked)) {
    for (const figure of await readFigureData(out, record)) {
      if (figure.kind !== "embedding") continue;
      const name = thumbnailsName(record.dataset, figure);
      if (written.has(name)) continue;
      const data = await dataOf(record.dataset);
      const found = data && imagesBehind(figure, record, data);
      if (found === undefined) {
        lacking.add(`${record.experiment}, ${figure.name}`);
        continue;
      }
      const { pixels, width, height } = sheetOf(found, data!);
      await writeWhole(`${out}/${THUMBNAILS}/${name}`, greyPng(pixels, width, height));
      written.add(name);
    }
  }
  for (const one of lacking) notice(`No images of ${one}`);
  print(`${counted(written.size, "file")} in ${out}/${THUMBNAILS}`);
  return 0;
}

/** A data set of the suite; undefined where it cannot be had, or is a paper's own. */
async function loadOrNone(name: string, dataDir: string | undefined): Promise<Dataset | undefined> {
  if (!DATASETS.some((one) => one.name === name)) return undefined;
  try {
    return await loadDataset(name, { quiet: true, ...dataDir !== undefined && { dataDir } });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return undefined;
  }
}

/** The images of an embedding's points, in their order; undefined where they are not those that the seed draws. */
export function imagesBehind(
  { classes }: Pick<EmbeddingData, "classes">,
  { config, seed }: Pick<RunRecord, "config" | "seed">,
  data: Dataset,
): Matrix | undefined {
  const choices = config.images as Partial<ImageChoices> | undefined;
  const { train, test } = imagesOf(data, { ...ALL_IMAGES, ...choices, pixels: [0, 1] });
  for (const { images, labels } of [test, train]) {
    const rows = drawnRows(labels.length, seed, classes.length);
    const isSame = rows.length === classes.length && rows.every((row, i) => labels[row] === classes[i]);
    if (isSame) return takeRows(images, rows);
  }
  return undefined;
}

/** All images on one sheet, made smaller, {@linkcode THUMBNAILS_ACROSS} in a row. */
export function sheetOf(
  images: Matrix,
  { width: columns, height: lines }: Pick<Dataset, "width" | "height">,
): { pixels: Uint8Array; width: number; height: number } {
  const factor = Math.ceil(Math.max(columns, lines) / MOST_SIDE);
  const side = Math.ceil(Math.max(columns, lines) / factor);
  const width = THUMBNAILS_ACROSS * side;
  const height = Math.ceil(images.rows / THUMBNAILS_ACROSS) * side;
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < images.rows; i++) {
    const [left, top] = [(i % THUMBNAILS_ACROSS) * side, Math.floor(i / THUMBNAILS_ACROSS) * side];
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        let sum = 0;
        for (let dy = 0; dy < factor; dy++) {
          for (let dx = 0; dx < factor; dx++) {
            const [row, column] = [y * factor + dy, x * factor + dx];
            if (row < lines && column < columns) {
              sum += images.data[i * images.columns + row * columns + column];
            }
          }
        }
        pixels[(top + y) * width + left + x] = Math.round(255 * sum / factor ** 2);
      }
    }
  }
  return { pixels, width, height };
}

if (import.meta.main) await main(thumbnails);
