/**
 * Values against a JSON Schema: what is wrong with one, in words.
 *
 * @module
 */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";

/**
 * A function that says what is wrong with a value by a schema, the first fault only, or undefined. A fault names its path,
 * what must be there, and what is. Where a text must match a pattern, the schema's title says what that is. The schema is
 * compiled at the first call.
 *
 * @param schema A JSON Schema of draft 7. It is trusted.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { checkerOf } from "./schema.ts";
 *
 * const faultOf = checkerOf({ type: "object", properties: { seed: { type: "integer" } }, required: ["seed"] });
 * assertEquals(faultOf({ seed: 42 }), undefined);
 * assertEquals(faultOf({ seed: 0.5 }), "seed must be a whole number, got 0.5");
 * assertEquals(faultOf({}), "seed is missing");
 * ```
 */
export function checkerOf(schema: object): (value: unknown) => string | undefined {
  let validate: ValidateFunction | undefined;
  return (value) => {
    // To check the schema itself would take as long as all records of a folder.
    validate ??= new Ajv({ verbose: true, meta: false, validateSchema: false, allowUnionTypes: true })
      .compile(schema);
    return validate(value) ? undefined : faultOf(validate.errors![0]);
  };
}

const TYPES: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  null: "null",
  number: "a number",
  object: "an object",
  string: "a text",
};

function faultOf({ instancePath, keyword, params, parentSchema, data, message }: ErrorObject): string {
  const path = pathOf(instancePath);
  const at = path === "" ? "it" : path;
  if (keyword === "required") return `${path}${path && "."}${params.missingProperty} is missing`;
  const got = keyword === "maxItems" ? (data as unknown[]).length : shown(data);
  return `${at} must ${mustOf()}, got ${got}`;

  function mustOf(): string {
    switch (keyword) {
      case "type":
        if (typeof data === "number" && !Number.isFinite(data)) return "be finite";
        return `be ${[params.type].flat().map((type) => TYPES[type]).join(" or ")}`;
      case "const":
        return `be ${JSON.stringify(params.allowedValue)}`;
      case "enum":
        return `be one of ${params.allowedValues.join(", ")}`;
      case "minimum":
        return `be at least ${params.limit}`;
      case "maximum":
        return `be at most ${params.limit}`;
      case "maxItems":
        return `have at most ${params.limit} items`;
      case "pattern":
        return parentSchema?.title ? `be ${parentSchema.title}` : `match ${params.pattern}`;
      default:
        return `${message}`.replace(/^must /, "");
    }
  }
}

/** A JSON pointer as code writes it: `measurements[0].value` of `/measurements/0/value`. */
function pathOf(pointer: string): string {
  return pointer.split("/").slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => /^\d+$/.test(part) ? `[${part}]` : `.${part}`)
    .join("").replace(/^\./, "");
}

/** A value as JSON for a message, the beginning of it where it is long; of what JSON cannot say, its name. */
export function shown(value: unknown): string {
  const text = typeof value === "number" ? `${value}` : JSON.stringify(value) ?? `${value}`;
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
