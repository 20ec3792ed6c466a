import { assertAlmostEquals, assertEquals } from "@std/assert";
import { exampleClaim, exampleRun } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { besideOf, lossesApart, movedVerdicts, pairsOf } from "./beside.ts";
import { page } from "./processors.ts";

/** Runs of seeds from 1 on, a silhouette each. */
function runsOf(values: readonly number[], over: Partial<RunRecord> = {}): RunRecord[] {
  return values.map((value, i) => exampleRun(value, { seed: i + 1, ...over }));
}

Deno.test("pairsOf() pairs runs of the same experiment, configuration and seed that are done", () => {
  const [first, second] = [runsOf([0.1, 0.2, 0.3]), runsOf([0.4, 0.5])];
  const failed: RunRecord = { ...second[1], status: "failed" };
  const other: RunRecord = { ...second[0], digest: "another" };
  assertEquals(pairsOf(first, [second[0], failed, other]), [{ first: first[0], second: second[0] }]);
});

Deno.test("besideOf() has the spread of the seeds beside that of the processors", () => {
  const pairs = pairsOf(runsOf([1, 2, 3]), runsOf([1.5, 2.5, 3.5]));
  const [{ first, second, seeds, processors }] = besideOf([exampleClaim(), exampleClaim()], pairs);
  assertEquals([first, second], [[1, 2, 3], [1.5, 2.5, 3.5]]);
  assertAlmostEquals(seeds, 1);
  // Two values 0.5 apart have a standard deviation of 0.5 / √2.
  assertAlmostEquals(processors, 0.5 / Math.SQRT2);
});

Deno.test("besideOf() finds equal spreads where the processor is but another seed", () => {
  // Independent draws of one distribution, as many as it takes for 2 %.
  let state = 1;
  const uniform = () => (state = state * 48271 % 2147483647) / 2147483647;
  const draws = () => Array.from({ length: 4000 }, uniform);
  const [{ seeds, processors }] = besideOf([exampleClaim()], pairsOf(runsOf(draws()), runsOf(draws())));
  assertAlmostEquals(processors / seeds, 1, 0.04);
});

Deno.test("besideOf() leaves out what one side or all but one seed lacks", () => {
  const pairs = pairsOf(runsOf([1, 2]), runsOf([1, 2]));
  assertEquals(besideOf([exampleClaim({ metric: "DBI" })], pairs), []);
  assertEquals(besideOf([exampleClaim()], pairs.slice(1)), []);
});

Deno.test("lossesApart() has the most that the first and the last losses are apart, as shares", () => {
  const history = (...losses: number[]) => losses.map((loss, i) => ({ epoch: i + 1, loss, seconds: 1 }));
  const pairs = pairsOf(
    [...runsOf([1], { history: history(4, 2) }), ...runsOf([0, 1], { history: history(4, 2) }).slice(1)],
    [...runsOf([1], { history: history(4, 3) }), ...runsOf([0, 1], { history: history(5, 2) }).slice(1)],
  );
  assertEquals(lossesApart(pairs), { first: 0.25, last: 0.5 });
  assertEquals(lossesApart([]), { first: 0, last: 0 });
});

Deno.test("movedVerdicts() names the claims whose verdict depends on the processor", () => {
  const papers = [{ claims: [exampleClaim()], errata: [], bounds: [] }];
  const first = runsOf([0.499, 0.5, 0.501, 0.5]);
  const pairs = pairsOf(first, runsOf([0.899, 0.9, 0.901, 0.9]));
  const { judged, moved } = movedVerdicts(papers, pairs);
  assertEquals(judged, 1);
  assertEquals(moved.map(({ first, second }) => [first, second]), [["reproduced", "better"]]);
  assertEquals(movedVerdicts(papers, pairsOf(first, first)).moved, []);
});

Deno.test("RESULTS.md is what the records say", async () => {
  const written = await Deno.readTextFile(new URL("RESULTS.md", import.meta.url));
  const wording = (text: string) => text.replace(/[\s|-]+/g, " ");
  assertEquals(wording(written), wording(await page()));
});
