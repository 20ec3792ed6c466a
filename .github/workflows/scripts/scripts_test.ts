import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";

const SCRIPTS = fileURLToPath(new URL(".", import.meta.url));
const WORKFLOWS = new URL("../", import.meta.url);

/** Runs a script in a folder, with `fakes` in place of the commands of those names. */
async function run(
  folder: string,
  [script, ...args]: string[],
  { env = {}, fakes = {} }: { env?: Record<string, string>; fakes?: Record<string, string> } = {},
): Promise<{ code: number; out: string; err: string }> {
  await Deno.mkdir(`${folder}/bin`, { recursive: true });
  for (const [name, body] of Object.entries(fakes)) {
    await Deno.writeTextFile(`${folder}/bin/${name}`, `#!/usr/bin/env bash\n${body}\n`, { mode: 0o755 });
  }
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: [`${SCRIPTS}${script}`, ...args],
    cwd: folder,
    env: { ...env, PATH: `${folder}/bin:${Deno.env.get("PATH")}` },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
  return { code, out, err };
}

/** Runs `use` with a folder that is there only meanwhile, and a function that writes a file in it. */
async function withFolder(
  use: (folder: string, write: (path: string, text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder, async (path, text) => {
      await Deno.mkdir(`${folder}/${path}/..`, { recursive: true });
      await Deno.writeTextFile(`${folder}/${path}`, text);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("shards.sh lists the shards for a matrix, and refuses what is no number of them", async () => {
  await withFolder(async (folder) => {
    assertEquals(await run(folder, ["shards.sh", "3"]), { code: 0, out: "list=[1,2,3]", err: "" });
    assertEquals((await run(folder, ["shards.sh", "1"])).out, "list=[1]");
    for (const no of ["0", "x", "", "100", "2; rm"]) {
      assertEquals((await run(folder, ["shards.sh", no])).code, 2);
    }
  });
});

Deno.test("last_records.sh takes the records of the last run that left any", async () => {
  const gh = `
    case "$1 $2" in
      "run list") echo 30; echo 20; echo 10 ;;
      "run download") [ "$3" = "$HAS" ] && mkdir -p "$7" && echo "$*" > "$7/record.json" ;;
    esac`;
  await withFolder(async (folder) => {
    const none = await run(folder, ["last_records.sh", "gpu.yml", "before"], {
      env: { HAS: "0" },
      fakes: { gh },
    });
    assertEquals([none.code, none.out], [0, "found=false"]);
    const found = await run(folder, ["last_records.sh", "gpu.yml", "before"], { env: { HAS: "20" } });
    assertEquals([found.code, found.out], [0, "found=true"]);
    const record = await Deno.readTextFile(`${folder}/before/runs/record.json`);
    assertEquals(record, "run download 20 --name records --dir before/runs\n");
  });
});

Deno.test("reproduce_shard.sh runs its share on top of what is recorded, keeps what is new, and ends as the run did", async () => {
  const npx = `echo "$*" > arguments; cat out/runs/a/old.json > seen
    echo new > out/runs/a/new.json; echo part > out/runs/a/.new.checkpoint; echo report > out/REPORT.md; exit 1`;
  const env = { SHARD: "2/3", SEEDS: "4", BUDGET: "5h", PAPERS: "agarap,song  *" };
  await withFolder(async (folder, write) => {
    await write("before/runs/a/old.json", "old");
    assertEquals((await run(folder, ["reproduce_shard.sh"], { env, fakes: { npx } })).code, 1);
    assertEquals(await Deno.readTextFile(`${folder}/seen`), "old");
    const given = await Deno.readTextFile(`${folder}/arguments`);
    assertStringIncludes(given, "task reproduce --profile paper --require-gpu");
    assertStringIncludes(given, "--shard 2/3 --seeds 4 --budget 5h --paper agarap --paper song --paper *\n");
    const kept = [...Deno.readDirSync(`${folder}/new/runs/a`)].map(({ name }) => name);
    assertEquals(kept, ["new.json"]);
  });
  await withFolder(async (folder) => {
    const first = { npx: `echo "$*" > arguments; mkdir -p out/runs/a; echo new > out/runs/a/new.json` };
    const { code } = await run(folder, ["reproduce_shard.sh"], { env: { ...env, PAPERS: "" }, fakes: first });
    assertEquals(code, 0);
    assert((await Deno.readTextFile(`${folder}/arguments`)).endsWith("--budget 5h\n"));
    assertEquals(await Deno.readTextFile(`${folder}/new/runs/a/new.json`), "new\n");
  });
});

Deno.test("merge_runs.sh lets the later folder's record stay, and is not content with none", async () => {
  await withFolder(async (folder, write) => {
    await write("before/runs/a/1.json", "failed");
    await write("new-1/runs/a/1.json", "done");
    await write("new-2/runs/b/2.json", "done");
    const { code } = await run(folder, ["merge_runs.sh", "out", "before", "new-1", "new-2", "new-3"]);
    assertEquals(code, 0);
    assertEquals(await Deno.readTextFile(`${folder}/out/runs/a/1.json`), "done");
    assertEquals(await Deno.readTextFile(`${folder}/out/runs/b/2.json`), "done");
    assertEquals((await run(folder, ["merge_runs.sh", "other", "new-3"])).code, 1);
  });
});

Deno.test("alarm.sh fails only for a change beyond the seeds' spread that is not a duration", async () => {
  const line = (what: string, how: string) => `made/up/data (paper) ${what}: 0.5 -> 0.6, +0.1: ${how}`;
  const summary =
    "3 measurements in both: 1 the same, 1 changed within the seeds' spread, 1 beyond it, 0 with no spread known";
  const at = async (...lines: string[]) => {
    const npx = `cat <<'EOF'\n${[summary, ...lines].join("\n")}\nEOF`;
    let code = NaN;
    await withFolder(async (folder) => {
      ({ code } = await run(folder, ["alarm.sh", "a", "b"], { fakes: { npx } }));
    });
    return code;
  };
  assertEquals(await at(), 0);
  assertEquals(await at(line("SIL", "within the seeds' spread")), 0);
  assertEquals(await at(line("seconds per epoch", "beyond the seeds' spread")), 0);
  assertEquals(await at(line("SIL", "within the seeds' spread"), line("ACC", "beyond the seeds' spread")), 1);
});

Deno.test("the words that alarm.sh looks for are those of deno task compare", async () => {
  const source = await Deno.readTextFile(new URL("../../reports/compare_folders.ts", WORKFLOWS));
  assertStringIncludes(source, `"beyond the seeds' spread"`);
});

Deno.test("the workflows call tasks and scripts that exist, with this Deno, and give each job a limit", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("../../deno.json", WORKFLOWS)));
  const gate = await Deno.readTextFile(new URL("../../.ci/run", WORKFLOWS));
  const named = (folder: string, ending: string) =>
    [...Deno.readDirSync(new URL(folder, WORKFLOWS))].filter(({ name }) => name.endsWith(ending))
      .map(({ name }) => folder + name);
  const workflows = named("./", ".yml");
  for (const name of [...workflows, ...named("./scripts/", ".sh")]) {
    const text = await Deno.readTextFile(new URL(name, WORKFLOWS));
    for (const [, version, task] of text.matchAll(/deno@(\S+) task (\w+)/g)) {
      assert(task in tasks, `${name}: ${task}`);
      assertStringIncludes(gate, `deno@${version}`);
    }
  }
  for (const name of workflows) {
    const text = await Deno.readTextFile(new URL(name, WORKFLOWS));
    for (const [, path] of text.matchAll(/(\.github\/workflows\/scripts\/\S+)/g)) {
      const { mode } = await Deno.stat(new URL(`../../${path}`, WORKFLOWS));
      assert(mode! & 0o100, `${path} cannot be run`);
    }
    const jobs = text.match(/^ {4}runs-on:/gm)!.length;
    assertEquals(text.match(/^ {4}timeout-minutes:/gm)!.length, jobs, name);
    assert(/^permissions:\n {2}contents: read$/m.test(text), name);
    assert(!text.includes("secrets."), name);
  }
});
