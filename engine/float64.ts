/**
 * Matrices in float64 on the engine `tensorflow`, a type that TensorFlow.js does not have: for numbers that float32 would
 * lose.
 *
 * @module
 */
import type { TensorFlowBackend } from "./backend.ts";
import { AttributeType, DataType } from "./libtensorflow.ts";

/** TensorFlow's number for float64. */
const TF_DOUBLE = 2;

/** A float64 matrix of the engine, by its id. */
export type Float64Id = number;

/** What {@linkcode float64} gives. */
export interface Float64Ops {
  /** A rows × columns matrix of these numbers, row by row. */
  enter(values: ArrayLike<number>, rows: number, columns: number): Float64Id;
  /** The numbers of a matrix or a vector, row by row. */
  read(id: Float64Id): Float64Array;
  /** a · b, or with one of them transposed. */
  product(a: Float64Id, b: Float64Id, transposed?: "a" | "b"): Float64Id;
  /** p · a + q · b. */
  combine(p: number, a: Float64Id, q: number, b: Float64Id): Float64Id;
  /** The matrix whose rows are orthonormal and span what the rows of `a` span, which must be independent. */
  orthonormalRows(a: Float64Id): Float64Id;
  /** The eigenvalues of a symmetric matrix in ascending order, and its eigenvectors as columns. */
  eigen(symmetric: Float64Id): { values: Float64Id; vectors: Float64Id };
}

/**
 * Runs `fn` on float64 matrices; all that it makes is freed when it ends.
 *
 * @example
 * ```ts ignore
 * const product = float64(backend, ({ enter, product, read }) => read(product(enter(a, 2, 2), enter(b, 2, 2))));
 * ```
 */
export function float64<T>({ binding }: TensorFlowBackend, fn: (ops: Float64Ops) => T): T {
  const made: number[] = [];
  const keep = (id: number) => {
    made.push(id);
    return id;
  };
  const type = (name: string, value: number) => ({ name, type: AttributeType.TF_ATTR_TYPE, value });
  const flag = (name: string, value: boolean) => ({ name, type: AttributeType.TF_ATTR_BOOL, value });
  const run = (
    name: string,
    attributes: ReturnType<typeof type | typeof flag>[],
    inputs: number[],
    outputs = 1,
  ) =>
    binding.executeOp(name, [type("T", TF_DOUBLE), ...attributes], inputs, outputs).map(({ id }) => keep(id));
  const cast = (from: number, to: number, id: number) =>
    keep(binding.executeOp("Bitcast", [type("T", from), type("type", to)], [id], 1)[0].id);
  // Float64 goes in and out as the two int32 words of each number.
  const toEngine = (values: ArrayLike<number>, shape: number[]) => {
    const { buffer } = Float64Array.from(values);
    const words = binding.createTensor([...shape, 2], DataType.TF_INT32, new Int32Array(buffer));
    return cast(DataType.TF_INT32, TF_DOUBLE, keep(words));
  };
  const product = (a: number, b: number, transposed?: "a" | "b") =>
    run("MatMul", [flag("transpose_a", transposed === "a"), flag("transpose_b", transposed === "b")], [
      a,
      b,
    ])[0];
  const times = (factor: number, a: number) => run("Mul", [], [toEngine([factor], []), a])[0];
  const onceOrthonormal = (a: number) => {
    // With G = A Aᵀ = L Lᵀ the rows of L⁻¹ A are orthonormal, as far as G's rounding allows.
    const [lower] = run("Cholesky", [], [product(a, a, "b")]);
    return run("MatrixTriangularSolve", [flag("lower", true), flag("adjoint", false)], [lower, a])[0];
  };
  try {
    return fn({
      enter: (values, rows, columns) => toEngine(values, [rows, columns]),
      read: (id) => {
        const { buffer } = binding.tensorDataSync(cast(TF_DOUBLE, DataType.TF_INT32, id)) as Int32Array;
        return new Float64Array(buffer);
      },
      product,
      combine: (p, a, q, b) => run("AddV2", [], [times(p, a), times(q, b)])[0],
      // Twice is enough where the first is not quite.
      orthonormalRows: (a) => onceOrthonormal(onceOrthonormal(a)),
      eigen: (symmetric) => {
        const [values, vectors] = run("SelfAdjointEigV2", [flag("compute_v", true)], [symmetric], 2);
        return { values, vectors };
      },
    });
  } finally {
    made.forEach(binding.deleteTensor);
  }
}
