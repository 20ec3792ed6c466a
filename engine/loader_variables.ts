/**
 * The variables by which the system's loader is told which libraries to load, as modules of CUDA and containers do, each
 * with no value. With only some commands allowed, Deno starts nothing while one has a value.
 */
export function noLoaderVariables(): Record<string, string> {
  const names = Object.keys(Deno.env.toObject()).filter((name) => /^(LD|DYLD)_/.test(name));
  return Object.fromEntries(names.map((name) => [name, ""]));
}
