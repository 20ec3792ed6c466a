import { assertEquals } from "@std/assert";
import { isMetricName } from "./metric.ts";

Deno.test("isMetricName() takes capitals, digits, @ and - after a capital", () => {
  for (const name of ["ACC", "V", "SIL@300", "F-1"]) assertEquals([name, isMetricName(name)], [name, true]);
  for (const name of ["", "acc", "1ST", "@X", "TWO WORDS", "OTHER:X", "ACC\n", "ÄCC"]) {
    assertEquals([name, isMetricName(name)], [name, false]);
  }
});
