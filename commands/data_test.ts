import { assertEquals, assertMatch } from "@std/assert";
import { DATASETS } from "../datasets/mod.ts";
import { copyFolder, inFolder } from "../engine/testing.ts";

/** What the command prints, and its exit code. */
async function data(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-P=data", "commands/data.ts", ...args],
    cwd: new URL("..", import.meta.url),
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, lines: decode(stdout).trimEnd().split("\n"), stderr: decode(stderr) };
}

Deno.test("data reads and verifies the data sets named", async () => {
  const { code, lines, stderr } = await data("mnist-10k");
  assertEquals([code, stderr], [0, ""]);
  assertEquals(lines, ["✓ mnist-10k 8000 + 2000 images 28×28, from the package, verified"]);
});

Deno.test("data has a line for each data set, and no failure where one that wasn't named isn't there", async () => {
  const folder = await Deno.makeTempDir();
  const { code, lines } = await data("--data-dir", folder);
  assertEquals([code, lines.length], [0, DATASETS.length]);
  assertMatch(lines.find((line) => line.slice(2).startsWith("mnist "))!, /^✗ mnist +Cannot find mnist in /);

  const named = await data("mnist", "mnist-10k", "--data-dir", folder);
  assertEquals([named.code, named.lines.map((line) => line[0])], [1, ["✗", "✓"]]);
  await Deno.remove(folder);
});

Deno.test("data says which file is damaged, and exits with 1", async () => {
  const folder = await Deno.makeTempDir();
  for (
    const file of ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
  ) await Deno.writeTextFile(`${folder}/${file}-ubyte`, "half of it");
  const { code, lines } = await data("--data-dir", folder);
  assertEquals(code, 1);
  assertMatch(
    lines.find((line) => line.slice(2).startsWith("mnist "))!,
    /^✗ mnist +.*train-images-idx3-ubyte.*SHA-256/,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("data refuses names and folders that there aren't", async () => {
  assertEquals(await data("minst"), {
    code: 2,
    lines: [""],
    stderr: "Unknown data set minst: did you mean mnist?\n",
  });
  assertEquals(await data("--data-dir", "no-such-folder"), {
    code: 2,
    lines: [""],
    stderr: "Cannot look for data in no-such-folder: there is no such folder\n",
  });
});

Deno.test("data --papers verifies the data sets of a paper's own, and those alone unless others are named", async () => {
  const papers = ["--papers", "examples/template"];
  const own = "✓ template-points 150 + 0 rows of 2 numbers, from the paper's folder, verified";
  assertEquals(await data(...papers), { code: 0, lines: [own], stderr: "" });
  const both = await data(...papers, "template-points", "gaussian");
  assertEquals(both.lines, [
    "✓ gaussian        300 + 0 rows of 2 numbers, made from a seed",
    own,
  ]);
  assertEquals(
    (await data(...papers, "template-point")).stderr,
    "Unknown data set template-point: did you mean template-points?\n",
  );
  await inFolder(async (folder) => {
    await copyFolder("examples/template", `${folder}/template`);
    await Deno.remove(`${folder}/template/data.csv`);
    const { code, lines } = await data("--papers", `${folder}/template`);
    assertEquals([code, lines.length], [1, 1]);
    assertMatch(lines[0], /^✗ template-points /);
  });
  assertEquals(await data("--papers", "commands/testing/made"), {
    code: 0,
    lines: ["No data set of its own is declared there"],
    stderr: "",
  });
});
