import { assertEquals, assertThrows } from "@std/assert";
import { cacheDir, CacheError } from "./cache.ts";

/** What `cacheDir()` returns or throws under these variables alone. */
function under(variables: Record<string, string>): string {
  const names = ["RECLAIM_CACHE", "XDG_CACHE_HOME", "HOME"];
  const before = names.map((name) => [name, Deno.env.get(name)] as const);
  try {
    for (const name of names) Deno.env.delete(name);
    for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
    return cacheDir();
  } finally {
    for (const [name, value] of before) {
      value === undefined ? Deno.env.delete(name) : Deno.env.set(name, value);
    }
  }
}

Deno.test("cacheDir() is RECLAIM_CACHE where that is set", () => {
  assertEquals(under({ RECLAIM_CACHE: "/data/r", XDG_CACHE_HOME: "/x", HOME: "/home/a" }), "/data/r");
});

Deno.test("cacheDir() is in the platform's cache folder of the user", () => {
  assertEquals(under({ XDG_CACHE_HOME: "/x", HOME: "/home/a" }), "/x/reclaim");
  const inHome = Deno.build.os === "darwin" ? "Library/Caches/reclaim" : ".cache/reclaim";
  assertEquals(under({ HOME: "/home/a" }), `/home/a/${inHome}`);
});

Deno.test("cacheDir() says what to set where no folder can be chosen", () => {
  assertThrows(
    () => under({}),
    CacheError,
    "Cannot choose a cache folder: HOME is not set: set RECLAIM_CACHE to a folder",
  );
});
