/**
 * The command `deno task site`: makes the page's script, `page/page.js`, from its source. The script is kept beside the
 * source, so that drawing a report needs no bundler; a test makes it again and compares.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";

/** Where the script is kept. */
export const SCRIPT = new URL("page/page.js", import.meta.url);

/** The page's script, made from its source. */
export async function pageScript(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
    entryPoints: [fileURLToPath(new URL("page/main.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    banner: {
      js: "// Made by `deno task site` from the files beside it; changes belong there.\n" +
        "// deno-fmt-ignore-file\n// deno-lint-ignore-file",
    },
  });
  await stop();
  return outputFiles[0].text;
}

if (import.meta.main) await Deno.writeTextFile(SCRIPT, await pageScript());
