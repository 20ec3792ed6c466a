import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Cause, Claim } from "../../claims/claims.ts";
import { causesOf } from "../../judging/causes.ts";
import { compare } from "../../judging/compare.ts";
import { extras } from "../../judging/extras.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { exampleClaim, exampleRun, measured, nmi, silhouette } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import type { Figure } from "../figures/mod.ts";
import { examplePaper } from "../testing.ts";
import { methodAnchor, methodBlocks } from "./method_blocks.ts";

const CAUSE: Cause = {
  misses: ["made-1", "made-3"],
  cause: "The rate",
  study: "made/study/data",
  metric: "SIL",
  space: "code",
  split: "test",
  average: "",
  note: "",
};

function draw(
  claims: readonly Claim[],
  records: readonly RunRecord[],
  { causes = [], figures = [] }: { causes?: Cause[]; figures?: Figure[] } = {},
) {
  const paper = examplePaper({ claims: [...claims], causes });
  return methodBlocks(paper, {
    results: compare(claims, [], records),
    records,
    experiments: runsByExperiment(records),
    more: extras(claims, records),
    tested: causesOf(causes, compare(claims, [], records), records, []),
    figures,
    again: {},
    out: "..",
    chapters: new Set(["made"]),
  });
}

const run = (method: string, over: Partial<RunRecord> = {}) =>
  exampleRun(0, {
    experiment: `made/${method}/data`,
    method,
    measurements: [silhouette(0.9), nmi(0.4, "max"), measured("ACC", 0.7, { split: "train" })],
    ...over,
  });

const claim = (id: string, method: string, over: Partial<Claim> = {}) =>
  exampleClaim({ id, method, experiment: `made/${method}/data`, ...over });

Deno.test("methodBlocks() has a block for each method, by name, with its numbers, commands and records", () => {
  const { blocks, shown } = draw(
    [claim("made-1", "SNNL-10"), claim("made-2", "SNNL-9"), claim("made-3", "SNNL-9", { where: "Abstract" })],
    [run("SNNL-9")],
  );
  const headings = blocks.filter((block) => block.includes("### "));
  assertEquals(headings, [
    '<a id="method-SNNL-9"></a>\n\n### SNNL-9',
    '<a id="method-SNNL-10"></a>\n\n### SNNL-10',
  ]);
  const at = (start: string) => blocks.find((block) => block.startsWith(start));
  assertEquals(at('<a id="runs-'), '<a id="runs-made-SNNL-9-data"></a>**data** (1 seed): 2 inconclusive.');
  assertEquals(at("Measured"), "Measured in code, on the test split. Printed in Table 1; Abstract.");
  // Printed twice, it is one row.
  assertStringIncludes(at("| number")!, "\n| SIL ↑ | 0.50 | 0.900 | +0.40 | 0.125 | ? inconclusive |");
  assertStringIncludes(
    at("Run it again")!,
    "made/SNNL-9/data --profile paper --seed 42` (records: seed [42](../runs/",
  );
  assert(blocks.includes("**data**: 1 not run."));
  assertEquals([...shown], ["made/SNNL-9/data", "made/SNNL-10/data"]);
});

Deno.test("methodBlocks() says where each is printed and measured, where that differs", () => {
  const { blocks } = draw([
    claim("made-1", "up", { statistic: "avg" }),
    claim("made-2", "up", { statistic: "best", runs: 4, where: "§2" }),
    claim("made-3", "up", { metric: "ACC", split: "train" }),
  ], [run("up")]);
  const table = blocks.find((block) => block.startsWith("| number"))!;
  assertEquals(
    table.split("\n").slice(2).map((line) => line.split("|").slice(1, 3).map((one) => one.trim())),
    [
      ["SIL ↑, test split, mean", "Table 1"],
      ["SIL ↑, test split, best of 4", "§2"],
      ["ACC ↑, train split", "Table 1"],
    ],
  );
  assert(blocks.includes("Measured in code."));
});

Deno.test("methodBlocks() has causes at the first method that they are about, and leads there from the others", () => {
  const claims = [claim("made-1", "a"), claim("made-2", "b"), claim("made-3", "c")];
  const records = [
    ...["a", "b", "c"].flatMap((method) => [1, 2].map((seed) => run(method, { seed }))),
    run("study"),
  ];
  const { blocks, causes, left } = draw(claims, records, { causes: [CAUSE] });
  const places = [
    "### a",
    '<a id="made-causes-1"></a>**What may explain a, c on data: SIL**',
    "### b",
    "No cause was tested yet for the misses of SIL.",
    "### c",
    "What may explain the differences: [a, c on data: SIL](#made-causes-1).",
  ].map((part) => blocks.findIndex((block) => block.endsWith(part)));
  assert(places.every((place, i) => place > (places[i - 1] ?? -1)), String(places));
  assertEquals(causes, ["[a, c on data: SIL](#made-causes-1)"]);
  assertEquals(left, []);
  // Of what no method's result is.
  const other = draw(claims, records, { causes: [{ ...CAUSE, misses: ["made-order"] }] });
  assertEquals([other.causes, other.left.map(({ id }) => id)], [[], ["made-causes-1"]]);
});

Deno.test("methodBlocks() shows what an experiment left and measured besides once, where it comes first", () => {
  const figure = { title: "Left", description: "dots", svg: "", paper: "made" };
  const history = [{ epoch: 1, loss: 2 }, { epoch: 2, loss: 1 }];
  const claims = [
    claim("made-1", "up"),
    claim("made-2", "again", { experiment: "made/up/data" }),
    claim("made-3", "down"),
  ];
  const { blocks } = draw(claims, [run("up", { history }), run("down")], {
    figures: [
      { ...figure, name: "made-training-data", section: "training" },
      { ...figure, name: "made-x", section: "clusters", experiment: "made/up/data" },
    ],
  });
  const count = (text: string) => blocks.filter((block) => block.includes(text)).length;
  assertEquals(count("[The loss by epoch](../figures/made-training-data.svg)"), 1);
  assertEquals(count("<summary>Pictures (1)</summary>"), 1);
  assertEquals(count("](../figures/made-x.svg)"), 1);
  assertEquals(count('<a id="runs-made-up-data">'), 1);
  assertStringIncludes(blocks.join("\n"), "| NMI ↑, code, test split, max average | 0.400 |\n");
  assertEquals(count("<summary>Measured too, and not printed by the paper (2)</summary>"), 2);
});

Deno.test("methodBlocks() of no results are none", () => {
  assertEquals(draw([], [run("up")]).blocks, []);
  assertEquals(methodAnchor("AE + K-means"), "method-AE-K-means");
});
