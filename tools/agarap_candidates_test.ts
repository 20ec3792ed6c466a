import { assert, assertEquals, assertRejects } from "@std/assert";
import { loadPapers } from "../papers/load.ts";
import { FIRST_SEEDS } from "../runner/plan.ts";
import { exampleRecord } from "../runner/testing.ts";
import type { RunRecord } from "../records/record.ts";
import { UsageError } from "../terminal/usage.ts";
import { CANDIDATES, candidates, scoreCandidates } from "./agarap_candidates.ts";

const agarap = (await loadPapers()).find(({ id }) => id === "agarap")!;
const DATA = [{ name: "mnist", sha256: "ab".repeat(32), rows: 70000, source: "made up" }];

/** Runs of every supervised row with a candidate's settings, whose ACC is `accuracy` in all, and whose other scores are 0.5. */
function runs(study: string | null, accuracy: number, seeds: readonly number[] = FIRST_SEEDS): RunRecord[] {
  return ["mnist", "fashion-mnist"].flatMap((dataset) =>
    ["snnl-1", "snnl-3", "snnl-5", "snnl-7"].flatMap((method) =>
      seeds.map((seed) => {
        const name = study === null ? method : `study-${method}-${study}`;
        const measurements = ["ACC", "NMI", "ARI", "SIL", "CHI", "DBI"].map((metric) => ({
          metric,
          value: metric === "ACC" ? accuracy : 0.5,
          space: "code",
          split: "test",
          ...metric === "NMI" && { average: "arithmetic" },
        }));
        const experiment = `agarap/${name}/${dataset}`;
        return exampleRecord({
          paper: "agarap",
          experiment,
          method: name,
          dataset,
          seed,
          profile: "paper",
          data: DATA,
          measurements,
        });
      })
    )
  );
}

Deno.test("scoreCandidates() puts the fewest misses first, and the protocol before its equals", () => {
  const studies = Object.values(CANDIDATES);
  const equal = scoreCandidates(agarap.claims, studies.flatMap((study) => runs(study, 0.955)));
  assertEquals(equal.map(({ name }) => name), Object.keys(CANDIDATES));
  assertEquals(equal.map(({ seeds, misses }) => [seeds, misses]), Array(4).fill([4, equal[0].misses]));
  assert(equal[0].reproduced > 0 && equal[0].misses > 0);
  const better = scoreCandidates(
    agarap.claims,
    studies.flatMap((study) => runs(study, study === "layers-code-and-output" ? 0.955 : 0.2)),
  );
  assertEquals(better[0].name, "code and reconstruction, batches of 256");
  assert(better[0].misses < better[1].misses);
  for (const { rows, ...all } of better) {
    assertEquals(Object.keys(rows).length, 8);
    for (const outcome of ["judged", "reproduced", "inconclusive", "misses"] as const) {
      assertEquals(Object.values(rows).reduce((sum, row) => sum + row[outcome], 0), all[outcome]);
    }
  }
});

Deno.test("scoreCandidates() puts those last that were not run with every seed", () => {
  const records = [...runs(null, 0.2), ...runs("batch-512", 0.955).slice(1)];
  const [first, ...open] = scoreCandidates(agarap.claims, records);
  assertEquals([first.name, first.seeds], [Object.keys(CANDIDATES)[0], 4]);
  assertEquals(open.map(({ seeds }) => seeds < 4), [true, true, true]);
});

Deno.test("scoreCandidates() judges all candidates by the same seeds", () => {
  const four = runs(null, 0.955);
  const more = runs(null, 0.2, [1, 2, 3, 4]);
  assertEquals(scoreCandidates(agarap.claims, [...four, ...more]), scoreCandidates(agarap.claims, four));
});

Deno.test("scoreCandidates() leaves a candidate open that was not judged by all numbers", () => {
  const some = runs("batch-512", 0.955).map((run) =>
    run.experiment.includes("snnl-7") ? { ...run, measurements: [] } : run
  );
  const scores = scoreCandidates(agarap.claims, [...runs(null, 0.2), ...some]);
  assertEquals([scores[0].name, scores[0].seeds], [Object.keys(CANDIDATES)[0], 4]);
  assertEquals(scores.slice(1).map(({ seeds }) => seeds), [0, 0, 0]);
});

Deno.test("each candidate is declared for every supervised row", () => {
  const declared = new Set(agarap.experiments.map(({ id }) => id));
  for (const study of Object.values(CANDIDATES)) {
    for (const { experiment } of runs(study, 0)) assert(declared.has(experiment), experiment);
  }
});

Deno.test("agarap_candidates takes no arguments", async () => {
  await assertRejects(() => candidates(["reports/local"]), UsageError, "What is reports/local?");
});
