import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { filesIn, inFolder } from "../engine/testing.ts";
import { task } from "./testing.ts";

const ELSEWHERE = new URL("elsewhere/", import.meta.url);
const PAGE = await Deno.readTextFile(new URL("../docs/FROM_PYTHON.md", import.meta.url));

Deno.test("docs/FROM_PYTHON.md shows the example of clusters made elsewhere, file by file", async () => {
  const blocks = [...PAGE.matchAll(/`([\w.]+)`:\n\n```[a-z ]+\n([^]*?)^```$/gm)];
  for (const [, name, text] of blocks) {
    assertEquals(text, await Deno.readTextFile(new URL(name, ELSEWHERE)), name);
  }
  const results = [1024, 1234, 42, 73].map((seed) => `results/${seed}-train.csv`);
  assertEquals(
    [...blocks.map(([, name]) => name), "README.md", ...results].sort(),
    await filesIn(ELSEWHERE.pathname),
  );
});

Deno.test("the example of clusters made elsewhere scores them as scikit-learn does", async () => {
  const checked = await task("check", "examples/elsewhere", "--quiet", "--engine", "wasm");
  assertMatch(checked.stdout, /^1 smoke run in [\d.]+ s, 5 claims read: all is well\n$/, checked.stderr);
  await inFolder(async (out) => {
    const ran = await task(
      ...["reproduce", "--papers", "examples/elsewhere", "--profile", "paper", "--seed", "42"] as const,
      ...["--engine", "wasm", "--quiet", "--out", out],
    );
    assertEquals([ran.code, ran.stderr], [0, ""]);
    const [name] = await filesIn(`${out}/runs/elsewhere/k-means-plus-plus/digits`);
    const { measurements, config } = JSON.parse(
      await Deno.readTextFile(`${out}/runs/elsewhere/k-means-plus-plus/digits/${name}`),
    );
    assertEquals(Object.keys(config.elsewhere.files).length, 4);
    // By scikit-learn 1.7.2, of digits.target and the file's clusters; the silhouette is of scale(digits.data).
    const expected = {
      HOM: 0.649840,
      COM: 0.694106,
      VM: 0.671244,
      ARI: 0.534407,
      AMI: 0.667807,
      NMI: 0.671244,
      SIL: 0.139377,
    };
    for (const [metric, value] of Object.entries(expected)) {
      const own = measurements.find((one: { metric: string; average?: string }) =>
        one.metric === metric && (one.average ?? "arithmetic") === "arithmetic"
      );
      assertAlmostEquals(own.value, value, 1e-5, metric);
    }
  });
});
