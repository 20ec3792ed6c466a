import { assertEquals, assertThrows } from "@std/assert";
import { countEach, encode } from "./labels.ts";

Deno.test("encode() numbers labels by first appearance", () => {
  assertEquals(encode([7, -3, 7, 2 ** 40, -3], "x", "the labels"), {
    codes: Int32Array.of(0, 1, 0, 2, 1),
    count: 3,
  });
  assertEquals(encode([], "x", "the labels").count, 0);
  assertEquals(encode([0, -0], "x", "the labels").count, 1);
});

Deno.test("encode() takes typed arrays", () => {
  assertEquals(encode(Uint8Array.of(9, 9, 1), "x", "the labels").codes, Int32Array.of(0, 0, 1));
  assertEquals(encode(Float32Array.of(9, 9, 1), "x", "the labels").codes, Int32Array.of(0, 0, 1));
});

Deno.test("encode() refuses what is not an integer and says where", () => {
  for (const [label, printed] of [[NaN, "NaN"], [0.5, "0.5"], [Infinity, "Infinity"]] as const) {
    assertThrows(
      () => encode([1, 2, label], "the accuracy", "the true labels"),
      RangeError,
      `Cannot compute the accuracy: the true labels must be integers, got ${printed} at position 2`,
    );
  }
});

Deno.test("encode() refuses integers that it could not tell from others", () => {
  const largest = Number.MAX_SAFE_INTEGER;
  assertEquals(encode([largest, -largest], "x", "the labels").count, 2);
  // 2^53 and 2^53 + 1 are the same number.
  for (const label of [2 ** 53, -(2 ** 53), 2 ** 53 + 1, 1e300]) {
    assertThrows(
      () => encode([1, label], "the NMI", "the true labels"),
      RangeError,
      `Cannot compute the NMI: the true labels must be at most 2^53 - 1 in size, got ${label} at position 1`,
    );
  }
});

Deno.test("countEach() counts the points of each code", () => {
  assertEquals(countEach(encode([5, 5, 1, 5], "x", "the labels")), Float64Array.of(3, 1));
});
