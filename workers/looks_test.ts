import { assertEquals } from "@std/assert";
import undecided, { UNDECIDED } from "../commands/testing/undecided/paper.ts";
import { inFolder } from "../engine/testing.ts";
import { compare } from "../judging/compare.ts";
import { loadPapers } from "../papers/load.ts";
import { recordPath } from "../records/record.ts";
import { readRecords } from "../records/record_files.ts";
import { estimateRuns, secondsToGo } from "../runner/estimate.ts";
import { firstSeeds } from "../runner/plan.ts";
import { openClaims, stillOpen } from "../runner/until.ts";
import { crewOf } from "./crew.ts";
import { type Looks, runLooks } from "./looks.ts";

const OPTIONS = { papers: [UNDECIDED], engine: "cpu", requireGpu: false, setUp: false, quiet: true } as const;

const paper = (await loadPapers([UNDECIDED])).at(-1)!;

/** Runs looks at experiments of these methods in a result folder; tells what came of it. */
async function look(
  out: string,
  methods: readonly string[],
  { asked = () => false, ...over }: Partial<Looks> & { asked?: () => boolean } = {},
) {
  const records = await readRecords(out);
  const before = new Map(records.map((record) => [recordPath(record), record.provenance.started]));
  const looks: Looks = {
    experiments: undecided.experiments.filter(({ method }) => methods.includes(method)),
    maxSeeds: 16,
    budget: Infinity,
    timeOf: secondsToGo,
    engine: "cpu",
    before,
    judge: (records) => compare(paper.claims, paper.errata, records),
    estimate: (runs, records) =>
      estimateRuns(runs, records, { scale: 1, cpu: "", threads: 1, engine: "cpu" }, () => ""),
    ...over,
  };
  const crew = crewOf(OPTIONS);
  const interrupts = { asked, close: () => {} };
  try {
    const suite = { out, force: false, refresh: false, quiet: true, crews: [crew], interrupts, before };
    const { tally, over } = await runLooks(looks, suite, () => readRecords(out));
    const now = await readRecords(out);
    const open = stillOpen(openClaims(looks.experiments, looks.judge(now)));
    return { ...tally, over, open, seeds: await seedsOf(out) };
  } finally {
    await crew.end();
  }
}

/** How many seeds each method has records of; they are always the first. */
async function seedsOf(out: string): Promise<Record<string, number>> {
  const records = await readRecords(out);
  const seeds = Map.groupBy(records, ({ method }) => method);
  return Object.fromEntries([...seeds].map(([method, own]) => {
    assertEquals(
      own.map(({ seed }) => seed).toSorted((a, b) => a - b),
      firstSeeds(own.length).toSorted((a, b) => a - b),
    );
    return [method, own.length];
  }));
}

Deno.test("runLooks() stops at the look that decides a claim, and at the last one", () =>
  inFolder(async (out) => {
    const all = ["decided", "settling", "scattered", "steady"];
    const first = await look(out, all, { maxSeeds: 4 });
    assertEquals(first.seeds, { decided: 4, settling: 4, scattered: 4, steady: 4 });
    assertEquals([first.done, first.over], [16, 0]);
    assertEquals(first.open, [
      "Still inconclusive after 4 seeds: undecided-settling, undecided-scattered, undecided-order",
    ]);
    // Goes on from there, and runs nothing twice.
    const rest = await look(out, all);
    // The steady one is compared with the scattered one, over the seeds that both have.
    assertEquals(rest.seeds, { decided: 4, settling: 8, scattered: 16, steady: 16 });
    assertEquals([rest.done, rest.recorded, rest.failed], [4 + 12 + 12, [], []]);
    assertEquals(
      rest.open.length > 0 && rest.open[0].startsWith("Still inconclusive after 16 seeds: "),
      true,
    );
    const again = await look(out, all);
    assertEquals([again.done, again.open], [0, rest.open]);
  }));

Deno.test("runLooks() tries a failed run once, and takes no other seed in its place", () =>
  inFolder(async (out) => {
    const first = await look(out, ["failing"]);
    assertEquals(first.seeds, { failing: 4 });
    assertEquals([first.done, first.failed.length], [3, 1]);
    assertEquals(first.open, ["Still inconclusive after 3 seeds: undecided-failing"]);
    // The next command tries that again, as it always does.
    const again = await look(out, ["failing"]);
    assertEquals([again.done, again.failed.length, again.seeds], [0, 1, { failing: 4 }]);
  }));

Deno.test("runLooks() leaves out what does not fit into the budget, and looks no further there", () =>
  inFolder(async (out) => {
    assertEquals((await look(out, ["settling"], { maxSeeds: 4 })).done, 4);
    // By its protocol a run takes a second.
    const none = await look(out, ["settling"], { budget: 3.9 });
    assertEquals([none.done, none.over, none.seeds], [0, 4, { settling: 4 }]);
    const some = await look(out, ["settling", "scattered"], { budget: 3.9 });
    assertEquals([some.done, some.over, some.seeds], [3, 1 + 4, { settling: 4, scattered: 3 }]);
    assertEquals(some.open, [
      "Still inconclusive after 4 seeds: undecided-settling",
      "Still inconclusive after 3 seeds: undecided-scattered",
    ]);
  }));

Deno.test("runLooks() ends where the user asked to end", () =>
  inFolder(async (out) => {
    let count = 0;
    const { done, left, seeds } = await look(out, ["decided"], { asked: () => ++count > 5 });
    assertEquals([done, left, seeds], [2, 2, { decided: 2 }]);
  }));

Deno.test("runLooks() counts what the next look would run as left where the user asked to end between two", () =>
  inFolder(async (out) => {
    const runs = `${out}/runs/undecided/settling/points`;
    const records = () => [...Deno.readDirSync(runs)].filter(({ name }) => /^\w+-s\d+\.json$/.test(name));
    const asked = () => {
      try {
        return records().length >= 4;
      } catch {
        return false;
      }
    };
    const { done, left, seeds } = await look(out, ["settling"], { asked });
    assertEquals([done, left, seeds], [4, 4, { settling: 4 }]);
  }));
