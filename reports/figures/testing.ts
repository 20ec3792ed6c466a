import { assert, assertEquals } from "@std/assert";

/** Checks that a text is one well-formed XML element: tags close in order, quotes and entities are whole. */
export function assertWellFormed(svg: string): void {
  const open: string[] = [];
  let rest = svg.trim();
  let elements = 0;
  while (rest !== "") {
    const tag = rest.match(/^<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/);
    if (tag === null) {
      const text = rest.match(/^[^<]+/)?.[0];
      assert(text !== undefined, `Not a tag: ${rest.slice(0, 80)}`);
      assert(!/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(text), `Not an entity: ${text.slice(0, 80)}`);
      rest = rest.slice(text.length);
      continue;
    }
    const [whole, closing, name, attributes, empty] = tag;
    assert(!/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(attributes), `Not an entity: ${attributes}`);
    if (closing !== "") assertEquals(open.pop(), name);
    else {
      if (open.length === 0) elements++;
      if (empty === "") open.push(name);
    }
    rest = rest.slice(whole.length);
  }
  assertEquals([open, elements], [[], 1]);
}
