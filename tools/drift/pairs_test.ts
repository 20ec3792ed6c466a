import { assertEquals } from "@std/assert";
import { paired } from "./pairs.ts";
import { runOn } from "./testing.ts";

const ENGINES = ["tensorflow", "webgpu", "cpu"];

Deno.test("paired() pairs the records of one experiment and seed, whatever their order", () => {
  const [a, b] = [1, 2].map((seed) => runOn("tensorflow", { seed }));
  const [c, d] = [1, 2].map((seed) => runOn("webgpu", { seed }));
  const { pairs, missing, failed, unlike } = paired([d, b, a, c], "smoke", ENGINES);
  assertEquals(pairs.map(({ reference, others }) => [reference, [...others]]), [
    [a, [["webgpu", c]]],
    [b, [["webgpu", d]]],
  ]);
  assertEquals(missing, ["made/up/data, seed 1 on cpu", "made/up/data, seed 2 on cpu"]);
  assertEquals([failed, unlike], [[], []]);
});

Deno.test("paired() leaves out other profiles, other engines, and what the reference did not run", () => {
  const records = [
    runOn("tensorflow", { seed: 1, profile: "quick" }),
    runOn("webgpu", { seed: 1 }),
    runOn("tensorflow", { seed: 2 }),
    runOn("wasm", { seed: 2 }),
  ];
  const { pairs, missing } = paired(records, "smoke", ["tensorflow", "webgpu"]);
  assertEquals(pairs, [{ reference: records[2], others: new Map() }]);
  assertEquals(missing, ["made/up/data, seed 2 on webgpu"]);
});

Deno.test("paired() takes the last of several records of a run", () => {
  const { provenance } = runOn("webgpu");
  const at = (started: string, loss: number) =>
    runOn("webgpu", { provenance: { ...provenance, started }, history: [{ epoch: 1, loss }] });
  const [older, newer] = [at("2026-01-01T00:00:00.000Z", 1), at("2026-01-02T00:00:00.000Z", 2)];
  for (const records of [[older, newer], [newer, older]]) {
    const { pairs } = paired([runOn("tensorflow"), ...records], "smoke", ["tensorflow", "webgpu"]);
    assertEquals(pairs[0].others.get("webgpu"), newer);
  }
});

Deno.test("paired() compares only records of the same configuration, data and code", () => {
  const { data } = runOn("webgpu");
  const found = (over: Parameters<typeof runOn>[1]) =>
    paired([runOn("tensorflow"), runOn("webgpu", over)], "smoke", ["tensorflow", "webgpu"]);
  const unlike = (over: Parameters<typeof runOn>[1]) => found(over).unlike;
  const name = "made/up/data, seed 42 on webgpu: other";
  assertEquals(unlike({ config: { epochs: 3 } }), [`${name} configuration`]);
  assertEquals(unlike({ data: [{ ...data[0], sha256: "ef".repeat(32) }] }), [`${name} data`]);
  assertEquals(unlike({ code: "0123456789ab" }), [`${name} code`]);
  assertEquals(found({ code: "0123456789ab" }).pairs[0].others.size, 0);
  // The order of keys is no difference.
  assertEquals(unlike({ config: { network: { architecture: { sizes: [4, 2] } } } }), []);
});

Deno.test("paired() sets failed runs apart, and compares nothing with one", () => {
  const failed = { status: "failed", error: "no memory" } as const;
  const reference = runOn("tensorflow", failed), other = runOn("webgpu", failed);
  const engines = ["tensorflow", "webgpu"];
  assertEquals(paired([reference, runOn("webgpu")], "smoke", engines), {
    pairs: [],
    failed: [reference],
    missing: [],
    unlike: [],
  });
  const found = paired([runOn("tensorflow"), other], "smoke", engines);
  assertEquals([found.failed, found.missing], [[other], []]);
  assertEquals(found.pairs[0].others.size, 0);
});
