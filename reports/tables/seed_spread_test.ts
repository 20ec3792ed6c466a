import { assertEquals } from "@std/assert";
import { exampleRun } from "../testing.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { seedSpread } from "./seed_spread.ts";

const runs = (method: string, accuracies: readonly number[]) =>
  accuracies.map((value, seed) =>
    exampleRun(0, {
      experiment: `made/${method}/data`,
      method,
      seed,
      measurements: [{ metric: "ACC", value, space: "code", split: "test" }],
    })
  );

Deno.test("seedSpread() sets the method that seeds move most first, and leaves out studies and few seeds", () => {
  const experiments = runsByExperiment([
    ...runs("steady", [0.5, 0.5, 0.51]),
    ...runs("moved", [0.5, 0.75, 0.25]),
    ...runs("two", [0.1, 0.9]),
    ...runs("study-moved", [0.1, 0.9, 0.5]),
  ]);
  const table = seedSpread(experiments).find((block) => block.startsWith("| method"))!;
  assertEquals(table.split("\n").slice(2), [
    "| [made/moved/data](papers/made.md#runs-made-moved-data) | 3 | 0.25 to 0.75 (0.25) |  |  |  |",
    "| [made/steady/data](papers/made.md#runs-made-steady-data) | 3 | 0.5 to 0.51 (0.0058) |  |  |  |",
  ]);
});

Deno.test("seedSpread() is nothing where no method has enough seeds, or none moves", () => {
  assertEquals(seedSpread(runsByExperiment(runs("two", [0.1, 0.9]))), []);
  assertEquals(seedSpread(runsByExperiment(runs("still", [0.5, 0.5, 0.5]))), []);
});
