import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Claim, ClaimsError, isPlainNumber, parseClaims, parseErrata, readClaims } from "./claims.ts";

const HEADER =
  "id,paper,where,dataset,method,metric,statistic,value,printed,kind,experiment,space,tolerance,basis,note";
const ROW = 'made-1,made,Table 1,data,Up,SIL,single,0.50,"0,50",result,made/up/data,code,0.01,made up,"a, b"';

/** The row with the cell of one column replaced. */
function rowWith(column: string, cell: string): string {
  const cells = ROW.replace('"0,50"', "0.50").replace('"a, b"', "").split(",");
  cells[HEADER.split(",").indexOf(column)] = cell;
  return cells.join(",");
}

const parse = (...rows: string[]) => parseClaims([HEADER, ...rows].join("\n"), "x.csv");

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
    printed: "0,50",
    kind: "result",
    experiment: "made/up/data",
    space: "code",
    tolerance: 0.01,
    basis: "made up",
    note: "a, b",
  }]);
});

Deno.test("parseClaims() takes any order of columns, CRLF, a byte order mark and a last newline", () => {
  const turned = (line: string) => line.split(",").reverse().join(",");
  const text = `\ufeff${turned(HEADER)}\r\n${turned(rowWith("note", "n"))}\r\n`;
  const [claim] = parseClaims(text, "x.csv");
  assertEquals([claim.id, claim.note, claim.tolerance], ["made-1", "n", 0.01]);
});

Deno.test("parseClaims() reads a file without rows", () => {
  assertEquals(parse(), []);
});

Deno.test("parseClaims() leaves the tolerance of cited values and orders empty", () => {
  const cited = rowWith("kind", "cited").replace(",0.01,", ",,");
  assertEquals(parse(cited)[0].tolerance, null);
  const order = rowWith("kind", "ordinal").replace("0.50,0.50", ",better").replace(",0.01,", ",,")
    .replace("made/up/data", "made/up/data > made/down/data");
  assertEquals([parse(order)[0].value, parse(order)[0].experiment], ["", "made/up/data > made/down/data"]);
});

Deno.test("parseClaims() names the file, the row and what is wrong", async (t) => {
  const cases: [string, string[], string][] = [
    ["an unknown metric", [rowWith("metric", "SILH")], 'x.csv: row 2: the metric "SILH" is unknown'],
    ["an unknown kind", [rowWith("kind", "number")], 'row 2: the kind "number" is unknown'],
    ["an unknown statistic", [rowWith("statistic", "mean")], 'row 2: the statistic "mean" is unknown'],
    ["a value with %", [rowWith("value", "96%")], 'value is not a number: current value is "96%"'],
    ["no value", [rowWith("value", "")], 'value is not a number: current value is ""'],
    ["a value for an order", [rowWith("kind", "ordinal")], "an order has no value"],
    [
      "a tolerance in words",
      [rowWith("tolerance", "small")],
      'tolerance is not a number from 0: current value is "small"',
    ],
    ["no tolerance", [rowWith("tolerance", "")], 'tolerance is not a number from 0: current value is ""'],
    [
      "a tolerance below 0",
      [rowWith("tolerance", "-1")],
      'tolerance is not a number from 0: current value is "-1"',
    ],
    ["a tolerance for a cited value", [rowWith("kind", "cited")], "only results and facts have a tolerance"],
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
    ["an id that is there twice", [ROW, ROW], 'row 3: the id "made-1" is there twice'],
    ["a cell too few", [ROW, "made-2,made"], "row 3: 2 cells for 15 columns"],
    ["a cell too many", [ROW + ",x"], "row 2: 16 cells for 15 columns"],
    ["an empty row", [ROW, "", ROW], "row 3: 1 cells for 15 columns"],
    ["an open quote", [ROW, rowWith("note", '"open')], "row 3: Quoted field unterminated"],
  ];
  for (const [name, rows, message] of cases) {
    await t.step(name, () => {
      assertThrows(() => parse(...rows), ClaimsError, message);
    });
  }
  await t.step("a missing column", () => {
    const text = HEADER.replace(",basis", "");
    assertThrows(() => parseClaims(text, "x.csv"), ClaimsError, 'row 1: the column "basis" is missing');
  });
  await t.step("an unknown column", () => {
    assertThrows(
      () => parseClaims(HEADER + ",more", "x.csv"),
      ClaimsError,
      'row 1: the column "more" is unknown',
    );
  });
  await t.step("an empty file", () => {
    assertThrows(() => parseClaims("", "x.csv"), ClaimsError, 'row 1: the column "id" is missing');
  });
});

Deno.test("parseErrata() reads lines and lists of claims", () => {
  const header = "id,paper,line,where,printed,right,claims,note\n";
  const errata = parseErrata(
    `${header}made-e1,made,7,Abstract,[value]%,,made-1;made-2,n\nmade-e2,made,8,,,,,\n`,
    "x.csv",
  );
  assertEquals(errata.map(({ line, claims }) => [line, claims]), [[7, ["made-1", "made-2"]], [8, []]]);
  assertThrows(
    () => parseErrata(`${header}made-e1,made,L7,,,,,\n`, "x.csv"),
    ClaimsError,
    'x.csv: row 2: line is not a number: current value is "L7"',
  );
});

Deno.test("isPlainNumber() takes digits without separators or units", () => {
  assert(["0", "-1", "0.10", "1100128", "1e-5", "1.5e+3"].every(isPlainNumber));
  assert(!["", " ", "1,000", "5%", "~0.03", ".5", "5.", "NaN", "Infinity", "0x1", "1 2"].some(isPlainNumber));
});

Deno.test("readClaims() checks claims against their file and errata against the claims", async (t) => {
  const folder = await Deno.makeTempDir();
  const url = new URL(`file://${folder}/`);
  const errata = (claim: string) =>
    Deno.writeTextFile(
      `${folder}/errata.csv`,
      `id,paper,line,where,printed,right,claims,note\nmade-e1,made,7,,,,${claim},\n`,
    );
  await Deno.mkdir(`${folder}/claims`);
  await Deno.writeTextFile(`${folder}/claims/made.csv`, `${HEADER}\n${ROW}\n`);
  try {
    await t.step("well formed", async () => {
      await errata("made-1");
      const read = await readClaims(url);
      assertEquals([read.claims.length, read.errata.length], [1, 1]);
    });
    await t.step("an erratum of a claim that is not there", async () => {
      await errata("made-9");
      await assertRejects(
        () => readClaims(url),
        ClaimsError,
        'errata.csv: row 2: no claim of made has the id "made-9"',
      );
    });
    await t.step("a claim in another paper's file", async () => {
      await Deno.writeTextFile(`${folder}/claims/other.csv`, `${HEADER}\n${ROW}\n`);
      await assertRejects(() => readClaims(url), ClaimsError, 'other.csv: row 2: the paper is "made"');
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const { claims, errata } = await readClaims(new URL("../fixtures/", import.meta.url));

Deno.test("fixtures/claims has each number of Chowdhury's paper once", () => {
  const count = (kind: string, where: string) =>
    claims.filter((claim) => claim.paper === "chowdhury" && claim.kind === kind && claim.where === where)
      .length;
  const places = ["Table I", "Table III", "Table IV", "Abstract", "Fig. 2"];
  assertEquals(places.map((where) => count("result", where)), [7, 4, 16, 1, 2]);
  assertEquals(count("fact", "§III-A"), 5);
});

Deno.test("fixtures/claims: each value is what is printed, less separators", () => {
  for (const { id, value, printed, kind } of claims) {
    if (kind !== "ordinal") {
      assertEquals(printed.replace(/^approximately /, "").replaceAll(",", ""), value, id);
    }
  }
});

/** The tolerance that the rules give: half a unit of the last digit, or the metric's floor where that is more. */
function ruled({ metric, value }: Claim): number {
  const shares: Record<string, number> = { DBI: 0.05, CHI: 0.05, MSE: 0.1 };
  const floors: Record<string, number> = { ACC: 0.02, NMI: 0.02, ARI: 0.02, PURITY: 0.02, SIL: 0.01 };
  const name = metric.replace("OTHER:", "").split(" ")[0];
  const floor = floors[name] ?? (shares[name] ?? NaN) * Math.abs(Number(value));
  const decimals = value.split(".")[1]?.length ?? 0;
  return Number.isNaN(floor) ? 0 : Math.max(floor, 0.5 * 10 ** -decimals);
}

Deno.test("fixtures/claims: each tolerance of Chowdhury's paper follows the rules, and says so", () => {
  for (const claim of claims.filter(({ paper, tolerance }) => paper === "chowdhury" && tolerance !== null)) {
    assertAlmostEquals(claim.tolerance!, ruled(claim), 1e-12, claim.id);
    assert(claim.basis !== "", claim.id);
  }
});

Deno.test("fixtures/errata: Table I's right cells add up to its right total", () => {
  const rightOf = (id: string) => errata.find((erratum) => erratum.claims.includes(id))?.right;
  const cells = claims.filter(({ paper, metric }) =>
    paper === "chowdhury" && metric.startsWith("OTHER:PARAMS ")
  );
  const sum = cells.reduce((total, { id, value }) => total + Number(rightOf(id) ?? value), 0);
  assertEquals(String(sum), rightOf("chowdhury-t1-total"));
});
