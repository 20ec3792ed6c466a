import { assert, assertEquals } from "@std/assert";
import { combinationInWords, drawn, GRID, neighbours, PRINTED } from "./search.ts";

Deno.test("neighbours() differ from the printed choice in one value, and are all that do", () => {
  const near = neighbours();
  const differences = near.map((one) =>
    Object.keys(GRID).filter((name) =>
      String(one[name as keyof typeof one]) !== String(PRINTED[name as keyof typeof PRINTED])
    ).length
  );
  assertEquals(new Set(differences), new Set([1]));
  assertEquals(
    new Set(near.map(combinationInWords)).size,
    Object.values(GRID).reduce((sum, values) => sum + values.length - 1, 0),
  );
});

Deno.test("drawn() gives the same combinations each time, none twice and none of those named", () => {
  const without = drawn(3, [PRINTED]);
  assertEquals(drawn(3, [PRINTED]), without);
  const others = drawn(20, [PRINTED, ...without]);
  assertEquals(new Set(others.map(combinationInWords)).size, 20);
  assert(without.every((one) => !others.map(combinationInWords).includes(combinationInWords(one))));
});

Deno.test("combinationInWords() names every value", () => {
  assertEquals(
    combinationInWords(PRINTED),
    "learning rate 0.001, batch 64, code 64, hidden 512-256, dropout 0.2, decay 0.00001, 5 epochs",
  );
});
