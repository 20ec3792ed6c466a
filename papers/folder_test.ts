import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { ClaimsError, PaperError } from "../claims/fault.ts";
import { importDeclaration, readFolder } from "./folder.ts";
import { exampleClaims, exampleModule, writePaper } from "./testing.ts";

/** What is wrong with a folder of these files, each under its own path. */
function refused(files: Record<string, string>, ...messages: string[]): () => Promise<void> {
  return () =>
    inFolder(async (folder) => {
      await writePaper(folder, files);
      const error = await assertRejects(
        async () => await readFolder(await importDeclaration(folder)),
        PaperError,
      );
      assertEquals(error.message.split("\n"), messages.map((message) => `${folder}/${message}`));
    });
}

Deno.test("a paper's folder is read: its declaration, its page, its claims", () =>
  inFolder(async (folder) => {
    await writePaper(folder, {
      "README.md":
        "# Made up: a paper\n\n## What explains the differences\n\nLuck.\n\n## Deviations and assumptions\n\n1. All.\n",
      "errata.csv": "id,line,where,printed,right,claims,note\nmade-e1,7,T,0.5,0.6,made-1,a slip\n",
    });
    for (const path of [folder, `${folder}/`]) {
      const paper = await readFolder(await importDeclaration(path));
      assertEquals(paper.folder.href, `file://${folder}/`);
      assertEquals([paper.id, paper.title, paper.explanations, paper.deviations], [
        "made",
        "Made up: a paper",
        "Luck.",
        "1. All.",
      ]);
      assertEquals(paper.experiments.map(({ id }) => id), ["made/up/mnist"]);
      assertEquals(paper.claims.map(({ id, tolerance }) => [id, tolerance]), [["made-1", 0.01]]);
      assertEquals(paper.errata.map(({ claims }) => claims), [["made-1"]]);
    }
  }));

Deno.test("a paper needs no claims", () =>
  inFolder(async (folder) => {
    await writePaper(folder);
    await Deno.remove(`${folder}/claims.csv`);
    const { claims, errata } = await readFolder(await importDeclaration(folder));
    assertEquals([claims, errata], [[], []]);
  }));

Deno.test("a folder that is not there, or has no paper.ts", () =>
  inFolder(async (folder) => {
    const message = async (path: string) =>
      (await assertRejects(() => importDeclaration(path), PaperError)).message;
    assertEquals(await message(`${folder}/none`), `${folder}/none: there is no such folder of a paper`);
    assertEquals(await message(folder), `${folder}/paper.ts: the file is missing: it declares the paper`);
    await Deno.writeTextFile(`${folder}/paper.ts`, "");
    assertEquals(
      await message(`${folder}/paper.ts`),
      `${folder}/paper.ts: there is no such folder of a paper`,
    );
  }));

Deno.test(
  "a module that throws while loading",
  refused(
    { "paper.ts": 'throw new Error("no luck\\nat all");\n' },
    "paper.ts: row 1: it cannot be loaded: no luck",
  ),
);

Deno.test("a module that is no TypeScript, imports what is not there, or fails in another file: which row of which", () =>
  inFolder(async (folder) => {
    for (
      const [name, place, files] of [
        ["a", "paper.ts: row 1: ", { "paper.ts": "export default {" }],
        ["b", "paper.ts: row 2: ", { "paper.ts": '\nimport "./none.ts";\n' }],
        ["c", "own.ts: row 3: ", { "paper.ts": 'import "./own.ts";\n', "own.ts": "\n\nnone();\n" }],
        ["d", "paper.ts: ", { "paper.ts": 'throw "no luck";\n' }],
      ] as [string, string, Record<string, string>][]
    ) {
      await writePaper(`${folder}/${name}`, files);
      const { message } = await assertRejects(() => importDeclaration(`${folder}/${name}`), PaperError);
      assertStringIncludes(message, `${folder}/${name}/${place}it cannot be loaded: `);
      assertEquals(message.split("\n").length, 1);
    }
  }));

Deno.test(
  "a default export that is no paper",
  refused(
    { "paper.ts": "export default { id: 'made', experiments: [], datasets: [] };\n" },
    "paper.ts: the paper lacks metrics",
    "paper.ts: the paper lacks figures",
  ),
);

Deno.test(
  "an experiment on data that is not there",
  refused(
    { "paper.ts": exampleModule().replace('"mnist-10k"', '"mnist-10"') },
    'paper.ts: the experiment made/up/mnist, smoke: the data set "mnist-10" is unknown: did you mean mnist-10k?',
  ),
);

Deno.test(
  "a metric that the suite knows as another",
  refused(
    {
      "paper.ts": exampleModule(
        "made",
        'metrics: [{ kind: "plain", name: "ACC", title: "accuracy", direction: "higher", floor: { units: 1 }, range: [0, 1] }]',
      ),
    },
    "paper.ts: the metric ACC has a name that is known as another: give it its own",
  ),
);

Deno.test(
  "a page without a heading",
  refused({ "README.md": "text\n" }, "README.md: a heading is missing: the first, # …, is the paper's title"),
);

Deno.test("no page", () =>
  inFolder(async (folder) => {
    await writePaper(folder);
    await Deno.remove(`${folder}/README.md`);
    const { message } = await assertRejects(
      async () => await readFolder(await importDeclaration(folder)),
      PaperError,
    );
    assertEquals(message, `${folder}/README.md: the file is missing: its first heading is the paper's title`);
  }));

Deno.test("a page or claims that are no files, or are not UTF-8", () =>
  inFolder(async (folder) => {
    await writePaper(folder);
    const message = async () =>
      (await assertRejects(async () => await readFolder(await importDeclaration(folder)), PaperError))
        .message;
    await Deno.writeFile(`${folder}/claims.csv`, Uint8Array.of(0x4d, 0xfc, 0x6c));
    assertEquals(await message(), `${folder}/claims.csv: it is not UTF-8`);
    await Deno.remove(`${folder}/README.md`);
    await Deno.mkdir(`${folder}/README.md`);
    assertEquals(await message(), `${folder}/README.md: it is a folder, not a file`);
  }));

Deno.test("claims that cannot be used", () =>
  inFolder(async (folder) => {
    await writePaper(folder, { "claims.csv": exampleClaims().replace("made/up/", "made/u/") });
    const { message } = await assertRejects(
      async () => await readFolder(await importDeclaration(folder)),
      ClaimsError,
    );
    assertEquals(
      message,
      `${folder}/claims.csv: row 2: the experiment "made/u/mnist" is unknown: did you mean made/up/mnist?`,
    );
  }));
