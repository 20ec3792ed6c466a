import { assert, assertEquals } from "@std/assert";
import { gaussian } from "./gaussian.ts";

Deno.test("gaussian is 300 points of the plane about 0 with variance 1, in three classes", async () => {
  const { train, test, classes, sources } = await gaussian.load();
  const { data, rows, columns } = train.images;
  assertEquals([rows, columns, train.labels.length, test.labels.length, classes], [300, 2, 300, 0, 3]);
  for (const axis of [0, 1]) {
    const values = Array.from(data).filter((_, i) => i % 2 === axis);
    const mean = values.reduce((sum, value) => sum + value, 0) / 300;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 299;
    // Both within about three standard errors.
    assert(Math.abs(mean) < 0.18 && Math.abs(variance - 1) < 0.25, `mean ${mean}, variance ${variance}`);
  }
  const counts = [0, 1, 2].map((label) => train.labels.filter((one) => one === label).length);
  assertEquals(counts.reduce((sum, count) => sum + count), 300);
  assert(counts.every((count) => count > 70));
  assertEquals((await gaussian.load()).sources, sources);
  assertEquals(await gaussian.locate(), "generator");
});
