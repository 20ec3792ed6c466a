import { assertAlmostEquals, assertEquals } from "@std/assert";
import { contingency } from "./contingency.ts";
import { entropy, mutualInformation, shareTold } from "./information.ts";

Deno.test("entropy() of k equal clusters is ln k, of one 0", () => {
  assertAlmostEquals(entropy(Float64Array.of(5, 5, 5), 15), Math.log(3), 1e-15);
  assertEquals(entropy(Float64Array.of(5), 5), 0);
});

Deno.test("mutualInformation() is what the entropies have in common", () => {
  // Joint sizes 2, 1, 1, 2: I = H(rows) + H(columns) - H(cells).
  const table = contingency([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2], "x");
  const cells = Float64Array.from(table.cells, ({ size }) => size);
  assertAlmostEquals(
    mutualInformation(table),
    entropy(table.rows, 6) + entropy(table.columns, 6) - entropy(cells, 6),
    1e-15,
  );
});

Deno.test("mutualInformation() is exactly 0 for independent labels and for one cluster", () => {
  const classes = Int32Array.from({ length: 60 }, (_, i) => i % 3);
  const clusters = Int32Array.from({ length: 60 }, (_, i) => Math.floor(i / 3) % 4);
  assertEquals(mutualInformation(contingency(classes, clusters, "x")), 0);
  assertEquals(mutualInformation(contingency(classes, new Int32Array(60), "x")), 0);
});

Deno.test("shareTold() is the information over the entropy, 1 where there is none", () => {
  // Entropies ln 2 and ln 4, information ln 2.
  const table = contingency([0, 0, 1, 1], [0, 1, 2, 3], "x");
  assertEquals(shareTold(table, table.rows), 1);
  assertAlmostEquals(shareTold(table, table.columns), 1 / 2, 1e-15);
  const single = contingency([4, 4, 4], [0, 1, 2], "x");
  assertEquals([shareTold(single, single.rows), shareTold(single, single.columns)], [1, 0]);
});
