/**
 * TensorFlow.js core's own specs, bundled with an engine.
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
import type * as tf from "@tensorflow/tfjs";
import { build, type PluginBuild, stop } from "esbuild";
import jasmineCore from "jasmine-core";
import type { startTensorFlow } from "../engine/tensorflow.ts";
import type { startWebGpu } from "../engine/webgpu/start.ts";

/** In what the specs run: its name, which becomes a part of theirs, and its backend. */
export interface TestEnvironment {
  name: string;
  backendName: string;
  flags: Record<string, unknown>;
  /** Whether values can be read without waiting. */
  isDataSync: boolean;
}

/** The engines on which the specs run. */
export const ENGINES = ["tensorflow", "webgpu"] as const;

/** The name of one of them. */
export type SpecEngine = typeof ENGINES[number];

/** How each engine is started. */
interface Starts {
  tensorflow: typeof startTensorFlow;
  webgpu: typeof startWebGpu;
}

/** The exports of the bundle. */
export interface Bundle<E extends SpecEngine> {
  /** Starts the engine. */
  start: Starts[E];
  /** The bundle's own TensorFlow.js. */
  tf: typeof tf;
  setTestEnvs(environments: TestEnvironment[]): void;
  /** Which environments have the suites that read values without waiting. */
  SYNC_BACKEND_ENVS: { predicate: (environment: TestEnvironment) => boolean };
  /** Declares the specs of a file, through Jasmine's global functions; once. */
  declareFile: { [file: string]: () => Promise<unknown> };
}

const STARTS: Record<SpecEngine, string> = {
  tensorflow: `export { startTensorFlow as start } from "./engine/tensorflow.ts";`,
  webgpu: `export { startWebGpu as start } from "./engine/webgpu/mod.ts";`,
};

const CORE = "@tensorflow/tfjs-core/dist";

function entry(engine: SpecEngine, files: readonly string[]): string {
  return `
    ${STARTS[engine]}
    export * as tf from "@tensorflow/tfjs";
    export { setTestEnvs, SYNC_BACKEND_ENVS } from "${CORE}/jasmine_util.js";
    export const declareFile = {
      ${files.map((file) => `"${file}": () => import("${CORE}/${file}.js"),`).join("\n")}
    };
  `;
}

/** The package of TensorFlow's kernels, which has all that the entry and the engines import but WebGPU's. */
const KERNELS = "@tensorflow/tfjs-node-gpu";

const manifest = (name: string) => fileURLToPath(import.meta.resolve(`${name}/package.json`));

/** The files of core's specs, such as `ops/mat_mul_test`, in the order in which core runs them. */
export async function specFiles(): Promise<string[]> {
  const list = createRequire(manifest(KERNELS)).resolve(`${CORE}/tests.js`);
  const text = await Deno.readTextFile(list);
  return Array.from(text.matchAll(/^import '\.\/(.*)';$/gm), ([, file]) => file);
}

const WEBGPU = "@tensorflow/tfjs-backend-webgpu";

/** Makes the bundle of an engine and these of the {@linkcode specFiles}, and loads it. */
export async function loadBundle<E extends SpecEngine>(
  engine: E,
  files: readonly string[],
): Promise<Bundle<E>> {
  const folder = await Deno.makeTempDir({ prefix: "reclaim-conformance-" });
  try {
    const outfile = join(folder, "specs.js");
    await build({
      stdin: {
        contents: entry(engine, files),
        loader: "ts",
        resolveDir: fileURLToPath(new URL("..", import.meta.url)),
      },
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
  const kernels = manifest(KERNELS);
  const found = {};
  onResolve({ filter: /^[^./]/ }, ({ path, importer, kind, pluginData }) => {
    if (pluginData === found || isBuiltin(path)) return;
    if (path === "jasmine-core/lib/jasmine-core/jasmine.js") {
      return { path: join(jasmineCore.files.path, "jasmine.js") };
    }
    const [, name, file] = path.match(/^(@[^/]+\/[^/]+|[^/]+)(\/.*)?$/)!;
    const from = createRequire(/\.ts$|^<stdin>$/.test(importer) ? kernels : importer);
    let folder;
    try {
      folder = dirname(name === WEBGPU ? manifest(name) : from.resolve(`${name}/package.json`));
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
  // The engine names the package in a variable, so that it is loaded when it is needed.
  onLoad({ filter: /engine\/webgpu.*\.ts$/ }, async ({ path }) => {
    const text = await Deno.readTextFile(path);
    return { contents: text.replace("import(BACKEND)", `import("${WEBGPU}")`), loader: "ts" };
  });
}
