import { assert, assertEquals } from "@std/assert";
import { familyOf, isExperimentId, isMetric, plainMetric } from "./record.ts";

Deno.test("isMetric() knows the names and OTHER:<name>", () => {
  assert(isMetric("ACC") && isMetric("PARAMS") && isMetric("OTHER:MSE first epoch"));
  assert(!isMetric("acc") && !isMetric("OTHER:") && !isMetric("OTHER: x") && !isMetric(""));
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
