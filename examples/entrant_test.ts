import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { task } from "./testing.ts";

const PAGE = await Deno.readTextFile(new URL("../docs/JOIN_THE_LEAGUE.md", import.meta.url));

Deno.test("docs/JOIN_THE_LEAGUE.md shows the example's declaration", async () => {
  const [, text] = PAGE.match(/`paper\.ts`:\n\n```ts ignore\n([^]*?)^```$/m)!;
  assertEquals(text, await Deno.readTextFile(new URL("entrant/paper.ts", import.meta.url)));
});

Deno.test("the example enters the league, beside the methods that were run", async () => {
  const checked = await task("check", "examples/entrant", "--quiet", "--engine", "wasm");
  assertMatch(checked.stdout, /^1 smoke run in [\d.]+ s, 0 claims read: all is well; /, checked.stderr);
  await inFolder(async (out) => {
    const of = ["--papers", "examples/entrant", "--engine", "wasm", "--quiet", "--out", out];
    const methods = ["league/truth/mnist", "league/random/mnist", "league/pca/mnist"];
    const ran = await task("reproduce", ...of, "--profile", "smoke", "entrant/*", ...methods);
    assertStringIncludes(ran.stdout, "4 runs: 4 done", ran.stderr);
    const page = await Deno.readTextFile(`${out}/LEAGUE.md`);
    const ours = page.match(/^.* (Mixture on 50 components|70 principal components) \| . inductive .*$/gm)!;
    assertEquals(ours.length, 2, page);
    assertStringIncludes(page, `'league/*/mnist' entrant/pca-mixture/mnist --profile smoke`);
    assertStringIncludes(await Deno.readTextFile(`${out}/figures/league.svg`), "Mixture on 50 components");
  });
});
