import { assertEquals, assertNotEquals } from "@std/assert";
import { exampleRun, measured } from "../../judging/testing.ts";
import { dataOf, deviceOf, entryNumbers, numbersOf, numbersOfSeeds, settingsDigest } from "./numbers.ts";
import { eightRuns, exampleReference, quickRun, trained } from "./testing.ts";

Deno.test("numbersOf() has measurements but durations, and the losses of the first and the last epoch", () => {
  assertEquals(numbersOf(quickRun(0.5, 1)).map(({ value }) => value), [0.5]);
  assertEquals(numbersOf(quickRun(0.5, 1, trained())).map(({ value }) => value), [0.5, 2, 1]);
  assertEquals(numbersOf(quickRun(0.5, 1, { history: [{ epoch: 1, loss: 3 }] })).map(({ value }) => value), [
    ...[0.5, 3, 3],
  ]);
});

Deno.test("entryNumbers() has the same keys as numbersOf(), and names for people", () => {
  const [entry] = exampleReference(trained()).entries;
  const numbers = entryNumbers(entry);
  assertEquals(numbers.map(({ key }) => key), numbersOf(quickRun(0, 1, trained())).map(({ key }) => key));
  assertEquals(numbers.map(({ name }) => name), [
    "ACC, code, test",
    "loss of the first epoch",
    "loss of the last epoch",
  ]);
});

Deno.test("numbersOfSeeds() keeps ten digits, and leaves out what a seed lacks", () => {
  const [first, ...others] = eightRuns();
  const one = measured("NMI", 1 / 3, { average: "max" });
  const runs = [first, ...others].map((run) => ({ ...run, measurements: [...run.measurements, one] }));
  const { measurements, losses } = numbersOfSeeds(runs);
  assertEquals(measurements.map(({ metric }) => metric), ["ACC", "NMI"]);
  assertEquals(measurements[1], {
    metric: "NMI",
    space: "code",
    split: "test",
    average: "max",
    values: Array(8).fill(0.3333333333),
  });
  assertEquals(losses, []);
  assertEquals(numbersOfSeeds([...runs.slice(1), first]).measurements.map(({ metric }) => metric), ["ACC"]);
});

Deno.test("settingsDigest() tells configurations apart, not data, engines and seeds", () => {
  const run = quickRun(0.5, 1);
  const digest = settingsDigest(run);
  const engine = { name: "wasm", device: "CPU", version: "1" };
  assertEquals(settingsDigest({ ...run, seed: 2, data: [], engine }), digest);
  assertNotEquals(settingsDigest({ ...run, config: { epochs: 6 } }), digest);
  assertNotEquals(settingsDigest({ ...run, experiment: "made/down/data" }), digest);
});

Deno.test("dataOf() sorts the digests, deviceOf() leaves out a device's name", () => {
  const [source] = exampleRun(0).data;
  const data = [{ ...source, sha256: "b" }, { ...source, sha256: "a" }];
  assertEquals(dataOf({ data }), ["a", "b"]);
  const engine = { name: "webgpu", device: "GPU (Radeon)", version: "1" };
  assertEquals(deviceOf({ engine }), "GPU");
});
