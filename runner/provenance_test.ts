import { assertEquals, assertMatch } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { provenance } from "./provenance.ts";

/** A repository with one file in a subfolder, committed. */
async function repository(folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/copy`, { recursive: true });
  await Deno.writeTextFile(`${folder}/copy/file`, "1");
  const identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"];
  for (const args of [["init", "-q"], ["add", "."], [...identity, "commit", "-q", "-m", "one"]]) {
    const { code } = await new Deno.Command("git", { args, cwd: folder }).output();
    assertEquals(code, 0);
  }
}

async function commitAt(folder: string): Promise<[commit: string, dirty: boolean]> {
  const { commit, dirty } = await provenance(new URL(`file://${folder}/`));
  return [commit, dirty];
}

Deno.test("provenance() names the commit of the code's own checkout, and whether it was changed", () =>
  inFolder(async (folder) => {
    await repository(folder);
    const [commit, dirty] = await commitAt(folder);
    assertMatch(commit, /^[0-9a-f]{40}$/);
    assertEquals(dirty, false);
    await Deno.writeTextFile(`${folder}/copy/file`, "2");
    assertEquals(await commitAt(folder), [commit, true]);
  }));

Deno.test("provenance() names no other repository's commit: neither of one around the code, nor of one that a variable names", () =>
  inFolder(async (folder) => {
    await repository(`${folder}/around`);
    assertEquals(await commitAt(`${folder}/around/copy`), ["", false]);
    await Deno.mkdir(`${folder}/beside`);
    Deno.env.set("GIT_DIR", `${folder}/around/.git`);
    try {
      assertEquals(await commitAt(`${folder}/beside`), ["", false]);
    } finally {
      Deno.env.delete("GIT_DIR");
    }
  }));
