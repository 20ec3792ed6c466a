import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "./usage.ts";
import { wholeNumber } from "./whole_number.ts";

Deno.test("wholeNumber() reads decimal digits within its range", () => {
  assertEquals(["0", "7", "007"].map((text) => wholeNumber("--n", text, [0])), [0, 7, 7]);
  assertEquals(wholeNumber("--n", "10000", [1, 10_000]), 10_000);
});

Deno.test("wholeNumber() refuses all else, with the range and what it got", () => {
  for (const text of ["0x10", "1e300", "-1", "2.0", "two", "0"]) {
    assertThrows(
      () => wholeNumber("--n", text, [1]),
      UsageError,
      `--n must be a whole number of at least 1, got ${text}`,
    );
  }
  assertThrows(() => wholeNumber("--n", " ", [1]), UsageError, 'of at least 1, got " "');
  assertThrows(() => wholeNumber("--n", "5", [1, 4]), UsageError, "from 1 to 4, got 5");
});
