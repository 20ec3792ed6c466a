import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { notice } from "../../terminal/notice.ts";
import { actionlint, run, shellcheck, type Tool } from "./tools.ts";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const WORKFLOWS = ".github/workflows";

/** Files of a folder with that ending. */
const filesOf = (folder: string, ending: string) =>
  [...Deno.readDirSync(`${PROJECT}${folder}`)].filter(({ name }) => name.endsWith(ending))
    .map(({ name }) => `${folder}/${name}`).sort();

/** Says why a check is left out. */
function path(tool: Tool): string | undefined {
  if ("path" in tool) return tool.path;
  notice(`Left out: ${tool.reason}`);
}

const SHELLCHECK = path(await shellcheck());
const ACTIONLINT = path(await actionlint());

Deno.test({
  name: "ShellCheck finds nothing in the project's scripts",
  ignore: SHELLCHECK === undefined,
  fn: async () => {
    const scripts = [...filesOf(`${WORKFLOWS}/scripts`, ".sh"), ...filesOf("cluster", ".sh"), ".ci/run"];
    assertEquals(await run(SHELLCHECK!, scripts, { cwd: PROJECT }), { code: 0, text: "" });
  },
});

Deno.test({
  name: "actionlint finds nothing in the workflows, and does find what is wrong",
  ignore: ACTIONLINT === undefined,
  fn: async () => {
    const lint = [`-shellcheck=${SHELLCHECK ?? ""}`, "-pyflakes="];
    const found = await run(ACTIONLINT!, [...lint, ...filesOf(WORKFLOWS, ".yml")], { cwd: PROJECT });
    assertEquals(found, { code: 0, text: "" });

    const wrong = await Deno.makeTempFile({ suffix: ".yml" });
    try {
      const text = await Deno.readTextFile(`${PROJECT}${WORKFLOWS}/gpu.yml`);
      await Deno.writeTextFile(
        wrong,
        text.replaceAll("needs.plan.outputs.minutes", "needs.plans.outputs.minutes"),
      );
      const { code, text: said } = await run(ACTIONLINT!, [...lint, wrong]);
      assertEquals(code, 1);
      assert(said.includes('property "plans" is not defined'), said);
    } finally {
      await Deno.remove(wrong);
    }
  },
});
