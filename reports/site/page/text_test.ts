import { assertEquals } from "@std/assert";
import { duration } from "./text.ts";

Deno.test("duration() rounds to whole seconds before it counts minutes", () => {
  const cases: [number, string][] = [
    [0.1234, "0.123 s"],
    [59.4, "59.4 s"],
    [59.7, "1 min 0 s"],
    [119.6, "2 min 0 s"],
    [3599.8, "1 h 0 min"],
    [7384, "2 h 3 min"],
  ];
  for (const [seconds, text] of cases) assertEquals(duration(seconds), text);
});
