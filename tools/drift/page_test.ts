import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { silhouette } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { faultsOf, sectionOf } from "./page.ts";
import { paired } from "./pairs.ts";
import { runOn } from "./testing.ts";

const ENGINES = ["tensorflow", "webgpu"];

function section(records: RunRecord[], changes = [] as Parameters<typeof sectionOf>[0]["words"]["changes"]) {
  return sectionOf({
    ...paired(records, "smoke", ENGINES),
    profile: "smoke",
    engines: ENGINES,
    words: { judged: new Map([["webgpu", 3]]), changes },
  });
}

const losses = (first: number, last: number) => [{ epoch: 1, loss: first }, { epoch: 2, loss: last }];

Deno.test("sectionOf() says what the runs were made on, and shows losses and measurements side by side", () => {
  const text = section([
    runOn("tensorflow", { history: losses(2, 1), measurements: [silhouette(0.5)] }),
    runOn("webgpu", {
      history: losses(2.000002, 1.01),
      measurements: [silhouette(0.4)],
      engine: { name: "webgpu", device: "GPU (a card)", version: "4.22.0" },
    }),
  ]);
  assertStringIncludes(text, "| webgpu 4.22.0 | GPU (a card) | a CPU, 2 threads | linux | 1 | 2026-01-02 |");
  assertStringIncludes(text, "No fault was found.");
  assertStringIncludes(text, "| made/up/data, seed 42 | 1 | 2.0000000 | 2.0000020 (1.0e-6) |");
  assertStringIncludes(text, "| made/up/data, seed 42 | 2 | 1.0000000 | 1.0100000 (9.9e-3) |");
  assertStringIncludes(text, "| dense autoencoder | SIL | 2.0e-1: made/up/data, seed 42 |");
  assertStringIncludes(text, "The verdict differs for 0 of 3 claims on `webgpu`.");
});

Deno.test("sectionOf() counts the measurements that are the same everywhere rather than list them", () => {
  const text = section([runOn("tensorflow"), runOn("webgpu")]);
  assertStringIncludes(text, "1 of 1 are the same on all engines");
  assert(!text.includes("| SIL |"));
});

Deno.test("sectionOf() marks a first loss that is too far, and names runs that failed or are missing", () => {
  const records = [
    runOn("tensorflow", { seed: 1, history: losses(2, 1) }),
    runOn("webgpu", { seed: 1, history: losses(2.1, 1) }),
    runOn("tensorflow", { seed: 2 }),
    runOn("webgpu", { seed: 2, status: "failed", error: "the device | was lost" }),
    runOn("tensorflow", { seed: 3 }),
  ];
  const text = section(records, [{ claim: "made-1", engine: "webgpu", before: "close", after: "worse" }]);
  assertStringIncludes(text, "2.1000000 (4.8e-2) ✗");
  assertStringIncludes(text, "**2 faults:**");
  assertStringIncludes(text, "made/up/data, seed 2 on webgpu failed: the device \\| was lost");
  assertStringIncludes(text, "Not run:\n\n- made/up/data, seed 3 on webgpu");
  assertStringIncludes(text, "| made-1 | webgpu | close | worse |");
  assertEquals(faultsOf(paired(records, "smoke", ENGINES)).length, 2);
});
