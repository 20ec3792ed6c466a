import { assertEquals } from "@std/assert";
import { DIRECTIONS } from "./directions.ts";
import { internalMetrics, labelMetrics } from "./registry.ts";

Deno.test("DIRECTIONS has every metric of the registries, and MSE", () => {
  const names = [...labelMetrics, ...internalMetrics].map(({ name }) => name);
  assertEquals(Object.keys(DIRECTIONS).toSorted(), [...names, "MSE"].toSorted());
});
