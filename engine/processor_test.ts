import { assert, assertEquals } from "@std/assert";
import { cpuModel, processor, threads } from "./processor.ts";

Deno.test("cpuModel() has the family and model where they are known", () => {
  assertEquals(
    cpuModel({ name: "AMD EPYC", numbers: { family: 25, model: 17 } }),
    "AMD EPYC (family 25, model 17)",
  );
  assertEquals(cpuModel({ name: "Apple M2" }), "Apple M2");
});

Deno.test("processor() is found without the permission to see the environment", async () => {
  const program = `
    import { processor } from "${new URL("./processor.ts", import.meta.url)}";
    console.log(JSON.stringify(processor()));
  `;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, program);
    const config = new URL("../deno.json", import.meta.url).pathname;
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      // deno-fmt-ignore
      args: ["run", "--no-prompt", "--no-lock", "--config", config, "--allow-sys=cpus", "--allow-run=lscpu", file],
      env: { LD_LIBRARY_PATH: "/nowhere", NO_COLOR: "1" },
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    assertEquals(JSON.parse(new TextDecoder().decode(stdout)), processor());
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("threads() are all of the machine's, or the share that RECLAIM_THREADS gives", () => {
  const before = Deno.env.get("RECLAIM_THREADS");
  const all = navigator.hardwareConcurrency;
  try {
    for (
      const [value, expected] of [["1", 1], ["", all], ["0", all], ["-2", all], ["1.5", all], ["many", all]]
    ) {
      Deno.env.set("RECLAIM_THREADS", String(value));
      assertEquals(threads(), expected, `RECLAIM_THREADS=${value}`);
    }
    Deno.env.set("RECLAIM_THREADS", String(all + 1));
    assertEquals(threads(), all);
    Deno.env.delete("RECLAIM_THREADS");
    assertEquals(threads(), all);
  } finally {
    if (before === undefined) Deno.env.delete("RECLAIM_THREADS");
    else Deno.env.set("RECLAIM_THREADS", before);
  }
});
