import { assertEquals, assertMatch } from "@std/assert";
import type { Claim } from "../claims/claims.ts";
import { loadPapers } from "../papers/load.ts";
import { exampleClaim } from "../judging/testing.ts";
import { cellsOf, claimFaults, parseOthers, plain, tableFaults, unknownNumbers } from "./verify_claims.ts";

/** A paper's table as its text has it. */
const TEXT = [
  "We find a silhouette of **0.50** on 60,000 images [12].",
  "",
  "## V. EVALUATION RESULTS",
  "",
  "Model\tSilhouette\tDB Index\tCH Index",
  "Up\t0.42\t1.92\t4985.74",
  "",
];

const claim = (over: Partial<Claim>) =>
  exampleClaim({ where: "§V", line: 6, value: "0.42", printed: "0.42", ...over });

const row = [
  claim({}),
  claim({ id: "made-2", metric: "DBI", value: "1.92", printed: "1.92" }),
  claim({ id: "made-3", metric: "CHI", value: "4985.74", printed: "4985.74" }),
];

Deno.test("claimFaults() looks for a value on its line", () => {
  const at = (line: number | null, value: string) => claimFaults(claim({ line, value }), TEXT);
  assertEquals(at(1, "0.50"), []);
  assertEquals(at(1, "60000"), []);
  assertEquals(at(1, "0.5"), ["made-1: line 1 does not have 0.5"]);
  assertEquals(at(6, "0.50"), ["made-1: line 6 does not have 0.50"]);
  assertEquals(at(99, "0.50"), ["made-1: its line, 99, is not there"]);
  assertEquals(at(null, "0.50"), ["made-1: its line, null, is not there"]);
});

Deno.test("claimFaults() looks for an order's words around its line, over breaks and gaps", () => {
  const lines = ["Apparently that our meth-", "od is better than the others", "by far."];
  const order = (printed: string) =>
    claimFaults(claim({ kind: "ordinal", value: "", line: 2, printed }), lines);
  assertEquals(order("our method is better than the others by far"), []);
  assertEquals(order("our method … by far"), []);
  assertEquals(order("our method … is worse"), ['made-1: the lines around 2 do not have "is worse"']);
});

Deno.test("plain() takes mark-up out", () => {
  assertEquals(plain("**a**  $\\sim$ 0.1\t$2 \\times 3$"), "a ~ 0.1 2 × 3");
});

Deno.test("tableFaults() compares cell by cell, both ways", () => {
  const cells = cellsOf("diba", TEXT);
  assertEquals(cells.map(({ line, method, metric, text }) => [line, method, metric, text]), [
    [6, "Up", "SIL", "0.42"],
    [6, "Up", "DBI", "1.92"],
    [6, "Up", "CHI", "4985.74"],
  ]);
  assertEquals(tableFaults(cells, row), []);
  const [missing, ...rest] = tableFaults(cells, row.slice(0, 2));
  assertMatch(missing, /^no claim for the cell \{"where":"§V","line":6,"method":"Up",.*"metric":"CHI"/);
  assertEquals(rest, []);
  const swapped = [row[0], { ...row[1], metric: "CHI" }, { ...row[2], metric: "DBI" }];
  assertEquals(tableFaults(cells, swapped).length, 4);
  assertEquals(tableFaults(cells, [...row, claim({ id: "made-4", line: 7 })]), [
    "made-4: §V has no such cell",
  ]);
});

Deno.test("unknownNumbers() finds what is neither claimed nor known to be something else", () => {
  const facts = claim({ line: 1, value: "0.50", printed: "0.50" });
  assertEquals(unknownNumbers(TEXT, [facts, ...row], []), ["line 1: 60000"]);
  const others = parseOthers("paper,lines,numbers,what\nmade,1,60000,images\nmade,5-6,*,a table\n");
  assertEquals(unknownNumbers(TEXT, [facts], others), []);
  assertEquals(unknownNumbers(TEXT, [facts], others.slice(0, 1)), ["line 6: 0.42 1.92 4985.74"]);
  const names = ["2) SNNL-{3, 5} by N2D [7]–[9] (Eq. 4, Fig. 2) in Conv2d", "# 2.3 Data", "SNNL-5 has 0.9"];
  assertEquals(unknownNumbers(names, [], []), ["line 3: 0.9"]);
});

Deno.test("verify_claims.ts says clearly what it lacks", async () => {
  const run = async (...args: string[]) => {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-P=read", "tools/verify_claims.ts", ...args],
      cwd: new URL("..", import.meta.url),
    }).output();
    return [code, new TextDecoder().decode(stderr)];
  };
  assertEquals(await run(), [2, "Name the folder of the papers' texts: they are not part of Reclaim\n"]);
  assertEquals(await run("/nonexistent"), [
    2,
    "No folder /nonexistent: it must hold the papers' texts, which are not part of Reclaim\n",
  ]);
  const empty = await Deno.makeTempDir();
  try {
    assertEquals(await run(empty), [2, `No text of diba in ${empty}: a file 000….txt is missing\n`]);
  } finally {
    await Deno.remove(empty);
  }
});

Deno.test("tools/other_numbers.csv is of papers that have claims", async () => {
  const others = parseOthers(await Deno.readTextFile(new URL("other_numbers.csv", import.meta.url)));
  const papers = new Set((await loadPapers()).map(({ id }) => id));
  for (const { paper, first, last } of others) {
    assertEquals([papers.has(paper), first <= last], [true, true], paper);
  }
});
