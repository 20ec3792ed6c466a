import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { pathToFileURL } from "node:url";
import { inFolder } from "../engine/testing.ts";
import type { Metric } from "../metrics/metric.ts";
import type { Claims } from "./claims.ts";
import { ClaimsError } from "./fault.ts";
import { answerFaultElsewhere, readClaims } from "./read.ts";
import type { Known } from "./rows.ts";
import { MADE } from "./testing.ts";

const HEADER =
  "id,where,dataset,method,metric,statistic,value,printed,kind,experiment,space,split,average,tolerance,basis\n";
const ROW = "made-1,Table 1,data,Up,SIL,single,0.50,0.50,result,made/up/data,code,test,,,\n";
const TABLE =
  "where=Table 1,dataset=data,space=code,split=test\nmethod,experiment,ACC,SIL\nup,made/up/data,50%,0.4\n";

/** What a folder with these files reads as. */
async function read(files: Record<string, string>, known: Known = MADE): Promise<Claims> {
  let claims: Claims | undefined;
  await inFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder}/${name}`, text);
    claims = await readClaims(pathToFileURL(`${folder}/`), known);
  });
  return claims!;
}

/** What is wrong with these files, by their names alone. */
async function faultsOf(files: Record<string, string>, known: Known = MADE): Promise<string[]> {
  const { message } = await assertRejects(() => read(files, known), ClaimsError);
  return message.replaceAll(/\/\S*\//g, (path) => path.startsWith("/tmp") ? "" : path).split("\n");
}

Deno.test("readClaims() reads claims, tables of claims, and errata that touch both", async () => {
  const { claims, errata } = await read({
    "claims.csv": HEADER + ROW,
    "table_2.csv": TABLE.replace("Table 1", "Table 2"),
    "table_1.csv": TABLE,
    "errata.csv": "id,line,where,printed,right,claims,note\nmade-e1,7,,,,made-1;made-table-2-*,\n",
  });
  assertEquals(claims.map(({ id }) => id), [
    "made-1",
    "made-table-1-up-acc",
    "made-table-1-up-sil",
    "made-table-2-up-acc",
    "made-table-2-up-sil",
  ]);
  assertEquals(errata[0].claims, ["made-1", "made-table-2-up-acc", "made-table-2-up-sil"]);
});

Deno.test("readClaims() gives the rule's tolerance and its basis", async () => {
  const { claims: [sil, acc] } = await read({ "claims.csv": HEADER + ROW, "table_1.csv": TABLE });
  assertEquals([sil.tolerance, sil.basis], [
    0.01,
    "floor for SIL 0.01; half a unit of the last digit is 0.005",
  ]);
  assertEquals([acc.tolerance, acc.basis], [2, "floor for ACC 2; half a unit of the last digit is 0.5"]);
});

Deno.test("readClaims() keeps what is stated, what is not judged, and what has no tolerance", async () => {
  const order = "Table 1,data,a > b,SIL,single,,is better,ordinal";
  const { claims } = await read({
    "claims.csv": HEADER + [
      "made-1,Table 1,data,Up,SIL,single,0.50,0.50,result,made/up/data,code,test,,0.3,wide",
      "made-2,Table 1,data,Up,OTHER:seconds,single,15,15 s,result,,,,,none,not judged: the machine decides",
      "made-3,Table 1,data,DEC,SIL,single,0.3,0.3,cited,,,,,,",
      `made-4,${order},made/up/data > made-3,code,test,,,`,
      `made-5,${order},made/up/data >= made/down/data,code,test,,,`,
      `made-6,${order},made/up/data >= made/down/data,code,test,,0.2,wide`,
    ].join("\n"),
  });
  assertEquals(claims.map(({ tolerance, basis }) => [tolerance, basis]), [
    [0.3, "wide"],
    [null, "not judged: the machine decides"],
    [null, ""],
    [null, ""],
    [0.01, "comparable: floor for SIL 0.01"],
    [0.2, "wide"],
  ]);
});

Deno.test("readClaims() knows a paper's own metrics, and their floors", async () => {
  const own: Metric = {
    kind: "plain",
    name: "V-LOSS",
    title: "loss",
    direction: "lower",
    floor: { units: 0.25 },
    range: [0, Infinity],
  };
  const row = ROW.replace("SIL", "V-LOSS");
  const { claims: [claim] } = await read({ "claims.csv": HEADER + row }, { ...MADE, metrics: [own] });
  assertEquals([claim.direction, claim.tolerance, claim.basis], [
    "lower",
    0.25,
    "floor for V-LOSS 0.25; half a unit of the last digit is 0.005",
  ]);
  assertEquals(await faultsOf({ "claims.csv": HEADER + row }), [
    'claims.csv: row 2: the metric "V-LOSS" is unknown: did you mean SIL?',
  ]);
});

Deno.test("readClaims() refuses a metric that the paper does not measure, unless no experiment answers", async () => {
  const known = { ...MADE, metrics: MADE.metrics.filter(({ name }) => ["ACC", "NMI"].includes(name)) };
  const reason = "the paper does not measure SIL: its metrics are ACC, NMI";
  assertEquals(await faultsOf({ "claims.csv": HEADER + ROW }, known), [`claims.csv: row 2: ${reason}`]);
  assertEquals(await faultsOf({ "table_1.csv": TABLE }, known), [
    `table_1.csv: row 3, column "SIL": ${reason}`,
  ]);
  const order =
    "made-1,Table 1,data,a > b,SIL,single,,is better,ordinal,made/up/data > made/down/data,code,test,,,";
  assertEquals(await faultsOf({ "claims.csv": HEADER + order }, known), [`claims.csv: row 2: ${reason}`]);
  const cited = "made-1,Table 1,data,DEC,SIL,single,0.3,0.3,cited,,,,,,\n";
  const plain = ROW.replace("made-1", "made-2").replace("SIL", "MSE");
  assertEquals((await read({ "claims.csv": HEADER + cited + plain }, known)).claims.length, 2);
  const elsewhere = cited.replace("cited,", "cited,other/dec/data");
  assertEquals((await read({ "claims.csv": HEADER + elsewhere + plain }, known)).claims.length, 2);
});

Deno.test("answerFaultElsewhere() holds a cited value to the paper that has the experiment", async () => {
  const cited = "made-1,Table 1,data,DEC,SIL,single,0.3,0.3,cited,other/dec/data,code,,,,\n";
  const { claims: [claim] } = await read({ "claims.csv": HEADER + cited });
  const other: Known = {
    id: "other",
    metrics: MADE.metrics,
    experiments: [{ id: "other/dec/data", dataset: "data" }],
  };
  assertEquals(answerFaultElsewhere(claim, other), undefined);
  const cases: [Partial<Known>, string][] = [
    [
      { experiments: [{ id: "other/dec/data", dataset: "usps" }] },
      'the data set is "data", that of other/dec/data',
    ],
    [{ metrics: MADE.metrics.filter(({ name }) => name === "ACC") }, "the paper does not measure SIL"],
  ];
  for (const [over, reason] of cases) {
    assertStringIncludes(answerFaultElsewhere(claim, { ...other, ...over })!, reason);
  }
  assertStringIncludes(answerFaultElsewhere({ ...claim, space: "" }, other)!, "SIL needs the space");
});

Deno.test("readClaims() says what is too coarse to judge", async () => {
  const wide = ROW.replace("made-1", "made-2").replace(",,,\n", ",,0.2,the authors say so\n");
  const { claims } = await read({ "claims.csv": HEADER + ROW + wide });
  assertEquals(claims.map(({ tooCoarse }) => tooCoarse), [false, true]);
});

Deno.test("readClaims() reads how many runs are behind a number", async () => {
  const row = ROW.replace("single", "avg").replace(",,,\n", ",,,,4\n");
  const { claims: [own] } = await read({ "claims.csv": HEADER.replace("\n", ",runs\n") + row });
  const { claims: [cell] } = await read({
    "table_1.csv": TABLE.replace("split=test", "split=test,statistic=avg,runs=4"),
  });
  assertEquals([own.runs, cell.runs], [4, 4]);
});

Deno.test("readClaims() reads bounds and causes", async () => {
  const { bounds: [bound], causes: [cause] } = await read({
    "claims.csv": HEADER + ROW,
    "bounds.csv": "claims,side,value,control,metric,space,split,average,evidence\n" +
      "made-*,at most,0.4,,SIL,code,test,,a proof\n",
    "causes.csv": "misses,cause,study,metric,space,split,average,note\n" +
      "made-1,the rate,,,,,,\n",
  });
  assertEquals([bound.claims, bound.value, cause.misses], [
    ["made-1"],
    0.4,
    ["made-1"],
  ]);
});

Deno.test("readClaims() finds nothing in a folder without claims", async () => {
  assertEquals(await read({ "README.md": "# Made up\n" }), {
    claims: [],
    errata: [],
    bounds: [],
    causes: [],
  });
});

Deno.test("readClaims() refuses tolerances that need no stating, or lack their reason", async () => {
  const row = (tolerance: string, metric = "SIL") =>
    HEADER + ROW.replace("SIL", metric).replace(",,,\n", `,,${tolerance}\n`);
  const rule = "the rule's is 0.01 (floor for SIL 0.01; half a unit of the last digit is 0.005)";
  assertEquals(await faultsOf({ "claims.csv": row("0.01,because") }), [
    "claims.csv: row 2: the tolerance is the rule's: leave tolerance and basis empty",
  ]);
  assertEquals(await faultsOf({ "claims.csv": row("0.02,") }), [
    `claims.csv: row 2: the tolerance 0.02 needs the reason as its basis: ${rule}`,
  ]);
  assertEquals(await faultsOf({ "claims.csv": row(",because") }), [
    'claims.csv: row 2: a basis without a tolerance: leave it to the rule, or write "none" if it is not judged',
  ]);
  assertEquals(await faultsOf({ "claims.csv": row(",", "OTHER:seconds") }), [
    "claims.csv: row 2: a tolerance and its basis are missing: the rule gives none for OTHER:seconds",
  ]);
});

Deno.test("readClaims() says each cause once, with the file and the row", async () => {
  const rows = ["made-1", "made-2", "made-3"].map((id) => ROW.replace("made-1", id).replace("SIL", "SILH"));
  assertEquals(
    await faultsOf({
      "claims.csv": HEADER + rows.join("") + ROW + ROW.replace("made-1", "made-table-1-up-acc"),
      "table_1.csv": TABLE.replaceAll("made/up/", "made/u/"),
    }),
    [
      'claims.csv: row 2 and 2 more rows: the metric "SILH" is unknown: did you mean SIL?',
      'claims.csv: row 5: the id "made-1" is there twice: before in claims.csv, row 2',
      'table_1.csv: row 3, column "ACC": the id "made-table-1-up-acc" is there twice: before in claims.csv, row 6',
      'table_1.csv: row 3, column "SIL": the experiment "made/u/data" is unknown: did you mean made/up/data?',
    ],
  );
});

Deno.test("readClaims() looks for the cited claims that orders compare with", async () => {
  const order = "made-9,T,data,a > b,SIL,single,,is better,ordinal,made/up/data > made-2,code,test,,,\n";
  assertEquals(await faultsOf({ "claims.csv": HEADER + ROW + order }), [
    'claims.csv: row 3: the cited claim "made-2" is unknown',
  ]);
});

Deno.test("readClaims() refuses an order over a cited number of something else, or between two cited numbers", async () => {
  const cited = (over: string) =>
    `made-2,T,data,DEC,SIL,single,0.3,0.3,cited,,code,test,,,\n`.replace("data,DEC,SIL", over);
  const order = (sides: string) =>
    `made-9,T,data,a > b,SIL,single,,is better,ordinal,${sides},code,test,,,\n`;
  const faultOf = (files: string) => faultsOf({ "claims.csv": HEADER + files });
  assertEquals(await faultOf(cited("digits,DEC,SIL") + order("made/up/data > made-2")), [
    `claims.csv: row 3: the order's dataset is "data", that of made-2 is "digits"`,
  ]);
  assertEquals(await faultOf(cited("data,DEC,ACC") + order("made/up/data > made-2")), [
    `claims.csv: row 3: the order's metric is "SIL", that of made-2 is "ACC"`,
  ]);
  const both = cited("data,DEC,SIL") + cited("data,IDEC,SIL").replace("made-2", "made-3");
  assertEquals(await faultOf(both + order("made-3 > made-2")), [
    "claims.csv: row 4: two cited numbers need no runs to compare: made-3 and made-2",
  ]);
});
