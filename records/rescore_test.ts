import { assertEquals } from "@std/assert";
import { AVERAGES } from "../metrics/averages.ts";
import type { LabelMetric } from "../metrics/metric.ts";
import type { Clustering } from "./labels.ts";
import { rescore } from "./rescore.ts";

const KNOWN = { title: "", direction: "higher", floor: { units: 0.02 }, range: [0, 1] } as const;

/** The share of points whose cluster is their class, and the same to the power of a place in the list of averages. */
const SAME: LabelMetric = {
  ...KNOWN,
  name: "SAME",
  kind: "labels",
  symmetric: true,
  compute: (classes, clusters) =>
    Array.from(classes).filter((one, i) => one === clusters[i]).length / classes.length,
};
const POWER: LabelMetric = {
  ...SAME,
  name: "POWER",
  averages: AVERAGES,
  compute: (classes, clusters, average = "arithmetic") =>
    SAME.compute(classes, clusters) ** (1 + AVERAGES.indexOf(average)),
};

const CLUSTERING: Clustering = {
  space: "code",
  split: "test",
  clusters: Int32Array.of(0, 1, -1, 1),
  classes: Int32Array.of(0, 1, 1, 1),
};

const measured = (metric: string, value: number, over: object = {}) => ({
  metric,
  value,
  space: "code",
  split: "test",
  ...over,
});

Deno.test("rescore() compares each score with what was recorded under its own name", () => {
  const measurements = [
    measured("SAME", 0.75),
    measured("SAME", 0.5, { split: "train" }),
    measured("SAME", 0.5, { space: "pixels" }),
    measured("SIL", 0.5),
    measured("POWER", 0.75, { average: "arithmetic" }),
    measured("POWER", 0.5, { average: "geometric" }),
    measured("POWER", 0.75 ** 3 * (1 + 1e-12), { average: "max" }),
  ];
  assertEquals(rescore({ measurements }, [CLUSTERING], [SAME, POWER]), {
    compared: 4,
    differences: ["POWER, code, test, geometric was recorded as 0.5, its labels give 0.5625"],
  });
  assertEquals(
    rescore({ measurements }, [CLUSTERING, { ...CLUSTERING, split: "train" }], [SAME]).differences,
    ["SAME, code, train was recorded as 0.5, its labels give 0.75"],
  );
  assertEquals(rescore({ measurements }, [], [SAME]), { compared: 0, differences: [] });
});

Deno.test("rescore() takes a score of 0 for the same as 0 alone", () => {
  const none = { ...CLUSTERING, clusters: Int32Array.of(5, 5, 5, 5) };
  assertEquals(rescore({ measurements: [measured("SAME", 0)] }, [none], [SAME]).differences, []);
  assertEquals(rescore({ measurements: [measured("SAME", 1e-9)] }, [none], [SAME]).differences.length, 1);
});
