// @ts-types="npm:@types/d3-scale@4.0.9"
import { scaleLog } from "d3-scale";
import type { NetworkFigure } from "../../experiments/figures.ts";
import type { Runs } from "../../judging/runs.ts";
import { lines, shortened, widthOf } from "./letters.ts";
import { BODY, type Figure, figure, label, round, slug } from "./look.ts";
import { type Layer, networkLayers } from "./network_layers.ts";
import { sourceOf } from "./source.ts";

/** The width of a side: the encoder's on the left, the decoder's on the right. */
const GAP = 16;
const SIDE = (BODY - GAP) / 2;

/** How high a box is, and how far it is to the next: what happens between stands there in at most two lines. */
const BOX = 24;
const LINE = 15;

/** How wide boxes are. */
const NARROWEST = 56;
const WIDEST = 190;

const HEAD = 22;

/**
 * The layers of an experiment's autoencoder: the encoder down the left side to the code at the bottom, the decoder up the right
 * side. A box is the wider the more numbers a layer has, by their logarithm. Nothing without runs, or where the configuration
 * has no such network.
 */
export function networkFigure(
  paper: string,
  declared: NetworkFigure,
  experiments: readonly Runs[],
): Figure[] {
  const { name, title, subtitle, description, experiment } = declared;
  const found = experiments.find((one) => one.experiment === experiment);
  const network = found && networkLayers(found.runs[0].config);
  if (found === undefined || network === undefined) return [];
  const encoder = network.encoder.slice(0, -1), code = network.encoder.at(-1)!;
  const shownCode = { ...code, words: `code: ${code.words}` };
  const decoder = network.decoder.toReversed();
  const all = [...network.encoder, ...network.decoder];
  const sizes = all.flatMap(({ numbers }) => numbers === undefined ? [] : [numbers]);
  const across = scaleLog([Math.min(...sizes), Math.max(...sizes) + 1], [NARROWEST, WIDEST]);
  const width = ({ words, numbers }: Layer) =>
    Math.max(widthOf(words) + 16, numbers === undefined ? WIDEST : across(numbers));
  // What leads from a layer to the next stands between their boxes.
  const down = network.encoder.slice(1).map(({ how }) => lines(`↓ ${how}`, SIDE, { most: 2 }));
  const up = decoder.map(({ how }) => lines(`↑ ${how}`, SIDE, { most: 2 }));
  const levels = Math.max(encoder.length, decoder.length);
  const between = LINE * Math.max(...[...down, ...up].map((own) => own.length)) + 9;
  const bottom = HEAD + levels * (BOX + between);
  const middles = { encoder: SIDE / 2, decoder: SIDE + GAP + SIDE / 2 };
  const side = (layers: readonly Layer[], steps: readonly string[][], middle: number) =>
    layers.map((layer, i) => {
      // A side with fewer layers stands at the bottom, beside the code.
      const y = HEAD + (levels - layers.length + i) * (BOX + between);
      const words = steps[i].map((line, j) =>
        label(line, middle, y + BOX + LINE * (j + 1), 'class="soft" text-anchor="middle"')
      );
      return box(layer, middle, y, width(layer)) + words.join("");
    });
  return [figure({
    name: slug(paper, name),
    section: "results",
    title,
    subtitle,
    description: `${description} Encoder: ${inWords(network.encoder)}. Decoder: ${inWords(network.decoder)}.`,
    source: sourceOf(found.runs.slice(0, 1)).replace(/^Source: /, "Source: configuration of "),
    body: [
      label("Encoder", middles.encoder, 12, 'class="name" text-anchor="middle"'),
      label("Decoder", middles.decoder, 12, 'class="name" text-anchor="middle"'),
      ...side(encoder, down, middles.encoder),
      ...side(decoder, up, middles.decoder),
      `<path class="axis" d="M${middles.encoder} ${bottom - 3}V${bottom + BOX / 2}H${middles.decoder}V${
        bottom - 3
      }"/>`,
      box(shownCode, BODY / 2, bottom, width(shownCode), "s2"),
    ].join("\n"),
    height: bottom + BOX,
    paper,
    experiment,
  })];
}

function box({ words }: Layer, middle: number, y: number, width: number, edge = "edge"): string {
  return `<rect class="band ${edge}" x="${round(middle - width / 2)}" y="${y}" width="${
    round(width)
  }" height="${BOX}" rx="4"/>` +
    label(shortened(words, width - 8), middle, y + BOX / 2 + 4, 'text-anchor="middle"');
}

function inWords(layers: readonly Layer[]): string {
  return layers.map(({ words, how }) => how === "" ? words : `${words} (${how})`).join(", ");
}
