import { EigenvalueDecomposition, Matrix as DenseMatrix } from "ml-matrix";
import * as tf from "@tensorflow/tfjs";
import { AttributeType, DataType } from "./libtensorflow.ts";
import type { Matrix } from "./matrix.ts";
import { type TensorFlowBackend, tensorFlowBackend } from "./tensorflow.ts";

/** The eigenvalues of a symmetric matrix, largest first, and their eigenvectors. */
export interface Eigen {
  values: Float64Array;
  /** Row i is the eigenvector of length 1 of `values[i]`; its sign is not defined. */
  vectors: Matrix;
}

/**
 * The eigenvalues and eigenvectors of a symmetric matrix, n × n, computed in float64: by TensorFlow where it is the
 * engine, else by ml-matrix.
 *
 * @throws {RangeError} If the matrix is not square.
 */
export function symmetricEigen(matrix: Matrix): Eigen {
  const { rows: n, columns } = matrix;
  if (n !== columns) {
    throw new RangeError(
      `Cannot find eigenvalues: the matrix must be square: current size is ${n} × ${columns}`,
    );
  }
  const backend = tensorFlowBackend();
  const { values, vectorAt } = backend ? byTensorFlow(backend, matrix) : byMlMatrix(matrix);
  // Both give the smallest first and eigenvectors as columns.
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) vectors[i * n + j] = vectorAt(j, n - 1 - i);
  }
  return { values: Float64Array.from(values).reverse(), vectors: { data: vectors, rows: n, columns: n } };
}

interface Ascending {
  values: ArrayLike<number>;
  vectorAt: (row: number, column: number) => number;
}

function byMlMatrix({ data, rows }: Matrix): Ascending {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    DenseMatrix.from1DArray(rows, rows, data),
    { assumeSymmetric: true },
  );
  return { values: realEigenvalues, vectorAt: (row, column) => eigenvectorMatrix.get(row, column) };
}

/** TensorFlow's number of float64, which TensorFlow.js has no tensors of: it goes in and out as float32. */
const TF_DOUBLE = 2;

function byTensorFlow(backend: TensorFlowBackend, { data, rows: n }: Matrix): Ascending {
  const { binding } = backend;
  const type = (name: string, value: number) => ({ name, type: AttributeType.TF_ATTR_TYPE, value });
  const cast = (id: number, from: number, to: number) =>
    binding.executeOp("Cast", [type("SrcT", from), type("DstT", to)], [id], 1)[0];
  const input = tf.tensor2d(Float32Array.from(data), [n, n]);
  const [inputId] = backend.getInputTensorIds([input]);
  const wide = cast(inputId, DataType.TF_FLOAT, TF_DOUBLE);
  input.dispose();
  const compute = { name: "compute_v", type: AttributeType.TF_ATTR_BOOL, value: true };
  const wideResults = binding.executeOp("SelfAdjointEigV2", [type("T", TF_DOUBLE), compute], [wide.id], 2);
  const results = wideResults.map(({ id }) => cast(id, TF_DOUBLE, DataType.TF_FLOAT));
  const [values, vectors] = results.map(({ id }) => binding.tensorDataSync(id) as Float32Array);
  for (const { id } of [wide, ...wideResults, ...results]) binding.deleteTensor(id);
  return { values, vectorAt: (row, column) => vectors[row * n + column] };
}
