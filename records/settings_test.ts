import { assertEquals } from "@std/assert";
import { settingsByPath } from "./settings.ts";

Deno.test("settingsByPath() has every setting that holds no others, absent ones left out", () => {
  const config = { a: null, b: { c: { d: false }, e: undefined, f: {}, g: [] }, h: "text", i: [{ j: 1 }] };
  assertEquals([...settingsByPath(config)], [
    ["a", null],
    ["b.c.d", false],
    ["b.f", {}],
    ["b.g", []],
    ["h", "text"],
    ["i", [{ j: 1 }]],
  ]);
  assertEquals([...settingsByPath({})], []);
});
