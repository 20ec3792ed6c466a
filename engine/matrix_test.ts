import { assertEquals, assertThrows } from "@std/assert";
import { matrix, takeRows } from "./matrix.ts";

Deno.test("matrix() holds the data it was given, not a copy", () => {
  const data = Float32Array.of(1, 2, 3, 4, 5, 6);
  const points = matrix(data, 2, 3);
  assertEquals(points, { data, rows: 2, columns: 3 });
  assertEquals(points.data === data, true);
});

Deno.test("matrix() refuses data of another length", () => {
  assertThrows(
    () => matrix(new Float64Array(5), 2, 3),
    RangeError,
    "Cannot make a matrix: data must hold 2 × 3 = 6 numbers, got 5",
  );
});

Deno.test("matrix() refuses sizes that are none", () => {
  for (const [rows, columns] of [[1.5, 4], [-2, -3], [NaN, 6]]) {
    assertThrows(
      () => matrix(new Float64Array(6), rows, columns),
      RangeError,
      `Cannot make a matrix: rows and columns must be integers, at least 0, got ${rows} × ${columns}`,
    );
  }
});

Deno.test("matrix() says what a matrix is where it is given lists", () => {
  const lists = [[1, 2], [3, 4]] as unknown as Float32Array;
  assertThrows(() => matrix(lists, 2, 2), TypeError, "Cannot use points: they must be a Matrix, as");
  assertThrows(() => matrix(lists, 2, 2), TypeError, "got Array");
});

Deno.test("takeRows() takes rows in the order of the indices, the same more than once", () => {
  const points = matrix(Float32Array.of(1, 2, 3, 4, 5, 6), 3, 2);
  assertEquals(takeRows(points, [2, 0, 2]), matrix(Float32Array.of(5, 6, 1, 2, 5, 6), 3, 2));
  assertEquals(takeRows(points, Int32Array.of(1)), matrix(Float32Array.of(3, 4), 1, 2));
  assertEquals(takeRows(points, []), matrix(new Float32Array(0), 0, 2));
});

Deno.test("takeRows() keeps the type of the numbers, and copies", () => {
  const points = matrix(Float64Array.of(0.1, 0.2), 2, 1);
  const taken = takeRows(points, [1, 0]);
  assertEquals(taken.data, Float64Array.of(0.2, 0.1));
  taken.data[0] = 9;
  assertEquals(points.data, Float64Array.of(0.1, 0.2));
});

Deno.test("takeRows() refuses rows that are not there", () => {
  const points = matrix(Float32Array.of(1, 2, 3, 4, 5, 6), 3, 2);
  for (const index of [3, -1, 1.5, NaN]) {
    assertThrows(
      () => takeRows(points, [0, index]),
      RangeError,
      `Cannot take rows: indices must be integers from 0 to n - 1 = 2, got ${index}`,
    );
  }
});
