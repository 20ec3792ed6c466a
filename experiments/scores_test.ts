import { assertAlmostEquals, assertEquals } from "@std/assert";
import { matrix } from "../engine/mod.ts";
import { externalScores, scores } from "./scores.ts";

Deno.test("scores() gives each metric under its own name, with where it was computed", async () => {
  const found = await scores({
    points: matrix(Float64Array.of(0, 1, 4, 5), 4, 1),
    space: "line",
    split: "test",
    clusters: Int32Array.of(0, 0, 1, 1),
    classes: Int32Array.of(7, 7, 7, 7),
  });
  assertEquals(found.map(({ metric }) => metric), [
    ...["SIL", "DBI", "CHI", "ACC"],
    ...Array(4).fill("NMI"),
    ...["ARI", "PURITY"],
  ]);
  const { SIL, DBI, CHI, ACC, ARI, PURITY } = Object.fromEntries(
    found.map(({ metric, value }) => [metric, value]),
  );
  assertAlmostEquals(SIL, (7 / 9 + 5 / 7) / 2, 1e-12);
  assertEquals([DBI, CHI, ACC, ARI, PURITY], [0.25, 32, 0.5, 0, 1]);
  for (const { space, split } of found) assertEquals([space, split], ["line", "test"]);
});

Deno.test("externalScores() has NMI with each average, the arithmetic first", () => {
  const found = externalScores({
    space: "",
    split: "test",
    clusters: Int32Array.of(0, 1, 2, 3),
    classes: Int32Array.of(0, 0, 1, 1),
  }).filter(({ metric }) => metric === "NMI");
  // I = H(classes) = log 2, H(clusters) = log 4.
  const expected = { arithmetic: 2 / 3, geometric: Math.SQRT1_2, max: 1 / 2, min: 1 };
  assertEquals(found.map(({ average }) => average), Object.keys(expected));
  Object.values(expected).forEach((value, i) => assertAlmostEquals(found[i].value, value, 1e-12));
});
