import { assertEquals } from "@std/assert";
import { kindOf, makerOf, slugOf } from "./kinds.ts";

Deno.test("kindOf() finds the maker in the names that processors give themselves", () => {
  const names = {
    "AMD EPYC": "AMD",
    "AMD Ryzen 9 7950X 16-Core Processor": "AMD",
    "Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz": "Intel",
    "12th Gen Intel(R) Core(TM) i7-12700": "Intel",
    "Neoverse-N1": "Neoverse-N1",
    "Nomad Intellect": "Nomad Intellect",
  };
  for (const [name, kind] of Object.entries(names)) assertEquals(kindOf({ name }), kind);
});

Deno.test("kindOf() tells AMD's generations apart, which bear the same name", () => {
  const generations = [
    [23, 1, "AMD Zen"],
    [23, 49, "AMD Zen 2"],
    [25, 1, "AMD Zen 3"],
    [25, 33, "AMD Zen 3"],
    [25, 17, "AMD Zen 4"],
    [25, 97, "AMD Zen 4"],
    [26, 2, "AMD Zen 5"],
    [99, 2, "AMD family 99"],
  ] as const;
  for (const [family, model, kind] of generations) {
    assertEquals(kindOf({ name: "AMD EPYC", numbers: { family, model } }), kind);
    assertEquals(makerOf(kind), "AMD");
  }
  assertEquals(kindOf({ name: "Intel(R) Xeon(R)", numbers: { family: 6, model: 143 } }), "Intel");
  assertEquals(kindOf({ name: "Neoverse-N1", numbers: { family: 8, model: 1 } }), "Neoverse-N1");
});

Deno.test("slugOf() is fit for a file's name", () => {
  assertEquals(["AMD", "Intel", "Apple M2 (8 cores)"].map(slugOf), ["amd", "intel", "apple-m2-8-cores"]);
});
