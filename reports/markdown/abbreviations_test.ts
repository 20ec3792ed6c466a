import { assertEquals } from "@std/assert";
import { abbreviations } from "./abbreviations.ts";

Deno.test("abbreviations() lists what a page uses, sorted by the letters", () => {
  assertEquals(abbreviations("t-SNE, SIL and AEC (ACC 0.9)"), [
    "Abbreviations: accuracy (ACC), auto-encoder based clustering (AEC), silhouette (SIL), " +
    "t-distributed stochastic neighbour embedding (t-SNE).",
  ]);
});

Deno.test("abbreviations() overlooks code, addresses and parts of words", () => {
  assertEquals(abbreviations("`ACC` [runs](papers/NMI.md#SIL) DECODER, IDECs, X-ARI"), []);
  // A letter less is another abbreviation, and a number after it is none of its letters.
  assertEquals(abbreviations("AEC"), ["Abbreviations: auto-encoder based clustering (AEC)."]);
  assertEquals(abbreviations("SNNL-7 and PCA-70"), [
    "Abbreviations: principal component analysis (PCA), soft nearest neighbour loss (SNNL).",
  ]);
});

Deno.test("abbreviations() knows a paper's metrics, but explains no name by itself", () => {
  const metric = { direction: "higher", floor: { units: 0.1 }, range: [0, 1] } as const;
  const metrics = [{ ...metric, name: "SIL@300", title: "silhouette of 300 points" }, {
    ...metric,
    name: "LIFT",
    title: "Lift",
  }];
  assertEquals(abbreviations("SIL@300 LIFT PURITY", metrics), [
    "Abbreviations: silhouette (SIL), silhouette of 300 points (SIL@300).",
  ]);
});
