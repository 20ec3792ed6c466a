import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { openLibTensorFlow } from "./libtensorflow.ts";
import { loadError } from "./load_error.ts";
import { compileLibrary, hasCompiler } from "./testing_c.ts";

const ignore = !hasCompiler();

/** What is said of a library that {@linkcode openLibTensorFlow} refuses. */
function refusalOf(cc: string, origin: "RECLAIM_TENSORFLOW" | "cache" = "RECLAIM_TENSORFLOW"): string {
  try {
    openLibTensorFlow(cc);
  } catch (error) {
    const refusal = loadError(error, { cc, origin });
    assert(refusal, (error as Error).message);
    assertEquals([refusal.name, refusal.cause], ["SetupError", error]);
    return refusal.message.replaceAll(cc, "LIBRARY");
  }
  throw new Error("the library was loaded");
}

const ADVICE =
  "set RECLAIM_TENSORFLOW to a folder that holds TensorFlow 2.21.0, or unset it to have it downloaded";

Deno.test({
  name: "loadError() tells a library that is not TensorFlow",
  ignore,
  fn: () =>
    compileLibrary("int answer(void) { return 42; }", (path) =>
      assertEquals(
        refusalOf(path),
        `Cannot load libtensorflow: LIBRARY is not TensorFlow (it has no TF_Version): ${ADVICE}`,
      )),
});

Deno.test({
  name: "loadError() tells a TensorFlow that is too old by its version and what it lacks",
  ignore,
  fn: () =>
    compileLibrary(
      'const char *TF_Version(void) { return "1.15.0"; }\nvoid *TF_NewStatus(void) { return 0; }',
      (path) =>
        assertMatch(
          refusalOf(path),
          /^Cannot load libtensorflow: LIBRARY is TensorFlow 1\.15\.0, which lacks TFE?_\w+: set RECLAIM_TENSORFLOW to /,
        ),
    ),
});

Deno.test({
  name: "loadError() gives the loader's reason, such as a library that needs one that is missing",
  ignore: ignore || Deno.build.os !== "linux",
  fn: () =>
    compileLibrary("extern int missing(void); int answer(void) { return missing(); }", (path) => {
      const { success } = new Deno.Command("cc", {
        args: ["-shared", "-Wl,-z,now", "-fPIC", "-o", path, path.replace(/so$/, "c")],
      }).outputSync();
      assert(success);
      assertStringIncludes(
        refusalOf(path, "cache"),
        "Cannot load libtensorflow: LIBRARY does not load (LIBRARY: undefined symbol: missing): deno task doctor",
      );
    }),
});

Deno.test("loadError() leaves other errors alone", () => {
  assertEquals(
    loadError(new TypeError("x is not a function"), { cc: "/x.so", origin: "cache" }),
    undefined,
  );
});
