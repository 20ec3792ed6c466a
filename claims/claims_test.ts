import { assertEquals } from "@std/assert";
import { askedOf, type Claim, experimentsOf, orderOf, partsOf } from "./claims.ts";

/** A made-up order. */
function order(experiment: string, space: string, split: string): Claim {
  return {
    id: "made-1",
    paper: "made",
    where: "§1",
    dataset: "data",
    method: "a > b",
    metric: "SIL",
    direction: "higher",
    measure: "score",
    statistic: "single",
    runs: null,
    value: "",
    printed: "a is better",
    units: 1,
    kind: "ordinal",
    experiment,
    space,
    split,
    average: "",
    tolerance: null,
    basis: "",
    tooCoarse: false,
    note: "",
    line: null,
  };
}

Deno.test("orderOf() reads both signs, and nothing else", () => {
  assertEquals(orderOf("a >= b & c"), { ahead: ["a"], behind: ["b", "c"], orComparable: true });
  assertEquals(["", "made/a/data", "a > b > c", "a>b"].map(orderOf), [
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("partsOf() has one part for both sides, for a side, or for each thing", () => {
  const compared = orderOf("a & b > c & d")!;
  const parts = (text: string) => [...partsOf(text, compared)?.values() ?? []];
  assertEquals(parts("code"), ["code", "code", "code", "code"]);
  assertEquals(parts("code > pixels"), ["code", "code", "pixels", "pixels"]);
  assertEquals(parts("code > PCA-2 & pixels"), ["code", "code", "PCA-2", "pixels"]);
  assertEquals(parts("code, clustered & x > y & z"), ["code, clustered", "x", "y", "z"]);
  assertEquals(parts(""), ["", "", "", ""]);
  for (const wrong of ["a & b & c", "a > b & c & d", "a > b > c"]) {
    assertEquals(partsOf(wrong, compared), undefined);
  }
});

Deno.test("askedOf() asks each side of an order for its own space and split", () => {
  const compared = order("made/a/data > made/b/data & made/c/data", "code > pixels & PCA-2", "train > test");
  const asked = ["a", "b", "c"].map((method) => askedOf(compared, `made/${method}/data`));
  assertEquals(asked.map(({ space, split }) => [space, split]), [
    ["code", "train"],
    ["pixels", "test"],
    ["PCA-2", "test"],
  ]);
  const number = { ...order("made/a/data", "code", "test"), kind: "result" as const };
  assertEquals(askedOf(number, "made/a/data"), number);
});

Deno.test("experimentsOf() leaves cited claims out", () => {
  assertEquals(experimentsOf(order("made/a/data > made-7", "", "")), ["made/a/data"]);
  assertEquals(experimentsOf(order("made/a/data", "", "")), ["made/a/data"]);
  assertEquals(experimentsOf(order("", "", "")), []);
});
