import { assertEquals } from "@std/assert";
import { counted, noun } from "./counted.ts";

Deno.test("counted() and noun() take the plural for all numbers but one", () => {
  assertEquals([0, 1, 2].map((count) => counted(count, "seed")), ["0 seeds", "1 seed", "2 seeds"]);
  assertEquals([1, 2].map((count) => counted(count, "is", "are")), ["1 is", "2 are"]);
  assertEquals([1, 2].map((count) => noun(count, "value")), ["value", "values"]);
});
