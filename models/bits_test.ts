import { assertEquals } from "@std/assert";
import { initEngine, tf } from "../engine/mod.ts";
import { BITS, leastOfGroups, packFlags, visitFlags } from "./bits.ts";

await initEngine({ engine: "tensorflow", quiet: true });

/** A pattern of 32 × 5 truth values, two words a column; the last column has none. */
const FLAGS = Array.from(
  { length: 2 * BITS },
  (_, i) => Array.from({ length: 5 }, (_, j) => j < 4 && (i * 3 + j * j) % 5 < 2),
);

const tensor = (flags: boolean[][]): tf.Tensor => tf.tensor2d(flags.map((row) => row.map(Number))).toBool();

/** The flags that are visited, as "row column", in order; and those of words with a doubtful one. */
function visited(flags: boolean[][], sure?: boolean[][]): { all: string[]; doubtful: string[] } {
  const packed = tf.tidy(() => packFlags(tensor(flags), sure && tensor(sure)).dataSync<"float32">());
  const all: string[] = [], doubtful: string[] = [];
  visitFlags(packed, flags[0].length, (row, column, isDoubtful) => {
    all.push(`${row} ${column}`);
    if (isDoubtful) doubtful.push(`${row} ${column}`);
  });
  return { all: all.sort(), doubtful: doubtful.sort() };
}

const setOf = (flags: boolean[][]): string[] =>
  flags.flatMap((row, i) => row.flatMap((flag, j) => flag ? [`${i} ${j}`] : [])).sort();

Deno.test("packFlags() has the flag of row b · words + w as bit b of word w", () => {
  const packed = tf.tidy(() => packFlags(tensor(FLAGS)).arraySync()) as number[][];
  assertEquals(packed.length, 2);
  packed.forEach((words, word) =>
    words.forEach((value, column) => {
      const bits = Array.from({ length: BITS }, (_, bit) => bit).filter((bit) =>
        FLAGS[bit * 2 + word][column]
      );
      assertEquals(value, bits.reduce((sum, bit) => sum + 2 ** bit, 0));
    })
  );
});

Deno.test("visitFlags() visits each flag that is set once", () => {
  assertEquals(visited(FLAGS), { all: setOf(FLAGS), doubtful: [] });
  const full = FLAGS.map((row) => row.map(() => true));
  assertEquals(visited(full), { all: setOf(full), doubtful: [] });
});

Deno.test("visitFlags() tells the words with a doubtful flag, all of them doubtful included", () => {
  const sure = FLAGS.map((row) => row.slice());
  // One flag of column 0, in word 1.
  const row = FLAGS.findIndex((row, i) => i % 2 === 1 && row[0]);
  sure[row][0] = false;
  const inWord = setOf(FLAGS).filter((place) => {
    const [i, j] = place.split(" ").map(Number);
    return i % 2 === 1 && j === 0;
  });
  assertEquals(visited(FLAGS, sure), { all: setOf(FLAGS), doubtful: inWord });
  const full = FLAGS.map((row) => row.map(() => true));
  const none = FLAGS.map((row) => row.map(() => false));
  assertEquals(visited(full, none), { all: setOf(full), doubtful: setOf(full) });
  assertEquals(visited(full, full).doubtful, []);
});

Deno.test("leastOfGroups() takes columns that are as far apart as there are groups", () => {
  const least = tf.tidy(() => leastOfGroups(tf.tensor2d([[5, 1, 3, 4, 2, 9]]), 3).arraySync());
  // Columns 0, 2, 4 and 1, 3, 5.
  assertEquals(least, [[2, 1]]);
});
