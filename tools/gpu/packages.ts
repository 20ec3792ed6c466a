/**
 * Prints the folder of each npm package of the lock file, a line each: after `loaded` those that modules need, after `named`
 * all others.
 *
 *     deno run --allow-read --allow-run=deno tools/gpu/packages.ts MODULE… [--also PACKAGE…]
 *
 * Packages after `--also` are those that the modules name at run time only.
 *
 * @module
 */
import { print } from "../../terminal/command.ts";

/** What `deno info --json MODULE` says of packages. */
export interface Graph {
  readonly modules: readonly { readonly npmPackage?: string }[];
  /** By their names in the lock file. */
  readonly npmPackages: Readonly<Record<string, NpmPackage>>;
}

/** A package of the lock file. */
export interface NpmPackage {
  readonly name: string;
  readonly dependencies: readonly string[];
  /** Its folder. */
  readonly localPath: string;
}

/**
 * The folders of the packages that a graph's modules import, of those named beside, and of all that these depend on.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { foldersOf } from "./packages.ts";
 *
 * const packages = {
 *   "a@1": { name: "a", dependencies: ["b@2"], localPath: "/npm/a/1" },
 *   "b@2": { name: "b", dependencies: ["a@1"], localPath: "/npm/b/2" },
 *   "c@3": { name: "c", dependencies: [], localPath: "/npm/c/3" },
 *   "d@4": { name: "d", dependencies: [], localPath: "/npm/d/4" },
 * };
 * const graph = { modules: [{ npmPackage: "a@1" }, {}], npmPackages: packages };
 * assertEquals(foldersOf(graph, ["c"]), ["/npm/a/1", "/npm/b/2", "/npm/c/3"]);
 * ```
 */
export function foldersOf({ modules, npmPackages }: Graph, also: readonly string[]): string[] {
  const needed = new Set([
    ...modules.flatMap(({ npmPackage }) => npmPackage ?? []),
    ...Object.keys(npmPackages).filter((id) => also.includes(npmPackages[id].name)),
  ]);
  // What is added while it goes on is gone through too.
  for (const id of needed) for (const dependency of npmPackages[id].dependencies) needed.add(dependency);
  return [...new Set([...needed].map((id) => npmPackages[id].localPath))].sort();
}

async function graphOf(module: string): Promise<Graph> {
  const { success, stdout } = await new Deno.Command("deno", {
    args: ["info", "--json", module],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot tell what ${module} needs: the reason stands above`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

if (import.meta.main) {
  const at = Deno.args.indexOf("--also");
  const modules = at < 0 ? Deno.args : Deno.args.slice(0, at);
  const also = at < 0 ? [] : Deno.args.slice(at + 1);
  const graphs = await Promise.all(modules.map(graphOf));
  const loaded = new Set(graphs.flatMap((graph) => foldersOf(graph, also)));
  for (const { localPath } of Object.values(graphs[0].npmPackages)) {
    print(`${loaded.has(localPath) ? "loaded" : "named"} ${localPath}`);
  }
}
