import * as tf from "@tensorflow/tfjs";
import { type TensorFlowBackend, tensorFlowBackend } from "./backend.ts";
import type { FunctionCall } from "./binding.ts";
import { GraphRecorder } from "./graph.ts";
import { AttributeType, DataType, TensorFlowError, type TensorMetadata } from "./libtensorflow.ts";
import { notice } from "../terminal/notice.ts";
import {
  fillTree,
  leaves,
  leavesLike,
  mapTree,
  type Spec,
  specsOf,
  type SpecTree,
  type Tree,
} from "./tree.ts";

/** A compiled function: like the one it was made of; the tensors that it returns are the caller's to dispose. */
export type Compiled<Arguments extends Tree[], Result extends Tree> = (...args: Arguments) => Result;

let functions = 0;
let saidGraph = false;

/**
 * Makes one TensorFlow function of `fn`: it is run once on symbolic tensors while each op, gradients and optimiser
 * included, is recorded, and then executed as a whole by XLA; where an op has no XLA kernel, as a plain graph, which is
 * said once on stderr. The same function with the same signature is compiled once. On the other engines the result is
 * `fn` itself within `tf.tidy`.
 *
 * `fn` must be pure: what it draws with JavaScript's randomness or reads from outside is frozen into the graph (see
 * `uniformTensor()` and `dropout()` for randomness with a seed as input). All shapes are fixed by the signature.
 *
 * @param fn A function of tensors, or arrays and records of tensors, that returns the like.
 * @param signature For each argument its structure, with a tensor or a {@linkcode Spec} at each leaf.
 *
 * @example
 * ```ts ignore
 * const step = compile((x: tf.Tensor, w: tf.Tensor) => tf.relu(tf.matMul(x, w)), [spec([256, 784]), w]);
 * ```
 */
export function compile<Arguments extends Tree[], Result extends Tree>(
  fn: (...args: Arguments) => Result,
  signature: readonly SpecTree[],
): Compiled<Arguments, Result> {
  const backend = tensorFlowBackend();
  if (!backend) {
    // An argument that `fn` returns as it is must outlive the argument, as it does where it is compiled.
    const copy = (result: Tree) => mapTree(result, (t: tf.Tensor) => tf.clone(t)) as tf.TensorContainer;
    return (...args) => tf.tidy(() => copy(fn(...args))) as Result;
  }

  const specs = signature.map(specsOf);
  const key = JSON.stringify(specs);
  const bySignature = compiled.get(fn) ?? new Map<string, unknown>();
  compiled.set(fn, bySignature);
  if (!bySignature.has(key)) bySignature.set(key, compileAnew(backend, fn, specs));
  return bySignature.get(key) as Compiled<Arguments, Result>;
}

/**
 * By function and signature: TensorFlow takes as long to compile as to run some steps, and never frees what it compiled.
 */
const compiled = new WeakMap<object, Map<string, unknown>>();

function compileAnew<Arguments extends Tree[], Result extends Tree>(
  backend: TensorFlowBackend,
  fn: (...args: Arguments) => Result,
  signature: readonly SpecTree[],
): Compiled<Arguments, Result> {
  const specs = leaves<Spec>(signature);
  const traced = trace(backend, fn, signature, specs);
  return (...args) => {
    const tensors = checkedArguments(args, signature, specs);
    const results = traced.call(backend.getInputTensorIds(tensors));
    return fillTree(traced.structure, results.map((r) => backend.createOutputTensor(r))) as unknown as Result;
  };
}

/** The tensors of `args` in the order of the signature, whatever the order of keys in `args`. */
function checkedArguments(args: readonly Tree[], signature: readonly SpecTree[], specs: Spec[]): tf.Tensor[] {
  const count = leaves(args).length;
  if (count !== specs.length) {
    throw new TypeError(`Cannot call the compiled function: it takes ${specs.length} tensors, got ${count}`);
  }
  const tensors = leavesLike<tf.Tensor>(signature, args);
  specs.forEach(({ shape, dtype }, i) => {
    const given = tensors[i];
    if (given?.dtype !== dtype || !tf.util.arraysEqual(given.shape, shape as number[]) || given.isDisposed) {
      throw new TypeError(
        `Cannot call the compiled function: tensor ${i} must be ${dtype} [${shape}], ` +
          (given ? `got ${given.isDisposed ? "disposed " : ""}${given.dtype} [${given.shape}]` : "got none"),
      );
    }
  });
  return tensors as tf.Tensor[];
}

interface Traced {
  /** The structure of the results. */
  structure: SpecTree;
  call: (inputs: number[]) => TensorMetadata[];
}

function trace<Arguments extends Tree[]>(
  backend: TensorFlowBackend,
  fn: (...args: Arguments) => Tree,
  signature: readonly SpecTree[],
  specs: Spec[],
): Traced {
  const { binding } = backend;
  const recorder = new GraphRecorder(binding.lib);
  let structure!: SpecTree;
  let outputs: TensorMetadata[] = [];
  const add = (xla: boolean): FunctionCall => {
    const name = `compiled_${functions++}`;
    recorder.addFunctionTo(binding.context, name, outputs.map(({ id }) => id), xla);
    return { name, xla, outputs };
  };
  let current: FunctionCall;
  try {
    tf.tidy(() =>
      binding.record(recorder, () => {
        const inputs = specs.map(({ shape, dtype }) =>
          backend.createOutputTensor(recorder.addInput(shape, TYPE_NUMBERS[dtype]))
        );
        const results = fn(...fillTree(signature, inputs) as unknown as Arguments);
        structure = specsOf(results);
        // A function's results must be outputs of operations of its own: not an argument, not a constant, none twice.
        outputs = leaves<tf.Tensor>(results).map((tensor) =>
          binding.executeOp(
            "Identity",
            [
              { name: "T", type: AttributeType.TF_ATTR_TYPE, value: TYPE_NUMBERS[tensor.dtype] },
            ],
            backend.getInputTensorIds([tensor]),
            1,
          )[0]
        );
      })
    );
    current = add(true);
  } catch (error) {
    recorder.dispose();
    throw error;
  }
  let ran = false;
  const call = (inputs: number[]) => {
    if (ran) return binding.callFunction(current, inputs);
    let results;
    try {
      results = binding.callFunction(current, inputs);
    } catch (error) {
      if (!lacksXlaKernel(error)) throw error;
      sayGraph(error);
      current = add(false);
      results = binding.callFunction(current, inputs);
    }
    ran = true;
    recorder.dispose();
    return results;
  };
  return { structure, call };
}

const TYPE_NUMBERS: Record<tf.DataType, number> = {
  float32: DataType.TF_FLOAT,
  int32: DataType.TF_INT32,
  bool: DataType.TF_BOOL,
  complex64: DataType.TF_COMPLEX64,
  string: DataType.TF_STRING,
};

/** XLA refuses a function with an op that it has no kernel for by INVALID_ARGUMENT (3) or UNIMPLEMENTED (12). */
function lacksXlaKernel(error: unknown): error is TensorFlowError {
  return error instanceof TensorFlowError && (error.code === 12 || error.code === 3) &&
    /unsupported operations|not compilable|No registered .* OpKernel for XLA|unimplemented/i.test(
      error.message,
    );
}

function sayGraph(error: TensorFlowError): void {
  if (saidGraph) return;
  saidGraph = true;
  const [reason] = error.message.split("\n");
  notice(`Running a compiled function as a plain graph, since XLA cannot compile it: ${reason}`);
}
