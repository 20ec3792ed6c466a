/**
 * TensorFlow's C API (`tensorflow/c/c_api.h`, `tensorflow/c/eager/c_api.h`) through `Deno.dlopen`: the symbols that the
 * binding calls, and the conversions between JavaScript's values and C's.
 *
 * @module
 */
import { threads } from "./processor.ts";

const p = "pointer";
const output = { struct: ["pointer", "i32"] } as const;

const symbols = {
  TF_Version: { parameters: [], result: p },
  TF_NewStatus: { parameters: [], result: p },
  TF_GetCode: { parameters: [p], result: "i32" },
  TF_Message: { parameters: [p], result: p },

  TFE_NewContextOptions: { parameters: [], result: p },
  TFE_DeleteContextOptions: { parameters: [p], result: "void" },
  TFE_NewContext: { parameters: [p, p], result: p },
  TFE_ContextListDevices: { parameters: [p, p], result: p },
  TF_DeviceListCount: { parameters: [p], result: "i32" },
  TF_DeviceListType: { parameters: [p, "i32", p], result: p },
  TF_DeviceListName: { parameters: [p, "i32", p], result: p },
  TF_DeleteDeviceList: { parameters: [p], result: "void" },

  TF_AllocateTensor: { parameters: ["i32", "buffer", "i32", "usize"], result: p },
  TF_DeleteTensor: { parameters: [p], result: "void" },
  TF_TensorData: { parameters: [p], result: p },
  TF_TensorByteSize: { parameters: [p], result: "usize" },
  TF_StringInit: { parameters: [p], result: "void" },
  TF_StringCopy: { parameters: [p, "buffer", "usize"], result: "void" },
  TF_StringGetDataPointer: { parameters: [p], result: p },
  TF_StringGetSize: { parameters: [p], result: "usize" },

  TFE_NewTensorHandle: { parameters: [p, p], result: p },
  TFE_DeleteTensorHandle: { parameters: [p], result: "void" },
  TFE_TensorHandleDataType: { parameters: [p], result: "i32" },
  TFE_TensorHandleNumDims: { parameters: [p, p], result: "i32" },
  TFE_TensorHandleNumElements: { parameters: [p, p], result: "i64" },
  TFE_TensorHandleDim: { parameters: [p, "i32", p], result: "i64" },
  TFE_TensorHandleResolve: { parameters: [p, p], result: p },
  TFE_TensorHandleCopyToDevice: { parameters: [p, p, "buffer", p], result: p },

  TFE_NewOp: { parameters: [p, "buffer", p], result: p },
  TFE_DeleteOp: { parameters: [p], result: "void" },
  TFE_OpAddInput: { parameters: [p, p, p], result: "void" },
  TFE_Execute: { parameters: [p, "buffer", "buffer", p], result: "void" },
  TFE_OpSetAttrString: { parameters: [p, "buffer", "buffer", "usize"], result: "void" },
  TFE_OpSetAttrStringList: { parameters: [p, "buffer", "buffer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrInt: { parameters: [p, "buffer", "i64"], result: "void" },
  TFE_OpSetAttrIntList: { parameters: [p, "buffer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrFloat: { parameters: [p, "buffer", "f32"], result: "void" },
  TFE_OpSetAttrFloatList: { parameters: [p, "buffer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrBool: { parameters: [p, "buffer", "u8"], result: "void" },
  TFE_OpSetAttrType: { parameters: [p, "buffer", "i32"], result: "void" },
  TFE_OpSetAttrTypeList: { parameters: [p, "buffer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrShape: { parameters: [p, "buffer", "buffer", "i32", p], result: "void" },
  TFE_OpSetAttrShapeList: { parameters: [p, "buffer", "buffer", "buffer", "i32", p], result: "void" },

  TF_NewGraph: { parameters: [], result: p },
  TF_DeleteGraph: { parameters: [p], result: "void" },
  TF_NewOperation: { parameters: [p, "buffer", "buffer"], result: p },
  TF_FinishOperation: { parameters: [p, p], result: p },
  TF_AddInput: { parameters: [p, output], result: "void" },
  TF_AddInputList: { parameters: [p, "buffer", "i32"], result: "void" },
  TF_SetAttrString: { parameters: [p, "buffer", "buffer", "usize"], result: "void" },
  TF_SetAttrStringList: { parameters: [p, "buffer", "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrInt: { parameters: [p, "buffer", "i64"], result: "void" },
  TF_SetAttrIntList: { parameters: [p, "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrFloat: { parameters: [p, "buffer", "f32"], result: "void" },
  TF_SetAttrFloatList: { parameters: [p, "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrBool: { parameters: [p, "buffer", "u8"], result: "void" },
  TF_SetAttrType: { parameters: [p, "buffer", "i32"], result: "void" },
  TF_SetAttrTypeList: { parameters: [p, "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrShape: { parameters: [p, "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrShapeList: { parameters: [p, "buffer", "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrTensor: { parameters: [p, "buffer", p, p], result: "void" },
  TF_OperationNumOutputs: { parameters: [p], result: "i32" },
  TF_OperationOutputType: { parameters: [output], result: "i32" },
  TF_GraphGetTensorNumDims: { parameters: [p, output, p], result: "i32" },
  TF_GraphGetTensorShape: { parameters: [p, output, "buffer", "i32", p], result: "void" },
  TF_NewBuffer: { parameters: [], result: p },
  TF_DeleteBuffer: { parameters: [p], result: "void" },
  TF_GraphGetOpDef: { parameters: [p, "buffer", p, p], result: "void" },
  TF_GraphToFunction: {
    parameters: [p, "buffer", "u8", "i32", p, "i32", "buffer", "i32", "buffer", p, p, p, p],
    result: p,
  },
  TF_FunctionSetAttrValueProto: { parameters: [p, "buffer", "buffer", "usize", p], result: "void" },
  TF_DeleteFunction: { parameters: [p], result: "void" },
  TFE_ContextAddFunction: { parameters: [p, p, p], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

/** TensorFlow's type numbers (`TF_DataType`), those that TensorFlow.js's kernels name. */
export const DataType = {
  TF_FLOAT: 1,
  TF_INT32: 3,
  TF_UINT8: 4,
  TF_STRING: 7,
  TF_COMPLEX64: 8,
  TF_INT64: 9,
  TF_BOOL: 10,
  TF_RESOURCE: 20,
} as const;

/** TensorFlow.js's numbers for the kinds of op attributes. */
export const AttributeType = {
  TF_ATTR_STRING: 0,
  TF_ATTR_INT: 1,
  TF_ATTR_FLOAT: 2,
  TF_ATTR_BOOL: 3,
  TF_ATTR_TYPE: 4,
  TF_ATTR_SHAPE: 5,
  TF_ATTR_RESOURCE: 9,
} as const;

/** A tensor as TensorFlow.js's kernels know it: the binding's id of it, its shape, its type (`TF_DataType`). */
export interface TensorMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

/** The functions of the library, the status object that they report to, and its check. */
export interface LibTensorFlow {
  readonly c: Deno.DynamicLibrary<typeof symbols>["symbols"];
  readonly status: Deno.PointerValue;
  readonly version: string;
  /** Throws what the last call reported, in TensorFlow's own words, as a {@linkcode TensorFlowError}. */
  check(): void;
}

/** An error that TensorFlow reported: its message, and its status code (`TF_Code`). */
export class TensorFlowError extends Error {
  /** The status code (`TF_Code`), such as 3 for INVALID_ARGUMENT. */
  readonly code: number;
  /** An error of this message and code. */
  constructor(message: string, code: number) {
    super(message);
    this.name = "TensorFlowError";
    this.code = code;
  }
}

/** What TensorFlow reads from the environment when it is loaded, where the user has not set it. */
const ENVIRONMENT = {
  // Its log goes to stderr below level 2.
  TF_CPP_MIN_LOG_LEVEL: "2",
  // It takes all memory of a GPU at once otherwise.
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
  // NVIDIA's libraries would round the factors of products to 10 bits, too few for distances.
  NVIDIA_TF32_OVERRIDE: "0",
  // oneDNN's kernels round differently from one processor to the next; the compiled steps don't use them.
  TF_ENABLE_ONEDNN_OPTS: "0",
  // Memory of the CPU is kept from step to step: asked of the system each time, it costs a convolutional step a third.
  TF_CPU_ALLOCATOR_USE_BFC: "true",
};

/** `dlopen`'s flags: names are looked up when they are first called, in the library itself first, and it stays loaded. */
const RTLD_LAZY = 1, RTLD_DEEPBIND = 8, RTLD_NODELETE = 0x1000;

/** What has `dlopen`: libc, and before glibc 2.34 a library of its own. */
const LOADERS = ["libc.so.6", "libdl.so.2"];

/**
 * Loads the library before Deno does, where that has no way to say how. Mesa's drivers bring an LLVM too: without
 * `RTLD_DEEPBIND`, TensorFlow calls that one's functions in place of its own, on objects that look different inside, which
 * ends the process or damages its memory. And threads of TensorFlow's go on when Deno closes the library. Where it cannot be
 * loaded, Deno says why.
 */
function preload(path: string): void {
  if (Deno.build.os !== "linux") return;
  for (const name of LOADERS) {
    try {
      const { dlopen } = Deno.dlopen(name, { dlopen: { parameters: ["buffer", "i32"], result: p } }).symbols;
      dlopen(cString(path), RTLD_LAZY | RTLD_DEEPBIND | RTLD_NODELETE);
      return;
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
    }
  }
}

/**
 * Opens `libtensorflow_cc` at `path`.
 *
 * @throws {Error} If the file is not a library of this machine, or lacks a function of TensorFlow's C API.
 */
export function openLibTensorFlow(path: string): LibTensorFlow {
  const environment = {
    ...ENVIRONMENT,
    // Its own count does not see a container's share of the machine.
    TF_NUM_INTRAOP_THREADS: String(threads()),
  };
  for (const [name, value] of Object.entries(environment)) {
    if (Deno.env.get(name) === undefined) Deno.env.set(name, value);
  }
  preload(path);
  const c = Deno.dlopen(path, symbols).symbols;
  const status = c.TF_NewStatus();
  return {
    c,
    status,
    version: readString(c.TF_Version()),
    check() {
      const code = c.TF_GetCode(status);
      if (code !== 0) throw new TensorFlowError(readString(c.TF_Message(status)), code);
    },
  };
}

const encoder = new TextEncoder();
const names = new Map<string, Uint8Array<ArrayBuffer>>();

/** `text` as a C string; cached, since op and attribute names return with each op. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  let bytes = names.get(text);
  if (!bytes) names.set(text, bytes = encoder.encode(text + "\0"));
  return bytes;
}

/** The text of a C string. */
export function readString(pointer: Deno.PointerValue): string {
  return pointer === null ? "" : Deno.UnsafePointerView.getCString(pointer);
}

/** The memory at `pointer` as bytes, not copied: valid as long as what it belongs to. */
export function viewBytes(pointer: Deno.PointerValue, length: number): Uint8Array<ArrayBuffer> {
  if (pointer === null || length === 0) return new Uint8Array(0);
  return new Uint8Array(Deno.UnsafePointerView.getArrayBuffer(pointer, length));
}

/** `dims` as C's array of 64-bit integers. */
export function toInt64(dims: ArrayLike<number>): BigInt64Array<ArrayBuffer> {
  return BigInt64Array.from({ length: dims.length }, (_, i) => BigInt(dims[i]));
}

/** An array of C pointers to `buffers`, which must stay reachable as long as it is used. */
export function pointersTo(buffers: BufferSource[]): BigUint64Array<ArrayBuffer> {
  return BigUint64Array.from(buffers, (b) => Deno.UnsafePointer.value(Deno.UnsafePointer.of(b)));
}
