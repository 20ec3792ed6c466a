import { assertEquals, assertStringIncludes } from "@std/assert";
import { dispatchTable } from "./dispatch_table.ts";
import type { DeviceCounts } from "../engine/mod.ts";
import { type Counted, counted } from "./dispatches.ts";
import type { StepName } from "./steps.ts";

const counts = (dispatches: number, uploadedBytes: number, reads: number): DeviceCounts => ({
  dispatches,
  uploadedBytes,
  uniformBytes: 8 * dispatches,
  downloadedBytes: 4 * reads,
  reads,
});

Deno.test("counted() takes a step's share from two steps within an epoch, and the rest for the epoch's end", () => {
  // The first step compiles and sends the data: it does not count.
  const totals = [
    counts(500, 9000, 0),
    counts(600, 9100, 0),
    counts(700, 9200, 0),
    // The loss is read between the epochs, after a dispatch of its own.
    counts(801, 9304, 1),
    counts(901, 9404, 1),
    counts(1001, 9504, 1),
  ];
  assertEquals(counted(totals, 3), { step: counts(100, 100, 0), epoch: counts(1, 4, 1) });
});

Deno.test("counted() shows a step that waits for the device", () => {
  const totals = Array.from({ length: 6 }, (_, i) => counts(10 * (i + 1), 0, i + 1));
  assertEquals(counted(totals, 3), { step: counts(10, 0, 1), epoch: counts(0, 0, 0) });
});

Deno.test("dispatchTable() names the steps as the table of times does", () => {
  const one: Counted = { step: counts(1234, 1024, 0), epoch: counts(0, 4, 1) };
  const names: StepName[] = ["ae-step", "snnl-step", "conv-step", "dec-step"];
  const text = dispatchTable({
    device: "GPU (a card)",
    counts: Object.fromEntries(names.map((name) => [name, one])) as Record<StepName, Counted>,
  });
  assertStringIncludes(
    text,
    "| train step, 784-500-500-2000-70, batch 256 | 1,234 | 1,024 | 9,872 | 0 | 0 |",
  );
  assertStringIncludes(
    text,
    "| clustering step of DEC, 784-500-500-2000-10, batch 256 | 0 | 4 | 0 | 4 | 1 |",
  );
});
