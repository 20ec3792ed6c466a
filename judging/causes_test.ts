import { assertEquals } from "@std/assert";
import type { Cause } from "../claims/claims.ts";
import { causesByClaim, causesOf, isMiss, isTested } from "./causes.ts";
import { exampleClaim, exampleRun, silhouette } from "./testing.ts";

const cause = (over: Partial<Cause> = {}): Cause => ({
  misses: ["made-1"],
  cause: "the rate",
  study: "made/study-rate/data",
  metric: "SIL",
  space: "code",
  split: "test",
  average: "",
  outcome: "explains",
  note: "",
  ...over,
});
const study = { question: "Is it the rate?", of: "made/down/data" };

Deno.test("causesOf() sets ours without the change beside ours with it, in the printed unit", () => {
  const claims = [exampleClaim({ units: 100, printed: "50%" })];
  const records = [
    exampleRun(0.25),
    exampleRun(0.5, { experiment: "made/study-rate/data", study: { question: "?", of: "made/up/data" } }),
    exampleRun(0.75, { experiment: "made/study-rate/data", seed: 7 }),
  ];
  const [one] = causesOf([cause()], claims, records);
  assertEquals([one.claim, one.without?.mean, one.with?.mean], [claims[0], 25, 62.5]);
});

Deno.test("causesOf() compares with the claim that the study varies the runs of, by its average", () => {
  const claims = [
    exampleClaim({ id: "made-1" }),
    exampleClaim({ id: "made-2", experiment: "made/down/data", statistic: "best" }),
    exampleClaim({ id: "made-3", experiment: "made/down/data", statistic: "avg" }),
    exampleClaim({ id: "made-4", metric: "ACC" }),
  ];
  const records = [
    exampleRun(0.5, { experiment: "made/study-rate/data", study, measurements: [silhouette(0.5)] }),
  ];
  const misses = claims.map(({ id }) => id).toReversed();
  assertEquals(causesOf([cause({ misses })], claims, records)[0].claim?.id, "made-3");
  assertEquals(causesOf([cause({ misses: ["made-4"] })], claims, records)[0].claim, undefined);
  const untested = causesOf([cause({ study: "", outcome: "open" })], claims, records)[0];
  assertEquals([untested.claim, untested.without, untested.with], [undefined, undefined, undefined]);
});

Deno.test("causesByClaim() lists them claim by claim, and isTested() knows those that were put to a test", () => {
  const tested = causesOf(
    [cause({ misses: ["made-1", "made-2"] }), cause({ study: "", outcome: "open" })],
    [],
    [],
  );
  assertEquals([...causesByClaim(tested)].map(([id, own]) => [id, own.length]), [["made-1", 2], [
    "made-2",
    1,
  ]]);
  assertEquals(tested.map(isTested), [true, false]);
});

Deno.test("isMiss() is so of results that are decided and outside the tolerance", () => {
  const of = (verdict: "worse" | "inconclusive" | "close", kind: "result" | "ordinal" = "result") =>
    isMiss({ claim: exampleClaim({ kind }), verdict });
  assertEquals([of("worse"), of("close"), of("inconclusive"), of("worse", "ordinal")], [
    true,
    true,
    false,
    false,
  ]);
});
