/**
 * The name of the code that a run executes: what sets the results of one version apart from those of another beside their
 * configuration.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { stripTypeScriptTypes } from "node:module";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import jsTokens from "js-tokens";
import { noLoaderVariables } from "../engine/loader_variables.ts";
import { canonicalJson } from "./digest.ts";

/** The suite's folder. */
const ROOT = new URL("../", import.meta.url);

/** What `deno info --json` says of a module. */
interface Module {
  readonly specifier: string;
  /** Where its text lies; absent for what is no file. */
  readonly local?: string;
  readonly mediaType?: string;
  /** The package that it is of, by name and version. */
  readonly npmPackage?: string;
  /** Where it cannot be had. */
  readonly error?: string;
  readonly dependencies?: readonly {
    readonly specifier: string;
    /** Absent where it is imported for its types alone. */
    readonly code?: { readonly specifier?: string; readonly error?: string };
  }[];
}

/** What `deno info --json` says. */
interface Graph {
  readonly roots: readonly string[];
  readonly redirects: Readonly<Record<string, string>>;
  readonly modules: readonly Module[];
  readonly npmPackages?: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
}

const digests = new Map<string, Promise<string>>();

/**
 * The digest of the code that a module executes: the first 12 hex digits of a SHA-256 over its own and every module that it
 * imports, directly or not. Local modules count by what they execute: types, comments and white space do not matter, see
 * {@linkcode executedText}. npm packages count by name and version. Neither the folder of the checkout matters nor that of an
 * outside paper. Made once a process for a module.
 *
 * @param module As a rule a paper's `paper.ts`.
 * @throws {Error} If it, or a module that it imports, cannot be had.
 */
export function codeDigest(module: URL): Promise<string> {
  let digest = digests.get(module.href);
  if (!digest) digests.set(module.href, digest = digestOf(module));
  return digest;
}

async function digestOf(module: URL): Promise<string> {
  const graph = await graphOf(module);
  const parts = [...executed(graph).values()].map(
    async ({ specifier, local, mediaType, npmPackage, error }) => {
      if (error !== undefined) throw new Error(`Cannot name the code of ${module}: ${error}`);
      // Parts of Deno itself, whose version a record has, have no text.
      if (local === undefined) return npmPackage === undefined ? [] : packagesBelow(npmPackage, graph);
      return [`${nameOf(specifier, module)} ${await contentDigest(local, mediaType)}`];
    },
  );
  const lines = [...new Set((await Promise.all(parts)).flat())].sort();
  return sha256(lines.join("\n")).slice(0, 12);
}

/** The module graph of Deno, whose settings are the suite's also where the module is outside of it. */
async function graphOf(module: URL): Promise<Graph> {
  const config = ROOT.protocol === "file:" ? ["--config", fileURLToPath(new URL("deno.json", ROOT))] : [];
  const { success, stdout, stderr } = await new Deno.Command("deno", {
    args: ["info", "--json", ...config, module.href],
    env: { ...noLoaderVariables(), NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`Cannot name the code of ${module}: ${text.decode(stderr).trim()}`);
  return JSON.parse(text.decode(stdout));
}

/** The modules that are executed, by their specifier: not those that are imported for their types alone. */
function executed({ roots, redirects, modules }: Graph): Map<string, Module> {
  const known = new Map(modules.map((module) => [module.specifier, module]));
  const found = new Map<string, Module>();
  const left = [...roots];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const specifier = redirects[next] ?? next;
    if (found.has(specifier)) continue;
    const module = known.get(specifier) ?? { specifier, error: `there is no ${specifier}` };
    found.set(specifier, module);
    for (const { specifier: asked, code } of module.dependencies ?? []) {
      if (code === undefined) continue;
      if (code.specifier !== undefined) left.push(code.specifier);
      else found.set(asked, { specifier: asked, error: code.error ?? `there is no ${asked}` });
    }
  }
  return found;
}

/** A package and all that it depends on. */
function packagesBelow(name: string, { npmPackages = {} }: Graph): string[] {
  const found = new Set([name]);
  // A set goes on to what is added meanwhile.
  for (const one of found) npmPackages[one]?.dependencies.forEach((dependency) => found.add(dependency));
  return [...found];
}

/** A module's place: from the folder of the module that is asked for, or else from the suite's, or else how to get there. */
function nameOf(specifier: string, module: URL): string {
  const folder = new URL("./", module);
  if (specifier.startsWith(folder.href)) return `./${specifier.slice(folder.href.length)}`;
  if (specifier.startsWith(ROOT.href)) return specifier.slice(ROOT.href.length);
  const { protocol, pathname } = new URL(specifier);
  return protocol === folder.protocol ? posix.relative(folder.pathname, pathname) : specifier;
}

const contents = new Map<string, Promise<string>>();

/** The digest of what a file executes, made once a process. */
function contentDigest(path: string, mediaType: string | undefined): Promise<string> {
  let digest = contents.get(path);
  if (!digest) {
    contents.set(
      path,
      digest = Deno.readFile(path).then((bytes) => sha256(contentOf(bytes, mediaType))),
    );
  }
  return digest;
}

function contentOf(bytes: Uint8Array, mediaType = ""): Uint8Array | string {
  const text = () => new TextDecoder().decode(bytes);
  if (mediaType === "Json") return canonicalJson(JSON.parse(text()));
  if (/^(TypeScript|JavaScript|[MC][tj]s)$/.test(mediaType)) return executedText(text());
  return bytes;
}

/**
 * What of a module's text is executed: its tokens, without types, comments, white space and commas after a last item,
 * a line each. Line breaks are left out also where they decide: `return`, a line break and `a` become `return a`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { executedText } from "./code.ts";
 *
 * assertEquals(
 *   executedText("const sum = (a: number) => a + 1; // One more."),
 *   executedText("const sum = (\n  a,\n) => a + 1;"),
 * );
 * ```
 */
export function executedText(text: string): string {
  const tokens: string[] = [];
  for (const { type, value } of jsTokens(withoutTypes(text))) {
    if (/Comment$|^WhiteSpace$|^LineTerminatorSequence$/.test(type)) continue;
    if (/^[)\]}]$/.test(value) && tokens.at(-1) === ",") tokens.pop();
    tokens.push(value);
  }
  return tokens.join("\n");
}

/** A module's text with blanks in place of types; as it is where some of its TypeScript is more than types, as an enum is. */
function withoutTypes(text: string): string {
  try {
    return stripTypeScriptTypes(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function sha256(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}
