/**
 * The comparison of whole runs, on made-up values whose tests are known.
 *
 * It needs Python with SciPy. Where that cannot be had, the tests are left out, and their names say so.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { modulesFolder, python } from "../testing.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const COMPARE = path("compare.py");

const modules = await modulesFolder();
const ignore = modules === undefined;
const named = (name: string) => ignore ? `${name} (left out: no SciPy)` : name;

/** A worked example of Welch's test: t = -2.46 with 25 degrees of freedom, p = 0.021. */
const WELCH_A = [27.5, 21, 19, 23.6, 17, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19, 21.7, 21.4];
const WELCH_B = [27.1, 22, 20.8, 23.4, 23.4, 23.5, 25.8, 22, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4];

const EIGHT = [0.61, 0.7, 0.58, 0.66, 0.74, 0.69, 0.64, 0.72];

/** The values of each measurement on the code of the test split, a value per run. */
type Values = Readonly<Record<string, readonly number[]>>;

/** One line per run, as the second implementations write them; the seeds count from 1. */
function linesOf(values: Values, more: Record<string, unknown> = {}) {
  const runs = Math.max(...Object.values(values).map(({ length }) => length));
  return Array.from({ length: runs }, (_, run) => ({
    experiment: "made/up/runs",
    seed: run + 1,
    history: [],
    measurements: Object.entries(values).filter(([, { length }]) => run < length).map(([metric, ones]) => ({
      metric,
      value: ones[run],
      space: "code",
      split: "test",
    })),
    processor: "some",
    versions: { torch: "2", tensorflow: "2" },
    ...more,
  }));
}

const textOf = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

/** Writes files into a new folder, has them compared there, and reads the table. */
async function compared(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
      await Deno.writeTextFile(join(folder, name), text);
    }
    const table = join(folder, "RESULTS.md");
    const ended = await python([
      "-B",
      COMPARE,
      ...args.map((arg) => arg.startsWith("-") ? arg : join(folder, arg)),
      "--table",
      table,
    ], modules);
    assert(ended !== undefined);
    const page = ended.code === 2 ? "" : await Deno.readTextFile(table);
    return { ...ended, page };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Compares two sides of values that are given, of each experiment. */
function comparedValues(sides: Readonly<Record<string, readonly [suite: Values, second: Values]>>) {
  const side = (which: 0 | 1) =>
    textOf(Object.entries(sides).flatMap(([experiment, values]) => linesOf(values[which], { experiment })));
  const files = { "suite.jsonl": side(0), "second.jsonl": side(1) };
  return compared(files, "second.jsonl", "--suite", "suite.jsonl");
}

/** The chapter of an experiment. */
function chapterOf(page: string, experiment: string): string {
  const chapter = page.split("\n## ").find((text) => text.startsWith(`\`${experiment}\``));
  assert(chapter !== undefined, `no chapter of ${experiment} in:\n${page}`);
  return chapter;
}

/** The cells of a measurement's row. */
function cellsOf(text: string, measurement: string): string[] {
  const line = text.split("\n").find((row) => row.startsWith(`| ${measurement} `));
  assert(line !== undefined, `no row of ${measurement} in:\n${text}`);
  return line.split("|").slice(1, -1).map((cell) => cell.trim());
}

Deno.test({
  name: named(
    "compare.py: equal values do not differ, what one side alone has is named, the loss is at three epochs",
  ),
  ignore,
  async fn() {
    const history = [5, 4, 3, 2, 1].map((loss, i) => ({ epoch: i + 1, loss }));
    const { code, stdout, stderr, page } = await compared(
      {
        "suite.jsonl": textOf(
          linesOf({ ACC: EIGHT, SIL: EIGHT, PARAMS: EIGHT.map(() => 1000) }, { history }),
        ),
        "second.jsonl": textOf(
          linesOf({ ACC: EIGHT.toReversed(), PARAMS: EIGHT.map(() => 1000) }, { history }),
        ),
      },
      "second.jsonl",
      "--suite",
      "suite.jsonl",
    );
    assertEquals(stderr, "");
    assertEquals(stdout, "1 experiment, 5 measurements: none differ.\n");
    assertEquals(code, 0);
    assertEquals(cellsOf(page, "ACC, code, test").slice(3), [
      "0.000 (-0.059 to 0.059)",
      "1.00",
      "1.00",
      "1.00",
      "no",
    ]);
    assertStringIncludes(
      page.replaceAll(/\s+/g, " "),
      "Equal in all runs: PARAMS, code, test (1,000); loss, epoch 1 (5); loss, epoch 3 (3); loss, epoch 5 (1).",
    );
    assertStringIncludes(page, "Not compared, since only one side has it: SIL, code, test.");
  },
});

Deno.test({
  name: named("compare.py: what is moved differs, alone and not among many; the p-values are known"),
  ignore,
  async fn() {
    const others = Object.fromEntries(Array.from({ length: 19 }, (_, i) => [`OTHER:m${i}`, WELCH_A]));
    const { code, stdout, page } = await comparedValues({
      "made/moved/runs": [
        { ACC: EIGHT, NMI: EIGHT, PARAMS: EIGHT.map(() => 1000) },
        {
          ACC: EIGHT.map((value) => value + 0.17),
          NMI: EIGHT.map((value) => value + 0.005),
          PARAMS: EIGHT.map(() => 1001),
        },
      ],
      "made/alone/runs": [{ ACC: WELCH_A }, { ACC: WELCH_B }],
      "made/among/runs": [{ ACC: WELCH_A, ...others }, { ACC: WELCH_B, ...others }],
      "made/small/runs": [{ ACC: [1, 2, 3], NMI: [1, 2, 3] }, { ACC: [4, 5, 6], NMI: [1, 2, 4] }],
    });
    assertEquals(code, 1);
    assertEquals(
      stdout,
      [
        "made/alone/runs: ACC, code, test differs: suite 20.82, PyTorch 22.9867",
        "made/moved/runs: ACC, code, test differs: suite 0.6675, PyTorch 0.8375",
        "made/moved/runs: PARAMS, code, test differs: suite 1000, PyTorch 1001",
        "made/small/runs: ACC, code, test differs: suite 2, PyTorch 5",
        "4 experiments, 26 measurements: 4 differ.",
        "",
      ].join("\n"),
    );

    const moved = chapterOf(page, "made/moved/runs");
    assertEquals(cellsOf(moved, "ACC, code, test").at(-1), "**yes**");
    assertEquals(cellsOf(moved, "NMI, code, test").at(-1), "no");
    assertStringIncludes(moved, "**Different in all runs**: PARAMS, code, test (1,000; PyTorch: 1,001).");

    // Alone its p-value is as it is; among twenty, the smallest is twenty times as large, and 1 is the most that one is.
    assertEquals(
      cellsOf(chapterOf(page, "made/alone/runs"), "ACC, code, test"),
      [
        "ACC, code, test",
        "20.8 ± 2.8",
        "23.0 ± 2.0",
        "-2.2 (-4.0 to -0.3)",
        "0.02",
        "0.02",
        "0.02",
        "**yes**",
      ],
    );
    const among = chapterOf(page, "made/among/runs");
    assertEquals(cellsOf(among, "ACC, code, test").slice(5), ["0.43", "0.02", "no"]);
    assertEquals(cellsOf(among, "m0, code, test").slice(4), ["1.00", "1.00", "1.00", "no"]);

    // Of the 20 ways to part six runs, only the two with 1, 2 and 3 on one side are as far apart: 0.1. Welch's t is
    // -3 / sqrt(2 / 3) with four degrees of freedom, the interval -3 ± 2.776 sqrt(2 / 3). Holm doubles the smaller p-value.
    assertEquals(
      cellsOf(chapterOf(page, "made/small/runs"), "ACC, code, test").slice(3),
      ["-3.0 (-5.3 to -0.7)", "0.02", "0.04", "0.10", "**yes**"],
    );
  },
});

/** A record of a run, with what is read of it. */
function recordOf(seed: number, value: number, more: Record<string, unknown> = {}) {
  const [{ experiment, history, measurements }] = linesOf({ ACC: [value] });
  return JSON.stringify({
    experiment,
    seed,
    profile: "paper",
    status: "done",
    digest: "0123456789ab",
    history,
    measurements,
    engine: { name: "tensorflow", version: "2" },
    provenance: { cpu: "some", versions: { reclaim: "1" } },
    ...more,
  });
}

const RUNS = "results/runs/made/up/runs";

Deno.test({
  name: named("compare.py: of a result folder, the finished runs of the paper's protocol are taken"),
  ignore,
  async fn() {
    const files = {
      [`${RUNS}/0123456789ab-s1.json`]: recordOf(1, 0.6),
      [`${RUNS}/0123456789ab-s2.json`]: recordOf(2, 0.7),
      [`${RUNS}/0123456789ab-s2.figures.json`]: "{}",
      [`${RUNS}/0123456789ab-s3.json`]: recordOf(3, 9, { status: "failed" }),
      [`${RUNS}/abcdef012345-s4.json`]: recordOf(4, 9, { profile: "quick", digest: "abcdef012345" }),
      // A seed that the folder has too is the folder's; the third is added.
      "more.jsonl": textOf(linesOf({ ACC: [9, 9, 0.65] }, { digest: "0123456789ab" })),
      "second.jsonl": textOf(linesOf({ ACC: [0.6, 0.65, 0.7] })),
    };
    const ended = await compared(files, "second.jsonl", "--suite", "results", "--suite", "more.jsonl");
    assertEquals(ended.stderr, "");
    assertEquals(ended.code, 0);
    assertEquals(cellsOf(ended.page, "ACC, code, test").slice(1, 3), ["0.650 ± 0.050", "0.650 ± 0.050"]);
    assertStringIncludes(ended.page, "Suite: 3 runs, seeds 1, 2, 3");
  },
});

Deno.test({
  name: named("compare.py: runs of two configurations, and too few runs, are refused"),
  ignore,
  async fn() {
    const two = await compared(
      {
        "second.jsonl": textOf(linesOf({ ACC: EIGHT })),
        [`${RUNS}/0123456789ab-s1.json`]: recordOf(1, 0.6),
        [`${RUNS}/abcdef012345-s2.json`]: recordOf(2, 0.7, { digest: "abcdef012345" }),
      },
      "second.jsonl",
      "--suite",
      "results",
    );
    assertEquals([two.code, two.stderr], [
      2,
      "Cannot compare made/up/runs: its records must be of one configuration, got 0123456789ab, abcdef012345\n",
    ]);
    const few = await comparedValues({ "made/few/runs": [{ ACC: [0.6] }, { ACC: EIGHT }] });
    assertEquals([few.code, few.stderr], [
      2,
      "Cannot compare made/few/runs: both sides must have at least two runs, got 1, 8\n",
    ]);
  },
});
