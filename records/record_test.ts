import { assert, assertEquals } from "@std/assert";
import { familyOf, isExperimentId, measurementKey, measurementName, plainMetric } from "./record.ts";

Deno.test("measurementKey() tells apart what differs in any part, and takes no average for an empty one", () => {
  const one = { metric: "ACC", value: 1, space: "", split: "test" };
  const same = { ...one, value: 2, average: "" };
  assertEquals(measurementKey(one), measurementKey(same));
  const keys = [
    one,
    { ...one, space: "test", split: "" },
    { ...one, metric: "OTHER:ACC" },
    { ...one, average: "max" },
  ];
  assertEquals(new Set(keys.map(measurementKey)).size, 4);
  assertEquals(measurementName({ ...one, metric: "OTHER:rows", space: "code" }), "rows, code, test");
});

Deno.test("plainMetric() leaves OTHER: out, and familyOf() what follows the first word", () => {
  assertEquals(["ACC", "OTHER:MSE first epoch"].map(plainMetric), ["ACC", "MSE first epoch"]);
  assertEquals(["ACC", "OTHER:MSE first epoch"].map(familyOf), ["ACC", "MSE"]);
});

Deno.test("isExperimentId() takes parts that are safe as file names", () => {
  assert(isExperimentId("chowdhury/pca-kmeans/mnist") && isExperimentId("a/b_1.5"));
  for (const wrong of ["", "one", "a//b", "/a/b", "a/b/", "a/..", "a/.b", "A/b", "a/b c", "a/b\n"]) {
    assert(!isExperimentId(wrong), wrong);
  }
});
