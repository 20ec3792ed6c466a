import { assertEquals } from "@std/assert";
import { initEngine, tf } from "../engine/mod.ts";
import { leastOfGroups, packColumns, packRows } from "./bits.ts";

await initEngine({ engine: "tensorflow", quiet: true });

/** A pattern of 6 × 8 truth values. */
const FLAGS = Array.from(
  { length: 6 },
  (_, i) => Array.from({ length: 8 }, (_, j) => (i * 3 + j * j) % 5 < 2),
);

Deno.test("packRows() has the flag of column b · words + w as bit b of word w", () => {
  const packed = tf.tidy(() =>
    packRows(tf.tensor2d(FLAGS.map((row) => row.map(Number)), [6, 8], "bool"), 4).arraySync()
  );
  FLAGS.forEach((row, i) => {
    for (let word = 0; word < 2; word++) {
      const bits = [0, 1, 2, 3].filter((bit) => row[bit * 2 + word]);
      assertEquals((packed as number[][])[i][word], bits.reduce((sum, bit) => sum + 2 ** bit, 0));
    }
  });
});

Deno.test("packColumns() packs the transpose's rows", () => {
  const [columns, rows] = tf.tidy(() => {
    const flags = tf.tensor2d(FLAGS.map((row) => row.map(Number)), [6, 8], "bool");
    return [packColumns(flags, 3).arraySync(), packRows(tf.transpose(flags), 3).arraySync()];
  });
  assertEquals(columns, rows);
});

Deno.test("sixteen bits are exact in float32; one bit a word is the flags themselves", () => {
  const [full, single] = tf.tidy(() => [
    packRows(tf.ones([1, 16], "bool"), 16).arraySync(),
    packRows(tf.tensor2d([[0, 1, 1]], [1, 3], "bool"), 1).arraySync(),
  ]);
  assertEquals([full, single], [[[65535]], [[0, 1, 1]]]);
});

Deno.test("leastOfGroups() groups as words do", () => {
  const least = tf.tidy(() => leastOfGroups(tf.tensor2d([[5, 1, 3, 4, 2, 9]]), 3).arraySync());
  // Words 0 and 1 have columns 0, 2, 4 and 1, 3, 5.
  assertEquals(least, [[2, 1]]);
});
