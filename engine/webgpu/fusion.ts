/**
 * Elementwise operations that wait until their result is needed, and are then computed together by one program: a
 * train step has hundreds of them, and on a GPU the start of a program costs more than its arithmetic.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { GuardedBackend, GuardedBackendClass, TensorData } from "./backend.ts";
import { broadcastIndex, FUNCTIONS, type Operation } from "./elementwise.ts";
import type { Program, Storage } from "./program.ts";

/** An operand of an operation that waits. */
interface Operand {
  readonly dataId: object;
  readonly data: FusedData;
  /** As the operation sees it. */
  readonly shape: readonly number[];
}

/** An operation that waits. */
interface Waiting {
  readonly operation: Operation;
  readonly operands: readonly Operand[];
  /** How many operations its program has, with those that wait among its operands. */
  readonly length: number;
}

/** What is known of a tensor's data. */
interface FusedData extends TensorData {
  /** What is to compute it, if that is not done yet. */
  waiting?: Waiting | null;
  /** How many operations that wait have it for an operand. */
  needed?: number;
  /** Whether its tensor is disposed, and it is there for those operations alone. */
  orphan?: boolean;
}

/** The backend whose elementwise operations wait. */
export interface FusedBackend extends GuardedBackend {
  /** The result of an operation, which is computed when it is needed. */
  defer(
    operation: Operation,
    inputs: readonly tf.TensorInfo[],
    shape: number[],
    dtype: "float32" | "bool",
  ): tf.TensorInfo;
}

/** That backend's class. */
export type FusedBackendClass = new (device: GPUDevice, info: GPUAdapterInfo) => FusedBackend;

/** The most operations in one program. */
const MOST_OPERATIONS = 32;

/** The class with operations that wait. */
export function fused(Base: GuardedBackendClass): FusedBackendClass {
  return class Fused extends Base implements FusedBackend {
    /** The programs by their code. */
    readonly #programs = new Map<string, Program>();

    defer(
      operation: Operation,
      inputs: readonly tf.TensorInfo[],
      shape: number[],
      dtype: "float32" | "bool",
    ): tf.TensorInfo {
      const operands = inputs.map(({ dataId, shape }): Operand => ({
        dataId,
        data: this.#data(dataId),
        shape,
      }));
      // A chain that goes on from step to step, such as a running total, is cut now and then.
      while (lengthOf(operands) > MOST_OPERATIONS) this.#compute(longest(operands));
      for (const { dataId, data } of operands) {
        if (!data.waiting && !isHostScalar(data)) this.uploadToGPU(dataId);
        data.needed = (data.needed ?? 0) + 1;
      }
      const result = this.makeTensorInfo(shape, dtype);
      this.#data(result.dataId).waiting = { operation, operands, length: lengthOf(operands) };
      return result;
    }

    override uploadToGPU(dataId: object): void {
      const data = this.#data(dataId);
      if (data.waiting) this.#compute({ dataId, data, shape: data.shape });
      else super.uploadToGPU(dataId);
    }

    override async read(dataId: object): Promise<tf.BackendValues> {
      if (this.#data(dataId).waiting) this.uploadToGPU(dataId);
      return await super.read(dataId);
    }

    override readToGPU(dataId: object): tf.GPUData {
      if (this.#data(dataId).waiting) this.uploadToGPU(dataId);
      return super.readToGPU(dataId);
    }

    override shouldExecuteOnCPU(inputs: readonly tf.TensorInfo[], most?: number): boolean {
      return inputs.every(({ dataId }) => !this.#data(dataId).waiting) &&
        super.shouldExecuteOnCPU(inputs, most);
    }

    override releaseResource(dataId: object): void {
      const data = this.#data(dataId);
      if (!data) return;
      if (data.needed) data.orphan = true;
      else if (data.waiting) this.#forget(data);
      else super.releaseResource(dataId);
    }

    #data(dataId: object): FusedData {
      return this.tensorMap.get(dataId);
    }

    #compute({ dataId, data }: Operand): void {
      const most = this.device.limits.maxStorageBuffersPerShaderStage - 1;
      let expression = write(data);
      while (expression.inputs.length > most) {
        this.#compute(largestPart(data, most));
        expression = write(data);
      }
      const { code, inputs, scalars } = expression;
      let program = this.#programs.get(code);
      if (!program) {
        const key = `fused ${this.#programs.size}`;
        this.#programs.set(code, program = programOf(key, expression, storageOf(data)));
      }
      const threads = data.shape.reduce((product, size) => product * size, 1);
      const result = this.acquireNumbers(threads);
      this.recordProgram({
        program,
        buffers: [result, ...inputs.map(({ data }) => data.resource!)],
        scalars,
        dataIds: [dataId, ...inputs.map(({ dataId }) => dataId)],
        threads,
      });
      data.resource = result;
      this.#forget(data);
    }

    /** Lets go of what an operation waited with. */
    #forget(data: FusedData): void {
      const { operands } = data.waiting!;
      data.waiting = null;
      for (const { data } of operands) {
        data.needed!--;
        if (data.needed! > 0 || !data.orphan) continue;
        if (data.waiting) this.#forget(data);
        else if (data.resource && !data.external) this.releaseLater(data.resource);
      }
    }
  };
}

/** Whether it is one number that has not gone to the device: a program takes it without a buffer. */
function isHostScalar({ values, resource }: FusedData): boolean {
  return !resource && values?.length === 1;
}

function lengthOf(operands: readonly Operand[]): number {
  return operands.reduce((sum, { data }) => sum + (data.waiting?.length ?? 0), 1);
}

/** The operand that most operations wait for. */
function longest(operands: readonly Operand[]): Operand {
  return operands.reduce((a, b) => (b.data.waiting?.length ?? 0) > (a.data.waiting?.length ?? 0) ? b : a);
}

/** What waits below `root` and reads the most buffers of all that read at most so many. */
function largestPart(root: FusedData, most: number): Operand {
  let [largest, size] = [longest(root.waiting!.operands), 0];
  const visit = ({ waiting }: FusedData) => {
    for (const operand of waiting!.operands) {
      if (!operand.data.waiting) continue;
      const { length } = write(operand.data).inputs;
      if (length > most) visit(operand.data);
      else if (length > size) [largest, size] = [operand, length];
    }
  };
  visit(root);
  return largest;
}

function storageOf({ dtype }: FusedData): "f32" | "i32" {
  return dtype === "float32" ? "f32" : "i32";
}

/** A tree of operations as code. */
interface Expression {
  /** The statements up to the one that names the result, and that name. */
  code: string;
  /** The buffers that it reads; `input0` and so on in the code. */
  inputs: Operand[];
  /** The numbers that it takes. */
  scalars: number[];
}

/** Writes down what computes `root`. What occurs twice in it is computed once. */
function write(root: FusedData): Expression {
  const inputs: Operand[] = [];
  const scalars: number[] = [];
  const lines: string[] = [];
  const named = new Map<FusedData, Map<string, string>>();
  let names = 0;

  const nameOf = (operand: Operand, index: string): string => {
    const { data } = operand;
    const known = named.get(data) ?? new Map<string, string>();
    named.set(data, known);
    let name = known.get(index);
    if (!name) known.set(index, name = define(operand, index));
    return name;
  };
  const define = (operand: Operand, index: string): string => {
    const { data } = operand;
    let value: string;
    if (data.waiting) {
      const { operation, operands } = data.waiting;
      const elements = operands.map((operand) => nameOf(operand, indexIn(operand.shape, data.shape, index)));
      value = operation(elements, index);
    } else if (isHostScalar(data)) {
      const at = scalars.push(Number(data.values![0])) - 1;
      value = `scalars[${Math.floor(at / 4)}][${at % 4}]`;
    } else {
      let at = inputs.findIndex((input) => input.data === data);
      if (at < 0) at = inputs.push(operand) - 1;
      // The type is in the code, so that the code tells all of the program.
      value = `${storageOf(data)}(input${at}[${index}])`;
      if (storageOf(data) === "i32") value = `f32(${value})`;
    }
    const name = `v${names++}`;
    lines.push(`  let ${name} = ${value};`);
    return name;
  };
  const indexIn = (from: readonly number[], to: readonly number[], index: string): string => {
    const at = broadcastIndex(index, from, to);
    if (at === index || at === "0u") return at;
    let name = indices.get(at);
    if (!name) {
      indices.set(at, name = `i${names++}`);
      lines.push(`  let ${name} = ${at};`);
    }
    return name;
  };
  const indices = new Map<string, string>();

  const result = nameOf({ dataId: root, data: root, shape: root.shape }, "i");
  const size = root.shape.reduce((product, size) => product * size, 1);
  const code = `  if (i >= ${size}u) { return; }\n${lines.join("\n")}\n  result[i] = ${
    storageOf(root)
  }(${result});`;
  return { code, inputs, scalars };
}

function programOf(key: string, { code, inputs, scalars }: Expression, result: "f32" | "i32"): Program {
  return {
    key,
    outputs: [["result", result]],
    inputs: inputs.map(({ data }, i): Storage => [`input${i}`, storageOf(data)]),
    scalars: scalars.length,
    declarations: FUNCTIONS,
    body: code,
  };
}
