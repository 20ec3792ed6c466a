import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Claim } from "../../claims/claims.ts";
import { compare } from "../../judging/compare.ts";
import { exampleClaim, exampleRun, measured } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import type { Published } from "../published.ts";
import { exampleReference, quickRun } from "../reference/testing.ts";
import { examplePaper } from "../testing.ts";
import { report } from "./report.ts";
import { yourRuns, type YourRunsInput } from "./your_runs.ts";

const CLAIM = exampleClaim({ metric: "ACC", value: "0.560", printed: "0.560", runs: 4 });
const REFERENCE = exampleReference();

/** The full protocol's four seeds, as published. */
const PUBLISHED: Published = {
  comparisons: compare(
    [CLAIM],
    [],
    [0.541, 0.545, 0.553, 0.549].map((accuracy, i) =>
      exampleRun(0, { seed: i, measurements: [measured("ACC", accuracy)] })
    ),
  ),
  link: "../published/REPORT.md",
};

const draw = (records: readonly RunRecord[], over: Partial<YourRunsInput> & { claims?: Claim[] } = {}) =>
  yourRuns({
    papers: [examplePaper({ claims: over.claims ?? [CLAIM] })],
    records,
    reference: REFERENCE,
    published: PUBLISHED,
    ...over,
  });

/** The table's rows, without its head. */
function rowsOf(blocks: readonly string[]): string[] {
  return blocks.find((block) => block.startsWith("| experiment"))!.split("\n").slice(2);
}

Deno.test("yourRuns() lays runs over the reference, the paper and the published full protocol", () => {
  const blocks = draw([quickRun(0.5, 1)]);
  assertEquals(blocks[0], "## Your runs");
  assertStringIncludes(blocks[1], "1 of 1 matches the reference. These runs are of the profile `quick`");
  assertEquals(rowsOf(blocks), [
    "| [made/up/data](papers/made.md#runs-made-up-data) | ACC | 0.500 | 0.500 | ✓ | 0.560 | 0.547 ✓ |",
  ]);
  assertEquals(blocks.slice(-2), [
    "## What the full protocol gives",
    "These papers print 1 scores. The published runs of the full protocol judge 1 of them: 1 reproduced. Each number, " +
    "its verdict and its cause are in [the published report](../published/REPORT.md).",
  ]);
});

Deno.test("yourRuns() names a run that does not match, and says the seeds where there are several", () => {
  const blocks = draw([quickRun(0.5, 1), quickRun(0.7, 2)]);
  assertStringIncludes(blocks[1], "1 of 2 matches the reference.");
  assertStringIncludes(
    blocks[2],
    "made/up/data (seed 2): 1 of 1 numbers: ACC, code, test is 0.7 (reference: 0.53)",
  );
  const [first, second] = rowsOf(blocks);
  assertStringIncludes(first, "](papers/made.md#runs-made-up-data), seed 1 |");
  assertStringIncludes(second, "| 0.700 | 0.530 | ✗ |");
});

Deno.test("yourRuns() shows the published results where no reference is published, and the reference without these", () => {
  assertEquals(rowsOf(draw([quickRun(0.5, 1)], { reference: undefined })), [
    "| [made/up/data](papers/made.md#runs-made-up-data) | ACC | 0.500 |  | no reference | 0.560 | 0.547 ✓ |",
  ]);
  const blocks = draw([quickRun(0.5, 1)], { published: undefined });
  assertEquals(rowsOf(blocks), [
    "| [made/up/data](papers/made.md#runs-made-up-data) | ACC | 0.500 | 0.500 | ✓ | 0.560 |  |",
  ]);
  assertEquals(blocks.includes("## What the full protocol gives"), false);
});

Deno.test("yourRuns() has nothing to say without runs of the profile, or of a paper that has neither", () => {
  assertEquals(draw([]), []);
  assertEquals(draw([quickRun(0.5, 1, { profile: "paper" })]), []);
  assertEquals(draw([quickRun(0.5, 1, { status: "failed" })]), []);
  assertEquals(draw([quickRun(0.5, 1)], { reference: undefined, published: undefined }), []);
});

Deno.test("a report begins with the runs that are laid over what is published, where it is given them", () => {
  const papers = [examplePaper({ claims: [CLAIM] })], records = [quickRun(0.5, 1)];
  const comparisons = compare([CLAIM], [], records);
  const [{ markdown }] = report({ papers, records, comparisons, reference: REFERENCE, published: PUBLISHED });
  const headings = markdown.split("\n").filter((line) => line.startsWith("## "));
  assertEquals(headings.slice(0, 4), [
    "## Your runs",
    "## What the full protocol gives",
    "## At a glance",
    "## What the full protocol gave in this folder",
  ]);
  const [bare] = report({ papers, records, comparisons });
  assertEquals(bare.markdown.includes("## Your runs"), false);
});
