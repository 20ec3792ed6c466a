import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { evaluated } from "./testing.ts";
import { type Job, jobOf, STAGES } from "./testing_threads.ts";
import { shared, startThreads } from "./threads.ts";

const MODULE = import.meta.resolve("./testing_threads.ts");

/** All of a job after two stages. */
async function result(count: number, items: number, chunk: number): Promise<Job> {
  const job = jobOf(items);
  using threads = await startThreads(MODULE, STAGES, job, count);
  assertEquals(threads.count, count);
  threads.run("square", items, chunk, 0.1);
  threads.run("sum", items, chunk, chunk);
  return job;
}

Deno.test("run() does every item once, with the same result for any number of threads", async () => {
  for (const [items, chunk] of [[0, 10], [1, 1], [9, 10], [1000, 7], [1000, 1000]]) {
    const alone = await result(1, items, chunk);
    assertEquals(alone.values, Float64Array.from({ length: items }, (_, i) => 0.1 * i ** 2));
    assertEquals(alone.done, new Int32Array(items).fill(1));
    const sums = new Float64Array(items);
    alone.values.forEach((value, i) => sums[Math.floor(i / chunk)] += value);
    assertEquals(alone.sums, sums);
    for (const count of [2, 3]) assertEquals(await result(count, items, chunk), alone);
  }
});

Deno.test("run() goes on with one stage after another, thousands of times", async () => {
  const job = jobOf(10);
  using threads = await startThreads(MODULE, STAGES, job, 3);
  for (let turn = 0; turn < 5000; turn++) threads.run("square", 10, 1, turn);
  assertEquals(job.values, Float64Array.from({ length: 10 }, (_, i) => 4999 * i ** 2));
  assertEquals(job.done, new Int32Array(10).fill(5000));
});

for (const onCaller of [true, false]) {
  Deno.test(`run() throws what a stage throws on ${onCaller ? "the caller's" : "another"} thread`, async () => {
    const job = jobOf(100);
    using threads = await startThreads(MODULE, STAGES, job, 3);
    const run = () => threads.run("fail", 100, 1, onCaller ? 1 : 0);
    assertThrows(run, onCaller ? RangeError : Error, "Cannot do these items");
    // The threads go on.
    threads.run("square", 100, 1, 1);
    assertEquals(job.done, new Int32Array(100).fill(1));
  });
}

Deno.test("startThreads() refuses arrays that are not shared, within other objects too", async () => {
  const job = jobOf(1);
  for (
    const [name, wrong] of [
      ["values", { ...job, values: new Float64Array(1) }],
      ["failed", { ...job, nested: { failed: new Int32Array(1) } }],
    ] as const
  ) {
    await assertRejects(
      () => startThreads(MODULE, STAGES, wrong),
      TypeError,
      `Cannot share a job among threads: its arrays must be shared, got ${name}`,
    );
  }
});

Deno.test("startThreads() takes as many threads as RECLAIM_THREADS says", async () => {
  const before = Deno.env.get("RECLAIM_THREADS");
  try {
    Deno.env.set("RECLAIM_THREADS", "1");
    using threads = await startThreads(MODULE, STAGES, jobOf(1));
    assertEquals(threads.count, 1);
  } finally {
    if (before === undefined) Deno.env.delete("RECLAIM_THREADS");
    else Deno.env.set("RECLAIM_THREADS", before);
  }
});

Deno.test({
  name: "startThreads() leaves all to the caller where no thread may load the module",
  permissions: { read: false, env: false },
  async fn() {
    const job = jobOf(100);
    using threads = await startThreads(MODULE, STAGES, job);
    assertEquals(threads.count, 1);
    threads.run("square", 100, 1, 1);
    assertEquals(job.done, new Int32Array(100).fill(1));
  },
});

/** What a program says that starts 3 threads for a module and ends; fails where it does not end. */
function output(module: string): Promise<string> {
  const [threads, testing] = ["./threads.ts", "./testing_threads.ts"].map((path) =>
    import.meta.resolve(path)
  );
  return evaluated(`
    import { startThreads } from "${threads}";
    import { jobOf, STAGES } from "${testing}";
    const job = jobOf(100);
    using threads = await startThreads("${module}", STAGES, job, 3);
    threads.run("square", 100, 1, 1);
    console.log(threads.count, job.done.every((count) => count === 1));`);
}

Deno.test("disposal ends the threads, and with them the program", async () => {
  assertEquals(await output(MODULE), "3 true");
});

Deno.test("startThreads() leaves all to the caller where no thread can load the module", async () => {
  assertEquals(await output("data:text/javascript,throw new Error()"), "1 true");
});

Deno.test("shared() copies values into memory that threads share", () => {
  const values = Float32Array.of(1, 2.5, -3);
  const copy = shared(values);
  assertEquals([...copy], [1, 2.5, -3]);
  assert(copy.buffer instanceof SharedArrayBuffer);
  values[0] = 5;
  assertEquals(copy[0], 1);
});
