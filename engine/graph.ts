/**
 * Recording TensorFlow.js's ops into a `TF_Graph`, and making a TensorFlow function of it.
 *
 * @module
 */
import { attributeSetters, type OpAttribute, type SetAttribute } from "./attributes.ts";
import { cString, type LibTensorFlow, type TensorMetadata, toInt64 } from "./libtensorflow.ts";
import { listInputs } from "./op_definition.ts";

/** The n-th output of an operation of the graph. */
interface Output {
  operation: Deno.PointerValue;
  index: number;
}

/** C's `TF_Output`: an operation's pointer and the output's index, 16 bytes. */
function packOutputs(outputs: Output[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16 * outputs.length);
  const view = new DataView(bytes.buffer);
  outputs.forEach(({ operation, index }, i) => {
    view.setBigUint64(16 * i, BigInt(Deno.UnsafePointer.value(operation)), true);
    view.setInt32(16 * i + 8, index, true);
  });
  return bytes;
}

/** Takes down ops as operations of a graph; their tensors have negative ids, shapes and types, but no values. */
export class GraphRecorder {
  readonly #lib: LibTensorFlow;
  readonly #graph: Deno.PointerValue;
  readonly #setAttribute: SetAttribute;
  readonly #outputs = new Map<number, Output>();
  readonly #constants = new Map<Deno.PointerValue, Output>();
  readonly #inputs: Output[] = [];

  /** An empty graph. */
  constructor(lib: LibTensorFlow) {
    this.#lib = lib;
    this.#graph = lib.c.TF_NewGraph();
    this.#setAttribute = attributeSetters(lib).graph;
  }

  /** Adds the next argument of the function. */
  addInput(shape: readonly number[], dtype: number): TensorMetadata {
    const operation = this.#add("Placeholder", (description) => {
      this.#lib.c.TF_SetAttrType(description, cString("dtype"), dtype);
      this.#lib.c.TF_SetAttrShape(description, cString("shape"), toInt64(shape), shape.length);
    });
    this.#inputs.push({ operation, index: 0 });
    return this.#metadata({ operation, index: 0 });
  }

  /** Adds an op; `handleOf` gives the values of tensors made outside the graph, which become constants of it. */
  addOperation(
    name: string,
    attributes: OpAttribute[],
    inputs: number[],
    outputs: number,
    handleOf: (id: number) => Deno.PointerValue,
  ): TensorMetadata[] {
    const sources = inputs.map((id) => this.#outputs.get(id) ?? this.#constant(handleOf(id)));
    const operation = this.#add(name, (description) => {
      this.#addSources(description, name, attributes, sources);
      for (const attribute of attributes) this.#setAttribute(description, attribute);
    });
    const count = this.#lib.c.TF_OperationNumOutputs(operation);
    if (outputs > count) {
      throw new RangeError(`Cannot record ${name}: it has ${count} outputs, asked for ${outputs}`);
    }
    return Array.from({ length: outputs }, (_, index) => this.#metadata({ operation, index }));
  }

  /**
   * Adds a function of this graph to the context, to be run by its name.
   *
   * @param results The ids of the tensors that it returns.
   */
  addFunctionTo(context: Deno.PointerValue, name: string, results: number[], xla: boolean): void {
    const { c, status, check } = this.#lib;
    const outputs = results.map((id) => this.#outputs.get(id)!);
    const fn = c.TF_GraphToFunction(
      this.#graph,
      cString(name),
      0,
      -1,
      null,
      this.#inputs.length,
      packOutputs(this.#inputs),
      outputs.length,
      packOutputs(outputs),
      null,
      null,
      null,
      status,
    );
    check();
    try {
      if (xla) {
        // AttrValue { b: true }: field 5, varint 1.
        c.TF_FunctionSetAttrValueProto(fn, cString("_XlaMustCompile"), Uint8Array.of(0x28, 0x01), 2n, status);
        check();
      }
      c.TFE_ContextAddFunction(context, fn, status);
      check();
    } finally {
      c.TF_DeleteFunction(fn);
    }
  }

  /** Frees the graph; functions made of it stay. */
  dispose(): void {
    this.#lib.c.TF_DeleteGraph(this.#graph);
  }

  #add(name: string, describe: (description: Deno.PointerValue) => void): Deno.PointerValue {
    const { c, status, check } = this.#lib;
    const description = c.TF_NewOperation(this.#graph, cString(name), nodeName(name));
    describe(description);
    const operation = c.TF_FinishOperation(description, status);
    check();
    return operation;
  }

  /** An op's list argument takes several sources at once; its definition says which arguments are lists. */
  #addSources(
    description: Deno.PointerValue,
    name: string,
    attributes: OpAttribute[],
    sources: Output[],
  ): void {
    const { c } = this.#lib;
    const lengths = listInputs(this.#lib, this.#graph, name, attributes);
    const count = lengths.reduce<number>((sum, length) => sum + (length ?? 1), 0);
    if (count !== sources.length) {
      throw new RangeError(`Cannot record ${name}: it takes ${count} inputs, got ${sources.length}`);
    }
    let next = 0;
    for (const length of lengths) {
      if (length === null) {
        c.TF_AddInput(description, packOutputs([sources[next++]]));
      } else {
        c.TF_AddInputList(description, packOutputs(sources.slice(next, next + length)), length);
        next += length;
      }
    }
  }

  #constant(handle: Deno.PointerValue): Output {
    const known = this.#constants.get(handle);
    if (known) return known;
    const { c, status, check } = this.#lib;
    const tensor = c.TFE_TensorHandleResolve(handle, status);
    check();
    try {
      const operation = this.#add("Const", (description) => {
        c.TF_SetAttrTensor(description, cString("value"), tensor, status);
        check();
        c.TF_SetAttrType(description, cString("dtype"), c.TFE_TensorHandleDataType(handle));
      });
      const output = { operation, index: 0 };
      this.#constants.set(handle, output);
      return output;
    } finally {
      c.TF_DeleteTensor(tensor);
    }
  }

  #metadata(output: Output): TensorMetadata {
    const { c, status, check } = this.#lib;
    const packed = packOutputs([output]);
    const rank = c.TF_GraphGetTensorNumDims(this.#graph, packed, status);
    check();
    const dims = new BigInt64Array(Math.max(rank, 0));
    if (rank > 0) c.TF_GraphGetTensorShape(this.#graph, packed, dims, rank, status);
    check();
    const shape = Array.from(dims, Number);
    if (rank < 0 || shape.some((n) => n < 0)) {
      throw new TypeError(
        "Cannot compile: an op's shape depends on values that are known only when it runs, " +
          `got ${rank < 0 ? "unknown" : `[${shape}]`}`,
      );
    }
    const id = nextId--;
    this.#outputs.set(id, output);
    return { id, shape, dtype: c.TF_OperationOutputType(packed) };
  }
}

let nextNode = 0;
let nextId = -1;

/** A name that no other node has, as a C string. */
function nodeName(op: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${op}_${nextNode++}\0`);
}
