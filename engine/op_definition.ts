import type { OpAttribute } from "./attributes.ts";
import { cString, type LibTensorFlow, viewBytes } from "./libtensorflow.ts";

/** How many tensors an input argument of an op takes: one, or as many as an attribute says. */
interface InputArgument {
  /** The attribute that holds the number of tensors, or the list of their types; null for a single tensor. */
  listAttribute: string | null;
}

const definitions = new Map<string, InputArgument[]>();

/**
 * For each input argument of an op, in order, how many tensors it takes as a list; null where it takes one tensor.
 *
 * @throws {TensorFlowError} If the library has no such op.
 */
export function listInputs(
  lib: LibTensorFlow,
  graph: Deno.PointerValue,
  name: string,
  attributes: OpAttribute[],
): (number | null)[] {
  let definition = definitions.get(name);
  if (!definition) definitions.set(name, definition = readDefinition(lib, graph, name));
  return definition.map(({ listAttribute }) => {
    if (listAttribute === null) return null;
    const value = attributes.find((attribute) => attribute.name === listAttribute)?.value;
    if (typeof value === "number") return value;
    if (Array.isArray(value)) return value.length;
    throw new TypeError(`Cannot record ${name}: it needs the attribute ${listAttribute}, got none`);
  });
}

function readDefinition(lib: LibTensorFlow, graph: Deno.PointerValue, name: string): InputArgument[] {
  const { c, status, check } = lib;
  const buffer = c.TF_NewBuffer();
  try {
    c.TF_GraphGetOpDef(graph, cString(name), buffer, status);
    check();
    // TF_Buffer is { const void* data; size_t length; … }.
    const [data, length] = new BigUint64Array(viewBytes(buffer, 16).slice().buffer);
    return inputArguments(viewBytes(Deno.UnsafePointer.create(data), Number(length)));
  } finally {
    c.TF_DeleteBuffer(buffer);
  }
}

/** The input arguments of a serialised `OpDef` (tensorflow/core/framework/op_def.proto). */
function inputArguments(opDef: Uint8Array): InputArgument[] {
  const INPUT_ARG = 2, NUMBER_ATTR = 5, TYPE_LIST_ATTR = 6;
  return fields(opDef).filter(({ number }) => number === INPUT_ARG).map(({ bytes }) => {
    const list = fields(bytes).find(({ number }) => number === NUMBER_ATTR || number === TYPE_LIST_ATTR);
    return { listAttribute: list ? new TextDecoder().decode(list.bytes) : null };
  });
}

/** The length-delimited fields of a protocol buffer message, in order. */
function fields(message: Uint8Array): { number: number; bytes: Uint8Array }[] {
  const found = [];
  let at = 0;
  const varint = () => {
    let value = 0, shift = 1;
    for (;; shift *= 128) {
      const byte = message[at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    switch (tag & 7) {
      case 0:
        varint();
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        found.push({ number: tag >>> 3, bytes: message.subarray(at, at + length) });
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error(`Cannot read an op's definition: wire type must be 0, 1, 2 or 5, got ${tag & 7}`);
    }
  }
  return found;
}
