import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Fields, parseRows } from "./csv.ts";
import { claimOf, COLUMNS, rowFault } from "./rows.ts";
import { MADE } from "./testing.ts";

/** A row without faults. */
const ROW: Fields = {
  id: "made-1",
  line: "",
  where: "Table 1",
  dataset: "data",
  method: "Up",
  metric: "SIL",
  average: "",
  runs: "",
  statistic: "single",
  value: "0.50",
  printed: "about 0.50",
  kind: "result",
  experiment: "made/up/data",
  space: "code",
  split: "test",
  tolerance: "",
  basis: "",
  note: "",
};

/** An order without faults. */
const ORDER: Fields = {
  ...ROW,
  method: "Up > Down",
  value: "",
  printed: "is better",
  kind: "ordinal",
  experiment: "made/up/data > made/down/data",
};

const place = { file: "claims.csv", row: 2 };

Deno.test("COLUMNS are those of a row", () => {
  const header = [...COLUMNS.columns, ...COLUMNS.optional];
  assertEquals(header.toSorted(), Object.keys(ROW).toSorted());
  const { rows, faults } = parseRows(`${header}\n`, "claims.csv", COLUMNS);
  assertEquals([rows, faults], [[], []]);
});

Deno.test("claimOf() resolves what is known of the metric", () => {
  assertEquals(claimOf({ fields: { ...ROW, line: "12", note: "n" }, place }, MADE), {
    id: "made-1",
    paper: "made",
    where: "Table 1",
    dataset: "data",
    method: "Up",
    metric: "SIL",
    direction: "higher",
    measure: "score",
    statistic: "single",
    runs: null,
    value: "0.50",
    printed: "about 0.50",
    units: 1,
    kind: "result",
    experiment: "made/up/data",
    space: "code",
    split: "test",
    average: "",
    tolerance: null,
    basis: "",
    tooCoarse: false,
    note: "n",
    line: 12,
    place,
  });
  const of = (over: Partial<Fields>) => claimOf({ fields: { ...ROW, ...over } as Fields, place }, MADE);
  assertEquals(of({ metric: "DBI", tolerance: "0.1" }).direction, "lower");
  assertEquals(of({ tolerance: "0.1" }).tolerance, 0.1);
  assertEquals(of({ metric: "OTHER:MSE last epoch" }).direction, "lower");
  assertEquals(of({ metric: "PARAMS" }).direction, null);
  assertEquals(of({ statistic: "avg", runs: "4" }).runs, 4);
  assertEquals(
    [
      of({}),
      of({ metric: "MSE" }),
      of({ metric: "OTHER:PARAMS a-b" }),
      of({ kind: "fact" }),
      of({ metric: "OTHER:s" }),
    ]
      .map(({ measure }) => measure),
    ["score", "loss", "count", "count", "other"],
  );
  assertEquals(of({ printed: "50%" }).units, 100);
  assertEquals(of({ metric: "OTHER:ACC above", printed: "50%" }).units, 100);
  assertEquals(of({ metric: "OTHER:share", printed: "50%" }).units, 1);
  assertEquals(claimOf({ fields: { ...ORDER, printed: "by 50%" }, place }, MADE).units, 1);
});

Deno.test("rowFault() takes every kind of claim", () => {
  const none = { tolerance: "none", basis: "not judged: it depends on the machine" };
  const right: Partial<Fields>[] = [
    {},
    { metric: "NMI", average: "max" },
    { metric: "ACC", value: "95.5", printed: "95.5%" },
    { metric: "ACC", value: "1.02", printed: "1.02", tolerance: "none", basis: "no accuracy can be above 1" },
    { metric: "PARAMS", value: "50", printed: "50" },
    { metric: "OTHER:seconds", ...none },
    { experiment: "", ...none },
    { kind: "fact", metric: "OTHER:rows", value: "60000", printed: "60,000", space: "", split: "" },
    { kind: "cited", experiment: "", metric: "NMI", space: "" },
    { kind: "cited" },
    { kind: "cited", value: "0.4", printed: "0.3–0.5", tolerance: "0.1", basis: "a range" },
    { value: "0.4", printed: "0.3-0.5", tolerance: "0.1", basis: "a range" },
    { statistic: "best", line: "7" },
    { tolerance: "0", basis: "stated" },
    { tolerance: "1e-3", basis: "stated" },
    ORDER,
    { ...ORDER, space: "code > pixels", split: "train > test" },
    { ...ORDER, experiment: "made/up/data >= made/down/data" },
    { ...ORDER, experiment: "made/up/data >= made/down/data", tolerance: "0.1", basis: "stated" },
    { ...ORDER, experiment: "made/up/data > made-7 & made/down/data", space: "code > code & pixels" },
    { ...ORDER, experiment: "", basis: "no number is printed", metric: "OTHER:shape" },
  ];
  for (const over of right) assertEquals(rowFault({ ...ROW, ...over } as Fields, MADE), undefined);
});

Deno.test("rowFault() says what is wrong", async (t) => {
  const cases: [string, Partial<Fields>, string][] = [
    [
      "a ratio above 1",
      { metric: "ACC", value: "95.5", printed: "95.5" },
      "ACC lies from 0 to 1, got 95.5: where the paper prints percent, write 95.5%; where it prints what cannot be",
    ],
    [
      "a percentage above 100",
      { metric: "ACC", value: "962", printed: "962%" },
      "ACC lies from 0 to 1, got 962%: where it prints what cannot be",
    ],
    [
      "a ratio below 0",
      { metric: "ACC", value: "-0.9", printed: "-0.9" },
      "ACC lies from 0 to 1, got -0.9: where it prints what cannot be",
    ],
    [
      "a value that is no number",
      { value: "NaN" },
      'the value is not a finite number in plain digits, got "NaN"',
    ],
    [
      "an order that does not say what is ahead",
      { ...ORDER, method: "Ours beats k-means" },
      'as "A > B" or "A ≥ B", got "Ours beats k-means"',
    ],
    ["runs that are none", { runs: "0" }, 'the runs must be a whole number from 1, got "0"'],
    ["a single value of several runs", { runs: "4" }, "a single value is of one run, got 4"],
    ["an id of another paper", { id: "1" }, 'the id "1" must start with "made-"'],
    ["an id of other signs", { id: "made-1_a%" }, '"made-1_a%" must be of letters, digits and hyphens'],
    ["an unknown metric", { metric: "SILH" }, 'the metric "SILH" is unknown: did you mean SIL?'],
    ["a metric without a name", { metric: "OTHER:" }, 'the metric "OTHER:" is unknown'],
    ["an unknown kind", { kind: "number" }, 'the kind "number" is unknown'],
    ["an unknown statistic", { statistic: "bst" }, 'the statistic "bst" is unknown: did you mean best?'],
    ["the best of a count", { statistic: "best", metric: "PARAMS" }, 'no value of "PARAMS" is the best'],
    ["a line in words", { line: "L7" }, 'the line is not a number, got "L7"'],
    ["a value with %", { value: "96%" }, 'the value is not a finite number in plain digits, got "96%"'],
    ["no value", { value: "" }, 'the value is not a finite number in plain digits, got ""'],
    ["a value with a comma", { value: "1,234" }, 'got "1,234"'],
    ["a value beyond float64", { value: "1e309", printed: "1e309" }, 'got "1e309"'],
    ["a value that is not the printed one", { value: "0.51" }, '0.51 is not in "about 0.50"'],
    ["a value with other decimals", { value: "0.5" }, '0.5 is not in "about 0.50"'],
    ["an index without its space", { space: "" }, "SIL needs the space that it was computed in"],
    [
      "an NMI without its average",
      { metric: "NMI" },
      "NMI needs its average (arithmetic, geometric, max, min): where the paper names none, assume one",
    ],
    ["an unknown average", { metric: "NMI", average: "mean" }, 'NMI has no average "mean"'],
    ["an average of what has none", { average: "max" }, 'SIL has no average, got "max"'],
    [
      "a tolerance in words",
      { tolerance: "small" },
      'the tolerance must be a number from 0, or "none", got "small"',
    ],
    ["a tolerance below 0", { tolerance: "-1" }, 'got "-1"'],
    ["a tolerance without end", { tolerance: "1e309" }, 'got "1e309"'],
    [
      "no judgement without a reason",
      { tolerance: "none" },
      'the tolerance "none", needs its reason as basis',
    ],
    [
      "a result without an experiment",
      { experiment: "" },
      "a result needs an experiment; until there is one",
    ],
    ["an experiment that is not there", { experiment: "made/ups/data" }, "did you mean made/up/data?"],
    ["another paper's experiment", { experiment: "other/up/data" }, '"other/up/data" is unknown'],
    [
      "an experiment on other data",
      { dataset: "digits" },
      'the data set is "digits", that of made/up/data is "data"',
    ],
    [
      "a tolerance for a cited value",
      { kind: "cited", tolerance: "1" },
      "a cited value has no tolerance but the rule's, or half the width of the range that is printed",
    ],
    ["a value for an order", { ...ORDER, value: "1" }, 'an order has no value, got "1"'],
    ["half an order", { ...ORDER, experiment: "made/up/data" }, 'the experiment must be "a > b" or "a >= b"'],
    [
      "an order of what has no better",
      { ...ORDER, metric: "OTHER:shape" },
      'no value of "OTHER:shape" is better',
    ],
    [
      "an order of one experiment over itself",
      { ...ORDER, experiment: "made/up/data > made/up/data" },
      'nothing is better than itself, got "made/up/data" on both sides',
    ],
    [
      "an order with a tolerance",
      { ...ORDER, tolerance: "1", basis: "b" },
      "only an order with >= has a tolerance",
    ],
    ["an order that is not judged", { ...ORDER, tolerance: "none" }, "only an order with >= has a tolerance"],
    [
      "an order without experiments",
      { ...ORDER, experiment: "" },
      "an order without experiments needs its reason",
    ],
    [
      "an order with a side too few",
      { ...ORDER, space: "a > b > c" },
      'the space of an order must be "a > b" with a part for each of its experiments',
    ],
    [
      "an order with a split too many",
      { ...ORDER, split: "train > test & all" },
      "the split of an order must be",
    ],
    [
      "an order over what is not there",
      { ...ORDER, experiment: "made/up/data > made/dwn/data" },
      '"made/dwn/data" is unknown: did you mean made/down/data?',
    ],
  ];
  for (const [name, over, message] of cases) {
    await t.step(
      name,
      () => assertStringIncludes(rowFault({ ...ROW, ...over } as Fields, MADE) ?? "", message),
    );
  }
});
