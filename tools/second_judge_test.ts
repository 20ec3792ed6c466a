/**
 * The second judge over the published records, and against our statistics.
 *
 * It needs Python with SciPy and scikit-learn. Where they cannot be had, the tests are left out, and their names say so.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { copyFolder } from "../engine/testing.ts";
import { estimateOf } from "../judging/compare.ts";
import { loadPapers } from "../papers/load.ts";
import { modulesFolder, python } from "./testing.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const JUDGE = path("second_judge.py");
const PAPERS = path("../papers");
const PUBLISHED = path("../reports/published");

const modules = await modulesFolder();
const ignore = modules === undefined;
const named = (name: string) => ignore ? `${name} (left out: no SciPy)` : name;

/** Has the judge look at a result folder. */
async function judged(folder: string, ...more: string[]) {
  const ended = await python([JUDGE, folder, "--papers", PAPERS, ...more], modules);
  assert(ended !== undefined);
  assertEquals(ended.stderr, "");
  return ended;
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
    const ended = await python(["-B", "-c", ESTIMATE, path("."), JSON.stringify(asked)], modules);
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
