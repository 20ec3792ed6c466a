import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Profile } from "../../records/record.ts";
import type { Claim } from "../../claims/claims.ts";
import { compare } from "../../judging/compare.ts";
import { exampleClaim, exampleRun, measured, silhouette } from "../../judging/testing.ts";
import { paperTables } from "./paper_tables.ts";

let count = 0;
const claim = (over: Partial<Claim>) => exampleClaim({ id: `made-${count++}`, ...over });
const acc = { metric: "ACC", split: "train", printed: "40%", value: "40", tolerance: 2 };

Deno.test("paperTables() lays out methods by metrics, a table for each data set and statistic", () => {
  const claims = [
    claim({ statistic: "avg" }),
    claim({ statistic: "avg", ...acc }),
    claim({ statistic: "avg", method: "Down", experiment: "made/down/data" }),
    claim({ statistic: "best", runs: 2 }),
    claim({
      statistic: "avg",
      method: "Old",
      ...acc,
      space: "",
      split: "",
      kind: "cited",
      experiment: "",
      tolerance: null,
    }),
  ];
  const measurements = (value: number) => [
    silhouette(value),
    measured("ACC", 0.5, { split: "train" }),
  ];
  const records = [0.5, 0.6].map((value, seed) => exampleRun(0, { seed, measurements: measurements(value) }));
  assertEquals(paperTables(compare(claims, [], records)), [
    "### Table 1",
    "**data, average of the runs**",
    [
      "|  | SIL ↑ | ACC ↑ |",
      "| --- | --- | --- |",
      "| [Up](#runs-made-up-data) | 0.50 → 0.550 ± 0.071 (✓) | 40% → 50 ▲ |",
      "| Down | 0.50 · |  |",
      "| Old |  | 40% ○ |",
    ].join("\n"),
    "**data, best run**",
    "|  | [Up](#runs-made-up-data) |\n| --- | --- |\n| SIL ↑ | 0.50 → 0.600 (✓) |",
    "Measured: SIL in code on the test split (Up, Down); ACC in code on the train split (Up).",
    "Run it again: `deno task reproduce made/down/data made/up/data --profile paper`",
  ]);
});

Deno.test("paperTables() names the profile that each was run in, for the rest the full protocol", () => {
  const claims = ["up", "down", "left"].map((name) => claim({ experiment: `made/${name}/data` }));
  const records = [["up", "smoke"], ["down", "quick"]].map(([name, profile]) =>
    exampleRun(0.5, { experiment: `made/${name}/data`, profile: profile as Profile })
  );
  assertEquals(paperTables(compare(claims, [], records)).filter((part) => part.startsWith("Run it again")), [
    "Run it again: `deno task reproduce made/up/data --profile smoke`",
    "Run it again: `deno task reproduce made/down/data --profile quick`",
    "Run it again: `deno task reproduce made/left/data --profile paper`",
  ]);
});

Deno.test("paperTables() gathers what stands alone in the text", () => {
  const claims = [
    claim({ where: "Abstract" }),
    claim({ where: "§2", statistic: "best", metric: "NMI", average: "max", split: "train" }),
  ];
  assertEquals(paperTables(compare(claims, [], [])), [
    "### In the text",
    [
      "| where | data | method | metric | paper → ours |",
      "| --- | --- | --- | --- | --- |",
      "| Abstract | data | Up | SIL ↑, code, test split | 0.50 · |",
      "| §2 | data | Up | NMI ↑, code, train split, max average (best) | 0.50 · |",
    ].join("\n"),
    "Run it again: `deno task reproduce made/up/data --profile paper`",
  ]);
});

Deno.test("paperTables() name the average, and what else the commands need", () => {
  const claims = [
    claim({ metric: "NMI", average: "max" }),
    claim({ metric: "OTHER:rows", space: "", split: "" }),
  ];
  assertEquals(paperTables(compare(claims, [], []), { dataDir: "/my data", papers: ["../made"] }).slice(-2), [
    "Measured: NMI in code on the test split (Up); NMI by the max average.",
    "Run it again: `deno task reproduce made/up/data --profile paper --data-dir '/my data' --papers ../made`",
  ]);
});

Deno.test("paperTables() shows no spread of values that rounding alone tells apart", () => {
  const records = [0.1 + 0.2, 0.3, 0.3].map((value, seed) => exampleRun(value, { seed }));
  const tables = paperTables(compare([claim({})], [], records)).join();
  assertStringIncludes(tables, "0.50 → 0.300\u00a0≈");
});

Deno.test("paperTables() of nothing is nothing", () => {
  assertEquals(paperTables([]), []);
});
