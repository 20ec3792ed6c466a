/**
 * A paper's folder: `paper.ts`, which declares it, `README.md`, its page, `reference.bib`, how it is cited, and its claims.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { Claims } from "../claims/claims.ts";
import { type Fault, PaperError, shownPath } from "../claims/fault.ts";
import { readClaims } from "../claims/read.ts";
import { DATASETS } from "../datasets/mod.ts";
import { isFolder, readText, statIfThere } from "../disk/files.ts";
import type { PaperDeclaration } from "../experiments/experiment.ts";
import { KNOWN_METRICS } from "../metrics/registry.ts";
import { INTERRUPTED } from "../terminal/command.ts";
import { notice } from "../terminal/notice.ts";
import { declarationFaults } from "./declaration.ts";
import { type Page, parsePage } from "./page.ts";
import { parseReference, type Reference } from "./reference.ts";

/** A paper's declaration, and where it is. */
export interface Declared {
  readonly declaration: PaperDeclaration;
  /** The paper's folder; ends with a slash. */
  readonly folder: URL;
}

/** A paper: its declaration, and what its folder says of it. */
export interface Paper extends PaperDeclaration, Page, Claims {
  /** Ends with a slash. */
  readonly folder: URL;
  /** How it is cited; absent where its folder has no `reference.bib`. */
  readonly reference?: Reference;
}

/**
 * The declaration in a folder: the default export of its `paper.ts`.
 *
 * @param path The folder's.
 * @throws {PaperError} If there is no such folder or no `paper.ts` in it, if that cannot be loaded, or if its default export
 * is not a paper.
 */
export async function importDeclaration(path: string): Promise<Declared> {
  const folder = pathToFileURL(path.endsWith("/") ? path : `${path}/`);
  const module = new URL("paper.ts", folder);
  const file = shownPath(module);
  const failed = (...reasons: string[]) => new PaperError(reasons.map((reason) => ({ file, reason })));
  if (!await isFolder(path)) {
    throw new PaperError([{ file: path, reason: "there is no such folder of a paper" }]);
  }
  if (await statIfThere(shownPath(module)) === undefined) {
    throw failed("the file is missing: it declares the paper");
  }
  // Code that ends the program as it is loaded would end a command as if all were well.
  const ended = () => {
    if (Deno.exitCode === INTERRUPTED) return;
    notice(`${file}: it cannot be loaded: it ends the program (by Deno.exit)`);
    Deno.exitCode = 1;
  };
  let exported: unknown;
  addEventListener("unload", ended);
  try {
    exported = (await import(module.href)).default;
  } catch (error) {
    throw new PaperError([{
      ...placeOf(error, folder) ?? { file },
      reason: `it cannot be loaded: ${firstLine(error)}`,
    }]);
  } finally {
    removeEventListener("unload", ended);
  }
  const faults = declarationFaults(exported, { datasets: DATASETS, metrics: KNOWN_METRICS });
  if (faults.length > 0) throw failed(...faults);
  return { declaration: exported as PaperDeclaration, folder };
}

/** What an error says, as far as it is one line. */
function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return stripVTControlCharacters(message).trim().split("\n")[0];
}

/** The first line of the paper's own code that an error names. */
function placeOf(error: unknown, { href }: URL): Omit<Fault, "reason"> | undefined {
  const text = error instanceof Error ? `${error.message}\n${error.stack}` : "";
  // Deno colours the place of an import in the message.
  for (const [, url, row] of stripVTControlCharacters(text).matchAll(/(file:\S+?):(\d+):\d+/g)) {
    if (url.startsWith(href)) return { file: shownPath(new URL(url)), row: Number(row) };
  }
}

/**
 * A paper with what its folder says of it.
 *
 * @throws {PaperError} If its page is missing or has no heading, or its reference is not one BibTeX entry.
 * @throws {ClaimsError} If its claims cannot be used.
 */
export async function readFolder({ declaration, folder }: Declared): Promise<Paper> {
  const page = new URL("README.md", folder);
  const failed = (reason: string) => new PaperError([{ file: shownPath(page), reason }]);
  const found = await readText(page);
  if (found === undefined) throw failed("the file is missing: its first heading is the paper's title");
  if ("reason" in found) throw failed(found.reason);
  const parsed = parsePage(found.text);
  if (parsed === undefined) throw failed("a heading is missing: the first, # …, is the paper's title");
  const reference = await readReference(new URL("reference.bib", folder));
  return {
    ...declaration,
    folder,
    ...parsed,
    ...reference !== undefined && { reference },
    ...await readClaims(folder, declaration),
  };
}

/** How a paper is cited, where that is said. */
async function readReference(url: URL): Promise<Reference | undefined> {
  const found = await readText(url);
  if (found === undefined) return undefined;
  const parsed = "reason" in found ? { fault: found.reason } : parseReference(found.text);
  if ("fault" in parsed) throw new PaperError([{ file: shownPath(url), reason: parsed.fault }]);
  return parsed;
}
