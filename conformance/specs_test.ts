import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { specFiles } from "./bundle.ts";
import { declareSpecs, judge, readSkips, type Skip, type SpecResult } from "./specs.ts";

/** What TensorFlow.js's own backend for Node runs of these specs. */
const UPSTREAM = 3883;

// The specs leave timers and handles of their own.
Deno.test({
  name: "TensorFlow.js core's specs pass on the engine, except for those on the list",
  sanitizeOps: false,
  sanitizeResources: false,
}, async () => {
  const specs = await declareSpecs("tensorflow", await specFiles(), true);
  const results = await specs.run("", () => {});
  const { passed, failed, skipped } = judge(results, await readSkips("tensorflow"), specs.names, specs.names);
  assertEquals(failed, []);
  assertEquals(passed.length + skipped.length, specs.names.length);
  assert(passed.length > UPSTREAM, `only ${passed.length} specs passed`);
});

const result = (name: string, status: SpecResult["status"]): SpecResult => ({
  name,
  status,
  messages: status === "failed" ? ["wrong"] : [],
});

const skip = (name: string, cause: Skip["cause"] = "backend", reason = "x"): Skip => ({
  engine: "webgpu",
  cause,
  name,
  reason,
});

Deno.test("judge() skips what is listed and does not pass", () => {
  const skips = [skip("a"), skip("b"), skip("c")];
  const results = [result("a", "failed"), result("b", "disabled"), result("d", "passed")];
  const verdict = judge(results, skips, ["a", "b", "c", "d"], ["a", "b", "d"]);
  assertEquals(verdict, { passed: [result("d", "passed")], failed: [], skipped: skips.slice(0, 2) });
});

Deno.test("judge() lets pass what is listed for a cause that another device may not have", () => {
  const skips = [skip("a", "precision"), skip("b", "driver")];
  const results = [result("a", "passed"), result("b", "failed")];
  const verdict = judge(results, skips, ["a", "b"], ["a", "b"]);
  assertEquals(verdict, { passed: [result("a", "passed")], failed: [], skipped: [skips[1]] });
});

Deno.test("readSkips() has reasons for known specs of either engine", async () => {
  for (const engine of ["tensorflow", "webgpu"] as const) {
    const skips = await readSkips(engine);
    assert(skips.length > 0);
    const names = skips.map(({ name }) => name);
    const { failed } = judge(skips.map(({ name }) => result(name, "failed")), skips, names, names);
    assertEquals(failed, []);
  }
});

const UNWANTED: [string, SpecResult[], Skip[], string, string[]?][] = [
  ["that was to run, and did not", [], [], "It did not run", ["a"]],
  ["that fails", [result("a", "failed")], [], "wrong"],
  ["that passes, and is listed", [result("a", "passed")], [skip("a")], "It passes"],
  ["that is disabled, and not listed", [result("a", "disabled")], [], "It is not run"],
  ["that is listed, but does not exist", [], [skip("b")], "there is no such spec"],
  [
    "that is listed without a reason",
    [result("a", "failed")],
    [skip("a", "backend", "")],
    "without a reason",
  ],
  [
    "that is listed for a cause that there is not",
    [result("a", "failed")],
    [skip("a", "whim" as Skip["cause"])],
    "an unknown cause, whim",
  ],
  [
    "that is listed twice",
    [result("a", "failed")],
    [skip("a"), skip("a")],
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
