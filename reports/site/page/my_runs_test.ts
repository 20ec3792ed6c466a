import { assert, assertEquals, assertThrows } from "@std/assert";
import { claimsJson } from "../../exports.ts";
import { compare } from "../../../judging/compare.ts";
import { exampleClaim, exampleRun } from "../../../judging/testing.ts";
import { examplePaper } from "../../testing.ts";
import { siteData } from "../data.ts";
import { MOST_BYTES, MyRunsError, readMyRuns, refuseLarge } from "./my_runs.ts";

const CLAIMS = [exampleClaim(), exampleClaim({ id: "made-2", value: "0.90", printed: "0.90" })];

/** The page's claims, without runs. */
const published = siteData({
  papers: [examplePaper({ claims: CLAIMS })],
  comparisons: compare(CLAIMS, [], []),
  records: [],
  leavings: [],
}).data.claims;

const file = (claims = CLAIMS, runs = [exampleRun(0.55), exampleRun(0.57, { seed: 2 })]) =>
  claimsJson(compare(claims, [], runs));

/** Why a file is refused. */
function refusal(text: string): string {
  return assertThrows(() => readMyRuns(text, published), MyRunsError).message;
}

Deno.test("readMyRuns() has of each claim what the reader's own report says", () => {
  const mine = readMyRuns(file(), published);
  assertEquals([...mine.keys()], ["made-1", "made-2"]);
  const { ours, sd, ...others } = mine.get("made-1")!;
  assert(Math.abs(ours - 0.56) < 1e-12 && Math.abs(sd! - Math.SQRT1_2 * 0.02) < 1e-12);
  assertEquals(others, { n: 2, verdict: "reproduced", profile: "paper" });
});

Deno.test("readMyRuns() leaves out claims of papers that the page has not, and those without a result", () => {
  const other = exampleClaim({ id: "other-1" });
  const open = exampleClaim({ id: "made-2", value: "0.90", printed: "0.90", experiment: "made/down/data" });
  const [, second] = published;
  const mine = readMyRuns(file([other, CLAIMS[0], open]), [published[0], { ...second, ...open, runs: [] }]);
  assertEquals([...mine.keys()], ["made-1"]);
});

Deno.test("readMyRuns() refuses something else, in one sentence each", () => {
  for (const text of ["", "not JSON", "[1,", "\u0000"]) {
    assertEquals(
      refusal(text),
      "Cannot show these runs: the file must be the claims.json of a result folder, and it is not JSON.",
    );
  }
  for (const value of [null, 1, "a", {}, [], [1], [null], [{ id: "made-1" }], [{ claim: { id: 1 } }]]) {
    assertEquals(
      refusal(JSON.stringify(value)),
      "Cannot show these runs: the file must be the claims.json of a result folder, and it is another file.",
    );
  }
});

Deno.test("readMyRuns() refuses another version: fields that are missing, unknown verdicts, other values", () => {
  const changed = (change: (row: Record<string, unknown>) => void) => {
    const rows = JSON.parse(file());
    change(rows[0]);
    return refusal(JSON.stringify(rows));
  };
  const start = "Cannot show these runs: the file is of another version of Reclaim (claim made-1: ";
  const end = "). Draw the report of these runs again with the version of this page.";
  assertEquals(changed((row) => delete row.n), `${start}its n is missing${end}`);
  assertEquals(changed((row) => row.verdict = "fine"), `${start}its verdict is "fine"${end}`);
  assertEquals(changed((row) => row.ours = "0.5"), `${start}its ours is "0.5"${end}`);
  assertEquals(
    changed((row) => row.claim = { ...row.claim as object, value: "0.51" }),
    `${start}its value must be "0.50", got "0.51"${end}`,
  );
  assertEquals(
    changed((row) => row.claim = { ...row.claim as object, space: "pixels", runs: 1 }),
    `${start}its runs must be null, got 1${end}`,
  );
  assert(changed((row) => row.verdict = "x".repeat(1e5)).length < 300);
});

Deno.test("readMyRuns() refuses other papers' claims, and a folder without results", () => {
  assertEquals(
    refusal(file([exampleClaim({ id: "other-1" })])),
    "Cannot show these runs: the file has no claim of the papers on this page.",
  );
  assertEquals(
    refusal(file(CLAIMS, [])),
    "Cannot show these runs: none of the claims in the file has a result yet.",
  );
});

Deno.test("refuseLarge() lets through what a result folder can have, and refuses more", () => {
  refuseLarge(MOST_BYTES);
  assertEquals(
    assertThrows(() => refuseLarge(MOST_BYTES + 1), MyRunsError).message,
    "Cannot show these runs: the file must have at most 16 MiB, got 17 MiB.",
  );
});
