/**
 * The variables by which the system's loader is told which libraries to load, as modules of CUDA and containers do, each
 * with no value, which counts as unset; where not all variables can be seen, those that are known of. With only some
 * commands allowed, Deno starts nothing while one has a value.
 */
export function noLoaderVariables(): Record<string, string> {
  const names = Deno.permissions.querySync({ name: "env" }).state === "granted"
    ? Object.keys(Deno.env.toObject()).filter((name) => /^(LD|DYLD)_/.test(name))
    : ["LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH"];
  return Object.fromEntries(names.map((name) => [name, ""]));
}
