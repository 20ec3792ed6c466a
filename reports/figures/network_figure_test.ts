import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { NetworkFigure } from "../../experiments/figures.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { exampleRun } from "../../judging/testing.ts";
import { networkFigure } from "./network_figure.ts";
import { assertWellFormed } from "./testing.ts";

const NASTY = 'a<b>&"c"';

const FIGURE: NetworkFigure = {
  kind: "network",
  name: "network",
  title: NASTY,
  subtitle: NASTY,
  description: NASTY,
  experiment: "made/up/data",
};

function draw(config: Record<string, unknown>) {
  return networkFigure("made", FIGURE, runsByExperiment([exampleRun(0, { config })]));
}

const UNITS = { hiddenActivation: "relu", codeActivation: "linear", outputActivation: "sigmoid" };

Deno.test("networkFigure() has a box for each layer, the wider the larger, and says the layers in words", () => {
  const [{ svg, name, section, experiment, description }] = draw({
    network: { architecture: { ...UNITS, sizes: [784, 500, 10] } },
  });
  assertWellFormed(svg);
  assertEquals([name, section, experiment], ["made-network", "results", "made/up/data"]);
  for (const words of [">784<", ">500<", ">code: 10<", ">↓ ReLU<", ">↓ linear<", ">↑ sigmoid<"]) {
    assertStringIncludes(svg, words);
  }
  const widths = [...svg.matchAll(/<rect class="band [^>]* width="([\d.]+)"/g)].map(([, width]) =>
    Number(width)
  );
  assertEquals(widths.length, 5);
  const [input, hidden, output, mirrored, code] = widths;
  assertEquals([output, mirrored], [input, hidden]);
  assert(input > hidden && hidden > code);
  assertStringIncludes(
    description,
    "Encoder: 784, 500 (ReLU), 10 (linear). Decoder: 500 (ReLU), 784 (sigmoid).",
  );
});

Deno.test("networkFigure() draws a network of one size", () => {
  const [{ svg }] = draw({ network: { architecture: { ...UNITS, sizes: [10, 10] } } });
  assertWellFormed(svg);
  assert(!svg.includes("NaN"));
});

Deno.test("networkFigure() is nothing without runs, and for what has no network", () => {
  assertEquals(draw({ k: 10 }), []);
  assertEquals(networkFigure("made", FIGURE, []), []);
});
