import { assert, assertEquals } from "@std/assert";
import { loadPapers } from "../../../papers/load.ts";
import { familyOf } from "../../../records/record.ts";
import { GLOSSARY, partsOf } from "./glossary.ts";

const wordsIn = (text: string) => partsOf(text).filter(({ isWord }) => isWord).map(({ text }) => text);

Deno.test("partsOf() loses no letter, whatever the text", () => {
  for (const text of ["", "ACC", "x", "ACCACC", "NMI/ARI (SIL)", "<b>DEC</b> DEC\n t-SNE-2"]) {
    assertEquals(partsOf(text).map(({ text }) => text).join(""), text);
  }
});

Deno.test("partsOf() finds whole words only, the longest, each once", () => {
  assertEquals(wordsIn("ClusterGAN and a GAN, IDEC and DEC, EMNIST and MNIST"), [
    "ClusterGAN",
    "GAN",
    "IDEC",
    "DEC",
    "EMNIST",
    "MNIST",
  ]);
  assertEquals(wordsIn("ACCURATE preDEC DECs"), []);
  assertEquals(wordsIn("SNNL-7 by PCA-70, SIL@1000"), ["SNNL", "PCA", "SIL"]);
});

Deno.test("every score and every method in capitals that the papers print is explained, in one or two sentences", async () => {
  const claims = (await loadPapers()).flatMap(({ claims }) => claims)
    .filter(({ measure, kind }) => measure === "score" && kind === "result");
  const words = new Set(claims.flatMap(({ metric, method }) => [
    familyOf(metric),
    ...method.match(/(?<![\w-])[A-Z]{2,}\b/g) ?? [],
  ]));
  assertEquals([...words].filter((word) => !GLOSSARY.has(word)), []);
  for (const text of GLOSSARY.values()) assert(/^[A-Z0-9“k].+\.$/.test(text) && text.length < 220, text);
});
