import type { ImagesData } from "../../records/figure_data.ts";
import { BODY, type Drawing, label, round, shortened } from "./look.ts";
import { greyPng } from "./png.ts";

/** The widest that an image is drawn. */
const WIDEST = 44;
const NAMES = 110;

/** Rows of small grey images under each other, as they are or smaller, each row with its name. */
export function images(
  { title, width, height, rows }: ImagesData,
): Pick<Drawing, "title" | "subtitle" | "description" | "body" | "height"> {
  const most = Math.max(1, ...rows.map(({ images }) => images.length));
  const size = Math.min(WIDEST, (BODY - NAMES) / most);
  const tall = size * height / width;
  const body = rows.flatMap((row, i) => {
    const top = round(i * (tall + 6));
    const wide = round(row.images.length * size);
    return [
      label(shortened(row.label, NAMES - 8), 0, top + tall / 2 + 4),
      ...(row.images.length === 0 ? [] : [
        `<image x="${NAMES}" y="${top}" width="${wide}" height="${
          round(tall)
        }" preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,${
          strip(row.images, width, height).toBase64()
        }"/>`,
        ...row.images.slice(1).map((_, image) =>
          `<path class="gap" d="M${round(NAMES + size * (image + 1))} ${top}v${round(tall)}"/>`
        ),
      ]),
    ];
  });
  return {
    title,
    subtitle: "",
    description: `${rows.length} rows of grey images of ${width} × ${height} pixels: ${
      rows.map(({ label, images }) => `${label} (${images.length})`).join(", ")
    }.`,
    body: body.join("\n"),
    height: rows.length * (tall + 6),
  };
}

/** Images beside each other as one PNG. */
function strip(images: readonly string[], width: number, height: number): Uint8Array {
  const across = width * images.length;
  const pixels = new Uint8Array(across * height);
  for (const [i, image] of images.entries()) {
    const own = Uint8Array.fromBase64(image);
    for (let row = 0; row < height; row++) {
      pixels.set(own.subarray(row * width, (row + 1) * width), row * across + i * width);
    }
  }
  return greyPng(pixels, across, height);
}
