/**
 * Makes the JSON Schemas of records, labels, figure data, claims and the reference, in `schemas/`, from the TypeScript types:
 * their doc comments become descriptions, and tags such as `@minimum` and `@pattern` become rules. Records, labels and the
 * reference are checked against them at run time.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const ROOT = new URL("../", import.meta.url);

/** The schemas by their file, and the exported type that each is made of. */
const SCHEMAS: Readonly<Record<string, { readonly module: string; readonly type: string }>> = {
  "schemas/record.schema.json": { module: "records/record.ts", type: "RecordFile" },
  "schemas/labels.schema.json": { module: "records/labels.ts", type: "LabelsFile" },
  "schemas/figures.schema.json": { module: "records/figure_data.ts", type: "FiguresFile" },
  "schemas/claim.schema.json": { module: "claims/claims.ts", type: "Claim" },
  "schemas/reference.schema.json": { module: "reports/reference/reference.ts", type: "Reference" },
};

/** The text of each schema as the types are now, by its path from the root. */
export function schemaTexts(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([path, { module, type }]) => [path, schemaText(module, type)]),
  );
}

function schemaText(module: string, type: string): string {
  const generator = createGenerator({
    path: fileURLToPath(new URL(module, ROOT)),
    type,
    jsDoc: "extended",
    topRef: false,
    // Files may have fields that this version does not know.
    additionalProperties: true,
    // The gate checks types.
    skipTypeCheck: true,
  });
  const { $schema, ...schema } = generator.createSchema(type);
  const text = JSON.stringify(
    { $schema, $comment: `Made from ${type} in ${module} by tools/schemas.ts`, ...schema },
    withoutLinks,
    2,
  );
  return text + "\n";
}

/** Doc comments link to symbols, schemas can't. */
function withoutLinks(key: string, value: unknown): unknown {
  if (key !== "description" || typeof value !== "string") return value;
  return value.replaceAll(/\s*\{@link(?:code|plain)?\s+(\S+?)\s*\}\s*/g, " `$1` ").replaceAll(
    /` (?=[.,;:)])/g,
    "`",
  ).trim();
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(schemaTexts())) {
    await Deno.writeTextFile(new URL(path, ROOT), text);
  }
}
