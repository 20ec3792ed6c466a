import { assertEquals } from "@std/assert";
import { EXPERIMENTS } from "./mod.ts";

Deno.test("list --json has every experiment with what it needs, its seconds and its records", async () => {
  const out = await Deno.makeTempDir();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=read", "benchmarks/list.ts", "--json", "--out", out],
    cwd: new URL("..", import.meta.url),
  }).output();
  assertEquals(code, 0);
  const listed = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(listed.length, EXPERIMENTS.length);
  for (const [i, { id, paper, method, dataset, profiles }] of EXPERIMENTS.entries()) {
    const row = listed[i];
    assertEquals([row.id, row.paper, row.method, row.dataset], [id, paper, method, dataset]);
    assertEquals(row.profiles, ["smoke", "quick", "paper"]);
    assertEquals(row.needs.paper, profiles.paper.dataset);
    assertEquals(row.seconds.quick, profiles.quick.seconds);
    assertEquals(row.recorded, { smoke: 0, quick: 0, paper: 0 });
  }
  await Deno.remove(out, { recursive: true });
});
