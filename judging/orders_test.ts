import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { exampleClaim, exampleRun, silhouette } from "./testing.ts";
import { type Lead, leadInWords, leadOf, type Side, weakestOf } from "./orders.ts";
import { sampleOf } from "./samples.ts";

const lead = (over: Partial<Lead>): Lead => ({
  ahead: "a",
  behind: "b",
  lead: 0.5,
  interval: [0.375, 0.625],
  n: 2,
  paired: true,
  ...over,
});

/** The runs of seeds from `first` on that measured these silhouettes. */
function side(name: string, values: number[], first = 0): Side {
  const records = values.map((value, i) => exampleRun(value, { seed: first + i }));
  return { name, sample: sampleOf(records, silhouette(0))! };
}

/** Student's t at the level of a look, 0.9807, from SciPy: t.ppf((1 + 0.9807) / 2, degrees). */
const T = { 1: 32.977, 2: 7.0868, 3: 4.5935 };

Deno.test("leadOf() pairs equal seeds", () => {
  const same = leadOf(side("a", [0.5, 0.75]), side("b", [0.25, 0.5]), exampleClaim());
  assertEquals([same.paired, same.lead, same.interval], [true, 0.25, [0.25, 0.25]]);
  const { lead, interval } = leadOf(side("a", [0.5, 0.75, 1]), side("b", [0.5, 0.5, 0.5]), exampleClaim());
  assertEquals(lead, 0.25);
  assertAlmostEquals(interval![1] - lead, T[2] * 0.25 / Math.sqrt(3), 1e-3);
});

Deno.test("leadOf() compares groups of other seeds, and takes their spreads as they are", () => {
  const { paired, lead, interval, n } = leadOf(
    side("a", [0.5, 0.75]),
    side("b", [0.25, 0.5, 0.75], 7),
    exampleClaim(),
  );
  assertEquals([paired, n], [false, 2]);
  assertAlmostEquals(lead, 0.125);
  assertAlmostEquals((interval![0] + interval![1]) / 2, lead);
});

Deno.test("leadOf() takes a cited number for one run that varies as ours do, on either side", () => {
  const over = leadOf(side("a", [0.5, 0.75]), { name: "c", cited: 0.25 }, exampleClaim());
  assertEquals([over.lead, over.n, over.paired], [0.375, 2, false]);
  assertAlmostEquals(over.interval![1] - 0.375, T[1] * Math.sqrt(0.03125) * Math.sqrt(1.5), 1e-2);
  const under = leadOf({ name: "c", cited: 0.25 }, side("a", [0.5, 0.75]), exampleClaim());
  assertEquals([under.lead, under.interval], [-0.375, [-over.interval![1], -over.interval![0]]]);
  const lower = leadOf(side("a", [0.5]), { name: "c", cited: 1 }, exampleClaim({ metric: "DBI" }));
  assertEquals([lower.lead, lower.interval], [0.5, null]);
  const cited = { name: "c", cited: 1 };
  assertThrows(() => leadOf(cited, cited, exampleClaim()), RangeError, "one side must have runs");
});

Deno.test("leadOf() takes what rounding makes of equal values for no lead", () => {
  const { lead, interval } = leadOf(side("a", [0.1 + 0.2, 0.3]), side("b", [0.3, 0.1 + 0.2]), exampleClaim());
  assertEquals([lead, interval], [0, [0, 0]]);
});

Deno.test("weakestOf() prefers the lower standing to the shorter lead", () => {
  const sure = lead({ lead: 0.25, interval: [0.125, 0.375] });
  const open = lead({ lead: 0.5, interval: [-0.5, 1.5], n: 4 });
  assertEquals(weakestOf([sure, open], 0), open);
  assertEquals(
    leadInWords(sure, 2),
    "the weakest of 2 pairs: a over b by 0.25 (interval 0.13 to 0.38, 2 paired seeds)",
  );
  assertEquals(leadInWords(lead({ interval: null, n: 1 }), 1), "a over b by 0.5 (no interval, one seed)");
});
