/**
 * The binding that TensorFlow.js's Node kernels work on (`TFJSBinding` of `@tensorflow/tfjs-node-gpu`), written over
 * libtensorflow's C API instead of that package's C++ addon: tensors and eagerly executed ops. While a
 * {@linkcode GraphRecorder} is set, ops are recorded into its graph instead.
 *
 * @module
 */
import { attributeSetters, type OpAttribute } from "./attributes.ts";
import type { GraphRecorder } from "./graph.ts";
import {
  AttributeType,
  cString,
  DataType,
  type LibTensorFlow,
  readString,
  type TensorMetadata,
  toInt64,
  viewBytes,
} from "./libtensorflow.ts";

/** The values of a tensor in JavaScript; strings are bytes. */
export type TensorValues = Float32Array | Int32Array | Uint8Array | Uint8Array[];

/** A function of the eager context that {@linkcode Binding.callFunction} runs, and what it returns. */
export interface FunctionCall {
  name: string;
  xla: boolean;
  outputs: { shape: number[]; dtype: number }[];
}

/** Everything that TensorFlow.js's Node backend asks of its native addon, and what compiled functions need more. */
export interface Binding {
  readonly lib: LibTensorFlow;
  readonly context: Deno.PointerValue;
  readonly TF_Version: string;
  createTensor(shape: number[], dtype: number, values: TensorValues): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): TensorValues;
  executeOp(name: string, attributes: OpAttribute[], inputs: number[], outputs: number): TensorMetadata[];
  callFunction(call: FunctionCall, inputs: number[]): TensorMetadata[];
  /** Runs `fn` while `recorder` takes down each op instead of its being executed. */
  record<T>(recorder: GraphRecorder, fn: () => T): T;
  isUsingGpuDevice(): boolean;
  getNumOfTensors(): number;
  getNumOfSavedModels(): number;
}

/** The bytes of one element; a string's is TensorFlow's `TF_TString`. */
const ELEMENT_BYTES: Record<number, number> = {
  [DataType.TF_FLOAT]: 4,
  [DataType.TF_INT32]: 4,
  [DataType.TF_UINT8]: 1,
  [DataType.TF_STRING]: 24,
  [DataType.TF_COMPLEX64]: 8,
  [DataType.TF_INT64]: 8,
  [DataType.TF_BOOL]: 1,
};

/** The bytes of `values`: of float32, int32 and bool as elements of that type, else as they come. */
function toBytes(dtype: number, values: Exclude<TensorValues, Uint8Array[]>): Uint8Array {
  const typed = dtype === DataType.TF_FLOAT && !(values instanceof Float32Array)
    ? Float32Array.from(values)
    : dtype === DataType.TF_INT32 && !(values instanceof Int32Array)
    ? Int32Array.from(values)
    : dtype === DataType.TF_BOOL && !(values instanceof Uint8Array)
    ? Uint8Array.from(values)
    : values;
  return new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}

/**
 * The binding on the library's first GPU, or its CPU where it finds none.
 *
 * @throws {TensorFlowError} If TensorFlow cannot make a context.
 */
export function createBinding(lib: LibTensorFlow): Binding {
  const { c, status, check } = lib;
  const setAttribute = attributeSetters(lib).eager;
  const context = newContext(lib);
  const device = firstDevice(lib, context, "GPU");
  const gpu = device === null ? null : cString(device);

  const handles = new Map<number, Deno.PointerValue>();
  const int64Scalars = new Set<number>();
  let nextId = 0;
  let recorder: GraphRecorder | null = null;

  const keep = (handle: Deno.PointerValue): number => {
    handles.set(nextId, handle);
    return nextId++;
  };
  const handleOf = (id: number): Deno.PointerValue => {
    const handle = handles.get(id);
    if (handle !== undefined) return handle;
    throw new TypeError(
      id < 0
        ? "Cannot use a tensor of a compiled function outside it: only what the function returns has values"
        : `Cannot use tensor ${id}: it is disposed`,
    );
  };

  function createTensor(shape: number[], dtype: number, values: TensorValues): number {
    if (Array.isArray(values) !== (dtype === DataType.TF_STRING)) {
      throw new TypeError(`Cannot create a tensor of type ${dtype}: only strings come as an array`);
    }
    const count = shape.reduce((product, n) => product * n, 1);
    const bytes = count * ELEMENT_BYTES[dtype];
    const source = Array.isArray(values) ? values : toBytes(dtype, values);
    const given = source.length * (Array.isArray(source) ? ELEMENT_BYTES[DataType.TF_STRING] : 1);
    if (given !== bytes) {
      throw new RangeError(
        `Cannot create a tensor of shape [${shape}]: its values must have ${bytes} bytes, got ${given}`,
      );
    }
    const tensor = c.TF_AllocateTensor(dtype, toInt64(shape), shape.length, BigInt(bytes));
    if (Array.isArray(source)) writeStrings(lib, c.TF_TensorData(tensor), source);
    else if (bytes > 0) viewBytes(c.TF_TensorData(tensor), bytes).set(source);
    let handle = c.TFE_NewTensorHandle(tensor, status);
    c.TF_DeleteTensor(tensor);
    check();
    // As TensorFlow does itself: int32 tensors are shapes, axes and indices, which its GPU kernels read on the host.
    if (gpu && dtype !== DataType.TF_INT32 && dtype !== DataType.TF_STRING) {
      const onDevice = c.TFE_TensorHandleCopyToDevice(handle, context, gpu, status);
      c.TFE_DeleteTensorHandle(handle);
      check();
      handle = onDevice;
    }
    const id = keep(handle);
    if (dtype === DataType.TF_INT64) int64Scalars.add(id);
    return id;
  }

  function deleteTensor(id: number): void {
    c.TFE_DeleteTensorHandle(handleOf(id));
    handles.delete(id);
  }

  function tensorDataSync(id: number): TensorValues {
    if (recorder && id < 0) {
      throw new TypeError(
        "Cannot compile: the function reads a tensor's values, which are known only when it runs",
      );
    }
    const handle = handleOf(id);
    const dtype = c.TFE_TensorHandleDataType(handle);
    const tensor = c.TFE_TensorHandleResolve(handle, status);
    check();
    try {
      const data = c.TF_TensorData(tensor);
      if (dtype === DataType.TF_STRING) {
        const count = Number(c.TFE_TensorHandleNumElements(handle, status));
        check();
        return readStrings(lib, data, count);
      }
      const { buffer } = viewBytes(data, Number(c.TF_TensorByteSize(tensor))).slice();
      switch (dtype) {
        case DataType.TF_FLOAT:
        case DataType.TF_COMPLEX64:
          return new Float32Array(buffer);
        case DataType.TF_INT32:
          return new Int32Array(buffer);
        case DataType.TF_INT64:
          return Int32Array.from(new BigInt64Array(buffer), Number);
        default:
          return new Uint8Array(buffer);
      }
    } finally {
      c.TF_DeleteTensor(tensor);
    }
  }

  function metadata(handle: Deno.PointerValue): TensorMetadata {
    const rank = c.TFE_TensorHandleNumDims(handle, status);
    const shape = Array.from({ length: rank }, (_, i) => Number(c.TFE_TensorHandleDim(handle, i, status)));
    return { id: keep(handle), shape, dtype: c.TFE_TensorHandleDataType(handle) };
  }

  /** Executes the op under construction, which is deleted; returns its outputs' handles. */
  function execute(
    op: Deno.PointerValue,
    attributes: OpAttribute[],
    inputs: number[],
    outputs: number,
  ): Deno.PointerValue[] {
    const results = new BigUint64Array(Math.max(outputs, 1));
    const count = Int32Array.of(outputs);
    try {
      for (const attribute of attributes) setAttribute(op, attribute);
      for (const id of inputs) {
        c.TFE_OpAddInput(op, handleOf(id), status);
        check();
      }
      c.TFE_Execute(op, results, count, status);
      check();
    } finally {
      c.TFE_DeleteOp(op);
    }
    return Array.from({ length: count[0] }, (_, i) => Deno.UnsafePointer.create(results[i]));
  }

  function executeOp(
    name: string,
    attributes: OpAttribute[],
    inputs: number[],
    outputs: number,
  ): TensorMetadata[] {
    try {
      if (recorder) return recorder.addOperation(name, attributes, inputs, outputs, handleOf);
      const op = c.TFE_NewOp(context, cString(name), status);
      check();
      return execute(op, attributes, inputs, outputs).map(metadata);
    } finally {
      // The kernels make an int64 scalar for one op and keep no reference to it.
      for (const id of inputs) if (int64Scalars.delete(id)) deleteTensor(id);
    }
  }

  function callFunction({ name, xla, outputs }: FunctionCall, inputs: number[]): TensorMetadata[] {
    if (recorder) {
      throw new TypeError(
        "Cannot call a compiled function inside a compiled function: call the function it was made of",
      );
    }
    const op = c.TFE_NewOp(context, cString(name), status);
    check();
    if (xla) c.TFE_OpSetAttrBool(op, cString("_XlaMustCompile"), 1);
    // A function's shapes are known since it was traced, so they are not asked for again.
    return execute(op, [], inputs, outputs.length).map((handle, i) => ({
      id: keep(handle),
      shape: outputs[i].shape.slice(),
      dtype: outputs[i].dtype,
    }));
  }

  function record<T>(graph: GraphRecorder, fn: () => T): T {
    if (recorder) {
      throw new TypeError("Cannot compile a function inside a compiled function: call it as it is");
    }
    recorder = graph;
    try {
      return fn();
    } finally {
      recorder = null;
    }
  }

  return {
    ...DataType,
    ...AttributeType,
    lib,
    context,
    TF_Version: lib.version,
    createTensor,
    deleteTensor,
    tensorDataSync,
    executeOp,
    callFunction,
    record,
    isUsingGpuDevice: () => gpu !== null,
    getNumOfTensors: () => handles.size,
    getNumOfSavedModels: () => 0,
  };
}

function newContext({ c, status, check }: LibTensorFlow): Deno.PointerValue {
  const options = c.TFE_NewContextOptions();
  const context = c.TFE_NewContext(options, status);
  c.TFE_DeleteContextOptions(options);
  check();
  return context;
}

function firstDevice(
  { c, status, check }: LibTensorFlow,
  context: Deno.PointerValue,
  type: string,
): string | null {
  const devices = c.TFE_ContextListDevices(context, status);
  check();
  try {
    for (let i = 0; i < c.TF_DeviceListCount(devices); i++) {
      if (readString(c.TF_DeviceListType(devices, i, status)) === type) {
        return readString(c.TF_DeviceListName(devices, i, status));
      }
    }
    return null;
  } finally {
    c.TF_DeleteDeviceList(devices);
  }
}

function stringAt(data: Deno.PointerValue, index: number): Deno.PointerValue {
  const bytes = BigInt(index * ELEMENT_BYTES[DataType.TF_STRING]);
  return Deno.UnsafePointer.create(Deno.UnsafePointer.value(data) + bytes);
}

function writeStrings({ c }: LibTensorFlow, data: Deno.PointerValue, values: Uint8Array[]): void {
  values.forEach((value, i) => {
    const string = stringAt(data, i);
    c.TF_StringInit(string);
    c.TF_StringCopy(string, value as Uint8Array<ArrayBuffer>, BigInt(value.length));
  });
}

function readStrings({ c }: LibTensorFlow, data: Deno.PointerValue, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    const string = stringAt(data, i);
    return viewBytes(c.TF_StringGetDataPointer(string), Number(c.TF_StringGetSize(string))).slice();
  });
}
