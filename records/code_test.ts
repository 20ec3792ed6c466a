import { assert, assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import { pathToFileURL } from "node:url";
import { inFolder } from "../engine/testing.ts";
import { codeDigest, executedText } from "./code.ts";

/** A paper that imports modules, types, data and a package, here or elsewhere. */
const PAPER: Readonly<Record<string, string>> = {
  "paper.ts": `import { rate } from "./parts/rate.ts";
import type { Choices } from "./types.ts";
import sizes from "./sizes.json" with { type: "json" };
import papaparse from "papaparse";

/** What is declared. */
export default { rate, sizes, parse: papaparse.parse } satisfies Choices;
`,
  "parts/rate.ts": `import { base } from "./base.ts";
export const rate = (epoch: number): number => base / epoch;
`,
  "parts/base.ts": "export const base = 0.001;\n",
  "types.ts": "export type Choices = Record<string, unknown>;\n",
  "sizes.json": '{ "k": [784, 70] }',
  "parts/base_test.ts": "Deno.test(() => {});\n",
};

/** The digest of the paper with some of its files otherwise. */
async function digestWith(changes: Record<string, string> = {}): Promise<string> {
  let digest = "";
  await inFolder(async (folder) => {
    for (const [name, text] of Object.entries({ ...PAPER, ...changes })) {
      await Deno.mkdir(`${folder}/parts`, { recursive: true });
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    digest = await codeDigest(pathToFileURL(`${folder}/paper.ts`));
  });
  return digest;
}

Deno.test("codeDigest() is the same in any folder, and whatever is only written otherwise", async () => {
  const digest = await digestWith();
  assertMatch(digest, /^[0-9a-f]{12}$/);
  const same: Record<string, string>[] = [
    {},
    { "parts/base.ts": "/** Of Adam. */\nexport const base = // 1e-3\n  0.001;\n" },
    { "parts/rate.ts": PAPER["parts/rate.ts"].replace("(epoch: number)", "(\n  epoch: number,\n)") },
    { "types.ts": "export type Choices = object;\n" },
    { "sizes.json": '{\n  "k": [784, 70]\n}\n' },
    { "parts/base_test.ts": "" },
    { "unimported.ts": "export const base = 1;\n" },
  ];
  for (const changes of same) assertEquals(await digestWith(changes), digest, JSON.stringify(changes));
});

Deno.test("codeDigest() changes with what any imported module executes", async () => {
  const found = [await digestWith()];
  const changed: Record<string, string>[] = [
    { "parts/base.ts": "export const base = 0.002;\n" },
    { "parts/rate.ts": PAPER["parts/rate.ts"].replace("/ epoch", "* epoch") },
    { "sizes.json": '{ "k": [784, 71] }' },
    { "paper.ts": PAPER["paper.ts"].replaceAll("papaparse", "munkres") },
    {
      "paper.ts": PAPER["paper.ts"].replace("./parts/rate.ts", "./parts/../rate.ts"),
      "rate.ts": PAPER["parts/base.ts"],
    },
  ];
  for (const changes of changed) found.push(await digestWith(changes));
  assertEquals(new Set(found).size, found.length);
});

Deno.test("codeDigest() does not depend on where the suite's checkout lies", async () => {
  const digestIn = async (rate: number) => {
    let digest = "";
    await inFolder(async (folder) => {
      for (const name of ["engine", "records", "papers/made", "models"]) {
        await Deno.mkdir(`${folder}/${name}`, { recursive: true });
      }
      const own = ["engine/loader_variables.ts", "records/code.ts", "records/digest.ts"];
      for (const name of ["deno.json", "deno.lock", "mod.ts", ...own]) {
        await Deno.copyFile(new URL(`../${name}`, import.meta.url), `${folder}/${name}`);
      }
      await Deno.writeTextFile(
        `${folder}/papers/made/paper.ts`,
        'export { rate } from "../../models/rate.ts";\n',
      );
      await Deno.writeTextFile(`${folder}/models/rate.ts`, `export const rate = ${rate};\n`);
      const code: typeof import("./code.ts") = await import(pathToFileURL(`${folder}/records/code.ts`).href);
      digest = await code.codeDigest(pathToFileURL(`${folder}/papers/made/paper.ts`));
    });
    return digest;
  };
  const digest = await digestIn(1);
  assertEquals(await digestIn(1), digest);
  assertNotEquals(await digestIn(2), digest);
});

Deno.test("codeDigest() names a module that is missing", async () => {
  await assertRejects(
    () => digestWith({ "parts/rate.ts": 'export * from "./none.ts";\n' }),
    Error,
    "parts/none.ts",
  );
  await assertRejects(
    () => digestWith({ "parts/rate.ts": 'export * from "no-such-package";\n' }),
    Error,
    "no-such-package",
  );
});

Deno.test("executedText() leaves out what is not executed, and nothing else", () => {
  const same = [
    ["f(a, /* why */ b); // so", "f(a,b);"],
    ["#!/usr/bin/env deno\nf()", "f()"],
    ["f<number>(a as string, b!)", "f(a, b)"],
    ["x! / 2 // a comment", "x / 2"],
    ["import { type A, b } from 'c';", "import { b } from 'c';"],
    ["const a = [\n  1,\n  2,\n];", "const a = [1, 2];"],
  ];
  for (const [a, b] of same) assertEquals(executedText(a), executedText(b));
  const other = [
    ["`a // ${b /* c */} d`", "`a // ${b} d`", "`a //  ${b} d`"],
    ["/[/*]+ \\/ /g.test(a)", "/[/*]+ \\/  /g.test(a)"],
    ["'// a'", "'//  a'"],
    ["a - -b", "a -- b"],
    ["f(a, b)", "f(a, , b)"],
    ["a b", "ab"],
  ];
  assertEquals(executedText(other[0][0]), executedText(other[0][1]));
  for (const texts of [other[0].slice(1), ...other.slice(1)]) {
    assertNotEquals(executedText(texts[0]), executedText(texts[1]));
  }
  // An enum is executed, and more than types.
  assertEquals(executedText("enum A { b /* c */ }"), executedText("enum A { b }"));
  assertNotEquals(executedText("enum A { b }"), executedText("enum A { c }"));
});

Deno.test("executedText() of every module here is a program that does not change when it is done again", async () => {
  const root = new URL("../", import.meta.url);
  let count = 0;
  for (const folder of ["datasets", "engine", "experiments", "metrics", "models", "papers", "records"]) {
    for await (const path of modulesIn(new URL(`${folder}/`, root))) {
      const text = executedText(await Deno.readTextFile(path));
      assertEquals(executedText(text), text, path.href);
      count++;
    }
  }
  assert(count > 100, `${count}`);
});

async function* modulesIn(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* modulesIn(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}
