// @ts-types="npm:@types/d3-array@3.2.2"
import { median } from "d3-array";
import type { ImagesData } from "../../records/figure_data.ts";
import { shortened, widthOf } from "./letters.ts";
import { BODY, type Drawing, label, round } from "./look.ts";
import { greyPng } from "./png.ts";
import { counted } from "../../terminal/counted.ts";

/** The widest that an image is drawn, and that the names of rows are. */
const WIDEST = 44;
const NAMES = 112;

/**
 * Rows of small grey images under each other, as they are or smaller, each row with its name. Images that would hardly be seen
 * are brightened, which the subtitle says.
 */
export function images(
  { title, width, height, rows }: ImagesData,
): Pick<Drawing, "title" | "subtitle" | "description" | "body" | "height"> {
  const most = Math.max(1, ...rows.map(({ images }) => images.length));
  const names = Math.min(NAMES, Math.max(0, ...rows.map(({ label }) => widthOf(label))) + 8);
  const size = Math.min(WIDEST, (BODY - names) / most);
  const tall = size * height / width;
  const pixels = rows.map(({ images }) => images.map((image) => Uint8Array.fromBase64(image)));
  const isDark = areDark(pixels.flat());
  const body = rows.flatMap((row, i) => {
    const top = round(i * (tall + 6));
    const wide = round(row.images.length * size);
    const shown = isDark ? pixels[i].map(brightened) : pixels[i];
    return [
      label(shortened(row.label, names - 8), 0, top + tall / 2 + 4),
      ...(shown.length === 0 ? [] : [
        `<image x="${round(names)}" y="${top}" width="${wide}" height="${
          round(tall)
        }" preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,${
          strip(shown, width, height).toBase64()
        }"/>`,
        ...shown.slice(1).map((_, image) =>
          `<path class="gap" d="M${round(names + size * (image + 1))} ${top}v${round(tall)}"/>`
        ),
      ]),
    ];
  });
  return {
    title,
    subtitle: isDark
      ? "The images are dark: for display, each is brightened until one pixel in a hundred is white."
      : "",
    description: `${counted(rows.length, "row")} of grey images of ${height} × ${width} pixels: ${
      rows.map(({ label, images }) => `${label} (${images.length})`).join(", ")
    }.`,
    body: body.join("\n"),
    height: rows.length * (tall + 6),
  };
}

/** The brightness that one pixel in a hundred reaches. */
function lights(pixels: Uint8Array): number {
  return pixels.toSorted()[Math.floor(0.99 * (pixels.length - 1))];
}

/** Whether at least half of the images have hardly a pixel that is more than half as bright as white. */
function areDark(images: readonly Uint8Array[]): boolean {
  return (median(images, lights) ?? 255) < 128;
}

function brightened(pixels: Uint8Array): Uint8Array {
  const factor = 255 / Math.max(1, lights(pixels));
  return pixels.map((pixel) => Math.min(255, Math.round(pixel * factor)));
}

/** Images beside each other as one PNG. */
function strip(images: readonly Uint8Array[], width: number, height: number): Uint8Array {
  const across = width * images.length;
  const pixels = new Uint8Array(across * height);
  for (const [i, own] of images.entries()) {
    for (let row = 0; row < height; row++) {
      pixels.set(own.subarray(row * width, (row + 1) * width), row * across + i * width);
    }
  }
  return greyPng(pixels, across, height);
}
