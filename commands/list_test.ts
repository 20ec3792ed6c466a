import { assert, assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { filesIn, inFolder } from "../engine/testing.ts";
import { PAPERS } from "../papers/mod.ts";
import { isStudy } from "../records/record.ts";
import { showDuration } from "../terminal/duration.ts";

const EXPERIMENTS = PAPERS.flatMap(({ experiments }) => experiments);

/** What the command prints, and its exit code; of an empty result folder unless one is given. */
async function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const out = await Deno.makeTempDir();
  const there = args.includes("--out") ? [] : ["--out", out];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-P=list", "commands/list.ts", ...args, ...there],
    cwd: new URL("..", import.meta.url),
  }).output();
  await Deno.remove(out, { recursive: true });
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** What the command prints. */
async function list(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await command(...args);
  assertEquals(code, 0, stderr);
  return stdout;
}

const methods = EXPERIMENTS.filter((one) => !isStudy(one));
const studies = EXPERIMENTS.filter(isStudy);

Deno.test("list --json has every experiment with what it needs, its seconds and its records", async () => {
  const listed = JSON.parse(await list("--json"));
  assertEquals(listed.length, methods.length);
  const scales: number[] = [];
  for (const [i, { id, paper, method, dataset, profiles }] of methods.entries()) {
    const row = listed[i];
    assertEquals([row.id, row.paper, row.method, row.dataset], [id, paper, method, dataset]);
    const own = (["smoke", "quick", "paper"] as const).filter((profile) => profiles[profile]);
    assertEquals(row.profiles, own);
    for (const field of ["needs", "seconds", "recorded"]) assertEquals(Object.keys(row[field]), own);
    for (const profile of own) {
      assertEquals(row.needs[profile], profiles[profile]!.dataset);
      const { seconds } = profiles[profile]!;
      scales.push(row.seconds[profile] / seconds);
      assertEquals(row.recorded[profile], 0);
    }
  }
  // All by the speed of this machine.
  assert(scales[0] > 0.01);
  for (const scale of scales) assertAlmostEquals(scale, scales[0], 1e-9);
});

Deno.test("list does not count what was run on a stand-in for data that can be had, as reproduce does not", async () => {
  const of = ["--json", "--out", "reports/published", "--engine", "tensorflow"];
  const recorded = async (id: string) => JSON.parse(await list(id, ...of))[0].recorded.paper;
  assertEquals(await recorded("agarap/ae/emnist-balanced"), 0);
  assertEquals(await recorded("agarap/ae/mnist"), 4);
});

Deno.test("list marks the seeds that an experiment has, not others", () =>
  inFolder(async (out) => {
    const of = ["template/*", "--papers", "examples/template", "--engine", "cpu", "--out", out];
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-q",
        "-P=reproduce",
        "commands/reproduce.ts",
        ...of,
        "--profile",
        "smoke",
        "--seed",
        "7",
      ],
      cwd: new URL("..", import.meta.url),
    }).output();
    assertEquals(code, 0);
    const [{ seeds, recorded }] = JSON.parse(await list(...of, "--json"));
    assertEquals([seeds.smoke, recorded.smoke], [1, 0]);
  }));

Deno.test("list begins with what is left, and has – for a profile that an experiment lacks", async () => {
  const lines = (await list()).trimEnd().split("\n");
  assertEquals(lines.length, 4 + 1 + 1 + 1 + methods.length);
  assertMatch(lines[3], /^paper +(\d+) of \1 +\d+ (h|days)$/);
  assertEquals(lines.slice(4, 6), [`and ${studies.length} studies, listed by the glob '*/study-*'`, ""]);
  const cells = lines.find((line) => line.startsWith("agarap/snnl-7/mnist "))!.split(/ {2,}/);
  assertEquals(cells.slice(1, 4), ["mnist", "–", "–"]);
  assertMatch(cells[4], /^4 × \d+ min \d\d s$|^4 × [\d.]+ s$/);
  assertEquals((await list("*/study-*")).trimEnd().split("\n").length, 4 + 1 + 1 + studies.length);
});

Deno.test("list ends quietly where nobody reads on", async () => {
  const args = ["run", "-q", "--no-prompt", "-P=list", "commands/list.ts"];
  const cwd = new URL("..", import.meta.url);
  const child = new Deno.Command(Deno.execPath(), { args, cwd, stdout: "piped", stderr: "piped" }).spawn();
  await child.stdout.cancel();
  // Where the machine's speed is not known yet, that is said.
  assertEquals((await new Response(child.stderr).text()).includes("BrokenPipe"), false);
  assertEquals((await child.status).code, 141);
});

Deno.test("list --config prints the whole configuration of one experiment, in the profile paper unless said otherwise", async () => {
  const { id, profiles } = methods.find(({ id }) => id === "siam/ae-kmeans/mnist")!;
  for (const profile of ["paper", "smoke"] as const) {
    const asked = profile === "paper" ? [] : ["--profile", profile];
    const printed = JSON.parse(await list(id, "--config", ...asked));
    const { dataset, config } = profiles[profile]!;
    assertEquals(printed, { experiment: id, profile, dataset, config: JSON.parse(JSON.stringify(config)) });
  }
  assertEquals(JSON.parse(await list(id, "--config")).config.network.loss, "mse");
});

Deno.test("list --config says what a study asks, of which experiment, and what it changes", async () => {
  const { study, ...printed } = JSON.parse(await list("siam/study-latent-128/mnist", "--config"));
  assertEquals([study.of, Object.keys(study.change)], ["siam/ae-kmeans/mnist", ["network"]]);
  assertMatch(study.question, /\?/);
  assertEquals([printed.experiment, printed.profile], ["siam/study-latent-128/mnist", "paper"]);
});

Deno.test("list takes papers by name and by folder", async () => {
  const ids = async (...args: string[]) =>
    JSON.parse(await list("--json", ...args)).map(({ id }: { id: string }) => id);
  assertEquals(
    await ids("--paper", "siam"),
    methods.filter(({ paper }) => paper === "siam").map(({ id }) => id),
  );
  const own = ["template/ten-starts/template-points", "template/one-start/template-points"];
  assertEquals(await ids("--papers", "examples/template"), own);
  assertEquals(await ids("--papers", "examples/template", "siam/kmeans/*"), ["siam/kmeans/mnist"]);
  assertEquals(await ids("--papers", "examples/template", "template/*"), own);
  const text = await list("--papers", "examples/template");
  assertMatch(text, /\npaper +8 of 8 .*\nand 1 study, listed by the glob '\*\/study-\*'\n\n/);
});

Deno.test("list refuses what it cannot print one configuration of", async () => {
  for (
    const [args, message] of [
      [["siam/*", "--config"], "--config prints one experiment, but "],
      [["agarap/snnl-7/mnist", "--config", "--profile", "smoke"], "Nothing to run in the profile smoke"],
      [["siam/kmeans/mnist", "--config", "--profile", "full"], "Unknown profile full"],
      [["siam/kmeans/mnist", "--profile", "smoke"], "--profile says whose configuration --config prints"],
    ] as const
  ) {
    const { code, stderr } = await command(...args);
    assertEquals([code, stderr.trimEnd().split("\n").length], [2, 1]);
    assertStringIncludes(stderr, message);
  }
});

Deno.test("list --engine has the seconds of that engine, as it is measured on this machine", async () => {
  const seconds = async (engine: string): Promise<number> => {
    const [{ seconds }] = JSON.parse(await list("chowdhury/kmeans/mnist", "--json", "--engine", engine));
    return seconds.paper;
  };
  // TensorFlow.js's own kernels in JavaScript are slower than TensorFlow by a hundred times.
  assert(await seconds("cpu") > 3 * await seconds("tensorflow"));
  const { code, stderr } = await command("--engine", "tensorflw");
  assertEquals([code, stderr], [
    2,
    "Unknown engine tensorflw: known are auto, tensorflow, webgpu, wasm, cpu\n",
  ]);
});

Deno.test("list and reproduce --dry-run tell the same times, by one measurement", () =>
  inFolder(async (folder) => {
    const run = async (command: "list" | "reproduce", ...args: string[]) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-q",
          `-P=${command}`,
          `commands/${command}.ts`,
          "chowdhury/*",
          "--engine",
          "cpu",
          ...args,
        ],
        cwd: new URL("..", import.meta.url),
        env: { RECLAIM_CACHE: folder },
      }).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      assertEquals(code, 0, text(stderr));
      return text(stdout);
    };
    await run("list", "--out", `${folder}/out`);
    // As if the machine had been idle: what was measured while it is busy is measured again.
    const files = await filesIn(`${folder}/speed`);
    assertEquals(files.length, 1);
    const file = `${folder}/speed/${files[0]}`;
    const kept = JSON.parse(await Deno.readTextFile(file));
    await Deno.writeTextFile(file, JSON.stringify({ ...kept, busy: false }));
    const listed = JSON.parse(await run("list", "--json", "--out", `${folder}/out`));
    const planned = await run("reproduce", "--dry-run", "--profile", "smoke", "--out", `${folder}/out`);
    const smoke = listed.filter(({ profiles }: { profiles: string[] }) => profiles.includes("smoke"));
    assert(smoke.length > 2);
    for (const { id, seconds } of smoke) {
      assertStringIncludes(planned, `${id} (smoke, seed 42): about ${showDuration(seconds.smoke)}\n`);
    }
  }));
