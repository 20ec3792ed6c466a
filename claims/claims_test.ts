import { assert, assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { familyOf } from "../records/record.ts";
import { type Claim, DOES_NOT_HOLD, orderOf } from "./claims.ts";
import { ClaimsError, parseClaims, parseErrata, readClaims } from "./claims_format.ts";
import { directionOf } from "./direction.ts";
import { printedUnits } from "./numbers.ts";

const HEADER =
  "id,paper,where,dataset,method,metric,statistic,value,printed,kind,experiment,space,tolerance,basis,note";
const ROW =
  'made-1,made,Table 1,data,Up,SIL,single,0.50,"about, 0.50",result,made/up/data,code,0.01,made up,"a, b"';

/** The row with the cell of one column replaced. */
function rowWith(column: string, cell: string): string {
  const cells = ROW.replace('"about, 0.50"', "0.50").replace('"a, b"', "").split(",");
  cells[HEADER.split(",").indexOf(column)] = cell;
  return cells.join(",");
}

const ORDER =
  "made-1,made,Table 1,data,Up > Down,SIL,single,,is better,ordinal,made/up/data > made/down/data,,,,";

/** The claims of a file without faults. */
function claimsOf(text: string): Claim[] {
  const { rows, faults } = parseClaims(text, "x.csv");
  assertEquals(faults, []);
  return rows;
}

const textOf = (...rows: string[]) => [HEADER, ...rows].join("\n");
const parse = (...rows: string[]) => claimsOf(textOf(...rows));
const faultsIn = (text: string) => parseClaims(text, "x.csv").faults.join("\n");

Deno.test("parseClaims() reads quoted cells and numbers", () => {
  assertEquals(parse(ROW), [{
    id: "made-1",
    paper: "made",
    where: "Table 1",
    dataset: "data",
    method: "Up",
    metric: "SIL",
    statistic: "single",
    value: "0.50",
    printed: "about, 0.50",
    kind: "result",
    experiment: "made/up/data",
    space: "code",
    tolerance: 0.01,
    basis: "made up",
    note: "a, b",
    average: "",
    line: null,
  }]);
});

Deno.test("parseClaims() takes any order of columns, CRLF, a byte order mark and a last newline", () => {
  const turned = (line: string) => line.split(",").reverse().join(",");
  const text = `\ufeff${turned(HEADER)}\r\n${turned(rowWith("note", "n"))}\r\n`;
  const [claim] = claimsOf(text);
  assertEquals([claim.id, claim.note, claim.tolerance], ["made-1", "n", 0.01]);
});

Deno.test("parseClaims() reads a file without rows", () => {
  assertEquals(parse(), []);
});

Deno.test("parseClaims() reads the columns that may lack: the average and the line", () => {
  const text = `${HEADER},average,line\n${rowWith("metric", "NMI")},max,12\n`;
  const [{ average, line }] = claimsOf(text);
  assertEquals([average, line], ["max", 12]);
});

Deno.test("parseClaims() reads cited values, orders, and what is not judged", () => {
  const cited = rowWith("kind", "cited").replace(",0.01,", ",,");
  assertEquals(parse(cited)[0].tolerance, null);
  assertEquals(parse(rowWith("tolerance", ""))[0].tolerance, null);
  const [order] = parse(ORDER);
  assertEquals([order.value, order.experiment, order.tolerance], ["", "made/up/data > made/down/data", null]);
  const [comparable] = parse(ORDER.replace("data > ", "data >= ").replace(/,,,,$/, ",,0.02,a floor,"));
  assertEquals(comparable.tolerance, 0.02);
  assertEquals(
    parse(cited, ORDER.replace("made/down/data", "made-1").replace("made-1,", "made-2,")).length,
    2,
  );
  assertEquals(
    parse(ORDER.replace("made/up/data > made/down/data,,,", ",,,no number is printed"))[0].experiment,
    "",
  );
});

Deno.test("parseClaims() takes what papers write, and the value in plain digits", () => {
  const pairs = [["1100128", '"1,100,128"'], ["96.2", "96.2%"], ["0.3", "0.3–0.5"], ["10", "ten"], [
    "784",
    "28x28",
  ]];
  for (const [value, printed] of pairs) {
    assertEquals(parse(rowWith("printed", printed).replace("0.50", value))[0].value, value);
  }
});

Deno.test("parseClaims() names the file, the row and what is wrong", async (t) => {
  const cases: [string, string[], string][] = [
    ["an unknown metric", [rowWith("metric", "SILH")], 'x.csv: row 2: the metric "SILH" is unknown'],
    ["an unknown kind", [rowWith("kind", "number")], 'row 2: the kind "number" is unknown'],
    ["an unknown statistic", [rowWith("statistic", "mean")], 'row 2: the statistic "mean" is unknown'],
    ["a value with %", [rowWith("value", "96%")], 'value is not a number: current value is "96%"'],
    ["no value", [rowWith("value", "")], 'value is not a number: current value is ""'],
    [
      "a value with a comma",
      [rowWith("value", '"1,234"')],
      'value is not a number: current value is "1,234"',
    ],
    [
      "a value that is not the printed one",
      [rowWith("value", "0.51")],
      'value differs from printed: 0.51 is not in "0.50"',
    ],
    [
      "a value with other decimals",
      [rowWith("value", "0.5")],
      'value differs from printed: 0.5 is not in "0.50"',
    ],
    ["an index without its space", [rowWith("space", "")], "SIL needs its space"],
    ["a tolerance without its basis", [rowWith("basis", "")], "the tolerance needs a basis"],
    ["a result without an experiment", [rowWith("experiment", "")], "a result or a fact needs an experiment"],
    [
      "an experiment on other data",
      [rowWith("dataset", "digits")],
      'the data set is "digits", the experiment\'s is another: made/up/data',
    ],
    ["a value for an order", [rowWith("kind", "ordinal")], 'an order has no value: current value is "0.50"'],
    ["half an order", [ORDER.replace(" > made/down/data", "")], 'experiment must be "a > b" or "a >= b"'],
    [
      "an order of what has no better",
      [ORDER.replace("SIL", "OTHER:shape")],
      'no value of "OTHER:shape" is better',
    ],
    [
      "an order of one experiment over itself",
      [ORDER.replace("made/down/data", "made/up/data")],
      'current value is "made/up/data" on both sides',
    ],
    ["an order with a tolerance", [ORDER.replace(",,,", ",,1,")], "only an order with >= has a tolerance"],
    [
      "an order with >= and none",
      [ORDER.replace("data > ", "data >= ")],
      "an order with >= needs a tolerance",
    ],
    [
      "an order that nothing can answer, unexplained",
      [ORDER.replace("made/up/data > made/down/data", "")],
      "an order without experiments needs its reason as basis",
    ],
    [
      "an order over a citation that is not there",
      [ORDER.replace("made/down/data", "made-9")],
      'row 2: no cited claim has the id "made-9"',
    ],
    [
      "a tolerance in words",
      [rowWith("tolerance", "small")],
      'tolerance is not a number from 0: current value is "small"',
    ],
    [
      "a tolerance below 0",
      [rowWith("tolerance", "-1")],
      'tolerance is not a number from 0: current value is "-1"',
    ],
    ["a tolerance for a cited value", [rowWith("kind", "cited")], "cited values have no tolerance"],
    [
      "the best of a count",
      [rowWith("statistic", "best").replace("SIL", "PARAMS")],
      'no value of "PARAMS" is the best',
    ],
    [
      "another paper's experiment",
      [rowWith("experiment", "other/up/data")],
      "experiment is not an id of the paper",
    ],
    ["an id of no paper", [rowWith("id", "1")], `the id "1" must start with the paper's name`],
    [
      "an id of other signs",
      [rowWith("id", "made-1_a%")],
      `"made-1_a%" must be of letters, digits and hyphens`,
    ],
    ["an id that is there twice", [ROW, ROW], 'row 3: the id "made-1" is there twice'],
    ["a cell too few", [ROW, "made-2,made"], "row 3: 2 cells for 15 columns"],
    ["a cell too many", [ROW + ",x"], "row 2: 16 cells for 15 columns"],
    ["an empty row", [ROW, "", ROW], "row 3: 1 cells for 15 columns"],
    ["an open quote", [ROW, rowWith("note", '"open')], "row 3: Quoted field unterminated"],
  ];
  for (const [name, rows, message] of cases) {
    await t.step(name, () => {
      assertStringIncludes(faultsIn(textOf(...rows)), message);
    });
  }
  await t.step("a missing column", () => {
    const text = HEADER.replace(",basis", "");
    assertStringIncludes(faultsIn(text), 'row 1: the column "basis" is missing');
  });
  await t.step("an unknown column", () => {
    assertStringIncludes(faultsIn(HEADER + ",more"), 'row 1: the column "more" is unknown');
  });
  await t.step("an unknown average and one of another metric", () => {
    const withAverage = (row: string) => faultsIn(`${HEADER},average\n${row}\n`);
    const nmi = rowWith("metric", "NMI");
    assertStringIncludes(withAverage(`${nmi},mean`), 'the average "mean" is unknown');
    assertStringIncludes(withAverage(`${ROW},max`), "only NMI has an average");
  });
  await t.step("every fault of a file, a line each", () => {
    const text = textOf(rowWith("kind", "x"), ROW.replace("made-1", "made-2"), rowWith("metric", "X"));
    assertEquals(parseClaims(text, "x.csv").faults, [
      'x.csv: row 2: the kind "x" is unknown',
      'x.csv: row 4: the id "made-1" is there twice',
    ]);
  });
  await t.step("an empty file", () => {
    assertStringIncludes(faultsIn(""), 'row 1: the column "id" is missing');
  });
});

Deno.test("parseErrata() reads lines and lists of claims", () => {
  const header = "id,paper,line,where,printed,right,claims,note\n";
  const { rows: errata } = parseErrata(
    `${header}made-e1,made,7,Abstract,[value]%,,made-1;made-2,n\nmade-e2,made,8,,,,,\n`,
    "x.csv",
  );
  assertEquals(errata.map(({ line, claims }) => [line, claims]), [[7, ["made-1", "made-2"]], [8, []]]);
  assertEquals(parseErrata(`${header}made-e1,made,L7,,,,,\n`, "x.csv").faults, [
    'x.csv: row 2: line is not a number: current value is "L7"',
  ]);
});

Deno.test("readClaims() checks the files of a folder against each other", async (t) => {
  const folder = await Deno.makeTempDir();
  const url = new URL(`file://${folder}/`);
  const write = (name: string, text: string) => Deno.writeTextFile(`${folder}/${name}`, text);
  const errata = (claims: string) =>
    write("errata.csv", `id,paper,line,where,printed,right,claims,note\nmade-e1,made,7,,,,${claims},\n`);
  await Deno.mkdir(`${folder}/claims`);
  await write("claims/made.csv", `${HEADER}\n${ROW}\n${ROW.replace("made-1", "made-10")}\n`);
  await write("unanswered.csv", "experiment,reason\nmade/up/data,not built yet\n");
  try {
    await t.step("well formed", async () => {
      await errata("made-1");
      const { claims, errata: [erratum], unanswered } = await readClaims(url);
      assertEquals([claims.length, erratum.claims], [2, ["made-1"]]);
      assertEquals([...unanswered], [["made/up/data", "not built yet"]]);
    });
    await t.step("an erratum of several claims", async () => {
      await errata("made-10;made-1*");
      assertEquals((await readClaims(url)).errata[0].claims, ["made-10", "made-1"]);
    });
    await t.step("an erratum of claims that are not there", async () => {
      await errata("made-9;made-2*");
      const error = await assertRejects(() => readClaims(url), ClaimsError);
      assertEquals(error.message.split("\n").map((line) => line.slice(line.indexOf("errata.csv"))), [
        'errata.csv: row 2: no claim of made has the id "made-9"',
        'errata.csv: row 2: no claim of made has the id "made-2*"',
      ]);
    });
    await t.step("a claim in another paper's file", async () => {
      await write("claims/other.csv", `${HEADER}\n${ROW}\n`);
      await assertRejects(() => readClaims(url), ClaimsError, 'other.csv: row 2: the paper is "made"');
      await Deno.remove(`${folder}/claims/other.csv`);
    });
    await t.step("experiments left out without a reason, or twice", async () => {
      await write("unanswered.csv", "experiment,reason\nmade/up/data,\nx,y\nmade/up/data,y\n");
      const error = await assertRejects(() => readClaims(url), ClaimsError);
      assertEquals(error.message.split("\n").map((line) => line.slice(line.indexOf("unanswered.csv"))), [
        "unanswered.csv: row 2: made/up/data needs a reason",
        'unanswered.csv: row 3: experiment is not an id: current value is "x"',
        'unanswered.csv: row 4: the experiment "made/up/data" is there twice',
      ]);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const { claims, errata } = await readClaims(new URL("../fixtures/", import.meta.url));

Deno.test("fixtures/claims has each number of the papers once", () => {
  const counts = (paper: string) =>
    (["result", "cited", "fact"] as const).map((kind) =>
      claims.filter((claim) => claim.paper === paper && claim.kind === kind).length
    );
  assertEquals(counts("diba"), [6, 0, 4]);
  assertEquals(counts("siam"), [31, 6, 8]);
  assertEquals(counts("chowdhury"), [30, 0, 7]);
  assertEquals(counts("agarap"), [386, 25, 24]);
  assertEquals(counts("song"), [27, 0, 9]);
});

Deno.test("fixtures/claims: the tables of agarap and song are whole", () => {
  const cells = (paper: string, where: string, kind = "result") =>
    claims.filter((claim) => claim.paper === paper && claim.where === where && claim.kind === kind);
  for (const [where, cited] of [["Table III", 7], ["Table IV", 5], ["Table V", 0]] as const) {
    assertEquals([cells("agarap", where).length, cells("agarap", where, "cited").length], [120, cited]);
  }
  assertEquals(cells("song", "Table 1").length, 24);
});

Deno.test("fixtures/claims: in agarap's tables no average is better than the best", () => {
  for (const { id, metric, value } of claims.filter(({ id }) => /^agarap-t[345]-.*-avg$/.test(id))) {
    const best = Number(claims.find((claim) => claim.id === id.replace("-avg", "-best"))!.value);
    assert(metric === "DBI" ? best <= Number(value) : best >= Number(value), id);
  }
});

/**
 * The tolerance that the rules give, in the printed unit: the largest of half a unit of the last digit, the metric's
 * floor and, where a paper prints both, half the way from the average to the best.
 */
function ruled({ kind, metric, value, printed, experiment }: Claim): number {
  const name = familyOf(metric);
  if (kind === "fact" || name === "PARAMS") return 0;
  const units = printedUnits({ metric, printed });
  const shares: Record<string, number> = { DBI: 0.05, CHI: 0.05, MSE: 0.1 };
  const floors: Record<string, number> = { ACC: 0.02, NMI: 0.02, ARI: 0.02, PURITY: 0.02, SIL: 0.01 };
  const floor = name in floors ? floors[name] * units : shares[name] * Math.abs(Number(value));
  const half = 0.5 * 10 ** -(value.split(".")[1]?.length ?? 0);
  const [avg, best] = (["avg", "best"] as const).map((statistic) =>
    claims.find((claim) =>
      claim.experiment === experiment && claim.metric === metric && claim.statistic === statistic &&
      claim.where.startsWith("Table")
    )
  );
  if (avg === undefined || best === undefined) return Math.max(floor, half);
  return Math.max(
    floor,
    half,
    Math.abs(Number(avg.value) - Number(best.value)) / 2 * units / printedUnits(avg),
  );
}

/** The facts that are no exact counts, and their tolerances. */
const INEXACT: Record<string, number> = {
  "siam-fact-rows-per-class": 500,
  "siam-fact-pixel-mean": 0.005,
  "siam-fact-pixel-deviation": 0.005,
};

Deno.test("fixtures/claims: each tolerance follows the rules, and says so", () => {
  for (const claim of claims) {
    if (claim.kind === "ordinal" || claim.tolerance === null) continue;
    assertAlmostEquals(
      claim.tolerance,
      INEXACT[claim.id] ?? ruled(claim),
      1e-9 * (1 + claim.tolerance),
      claim.id,
    );
  }
});

Deno.test("fixtures/claims: results that are not judged say why", () => {
  const open = claims.filter(({ kind, tolerance }) => kind === "result" && tolerance === null);
  assert(open.length > 0);
  for (const { id, basis } of open) assert(basis.startsWith("not judged: "), id);
});

Deno.test("fixtures/errata: Table I's right cells of Chowdhury add up to its right total", () => {
  const rightOf = (id: string) =>
    errata.find((erratum) => erratum.claims.includes(id) && erratum.right !== "")?.right;
  const cells = claims.filter(({ paper, metric }) =>
    paper === "chowdhury" && metric.startsWith("OTHER:PARAMS ")
  );
  const sum = cells.reduce((total, { id, value }) => total + Number(rightOf(id) ?? value), 0);
  assertEquals(String(sum), rightOf("chowdhury-t1-total"));
});

Deno.test("fixtures/errata: the printed counts of Siam add up to the right total", () => {
  const cells = claims.filter(({ id, paper, metric }) =>
    paper === "siam" && metric.startsWith("OTHER:PARAMS ") && id !== "siam-s24-convt-8-16-first"
  );
  const sum = cells.reduce((total, { value }) => total + Number(value), 0);
  assertEquals(cells.length, 7);
  assertEquals(String(sum), errata.find(({ id }) => id === "siam-total")?.right);
});

Deno.test("fixtures/errata: an order that does not hold does not hold in the paper's own table", () => {
  const printed = (experiment: string, { metric, statistic }: Claim) =>
    (directionOf(metric) === "lower" ? -1 : 1) * Number(
      claims.find((claim) =>
        claim.experiment === experiment && claim.metric === metric && claim.statistic === statistic &&
        claim.where.startsWith("Table")
      )?.value,
    );
  const doubted = errata.filter(({ paper, right }) => right === DOES_NOT_HOLD && paper !== "siam")
    .flatMap((erratum) => erratum.claims);
  assert(doubted.length > 0);
  let checked = 0;
  for (const claim of claims.filter(({ kind, experiment }) => kind === "ordinal" && experiment !== "")) {
    const order = orderOf(claim.experiment);
    const sides = [order?.ahead ?? [], order?.behind ?? []].map((ids) => ids.map((id) => printed(id, claim)));
    if (sides.flat().some(Number.isNaN) || order!.orComparable) continue;
    checked++;
    assertEquals(Math.min(...sides[0]) <= Math.max(...sides[1]), doubted.includes(claim.id), claim.id);
  }
  assert(checked > 100, `${checked} orders could be checked`);
});
