import { assertEquals, assertThrows } from "@std/assert";
import type { RunRecord } from "../../records/record.ts";
import { makeReference, referenceFaults, referenceText } from "./make.ts";
import { ACCURACIES, eightRuns, trained } from "./testing.ts";

Deno.test("makeReference() has an entry for each experiment and engine, its values in the order of the seeds", () => {
  const wasm = { engine: { name: "wasm", device: "CPU", version: "4" } };
  const other = eightRuns({ experiment: "made/down/data", ...trained() });
  const records = [...eightRuns(wasm), ...eightRuns(), ...other];
  const reference = makeReference(records);
  assertEquals(
    reference.entries.map(({ experiment, engine, trained }) => [experiment, engine.name, trained]),
    [
      ["made/down/data", "cpu", true],
      ["made/up/data", "cpu", false],
      ["made/up/data", "wasm", false],
    ],
  );
  const [down, up] = reference.entries;
  assertEquals(up.seeds, [1, 2, 3, 4, 5, 6, 7, 8]);
  assertEquals(up.measurements, [{ metric: "ACC", space: "code", split: "test", values: ACCURACIES }]);
  assertEquals(up.processors, ["a CPU"]);
  assertEquals(down.losses, [{ epoch: "first", values: Array(8).fill(2) }, {
    epoch: "last",
    values: Array(8).fill(1),
  }]);
  assertEquals(makeReference(records.toReversed()), reference);
});

Deno.test("referenceFaults() names what is of another profile, failed, too few or not of one kind", () => {
  assertEquals(referenceFaults(eightRuns()), []);
  assertEquals(referenceFaults([]), ["there must be records, got none"]);
  const [first, second, ...others] = eightRuns();
  const faultsOf = (over: Partial<RunRecord>) =>
    referenceFaults([{ ...first, ...over }, second, ...others])
      .map((fault) => fault.replace(/^runs\S+: /, ""));
  assertEquals(faultsOf({ profile: "smoke" }), [
    "its profile must be quick, got smoke",
    "made/up/data on cpu: all runs must be of one configuration, got 2",
  ]);
  assertEquals(faultsOf({ status: "failed" }), ["its run must be done, got failed"]);
  assertEquals(faultsOf({ config: {} }), [
    "made/up/data on cpu: all runs must be of one configuration, got 2",
  ]);
  assertEquals(faultsOf({ data: [] }), ["made/up/data on cpu: all runs must be of one set of data, got 2"]);
  assertEquals(faultsOf({ code: "" }), [
    "the code that made it must be known, got none",
    "made/up/data on cpu: all runs must be of one version of the code, got 2",
  ]);
  assertEquals(referenceFaults([second, ...others]), [
    "made/up/data on cpu: it must have at least 8 seeds, got 7",
  ]);
  assertThrows(
    () => makeReference([second, ...others]),
    RangeError,
    "Cannot make the reference: made/up/data on cpu: it must have at least 8 seeds, got 7",
  );
});

Deno.test("referenceText() is the reference as JSON, a line for each number", () => {
  const reference = makeReference([...eightRuns(trained()), ...eightRuns({ experiment: "made/down/data" })]);
  const text = referenceText(reference);
  assertEquals(JSON.parse(text), reference);
  const lines = text.split("\n").filter((line) => line.includes('"values"'));
  assertEquals(lines.length, 4);
  assertEquals(lines.every((line) => line.split('"values"').length === 2), true);
});
