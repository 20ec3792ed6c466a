import { assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../terminal/usage.ts";
import { faultsIn, isFound, isRounded, quotedIn, textNumbers } from "./text_numbers.ts";

Deno.test("quotedIn() finds numbers with a spread, or beside the paper's, over the ends of lines", () => {
  const markdown =
    "ACC 0.956 ±\n0.001 (paper: 0.955) and 251,058 ± 57,089.\nPurity 0.54 (paper: 0.78; t-SNE), MNIST 784.\n";
  assertEquals(quotedIn(markdown), [
    { line: 1, text: "0.956 ± 0.001 (paper: 0.955", ours: "0.956", sd: "0.001", paper: "0.955" },
    { line: 2, text: "251,058 ± 57,089", ours: "251,058", sd: "57,089" },
    { line: 3, text: "0.54 (paper: 0.78", ours: "0.54", paper: "0.78" },
  ]);
  // A list indents its lines.
  assertEquals(quotedIn("- ACC 0.5 ±\n  0.1\n  (paper: 0.4)").map(({ text }) => text), [
    "0.5 ± 0.1 (paper: 0.4",
  ]);
  assertEquals(quotedIn("−0.02 ± .01")[0], { line: 1, text: "−0.02 ± .01", ours: "−0.02", sd: ".01" });
});

Deno.test("isRounded() takes the digits that stand there", () => {
  for (
    const [value, text] of [[0.9555, "0.956"], [35_361, "35,400"], [35_361, "35,361"], [
      -0.024,
      "−0.02",
    ]] as const
  ) {
    assertEquals(isRounded(value, text), true, text);
  }
  for (
    const [value, text] of [[0.9554, "0.956"], [35_451, "35,400"], [35_362, "35,361"], [
      0.024,
      "−0.02",
    ]] as const
  ) {
    assertEquals(isRounded(value, text), false, text);
  }
});

Deno.test("isFound() wants mean and spread of one sample, and the paper's number of its metric", () => {
  const measured = [{ metric: "ACC", values: [0.5, 0.6] }, { metric: "NMI", values: [0.7] }];
  const printed = [{ metric: "ACC", value: 0.58 }];
  const found = (ours: string, sd?: string, paper?: string) =>
    isFound({ line: 1, text: "", ours, ...sd && { sd }, ...paper && { paper } }, measured, printed);
  assertEquals(found("0.55", "0.07", "0.58"), true);
  assertEquals(found("0.55", "0.05", "0.58"), false);
  assertEquals(found("0.55", "0.07", "0.59"), false);
  assertEquals(found("0.6", undefined, "0.58"), true);
  // That of another metric.
  assertEquals(found("0.7", undefined, "0.58"), false);
  // One seed has no spread.
  assertEquals(found("0.7", "0.0"), false);
});

Deno.test("faultsIn() names what is in no record, and what is listed in vain", () => {
  const known = { measured: [], printed: [], others: [{ path: "A.md", text: "2 ± 1", what: "another's" }] };
  assertEquals(faultsIn("A.md", "2 ± 1", known), []);
  assertEquals(faultsIn("A.md", "3 ± 1", known), [
    "A.md:1: 3 ± 1 is in no record",
    "tools/text_numbers.csv: 2 ± 1 is not in A.md, or in a record",
  ]);
  assertEquals(faultsIn("B.md", "", known), []);
});

Deno.test("the README, the findings and the papers' pages quote what the published records have", async () => {
  assertEquals(await textNumbers([]), 0);
});

Deno.test("text_numbers takes no arguments", async () => {
  await assertRejects(() => textNumbers(["README.md"]), UsageError, "What is README.md?");
});
