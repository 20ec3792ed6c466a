import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { largestDifference } from "./compare.ts";
import { caseNames, resultOf, runCases } from "./compared.ts";

const computed = (...numbers: number[]) => ({ kinds: [`float32 [${numbers.length}]`], numbers: [numbers] });

Deno.test("largestDifference() is relative above 1, and 0 for numbers that are the same", () => {
  assertEquals(largestDifference(computed(NaN, Infinity, -0, 2), computed(NaN, Infinity, 0, 2)), 0);
  assertEquals(largestDifference(computed(110, 0.25), computed(100, 0.5)), 0.25);
  assertEquals(largestDifference(computed(110, 0.5), computed(100, 0.5)), 0.1);
});

Deno.test("largestDifference() refuses other shapes, types and numbers that are not finite", () => {
  const message = (found: ReturnType<typeof computed>) =>
    assertThrows(() => largestDifference(found, computed(1, 2)), TypeError).message;
  assertStringIncludes(message(computed(1)), "must be float32 [2], got float32 [1]");
  assertStringIncludes(message({ kinds: ["int32 [2]"], numbers: [[1, 2]] }), "got int32 [2]");
  assertStringIncludes(message(computed(1, NaN)), "number 1 must be 2, got NaN");
  assertStringIncludes(message(computed(Infinity, 2)), "number 0 must be 1, got Infinity");
});

Deno.test("resultOf() passes what is near, and says how far off the rest is", () => {
  assertEquals(resultOf({ name: "a", difference: 1e-6 }).status, "passed");
  assertEquals(resultOf({ name: "a", difference: 0.5 }), {
    name: "our case: a",
    status: "failed",
    messages: ["A number is 0.5 off: at most 0.00001 is allowed"],
  });
  assertEquals(resultOf({ name: "a", error: "no" }).messages, ["no"]);
});

// In a process of its own: a driver's libraries and TensorFlow's can clash.
const { success: hasDevice } = await new Deno.Command(Deno.execPath(), {
  args: ["eval", "-q", "Deno.exit(await navigator.gpu?.requestAdapter() ? 0 : 1)"],
}).output();

Deno.test({
  name: "cases have the same values and gradients on webgpu and cpu",
  ignore: !hasDevice,
  async fn() {
    const names = (await caseNames()).filter((name) => /: (matMul|relu|gather's gradient)$/.test(name));
    assertEquals(names.length, 3);
    const seen: string[] = [];
    const results = await runCases(names, ({ name }) => seen.push(name));
    assertEquals(
      results.map(({ name, status }) => ({ name, status })).sort(),
      names.map((name) => ({ name, status: "passed" as const })).sort(),
    );
    assertEquals(seen.sort(), names.toSorted());
  },
});
