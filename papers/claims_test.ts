import { assert, assertEquals } from "@std/assert";
import { type Claim, DOES_NOT_HOLD, orderOf } from "../claims/claims.ts";
import { loadPapers } from "./load.ts";

const papers = await loadPapers();
const claims = papers.flatMap(({ claims }) => claims);
const errata = papers.flatMap(({ errata }) => errata);

Deno.test("claims: each number of the papers once", () => {
  const counts = (paper: string) =>
    (["result", "cited", "fact"] as const).map((kind) =>
      claims.filter((claim) => claim.paper === paper && claim.kind === kind).length
    );
  assertEquals(counts("diba"), [6, 0, 4]);
  assertEquals(counts("siam"), [31, 4, 8]);
  assertEquals(counts("chowdhury"), [30, 0, 7]);
  assertEquals(counts("agarap"), [386, 25, 24]);
  assertEquals(counts("song"), [27, 0, 9]);
  assertEquals(counts("clustergan"), [12, 0, 0]);
});

Deno.test("claims: the tables of agarap and song are whole", () => {
  const cells = (paper: string, where: string, kind = "result") =>
    claims.filter((claim) => claim.paper === paper && claim.where === where && claim.kind === kind);
  for (const [where, cited] of [["Table III", 7], ["Table IV", 5], ["Table V", 0]] as const) {
    assertEquals([cells("agarap", where).length, cells("agarap", where, "cited").length], [120, cited]);
  }
  assertEquals(cells("song", "Table 1").length, 24);
});

Deno.test("claims: in agarap's tables no average is better than the best", () => {
  for (const { id, metric, value } of claims.filter(({ id }) => /^agarap-t[345]-.*-avg$/.test(id))) {
    const best = Number(claims.find((claim) => claim.id === id.replace("-avg", "-best"))!.value);
    assert(metric === "DBI" ? best <= Number(value) : best >= Number(value), id);
  }
});

Deno.test("claims: results that are not judged say why", () => {
  const open = claims.filter(({ kind, tolerance }) => kind === "result" && tolerance === null);
  assert(open.length > 0);
  for (const { id, basis } of open) assert(basis.startsWith("not judged: "), id);
});

Deno.test("errata: Table I's right cells of Chowdhury add up to its right total", () => {
  const rightOf = (id: string) =>
    errata.find((erratum) => erratum.claims.includes(id) && erratum.right !== "")?.right;
  const cells = claims.filter(({ paper, metric }) =>
    paper === "chowdhury" && metric.startsWith("OTHER:PARAMS ")
  );
  const sum = cells.reduce((total, { id, value }) => total + Number(rightOf(id) ?? value), 0);
  assertEquals(String(sum), rightOf("chowdhury-t1-total"));
});

Deno.test("errata: the printed counts of Siam add up to the right total", () => {
  const cells = claims.filter(({ id, paper, metric }) =>
    paper === "siam" && metric.startsWith("OTHER:PARAMS ") && id !== "siam-s24-convt-8-16-first"
  );
  const sum = cells.reduce((total, { value }) => total + Number(value), 0);
  assertEquals(cells.length, 7);
  assertEquals(String(sum), errata.find(({ id }) => id === "siam-total")?.right);
});

Deno.test("errata: an order that does not hold does not hold in the paper's own table", () => {
  const printed = (experiment: string, { metric, direction, statistic }: Claim) =>
    (direction === "lower" ? -1 : 1) * Number(
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
