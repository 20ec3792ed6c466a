import type { DataType as DType, Tensor } from "@tensorflow/tfjs";

/** Tensors in nested arrays and records: parameters, an optimiser's state, the results of a step. */
export type Tree = Tensor | readonly Tree[] | { readonly [key: string]: Tree };

/** The shape and type of a tensor; a tensor is one itself. */
export interface Spec {
  /** The sizes of its dimensions; none for a scalar. */
  readonly shape: readonly number[];
  /** The type of its elements. */
  readonly dtype: DType;
}

/** A structure with a {@linkcode Spec}, or a tensor, at each leaf. */
export type SpecTree = Node<Spec>;

/** The {@linkcode Spec} of a tensor of this shape; `[]` is a scalar. */
export function spec(shape: readonly number[], dtype: DType = "float32"): Spec {
  return { shape, dtype };
}

/** Nested arrays and records of leaves. */
export type Node<Leaf> = Leaf | readonly Node<Leaf>[] | { readonly [key: string]: Node<Leaf> };

function isLeaf(node: unknown): node is Spec {
  return typeof node === "object" && node !== null && "dtype" in node && "shape" in node;
}

/** The leaves (tensors or specs) of a structure, in the order of its arrays and of its records' keys. */
export function leaves<Leaf extends Spec>(node: Node<Leaf>): Leaf[] {
  if (isLeaf(node)) return [node as Leaf];
  return Object.values(node as Record<string, Node<Leaf>>).flatMap((child) => leaves(child));
}

/** The leaves of `node` in the order of those of `like`, by the same indices and keys; undefined where it has none. */
export function leavesLike<Leaf extends Spec>(
  like: SpecTree,
  node: Node<Leaf> | undefined,
): (Leaf | undefined)[] {
  if (isLeaf(like)) return [node as Leaf | undefined];
  return Object.entries(like as Record<string, SpecTree>).flatMap(([key, child]) =>
    leavesLike(child, (node as Record<string, Node<Leaf>> | undefined)?.[key])
  );
}

/** A structure like `node` whose leaves are what `fn` returns for each of its leaves, in the same order. */
export function mapTree<Leaf extends Spec, Result>(
  node: Node<Leaf>,
  fn: (leaf: Leaf) => Result,
): Node<Result> {
  if (isLeaf(node)) return fn(node as Leaf);
  if (Array.isArray(node)) return node.map((child) => mapTree(child as Node<Leaf>, fn));
  return Object.fromEntries(
    Object.entries(node as Record<string, Node<Leaf>>).map(([key, child]) => [key, mapTree(child, fn)]),
  );
}

/** The structure of `tree` with the shape and type of each of its leaves alone. */
export function specsOf(tree: SpecTree): SpecTree {
  return mapTree(tree, ({ shape, dtype }) => spec(shape, dtype));
}

/** A structure like `node` with `values`, in order, as its leaves. */
export function fillTree<Result>(node: SpecTree, values: readonly Result[]): Node<Result> {
  let next = 0;
  return mapTree(node, () => values[next++]);
}
