import { assert, assertEquals, assertThrows } from "@std/assert";
import { PAPERS } from "../papers/mod.ts";
import { planRuns, type Run } from "./plan.ts";
import { readShard, shardOf } from "./shard.ts";
import { UsageError } from "../terminal/usage.ts";

const EXPERIMENTS = PAPERS.flatMap(({ experiments }) => experiments);

const runs = planRuns(EXPERIMENTS, "paper", [42, 7]);
const seconds = (runs: Run[]) => runs.reduce((sum, { protocol }) => sum + protocol.seconds, 0);

Deno.test("shardOf() puts each run into one shard, in the order of the runs", () => {
  for (const count of [1, 2, 3, 7]) {
    const shards = Array.from({ length: count }, (_, i) => shardOf(runs, { index: i + 1, count }));
    assertEquals(new Set(shards.flat()).size, runs.length);
    assertEquals(shards.flat().length, runs.length);
    for (const shard of shards) {
      assertEquals(shard, shard.toSorted((a, b) => runs.indexOf(a) - runs.indexOf(b)));
    }
  }
});

Deno.test("shardOf() shares out the work within the longest run of an even share", () => {
  const longest = Math.max(...runs.map(({ protocol }) => protocol.seconds));
  for (const count of [2, 3, 5]) {
    const loads = Array.from({ length: count }, (_, i) => seconds(shardOf(runs, { index: i + 1, count })));
    const even = Math.max(seconds(runs) / count, longest);
    assert(Math.max(...loads) <= even * 4 / 3, `${loads} for an even share of ${even}`);
  }
});

Deno.test("shardOf() gives the longest run first, each to the shard that has the least to do", () => {
  const made = [1, 1, 1, 1, 4].map((seconds, seed) => ({
    ...runs[0],
    seed,
    protocol: { ...runs[0].protocol, seconds },
  }));
  assertEquals([1, 2].map((index) => seconds(shardOf(made, { index, count: 2 }))), [4, 4]);
});

Deno.test("shardOf() does not depend on the order that runs come in", () => {
  const shuffled = runs.toReversed();
  for (const index of [1, 2, 3]) {
    const shard = { index, count: 3 };
    assertEquals(new Set(shardOf(shuffled, shard)), new Set(shardOf(runs, shard)));
  }
});

Deno.test("shardOf() leaves shards empty where there are more of them than runs", () => {
  const [first] = runs;
  assertEquals(shardOf([first], { index: 1, count: 3 }), [first]);
  assertEquals(shardOf([first], { index: 3, count: 3 }), []);
  assertEquals(shardOf([first], { index: 1, count: 1e9 }), [first]);
});

Deno.test("readShard() reads i/n, and refuses what is none", () => {
  assertEquals(readShard("2/3"), { index: 2, count: 3 });
  for (const text of ["0/0", "3/2", "0/2", "1", "a/b", "-1/2", "1/2/3", "1.5/2"]) {
    assertThrows(() => readShard(text), UsageError, `such as 2/3, got ${text}`);
  }
});
