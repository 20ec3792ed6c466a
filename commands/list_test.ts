import { assert, assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { EXPERIMENTS } from "../papers/mod.ts";
import { isStudy } from "../records/record.ts";

/** What the command prints. */
async function list(...args: string[]): Promise<string> {
  const out = await Deno.makeTempDir();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=list", "benchmarks/list.ts", ...args, "--out", out],
    cwd: new URL("..", import.meta.url),
  }).output();
  await Deno.remove(out, { recursive: true });
  assertEquals(code, 0);
  return new TextDecoder().decode(stdout);
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

Deno.test("list shows - for a profile that an experiment lacks, and how to list the studies", async () => {
  const lines = (await list()).trimEnd().split("\n");
  assertEquals(lines.length, 1 + methods.length + 3 + 1);
  assertMatch(lines.at(-2)!, /^paper: (\d+) of \1 runs to do, about \d+ h \d\d min$/);
  const cells = lines.find((line) => line.startsWith("agarap/snnl-7/mnist "))!.split(/ {2,}/);
  assertEquals(cells.slice(1, 8), ["-", "-", "-", "-", "-", "-", "mnist"]);
  assertStringIncludes(lines.at(-1)!, `and ${studies.length} studies, listed by the glob '*/study-*'`);
  assertEquals((await list("*/study-*")).trimEnd().split("\n").length, 1 + studies.length + 3);
});
