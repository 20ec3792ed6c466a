import { assertEquals } from "@std/assert";
import { fillTree, leaves, leavesLike, mapTree, spec, specsOf, type SpecTree } from "./tree.ts";

const [a, b, c, d] = [spec([1]), spec([2], "int32"), spec([]), spec([3, 4], "bool")];
const tree = { parameters: { w: a, b }, rest: [c, [], { d }] };

Deno.test("spec() is a scalar's or an array's, float32 unless said", () => {
  assertEquals(spec([]), { shape: [], dtype: "float32" });
  assertEquals(spec([2, 3], "int32"), { shape: [2, 3], dtype: "int32" });
});

Deno.test("leaves() are in the order of arrays and of keys", () => {
  assertEquals(leaves(tree), [a, b, c, d]);
  assertEquals(leaves(a), [a]);
  assertEquals(leaves([]), []);
});

Deno.test("mapTree() keeps the structure, empty arrays and records too", () => {
  assertEquals(mapTree(tree, ({ shape }) => shape.length), {
    parameters: { w: 1, b: 1 },
    rest: [0, [], { d: 2 }],
  });
  assertEquals(mapTree({ none: {} }, () => 1), { none: {} });
  assertEquals(mapTree(a, ({ dtype }) => dtype), "float32");
});

Deno.test("specsOf() has shapes and types, and nothing else of the leaves", () => {
  const withMore = Object.assign({ id: 1 }, a);
  assertEquals(specsOf({ rest: [withMore, { d }] } as SpecTree), { rest: [a, { d }] });
});

Deno.test("fillTree() puts values where the leaves are", () => {
  assertEquals(fillTree(tree, [10, 20, 30, 40]), { parameters: { w: 10, b: 20 }, rest: [30, [], { d: 40 }] });
  assertEquals(fillTree(tree, leaves(tree)), tree);
});

Deno.test("leavesLike() goes by keys, not by their order", () => {
  const other = { rest: [c, [], { d }], parameters: { b, w: a } };
  assertEquals(leavesLike(tree, other), [a, b, c, d]);
  assertEquals(leaves(other), [c, d, b, a]);
});

Deno.test("leavesLike() has undefined for a leaf that is not there", () => {
  assertEquals(leavesLike(tree, { parameters: { w: a } }), [a, undefined, undefined, undefined]);
});
