/**
 * The layers of an autoencoder, read from a configuration as a record has it.
 *
 * @module
 */

/** What a layer gives on, and how it comes to that. */
export interface Layer {
  /** Its size in words: `14 × 14 × 16`. */
  readonly words: string;
  /** How many numbers that is; nothing where the configuration doesn't say it. */
  readonly numbers?: number;
  /** How it is computed from the layer before it: `convolution, ReLU`; nothing for the image. */
  readonly how: string;
}

/** An autoencoder layer by layer. */
export interface Layers {
  /** From the image to the code. */
  readonly encoder: readonly Layer[];
  /** From the first layer after the code to the reconstruction. */
  readonly decoder: readonly Layer[];
}

/**
 * The layers of the autoencoder that a configuration has: fully connected or convolutional. Nothing where it has none that is
 * known.
 */
export function networkLayers(config: Readonly<Record<string, unknown>>): Layers | undefined {
  const architecture = member(config.network, "architecture");
  const sizes = member(architecture, "sizes");
  if (areSizes(sizes)) return dense(sizes, architecture);
  // Layers that are pretrained one by one begin after the image, whose size is the data's.
  if (areSizes(config.layers)) return dense([undefined, ...config.layers], config.units);
  return convolutional(architecture);
}

function member(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null ? (of as Record<string, unknown>)[name] : undefined;
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

function areSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 1 && value.every(isSize);
}

/** How functions are written. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  linear: "linear",
  relu: "ReLU",
  sigmoid: "sigmoid",
  tanh: "tanh",
};

function activation(name: unknown): string[] {
  return typeof name === "string" && Object.hasOwn(ACTIVATIONS, name) ? [ACTIVATIONS[name]] : [];
}

/** Layers as wide as these from the image to the code, and back. */
function dense(sizes: readonly (number | undefined)[], units: unknown): Layers {
  const of = (name: string) => activation(member(units, name));
  const dropout = member(units, "dropout");
  const batchNorm = member(units, "batchNorm");
  const hidden = [
    ...typeof batchNorm === "object" && batchNorm !== null ? ["batch norm"] : [],
    ...of("hiddenActivation"),
    ...typeof dropout === "number" && dropout > 0 ? [`dropout ${dropout}`] : [],
  ];
  const layer = (size: number | undefined, how: readonly string[]): Layer => ({
    words: size === undefined ? "image" : String(size),
    ...size !== undefined && { numbers: size },
    how: how.join(", "),
  });
  const inner = sizes.slice(1, -1);
  return {
    encoder: [
      layer(sizes[0], []),
      ...inner.map((size) => layer(size, hidden)),
      layer(sizes.at(-1), of("codeActivation")),
    ],
    decoder: [
      ...inner.toReversed().map((size) => layer(size, hidden)),
      layer(sizes[0], of("outputActivation")),
    ],
  };
}

/** The height, the width and the channels of images; or how many numbers there are. */
type Shape = readonly number[];

const written = (shape: Shape) => shape.join(" × ");

function convolutional(architecture: unknown): Layers | undefined {
  const [input, encoder, decoder] = ["input", "encoder", "decoder"].map((name) => member(architecture, name));
  if (!areSizes(input) || input.length !== 2 || !Array.isArray(encoder) || !Array.isArray(decoder)) return;
  const image: Shape = [...input, 1];
  const first = stages(encoder, image);
  const code = first?.at(-1);
  const second = code && stages(decoder, code.shape);
  if (!first || !second) return;
  const layer = ({ shape, how }: Stage): Layer => ({
    words: written(shape),
    numbers: shape.reduce((product, size) => product * size, 1),
    how: how.join(", "),
  });
  return { encoder: [{ shape: image, how: [] }, ...first].map(layer), decoder: second.map(layer) };
}

/** A layer with what belongs to it, such as its activation. */
interface Stage {
  shape: Shape;
  how: string[];
}

/** The layers after `from`; nothing where one is unknown or doesn't fit. */
function stages(layers: readonly unknown[], from: Shape): Stage[] | undefined {
  const found: Stage[] = [];
  for (const layer of layers) {
    const before = found.at(-1);
    const shape = before?.shape ?? from;
    const [height, width, channels] = shape;
    const isImage = shape.length === 3;
    const [units, rate, stride] = [
      member(layer, "channels") ?? member(layer, "units"),
      member(layer, "rate"),
      member(layer, "stride"),
    ];
    switch (member(layer, "kind")) {
      case "convolution":
        if (!isImage || !isSize(units) || !isSize(stride)) return;
        found.push({
          shape: [Math.ceil(height / stride), Math.ceil(width / stride), units],
          how: [stride === 1 ? "convolution" : `convolution, stride ${stride}`],
        });
        break;
      case "transposed convolution":
        if (!isImage || !isSize(units)) return;
        found.push({ shape: [2 * height, 2 * width, units], how: ["transposed convolution"] });
        break;
      case "max pool":
        if (!isImage) return;
        found.push({ shape: [Math.floor(height / 2), Math.floor(width / 2), channels], how: ["max pool"] });
        break;
      case "linear":
        if (!isSize(units)) return;
        found.push({ shape: [units], how: ["fully connected"] });
        break;
      case "reshape": {
        const to = member(layer, "shape");
        if (!areSizes(to) || before === undefined) return;
        before.shape = to;
        break;
      }
      case "dropout":
        if (before === undefined || typeof rate !== "number") return;
        before.how.push(`dropout ${rate}`);
        break;
      default: {
        const function_ = activation(member(layer, "kind"));
        if (before === undefined || function_.length === 0) return;
        before.how.push(...function_);
      }
    }
  }
  return found.length === 0 ? undefined : found;
}
