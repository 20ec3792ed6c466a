import { loadSolver } from "./nvidia.ts";
import type { Library } from "./setup.ts";
import { SetupError } from "./setup_error.ts";
import { BUILDS } from "./wheels.ts";

/**
 * What `start` makes of the library at its path.
 *
 * @throws {SetupError} If the library does not load: {@linkcode loadError}'s. Other errors pass through.
 */
export async function loading<Result>(
  library: Library,
  start: (path: string) => Promise<Result>,
): Promise<Result> {
  try {
    loadSolver(library.directory);
    return await start(library.cc);
  } catch (error) {
    throw loadError(error, library) ?? error;
  }
}

/**
 * What is wrong with a library that the system's loader refuses, or that lacks a function of TensorFlow's C API; nothing
 * where the error is another one.
 */
export function loadError(error: unknown, library: Pick<Library, "cc" | "origin">): SetupError | undefined {
  const { message } = error as Error;
  const advice = library.origin === "cache"
    ? "deno task doctor checks its files"
    : `set RECLAIM_TENSORFLOW to a folder that holds TensorFlow ${BUILDS[0].wheels[0].version}, ` +
      "or unset it to have it downloaded";
  const refusal = (why: string) =>
    new SetupError(`Cannot load libtensorflow: ${library.cc} ${why}: ${advice}`, { cause: error });
  const symbol = message.match(/Failed to register symbol (\w+)/)?.[1];
  if (symbol) {
    const version = versionOf(library.cc);
    return refusal(
      version === undefined
        ? "is not TensorFlow (it has no TF_Version)"
        : `is TensorFlow ${version}, which lacks ${symbol}`,
    );
  }
  const reason = message.match(/^(?:Could not open library: )+(.*)/s)?.[1];
  if (reason) return refusal(`does not load (${reason})`);
}

function versionOf(path: string): string | undefined {
  try {
    const { symbols } = Deno.dlopen(path, { TF_Version: { parameters: [], result: "pointer" } });
    const version = symbols.TF_Version();
    return version === null ? undefined : Deno.UnsafePointerView.getCString(version);
  } catch {
    return undefined;
  }
}
