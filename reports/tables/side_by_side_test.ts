import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { SideBySideTable } from "../../experiments/figures.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { exampleRun, measured } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { exampleExperiment, examplePaper } from "../testing.ts";
import { sideBySide, sideBySideOf } from "./side_by_side.ts";

const SHARED = "pixels, the same clusters";

const TABLE: SideBySideTable = {
  kind: "side by side",
  text: "All of it, *alike*.",
  own: ["ACC", "SIL"].map((metric) => ({ metric, split: "test" })),
  shared: [{ metric: "SIL", space: SHARED, split: "test", title: "SIL in pixels" }],
};

const PAPER = examplePaper({
  id: "beside",
  title: "Beside | each other",
  experiments: [exampleExperiment("beside/a/mnist", "The first")],
  figures: [TABLE],
});

const run = (name: string, accuracy: number, over: Partial<RunRecord> = {}) =>
  exampleRun(0, {
    experiment: `beside/${name}/mnist`,
    paper: "beside",
    method: name,
    study: { question: "Which?" },
    measurements: [
      measured("SIL", 0.125, { space: SHARED }),
      measured("SIL", 0.5, { space: name }),
      measured("ACC", accuracy, { space: name }),
    ],
    ...over,
  });

const drawn = (records: readonly RunRecord[]) => sideBySide(PAPER, TABLE, runsByExperiment(records));

Deno.test("sideBySide() ranks by the first number, each in the space where it has that, with its spread", () => {
  const records = [
    run("a", 0.5),
    run("b", 0.75),
    run("b", 0.25, { seed: 7 }),
    run("c", 0.625),
    exampleRun(1),
  ];
  const [heading, text, table, note] = drawn(records);
  assertEquals([heading, text], ["## Beside \\| each other", "All of it, *alike*."]);
  assertEquals(table.split("\n"), [
    "| experiment | space | ACC | SIL | SIL in pixels |",
    "| --- | --- | --- | --- | --- |",
    "| beside/c/mnist | c | 0.625 (1) | 0.500 (1) | 0.125 (1) |",
    "| The first | a | 0.500 (1) | 0.500 (1) | 0.125 (1) |",
    "| beside/b/mnist | b | 0.50 ± 0.35 (2) | 0.500 (2) | 0.125 (2) |",
  ]);
  assertEquals(
    note,
    "Mean ± standard deviation over the seeds, with the number of seeds in brackets. " +
      "Run it again: `deno task reproduce 'beside/study-*' --profile paper`",
  );
});

Deno.test("sideBySide() ranks the lowest first where lower is better, and last what has no such number", () => {
  const ranked: SideBySideTable = { ...TABLE, own: [{ metric: "DBI", split: "test" }] };
  const records = [
    run("absent", 0, { measurements: [measured("SIL", 0.5, { space: "absent" })] }),
    ...["high", "low"].map((name, i) =>
      run(name, 0, { measurements: [measured("DBI", 2 - i, { space: name })] })
    ),
  ];
  const [, , table] = sideBySide(PAPER, ranked, runsByExperiment(records));
  assertEquals(table.split("\n").slice(2), [
    "| beside/low/mnist | low | 1 (1) |  |",
    "| beside/high/mnist | high | 2 (1) |  |",
    "| beside/absent/mnist |  |  |  |",
  ]);
});

Deno.test("sideBySide() says where runs are on fewer images, and is nothing without runs of the paper", () => {
  const [, , , note] = drawn([run("a", 0.5, { profile: "smoke" })]);
  assertStringIncludes(note, "Some rows are of the profile smoke, on fewer images.");
  assertStringIncludes(note, "--profile smoke");
  assertEquals(drawn([exampleRun(0.5)]), []);
});

Deno.test("sideBySide() refuses an experiment with two spaces of its own", () => {
  const two = run("a", 0.5, {
    measurements: ["code", "pixels"].map((space) => measured("ACC", 0.5, { space })),
  });
  assertThrows(
    () => drawn([two]),
    RangeError,
    "Cannot set beside/a/mnist beside others: it must measure ACC in one space, got code, pixels",
  );
});

Deno.test("sideBySideOf() is the table that a paper declares", () => {
  assertEquals(sideBySideOf(PAPER), TABLE);
  assertEquals(sideBySideOf(examplePaper()), undefined);
});
