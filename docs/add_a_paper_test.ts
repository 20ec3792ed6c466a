import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import configuration from "../deno.json" with { type: "json" };
import { filesIn, inFolder } from "../engine/testing.ts";
import { DESCRIPTIONS } from "../metrics/descriptions.ts";

const ROOT = new URL("..", import.meta.url);
const PAGE = await Deno.readTextFile(new URL("ADD_A_PAPER.md", import.meta.url));
const DIGITS = new URL("examples/digits/", ROOT);

/** A block of the page. */
interface Block {
  language: string;
  text: string;
  /** The file that the sentence before it ends with, if it does. */
  file?: string;
}

/** The blocks of the page, in order. */
const BLOCKS: readonly Block[] = [...PAGE.matchAll(/^(.*)\n\n```([a-z ]+)\n([^]*?)^```$/gm)]
  .map(([, before, language, text]) => {
    const file = before.match(/`([\w/.]+)`:$/)?.[1];
    return { language, text, ...file !== undefined && { file } };
  });

/** The blocks of a language. */
const blocksOf = (language: string) => BLOCKS.filter((block) => block.language === language);

/** Files that the page shows and the example does not need. */
const UNNEEDED: readonly (string | undefined)[] = ["claims.csv", "causes.csv"];

/** The command lines of the page, in order. */
const LINES = blocksOf("sh").flatMap(({ text }) => text.trim().split("\n"));

/** The parts of `paper.ts`, in order: all code but what is added to the list of the suite's papers. */
const CODE = blocksOf("ts ignore").filter(({ file }) => file !== "papers/mod.ts");

/** Runs a command line as a shell does, in a checkout. */
async function shell(
  line: string,
  checkout: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", `deno() { "$DENO" "$@"; }; ${line}`],
    cwd: checkout,
    env: { DENO: Deno.execPath(), NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** What the runs of a method measured, one for each seed, the least first. */
async function valuesIn(checkout: string, method: string, metric: string): Promise<number[]> {
  const folder = `${checkout}/reports/local/runs/digits/${method}/digits`;
  const names = (await filesIn(folder)).filter((name) => /-s\d+\.json$/.test(name));
  const records = await Promise.all(names.map((name) => Deno.readTextFile(`${folder}/${name}`)));
  return records.map((text): number =>
    JSON.parse(text).measurements.find((one: { metric: string }) => one.metric === metric).value
  ).sort((a, b) => a - b);
}

/** A copy of the checkout, without what was run in it. */
async function copyOf(folder: URL, target: string): Promise<void> {
  await Deno.mkdir(target, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if ([".git", "local", "published", "node_modules"].includes(name)) continue;
    if (isDirectory) await copyOf(new URL(`${name}/`, folder), `${target}/${name}`);
    else await Deno.copyFile(new URL(name, folder), `${target}/${name}`);
  }
}

Deno.test("docs/ADD_A_PAPER.md shows the example, file by file", async () => {
  const read = (name: string) => Deno.readTextFile(new URL(name, DIGITS));
  assertEquals(CODE.map(({ text }) => text).join("\n"), await read("paper.ts"));
  const shown = [...blocksOf("csv"), ...blocksOf("md")].filter(({ file }) => !UNNEEDED.includes(file));
  for (const { file, text } of shown) assertEquals(text, await read(file!), file);
  assertEquals(
    [...shown.map(({ file }) => file!), "data.csv", "paper.ts"].sort(),
    await filesIn(DIGITS.pathname),
  );
});

Deno.test("docs/ADD_A_PAPER.md has the floors of all metrics", () => {
  const floors = new Map<string, { units: number } | { share: number }>();
  for (
    const [, names, value, percent] of PAGE.matchAll(/^\| ([A-Z].*?) +\| ([\d.]+)( % of the value)? +\|$/gm)
  ) {
    const floor = percent ? { share: Number(value) / 100 } : { units: Number(value) };
    for (const name of names.replace(/ \(.*\)/, "").split(", ")) floors.set(name, floor);
  }
  assertEquals(
    floors,
    new Map(Object.values(DESCRIPTIONS).map(({ name, floor }) => [name, floor]).toSorted() as never),
  );
});

Deno.test("docs/ADD_A_PAPER.md makes a paper that runs, is judged, and can become one of the suite's", async (t) => {
  await inFolder(async (folder) => {
    const checkout = `${folder}/reclaim`, paper = `${folder}/digits`;
    await copyOf(ROOT, checkout);
    const run = async (line: string) => {
      const { code, stdout, stderr } = await shell(line, checkout);
      assertEquals(code, 0, `${line}\n${stdout}${stderr}`);
      return stdout;
    };
    // What the page shows of files goes into them before the first command that follows in the page.
    const files = [
      { name: "paper.ts", text: CODE.map(({ text }) => text).join("\n") },
      ...[...blocksOf("csv"), ...blocksOf("md")].map(({ file, text }) => ({ name: file!, text })),
    ].filter(({ name }) => !UNNEEDED.includes(name));
    const [begin, made, move] = ["deno task new", "rm ", "mv "].map((start) =>
      LINES.findIndex((line) => line.startsWith(start))
    );
    assertEquals(begin, 0);

    await t.step("begins with one that works", async () => {
      for (const line of LINES.slice(0, made + 1)) await run(line);
      for (const { name, text } of files) await Deno.writeTextFile(`${paper}/${name}`, text);
      assertEquals(await filesIn(paper), await filesIn(DIGITS.pathname));
    });

    await t.step("is checked, run, judged, reported, verified and compared", async () => {
      const [check, reproduce, ...others] = LINES.slice(made + 1, move);
      const [checked, ran] = blocksOf("text").map(({ text }) => text);
      assertEquals((await run(check)).replace(/in [\d.]+ s/, "in 4.7 s"), checked);
      assertStringIncludes(await run(reproduce), ran);
      for (const line of others) await run(line);
      const chapter = await Deno.readTextFile(`${checkout}/reports/local/papers/digits.md`);
      assertStringIncludes(chapter, "Do the components' signs matter?");
      const [hom, com, inertia, turned, seeds] = await Promise.all([
        valuesIn(checkout, "pca-based", "HOM"),
        valuesIn(checkout, "pca-based", "COM"),
        valuesIn(checkout, "pca-based", "INERTIA"),
        valuesIn(checkout, "study-other-signs", "COM"),
        valuesIn(checkout, "k-means-plus-plus", "HOM"),
      ]);
      const words = PAGE.replace(/\s+/g, " ");
      assertStringIncludes(words, `homogeneity is ${hom[0].toFixed(3)} (printed: 0.668)`);
      assertStringIncludes(words, `completeness ${com[0].toFixed(3)} (0.695)`);
      assertStringIncludes(words, `inertia ${Math.round(inertia[0]).toLocaleString("en")} (70,768)`);
      assertStringIncludes(words, `they give a completeness of ${turned[0].toFixed(3)}.`);
      assertEquals(seeds.length, 4);
      assertStringIncludes(words, `a homogeneity of ${seeds[0].toFixed(2)} to ${seeds[3].toFixed(2)} (`);
      const { code, stdout } = await shell(
        "deno task -q list --papers ../digits --config digits/pca-based/digits",
        checkout,
      );
      assertEquals([code, JSON.parse(stdout).config.kMeans.nInit], [0, 1]);
    });

    await t.step("takes the rows of claims.csv and causes.csv that the page shows", async () => {
      const shown = blocksOf("csv").filter(({ file }) => UNNEEDED.includes(file));
      assertEquals(shown.map(({ file }) => file), UNNEEDED);
      for (const { file, text } of shown) await Deno.writeTextFile(`${paper}/${file}`, text);
      assertStringIncludes(await run("deno task validate --papers ../digits"), "26 claims, 4 experiments, ");
      for (const file of UNNEEDED) await Deno.remove(`${paper}/${file}`);
    });

    await t.step("lets the paper's code do what the page says", async () => {
      const code = await Deno.readTextFile(`${paper}/paper.ts`);
      for (
        const [what, statement, refusing] of [
          ["write access", 'Deno.writeTextFileSync("x", "");', ["validate", "compare"]],
          ["run access", 'new Deno.Command("true").outputSync();', ["validate", "compare", "report", "data"]],
          ["net access", 'await Deno.connect({ hostname: "127.0.0.1", port: 65000 });', [
            "validate",
            "compare",
            "report",
            "data",
          ]],
          ["env access", 'Deno.env.get("HOME");', ["report"]],
        ] as const
      ) {
        await Deno.writeTextFile(`${paper}/paper.ts`, `${code}${statement}\n`);
        for (const command of refusing) {
          const args = command === "compare" ? "reports/local reports/local " : "";
          const { code, stderr } = await shell(`deno task -q ${command} ${args}--papers ../digits`, checkout);
          assertEquals(code, 2, `${command}: ${stderr}`);
          assertStringIncludes(stderr, `it cannot be loaded: Requires ${what}`, command);
        }
      }
      await Deno.writeTextFile(`${paper}/paper.ts`, code);
    });

    await t.step("becomes one of the suite's, and passes what the gate checks of it", async () => {
      const { text } = blocksOf("ts ignore").find(({ file }) => file === "papers/mod.ts")!;
      const [mv, reproduce, gate] = LINES.slice(move);
      await run(mv);
      const before = await Deno.readTextFile(`${checkout}/papers/mod.ts`);
      const after = before.replace(/^import siam/m, `${text}import siam`)
        .replace(/,?\s*\];\n$/, ", digits];\n");
      assert(after.includes(text) && after.endsWith(", digits];\n"));
      await Deno.writeTextFile(`${checkout}/papers/mod.ts`, after);
      await run("deno fmt papers/mod.ts");
      assertStringIncludes(await run(reproduce), "3 done");
      assertEquals(gate, "deno task ok");
      const steps = configuration.tasks.ok.command.split(" && ");
      for (
        const [step, ofPapers] of [
          ["deno fmt --check", "deno fmt --check papers"],
          ["deno lint", "deno lint papers"],
          ["deno check --doc .", "deno check --doc papers"],
          ["deno task validate", "deno task validate"],
        ] as const
      ) {
        assert(steps.includes(step), step);
        await run(ofPapers);
      }
      const tests = ["load", "mod", "completeness"].map((name) => `papers/${name}_test.ts`).join(" ");
      const passed = await run(
        `deno test -q -P=test ${tests} --filter '/digits\\/|each (paper|configuration|study)|loadPapers/'`,
      );
      for (const test of ["pca-based/digits measures what its claims ask", "pca-based/digits is read"]) {
        assertMatch(passed, new RegExp(`digits/${test} \\.\\.\\. ok`));
      }
    });
  });
});
