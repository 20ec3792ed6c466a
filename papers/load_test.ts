import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { ClaimsError, loadDeclarations, loadPapers, PaperError } from "./load.ts";
import { PAPERS } from "./mod.ts";
import { exampleClaims, exampleModule, writePaper } from "./testing.ts";

const SUITE = PAPERS.map(({ id }) => id);

Deno.test("loadPapers() has the suite's own papers, whole", async () => {
  const papers = await loadPapers();
  assertEquals(papers.map(({ id }) => id), SUITE);
  for (const { id, folder, title, claims, experiments } of papers) {
    assertEquals([folder.href.endsWith(`/papers/${id}/`), title === "", experiments.length > 0], [
      true,
      false,
      true,
    ]);
    assertEquals(claims.length > 0, !["league", "comparison", "controls"].includes(id), id);
  }
  const erring = papers.filter(({ errata }) => errata.length > 0).map(({ id }) => id);
  assertEquals(erring, ["diba", "siam", "chowdhury", "agarap", "song", "clustergan"]);
});

Deno.test("loadPapers() and loadDeclarations() add the papers of folders, in their order", () =>
  inFolder(async (folder) => {
    for (const id of ["b", "a"]) {
      await writePaper(`${folder}/folder-of-${id}`, {
        "paper.ts": exampleModule(id),
        "claims.csv": exampleClaims(id),
      });
    }
    const folders = ["b", "a"].map((id) => `${folder}/folder-of-${id}`);
    assertEquals((await loadPapers(folders)).map(({ id }) => id), [...SUITE, "b", "a"]);
    assertEquals((await loadDeclarations(folders)).map(({ id }) => id), [...SUITE, "b", "a"]);
  }));

Deno.test("loadDeclarations() reads no claims", () =>
  inFolder(async (folder) => {
    await writePaper(folder, { "claims.csv": "nothing of the kind\n" });
    assertEquals((await loadDeclarations([folder])).at(-1)?.id, "made");
    await assertRejects(() => loadPapers([folder]), ClaimsError, `${folder}/claims.csv: row 1: the column`);
  }));

Deno.test("loadPapers() refuses an id that is taken", () =>
  inFolder(async (folder) => {
    const [own, first, second] = ["own", "first", "second"].map((name) => `${folder}/${name}`);
    await writePaper(own, { "paper.ts": exampleModule("siam") });
    await writePaper(first);
    await writePaper(second);
    const { message } = await assertRejects(() => loadPapers([own, first, second]), PaperError);
    assertEquals(message.split("\n"), [
      `${own}/paper.ts: the suite has a paper of the id siam`,
      `${second}/paper.ts: ${first}/ has a paper of the id made`,
    ]);
  }));

Deno.test("loadPapers() refuses claims of one id in two papers", () =>
  inFolder(async (folder) => {
    for (const id of ["made", "made-up"]) {
      await writePaper(`${folder}/${id}`, {
        "paper.ts": exampleModule(id),
        "claims.csv": exampleClaims(id).replace(/^made.*?,/m, "made-up-1,"),
      });
    }
    const folders = ["made", "made-up"].map((id) => `${folder}/${id}`);
    const { message } = await assertRejects(() => loadPapers(folders), ClaimsError);
    assertEquals(
      message,
      `${folder}/made-up/claims.csv: row 2: the id "made-up-1" is there twice: before in ${folder}/made/claims.csv`,
    );
  }));

Deno.test("loadPapers() tells the faults of all folders", () =>
  inFolder(async (folder) => {
    await writePaper(`${folder}/a`, { "paper.ts": 'throw new Error("no luck");\n' });
    const { message } = await assertRejects(() => loadPapers([`${folder}/a`, `${folder}/b`]), PaperError);
    assertEquals(message.split("\n"), [
      `${folder}/a/paper.ts: row 1: it cannot be loaded: no luck`,
      `${folder}/b: there is no such folder of a paper`,
    ]);
  }));

Deno.test("loadPapers() refuses a method that enters a league which there is not, or on data that it has not", () =>
  inFolder(async (folder) => {
    const messageOf = async (name: string, enters: string) => {
      const module = exampleModule().replaceAll('"mnist"', '"yaleb"').replaceAll("/mnist", "/yaleb");
      await writePaper(`${folder}/${name}`, {
        "paper.ts": module.replace("run:", `enters: ${enters}, run:`),
      });
      return (await assertRejects(() => loadPapers([`${folder}/${name}`]), PaperError)).message;
    };
    assertEquals(
      await messageOf("a", '{ league: "legaue", kind: "inductive" }'),
      `${folder}/a/paper.ts: the league "legaue" is unknown: did you mean league?`,
    );
    assertEquals(
      await messageOf("b", '{ league: "league", kind: "inductive" }'),
      `${folder}/b/paper.ts: made/up/yaleb: the league has no yaleb, only mnist, fashion-mnist and usps`,
    );
    assertMatch(
      await messageOf("c", '{ league: "league", kind: "best" }'),
      /must be a league and a kind: inductive, transductive or control, got \{/,
    );
  }));

Deno.test("loadPapers() refuses bounds and causes whose experiment no paper has", () =>
  inFolder(async (folder) => {
    await writePaper(`${folder}/made`, {
      "bounds.csv": "claims,side,value,control,metric,space,split,average,evidence\n" +
        "made-1,at most,,controls/lost/mnist,SIL,code,test,,a thousand starts\n",
      "causes.csv": "misses,cause,study,metric,space,split,average,note\n" +
        "made-1,the rate,made/up/mnist,SIL,code,test,,\n",
    });
    const { message } = await assertRejects(() => loadPapers([`${folder}/made`]), ClaimsError);
    assertStringIncludes(message, 'bounds.csv: row 2: the control "controls/lost/mnist" is unknown');
    assertEquals(message.includes("causes.csv"), false);
  }));
