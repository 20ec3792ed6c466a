/**
 * The command `deno task workflows`: runs the workflows on this machine and says whether what must hold did.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { statIfThere } from "../../disk/files.ts";
import { recordPath, type RunRecord } from "../../records/record.ts";
import { readRecords } from "../../records/record_files.ts";
import { main, print, readFlags } from "../../terminal/command.ts";
import { UsageError } from "../../terminal/usage.ts";
import { layActions } from "./actions.ts";
import { Rig } from "./rig.ts";
import { act } from "./tools.ts";

const USAGE = `deno task workflows --actions DIR

Runs the workflows on this machine by act, as GitHub would: two months of gpu.yml, the first from nothing with one shard, the
second with two of which one is killed; another attempt at that; a run on another branch; and quick.yml. The experiments
are small ones on the processor, and nothing is deployed; all else is real. It needs Linux, Go, Git and Bash, and takes some
ten minutes. What is missing is said, and then nothing is run.

  --actions DIR  has a clone of the repository of each action that the workflows use:
                 git clone https://github.com/actions/checkout DIR/checkout
                 or in place of one the files of the commit, as DIR/checkout-COMMIT
  --keep         keep the folder with the logs and the repositories, and say where it is

Exit codes: 0 all held, or something is missing; 1 something did not hold; 2 bad usage.`;

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs the command; returns its exit code. */
export async function workflows(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["actions"], boolean: ["keep", "help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) throw new UsageError(`What is ${flags._[0]}? The folder is given as --actions DIR`);
  const root = await Deno.makeTempDir({ prefix: "workflows-" });
  try {
    const rig = await rigIn(root, flags.actions);
    if (rig === undefined) return 0;
    return await allHeld(rig) ? 0 : 1;
  } finally {
    if (flags.keep) print(`Kept: ${root}`);
    else await Deno.remove(root, { recursive: true });
  }
}

/** What the workflows are run with; undefined where something is missing, which is said. */
async function rigIn(root: string, clones: string | undefined): Promise<Rig | undefined> {
  const missing: string[] = [];
  if (Deno.build.os !== "linux") missing.push("Linux");
  const program = await act();
  if ("reason" in program) missing.push(program.reason);
  let options: readonly string[] = [];
  if (clones === undefined) missing.push("--actions DIR, with the actions' repositories");
  else {
    const laid = await layActions(workflowTexts(), clones, `${root}/actions`);
    if ("missing" in laid) missing.push(...laid.missing);
    else options = laid.options;
  }
  if (missing.length > 0 || "reason" in program) {
    print(`Nothing is run, for want of:\n${missing.map((one) => `- ${one}`).join("\n")}`);
    return undefined;
  }
  const rig = new Rig(root, program.path, options);
  await rig.setUp();
  return rig;
}

function workflowTexts(): string[] {
  const folder = `${PROJECT}.github/workflows`;
  return [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".yml"))
    .map(({ name }) => Deno.readTextFileSync(`${folder}/${name}`));
}

/** Does all runs one after another; prints a line for what must hold after each. */
async function allHeld(rig: Rig): Promise<boolean> {
  let all = true;
  const check = (what: string, held: boolean) => {
    print(`${held ? "✓" : "✗"} ${what}`);
    all &&= held;
  };
  const published = await readRecords(`${PROJECT}reports/published`);
  const pageHasAll = async (id: number, attempt: number) => {
    const page = await rig.page(id, attempt);
    if (page === undefined) return false;
    const on = new Set((await readRecords(page)).map(recordPath));
    return [...published, ...await rig.kept()].every((record) => on.has(recordPath(record))) &&
      await statIfThere(`${page}/site/index.html`) !== undefined;
  };
  const inputs = { papers: "siam", seeds: "1", budget: "20h" };

  const first = await rig.run({ id: 1, file: "gpu.yml", inputs: { ...inputs, shards: "1", fresh: "none" } });
  const before = await rig.kept();
  check(`first month, one shard: ${before.length} records are kept`, first.code === 0 && before.length > 1);
  check("  the page has the published records and these", await pageHasAll(1, 1));

  const two = { ...inputs, shards: "2", fresh: "all" };
  const second = await rig.run({ id: 2, file: "gpu.yml", inputs: two, killed: "2/2" });
  const after = await rig.kept();
  check("second month, two shards, one killed: the run fails", second.code !== 0);
  check(
    `  all ${after.length} records are of this month, those of the killed shard too`,
    newer(after, before),
  );
  check("  the page has the published records and these", await pageHasAll(2, 1));

  const again = await rig.run({ id: 2, file: "gpu.yml", attempt: 2, inputs: two });
  const names = await rig.artifacts(2);
  check(
    `another attempt: it has artifacts of its own beside the first one's`,
    again.code === 0 && ["new-1-1", "new-1-2", "new-2-1", "new-2-2"].every((name) => names.includes(name)),
  );
  const latest = await rig.kept();
  check("  its records take the place of those before", newer(latest, after));
  check("  the page has the published records and these", await pageHasAll(2, 2));

  await rig.run({ id: 3, file: "gpu.yml", branch: "someone", inputs: two });
  check(
    "another branch: its records are not kept",
    JSON.stringify(await rig.kept()) === JSON.stringify(latest),
  );
  check("  and no page is published", !(await rig.artifacts(3)).includes("github-pages-1"));

  const quick = await rig.run({ id: 4, file: "quick.yml" });
  check(
    "quick: the report is an artifact",
    quick.code === 0 && (await rig.artifacts(4)).includes("report-1"),
  );
  return all;
}

/** Whether these are the records of `before`, each of a later run. */
function newer(after: readonly RunRecord[], before: readonly RunRecord[]): boolean {
  const started = new Map(before.map((record) => [recordPath(record), record.provenance.started]));
  return after.length > 0 && after.length === before.length &&
    after.every((record) => record.provenance.started > (started.get(recordPath(record)) ?? "z"));
}

if (import.meta.main) await main(workflows);
