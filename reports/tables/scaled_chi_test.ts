import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import type { Claim } from "../../claims/claims.ts";
import { compare } from "../../judging/compare.ts";
import { exampleClaim, exampleRun, measured } from "../../judging/testing.ts";
import { calinskiHarabasz } from "../../metrics/calinski_harabasz.ts";
import type { RunRecord } from "../../records/record.ts";
import { scaledChi } from "./scaled_chi.ts";

const STAND_IN = [{ name: "few", sha256: "", rows: 47, source: "", standIn: "for all" }];

const chi = exampleClaim({
  metric: "CHI",
  statistic: "avg",
  value: "237.078",
  printed: "237.078",
  dataset: "emnist-balanced",
  tolerance: 12,
});
const size = exampleClaim({
  id: "made-rows",
  kind: "fact",
  metric: "OTHER:test rows",
  value: "18800",
  printed: "18,800",
  dataset: "emnist-balanced",
  space: "",
  split: "",
  tolerance: 0,
});

const runs = (values: readonly number[], over: Partial<RunRecord> = {}) =>
  values.map((value, seed) =>
    exampleRun(0, {
      seed,
      config: { cluster: { k: 47 } },
      data: STAND_IN,
      measurements: [measured("CHI", value), measured("OTHER:test rows", 4700, { space: "", split: "" })],
      ...over,
    })
  );

const draw = (claims: readonly Claim[], records: readonly RunRecord[]) =>
  scaledChi(compare(claims, [], records), records);

Deno.test("scaledChi() scales the averages of stand-in data by the images less the clusters", () => {
  const [heading, text, table] = draw([chi, size], runs([58.6, 58.88]));
  assertEquals(heading, "### CHI on EMNIST Balanced, scaled to the paper's number of images");
  assertStringIncludes(text, "The paper's test split has 18,800 images, the stand-in's 4,700.");
  assertStringIncludes(text, "(18,800 − 47) / (4,700 − 47) = 4.03");
  assertStringIncludes(text, "an indication, not a verdict");
  assertEquals(table.split("\n").slice(2), [
    // 58.74 · 18753 / 4653 = 236.74, and 0.198 · 4.03 = 0.80.
    "| Up | 237.078 | 58.74 ± 0.20 | 236.7 ± 0.8 |",
  ]);
});

Deno.test("scaledChi() is the index of every image so often again", async () => {
  const points = { data: Float64Array.from([0, 1, 3, 5, 5.5, 9]), rows: 6, columns: 1 };
  const labels = [0, 0, 0, 1, 1, 1];
  const four = {
    data: Float64Array.from([0, 1, 2, 3].flatMap(() => [...points.data])),
    rows: 24,
    columns: 1,
  };
  const [few, many] = await Promise.all([
    calinskiHarabasz(points, labels),
    calinskiHarabasz(four, [0, 1, 2, 3].flatMap(() => labels)),
  ]);
  assertAlmostEquals(few * (24 - 2) / (6 - 2), many, 1e-9);
});

Deno.test("scaledChi() has nothing of the paper's own data, of other numbers, or where a number is not known", () => {
  const standIns = runs([58.6, 58.88]);
  assertEquals(draw([chi, size], runs([58.6], { data: [] })), []);
  assertEquals(draw([chi, size], runs([58.6, 58.88], { profile: "smoke" })), []);
  assertEquals(draw([{ ...chi, statistic: "best" }, size], standIns), []);
  assertEquals(draw([{ ...chi, metric: "DBI" }, size], standIns), []);
  assertEquals(draw([chi], standIns), []);
  assertEquals(draw([chi, { ...size, value: "4700" }], standIns), []);
  assertEquals(draw([chi, { ...size, dataset: "mnist" }], standIns), []);
  assertEquals(draw([chi, size], runs([58.6], { config: {} })), []);
  assertEquals(draw([chi, size], []), []);
});
