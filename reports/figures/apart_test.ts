import { assert, assertEquals } from "@std/assert";
import { apart, type PlacedWords } from "./apart.ts";
import { widthOf } from "./letters.ts";

const field = { left: 0, right: 200, top: 0, bottom: 200 };

const isApart = (a: PlacedWords, b: PlacedWords) =>
  Math.abs(a.x - b.x) >= (widthOf(a.words) + widthOf(b.words)) / 2 || Math.abs(a.y - b.y) >= 14;

Deno.test("apart() leaves words where they are while they have room", () => {
  const words = [{ words: "1", x: 50, y: 50 }, { words: "2", x: 50, y: 70 }, { words: "3", x: 80, y: 50 }];
  assertEquals(apart(words, field), words);
  assertEquals(apart([], field), []);
});

Deno.test("apart() moves words that lie on others, and no farther than needed", () => {
  const words = Array.from({ length: 12 }, (_, i) => ({ words: String(i), x: 100, y: 100 }));
  const moved = apart(words, field);
  assertEquals(moved.length, 12);
  assertEquals(moved[0], words[0]);
  for (const [i, one] of moved.entries()) {
    assert(moved.slice(i + 1).every((other) => isApart(one, other)));
    assert(Math.hypot(one.x - 100, one.y - 100) < 50);
  }
});

Deno.test("apart() keeps words inside, and leaves out those without room", () => {
  const [corner] = apart([{ words: "10", x: 0, y: 200 }], field);
  assert(corner.x > 5 && corner.y < 195);
  const crowd = Array.from({ length: 9 }, () => ({ words: "9", x: 10, y: 10 }));
  assert(apart(crowd, { left: 0, right: 20, top: 0, bottom: 40 }).length <= 2);
});
