import { assertAlmostEquals, assertEquals } from "@std/assert";
import { exampleClaim, exampleRun, silhouette } from "./testing.ts";
import { type Lead, leadInWords, leadOf, type Side, weakestOf } from "./orders.ts";
import { sampleOf } from "./samples.ts";

const lead = (over: Partial<Lead>): Lead => ({
  ahead: "a",
  behind: "b",
  lead: 0.5,
  spread: 0.125,
  p: 0.25,
  n: 2,
  paired: true,
  ...over,
});

/** The runs of seeds from `first` on that measured these silhouettes. */
function side(name: string, values: number[], first = 0): Side {
  const records = values.map((value, i) => exampleRun(value, { seed: first + i }));
  return { name, sample: sampleOf(records, silhouette(0))! };
}

Deno.test("leadOf() pairs equal seeds, and any seeds with a cited number", () => {
  const paired = leadOf(side("a", [0.5, 0.75]), side("b", [0.25, 0.5]), exampleClaim());
  assertEquals([paired.paired, paired.lead, paired.spread, paired.p], [true, 0.25, 0, 0.25]);
  const unpaired = leadOf(side("a", [0.5, 0.75]), side("b", [0.25, 0.5], 7), exampleClaim());
  assertEquals([unpaired.paired, unpaired.lead, unpaired.p], [false, 0.25, 2 / 6]);
  assertAlmostEquals(unpaired.spread, 0.25, 1e-12);
  const over = leadOf({ name: "c", cited: 1 }, side("a", [0.5, 0.75]), exampleClaim());
  assertEquals([over.paired, over.lead, over.n, over.p], [true, 0.375, 2, 0.25]);
  assertEquals(leadOf(side("a", [0.5]), { name: "c", cited: 1 }, exampleClaim({ metric: "DBI" })).lead, 0.5);
});

Deno.test("weakestOf() prefers the lower standing to the shorter lead; p is the largest", () => {
  const sure = lead({ lead: 0.25, spread: 0.125, p: 0.0625 });
  const open = lead({ lead: 0.5, spread: 1, p: 0.5, n: 4 });
  assertEquals(weakestOf([sure, open], 0), open);
  assertEquals(
    leadInWords(sure, [sure, open]),
    "the weakest of 2 pairs: a over b by 0.25 ± 0.13 (2 paired seeds, p = 0.5)",
  );
  assertEquals(
    leadInWords(lead({ p: null, n: 1 }), [lead({ p: null })]),
    "a over b by 0.5 (one seed, no test)",
  );
  // What rounding makes of equal values is no spread.
  assertEquals(
    leadInWords(lead({ spread: 1.1e-16 }), [lead({})]),
    "a over b by 0.5 ± 0 (2 paired seeds, p = 0.25)",
  );
});
