import { assertEquals } from "@std/assert";
import type { Cause } from "../../claims/claims.ts";
import { causesOf } from "../../judging/causes.ts";
import { compare } from "../../judging/compare.ts";
import { exampleClaim, exampleRun, silhouette } from "../../judging/testing.ts";
import { exampleExperiment, examplePaper } from "../testing.ts";
import { causeGroups, causeTable, missedInWords } from "./cause_tables.ts";

const cause = (over: Partial<Cause>): Cause => ({
  misses: ["made-1", "made-2"],
  cause: "The rate | is lower",
  study: "made/study-rate/mnist",
  metric: "SIL",
  space: "code",
  split: "test",
  average: "",
  note: "two seeds",
  ...over,
});

const CLAIMS = [
  exampleClaim({ dataset: "mnist" }),
  exampleClaim({ id: "made-2", dataset: "mnist", metric: "ACC" }),
  exampleClaim({ id: "made-3", method: "Down", kind: "ordinal", value: "", tolerance: null }),
];

const RECORDS = [
  ...[1, 2].map((seed) => exampleRun(0.25, { seed })),
  ...[0.4, 0.5].map((value, seed) =>
    exampleRun(0, {
      experiment: "made/study-rate/mnist",
      seed,
      study: { question: "Which rate?" },
      measurements: [silhouette(value)],
    })
  ),
  exampleRun(0.75, { experiment: "other/study-x/mnist", paper: "other", study: { question: "Which x?" } }),
];

const COMPARISONS = compare(CLAIMS, [], RECORDS);

function draw(causes: readonly Cause[], chapters = ["made", "other"]): string[][] {
  const paper = examplePaper({
    claims: CLAIMS,
    experiments: [{
      ...exampleExperiment("made/study-lost/mnist", "Lost"),
      study: { question: "Never run?" },
    }],
  });
  return causeGroups(paper, causesOf(causes, COMPARISONS, RECORDS, [])).map((group) =>
    causeTable(group, { paper, chapters: new Set(chapters) })
  );
}

/** The rows of a table, cell by cell. */
const rowsOf = (table: string) =>
  table.split("\n").slice(2).map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));

Deno.test("causeTable() sets ours without and with what a study changes beside the printed value", () => {
  const [[heading, table]] = draw([
    cause({}),
    cause({ cause: "The seed", study: "", metric: "", note: "" }),
    cause({ cause: "Lost", study: "made/study-lost/mnist", note: "" }),
  ]);
  assertEquals(
    heading,
    '<a id="made-causes-1"></a>**What may explain Up on MNIST: SIL, ACC**',
  );
  const question = "[Which rate?](#runs-made-study-rate-mnist)";
  assertEquals(rowsOf(table), [
    [
      "The rate \\| is lower",
      question,
      "SIL 0.50",
      "0.250 (2) → 0.450 ± 0.071 (2)",
      "open<br>✓ SIL",
      "two seeds",
    ],
    ["The seed", "no study", "", "", "not tested", ""],
    ["Lost", "Never run?", "SIL 0.50", "0.250 (2) → not run", "not tested", ""],
  ]);
});

Deno.test("causeTable() leads to another paper's chapter only if there is one, and has no value of an order", () => {
  const causes = [cause({ study: "other/study-x/mnist" }), cause({ misses: ["made-3"] })];
  const [[, there], [, order]] = draw(causes);
  assertEquals(rowsOf(there)[0][1], "[Which x?](other.md#runs-other-study-x-mnist)");
  assertEquals(rowsOf(draw(causes, ["made"])[0][1])[0][1], "Which x?");
  assertEquals(rowsOf(order)[0].slice(2, 4), ["SIL", "0.450 ± 0.071 (2)"]);
});

Deno.test("causeGroups() gather the causes of the same misses, of which the paper may not have all", () => {
  const paper = examplePaper({ claims: CLAIMS });
  const tested = causesOf(
    [cause({}), cause({ misses: ["made-3", "lost"] }), cause({})],
    COMPARISONS,
    RECORDS,
    [],
  );
  const groups = causeGroups(paper, tested);
  assertEquals(groups.map(({ id, causes }) => [id, causes.length]), [
    ["made-causes-1", 2],
    ["made-causes-2", 1],
  ]);
  assertEquals(groups.map(missedInWords), ["Up on MNIST: SIL, ACC", "Down on data: SIL"]);
});
