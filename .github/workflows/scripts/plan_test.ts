import { assert, assertEquals, assertThrows } from "@std/assert";
import { PAPERS } from "../../../papers/mod.ts";
import { UsageError } from "../../../terminal/usage.ts";
import { FRESH, type Inputs, planOf, twelfthOf } from "./plan.ts";

const EXPERIMENTS = PAPERS.flatMap(({ experiments }) => experiments);
const INPUTS: Inputs = { papers: "", seeds: "4", shards: "1", budget: "5h", fresh: "none" };

const planned = (over: Partial<Inputs>, month = 1) => planOf({ ...INPUTS, ...over }, EXPERIMENTS, month);

Deno.test("planOf() lists the shards for a matrix", () => {
  assertEquals(planned({}).shards, "[1]");
  assertEquals(planned({ shards: "3" }).shards, "[1,2,3]");
  for (const shards of ["0", "x", "", "100", "2; rm", "1.5"]) {
    assertThrows(() => planned({ shards }), UsageError, "shards must be");
  }
});

Deno.test("planOf() derives when GitHub ends a shard from the budget, and refuses one that outlives the job's token", () => {
  for (const [budget, seconds] of [["1m", 60], ["90s", 90], ["5h", 18_000], ["20h", 72_000]] as const) {
    const plan = planned({ budget });
    assertEquals(plan.seconds, seconds);
    // Half an hour after its budget a share ends itself; then its records are handed over.
    assert(plan.minutes * 60 >= seconds + 3600 - 60 && plan.minutes < 24 * 60, budget);
  }
  for (const budget of ["59s", "21h", "0s", "5", "", "5h; rm"]) {
    assertThrows(() => planned({ budget }), UsageError, "budget must be");
  }
});

Deno.test("planOf() knows the papers, however they are separated, and the seeds", () => {
  assertEquals(planned({ papers: "agarap,song  diba" }).papers, "agarap song diba");
  assertEquals(planned({}).papers, "");
  assertThrows(() => planned({ papers: "agarab" }), UsageError, "Unknown paper agarab");
  assertThrows(() => planned({ seeds: "0" }), UsageError, "--seeds must be");
});

Deno.test("planOf() says what is run again", () => {
  assertEquals(planned({ fresh: "none" }).again, "");
  assertEquals(planned({ fresh: "changed" }).again, "--refresh");
  assertEquals(planned({ fresh: "all" }).again, "--force");
  assertThrows(() => planned({ fresh: "some" }), UsageError, `fresh must be one of ${FRESH.join(", ")}`);
  const [option, ...ids] = planned({ fresh: "twelfth", papers: "agarap" }, 5).again.split(" ");
  assertEquals(option, "--force");
  assert(ids.length > 0 && ids.every((id) => id.startsWith("agarap/")));
});

Deno.test("planOf() runs nothing again in a month that has no share of a few experiments", () => {
  const few = EXPERIMENTS.filter(({ profiles }) => profiles.paper).slice(0, 2);
  const inputs = { ...INPUTS, fresh: "twelfth" };
  // Not --force alone, which would run all of them.
  assertEquals(planOf(inputs, few, 12).again, "");
});

Deno.test("twelve months have each experiment with the full protocol once, and take about as long", () => {
  const months = Array.from({ length: 12 }, (_, i) => twelfthOf(EXPERIMENTS, i + 1));
  const full = EXPERIMENTS.filter(({ profiles }) => profiles.paper).map(({ id }) => id);
  assertEquals(months.flat().sort(), full.sort());
  const secondsOf = new Map(EXPERIMENTS.map(({ id, profiles }) => [id, profiles.paper?.seconds ?? 0]));
  // Single experiments that take longer than any twelfth stand apart.
  const seconds = months.filter(({ length }) => length > 1)
    .map((ids) => ids.reduce((sum, id) => sum + secondsOf.get(id)!, 0));
  assert(seconds.length > 1 && Math.max(...seconds) < 1.1 * Math.min(...seconds), `${seconds}`);
});

Deno.test("what is run again can be read by a shell, word by word", () => {
  for (const { id } of EXPERIMENTS) assert(/^[a-z0-9._+/-]+$/.test(id), id);
});
