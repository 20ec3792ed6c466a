import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runsByExperiment } from "../../judging/runs.ts";
import { EXAMPLE_LEAGUE, exampleRun, leagueRuns, measured } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { leagueFigure } from "../figures/league_figure.ts";
import { leaguesOf } from "../leagues.ts";
import type { Again } from "../markdown/again.ts";
import { examplePaper } from "../testing.ts";
import { LEAGUE_LEGEND, leaguePage, leagueSummary } from "./league_table.ts";

const PAPERS = [examplePaper({ figures: [EXAMPLE_LEAGUE] })];

const RECORDS = [
  ...leagueRuns("truth", [1, 1]),
  ...leagueRuns("a", [0.2, 0.21, 0.22, 0.25]),
  ...leagueRuns("b", [0.88, 0.9, 0.91, 0.95]),
  ...leagueRuns("c", [0.9, 0.91, 0.92, 0.95]),
  ...leagueRuns("d", [0.5]),
];

function draw(records: readonly RunRecord[], { papers = PAPERS, again }: {
  papers?: typeof PAPERS;
  again?: Again;
} = {}): string[] {
  const leagues = leaguesOf(papers, runsByExperiment(records));
  return leaguePage(leagues, { papers, figures: leagues.map(leagueFigure), ...again && { again } });
}

Deno.test("leaguePage() has the text, the picture, the legend, and a table with ranks and intervals", () => {
  const [title, back, short, text, picture, legend, heading, table, ...notes] = draw(RECORDS);
  assertEquals([title, back, short, text], [
    "# Which is best?",
    "A page of [the report on all papers](REPORT.md).",
    "Abbreviations: accuracy (ACC), adjusted Rand index (ARI), silhouette (SIL).",
    "All of it, *alike*.",
  ]);
  assertStringIncludes(picture, "![Which is best? What is seen.");
  assertStringIncludes(picture, "](./figures/made-all.svg)");
  assertEquals(legend.split("\n").length, LEAGUE_LEGEND.length);
  assertEquals(heading, "## The first");
  assertEquals(table.split("\n"), [
    "| rank | method | kind | ACC ↑ | 95 % interval | ARI ↑ | SIL in pixels ↑ |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    // t(3, 0.975) = 3.182: 0.92 ± 0.0344, 0.91 ± 0.0468 and 0.22 ± 0.0344.
    "| 1 to 2 | C | ● inductive | 0.920 ± 0.022 (4) | 0.886 to 0.954 | 0.460 ± 0.011 | 0.250 |",
    "| 1 to 2 | B | ○ transductive | 0.910 ± 0.029 (4) | 0.863 to 0.957 | 0.455 ± 0.015 | 0.250 |",
    "| – | D | ● inductive | 0.500 (1) | – | 0.250 | 0.250 |",
    "| 3 | A | ● inductive | 0.220 ± 0.022 (4) | 0.186 to 0.254 | 0.110 ± 0.011 | 0.250 |",
    "|  | *The truth* | *control* | *1 (2)* | *1 to 1* | *0.500* | *0.250* |",
  ]);
  assertEquals(notes, [
    "Any of these may be first: C and B.",
    "Run it again: `deno task reproduce 'made/*/one' --profile paper`",
  ]);
});

Deno.test("leaguePage() says which methods may be first, which have no runs, and what is on fewer images", () => {
  const profile = "quick";
  const records = [
    ...leagueRuns("a", [0.9, 0.9], { profile }),
    ...leagueRuns("b", [0.9, 0.9, 0.9], { profile }),
    ...leagueRuns("c", [0.2, 0.2], { profile }),
    ...leagueRuns("d", [0.2, 0.2], { profile }),
  ];
  assertEquals(draw(records).slice(-4), [
    "Any of these may be first: A and B.",
    "Not run yet (1): The truth.",
    "From the profile quick, on fewer images.",
    "Run it again: `deno task reproduce 'made/*/one' --profile quick`",
  ]);
  const many = ["a", "b", "c"].flatMap((method) => leagueRuns(method, [0.9, 0.9]));
  assertEquals(
    draw(many).at(-3),
    "Any of these may be first: A, B and C.",
  );
  assert(!draw(leagueRuns("a", [0.9, 0.8])).some((block) => block.includes("may be first")));
});

Deno.test("leaguePage() says where methods ran on another processor, if times are shown", () => {
  const { provenance } = exampleRun(0, {});
  const on = (cpu: string) => ({ provenance: { ...provenance, cpu } });
  const records = [
    // A control's time says nothing.
    ...leagueRuns("truth", [1, 1], on("Third")),
    ...["a", "b"].flatMap((method) => leagueRuns(method, [0.9, 0.9], on("Old"))),
    ...leagueRuns("c", [0.2, 0.2], on("New")),
    ...leagueRuns("d", [0.2, 0.2]).map((run, i) => ({ ...run, ...on(["New", "Old"][i]) })),
  ].map((run) => {
    const time = measured("OTHER:processor seconds", 9, { space: "", split: "train" });
    return { ...run, measurements: [...run.measurements, time] };
  });
  const timed = {
    ...EXAMPLE_LEAGUE,
    shared: [{ metric: "OTHER:processor seconds", split: "train", title: "processor seconds" }],
  };
  const told = "Do not compare these times with each other: ";
  const notes = (league: typeof EXAMPLE_LEAGUE, records: readonly RunRecord[]) =>
    draw(records, { papers: [examplePaper({ figures: [league] })] }).filter((block) =>
      block.startsWith(told)
    );
  assertEquals(notes(timed, records), [
    `${told}C ran on New; D ran on New and Old; the other methods on Old.`,
  ]);
  // What another program made has no time here.
  const untimed = leagueRuns("b", [0.9, 0.9], on("Fourth"));
  const others = records.filter(({ method }) => method === "a" || method === "c");
  assertEquals(notes(timed, [...others, ...untimed]), [`${told}C ran on New; the other methods on Old.`]);
  const older = others.map((run) => run.method === "c" ? { ...run, ...on("Old (model 2)") } : run);
  assertEquals(notes(timed, older), [
    `${told}C ran on Old (model 2); the other methods on Old (model not recorded).`,
  ]);
  assertEquals(notes(EXAMPLE_LEAGUE, records), []);
  assertEquals(
    notes(timed, records.filter(({ provenance }) => ["Old", "Third"].includes(provenance.cpu))),
    [],
  );
});

Deno.test("leaguePage() writes ends below 0 with a minus, and leaves empty what was not measured", () => {
  const measurements = (value: number) => [measured("SIL", value, { split: "train" })];
  const records = [0.1, 0.14].map((value, seed) =>
    exampleRun(0, { experiment: "made/a/one", seed, measurements: measurements(value) })
  );
  const declared = { ...EXAMPLE_LEAGUE, rankedBy: { ...EXAMPLE_LEAGUE.rankedBy, metric: "SIL" } };
  const blocks = draw(records, { papers: [examplePaper({ figures: [declared] })] });
  const row = blocks.find((block) => block.startsWith("| rank"))!.split("\n")[2];
  // 0.12 ± 12.706 · 0.02828 / √2.
  assertEquals(row, "| 1 | A | ● inductive | 0.120 ± 0.028 (2) | −0.134 to 0.374 |  |  |");
});

Deno.test("leaguePage() keeps data in its cell, and names the data folder in its commands", () => {
  const nasty = "a|b`<c>";
  const declared = {
    ...EXAMPLE_LEAGUE,
    title: nasty,
    datasets: [{ name: "one", title: nasty }],
    methods: [
      { method: "a", title: nasty, kind: "control" as const },
      { method: "b", title: nasty, kind: "inductive" as const },
    ],
  };
  const again = { dataDir: "/d" };
  const blocks = draw(leagueRuns("a", [0.5]), { papers: [examplePaper({ figures: [declared] })], again });
  const shown = "a\\|b\\`&lt;c>";
  assertEquals([blocks[0], blocks[6]], [`# ${shown}`, `## ${shown}`]);
  assertStringIncludes(blocks[7], `|  | *${shown}* | *control* |`);
  assertStringIncludes(blocks[8], `Not run yet (1): ${shown}.`);
  assertStringIncludes(blocks.at(-1)!, "--profile paper --data-dir /d`");
});

Deno.test("leaguePage() and leagueSummary() are nothing without runs of the league", () => {
  assertEquals(draw([exampleRun(0.5)]), []);
  assertEquals(draw(RECORDS, { papers: [examplePaper()] }), []);
  assertEquals(leagueSummary([], []), []);
});

Deno.test("leagueSummary() shows the picture, and leads to the page", () => {
  const leagues = leaguesOf(PAPERS, runsByExperiment(RECORDS));
  const [title, picture, link] = leagueSummary(leagues, leagues.map(leagueFigure));
  assertEquals(title, "## Which is best?");
  assertStringIncludes(picture, "](./figures/made-all.svg)");
  assertEquals(
    link,
    "[The league](LEAGUE.md) ranks 4 methods on 1 data set, and says how sure the ranks are.",
  );
});
