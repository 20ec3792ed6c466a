/**
 * TensorFlow.js core's own specs, bundled with the engine.
 *
 * The package carries core twice: as one file, which its users get, and as modules, which the specs import one by one. The
 * engine would be registered with the one copy while the specs test the other. So the engine, TensorFlow.js and the specs
 * are bundled into one file in which each of core's modules is there once.
 *
 * @module
 */
import { createRequire, isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import "@tensorflow/tfjs-node-gpu/dist/version.js";
import { build, type PluginBuild, stop } from "esbuild";
import jasmineCore from "jasmine-core";
import type { startTensorFlow } from "../engine/tensorflow.ts";

/** In what the specs run: its name, which becomes a part of theirs, and its backend. */
export interface TestEnvironment {
  name: string;
  backendName: string;
  flags: Record<string, unknown>;
  /** Whether values can be read without waiting. */
  isDataSync: boolean;
}

/** The exports of the bundle. */
export interface Bundle {
  startTensorFlow: typeof startTensorFlow;
  setTestEnvs(environments: TestEnvironment[]): void;
  /** Declares the specs, through Jasmine's global functions. */
  declareSpecs(): Promise<unknown>;
}

const ENTRY = `
  export { startTensorFlow } from "./engine/tensorflow.ts";
  export { setTestEnvs } from "@tensorflow/tfjs-core/dist/jasmine_util.js";
  export const declareSpecs = () => import("@tensorflow/tfjs-core/dist/tests.js");
`;

/** Makes the bundle and loads it. */
export async function loadBundle(): Promise<Bundle> {
  const folder = await Deno.makeTempDir({ prefix: "reclaim-conformance-" });
  try {
    const outfile = join(folder, "specs.js");
    await build({
      stdin: { contents: ENTRY, loader: "ts", resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      // A package's modules rather than its one file.
      mainFields: ["module", "main"],
      // The package says that files which only declare specs have no effect.
      ignoreAnnotations: true,
      banner: {
        js:
          'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
      },
      logLevel: "error",
      plugins: [{ name: "packages", setup }],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await stop();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Finds packages where Deno keeps them; esbuild knows `node_modules` only. */
function setup({ onLoad, onResolve, resolve }: PluginBuild): void {
  const kernels = Object.keys(createRequire(import.meta.url).cache).find((file) =>
    file.includes("tfjs-node-gpu")
  )!;
  const found = {};
  onResolve({ filter: /^[^./]/ }, ({ path, importer, kind, pluginData }) => {
    if (pluginData === found || isBuiltin(path)) return;
    if (path === "jasmine-core/lib/jasmine-core/jasmine.js") {
      return { path: join(jasmineCore.files.path, "jasmine.js") };
    }
    const [, name, file] = path.match(/^(@[^/]+\/[^/]+|[^/]+)(\/.*)?$/)!;
    // The package of the kernels has all that the entry and the engine import.
    const from = createRequire(/\.ts$|^<stdin>$/.test(importer) ? kernels : importer);
    let folder;
    try {
      folder = dirname(from.resolve(`${name}/package.json`));
    } catch {
      // An optional package.
      return;
    }
    return resolve(`.${file ?? ""}`, { resolveDir: folder, kind, pluginData: found });
  });
  // An ES5 class that calls the constructor of an ES2015 class, which the modules have.
  onLoad({ filter: /nodejs_kernel_backend\.js$/ }, async ({ path }) => {
    const text = await Deno.readTextFile(path);
    return {
      contents: text.replace("_super.call(this) || this", "Reflect.construct(_super, [], this.constructor)"),
    };
  });
}
