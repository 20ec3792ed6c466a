import { assertEquals } from "@std/assert";
import { DESCRIPTIONS } from "../metrics/descriptions.ts";
import type { Claim } from "./claims.ts";
import { comparable, isTooCoarse, spreads, toleranceOf } from "./tolerance.ts";

type Known = keyof typeof DESCRIPTIONS;

/** The rule's tolerance of a result, with the metric's own floor. */
const result = (metric: Known, value: string, spread?: number, units = 1) =>
  toleranceOf({ kind: "result", metric, value, units }, DESCRIPTIONS[metric], spread);

Deno.test("toleranceOf() is at least the metric's floor", () => {
  assertEquals(result("ACC", "0.955"), {
    tolerance: 0.02,
    basis: "floor for ACC 0.02; half a unit of the last digit is 0.0005",
  });
  assertEquals(result("CHI", "4985.74"), {
    tolerance: 249.287,
    basis: "floor for CHI: 5 % of the value; half a unit of the last digit is 0.005",
  });
  assertEquals(result("SIL", "-0.7809")?.tolerance, 0.01);
});

Deno.test("toleranceOf() has a floor in the printed unit", () => {
  assertEquals(result("ACC", "95.5", undefined, 100), {
    tolerance: 2,
    basis: "floor for ACC 2; half a unit of the last digit is 0.05",
  });
});

Deno.test("toleranceOf() takes half a unit of the last digit where that is more", () => {
  assertEquals(result("ARI", "0.4"), {
    tolerance: 0.05,
    basis: "half a unit of the last digit; floor for ARI is 0.02",
  });
  assertEquals(result("MSE", "0.03"), {
    tolerance: 0.005,
    basis: "half a unit of the last digit; floor for MSE: 10 % of the value is 0.003",
  });
  assertEquals(result("DBI", "0"), {
    tolerance: 0.5,
    basis: "half a unit of the last digit; floor for DBI: 5 % of the value is 0",
  });
  assertEquals(result("MSE", "1.5e-3")?.tolerance, 0.00015);
  assertEquals(result("MSE", "1e3")?.tolerance, 500);
});

Deno.test("toleranceOf() takes half the paper's spread where that is most", () => {
  assertEquals(result("ACC", "0.525", 0.06), {
    tolerance: 0.03,
    basis:
      "half the paper's avg-to-best spread; floor for ACC is 0.02; half a unit of the last digit is 0.0005",
  });
  assertEquals(
    result("ACC", "52.5", 0.022, 100)?.basis.split("; ")[1],
    "half the paper's avg-to-best spread is 1.1",
  );
});

Deno.test("toleranceOf() is exact for counts", () => {
  const none = { tolerance: 0, basis: "exact: a count" };
  assertEquals(toleranceOf({ kind: "fact", metric: "OTHER:rows", value: "60000", units: 1 }), none);
  assertEquals(toleranceOf({ kind: "result", metric: "PARAMS", value: "1100128", units: 1 }), none);
  assertEquals(toleranceOf({ kind: "result", metric: "OTHER:PARAMS conv", value: "160", units: 1 }), none);
});

Deno.test("toleranceOf() has half a unit of the last digit for a fact with decimals", () => {
  assertEquals(toleranceOf({ kind: "fact", metric: "OTHER:pixel mean", value: "0.13", units: 1 }), {
    tolerance: 0.005,
    basis: "half a unit of the last digit",
  });
});

Deno.test("toleranceOf() knows none for a result of no known metric", () => {
  assertEquals(toleranceOf({ kind: "result", metric: "OTHER:seconds", value: "15", units: 1 }), undefined);
});

Deno.test("isTooCoarse() knows a quarter of a value without upper bound, and a tenth of a bounded scale", () => {
  const of = (value: string, tolerance: number | null, metric?: keyof typeof DESCRIPTIONS, units = 1) =>
    isTooCoarse({ value, units, tolerance }, metric && DESCRIPTIONS[metric]);
  assertEquals([of("2", 0.5, "DBI"), of("2", 0.51, "DBI"), of("100", 26, "CHI")], [false, true, true]);
  assertEquals([of("0.5", 0.1, "SIL"), of("0.5", 0.11, "SIL")], [false, true]);
  assertEquals([of("95", 10, "ACC", 100), of("95", 10.5, "ACC", 100)], [false, true]);
  assertEquals([of("0.01", 0.01, "SIL"), of("-0.02", 0.01, "SIL")], [true, false]);
  // A count has no tolerance, an order no value, and what is not judged neither.
  assertEquals([of("0", 0), of("", 0.5, "SIL"), of("3", null), of("3", 1)], [false, false, false, true]);
});

Deno.test("comparable() is the floor, if that is in the metric's units", () => {
  assertEquals(comparable(DESCRIPTIONS.NMI), { tolerance: 0.02, basis: "comparable: floor for NMI 0.02" });
  assertEquals([comparable(DESCRIPTIONS.CHI), comparable(undefined)], [undefined, undefined]);
});

Deno.test("spreads() compares the average and the best that one place prints for one measurement", () => {
  const claim = (over: Partial<Claim>) =>
    ({
      kind: "result",
      experiment: "made/up/data",
      metric: "ACC",
      space: "code",
      split: "test",
      average: "",
      where: "Table 1",
      statistic: "avg",
      value: "0.5",
      units: 1,
      ...over,
    }) as Claim;
  const avg = claim({}), best = claim({ statistic: "best", value: "0.75" });
  const percent = claim({ where: "Abstract", value: "50", units: 100 });
  assertEquals([...spreads([avg, best, percent]).values()], [0.25, 0.25, 0.25]);
  assertEquals(spreads([avg, claim({ ...best, where: "Table 2" })]).size, 0);
  assertEquals(spreads([avg, claim({ ...best, space: "pixels" })]).size, 0);
  assertEquals(spreads([avg, claim({ ...best, kind: "cited" })]).size, 0);
  const elsewhere = [claim({ where: "§2" }), claim({ where: "§2", statistic: "best", value: "1" })];
  assertEquals(spreads([avg, best, ...elsewhere]).get(avg), 0.5);
});
