import { assertEquals } from "@std/assert";
import { DATASETS } from "../../datasets/mod.ts";
import { exampleExperiment } from "../testing.ts";
import { datasetTitle, experimentTitles } from "./names.ts";

Deno.test("datasetTitle() knows every data set of the suite, each by another title", () => {
  const titles = DATASETS.map(({ name }) => datasetTitle(name));
  assertEquals(titles.filter((title, i) => title === DATASETS[i].name), []);
  assertEquals(new Set(titles).size, DATASETS.length);
});

Deno.test("datasetTitle() leaves another name as it is", () => {
  assertEquals(datasetTitle("my-digits"), "my-digits");
  assertEquals(datasetTitle("constructor"), "constructor");
});

Deno.test("experimentTitles() has the declared titles, and methods' names beside them", () => {
  const titleOf = experimentTitles([{ experiments: [exampleExperiment("made/up/data", "Made up")] }]);
  assertEquals(titleOf({ experiment: "made/up/data", method: "up" }), "Made up");
  assertEquals(titleOf({ experiment: "made/gone/data", method: "gone" }), "gone");
});
