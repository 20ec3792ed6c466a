import { assertEquals } from "@std/assert";
import { inFolder } from "../../engine/testing.ts";
import { layActions, pinsIn } from "./actions.ts";
import { run } from "./tools.ts";

const COMMIT = "d23441a48e516b6c34aea4fa41551a30e30af803";

Deno.test("pinsIn() finds each action once, also one in a folder of its repository, and no workflow", () => {
  const text = `
      - uses: actions/checkout@${COMMIT} # v6.1.0
      - uses: actions/cache/restore@${COMMIT}
      - uses: actions/cache/save@${COMMIT}
    uses: ./.github/workflows/publish.yml`;
  const found = pinsIn(text).map(({ action, commit }) => `${action} ${commit}`);
  assertEquals(found, [`actions/checkout ${COMMIT}`, `actions/cache ${COMMIT}`]);
});

/** A repository with an action; returns its commit. */
async function clone(folder: string, action: string): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/action.yml`, action);
  const git = async (...args: string[]) => {
    const { code, text } = await run("git", [
      "-C",
      folder,
      "-c",
      "user.name=a",
      "-c",
      "user.email=b",
      ...args,
    ]);
    assertEquals(code, 0, text);
    return text.trim();
  };
  await git("init", "-q");
  await git("add", ".");
  await git("commit", "-q", "-m", "An action");
  return await git("rev-parse", "HEAD");
}

Deno.test("layActions() takes actions from clones, those that they use in turn too, or from what lies beside these", () =>
  inFolder(async (root) => {
    const inner = await clone(`${root}/clones/inner`, "name: inner\n");
    const outer = await clone(`${root}/clones/outer`, `name: outer\n    - uses: actions/inner@${inner}\n`);
    await Deno.mkdir(`${root}/clones/made-${COMMIT}`);
    await Deno.writeTextFile(`${root}/clones/made-${COMMIT}/action.yml`, "name: made\n");
    const workflows = [
      `uses: actions/outer@${outer}\nuses: actions/made@${COMMIT}\n`,
      `uses: actions/outer@${outer}\n`,
    ];
    const laid = await layActions(workflows, `${root}/clones`, `${root}/to`);
    const expected = [["outer", outer], ["made", COMMIT], ["inner", inner]];
    assertEquals(
      "options" in laid && laid.options.toSorted(),
      expected.map(([name, commit]) =>
        `--local-repository=actions/${name}@${commit}=${root}/to/${name}-${commit}`
      ).sort(),
    );
    for (const [name, commit] of expected) {
      const text = await Deno.readTextFile(`${root}/to/${name}-${commit}/action.yml`);
      assertEquals(text.split("\n")[0], `name: ${name}`);
    }
  }));

Deno.test("layActions() says which clones are missing, but needs none of deploy-pages", () =>
  inFolder(async (root) => {
    const workflow = `uses: actions/checkout@${COMMIT}\nuses: actions/deploy-pages@${COMMIT}\n`;
    assertEquals(await layActions([workflow], root, `${root}/to`), {
      missing: [`${root}/checkout, a clone of actions/checkout that has the commit ${COMMIT}`],
    });
  }));
