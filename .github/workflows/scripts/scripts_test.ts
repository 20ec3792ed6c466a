import { dirname } from "node:path";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { filesIn, inFolder } from "../../../engine/testing.ts";
import { recordPath, type RunRecord } from "../../../records/record.ts";
import { readRecords, writeRecord } from "../../../records/record_files.ts";
import { exampleRecord } from "../../../runner/testing.ts";
import { type Ended, npxWith, runCommand, runScript } from "./testing.ts";

const { provenance } = exampleRecord();

/** A record of the experiment `made/<name>/mnist`, of a run that began in that month of 2026. */
function made(name: string, month: number, over: Partial<RunRecord> = {}): RunRecord {
  const started = `2026-${String(month).padStart(2, "0")}-02T03:04:05.678Z`;
  return exampleRecord({ experiment: `made/${name}/mnist`, provenance: { ...provenance, started }, ...over });
}

const failed: Partial<RunRecord> = { status: "failed", error: "no memory", measurements: [], history: [] };

/** What records of {@linkcode made} are, in short: name, month, and whether it failed. */
function inShort(records: readonly RunRecord[]): string[] {
  return records.map(({ experiment, status, provenance: { started } }) =>
    `${experiment.split("/")[1]} ${Number(started.slice(5, 7))}${status === "done" ? "" : " failed"}`
  ).sort();
}

const SHARE = { SHARD: "2/3", SEEDS: "4", BUDGET: "18000" };

/** A `deno task reproduce` that writes down its arguments, a line each time. */
const noted = (rest = "") => npxWith(`echo "$*" >> arguments; mkdir -p out/runs; ${rest}`);

Deno.test("share.sh runs what is missing on top of what is recorded, then in what is left of the time what is to be run again", () =>
  inFolder(async (folder) => {
    await writeRecord(`${folder}/before`, made("a", 1));
    const npx = noted(`[ -f out/${recordPath(made("a", 1))} ] && echo "there"`);
    const first = await runScript(folder, ["share.sh"], { env: SHARE, fakes: { npx } });
    assertEquals([first.code, first.out], [0, "there"]);
    const options = "--profile paper --require-gpu --out out --shard 2/3 --seeds 4";
    assertEquals(await Deno.readTextFile(`${folder}/arguments`), `${options} --budget 18000s\n`);

    await Deno.remove(`${folder}/arguments`);
    const env = { ...SHARE, PAPERS: "agarap *", AGAIN: "--force a/b/c d/e/f", DATA_FOLDER: "/some data" };
    const slow = noted(`[ -f slept ] || sleep 1.1; touch slept`);
    assertEquals((await runScript(folder, ["share.sh"], { env, fakes: { npx: slow } })).code, 0);
    const [missing, again] = (await Deno.readTextFile(`${folder}/arguments`)).trim().split("\n");
    const more = `${options} --paper agarap --paper * --data-dir /some data --budget`;
    assertEquals(missing, `${more} 18000s`);
    assertEquals(again.replace(/1799\ds/, "1799xs"), `${more} 1799xs --force a/b/c d/e/f`);
  }));

Deno.test("share.sh ends as its runs did, and does the second part also where a run of the first failed", () =>
  inFolder(async (folder) => {
    await writeRecord(`${folder}/before`, made("a", 1));
    for (const [codes, code] of [["0 0", 0], ["1 0", 1], ["0 1", 1], ["1 2", 1], ["2 0", 2]] as const) {
      const [first, second] = codes.split(" ");
      const npx = noted(`case "$*" in *--force*) exit ${second} ;; *) exit ${first} ;; esac`);
      const env = { ...SHARE, AGAIN: "--force a/b/c" };
      assertEquals((await runScript(folder, ["share.sh"], { env, fakes: { npx } })).code, code, codes);
    }
    assertEquals((await Deno.readTextFile(`${folder}/arguments`)).trim().split("\n").length, 10);
  }));

Deno.test("share.sh ends what goes on half an hour after its time, which is no failure, and runs nothing again then", () =>
  inFolder(async (folder) => {
    await writeRecord(`${folder}/before`, made("a", 1));
    // As if the time were over at once.
    const timeout = `shift; [ "$1" = 19800 ] || exit 98; shift; "$@"; exit 124`;
    const env = { ...SHARE, AGAIN: "--force a/b/c" };
    const { code, out } = await runScript(folder, ["share.sh"], { env, fakes: { npx: noted(), timeout } });
    assertEquals(code, 0);
    assertStringIncludes(out, "the next run goes on");
    assertEquals((await Deno.readTextFile(`${folder}/arguments`)).trim().split("\n").length, 1);
  }));

Deno.test("collect.sh takes what is new or other than before, with what lies beside it, and says what became of the share", () =>
  inFolder(async (folder) => {
    const [same, old, again, fresh] = [made("a", 1), made("b", 1), made("b", 2), made("c", 2)];
    for (const [out, records] of [["before", [same, old]], ["out", [same, again, fresh]]] as const) {
      for (const record of records) {
        await writeRecord(`${folder}/${out}`, record);
        const beside = `${folder}/${out}/${recordPath(record)}`.replace(/json$/, "labels.json");
        await Deno.writeTextFile(beside, "the same labels");
      }
    }
    const place = `${folder}/out/${recordPath(same)}`.replace(/[^/]*$/, "");
    await Deno.writeTextFile(`${place}.123456789abc-s42.checkpoint.json`, "part of a run");
    await Deno.writeTextFile(
      `${folder}/share.log`,
      "Engine: webgpu 4.22.0 on the GPU (AMD Radeon RX 7900): a GPU is required\nLeaving out 80 runs: Cannot load yaleb: ask for it\n9 runs: 2 done\n1 run: 1 done\nEngine: webgpu 4.22.0 on the GPU (AMD Radeon RX 7900): a GPU is required\nFailed: a/b: no memory\n" +
        "[1/9] a/b\n",
    );
    const summary = `${folder}/summary.md`;
    const { code } = await runScript(folder, ["collect.sh", "new/one"], {
      env: { GITHUB_STEP_SUMMARY: summary },
    });
    assertEquals(code, 0);
    const paths = [again, fresh].flatMap((record) => {
      const path = recordPath(record);
      return [path, path.replace(/json$/, "labels.json")];
    });
    assertEquals(await filesIn(`${folder}/new/one`), paths.sort());
    assertEquals(inShort(await readRecords(`${folder}/new/one`)), ["b 2", "c 2"]);
    assertEquals(
      await Deno.readTextFile(summary),
      "2 new records\n- Engine: webgpu 4.22.0 on the GPU (AMD Radeon RX 7900): a GPU is required\n- Leaving out 80 runs: Cannot load yaleb: ask for it\n- 9 runs: 2 done\n- 1 run: 1 done\n" +
        "- Failed: a/b: no memory\n",
    );
  }));

Deno.test("collect.sh has nothing to take where a share ended before its first run", () =>
  inFolder(async (folder) => {
    const { code, out } = await runScript(folder, ["collect.sh", "new/one"]);
    assertEquals([code, out], [0, "0 new records"]);
    assertEquals(await filesIn(`${folder}/new`), []);
  }));

Deno.test("alarm.sh fails as the comparison does, names the reasons, and puts all of it into the summary", () =>
  inFolder(async (folder) => {
    const summary = `${folder}/summary.md`;
    const alarm = async (lines: string[], code: number) => {
      const npx = `echo "$*" > arguments; cat <<'EOF'\n${lines.join("\n")}\nEOF\nexit ${code}`;
      await Deno.remove(summary).catch(() => {});
      return await runScript(folder, ["alarm.sh", "a", "b"], {
        env: { GITHUB_STEP_SUMMARY: summary },
        fakes: { npx },
      });
    };
    const errors = ({ out }: Ended) => out.split("\n").filter((line) => line.startsWith("::error::"));

    const well = await alarm(["1 measurement in both"], 0);
    assertEquals([well.code, errors(well)], [0, []]);
    assertEquals(
      await Deno.readTextFile(`${folder}/arguments`),
      "--yes deno@2.9.6 task compare --alarm a b\n",
    );
    assertEquals(await Deno.readTextFile(summary), "```\n1 measurement in both\n```\n");

    const ill = await alarm(
      ["ALARM: 2 results are missing", "ALARM: no result is in both", "0 measurements"],
      1,
    );
    assertEquals(ill.code, 1);
    assertEquals(errors(ill), ["::error::2 results are missing", "::error::no result is in both"]);
    const broken = await alarm([], 2);
    assertEquals([broken.code, errors(broken)], [2, ["::error::The records cannot be compared"]]);
  }));

/** How a shard of {@linkcode month} ends: by itself, after a failed run, or killed as a cancelled job is, in the midst. */
type End = "well" | "failed" | "killed";

/** What a shard records, and how it ends. */
interface Shard {
  records: RunRecord[];
  end?: End;
}

/** A repository with these published records, of which {@linkcode month} does the jobs of gpu.yml and publish.yml. */
class Repository {
  readonly #root: string;
  /** The artifacts of the workflow's run. */
  #artifacts = new Map<string, string>();

  private constructor(root: string) {
    this.#root = root;
  }

  static async with(root: string, published: readonly RunRecord[]): Promise<Repository> {
    const repository = new Repository(root);
    await repository.#git(".", "init", "-q", "--bare", "-b", "main", "remote");
    await repository.#git(".", "clone", "-q", "remote", "main");
    for (const record of published) await writeRecord(`${root}/main/reports/published`, record);
    await repository.#git("main", "add", ".");
    await repository.#git(
      "main",
      "-c",
      "user.name=a",
      "-c",
      "user.email=b",
      "commit",
      "-q",
      "-m",
      "Published",
    );
    await repository.#git("main", "push", "-q", "origin", "HEAD:main");
    return repository;
  }

  async #git(folder: string, ...args: string[]): Promise<string> {
    const quiet = ["-c", "advice.detachedHead=false", "-c", "init.defaultBranch=main"];
    const { code, out, err } = await runCommand("git", [...quiet, ...args], {
      cwd: `${this.#root}/${folder}`,
    });
    assertEquals(code, 0, err);
    return out;
  }

  /** A new checkout with all branches, as actions/checkout makes it. */
  async #checkout(): Promise<string> {
    const name = crypto.randomUUID();
    await this.#git(".", "clone", "-q", "remote", name);
    await this.#git(name, "checkout", "-q", "--detach", "main");
    return name;
  }

  /**
   * A run of the workflow, or another attempt at it: the shards, the branch, and the page's records.
   *
   * @param attempt Above 1 the artifacts of those before are still there.
   */
  async month(shards: readonly Shard[], attempt = 1): Promise<string[]> {
    if (attempt === 1) this.#artifacts.clear();
    for (const [i, shard] of shards.entries()) await this.#shard(shard, { number: i + 1, attempt });
    const checkout = await this.#checkout();
    await this.#download(`${this.#root}/${checkout}/new`);
    const kept = await this.#script(checkout, ["keep.sh", "new"], { GITHUB_RUN_ID: "17" });
    assertEquals(kept.code, 0, kept.err);
    if (kept.out === "changed=true") await this.#git(checkout, "push", "-q", "origin", "refs/heads/records");
    else assertEquals(kept.out, "changed=false");
    return await this.page();
  }

  /** The records that the page is drawn from. */
  async page(): Promise<string[]> {
    const checkout = await this.#checkout();
    const { code, err } = await this.#script(checkout, ["restore.sh", "out"]);
    assertEquals(code, 0, err);
    return inShort(await readRecords(`${this.#root}/${checkout}/out`));
  }

  async #shard({ records, end = "well" }: Shard, { number, attempt }: { number: number; attempt: number }) {
    const checkout = await this.#checkout();
    const folder = `${this.#root}/${checkout}`;
    for (const record of records) await writeRecord(`${folder}/made`, record);
    assertEquals((await this.#script(checkout, ["restore.sh", "before"])).code, 0);
    // The parent of the shell that stands for npx is timeout, and that one's the script.
    const ends = { well: "", failed: "exit 1", killed: "kill -9 $(cut -d ' ' -f 4 /proc/$PPID/stat)" }[end];
    const { code } = await this.#script(
      checkout,
      ["share.sh"],
      SHARE,
      `[ ! -d made ] || cp -r made/runs out; ${ends}`,
    );
    assertEquals(code === 0, end === "well");
    const name = `attempt-${attempt}-shard-${number}`;
    assertEquals((await this.#script(checkout, ["collect.sh", `new/${name}`])).code, 0);
    if ((await filesIn(`${folder}/new`)).length > 0) this.#artifacts.set(name, `${folder}/new`);
  }

  /** Unpacks all artifacts over each other, as `merge-multiple` has it, be they none, one or many. */
  async #download(folder: string): Promise<void> {
    for (const artifact of this.#artifacts.values()) {
      for (const path of await filesIn(artifact)) {
        await Deno.mkdir(dirname(`${folder}/${path}`), { recursive: true });
        await Deno.copyFile(`${artifact}/${path}`, `${folder}/${path}`);
      }
    }
  }

  async #script(checkout: string, script: string[], env = {}, reproduce = "exit 98"): Promise<Ended> {
    return await runScript(`${this.#root}/${checkout}`, script, { env, fakes: { npx: npxWith(reproduce) } });
  }

  /** How many commits the branch `records` has. */
  async commits(): Promise<number> {
    return Number(await this.#git("remote", "rev-list", "--count", "refs/heads/records"));
  }

  /** Puts a record onto another branch. */
  async plant(record: RunRecord): Promise<void> {
    const checkout = await this.#checkout();
    await writeRecord(`${this.#root}/${checkout}`, record);
    await this.#git(checkout, "add", ".");
    await this.#git(checkout, "-c", "user.name=a", "-c", "user.email=b", "commit", "-q", "-m", "Planted");
    await this.#git(checkout, "push", "-q", "origin", "HEAD:refs/heads/someone/records");
  }
}

/** Does the test with a repository that has one published record, `a` of January. */
const inRepository = (test: (repository: Repository) => Promise<void>) =>
  inFolder(async (root) => await test(await Repository.with(root, [made("a", 1)])));

Deno.test("a first month with one shard, then one with two: the page has the published records and those of all months", () =>
  inRepository(async (repository) => {
    assertEquals(await repository.page(), ["a 1"]);
    assertEquals(await repository.month([{ records: [made("b", 2)] }]), ["a 1", "b 2"]);
    const second = await repository.month([{ records: [made("c", 3)] }, { records: [made("d", 3)] }]);
    assertEquals(second, ["a 1", "b 2", "c 3", "d 3"]);
    assertEquals(await repository.commits(), 2);
  }));

Deno.test("a run that was done again takes the place of the older one, on the page and on the branch", () =>
  inRepository(async (repository) => {
    await repository.month([{ records: [made("b", 2)] }]);
    assertEquals(await repository.month([{ records: [made("a", 3), made("b", 3)] }]), ["a 3", "b 3"]);
  }));

Deno.test("what a shard had recorded stays when it is cancelled or a run fails, and so do the other shards' records", () =>
  inRepository(async (repository) => {
    const shards: Shard[] = [
      { records: [made("b", 2)], end: "killed" },
      { records: [made("c", 2), made("d", 2, failed)], end: "failed" },
      { records: [made("e", 2)] },
    ];
    assertEquals(await repository.month(shards), ["a 1", "b 2", "c 2", "d 2 failed", "e 2"]);
    assertEquals(await repository.month([{ records: [made("d", 3)] }]), ["a 1", "b 2", "c 2", "d 3", "e 2"]);
  }));

Deno.test("a run that fails when it is done again takes nothing from the page", () =>
  inRepository(async (repository) => {
    assertEquals(await repository.month([{ records: [made("a", 2, failed)], end: "failed" }]), ["a 1"]);
  }));

Deno.test("another attempt adds to what those before it left, whichever shards it does", () =>
  inRepository(async (repository) => {
    const first = await repository.month([
      { records: [made("b", 2)], end: "killed" },
      { records: [made("c", 2, failed)], end: "failed" },
    ]);
    assertEquals(first, ["a 1", "b 2", "c 2 failed"]);
    const second = await repository.month([{ records: [made("d", 2)] }, { records: [made("c", 3)] }], 2);
    assertEquals(second, ["a 1", "b 2", "c 3", "d 2"]);
  }));

Deno.test("a month that records nothing leaves the branch as it was, or makes none", () =>
  inRepository(async (repository) => {
    assertEquals(await repository.month([{ records: [made("a", 1)] }, { records: [] }]), ["a 1"]);
    await repository.month([{ records: [made("b", 2)] }]);
    assertEquals(await repository.month([{ records: [] }]), ["a 1", "b 2"]);
    assertEquals(await repository.commits(), 1);
  }));

Deno.test("records on another branch are none of the page's", () =>
  inRepository(async (repository) => {
    await repository.plant(made("planted", 9));
    assertEquals(await repository.month([{ records: [made("b", 2)] }]), ["a 1", "b 2"]);
  }));
