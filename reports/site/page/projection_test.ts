import { assertAlmostEquals, assertEquals } from "@std/assert";
import { embeddingData } from "../../../records/figure_data.ts";
import { nearestPoint, project } from "./projection.ts";

const cloud = (columns: number, data: number[]) => {
  const rows = data.length / columns;
  return embeddingData(
    { name: "n", title: "t" },
    { data: Float64Array.from(data), rows, columns },
    new Array(rows).fill(0),
  );
};

Deno.test("project() fits a plane to -1 … 1 along its wider axis, whatever the turn", () => {
  const points = cloud(2, [10, 5, 14, 6]);
  assertEquals([...project(points, { yaw: 1, pitch: 1 })], [-1, -0.25, 0, 1, 0.25, 0]);
});

Deno.test("project() turns a space without changing how far points are from the middle", () => {
  const points = cloud(3, [-1, -1, -1, 1, 1, 1, 1, -1, 1]);
  const straight = project(points, { yaw: 0, pitch: 0 });
  for (const turn of [{ yaw: 0.7, pitch: 0 }, { yaw: 0, pitch: -0.4 }, { yaw: 2, pitch: 1 }]) {
    const turned = project(points, turn);
    for (let row = 0; row < 3; row++) {
      const length = (seen: Float32Array) => Math.hypot(...seen.subarray(3 * row, 3 * row + 3));
      assertAlmostEquals(length(turned), length(straight), 1e-6);
    }
  }
  const quarter = project(points, { yaw: Math.PI / 2, pitch: 0 });
  assertAlmostEquals(quarter[0], straight[2], 1e-6);
});

Deno.test("project() shows points that are all the same in the middle", () => {
  assertEquals([...project(cloud(2, [3, 3, 3, 3]), { yaw: 0, pitch: 0 })], [0, 0, 0, 0, 0, 0]);
  assertEquals(project(cloud(3, []), { yaw: 0, pitch: 0 }).length, 0);
});

Deno.test("nearestPoint() takes the nearest that is shown, in front if two are as near, and none that is far", () => {
  const seen = Float32Array.from([0, 0, -1, 0, 0, 1, 0.5, 0, 0]);
  const all = () => true;
  assertEquals(nearestPoint(seen, [0.01, 0], 0.1, all), 1);
  assertEquals(nearestPoint(seen, [0.01, 0], 0.1, (row) => row !== 1), 0);
  assertEquals(nearestPoint(seen, [0.45, 0], 0.1, all), 2);
  assertEquals(nearestPoint(seen, [0.25, 0], 0.1, all), undefined);
});
