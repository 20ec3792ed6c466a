import { assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { copyFolder, filesIn, inFolder } from "../engine/testing.ts";
import { task } from "./testing.ts";

const ELSEWHERE = new URL("elsewhere/", import.meta.url);
const PAGE = await Deno.readTextFile(new URL("../docs/FROM_PYTHON.md", import.meta.url));

Deno.test("docs/FROM_PYTHON.md shows the example of clusters made elsewhere, file by file", async () => {
  const blocks = [...PAGE.matchAll(/`([\w.]+)`:\n\n```[a-z ]+\n([^]*?)^```$/gm)];
  for (const [, name, text] of blocks) {
    assertEquals(text, await Deno.readTextFile(new URL(name, ELSEWHERE)), name);
  }
  const results = Array.from({ length: 8 }, (_, seed) => `results/${seed}-train.csv`);
  assertEquals(
    [...blocks.map(([, name]) => name), "README.md", ...results].sort(),
    await filesIn(ELSEWHERE.pathname),
  );
});

Deno.test("the example of clusters made elsewhere scores them as scikit-learn does", async () => {
  const checked = await task("check", "examples/elsewhere", "--quiet", "--engine", "wasm");
  assertMatch(checked.stdout, /^8 smoke runs in [\d.]+ s, 5 claims read: all is well\n$/, checked.stderr);
  await inFolder(async (out) => {
    const of = ["--papers", "examples/elsewhere", "--engine", "wasm", "--quiet", "--out", out];
    const all = await task("reproduce", ...of, "--profile", "paper");
    const shown = [...PAGE.matchAll(/^```text\n([^]*?)^```$/gm)].map(([, text]) => text);
    for (const text of shown) assertStringIncludes(all.stdout, text);
    assertStringIncludes(
      await Deno.readTextFile(`${out}/papers/elsewhere.md`),
      "Found by another program: cluster.py, with scikit-learn 1.7.2. Reclaim has only scored it.",
    );
    const other = await task("reproduce", ...of, "--profile", "paper", "--seed", "42");
    assertEquals(other.code, 2);
    assertStringIncludes(
      other.stderr,
      "Nothing to run with the seeds 42; there are: elsewhere/k-means-plus-plus/digits (0, 1",
    );
    assertEquals((await task("reproduce", ...of, "--profile", "paper", "--seed", "0")).code, 0);
    const folder = `${out}/runs/elsewhere/k-means-plus-plus/digits`;
    const name = (await filesIn(folder)).find((name) => name.endsWith("-s0.json"))!;
    const { measurements, config } = JSON.parse(
      await Deno.readTextFile(`${folder}/${name}`),
    );
    assertEquals(Object.keys(config.elsewhere.files).length, 8);
    // By scikit-learn 1.7.2, of digits.target and the file's clusters; the silhouette is of scale(digits.data).
    const expected = {
      HOM: 0.603099,
      COM: 0.651487,
      VM: 0.626360,
      ARI: 0.467927,
      AMI: 0.622429,
      NMI: 0.626360,
      SIL: 0.147074,
    };
    for (const [metric, value] of Object.entries(expected)) {
      const own = measurements.find((one: { metric: string; average?: string }) =>
        one.metric === metric && (one.average ?? "arithmetic") === "arithmetic"
      );
      assertAlmostEquals(own.value, value, 1e-5, metric);
    }
  });
});

Deno.test("reproduce says where the report has another configuration than today's, since that was run later", () =>
  inFolder(async (folder) => {
    for (const example of ["digits", "elsewhere"]) {
      await copyFolder(new URL(`${example}/`, import.meta.url).pathname, `${folder}/${example}`);
    }
    const file = `${folder}/elsewhere/results/0-train.csv`, out = `${folder}/out`;
    const of = [
      "--papers",
      `${folder}/elsewhere`,
      "--engine",
      "wasm",
      "--quiet",
      "--out",
      out,
      "--seed",
      "0",
    ];
    const first = await Deno.readTextFile(file);
    for (const text of [first, first.replaceAll(",9\n", ",8\n")]) {
      await Deno.writeTextFile(file, text);
      const { code, stderr } = await task("reproduce", ...of);
      assertEquals([code, stderr], [0, ""]);
    }
    await Deno.writeTextFile(file, first);
    const again = await task("reproduce", ...of);
    assertStringIncludes(again.stdout, "1 already recorded");
    assertStringIncludes(
      again.stderr,
      "The report has another configuration of elsewhere/k-means-plus-plus/digits, which was run later",
    );
    assertEquals((await task("reproduce", ...of, "--force")).stderr, "");
  }));
