import { assertEquals } from "@std/assert";
import {
  asPrinted,
  decimalsFor,
  decimalsIn,
  numberText,
  signed,
  signedText,
  spreadText,
  typeset,
  usualFor,
} from "./digits.ts";

Deno.test("decimalsFor() has two digits of the spread, and no more decimals than is usual", () => {
  assertEquals([decimalsFor(11387, 4), decimalsFor(540, 2), decimalsFor(0.27, 3)], [-2, -1, 2]);
  assertEquals([decimalsFor(0.0012, 3), decimalsFor(0.0003, 3), decimalsFor(0.4, 0)], [3, 4, 1]);
  // At most one more than usual, however small the spread is.
  assertEquals([decimalsFor(0.0000004, 3), decimalsFor(0.023, 1), decimalsFor(0.00005, 1)], [4, 2, 2]);
  assertEquals([decimalsFor(0.0996, 5), decimalsFor(9.96, 5)], [3, 1]);
  assertEquals([decimalsFor(null, 2), decimalsFor(0, 2), decimalsFor(NaN, 2)], [2, 2, 2]);
});

Deno.test("numberText() groups thousands, rounds to tens and more, and has no negative zero", () => {
  assertEquals(numberText(35361.786, -2), "35,400");
  assertEquals(numberText(402192, 0), "402,192");
  assertEquals([numberText(-0.04, 1), numberText(-0.06, 1), numberText(-0, 2)], ["0.0", "−0.1", "0.00"]);
  assertEquals(numberText(-12345.6, 0), "−12,346");
  assertEquals([numberText(NaN, 1), numberText(Infinity, 1)], ["NaN", "Infinity"]);
});

Deno.test("spreadText() writes mean and spread with the same digits, and no spread of 0", () => {
  assertEquals(spreadText(35361.786, 11387.0349), "35,400 ± 11,400");
  assertEquals(spreadText(0.95561, 0.00123, 3), "0.956 ± 0.001");
  assertEquals(spreadText(0.647, 1.1e-16, 3), "0.647");
  assertEquals([spreadText(402192, 0), spreadText(0.1234567, null)], ["402,192", "0.123"]);
  assertEquals(spreadText(4986.4, null), "4,986");
});

Deno.test("spreadText() has as many digits as the spread allows, whatever the paper prints", () => {
  // The paper prints .7.
  assertEquals(spreadText(0.45812, 0.0234, 1), "0.458 ± 0.023");
  assertEquals(spreadText(95.5512, 0.123, 1), "95.55 ± 0.12");
  assertEquals(spreadText(396.5235, 0.0521, 2), "396.52 ± 0.05");
  assertEquals(spreadText(-0.0596565748, 4e-10), "−0.0597 ± <0.0001");
  assertEquals(spreadText(-0.0000451, 0.000132), "−0.00005 ± 0.00013");
  assertEquals(spreadText(0.204321, null, 1), "0.204");
  assertEquals([spreadText(36309.1924, null, 4), spreadText(0.51012, null, 4)], ["36,309.2", "0.5101"]);
  assertEquals([spreadText(1, null, 2), spreadText(0, 0, 3)], ["1.00", "0.000"]);
});

Deno.test("usualFor() leaves two digits of a small number, and no more than six decimals", () => {
  assertEquals([0.5, 0.05, 0.0052, 0.00052, 1e-12].map(usualFor), [3, 3, 4, 5, 6]);
  assertEquals([3, 3.5, 35.5, 4986.4].map(usualFor), [0, 3, 2, 0]);
});

Deno.test("signedText() has a sign unless no digit but 0 is left", () => {
  assertEquals([0.0004, -0.0004, 0.04, -0.04].map((value) => signedText(value, 2)), [
    "0.00",
    "0.00",
    "+0.04",
    "−0.04",
  ]);
});

Deno.test("typeset() groups thousands and mends minus signs, and leaves names alone", () => {
  assertEquals(typeset("313607.2500"), "313,607.2500");
  assertEquals(typeset("1160 of 5823.9771", 4), "1,160 of 5,823.9771");
  assertEquals(typeset("0.3-0.5, 1e-05, 1234, 401,920"), "0.3-0.5, 1e-05, 1234, 401,920");
  assertEquals(typeset("-0.6 to -0.2"), "−0.6 to −0.2");
  assertEquals(
    typeset("study-10000, s10000, 2026-11-28, 5d7ca05c8aca"),
    "study-10000, s10000, 2026-11-28, 5d7ca05c8aca",
  );
});

Deno.test("asPrinted() and signed() have the paper's digits, or those of the spread", () => {
  const claim = { value: "10031.1" };
  assertEquals([asPrinted(20848.26, claim), asPrinted(20848.26, claim, 11400)], ["20,848.3", "20,800"]);
  assertEquals([signed(-0.0001, { value: "0.95" }), signed(-0.05, { value: "0.95" })], ["0.00", "−0.05"]);
  assertEquals([asPrinted(0.6421, { value: "0.7" }, 0.067), asPrinted(0.6421, { value: "0.7" })], [
    "0.642",
    "0.6",
  ]);
  assertEquals([asPrinted(3.25, { value: "20" }), asPrinted(3, { value: "20" })], ["3.3", "3"]);
  assertEquals([decimalsIn("0.50"), decimalsIn("7e4"), decimalsIn("1.5e-3")], [2, 0, 4]);
});
