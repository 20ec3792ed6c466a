import { assertEquals } from "@std/assert";
import { settingsOf } from "./settings.ts";

Deno.test("settingsOf() loses no setting: lists of objects, lists of lists, null, empty ones, booleans", () => {
  assertEquals(
    settingsOf({
      units: [{ size: 500, act: null }, { size: 10 }],
      pixels: [0, 1],
      pairs: [[1, 2], [3]],
      rows: null,
      none: [],
      deep: { er: { still: false, on: true } },
    }),
    [
      ["units 1: size", "500"],
      ["units 1: act", "none"],
      ["units 2: size", "10"],
      ["pixels", "0, 1"],
      ["pairs 1: 0", "1"],
      ["pairs 1: 1", "2"],
      ["pairs 2: 0", "3"],
      ["rows", "none"],
      ["none", "none"],
      ["deep: er: still", "no"],
      ["deep: er: on", "yes"],
    ],
  );
  assertEquals(settingsOf({}), []);
});
