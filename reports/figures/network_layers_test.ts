import { assertEquals } from "@std/assert";
import { networkLayers } from "./network_layers.ts";

const words = (layers: readonly { words: string }[]) => layers.map(({ words }) => words);
const hows = (layers: readonly { how: string }[]) => layers.map(({ how }) => how);

const DENSE = {
  sizes: [784, 512, 64],
  hiddenActivation: "relu",
  codeActivation: "linear",
  outputActivation: "tanh",
  batchNorm: { momentum: 0.1, epsilon: 1e-5 },
  dropout: 0.2,
  initialisation: "pytorch",
};

const CONVOLUTIONAL = {
  input: [28, 28],
  encoder: [
    { kind: "convolution", channels: 16, stride: 2 },
    { kind: "relu" },
    { kind: "max pool" },
    { kind: "dropout", rate: 0.2 },
    { kind: "linear", units: 10 },
  ],
  decoder: [
    { kind: "linear", units: 1568 },
    { kind: "relu" },
    { kind: "reshape", shape: [7, 7, 32] },
    { kind: "transposed convolution", channels: 16 },
    { kind: "transposed convolution", channels: 1 },
    { kind: "sigmoid" },
  ],
};

Deno.test("networkLayers() mirrors fully connected layers about the code", () => {
  const { encoder, decoder } = networkLayers({ network: { architecture: DENSE } })!;
  assertEquals(words(encoder), ["784", "512", "64"]);
  assertEquals(words(decoder), ["512", "784"]);
  assertEquals(hows(encoder), ["", "batch norm, ReLU, dropout 0.2", "linear"]);
  assertEquals(hows(decoder), ["batch norm, ReLU, dropout 0.2", "tanh"]);
});

Deno.test("networkLayers() has what stands between layers only where it is there", () => {
  const architecture = { ...DENSE, batchNorm: null, dropout: 0, hiddenActivation: "swish" };
  const { encoder } = networkLayers({ network: { architecture } })!;
  assertEquals(hows(encoder), ["", "", "linear"]);
});

Deno.test("networkLayers() begins with the image where layers are pretrained one by one", () => {
  const units = { hiddenActivation: "sigmoid", codeActivation: "sigmoid", outputActivation: "sigmoid" };
  const { encoder, decoder } = networkLayers({ layers: [1000, 10], units })!;
  assertEquals([words(encoder), words(decoder)], [["image", "1000", "10"], ["1000", "image"]]);
  assertEquals(encoder.map(({ numbers }) => numbers), [undefined, 1000, 10]);
});

Deno.test("networkLayers() follows shapes through convolutions, with what belongs to each", () => {
  const { encoder, decoder } = networkLayers({ network: { architecture: CONVOLUTIONAL } })!;
  assertEquals(words(encoder), ["28 × 28 × 1", "14 × 14 × 16", "7 × 7 × 16", "10"]);
  assertEquals(hows(encoder), [
    "",
    "convolution, stride 2, ReLU",
    "max pool, dropout 0.2",
    "fully connected",
  ]);
  assertEquals(words(decoder), ["7 × 7 × 32", "14 × 14 × 16", "28 × 28 × 1"]);
  assertEquals(hows(decoder), [
    "fully connected, ReLU",
    "transposed convolution",
    "transposed convolution, sigmoid",
  ]);
  assertEquals(encoder.map(({ numbers }) => numbers), [784, 3136, 784, 10]);
});

Deno.test("networkLayers() is nothing for what is no such network", () => {
  const changed = (encoder: unknown) => ({ network: { architecture: { ...CONVOLUTIONAL, encoder } } });
  for (
    const config of [
      {},
      { network: null },
      { network: { architecture: { sizes: [784, "512"] } } },
      { network: { architecture: { sizes: [784] } } },
      { layers: [0, 10] },
      changed([]),
      changed("relu"),
      changed([null]),
      changed([{ kind: "relu" }]),
      changed([{ kind: "attention" }]),
      changed([{ kind: "convolution", channels: 16 }]),
      changed([{ kind: "linear", units: 10 }, { kind: "max pool" }]),
    ]
  ) assertEquals(networkLayers(config), undefined);
});
