import { assertEquals } from "@std/assert";
import { exampleClaim } from "../../../judging/testing.ts";
import { spreadText } from "../../markdown/digits.ts";
import type { SiteClaim } from "../data.ts";
import { dataCommand, mineText, titleOf } from "./text.ts";

const claim = (over = {}) => exampleClaim(over) as unknown as SiteClaim;

Deno.test("dataCommand() names a data set that a command can fetch, and nothing else", () => {
  assertEquals(dataCommand("fashion-mnist", {}), "deno task data fashion-mnist");
  for (const name of ["", "$(rm -rf ~)", "a b", "-f", "日本語"]) assertEquals(dataCommand(name, {}), "");
  assertEquals(dataCommand("mnist", { dataDir: "/data" }), "");
  assertEquals(dataCommand("mine", { papers: ["../mine"] }), "");
});

Deno.test("mineText() has the digits that the spread allows, how many seeds, the verdict, and a smaller profile", () => {
  const mine = { ours: 0.512345, sd: 0.234, n: 4, verdict: "close", profile: "paper" } as const;
  assertEquals(mineText(mine, claim()), `${spreadText(0.512345, 0.234, 2)} (4), close`);
  assertEquals(
    mineText({ ...mine, sd: null, n: 1, profile: "quick" }, claim()),
    `${spreadText(0.512345, null, 2)}, close, quick`,
  );
  assertEquals(mineText({ ...mine, ours: -0.2, sd: null }, claim({ kind: "ordinal" })), "−0.200 (4), close");
});

Deno.test("titleOf() says what a claim is about", () => {
  assertEquals(titleOf(claim()), "Up, SIL, code");
  assertEquals(titleOf(claim({ method: "", metric: "OTHER:rows", space: "" })), "rows");
});
