/**
 * Matrices in float64 on the engine `tensorflow`, a type that TensorFlow.js does not have: for numbers that float32 would
 * lose.
 *
 * @module
 */
import { type TensorFlowBackend, tensorFlowBackend } from "./backend.ts";
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
  /** Frees matrices before all are. */
  free(...ids: Float64Id[]): void;
}

/** What every engine has: the host in the place of those without float64. */
export type MatrixOps = Pick<Float64Ops, "enter" | "read" | "product" | "combine" | "free">;

/** Runs `fn` on float64 matrices of the engine `tensorflow` where that runs, else of the host. */
export function onMatrices<T>(fn: (ops: MatrixOps) => T): T {
  const backend = tensorFlowBackend();
  return backend ? float64(backend, fn) : fn(hostOps());
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
  const made = new Set<number>();
  const keep = (id: number) => {
    made.add(id);
    return id;
  };
  const free = (...ids: number[]) => {
    for (const id of ids) if (made.delete(id)) binding.deleteTensor(id);
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
    const id = cast(DataType.TF_INT32, TF_DOUBLE, words);
    binding.deleteTensor(words);
    return id;
  };
  const product = (a: number, b: number, transposed?: "a" | "b") =>
    run("MatMul", [flag("transpose_a", transposed === "a"), flag("transpose_b", transposed === "b")], [
      a,
      b,
    ])[0];
  const times = (factor: number, a: number) => {
    const scalar = toEngine([factor], []);
    const [id] = run("Mul", [], [scalar, a]);
    free(scalar);
    return id;
  };
  const onceOrthonormal = (a: number) => {
    // With G = A Aᵀ = L Lᵀ the rows of L⁻¹ A are orthonormal, as far as G's rounding allows.
    const [lower] = run("Cholesky", [], [product(a, a, "b")]);
    return run("MatrixTriangularSolve", [flag("lower", true), flag("adjoint", false)], [lower, a])[0];
  };
  try {
    return fn({
      enter: (values, rows, columns) => toEngine(values, [rows, columns]),
      read: (id) => {
        const words = cast(TF_DOUBLE, DataType.TF_INT32, id);
        const { buffer } = binding.tensorDataSync(words) as Int32Array;
        free(words);
        return new Float64Array(buffer);
      },
      product,
      combine: (p, a, q, b) => {
        // What is taken once need not be multiplied: the numbers are the same.
        if (p === 1 && Math.abs(q) === 1) return run(q === 1 ? "AddV2" : "Sub", [], [a, b])[0];
        const terms = [times(p, a), times(q, b)];
        const [sum] = run("AddV2", [], terms);
        free(...terms);
        return sum;
      },
      // Twice is enough where the first is not quite.
      orthonormalRows: (a) => onceOrthonormal(onceOrthonormal(a)),
      eigen: (symmetric) => {
        const [values, vectors] = run("SelfAdjointEigV2", [flag("compute_v", true)], [symmetric], 2);
        return { values, vectors };
      },
      free,
    });
  } finally {
    free(...made);
  }
}

/** {@linkcode MatrixOps} by loops. */
function hostOps(): MatrixOps {
  const matrices = new Map<Float64Id, { data: Float64Array; rows: number; columns: number }>();
  let last = 0;
  const keep = (data: Float64Array, rows: number, columns: number) => {
    matrices.set(++last, { data, rows, columns });
    return last;
  };
  const transpose = (id: Float64Id) => {
    const { data, rows, columns } = matrices.get(id)!;
    const turned = Float64Array.from(data, (_, at) => data[at % rows * columns + Math.floor(at / rows)]);
    return { data: turned, rows: columns, columns: rows };
  };
  return {
    enter: (values, rows, columns) => keep(Float64Array.from(values), rows, columns),
    read: (id) => matrices.get(id)!.data.slice(),
    product(a, b, transposed) {
      const { data: x, rows: n, columns: inner } = transposed === "a" ? transpose(a) : matrices.get(a)!;
      const { data: y, rows, columns } = matrices.get(b)!;
      const m = transposed === "b" ? rows : columns;
      const found = new Float64Array(n * m);
      for (let i = 0; i < n; i++) {
        const row = x.subarray(i * inner, (i + 1) * inner);
        if (transposed === "b") {
          for (let j = 0; j < m; j++) found[i * m + j] = dot(row, y.subarray(j * inner, (j + 1) * inner));
        } else {
          const sum = found.subarray(i * m, (i + 1) * m);
          for (let l = 0; l < inner; l++) addMultiple(sum, row[l], y.subarray(l * m, (l + 1) * m));
        }
      }
      return keep(found, n, m);
    },
    combine(p, a, q, b) {
      const { data: x, rows, columns } = matrices.get(a)!;
      const { data: y } = matrices.get(b)!;
      return keep(x.map((value, at) => p * value + q * y[at]), rows, columns);
    },
    free: (...ids) => ids.forEach((id) => matrices.delete(id)),
  };
}

/** The product of two vectors. */
export function dot(a: Float64Array, b: Float64Array): number {
  let even = 0, odd = 0;
  const last = a.length - 1;
  for (let i = 0; i < last; i += 2) {
    even += a[i] * b[i];
    odd += a[i + 1] * b[i + 1];
  }
  return even + odd + (a.length % 2 === 1 ? a[last] * b[last] : 0);
}

/** Adds a multiple of a vector to another, in place. */
export function addMultiple(sum: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += factor * vector[i];
}
