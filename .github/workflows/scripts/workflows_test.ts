import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { PROJECT, SCRIPTS } from "./testing.ts";

const FOLDER = `${PROJECT}.github/workflows/`;

/** The files of a folder with that ending, by their path. */
const filesOf = (folder: string, ending: string) =>
  new Map(
    [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(ending))
      .map(({ name }) => [`${folder}${name}`, Deno.readTextFileSync(`${folder}${name}`)]),
  );

const WORKFLOWS = filesOf(FOLDER, ".yml");
const SHELL = filesOf(SCRIPTS, ".sh");
const GPU = WORKFLOWS.get(`${FOLDER}gpu.yml`)!;

/** The jobs of a workflow by name, each as its text. */
function jobsOf(workflow: string): Map<string, string> {
  const [, jobs] = workflow.split(/^jobs:\n/m);
  const parts = jobs.split(/^ {2}(\w+):\n/m).slice(1);
  return new Map(parts.flatMap((part, i) => i % 2 === 0 ? [[part, parts[i + 1]] as const] : []));
}

/** The steps of a job, each as its text. */
const stepsOf = (job: string) => job.split(/^ {6}- /m).slice(1);

const STEPS = [...WORKFLOWS.values()].flatMap((workflow) => [...jobsOf(workflow).values()].flatMap(stepsOf));

/** The steps that use an action. */
const using = (action: string) => STEPS.filter((step) => step.includes(`uses: actions/${action}@`));

Deno.test("the workflows and scripts call tasks and files that exist, with options that they have, by the gate's Deno", async () => {
  const { tasks, permissions } = JSON.parse(await Deno.readTextFile(`${PROJECT}deno.json`));
  const gate = await Deno.readTextFile(`${PROJECT}.ci/run`);
  for (const [name, text] of [...WORKFLOWS, ...SHELL]) {
    for (const [, version] of text.matchAll(/deno@(\S+)/g)) assertStringIncludes(gate, `deno@${version}`);
    for (const [, task] of text.matchAll(/deno@\S+ task (\w+)/g)) assert(task in tasks, `${name}: ${task}`);
    for (const [, set] of text.matchAll(/ -P=(\w+)/g)) assert(set in permissions, `${name}: ${set}`);
    for (const [path] of text.matchAll(/\.github\/workflows\/scripts\/\w+\.\w+/g)) {
      const { mode } = await Deno.stat(`${PROJECT}${path}`);
      assert(path.endsWith(".ts") || mode! & 0o100, `${path} cannot be run`);
    }
  }
  for (const [script, command] of [["share.sh", "request"], ["alarm.sh", "compare"]]) {
    const help = await Deno.readTextFile(`${PROJECT}commands/${command}.ts`);
    const text = SHELL.get(`${SCRIPTS}${script}`)!.replace(/^.*timeout --.*$/m, "");
    for (const [option] of text.matchAll(/--(?!yes)[a-z-]+/g)) {
      assertStringIncludes(help, `  ${option} `, script);
    }
  }
});

Deno.test("every job has a limit, reads the repository only unless it says so, and has no secret", () => {
  for (const [name, workflow] of WORKFLOWS) {
    assert(/^permissions:\n {2}contents: read$/m.test(workflow), name);
    assert(!workflow.includes("secrets."), name);
    for (const [job, text] of jobsOf(workflow)) {
      assertEquals(/^ {4}timeout-minutes:/m.test(text), /^ {4}runs-on:/m.test(text), `${name}: ${job}`);
    }
  }
  const writing = [...WORKFLOWS.values()].flatMap((workflow) => [...jobsOf(workflow)])
    .filter(([, text]) => text.includes("contents: write")).map(([job]) => job);
  assertEquals(writing, ["keep"]);
  assertEquals(using("checkout").filter((step) => !step.includes("persist-credentials: false")), []);
});

Deno.test("actions are named by commit, each by one only, with its version beside it", () => {
  const uses = [...WORKFLOWS.values()].flatMap((text) =>
    [...text.matchAll(/uses: (.*)$/gm)].map(([, use]) => use)
  );
  const commits = new Map<string, string>();
  for (const use of uses.filter((use) => !use.startsWith("./"))) {
    const [, action, commit] = use.match(/^(actions\/[a-z-]+)(?:\/\w+)?@([0-9a-f]{40} # v\d+\.\d+\.\d+)$/) ??
      [];
    assert(action, use);
    assertEquals(commits.get(action) ?? commit, commit);
    commits.set(action, commit);
  }
});

Deno.test("an artifact is named by the attempt, so that another one neither replaces nor doubles it", () => {
  const [page, ...others] = using("upload-pages-artifact");
  assertEquals(others, []);
  assertStringIncludes(page, "name: ${{ steps.name.outputs.artifact }}");
  assertStringIncludes(WORKFLOWS.get(`${FOLDER}publish.yml`)!, '"artifact=github-pages-$GITHUB_RUN_ATTEMPT"');
  for (const step of using("upload-artifact")) {
    assert(/^ +name: \S*\$\{\{ github\.run_attempt \}\}/m.test(step), step);
  }
});

Deno.test("artifacts are unpacked in a way that does not depend on how many there are", () => {
  const steps = using("download-artifact");
  assertEquals(steps.length, 1);
  assertStringIncludes(steps[0], "merge-multiple: true");
  assertStringIncludes(GPU, "collect.sh new/attempt-${{ github.run_attempt }}-shard-${{ matrix.shard }}\n");
});

Deno.test("a shard hands over what it recorded however it ends, and has the time to", () => {
  const shard = jobsOf(GPU).get("shard")!;
  assertStringIncludes(shard, "timeout-minutes: ${{ fromJSON(needs.plan.outputs.minutes) }}");
  const [collect, upload] = stepsOf(shard).slice(-2);
  for (const step of [collect, upload]) assert(step.startsWith("if: ${{ always() }}\n"), step);
  assertStringIncludes(collect, "collect.sh");
  assertStringIncludes(upload, "upload-artifact");
});

Deno.test("records are kept and published of runs on main alone, which are started by the schedule or by hand", () => {
  const [, events] = GPU.match(/^on:\n((?: .*\n)+)/m)!;
  assertEquals([...events.matchAll(/^ {2}(\w+):/gm)].map(([, event]) => event), [
    "schedule",
    "workflow_dispatch",
  ]);
  const condition = (job: string) => job.match(/^ {4}if: (.*)$/m)?.[1] ?? "";
  const jobs = jobsOf(GPU);
  assertStringIncludes(condition(jobs.get("keep")!), "github.ref == 'refs/heads/main' &&");
  assertStringIncludes(condition(jobs.get("publish")!), "needs.keep.result == 'success'");
  const report = jobsOf(WORKFLOWS.get(`${FOLDER}publish.yml`)!).get("report")!;
  assertStringIncludes(condition(report), "github.ref == 'refs/heads/main'");
});
