import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  limitRow,
  type Measured,
  merged,
  quantile,
  readRows,
  type Rows,
  spread,
  withIntroduction,
  withKind,
  workRow,
} from "./results.ts";

const unit = (ms: number, result = 1) => ({ ms, result, peak: 0 });
const work: Measured = {
  name: "made-up",
  title: "a made-up work",
  peer: "a peer",
  goal: 1,
  goals: { AMD: 0.5 },
  share: 0.8,
  ours: [unit(10), unit(12), unit(8, 0.25)],
  theirs: [unit(20), unit(16), unit(16, 0.125)],
};

const rows = (name: string): Rows => ({
  works: [[name, "peer", "1", "2", "**0.50**", "–", "1 ✓", "3 / 3"], [
    "other",
    "peer",
    "",
    "",
    "",
    "",
    "",
    "",
  ]],
  limits: [[name, "1.0", "2.0", "3.0", "4.0"]],
  own: [["start", "1 ms", "2 ms", "3 ms ✓"]],
});

Deno.test("quantile() lies between two numbers in proportion, whatever their order", () => {
  assertEquals([0, 0.25, 0.5, 1].map((q) => quantile([4, 1, 3, 2], q)), [1, 1.75, 2.5, 4]);
  assertEquals(quantile([7], 0.25), 7);
  assertEquals(spread([4, 1, 3, 2], 1), "2.5 (1.8–3.3)");
});

Deno.test("workRow() has the median of the pairs' ratios, not the ratio of the medians", () => {
  // Pairs: 0.5, 0.75, 0.5; the medians' ratio would be 10 / 16.
  assertEquals(workRow(work, "Intel", 9), [
    "a made-up work",
    "a peer",
    "10 (9–11)",
    "16 (16–18)",
    "**0.50** (0.50–0.63)",
    "90 % / 56 %",
    "1 ✓, 80 % ✓",
    "0.250000 / 0.125000",
  ]);
});

Deno.test("workRow() goes by the goals of the kind, and by the limit only where it is known", () => {
  const cells = (...args: Parameters<typeof workRow>) => workRow(...args).slice(5, 7);
  assertEquals(cells({ ...work, goals: { AMD: 0.45 } }, "AMD", 7), ["70 % / 44 %", "0.45 ✗, 80 % ✗"]);
  assertEquals(cells(work, "AMD"), ["–", "0.5 ✓"]);
  const { share: _, ...without } = work;
  assertEquals(cells(without, "AMD", 7), ["70 % / 44 %", "0.5 ✓"]);
});

Deno.test("limitRow() has megabytes, and digits by size", () => {
  assertEquals(limitRow("w", { ours: 12.345, theirs: 1234.5, bytes: 3e6, limit: 99.99 }), [
    "w",
    "12.3",
    "1235",
    "3.0",
    "100.0",
  ]);
});

Deno.test("a section comes back as it was written, also after deno fmt has padded its tables", () => {
  const page = withKind("# Page\n", "AMD", ["a note"], rows("one"));
  assertEquals(readRows(page, "AMD"), rows("one"));
  const padded = page.replaceAll(" | ", "      |   ").replaceAll("| ---", "| -------");
  assertEquals(readRows(padded, "AMD"), rows("one"));
});

Deno.test("withKind() replaces the kind's own section, keeps all others, and adds a new one", () => {
  const other = "On webgpu, GPU (a card)";
  const first = withKind(withKind("# Page\n", "AMD", [], rows("amd")), other, [], rows("gpu"));
  const both = withKind(first, "Intel", ["new"], rows("intel"));
  const again = withKind(both, "AMD", ["again"], rows("amd again"));
  assertEquals(readRows(again, "AMD"), rows("amd again"));
  assertEquals(readRows(again, "Intel"), rows("intel"));
  assertEquals(readRows(again, other), rows("gpu"));
  assertEquals(again.match(/^## .*/gm), ["## AMD", `## ${other}`, "## Intel"]);
});

Deno.test("readRows() finds none without the section, and leaves out rows of another form", () => {
  const none = { works: [], limits: [], own: [] };
  assertEquals(readRows("# Page\n\n| work | peer |\n| --- | --- |\n| a | b |\n", "AMD"), none);
  assertEquals(readRows("## AMD\n\n| work | peer |\n| --- | --- |\n| a | b |\n", "AMD"), none);
  // A kind whose name begins like another's.
  assertEquals(readRows(withKind("", "AMD of old", [], rows("old")), "AMD"), none);
});

Deno.test("merged() takes what is new, then what was, in the order of the names", () => {
  const before = [["a", "old"], ["b", "old"], ["gone", "old"]], now = [["b", "new"], ["c", "new"]];
  assertEquals(merged(before, now, ["c", "b", "a", "d"]), [["c", "new"], ["b", "new"], ["a", "old"]]);
});

Deno.test("withIntroduction() changes what is above the sections, and nothing else", () => {
  const sections = withKind("", "AMD", ["a note"], rows("one")).trim();
  const page = withIntroduction(`# Old words\n\nOld.\n\n${sections}\n`);
  assertStringIncludes(page, "# Speed, side by side");
  assertEquals(page.includes("Old"), false);
  assertEquals(page.slice(page.indexOf("## AMD")).trim(), sections);
  assertEquals(withIntroduction(page), page);
});
