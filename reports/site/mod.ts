/**
 * The web page: the claims beside our runs, to be searched, sorted and judged by one's own tolerance. It is files alone,
 * works without a server and asks nothing of other hosts.
 *
 * @module
 */
import { writeWhole } from "../../disk/files.ts";
import { writeOnly } from "../../disk/write_only.ts";
import { siteData, type SiteInput } from "./data.ts";

export type { SiteInput } from "./data.ts";

/** The page's own files, beside its data. */
const FILES = ["index.html", "style.css", "page.js", "favicon.svg"] as const;

/**
 * Writes the web page of a result folder: `out/site/index.html`, its style and icon, its script (`deno task site` makes
 * that from the source), `data.js`, and a file for each embedding. From the same input they are the same bytes.
 *
 * @throws {OutputError} If a file cannot be written.
 */
export async function writeSite(out: string, input: SiteInput): Promise<void> {
  const { data, embeddings } = siteData(input);
  const folder = `${out}/site`;
  for (const name of FILES) {
    await writeWhole(`${folder}/${name}`, await Deno.readTextFile(new URL(`page/${name}`, import.meta.url)));
  }
  const scripts = [...embeddings].map(([file, embedding]) =>
    [`${folder}/${file}`, script(["embeddings", file], embedding)] as const
  );
  await writeOnly(`${folder}/embeddings`, ".js", new Map(scripts));
  await writeWhole(`${folder}/data.js`, script(["data"], data));
}

/**
 * A classic script that puts `value` at a place of the object `reclaim`, which is made if it is not there. Scripts work
 * from the file system, where modules and `fetch` do not. Nothing in a text can end the script early.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { script } from "./mod.ts";
 *
 * assertEquals(
 *   script(["data"], ["</script>"]),
 *   `globalThis.reclaim ??= { embeddings: {} };\nreclaim["data"] = [\n"\\u003c/script>"\n];\n`,
 * );
 * ```
 */
export function script(place: readonly string[], value: object): string {
  const at = place.map((name) => `[${JSON.stringify(name)}]`).join("");
  return `globalThis.reclaim ??= { embeddings: {} };\nreclaim${escaped(at)} = ${escaped(lines(value))};\n`;
}

/** JSON with a line for each item of the lists that `value` holds, so that changes can be seen line by line. */
function lines(value: unknown): string {
  if (Array.isArray(value)) {
    return typeof value[0] === "number"
      ? JSON.stringify(value)
      : `[\n${value.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${lines(field)}`);
  return `{\n${fields.join(",\n")}\n}`;
}

function escaped(json: string): string {
  return json.replace(
    /[<\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
