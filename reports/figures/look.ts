/**
 * The look that all figures share: one width, one set of colours for light and dark pages, titles for readers and for
 * screen readers, and a line that says what the figure was drawn from.
 *
 * @module
 */
// @ts-types="npm:@types/d3-scale-chromatic@3.1.0"
import { interpolateTurbo } from "d3-scale-chromatic";
// @ts-types="npm:@types/d3-shape@3.2.0"
import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTimes, symbolTriangle } from "d3-shape";
import type { Verdict } from "../../judging/judge.ts";
import { lines, SMALLEST } from "./letters.ts";

/**
 * A figure's width in its own pixels. It is shown as it is on a page, and on a phone at three quarters of that, where the
 * smallest text still has 9 pixels.
 */
const WIDTH = 480;

/** A figure that is drawn. */
export interface Figure {
  /** Lower-case words with hyphens: the file is `figures/<name>.svg`. */
  readonly name: string;
  readonly title: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
  readonly svg: string;
  /** The part of a report that it belongs to. */
  readonly section: "overview" | "league" | "against" | "results" | "training" | "clusters";
  /** The paper that it belongs to; none for the overview. */
  readonly paper?: string;
  /** The experiment whose runs it shows, if it is one. */
  readonly experiment?: string;
}

/** Ten colours that differ in lightness too, on white and on near-black; what they tell, a label or a shape tells as well. */
const LIGHT = "0072b2 d47e00 009e73 cc6699 3097cc d55e00 9a8700 7f7f7f 5b3fb5 882255".split(" ");
const DARK = "4ba3e3 f0a92e 25c290 e38cbc 8ccbf2 f0803c d6c437 a6a6a6 a48df0 d9639a".split(" ");

const INKS = {
  light: { paper: "ffffff", ink: "1f2328", soft: "59636e", rule: "d1d9e0", band: "e6f2ec" },
  dark: { paper: "0d1117", ink: "e6edf3", soft: "9198a1", rule: "3d444d", band: "12302a" },
};

/** The colour of each verdict: its number among the ten. */
const VERDICT_COLOURS: Record<Verdict, number> = {
  reproduced: 2,
  close: 4,
  better: 0,
  worse: 5,
  contradicted: 3,
  unreachable: 9,
  inconclusive: 6,
  "not comparable": 7,
  "not run": 7,
};

function variables(inks: Record<string, string>, colours: readonly string[]): string {
  return [...Object.entries(inks), ...colours.map((colour, i) => [`c${i}`, colour])]
    .map(([name, value]) => `--${name}:#${value}`).join(";");
}

/** The rules that colours come into, of colours by their names. */
function coloured(of: (name: string) => string): string {
  return `.rf .paper{fill:${of("paper")}}.rf text{fill:${of("ink")}}.rf .soft,.rf .small{fill:${
    of("soft")
  }}` +
    `.rf .rule{stroke:${of("rule")};fill:none}.rf .axis,.rf .edge{stroke:${
      of("soft")
    }}.rf .axis{fill:none}.rf .band{fill:${of("band")}}` +
    `.rf .halo,.rf .gap{stroke:${of("paper")}}.rf .hollow,.rf .over{fill:${of("paper")}}` +
    LIGHT.map((_, i) => `.rf .f${i}{fill:${of(`c${i}`)}}.rf .s${i}{stroke:${of(`c${i}`)}}`).join("");
}

const LITERAL: Record<string, string> = {
  ...INKS.light,
  ...Object.fromEntries(LIGHT.map((colour, i) => [`c${i}`, colour])),
};

/** How the title is set. */
const TITLE = { size: 15, bold: true };

// Programs that know no variables, such as converters, draw with the colours for light pages.
const STYLE = `.rf{font:${SMALLEST}px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
.rf .title{font-size:${TITLE.size}px}.rf .title,.rf .name{font-weight:600}
.rf .halo{paint-order:stroke;stroke-width:3px;font-weight:600}.rf .gap{stroke-width:2}
.rf .line{fill:none;stroke-width:2;stroke-linejoin:round}.rf .thin{fill:none;stroke-width:1;stroke-opacity:.45}
.rf .points{fill:none;stroke-linecap:round;stroke-opacity:.7}.rf .hollow{stroke-width:1.6}.rf .cross{fill:none;stroke-width:2}
${coloured((name) => `#${LITERAL[name]}`)}
.rf{${variables(INKS.light, LIGHT)}}
@media(prefers-color-scheme:dark){.rf{${variables(INKS.dark, DARK)}}}
@supports(fill:var(--c0)){${coloured((name) => `var(--${name})`)}}
`;

/**
 * Attributes that give an element the colour of a series, a class or a cluster: one of the look's ten, or, where there are
 * more than those, one of `count` round the wheel.
 *
 * @param classes The element's other classes.
 */
export function painted(kind: "fill" | "stroke", index: number, { classes = "", count = 10 } = {}): string {
  if (count <= LIGHT.length) return `class="${`${classes} ${kind[0]}${index % LIGHT.length}`.trim()}"`;
  const wheel = interpolateTurbo(0.05 + 0.9 * index / count);
  return `${classes === "" ? "" : `class="${classes}" `}style="${kind}:${wheel}"`;
}

const SHAPES = {
  reproduced: symbolCircle,
  close: symbolDiamond,
  better: symbolTriangle,
  worse: symbolTriangle,
  contradicted: symbolTimes,
  unreachable: symbolTimes,
  inconclusive: symbolSquare,
  "not comparable": symbolCircle,
  "not run": symbolCircle,
};

/** A verdict as a shape in its colour, at a place; hollow on request. */
export function glyph(verdict: Verdict, x: number, y: number, { size = 44, hollow = false } = {}): string {
  const stroke = verdict === "contradicted" || verdict === "unreachable";
  const shape = symbol(SHAPES[verdict], size).digits(1)();
  const turn = verdict === "worse" ? " rotate(180)" : "";
  const index = VERDICT_COLOURS[verdict];
  const paint = stroke
    ? painted("stroke", index, { classes: "mark cross" })
    : hollow
    ? painted("stroke", index, { classes: "mark hollow" })
    : painted("fill", index, { classes: "mark" });
  return `<path ${paint} transform="translate(${round(x)},${round(y)})${turn}" d="${shape}"/>`;
}

/** Text from data as XML text: on one line, without letters that XML cannot hold. */
export function xml(data: string): string {
  // deno-lint-ignore no-control-regex
  return data.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "�")
    .replace(/\s+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A coordinate, to a tenth of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text at a place; `attributes` are written as they are. */
export function label(data: string, x: number, y: number, attributes = ""): string {
  return `<text x="${round(x)}" y="${round(y)}"${attributes === "" ? "" : " " + attributes}>${
    xml(data)
  }</text>`;
}

/** What a figure is made of. */
export interface Drawing extends Omit<Figure, "svg"> {
  /** Under the title: how to read it. */
  readonly subtitle: string;
  /** What it was drawn from. */
  readonly source: string;
  /** SVG elements, in a field as wide as the figure less its margins, from (0, 0). */
  readonly body: string;
  /** The body's height. */
  readonly height: number;
}

/** The margin on each side of a figure's body. */
const MARGIN = 12;

/** The width of a figure's body. */
export const BODY = WIDTH - 2 * MARGIN;

/** A figure from its parts. */
export function figure({ body, height, subtitle, source, ...named }: Drawing): Figure {
  const title = lines(named.title, BODY, TITLE).map((line, i) =>
    label(line, MARGIN, 26 + 19 * i, 'class="title"')
  );
  const top = 26 + 19 * (title.length - 1);
  const how = lines(subtitle, BODY).map((line, i) => label(line, MARGIN, top + 20 + 16 * i, 'class="soft"'));
  const start = top + (subtitle === "" ? 0 : 20 + 16 * (how.length - 1)) + 14;
  const end = start + height + 10;
  const from = lines(source, BODY).map((line, i) => label(line, MARGIN, end + 12 + 16 * i, 'class="small"'));
  const whole = Math.ceil(end + 12 + 16 * (from.length - 1) + 10);
  const id = named.name;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="rf" viewBox="0 0 ${WIDTH} ${whole}" width="${WIDTH}" height="${whole}" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${xml(named.title)}</title>`,
    `<desc id="${id}-desc">${xml(named.description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${whole}" rx="6"/>`,
    ...title,
    ...(subtitle === "" ? [] : how),
    `<g transform="translate(${MARGIN},${start})">`,
    body,
    "</g>",
    ...from,
    "</svg>",
  ].join("\n") + "\n";
  return { ...named, svg };
}

/** A name that a file and an id can have: lower-case letters, digits, dots and hyphens. */
export function slug(...parts: readonly string[]): string {
  const words = parts.map((part) =>
    part.toLowerCase().replace(/[^a-z0-9.]+/g, "-").replace(/^[-.]+|[-.]+$/g, "")
  );
  return words.filter((word) => word !== "").join("-") || "unnamed";
}
