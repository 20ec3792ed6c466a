import { assertEquals } from "@std/assert";
import { exampleExperiment, examplePaper } from "../testing.ts";
import { experimentTitle } from "./experiment_titles.ts";

Deno.test("experimentTitle() is the title with the data set's, and the id where no paper declares it", () => {
  const paper = examplePaper({
    experiments: [
      exampleExperiment("made/up/mnist", "Up and away"),
      exampleExperiment("made/pixels/mnist", "MNIST's pixels"),
    ],
  });
  assertEquals(experimentTitle("made/up/mnist", examplePaper(), paper), "Up and away, on MNIST");
  assertEquals(experimentTitle("made/pixels/mnist", paper), "MNIST's pixels");
  assertEquals(experimentTitle("made/down/mnist", paper), "made/down/mnist");
});
