import { assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import { canonicalJson, checksumOf, configDigest } from "./digest.ts";

Deno.test("configDigest() does not depend on the order of keys or data", () => {
  const parts = {
    experiment: "a/b",
    profile: "quick" as const,
    config: { x: 1, y: { p: [1, 2], q: undefined } },
    data: ["aa", "bb"],
    engine: "cpu",
  };
  const digest = configDigest(parts);
  assertMatch(digest, /^[0-9a-f]{12}$/);
  assertEquals(configDigest({ ...parts, config: { y: { p: [1, 2] }, x: 1 }, data: ["bb", "aa"] }), digest);
  assertNotEquals(configDigest({ ...parts, config: { x: 1, y: { p: [2, 1] } } }), digest);
  assertNotEquals(configDigest({ ...parts, profile: "paper" }), digest);
  assertNotEquals(configDigest({ ...parts, engine: "wasm" }), digest);
  assertNotEquals(configDigest({ ...parts, data: ["aa"] }), digest);
  assertNotEquals(configDigest({ ...parts, experiment: "a/c" }), digest);
});

Deno.test("configDigest() is the start of the SHA-256 of canonical JSON", () => {
  // printf '{"config":{},"data":[],"engine":"cpu","experiment":"a/b","profile":"quick"}' | sha256sum
  assertEquals(
    configDigest({ experiment: "a/b", profile: "quick", config: {}, data: [], engine: "cpu" }),
    "20dc4d753457",
  );
});

Deno.test("configDigest() refuses numbers that JSON cannot hold", () => {
  const parts = { experiment: "a/b", profile: "quick" as const, data: [], engine: "cpu" };
  assertThrows(() => configDigest({ ...parts, config: { lr: NaN } }), RangeError, "got NaN");
});

Deno.test("canonicalJson() names the field of a number that JSON cannot hold", () => {
  assertThrows(() => canonicalJson({ a: [{ lr: Infinity }] }), RangeError, "lr must be finite");
});

Deno.test("checksumOf() is the start of the SHA-256 of canonical JSON, without the checksum itself", () => {
  // printf '{"a":[1,null,"ä"],"b":{"c":true}}' | sha256sum
  const content = { b: { c: true }, a: [1, null, "ä"] };
  assertEquals(checksumOf(content), "8617141e5ca4704e");
  assertEquals(checksumOf({ checksum: "old", ...content, d: undefined }), checksumOf(content));
});
