import { assertEquals } from "@std/assert";
import { checkerOf } from "./schema.ts";

Deno.test("checkerOf() says the path, what must be there and what is, of the first fault only", () => {
  const faultOf = checkerOf({
    type: "object",
    properties: {
      list: {
        type: "array",
        items: { type: "object", required: ["a/b"], properties: { "a/b": { minimum: 1 } } },
      },
      size: { type: ["number", "null"] },
      kind: { const: "k-means" },
      size2: { enum: ["s", "l"] },
      digits: { type: "string", pattern: "^\\d+$", title: "digits" },
      plain: { type: "string", pattern: "^x$" },
      few: { type: "array", maxItems: 1 },
      some: { type: "array", minItems: 1 },
    },
  });
  const cases: [unknown, string | undefined][] = [
    [{}, undefined],
    [[], "it must be an object, got []"],
    [{ list: [{ "a/b": 1 }, {}] }, "list[1].a/b is missing"],
    [{ list: [{ "a/b": 0 }] }, "list[0].a/b must be at least 1, got 0"],
    [{ size: "big" }, 'size must be a number or null, got "big"'],
    [{ size: Infinity }, "size must be finite, got Infinity"],
    [{ kind: "own" }, 'kind must be "k-means", got "own"'],
    [{ size2: 3 }, "size2 must be one of s, l, got 3"],
    [{ digits: "a" }, 'digits must be digits, got "a"'],
    [{ plain: "a" }, 'plain must match ^x$, got "a"'],
    [{ few: [1, 2] }, "few must have at most 1 items, got 2"],
    [{ some: [] }, "some must NOT have fewer than 1 items, got []"],
    [{ kind: 1, plain: 2 }, 'kind must be "k-means", got 1'],
    [{ plain: Array(100).fill(1) }, `plain must be a text, got [${"1,".repeat(39)}1…`],
  ];
  for (const [value, fault] of cases) assertEquals(faultOf(value), fault);
});
