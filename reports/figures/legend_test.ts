import { assert, assertEquals } from "@std/assert";
import { legend } from "./legend.ts";

const entry = (words: string) => ({
  words,
  wide: 20,
  sign: (x: number, y: number) => `<circle cx="${x}" cy="${y}" r="4"/>`,
});

const numbers = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].map(([, one]) => Number(one));

Deno.test("legend() sets signs beside each other, each before its words", () => {
  const { body, height } = legend([entry("one"), entry("two")]);
  const signs = numbers(body, /cx="([\d.]+)"/g), words = numbers(body, /x="([\d.]+)" y/g);
  assert(signs[0] < words[0] && words[0] < signs[1] && signs[1] < words[1]);
  assertEquals(new Set(numbers(body, /cy="([\d.]+)"/g)).size, 1);
  assertEquals(height, 18);
});

Deno.test("legend() takes another row where one is full, and none for nothing", () => {
  const { body, height } = legend(Array.from({ length: 12 }, () => entry("a dozen of these")));
  const rows = new Set(numbers(body, /cy="([\d.]+)"/g)).size;
  assert(rows > 1);
  assertEquals(height, 18 * rows);
  assertEquals(legend([]), { body: "", height: 0 });
});
