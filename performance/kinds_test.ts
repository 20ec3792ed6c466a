import { assertEquals } from "@std/assert";
import { kindOf, slugOf } from "./kinds.ts";

Deno.test("kindOf() finds the maker in the names that processors give themselves", () => {
  const names = {
    "AMD EPYC": "AMD",
    "AMD Ryzen 9 7950X 16-Core Processor": "AMD",
    "Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz": "Intel",
    "12th Gen Intel(R) Core(TM) i7-12700": "Intel",
    "Neoverse-N1": "Neoverse-N1",
    "Nomad Intellect": "Nomad Intellect",
  };
  for (const [name, kind] of Object.entries(names)) assertEquals(kindOf(name), kind);
});

Deno.test("slugOf() is fit for a file's name", () => {
  assertEquals(["AMD", "Intel", "Apple M2 (8 cores)"].map(slugOf), ["amd", "intel", "apple-m2-8-cores"]);
});
