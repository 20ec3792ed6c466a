import { assertEquals, assertStringIncludes } from "@std/assert";
import { exampleRecord } from "../runner/testing.ts";
import { compareRuns, isDuration } from "./compare_runs.ts";
import { recordDigest } from "./digest.ts";
import type { RunRecord } from "./record.ts";

const ACC = { metric: "ACC", value: 0.5, space: "", split: "test" };
const NMI = { ...ACC, metric: "NMI", average: "max" };
const SECONDS = { metric: "OTHER:seconds per epoch", value: 3, space: "", split: "" };
const BEFORE = exampleRecord({
  measurements: [ACC, NMI, SECONDS],
  history: [{ epoch: 1, loss: 2, seconds: 4 }, { epoch: 2, loss: 1, seconds: 3, moved: 7 }],
});

const compared = (over: Partial<RunRecord>) => compareRuns(BEFORE, { ...BEFORE, ...over });

Deno.test("compareRuns() tells numbers apart beyond a millionth, and leaves durations out", () => {
  assertEquals(compared({}), []);
  const measurements = [{ ...ACC, value: 0.5 + 4e-7 }, NMI, { ...SECONDS, value: 9 }];
  assertEquals(compared({ measurements }), []);
  assertEquals(compared({ measurements: [{ ...ACC, value: 0.500001 }, NMI] }), [
    "ACC, test was 0.5, is 0.500001",
  ]);
});

Deno.test("compareRuns() misses what only one of the records has", () => {
  assertEquals(compared({ measurements: [ACC] }), ["NMI, test, max is not measured any more: it was 0.5"]);
  const stripped = { ...BEFORE, measurements: [], history: [] };
  assertEquals(compareRuns(stripped, BEFORE), [
    "ACC, test was not recorded: it is 0.5",
    "NMI, test, max was not recorded: it is 0.5",
    "loss of epoch 1 was not recorded: it is 2",
  ]);
});

Deno.test("compareRuns() compares every number of every epoch but its seconds, and says the first", () => {
  const [first, last] = BEFORE.history;
  assertEquals(compared({ history: [{ ...first, seconds: 9 }, last] }), []);
  assertEquals(compared({ history: [first] }), ["loss of epoch 2 is not measured any more: it was 1"]);
  assertEquals(compared({ history: [{ ...first, loss: 3 }, { ...last, loss: 3 }] }), [
    "loss of epoch 1 was 2, is 3",
  ]);
  assertEquals(compared({ history: [first, { ...last, moved: 8 }] }), ["moved of epoch 2 was 7, is 8"]);
});

Deno.test("compareRuns() says a failure, and that configuration, data or engine are others", () => {
  assertEquals(compared({ status: "failed", error: "why" }), ["it failed: why"]);
  const other = { ...BEFORE, data: [] };
  assertStringIncludes(
    compareRuns(BEFORE, { ...other, digest: recordDigest(other) })[0],
    `its configuration, data or engine differ: the digest was ${BEFORE.digest}`,
  );
});

Deno.test("isDuration() goes by whole words", () => {
  const names = [
    "OTHER:seconds",
    "OTHER:seconds per epoch",
    "OTHER:processor seconds of fitting",
    "OTHER:secondsuffix",
    "OTHER:MSE in seconds",
    "SECONDS",
  ];
  assertEquals(names.map((metric) => isDuration({ ...ACC, metric })), [
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
