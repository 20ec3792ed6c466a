import { assertEquals } from "@std/assert";
import { faultLines } from "./fault.ts";
import { parseTable } from "./table.ts";
import { MADE } from "./testing.ts";

/** Scikit-learn's table of its digits demo, as its page prints it. */
const DIGITS = `where=Output,dataset=digits,space=standardised pixels,split=all,average=arithmetic
method,experiment,HOM,COM,VM,ARI,AMI,SIL
k-means++,made/plus/digits,0.680,0.719,0.699,0.570,0.695,0.173
random,made/random/digits,0.675,0.716,0.694,0.560,0.691,0.182
PCA-based,made/pca/digits,0.636,0.658,0.647,0.521,0.643,0.143
`;

const parse = (text: string) => parseTable(text, "made/table_1.csv", MADE);
const faultsIn = (text: string) => faultLines(parse(text).faults);

Deno.test("parseTable() makes a row of each cell", () => {
  const { rows, faults } = parse(DIGITS);
  assertEquals([rows.length, faults], [18, []]);
  assertEquals(rows[4], {
    place: { file: "made/table_1.csv", row: 3, column: "AMI" },
    fields: {
      id: "made-table-1-k-means-plus-plus-ami",
      line: "",
      where: "Output",
      dataset: "digits",
      method: "k-means++",
      metric: "AMI",
      average: "arithmetic",
      statistic: "single",
      runs: "",
      value: "0.695",
      printed: "0.695",
      kind: "result",
      experiment: "made/plus/digits",
      space: "standardised pixels",
      split: "all",
      tolerance: "",
      basis: "",
      note: "",
    },
  });
  assertEquals([rows[0].fields.average, rows[17].fields.id], ["", "made-table-1-pca-based-sil"]);
});

Deno.test("parseTable() takes what papers write, padding, and gaps that are said to be such", () => {
  const { rows, faults } = parse(
    'where=T,dataset=d,statistic=avg,kind=cited,line=7,note=n,,\nmethod,experiment,ACC,PARAMS,NMI,,,\nup,, 96.2 ± 1.3% ,"1,100",-\n',
  );
  assertEquals(faults, []);
  assertEquals(rows.map(({ fields: { id, value, printed } }) => [id, value, printed]), [
    ["made-table-1-up-acc-avg", "96.2", "96.2 ± 1.3%"],
    ["made-table-1-up-params-avg", "1100", "1,100"],
  ]);
  const { kind, statistic, line, note, experiment } = rows[0].fields;
  assertEquals([kind, statistic, line, note, experiment], ["cited", "avg", "7", "n", ""]);
});

Deno.test("parseTable() names the row, the column and what is wrong", () => {
  const [whole, header, first, ...rest] = DIGITS.trimEnd().split("\n");
  const text = (...lines: string[]) => [...lines, ...rest, ""].join("\n");
  const file = "made/table_1.csv";
  assertEquals(faultsIn(text(whole, header, first.replace("0.570", ""))), [
    `${file}: row 3, column "ARI": a value is missing: write - where the paper prints none`,
  ]);
  assertEquals(faultsIn(text(whole, header, first.replace(",0.173", ""))), [
    `${file}: row 3, column "SIL": a value is missing: write - where the paper prints none`,
  ]);
  assertEquals(faultsIn(text(whole, header, first.replace("0.570", "0.5–0.6"))), [
    `${file}: row 3, column "ARI": "0.5–0.6" is not one number: a deviation is written 0.50 ± 0.06, and what a table cannot say is a row of claims.csv`,
  ]);
  assertEquals(faultsIn(text(whole, header, first.replace("0.570", "0.57 ± abc"))), [
    `${file}: row 3, column "ARI": "0.57 ± abc" has no number behind its ±`,
  ]);
  assertEquals(faultsIn(text(whole, header.replace("HOM", "HOMO").replace("VM", "SIL"), first)), [
    `${file}: row 2, column "HOMO": the metric "HOMO" is unknown: did you mean HOM?`,
    `${file}: row 2, column "SIL": the column is there twice`,
  ]);
  assertEquals(faultsIn(text(whole, header.replace("experiment,", ""), first)), [
    `${file}: row 2: the header must be method,experiment and a metric for each further column`,
    `${file}: row 3 and 2 more rows: 8 cells for 7 columns`,
  ]);
  assertEquals(faultsIn(text(whole.replace("where=Output", "Output,spilt=all,split=all"), header, first)), [
    `${file}: row 1: the first row says what the table is, in cells such as where=Table 1 or dataset=mnist, got "Output"`,
    `${file}: row 1: the key "spilt" is unknown: did you mean split?`,
    `${file}: row 1: "split" is there twice`,
  ]);
  assertEquals(faultsIn(text("space=x", header, first)), [
    `${file}: row 1: the first row must say where=…`,
    `${file}: row 1: the first row must say dataset=…`,
  ]);
  assertEquals(faultsIn(`${whole}\n${header}\n`), [`${file}: the table has no rows`]);
  assertEquals(faultsIn("").length, 4);
});
