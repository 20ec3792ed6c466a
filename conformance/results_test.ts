import { assertEquals, assertStringIncludes } from "@std/assert";
import { countCauses, type Outcome, section, withSection } from "./results.ts";
import type { Skip } from "./specs.ts";

const skip = (cause: Skip["cause"]): Skip => ({ engine: "webgpu", cause, name: "a", reason: "x" });

const OUTCOME: Outcome = {
  engine: "webgpu",
  device: "TensorFlow.js 4.22.0, CPU (some)",
  passed: 7,
  failed: ["b c"],
  skipped: [skip("missing"), skip("disabled"), skip("missing")],
  leftOut: 3,
  seconds: 61.7,
};

Deno.test("countCauses() counts by cause, in the causes' order, and names none without a spec", () => {
  assertEquals(countCauses(OUTCOME.skipped).map(({ count }) => count), [1, 2]);
  assertEquals(countCauses([]), []);
});

Deno.test("section() has the counts, the device and what failed", () => {
  const text = section(OUTCOME);
  for (
    const part of [
      "CPU (some)",
      "|     7 |\n",
      "| Failed  ",
      "without waiting |     3 |",
      "62 seconds",
      "b c",
    ]
  ) {
    assertStringIncludes(text, part);
  }
});

Deno.test("section() has no row of what was left out where nothing was", () => {
  assertEquals(section({ ...OUTCOME, leftOut: 0 }).includes("Left out"), false);
});

Deno.test("withSection() replaces an engine's section and leaves the others as they are", () => {
  const first = withSection("", "webgpu", "\nold\n");
  const both = withSection(first, "tensorflow", "other\n\n| a | b |");
  assertEquals(both.slice(both.indexOf("## ")), "## tensorflow\n\nother\n\n| a | b |\n\n## webgpu\n\nold\n");
  assertEquals(withSection(both, "webgpu", "new"), both.replace("old", "new"));
});
