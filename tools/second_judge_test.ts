/**
 * The second judge over the published records, and against our statistics.
 *
 * It needs Python with SciPy and scikit-learn. Where the machine's Python has none, pip installs the pinned ones into the
 * cache; where that cannot be done either, the tests are left out, and their names say so.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDir } from "../disk/cache.ts";
import { estimateOf } from "../judging/compare.ts";
import { loadPapers } from "../papers/load.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const REQUIREMENTS = path("requirements-second-judge.txt");
const JUDGE = path("second_judge.py");
const PAPERS = path("../papers");
const PUBLISHED = path("../reports/published");

/** How long pip may take, in milliseconds. */
const PATIENCE = 120_000;

/** What the judge needs; the last is there from SciPy 1.11 on. */
const PROBE = `
import numpy, scipy.stats, sklearn.metrics
scipy.stats.ttest_ind([1, 2], [1, 3]).confidence_interval()
`;

/** Runs Python in the root folder, where no file is taken for a module. Undefined where there is none. */
async function python(args: readonly string[], modules: string | undefined, signal?: AbortSignal) {
  try {
    const { success, code, stdout, stderr } = await new Deno.Command("python3", {
      args: [...args],
      cwd: "/",
      env: modules === undefined ? {} : { PYTHONPATH: modules },
      stdin: "null",
      ...signal && { signal },
    }).output();
    const decoder = new TextDecoder();
    return { success, code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The folder with the judge's modules, "" where Python has them itself; undefined where they are not to be had. */
async function modulesFolder(): Promise<string | undefined> {
  const has = async (folder?: string) => (await python(["-c", PROBE], folder))?.success ?? false;
  if (await has()) return "";
  const tag = await python(["-c", "import sys; print(sys.implementation.cache_tag)"], undefined);
  if (!tag?.success) return undefined;
  const folder = join(cacheDir(), `second-judge-${tag.stdout.trim()}`);
  if (await has(folder)) return folder;
  await Deno.mkdir(cacheDir(), { recursive: true });
  const made = await Deno.makeTempDir({ dir: cacheDir(), prefix: "second-judge.part-" });
  try {
    // deno-fmt-ignore
    const installed = await python([
      "-m", "pip", "install", "--quiet", "--target", made, "--no-compile", "--no-deps", "--only-binary=:all:",
      "--require-hashes", "--no-input", "--disable-pip-version-check", "--retries", "1", "--timeout", "10",
      "-r", REQUIREMENTS,
    ], undefined, AbortSignal.timeout(PATIENCE));
    if (!installed?.success || !await has(made)) return undefined;
    await Deno.remove(folder, { recursive: true }).catch(() => {});
    await Deno.rename(made, folder);
    return folder;
  } finally {
    await Deno.remove(made, { recursive: true }).catch(() => {});
  }
}

const modules = await modulesFolder();
const ignore = modules === undefined;
const named = (name: string) => ignore ? `${name} (left out: no SciPy)` : name;

/** Has the judge look at a result folder. */
async function judged(folder: string, ...more: string[]) {
  const ended = await python([JUDGE, folder, "--papers", PAPERS, ...more], modules || undefined);
  assert(ended !== undefined);
  assertEquals(ended.stderr, "");
  return ended;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    await (isDirectory ? copyFolder : Deno.copyFile)(join(from, name), join(to, name));
  }
}

Deno.test({
  name: named("the second judge comes to the published tolerances, intervals, verdicts, totals and scores"),
  ignore,
  async fn() {
    const papers = await loadPapers([]);
    const repeats = papers.flatMap(({ sameComputation = [] }) => sameComputation)
      .map(({ experiments }) => experiments);
    const file = await Deno.makeTempFile();
    try {
      await Deno.writeTextFile(file, JSON.stringify(repeats));
      const { code, stdout } = await judged(PUBLISHED, "--repeats", file);
      assertEquals(stdout.split("\n").filter((line) => !/^\d+ claims.*: no difference$/.test(line)), [""]);
      assertEquals(code, 0);
    } finally {
      await Deno.remove(file);
    }
  },
});

Deno.test({
  name: named("the second judge tells a verdict that is not its own, and totals that are missing"),
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await copyFolder(join(PUBLISHED, "runs", "diba"), join(folder, "runs", "diba"));
      await Deno.mkdir(join(folder, "site"));
      await Deno.writeTextFile(join(folder, "site", "data.js"), 'globalThis["data"] = {"totals": []};\n');
      const [header, ...rows] = (await Deno.readTextFile(join(PUBLISHED, "claims.csv"))).split("\n");
      const own = rows.filter((row) => row.startsWith("diba-"))
        .map((row) => row.startsWith("diba-fact-rows,") ? row.replace(",reproduced,", ",worse,") : row);
      await Deno.writeTextFile(join(folder, "claims.csv"), [header, ...own, ""].join("\n"));
      const { code, stdout } = await judged(folder);
      assertEquals(stdout.split("\n").slice(0, -2), [
        "diba-fact-rows: verdict is worse, here reproduced",
        "diba: the page has no totals",
      ]);
      assertEquals(code, 1);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Reads cases and prints the estimate and the interval of each. */
const ESTIMATE = `
import json, sys
sys.path.insert(0, sys.argv[1])
from types import SimpleNamespace
from second_judge import estimate
found = []
for case in json.loads(sys.argv[2]):
    expected, interval = estimate(SimpleNamespace(**case), case["values"])
    found.append([expected, *(interval or [])])
print(json.dumps(found))
`;

Deno.test({
  name: named("the second judge's estimates and intervals are ours, for few and many seeds and runs"),
  ignore,
  async fn() {
    const seeds = [
      0.61,
      0.7,
      0.58,
      0.66,
      0.74,
      0.69,
      0.64,
      0.72,
      0.5,
      0.67,
      0.71,
      0.6,
      0.65,
      0.8,
      0.63,
      0.68,
    ];
    const cases = [1, 2, 3, 4, 5, 8, 16].flatMap((n) =>
      [1, 2, 4, 8, 16, 20, null].flatMap((runs) =>
        ([["avg", "higher"], ["best", "higher"], ["best", "lower"]] as const).map(
          ([statistic, direction]) => ({ values: seeds.slice(0, n), runs, statistic, direction }),
        )
      )
    );
    const asked = cases.map(({ values, runs, statistic, direction }) => ({
      values,
      m: runs,
      statistic,
      direction: direction === "higher" ? 1 : -1,
    }));
    const ended = await python(
      ["-B", "-c", ESTIMATE, path("."), JSON.stringify(asked)],
      modules || undefined,
    );
    assert(ended?.success, ended?.stderr);
    const found: number[][] = JSON.parse(ended.stdout);
    for (const [i, one] of cases.entries()) {
      const { estimate, interval } = estimateOf(one, one.values);
      const ours = [estimate, ...interval === null ? [] : [interval.low, interval.high]];
      assertEquals(found[i].length, ours.length);
      for (const [j, value] of ours.entries()) {
        assertAlmostEquals(found[i][j], value, 1e-9 * Math.max(1, Math.abs(value)), JSON.stringify(one));
      }
    }
  },
});
