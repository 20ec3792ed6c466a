import { assertEquals } from "@std/assert";
import { asPrinted, decimalsFor, decimalsIn, numberText, signed, spreadText } from "./digits.ts";

Deno.test("decimalsFor() has two digits of the spread, and no more decimals than the paper prints", () => {
  assertEquals([decimalsFor(11387, 4), decimalsFor(540, 2), decimalsFor(0.27, 3)], [-2, -1, 2]);
  assertEquals([decimalsFor(0.0012, 3), decimalsFor(0.0003, 3), decimalsFor(0.4, 0)], [3, 4, 1]);
  assertEquals([decimalsFor(0.0996, 5), decimalsFor(9.96, 5)], [3, 1]);
  assertEquals([decimalsFor(null, 2), decimalsFor(0, 2), decimalsFor(NaN, 2)], [2, 2, 2]);
});

Deno.test("numberText() groups thousands, rounds to tens and more, and has no negative zero", () => {
  assertEquals(numberText(35361.786, -2), "35,400");
  assertEquals(numberText(402192, 0), "402,192");
  assertEquals([numberText(-0.04, 1), numberText(-0.06, 1), numberText(0, 2)], ["0.0", "-0.1", "0.00"]);
  assertEquals([numberText(NaN, 1), numberText(Infinity, 1)], ["NaN", "Infinity"]);
});

Deno.test("spreadText() writes mean and spread with the same digits, and no spread of 0", () => {
  assertEquals(spreadText(35361.786, 11387.0349), "35,400 ± 11,400");
  assertEquals(spreadText(0.95561, 0.00123, 3), "0.956 ± 0.001");
  assertEquals(spreadText(0.647, 1.1e-16, 3), "0.647");
  assertEquals([spreadText(402192, 0), spreadText(0.1234567, null)], ["402,192", "0.123"]);
  assertEquals(spreadText(4986.4, null), "4,986");
});

Deno.test("asPrinted() and signed() have the paper's digits, or those of the spread", () => {
  const claim = { value: "10031.1" };
  assertEquals([asPrinted(20848.26, claim), asPrinted(20848.26, claim, 11400)], ["20,848.3", "20,800"]);
  assertEquals([signed(-0.0001, { value: "0.95" }), signed(-0.05, { value: "0.95" })], ["+0.00", "−0.05"]);
  assertEquals([asPrinted(3.25, { value: "20" }), asPrinted(3, { value: "20" })], ["3.3", "3"]);
  assertEquals([decimalsIn("0.50"), decimalsIn("7e4"), decimalsIn("1.5e-3")], [2, 0, 4]);
});
