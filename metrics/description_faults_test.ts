import { assertEquals } from "@std/assert";
import { descriptionFaults } from "./description_faults.ts";
import type { Metric } from "./metric.ts";
import { KNOWN_METRICS, MSE } from "./registry.ts";

const PURITY = KNOWN_METRICS.find(({ name }) => name === "PURITY")!;

Deno.test("descriptionFaults() finds none in what is known", () => {
  assertEquals(KNOWN_METRICS.flatMap(descriptionFaults), []);
});

Deno.test("descriptionFaults() names each part that is wrong", () => {
  const broken = {
    ...PURITY,
    name: "own",
    title: " ",
    direction: "up",
    floor: { units: 0 },
    range: [1, 0],
    symmetric: undefined,
    averages: ["mean"],
    compute: "accuracy",
  } as unknown as Metric;
  assertEquals(descriptionFaults(broken), [
    'own: name must be a capital, then capitals, digits, @ and -, got "own"',
    'own: title must be text, got " "',
    'own: direction must be "higher" or "lower", got "up"',
    'own: floor must be { units } or { share }, a number above 0, got {"units":0}',
    "own: range must be [least, greatest], got [1,0]",
    'own: compute must be a function, got "accuracy"',
    "own: symmetric must be true or false, got undefined",
    'own: averages must be some of arithmetic, geometric, max, min, got ["mean"]',
  ]);
  for (const floor of [undefined, {}, { units: 1, share: 1 }, { share: Infinity }, { points: 1 }]) {
    const faults = descriptionFaults({ ...MSE, floor } as unknown as Metric);
    assertEquals([faults.length, faults[0].startsWith("MSE: floor must be")], [1, true]);
  }
  const other = descriptionFaults({ ...MSE, kind: "other" } as unknown as Metric);
  assertEquals(other, ['MSE: kind must be "labels", "space" or "plain", got "other"']);
});
