import { assertEquals } from "@std/assert";
import type { Claim } from "../claims/claims.ts";
import { compare } from "./compare.ts";
import { headline, onceEach, tally, tallyInWords, verdictInWords } from "./tallies.ts";
import { exampleClaim, exampleRun } from "./testing.ts";

const compared = (...claims: Partial<Claim>[]) =>
  compare(
    claims.map((claim, i) => exampleClaim({ id: `made-${i}`, ...claim })),
    [],
    ["up", "down"].map((method) => exampleRun(0.5, { experiment: `made/${method}/data` })),
  );

Deno.test("headline() counts each number once, and scores apart from losses and counts", () => {
  const { score, loss, count, other, without, why } = headline(compared(
    { where: "Abstract" },
    { where: "Table 1", value: "50", printed: "50%", units: 100 },
    { statistic: "best" },
    { value: "0.9" },
    { space: "pixels" },
    { metric: "MSE", measure: "loss" },
    { metric: "PARAMS", measure: "count" },
    { kind: "fact", metric: "OTHER:rows", measure: "count" },
    { kind: "ordinal", experiment: "" },
    { kind: "cited", experiment: "" },
  ));
  assertEquals([score, loss, count, other].map(({ numbers }) => numbers), [4, 1, 2, 0]);
  assertEquals([score.judged, score.firm, score.verdicts.reproduced, score.verdicts["not run"]], [
    3,
    0,
    2,
    1,
  ]);
  assertEquals([without, why], [undefined, []]);
});

Deno.test("headline() says how many are left without those that repeat a computation", () => {
  const comparisons = compared({}, { experiment: "made/down/data" }, { metric: "ACC" });
  const same = [{ experiments: ["made/up/data", "made/down/data"], why: "no labels" }];
  const { score, without, why } = headline(comparisons, same);
  assertEquals([score.numbers, without?.numbers, why], [3, 2, ["no labels"]]);
  const elsewhere = [{ experiments: ["made/up/data", "made/other/data"], why: "no labels" }];
  assertEquals([headline(comparisons, elsewhere).without, headline(comparisons, elsewhere).why], [
    undefined,
    [],
  ]);
});

Deno.test("onceEach() keeps apart what no experiment answers", () => {
  const open = { experiment: "", basis: "not there" };
  assertEquals(onceEach(compared(open, open)).length, 2);
});

Deno.test("tally() counts by verdict, in words too", () => {
  const counts = tally(compared({}, { value: "0.9" }, { experiment: "" }));
  assertEquals(tallyInWords(counts), "1 reproduced, 1 inconclusive, 1 not run");
  assertEquals(tallyInWords(tally([])), "none");
});

Deno.test("verdictInWords() says of orders and cited values that they hold or do not", () => {
  const words = (kind: "result" | "ordinal" | "cited") =>
    (["reproduced", "worse", "better", "contradicted", "inconclusive", "not run"] as const).map((verdict) =>
      verdictInWords(verdict, kind)
    );
  assertEquals(words("result"), ["reproduced", "worse", "better", "contradicted", "inconclusive", "not run"]);
  assertEquals(words("ordinal"), [
    "holds",
    "does not hold",
    "does not hold: better",
    "does not hold: contradicted",
    "inconclusive",
    "not run",
  ]);
  assertEquals(words("cited")[1], "does not hold: worse");
  const counts = { ...tally([]), reproduced: 2, worse: 1, inconclusive: 1 };
  assertEquals(tallyInWords(counts), "2 reproduced, 1 worse, 1 inconclusive");
  assertEquals(tallyInWords(counts, "ordinal"), "2 hold, 1 does not hold, 1 inconclusive");
});
