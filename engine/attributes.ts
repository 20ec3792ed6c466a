import { AttributeType, cString, type LibTensorFlow, pointersTo, toInt64 } from "./libtensorflow.ts";

/** An attribute of an op as TensorFlow.js's kernels state it: a value, or a list of values. */
export interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** Sets one attribute on an op under construction. */
export type SetAttribute = (op: Deno.PointerValue, attribute: OpAttribute) => void;

const encoder = new TextEncoder();

/**
 * The setters of attributes for eager ops (`TFE_OpSetAttr…`) and for operations of a graph (`TF_SetAttr…`):
 * one rule for both, since the two families of functions take the same arguments.
 */
export function attributeSetters({ c, status }: LibTensorFlow): { eager: SetAttribute; graph: SetAttribute } {
  return {
    eager: setter({
      string: c.TFE_OpSetAttrString,
      strings: c.TFE_OpSetAttrStringList,
      int: c.TFE_OpSetAttrInt,
      ints: c.TFE_OpSetAttrIntList,
      float: c.TFE_OpSetAttrFloat,
      floats: c.TFE_OpSetAttrFloatList,
      bool: c.TFE_OpSetAttrBool,
      type: c.TFE_OpSetAttrType,
      types: c.TFE_OpSetAttrTypeList,
      shape: (op, name, dims, n) => c.TFE_OpSetAttrShape(op, name, dims, n, status),
      shapes: (op, name, dims, ranks, n) => c.TFE_OpSetAttrShapeList(op, name, dims, ranks, n, status),
    }),
    graph: setter({
      string: c.TF_SetAttrString,
      strings: c.TF_SetAttrStringList,
      int: c.TF_SetAttrInt,
      ints: c.TF_SetAttrIntList,
      float: c.TF_SetAttrFloat,
      floats: c.TF_SetAttrFloatList,
      bool: c.TF_SetAttrBool,
      type: c.TF_SetAttrType,
      types: c.TF_SetAttrTypeList,
      shape: c.TF_SetAttrShape,
      shapes: c.TF_SetAttrShapeList,
    }),
  };
}

type Op = Deno.PointerValue;
type Bytes = BufferSource;

interface Functions {
  string(op: Op, name: Bytes, value: Bytes, length: bigint): void;
  strings(op: Op, name: Bytes, values: Bytes, lengths: Bytes, count: number): void;
  int(op: Op, name: Bytes, value: bigint): void;
  ints(op: Op, name: Bytes, values: Bytes, count: number): void;
  float(op: Op, name: Bytes, value: number): void;
  floats(op: Op, name: Bytes, values: Bytes, count: number): void;
  bool(op: Op, name: Bytes, value: number): void;
  type(op: Op, name: Bytes, value: number): void;
  types(op: Op, name: Bytes, values: Bytes, count: number): void;
  shape(op: Op, name: Bytes, dims: Bytes, rank: number): void;
  shapes(op: Op, name: Bytes, dims: Bytes, ranks: Bytes, count: number): void;
}

function setter(set: Functions): SetAttribute {
  return (op, { name: text, type, value }) => {
    const name = cString(text);
    switch (type) {
      case AttributeType.TF_ATTR_STRING:
        if (Array.isArray(value)) {
          const texts = (value as string[]).map((v) => encoder.encode(v));
          const lengths = BigUint64Array.from(texts, (t) => BigInt(t.length));
          return set.strings(op, name, pointersTo(texts), lengths, texts.length);
        } else {
          const bytes = encoder.encode(value as string);
          return set.string(op, name, bytes, BigInt(bytes.length));
        }
      case AttributeType.TF_ATTR_INT:
        if (Array.isArray(value)) return set.ints(op, name, toInt64(value), value.length);
        return set.int(op, name, BigInt(value as number));
      case AttributeType.TF_ATTR_FLOAT:
        if (Array.isArray(value)) return set.floats(op, name, Float32Array.from(value), value.length);
        return set.float(op, name, value as number);
      case AttributeType.TF_ATTR_BOOL:
        // No op has a list of these.
        return set.bool(op, name, value ? 1 : 0);
      case AttributeType.TF_ATTR_TYPE:
        if (Array.isArray(value)) return set.types(op, name, Int32Array.from(value), value.length);
        return set.type(op, name, value as number);
      case AttributeType.TF_ATTR_SHAPE: {
        const shape = value as number[] | number[][];
        if (shape.length > 0 && Array.isArray(shape[0])) {
          const shapes = (shape as number[][]).map(toInt64);
          const ranks = Int32Array.from(shapes, (s) => s.length);
          return set.shapes(op, name, pointersTo(shapes), ranks, shapes.length);
        }
        return set.shape(op, name, toInt64(shape as number[]), shape.length);
      }
      default:
        throw new TypeError(
          `Cannot set attribute ${text}: its type must be one of TensorFlow.js's, got ${type}`,
        );
    }
  };
}
