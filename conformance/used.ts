/**
 * Which ops of TensorFlow.js the project uses, and the files in which core has its specs of them.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** The folders whose code computes. */
const FOLDERS = ["engine", "experiments", "metrics", "models", "papers"];

/** The ops whose specs are in a file of another name. */
const ELSEWHERE: { [file: string]: readonly string[] } = {
  "ops/arithmetic_test": ["div", "divNoNan", "mod", "mul", "pow", "squaredDifference"],
  "ops/binary_ops_test": ["maximum", "minimum"],
  "tensor_test": ["cast", "reshape"],
};

/** Files whose specs every use of TensorFlow.js rests on. */
const ALWAYS = ["engine_test", "gradients_test", "tape_test", "tensor_test"];

/** What a text uses of TensorFlow.js's functions, by their names under `tf`, such as `losses.logLoss`. */
export function functionsIn(text: string): string[] {
  const names = Array.from(text.matchAll(/\btf\.((?:[a-z]\w*\.)*[a-z]\w*)\b(?!\.)/g), ([, name]) => name);
  return [...new Set(names)];
}

/** The functions of TensorFlow.js that the project's code uses, ops and others, tests aside; sorted. */
export async function usedFunctions(): Promise<string[]> {
  const used = new Set<string>();
  for (const folder of FOLDERS) {
    for await (const path of sources(fileURLToPath(new URL(`../${folder}`, import.meta.url)))) {
      for (const name of functionsIn(await Deno.readTextFile(path))) used.add(name);
    }
  }
  return [...used].sort();
}

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* sources(path);
    else if (/\.ts$/.test(name) && !/(_test|^testing.*)\.ts$/.test(name)) yield path;
  }
}

/**
 * The files that have the specs of a function; none for one that is no op.
 *
 * @param path Its name under `tf`.
 * @param files The names of core's spec files, such as `ops/mat_mul_test`.
 */
export function filesOf(path: string, files: readonly string[]): string[] {
  const name = path.split(".").at(-1)!;
  const key = name.replaceAll("_", "").toLowerCase();
  return files.filter((file) => {
    const own = file.replace(/^ops\/(.*\/)?/, "").replace(/_test$/, "").replaceAll("_", "");
    return file.startsWith("ops/") && (own === key || own.replace(/\dd$/, "") === key) ||
      ELSEWHERE[file]?.includes(name);
  });
}

/** The files that have the specs of functions, and of what all ops rest on, in their order among all files. */
export function usedFiles(functions: readonly string[], files: readonly string[]): string[] {
  const used = new Set([...ALWAYS, ...functions.flatMap((op) => filesOf(op, files))]);
  return files.filter((file) => used.has(file));
}
