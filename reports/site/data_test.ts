import { assert, assertEquals } from "@std/assert";
import { embeddingData } from "../../records/figure_data.ts";
import { readRecords } from "../../records/record_files.ts";
import { compare } from "../../judging/compare.ts";
import { loadPapers } from "../../papers/load.ts";
import {
  EXAMPLE_LEAGUE,
  exampleClaim,
  exampleErratum,
  exampleRun,
  leagueRuns,
  measured,
  silhouette,
} from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { examplePaper } from "../testing.ts";
import { verdictAt } from "../../judging/judge.ts";
import { curvesOf, siteData, type SiteInput } from "./data.ts";

/** What the page is drawn from, of these claims, errata and records. */
function input(
  claims = [exampleClaim()],
  errata = [exampleErratum()],
  records = [exampleRun(0.5)],
): SiteInput {
  const papers = [examplePaper({ claims, errata })];
  return { papers, comparisons: compare(claims, errata, records), records, leavings: [] };
}

/** Whether the page's rule comes to what the comparisons say, at half, once and twice the tolerances. */
function assertSameVerdicts(site: SiteInput): void {
  const { claims } = siteData(site).data;
  for (const [i, { claim, atHalf, verdict, atTwice }] of site.comparisons.entries()) {
    const { judging } = claims[i];
    const ours = [0.5, 1, 2].map((factor) => verdictAt(judging, factor));
    assertEquals(ours, [atHalf, verdict, atTwice], claim.id);
  }
}

Deno.test("siteData() judges every claim as the report does, on the published records", async () => {
  const records = await readRecords("reports/published");
  const papers = await loadPapers();
  const [claims, errata] = [papers.flatMap(({ claims }) => claims), papers.flatMap(({ errata }) => errata)];
  assertSameVerdicts({ papers, comparisons: compare(claims, errata, records), records, leavings: [] });
});

Deno.test("siteData() judges as the report does where a paper has two values, and where orders are doubted", () => {
  const claims = [
    exampleClaim(),
    exampleClaim({ id: "made-2", value: "0.95", printed: "0.95", statistic: "best" }),
    exampleClaim({ id: "made-3", value: "75", printed: "75%", metric: "ACC", tolerance: 10 }),
    exampleClaim({ id: "made-4", value: "0.8", printed: "0.8", metric: "ACC", tolerance: 0.05 }),
    exampleClaim({
      id: "made-c",
      kind: "cited",
      experiment: "",
      tolerance: null,
      basis: "",
      value: "0.7",
      printed: "0.7",
    }),
    ...["a > b", "a >= b & c", "c > a", "b >= made-c", "made-c > b"].map((order, i) =>
      exampleClaim({
        id: `made-o${i}`,
        kind: "ordinal",
        value: "",
        tolerance: order.includes(">=") ? 0.1 : null,
        experiment: order.replace(/\b([abc])\b(?!-)/g, "made/$1/data").replaceAll(
          "made-made/c/data",
          "made-c",
        ),
      })
    ),
  ];
  const errata = [
    exampleErratum({ claims: ["made-1", "made-2"] }),
    exampleErratum({ id: "made-e2", right: "", claims: ["made-3", "made-4"] }),
    exampleErratum({ id: "made-e3", right: "does not hold", claims: ["made-o0", "made-o2", "made-o4"] }),
  ];
  const values = { a: [0.5, 0.6, 0.55], b: [0.58, 0.59, 0.66], c: [0.4, 0.45, 0.5], up: [0.8, 0.85, 0.7] };
  const records = Object.entries(values).flatMap(([method, own]) =>
    own.map((value, seed) =>
      exampleRun(0, {
        experiment: `made/${method}/data`,
        seed,
        measurements: [silhouette(value), measured("ACC", value)],
      })
    )
  );
  const site = input(claims, errata, records);
  assert(new Set(site.comparisons.map(({ verdict }) => verdict)).size >= 3);
  assertSameVerdicts(site);
});

Deno.test("siteData() has the seeds' values in the printed unit, their runs, and the errata that touch a claim", () => {
  const claim = exampleClaim({ value: "50", printed: "50%" });
  const records = [42, 7].map((seed) => exampleRun(seed / 100, { seed }));
  const failed = exampleRun(0, { seed: 9, status: "failed", error: "out of memory", measurements: [] });
  const { data } = siteData(input([claim], [exampleErratum()], [...records, failed]));
  const [{ runs, values, errata, lost }] = data.claims;
  assertEquals(runs.map((index) => data.runs[index].seed), [7, 42]);
  assertEquals(values, [7, 42]);
  assertEquals(errata.map((index) => data.errata[index].note), ["a slip"]);
  assertEquals(data.papers, [{ id: "made", title: "Made" }]);
  assertEquals(lost.map((index) => data.runs[index].outcome), ["failed: out of memory"]);
  assertEquals([data.configs.length, data.machines.length, data.data.length], [1, 1, 1]);
});

Deno.test("siteData() takes the values of an order's runs from the space and split of each side", () => {
  const claim = exampleClaim({
    kind: "ordinal",
    value: "",
    tolerance: null,
    experiment: "made/a/data > made/b/data",
    space: "code > pixels",
    split: "train > test",
  });
  const measurements = ["pixels", "code"].flatMap((space, i) =>
    ["test", "train"].map((split, j) => silhouette(2 * i + j, { space, split }))
  );
  const records = ["a", "b"].map((name) => exampleRun(0, { experiment: `made/${name}/data`, measurements }));
  assertEquals(siteData(input([claim], [], records)).data.claims[0].values, [3, 0]);
});

Deno.test("siteData() has no path of the files that claims were read from, and what commands must name", () => {
  const claim = exampleClaim({ place: { file: "/home/someone/claims.csv", row: 2 } });
  const again = { dataDir: "/data", papers: ["../made"] };
  const { data } = siteData({ ...input([claim], [], []), again });
  assertEquals([data.again, JSON.stringify(data).includes("/home")], [again, false]);
  assertEquals(siteData(input()).data.again, {});
});

Deno.test("siteData() leaves out runs that no claim asks for, unless their embedding is shown", () => {
  const study = exampleRun(0.5, { experiment: "made/study/data", config: { other: true } });
  const records = [exampleRun(0.5), study];
  assertEquals(siteData(input(undefined, undefined, records)).data.runs.length, 1);
  const points = { data: new Float64Array([0, 0, 1, 1]), rows: 2, columns: 2 };
  const figure = embeddingData({ name: "space", title: "A space" }, points, [0, 1]);
  const { data, embeddings } = siteData({
    ...input(undefined, undefined, records),
    leavings: [{ run: study, data: [figure] }],
  });
  assertEquals(data.runs.map(({ experiment }) => experiment), ["made/up/data", "made/study/data"]);
  assertEquals(data.embeddings.map(({ title, run }) => [title, run]), [["A space", 1]]);
  assertEquals(embeddings.get(data.embeddings[0].file), figure);
});

Deno.test("siteData() counts each score once, as its totals do", () => {
  const claims = [
    exampleClaim(),
    exampleClaim({ id: "made-2", where: "Abstract" }),
    exampleClaim({ id: "made-3", metric: "OTHER:rows", measure: "count" }),
    exampleClaim({ id: "made-4", value: "0.7", printed: "0.7" }),
  ];
  const { data } = siteData(input(claims, []));
  assertEquals(data.claims.map(({ counted }) => counted), [true, false, false, true]);
  assertEquals(data.totals.at(-1)!.headline.score.numbers, 2);
});

Deno.test("siteData() has of each run what was measured and on what, and keeps once what runs share", () => {
  const runs = [1, 2].map((seed) =>
    exampleRun(1 / 3, { seed, measurements: [silhouette(1 / 3), measured("ACC", seed / 10)] })
  );
  const { data } = siteData(input([exampleClaim()], [], runs));
  assertEquals(data.measured, ["SIL, code, test", "ACC, code, test"]);
  assertEquals(data.runs.map(({ measurements }) => measurements), [
    [[0, 0.3333333], [1, 0.1]],
    [[0, 0.3333333], [1, 0.2]],
  ]);
  const [{ provenance: { cpu, threads, memory, os, versions } }] = runs;
  const [{ engine, ...machine }, ...others] = data.machines;
  assertEquals([machine, others], [{ cpu, threads, memory, os, versions }, []]);
  assert(engine.startsWith(runs[0].engine.name));
});

Deno.test("siteData() says how papers are cited, and where the overview is", () => {
  const one = { name: "overview", title: "All", description: "What is seen.", svg: "<svg/>" };
  const figures = [{ ...one, section: "overview" }, { ...one, section: "results" }] as const;
  const site = input([exampleClaim(), exampleClaim({ id: "cited-1", paper: "cited" })]);
  const reference = { bibtex: "@misc{me, title = {Mine}, author = {Me}}", url: "https://example.org" };
  const papers = [...site.papers, examplePaper({ id: "cited", title: "Cited", reference })];
  const { data } = siteData({ ...site, papers, figures });
  assertEquals(data.papers, [
    { id: "made", title: site.papers[0].title },
    { id: "cited", title: "Cited", reference },
  ]);
  assertEquals(data.overview, [
    { title: "All", description: "What is seen.", file: "../figures/overview.svg" },
  ]);
});

Deno.test("siteData() has for an embedding's clusters the classes that they are matched to", () => {
  const points = { data: new Float64Array(6), rows: 3, columns: 2 };
  const figure = embeddingData({ name: "space", title: "A space" }, points, [7, 7, 8], [1, 1, 0]);
  const run = exampleRun(0.5);
  const { embeddings } = siteData({ ...input(), records: [run], leavings: [{ run, data: [figure] }] });
  assertEquals([...embeddings.values()], [{ ...figure, matched: [[1, 7], [0, 8]] }]);
});

Deno.test("curvesOf() keeps the first and the last of many epochs, at most 60, and gaps as they are", () => {
  const history = Array.from({ length: 1000 }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1) }));
  const { epochs, curves } = curvesOf(history);
  assertEquals([epochs.length, epochs[0], epochs.at(-1)], [60, 1, 1000]);
  assertEquals(curves[0][1].at(-1), 0.001);
  assertEquals(curvesOf([]), { epochs: [], curves: [] });
  assertEquals(curvesOf([{ epoch: 1, loss: 2 }, { epoch: 2, loss: 1, acc: 0.5 }]).curves, [
    ["loss", [2, 1]],
    ["acc", [null, 0.5]],
  ]);
});

Deno.test("siteData() has the tables of a league that was run, and the place of its picture", () => {
  const papers = [examplePaper({ figures: [EXAMPLE_LEAGUE] })];
  const leagues = (records: RunRecord[]) =>
    siteData({ papers, comparisons: [], records, leavings: [] }).data.leagues;
  const [{ title, description, picture, standings }] = leagues(leagueRuns("a", [0.5, 0.5]));
  assertEquals([title, description, picture], ["Which is best?", "What is seen.", "../figures/made-all.svg"]);
  const [{ lines, command }] = standings;
  assertEquals(lines.map(({ cells }) => cells.slice(0, 4)), [["1", "A", "● inductive", "0.500 (2)"]]);
  assertEquals(command, "deno task reproduce 'made/*/one' --profile paper");
  assertEquals(leagues([exampleRun(0.5)]), []);
});

Deno.test("siteData() has the report's totals, and the causes of a claim with what their studies measured", () => {
  const claims = [exampleClaim()];
  const cause = {
    misses: ["made-1"],
    cause: "the rate",
    study: "made/study/data",
    metric: "SIL",
    space: "code",
    split: "test",
    average: "",
    note: "n",
  };
  const records = [
    ...[1, 2].map((seed) => exampleRun(0.9, { seed })),
    exampleRun(0.5, { experiment: "made/study/data" }),
  ];
  const papers = [examplePaper({ claims, causes: [cause] })];
  const { data } = siteData({ papers, comparisons: compare(claims, [], records), records, leavings: [] });
  assertEquals(data.claims[0].causes, [0]);
  assertEquals(data.causes, [{
    cause: "the rate",
    study: "made/study/data",
    outcome: "open",
    fates: ["✓ SIL"],
    note: "n",
    metric: "SIL",
    printed: "0.50",
    without: "0.900 (2)",
    with: "0.500 (1)",
  }]);
  assertEquals(data.totals.map(({ paper, headline }) => [paper, headline.score.verdicts.better]), [[
    "made",
    1,
  ]]);
});
