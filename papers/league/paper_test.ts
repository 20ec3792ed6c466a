import { assert, assertEquals } from "@std/assert";
import { initEngine } from "../../engine/mod.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import league from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData({ height: 8, width: 8 });
const TABLE = league.figures!.find((figure) => figure.kind === "league")!;

Deno.test("the league has each method on each data set, and ranks all that it has", () => {
  const methods = TABLE.methods.map(({ method }) => method);
  const ids = TABLE.datasets.flatMap(({ name }) => methods.map((method) => `league/${method}/${name}`));
  assertEquals(league.experiments.map(({ id }) => id).sort(), ids.sort());
  assertEquals(TABLE.datasets.length, 3);
  assertEquals(TABLE.methods.filter(({ kind }) => kind === "control").map(({ method }) => method), [
    "random",
    "truth",
  ]);
});

Deno.test("networks have the input, and the inner images, of the data set's images", () => {
  for (const { id, profiles } of league.experiments) {
    const { network, pretraining } = profiles.paper!.config as Record<string, { architecture?: unknown }>;
    const architecture = (network ?? pretraining)?.architecture as
      | { sizes?: number[]; input?: number[]; decoder?: { kind: string; units: number; shape: number[] }[] }
      | undefined;
    if (architecture === undefined) continue;
    const side = id.endsWith("usps") ? 16 : 28;
    const { sizes: [input] = [side * side], input: [height] = [side], decoder = [] } = architecture;
    assertEquals([input, height], [side * side, side], id);
    const reshape = decoder.find(({ kind }) => kind === "reshape");
    if (reshape === undefined) continue;
    const [rows, columns, channels] = reshape.shape;
    assertEquals([rows, columns], [side / 4, side / 4], id);
    assertEquals(decoder.find(({ kind }) => kind === "linear")!.units, rows * columns * channels, id);
  }
});

Deno.test("each method sees all of USPS, and the test images of the others", () => {
  for (const { id, profiles } of league.experiments) {
    const { from } = profiles.paper!.config.images as { from: string };
    assertEquals(from, id.endsWith("usps") ? "all" : "test", id);
  }
});

Deno.test("a method is scored where it clusters, in pixels, and timed; controls are what they say", async () => {
  const pixels = await runChanged(experimentOf(league, "pixels"), { cluster: { k: 3, nInit: 2 } }, DATA);
  assertEquals(valuesOf(pixels, "ACC", "pixels").length, 1);
  assertEquals(valuesOf(pixels, "SIL", "pixels, the same clusters").length, 1);
  assert(valuesOf(pixels, "OTHER:processor seconds of fitting")[0] >= 0);
  const truth = await runChanged(experimentOf(league, "truth"), {}, DATA);
  assertEquals(valuesOf(truth, "ACC", "pixels"), [1]);
  const random = await runChanged(experimentOf(league, "random"), {}, DATA);
  assert(valuesOf(random, "ARI", "pixels")[0] < 0.2);
});
