import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { declareSpecs, judge, readSkips, type Skip, type SpecResult } from "./specs.ts";

/** What TensorFlow.js's own backend for Node runs of these specs. */
const UPSTREAM = 3883;

// The specs leave timers and handles of their own.
Deno.test({
  name: "TensorFlow.js core's specs pass on the engine, but for those on the list",
  sanitizeOps: false,
  sanitizeResources: false,
}, async () => {
  const specs = await declareSpecs(true);
  const results = await specs.run("", () => {});
  const { passed, failed, skipped } = judge(results, await readSkips(), specs.names, specs.names);
  assertEquals(failed, []);
  assertEquals(passed.length + skipped.length, specs.names.length);
  assert(passed.length > UPSTREAM, `only ${passed.length} specs passed`);
});

const result = (name: string, status: SpecResult["status"]): SpecResult => ({
  name,
  status,
  messages: status === "failed" ? ["wrong"] : [],
});

Deno.test("judge() skips what is listed and does not pass", () => {
  const skips = [{ name: "a", reason: "x" }, { name: "b", reason: "y" }, { name: "c", reason: "z" }];
  const results = [result("a", "failed"), result("b", "disabled"), result("d", "passed")];
  const verdict = judge(results, skips, ["a", "b", "c", "d"], ["a", "b", "d"]);
  assertEquals(verdict, { passed: [result("d", "passed")], failed: [], skipped: skips.slice(0, 2) });
});

const UNWANTED: [string, SpecResult[], Skip[], string, string[]?][] = [
  ["that was to run, and did not", [], [], "It did not run", ["a"]],
  ["that fails", [result("a", "failed")], [], "wrong"],
  ["that passes, and is listed", [result("a", "passed")], [{ name: "a", reason: "x" }], "It passes"],
  ["that is disabled, and not listed", [result("a", "disabled")], [], "It is not run"],
  ["that is listed, but does not exist", [], [{ name: "b", reason: "x" }], "there is no such spec"],
  [
    "that is listed without a reason",
    [result("a", "failed")],
    [{ name: "a", reason: "" }],
    "without a reason",
  ],
  [
    "that is listed twice",
    [result("a", "failed")],
    [{ name: "a", reason: "x" }, { name: "a", reason: "y" }],
    "twice",
  ],
];
for (const [what, results, skips, message, selected = []] of UNWANTED) {
  Deno.test(`judge() counts as failed a spec ${what}`, () => {
    const { failed } = judge(results, skips, ["a"], selected);
    assertEquals(failed.length, 1);
    assertStringIncludes(failed[0].messages[0], message);
  });
}
