import type { FigureData } from "../../records/figure_data.ts";
import { slug } from "./look.ts";

/** The rows, columns, classes or clusters that a figure may have: more cannot be read, and take memory by the square. */
const MOST_GROUPS = 2000;

/**
 * What is wrong with what a run left for figures, or nothing: a figure is drawn only of data that are whole.
 *
 * @param data As it was read from a file.
 */
export function figureDataFault(data: unknown): string | undefined {
  if (!Array.isArray(data)) return "it is not a list";
  for (const [index, one] of data.entries()) {
    const fault = faultOf(one);
    if (fault !== undefined) return `figure ${index + 1}: ${fault}`;
  }
  const names = data.map(({ name }: FigureData) => slug(name));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? undefined : `the name "${twice}" is there twice`;
}

const isText = (value: unknown) => typeof value === "string";
const isNumber = (value: unknown) => Number.isFinite(value);

function isListOf(is: (value: unknown) => boolean, value: unknown, length?: number): boolean {
  return Array.isArray(value) && value.every(is) && (length === undefined || value.length === length);
}

function faultOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return "it is not an object";
  const one = value as FigureData;
  if (!isText(one.name) || !isText(one.title)) return "it needs a name and a title";
  switch (one.kind) {
    case "embedding": {
      if (one.dimensions !== 2 && one.dimensions !== 3) return "dimensions must be 2 or 3";
      if (!isListOf(isNumber, one.classes)) return "classes must be numbers";
      const count = one.classes.length;
      if (!isListOf(isNumber, one.points, count * one.dimensions)) {
        return "there must be as many points as classes";
      }
      const hasClusters = one.clusters === undefined || isListOf(isNumber, one.clusters, count);
      if (!hasClusters) return "there must be as many clusters as classes";
      const most = Math.max(new Set(one.classes).size, new Set(one.clusters).size);
      return most <= MOST_GROUPS
        ? undefined
        : `there must be at most ${MOST_GROUPS} classes and clusters, got ${most}`;
    }
    case "images":
      if (![one.width, one.height].every((size) => Number.isInteger(size) && size > 0)) {
        return "width and height must be whole numbers of pixels";
      }
      return isListOf((row) => isImageRow(row, one.width * one.height), one.rows)
        ? undefined
        : `rows must be images of ${one.width} × ${one.height} pixels in base64, with a label`;
    case "counts": {
      if (!isListOf(isText, one.rows) || !isListOf(isText, one.columns)) {
        return "rows and columns must be names";
      }
      if (!isText(one.rowTitle) || !isText(one.columnTitle)) {
        return "it needs a title for rows and for columns";
      }
      const most = Math.max(one.rows.length, one.columns.length);
      if (most > MOST_GROUPS) return `there must be at most ${MOST_GROUPS} rows and columns, got ${most}`;
      const isRow = (row: unknown) => isListOf(isNumber, row, one.columns.length);
      return isListOf(isRow, one.counts, one.rows.length)
        ? undefined
        : "there must be a count for each row and column";
    }
    default:
      return `its kind is unknown, got ${JSON.stringify((one as { kind?: unknown }).kind)}`;
  }
}

function isImageRow(row: unknown, pixels: number): boolean {
  if (typeof row !== "object" || row === null) return false;
  const { label, images } = row as { label: unknown; images: unknown };
  return isText(label) && isListOf((image) => isText(image) && bytesOf(image as string) === pixels, images);
}

/** The number of bytes that base64 stands for; nothing if it is not base64. */
function bytesOf(text: string): number | undefined {
  try {
    return Uint8Array.fromBase64(text).length;
  } catch {
    return undefined;
  }
}
