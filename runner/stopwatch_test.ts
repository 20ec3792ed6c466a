import { assert, assertEquals } from "@std/assert";
import { startStopwatch, type Taken } from "./stopwatch.ts";

Deno.test("startStopwatch() counts from where the run went on last, by the clock and of the processor", () => {
  let time: Taken = { seconds: 100, processorSeconds: 7 };
  const watch = startStopwatch(() => time);
  assertEquals(watch.taken(), { seconds: 0, processorSeconds: 0 });
  time = { seconds: 110, processorSeconds: 25 };
  assertEquals(watch.taken(), { seconds: 10, processorSeconds: 18 });
  assertEquals(watch.before(), { seconds: 0, processorSeconds: 0 });
  watch.goOnFrom({ seconds: 50, processorSeconds: 90 });
  watch.goOnFrom({ seconds: 20, processorSeconds: 30 });
  assertEquals(watch.before(), { seconds: 50, processorSeconds: 90 });
  assertEquals(watch.taken(), { seconds: 60, processorSeconds: 108 });
});

Deno.test("startStopwatch() counts the time of this process unless told otherwise", () => {
  const watch = startStopwatch();
  const until = performance.now() + 30;
  while (performance.now() < until);
  const { seconds, processorSeconds } = watch.taken();
  assert(seconds >= 0.03);
  assert(processorSeconds > 0);
});
