import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { RunRecord } from "../../records/record.ts";
import type { Cause, Claim, Erratum } from "../../claims/claims.ts";
import { compare } from "../../judging/compare.ts";
import {
  EXAMPLE_LEAGUE,
  exampleClaim,
  exampleErratum,
  exampleRun,
  leagueRuns,
  measured,
  nmi,
  silhouette,
} from "../../judging/testing.ts";
import { examplePaper } from "../testing.ts";
import { RULES } from "./findings.ts";
import type { Paper } from "../../papers/load.ts";
import { IN_SHORT, LEGEND, report, type ReportInput } from "./report.ts";
import type { SideBySideTable } from "../../experiments/figures.ts";
import { READING } from "./chapter.ts";
import { hasChapter } from "./has_chapter.ts";

/** The report's files, one after another. */
function whole(input: ReportInput): string {
  return report(input).map(({ path, markdown }) => `<!-- ${path} -->\n${markdown}`).join("\n");
}

/** A report of the papers that have claims or records. */
function draw(
  { claims = [], errata = [], records = [], texts = {} }: {
    claims?: Claim[];
    errata?: Erratum[];
    records?: RunRecord[];
    texts?: Record<string, Partial<Paper>>;
  },
): string {
  const ids = new Set([...claims, ...records].map(({ paper }) => paper));
  const papers = [...ids].map((id) =>
    examplePaper({
      id,
      title: id,
      claims: claims.filter(({ paper }) => paper === id),
      errata: errata.filter(({ paper }) => paper === id),
      ...texts[id],
    })
  );
  return whole({ papers, comparisons: compare(claims, errata, records), records });
}

/** The cells of the first row that has the text. */
function cellsWith(markdown: string, part: string): string[] {
  const line = markdown.split("\n").find((line) => line.startsWith("|") && line.includes(part)) ?? "";
  return line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim().replaceAll("\u00a0", " "));
}

const many = {
  claims: [
    exampleClaim(),
    exampleClaim({
      id: "made-2",
      where: "Table 2",
      statistic: "best",
      runs: 2,
      value: "0.500",
      printed: "0.500",
    }),
    exampleClaim({
      id: "made-3",
      where: "Table 3",
      metric: "PARAMS",
      space: "",
      split: "",
      value: "402208",
      printed: "402,208",
      tolerance: 0,
    }),
    exampleClaim({
      id: "made-4",
      where: "Text",
      kind: "fact",
      metric: "OTHER:rows",
      value: "100",
      tolerance: 0,
    }),
    exampleClaim({
      id: "made-5",
      where: "End",
      kind: "ordinal",
      value: "",
      experiment: "made/up/data > made/down/data",
      tolerance: null,
      method: "Up > Down",
      printed: "is better",
    }),
    exampleClaim({ id: "made-6", where: "Table 6", kind: "cited", tolerance: null, value: "0.1" }),
    exampleClaim({ id: "other-1", paper: "other", experiment: "other/x/data", note: "our assumption" }),
  ],
  errata: [
    exampleErratum({ claims: [] }),
    exampleErratum({
      id: "made-e2",
      line: null,
      printed: "402,208",
      right: "402192",
      claims: ["made-3"],
      note: "16 too many",
    }),
  ],
  records: [
    ...[0.7, 0.75].map((value, seed) =>
      exampleRun(0, {
        seed,
        measurements: [
          silhouette(value),
          measured("PARAMS", 402192, { space: "", split: "" }),
          nmi(value / 3, "arithmetic"),
        ],
      })
    ),
    exampleRun(0, { seed: 2, status: "failed", error: "out of memory", digest: "ba9876543210" }),
    exampleRun(0, { experiment: "made/down/data", seed: 0, status: "failed", error: "no data" }),
  ],
  texts: {
    made: { title: "Made up: a tale", explanations: "It is made up.", deviations: "1. Nothing is real." },
  },
};

Deno.test("report() of one claim and one record", () => {
  assertEquals(
    draw({ claims: [exampleClaim()], records: [exampleRun(0.6)] }),
    `<!-- REPORT.md -->
# What the papers report, and what we find

Covers [made](papers/made.md).

## At a glance

- **Claims**: 1 in 1 paper: 1 result
- **Scores**: 1 of 1 judged: 1 reproduced (0 firmly)
- **Runs**: 1 of the full protocol (profile paper); seed 42
- **Computing time**: 1.5 seconds, all runs together
- **Hardware**: a CPU, 2 threads, 1 GiB of memory, Linux
- **Engine**: cpu 4.22.0 on CPU
- **Software**: Deno 2.9.6
- **Data**: data
- **Dates**: 2026-01-02 (UTC)

Each score counts once, however often it is printed.

| scores | numbers | ✓ firm | (✓) by the mean | ≈ close | ▲ better | ▼ worse | ≠ contradicted | ⊘ unreachable | ? inconclusive | ○ not comparable | · not run |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| [made](papers/made.md) | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |

${IN_SHORT}

## Most telling

1. **How firm this is.** At half the tolerances, 1 of 1 verdicts would change.

<details><summary>How these are chosen</summary>

${RULES}

</details>

<a id="how-to-read-the-verdicts"></a>

<details><summary>How to read the verdicts</summary>

${LEGEND.map((line) => `- ${line}`).join("\n")}

</details>

<details><summary>How firm the verdicts are</summary>

- Reproduced results: 0 firm, 1 by the mean
- With half the tolerances, 1 would change: 1 inconclusive
- With twice the tolerances, 0 would change: 1 reproduced

</details>

<details><summary>Other claims, and the code that made the runs</summary>

- Records: 1 (1 done), run on 2026-01-02 (UTC)
- Profiles: paper
- Engines: cpu 4.22.0 on CPU
- Seeds: 42
- Commits of the code: no commit

</details>

## Data

| name | rows | source | stands in | SHA-256 |
| --- | --- | --- | --- | --- |
| data | 100 | made up |  | ${"cd".repeat(32)} |

<!-- papers/made.md -->
# made

A chapter of [the report on all papers](../REPORT.md), which says [how to read the verdicts](../REPORT.md#how-to-read-the-verdicts).

Abbreviations: silhouette (SIL).

Results: 1 (1 reproduced).

| judged, by method | data | seeds | results | ✓ reproduced |
| --- | --- | --- | --- | --- |
| [Up](#runs-made-up-data) | data | 1 | 1 | 1 |

## Results

### Table 1

**data**

|  | [Up](#runs-made-up-data) |
| --- | --- |
| SIL ↑ | 0.50 → 0.60 (1 seed) (✓) |

Measured: SIL in code on the test split (Up).

Run it again: \`deno task reproduce made/up/data --profile paper\`

## Method by method

${READING}

<a id="method-Up"></a>

### Up

<a id="runs-made-up-data"></a>**data** (1 seed): 1 reproduced.

Measured in code, on the test split. Printed in Table 1.

| number | paper | ours | difference (interval) | tolerance | verdict |
| --- | --- | --- | --- | --- | --- |
| SIL ↑ | 0.50 | 0.600 | +0.10 | 0.125 | ✓ reproduced, by the mean |

Tolerances: made up.

Run it again: \`deno task reproduce made/up/data --profile paper --seed 42\` (records: seed [42](../runs/made/up/data/0123456789ab-s42.json))
`,
  );
});

Deno.test("report() is the same bytes from the same input, and leaves the input as it was", () => {
  const before = JSON.stringify(many);
  const first = draw(many);
  assertEquals(draw(structuredClone(many)), first);
  assertEquals(JSON.stringify(many), before);
});

Deno.test("report() counts the results by paper and verdict, and the rest beside them", () => {
  const markdown = draw(many);
  const counts = (name: string) => cellsWith(markdown, name).slice(1).map(Number);
  // Firm, by the mean, close, better, worse, contradicted, unreachable, inconclusive, not comparable, not run.
  assertEquals(counts("| [Made up]"), [2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0]);
  assertEquals(counts("| [other]"), [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  assertEquals(counts("| all |"), [3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1]);
  assertEquals(counts("| counts and sums |"), [2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  for (
    const line of [
      "- Facts: 1 (1 not run)",
      "- Orders (“A beats B”): 1 (1 not run)",
      "- Cited values: 1 (1 not comparable)",
      "- With half the tolerances, 0 would change: 1 contradicted, 2 inconclusive, 1 not run",
      "- With twice the tolerances, 2 would change: 2 reproduced, 1 contradicted, 1 not run",
      "- Records: 4 (2 done, 2 failed), run on 2026-01-02 (UTC)",
      "- Seeds: 0; 1",
    ]
  ) assertStringIncludes(markdown, line + "\n");
});

Deno.test("report() has each number in its method's block, with what is to be said of it", () => {
  const markdown = draw(many);
  assertEquals(cellsWith(markdown, "| SIL ↑ | Table 1 |").slice(1), [
    "Table 1",
    "0.50",
    "0.725 ± 0.035",
    "+0.225 (−1.203 to +1.653)",
    "0.125",
    "? inconclusive",
    "(1)",
  ]);
  assertEquals(cellsWith(markdown, "| SIL ↑, best of 2 | Table 2 |").slice(2, 4), [
    "0.500",
    "0.750 (mean 0.725 ± 0.035)",
  ]);
  assertEquals(cellsWith(markdown, "| PARAMS | Table 3 |").slice(2), [
    "402,208",
    "402,192",
    "−16",
    "0",
    "≠ contradicted",
    "(2) see error [2](#made-e2)",
  ]);
  assertStringIncludes(
    markdown,
    "\n- (1) 2 seeds do not decide it\n- (2) the right value, 402,192, holds: 16 too many\n",
  );
});

Deno.test("report() shows what is not asked for, what failed and what the papers get wrong", () => {
  const markdown = draw(many);
  assertStringIncludes(markdown, "| NMI ↑, code, test split, arithmetic average | 0.242 ± 0.012 |");
  assertEquals(cellsWith(markdown, "out of memory").slice(0, 4), [
    "made/up/data",
    "paper",
    "2",
    "failed: out of memory",
  ]);
  assertEquals(cellsWith(markdown, "| made/down/data |")[3], "failed: no data");
  assertEquals(cellsWith(markdown, "| 16 too many |"), [
    '<a id="made-e2"></a>2',
    "Table 1",
    "",
    "402,208",
    "402,192",
    "16 too many",
  ]);
  assertEquals(cellsWith(markdown, "Up > Down").slice(2, 6), [
    "Up > Down",
    "SIL ↑, code",
    "is better",
    "· not run",
  ]);
  assertStringIncludes(markdown, "## Deviations and assumptions\n\n1. Nothing is real.\n");
  assertStringIncludes(markdown, "## What explains the differences\n\nIt is made up.\n");
  assertStringIncludes(markdown, "`deno task reproduce made/up/data --profile paper --seed 0,1`");
  assertStringIncludes(markdown, "- (1) no record of other/x/data\n- (2) our assumption\n");
});

Deno.test("report() says how many results it shows and does not judge", () => {
  const claims = [
    exampleClaim(),
    exampleClaim({ id: "made-2" }),
    exampleClaim({ id: "made-3", value: "0.6", metric: "ACC" }),
  ];
  const markdown = draw({ claims, records: [exampleRun(0.5, { profile: "quick" })] });
  assertStringIncludes(
    markdown,
    "Each score counts once, however often it is printed. 1 is shown, not judged. A score is judged only by",
  );
});

Deno.test("report() names stand-in data, engines, profiles and code once each", () => {
  const standIn = { name: "little", sha256: "ef", rows: 1, source: "npm", standIn: "for MNIST" };
  const markdown = draw({
    claims: [exampleClaim()],
    records: [
      exampleRun(0.5, { seed: 1, data: [standIn], profile: "quick" }),
      exampleRun(0.5, { seed: 2, data: [standIn], profile: "quick" }),
      exampleRun(0.5, {
        seed: 3,
        data: [standIn],
        profile: "smoke",
        engine: { name: "tensorflow", device: "GPU", version: "2.20" },
        provenance: {
          ...exampleRun(0).provenance,
          commit: "0123456789abcdef",
          dirty: true,
          started: "2026-03-04T00:00:00.000Z",
        },
      }),
    ],
  });
  for (
    const line of [
      "- Records: 3 (3 done), run from 2026-01-02 to 2026-03-04 (UTC)",
      "- Profiles: smoke; quick",
      "- Engines: cpu 4.22.0 on CPU; tensorflow 2.20 on GPU",
      "- Stand-in data: for MNIST",
      "- Commits of the code: no commit; 0123456789 with changes",
    ]
  ) assertStringIncludes(markdown, line + "\n");
  assertEquals(cellsWith(markdown, "| npm |"), ["little", "1", "npm", "for MNIST", "ef"]);
});

Deno.test("report() of nothing, of no records and of records without claims", () => {
  assertStringIncludes(draw({}), "- Records: none");
  const unrun = draw({ claims: [exampleClaim()] });
  assertStringIncludes(unrun, "- Records: none");
  assertStringIncludes(unrun, "\n- **Scores**: none of 1 judged\n");
  assertStringIncludes(unrun, "<details><summary>Nothing is run yet: what the paper prints</summary>");
  assertStringIncludes(unrun, "| 0.125 | · not run | (1) |");
  assertStringIncludes(unrun, "\n- (1) no record of made/up/data\n");
  assert(!unrun.includes("## Data") && !unrun.includes("## Method by method"));
  const unclaimed = draw({ records: [exampleRun(0.5)] });
  assertStringIncludes(unclaimed, "<summary>made/up/data (1)</summary>");
  assertEquals(cellsWith(unclaimed, "| SIL"), ["SIL ↑, code, test split", "0.500"]);
});

Deno.test("report() keeps data in its cell", () => {
  const nasty = 'a|b`c<d\ne"ж字';
  const shown = 'a\\|b\\`c&lt;d e"ж字';
  const markdown = draw({
    claims: [exampleClaim({ where: nasty, method: nasty, note: nasty })],
    errata: [exampleErratum({ printed: nasty, note: nasty })],
    records: [
      exampleRun(0.5, { data: [{ name: nasty, sha256: "", rows: 1, source: nasty }] }),
      exampleRun(0, { seed: 1, status: "failed", error: nasty }),
    ],
    texts: { made: { title: nasty } },
  });
  assert(!markdown.includes("a|b") && !markdown.includes("c<d"));
  assertEquals(markdown.split(shown).length - 1, 15);
  const tables = markdown.trimEnd().split("\n\n").filter((block) => block.startsWith("|"));
  for (const rows of tables.map((block) => block.split("\n"))) {
    assertEquals(new Set(rows.map((row) => row.split(/(?<!\\)\|/).length)).size, 1, rows[0]);
  }
});

Deno.test("report() says which files were left out, and shows figures where they belong", () => {
  const figure = { description: "dots | and *lines*", svg: "", paper: "made" };
  const markdown = whole({
    papers: [examplePaper({ claims: [exampleClaim()] })],
    comparisons: compare([exampleClaim()], [], [exampleRun(0.5)]),
    records: [exampleRun(0.5)],
    damaged: ["Cannot use runs/<x>.json"],
    unknown: ["other", "<y>"],
    figures: [
      { ...figure, name: "overview", title: "All", section: "overview" },
      { ...figure, name: "made-against", title: "One", section: "against" },
      { ...figure, name: "made-x", title: "Left", section: "clusters", experiment: "made/up/data" },
    ],
  });
  assertStringIncludes(
    markdown,
    "**1 file could not be read and is left out:**\n\n- Cannot use runs/&lt;x>.json\n",
  );
  assertStringIncludes(
    markdown,
    "**Records of papers that were not given are left out: other, &lt;y>.** Name the papers' folders",
  );
  const places = [
    "overview",
    "<!-- papers/made.md -->",
    "../figures/made-against.svg",
    "<summary>Pictures (1)",
    "made-x",
  ]
    .map((part) => markdown.indexOf(part));
  assert(places.every((place, i) => place > (places[i - 1] ?? 0)), String(places));
  assertStringIncludes(markdown, "![All. dots \\| and \\*lines\\*](./figures/overview.svg)");
});

Deno.test("report() of a paper without results has no table of them", () => {
  const markdown = draw({
    claims: [exampleClaim({ kind: "cited", experiment: "", tolerance: null, basis: "" })],
  });
  assertStringIncludes(markdown, "Results: 0 (none).");
  assertStringIncludes(markdown, "0.50 ○");
});

Deno.test("report() keeps a paper's name in its anchors, links and headings", () => {
  const paper = 'a"><b>|ж\n#';
  const markdown = draw({ records: [exampleRun(0.5, { paper })] });
  assertStringIncludes(markdown, '<!-- papers/a-b-.md -->\n# a">&lt;b>');
  assertStringIncludes(markdown, 'Covers [a">&lt;b>\\|ж #](papers/a-b-.md).');
});

Deno.test("report() says which papers it is of, and sets experiments of one without claims side by side", () => {
  const table: SideBySideTable = {
    kind: "side by side",
    text: "Look.",
    own: [{ metric: "SIL", split: "test" }],
    shared: [],
  };
  const records = [exampleRun(0.5), exampleRun(0.5, { experiment: "beside/x/data", paper: "beside" })];
  const papers = [
    examplePaper({ id: "beside", title: "All: at once", figures: [table] }),
    examplePaper({ title: "Made: up", claims: [exampleClaim()] }),
  ];
  const files = report({ papers, comparisons: compare([exampleClaim()], [], records), records });
  assertEquals(files.map(({ path }) => path), ["REPORT.md", "papers/made.md"]);
  assertStringIncludes(files[0].markdown, "\n\nCovers All; [Made](papers/made.md).\n\n");
  assertStringIncludes(files[0].markdown, "## All: at once\n\nLook.\n\n| experiment | space | SIL |");
  // One that makes claims has a chapter too.
  const claiming = report({
    papers: [{ ...papers[0], claims: [exampleClaim({ paper: "beside" })] }],
    comparisons: [],
    records,
  });
  assertEquals(claiming.map(({ path }) => path), ["REPORT.md", "papers/beside.md"]);
  // Of no paper at all.
  assertStringIncludes(report({ papers: [], comparisons: [], records: [] })[0].markdown, "Covers no paper.");
});

Deno.test("report() has a page of the league, and leads to it, where one was run", () => {
  const papers = [
    examplePaper({ id: "other", title: "Other", claims: [exampleClaim({ paper: "other" })] }),
    examplePaper({ title: "The league: which?", figures: [EXAMPLE_LEAGUE] }),
  ];
  const draw = (records: RunRecord[]) => report({ papers, comparisons: [], records });
  const files = draw(leagueRuns("a", [0.5, 0.6]));
  assertEquals(files.map(({ path }) => path), ["REPORT.md", "LEAGUE.md", "papers/other.md"]);
  assertStringIncludes(
    files[0].markdown,
    "\n\nCovers [Other](papers/other.md); [The league](LEAGUE.md).\n\n",
  );
  assertStringIncludes(
    files[0].markdown,
    "\n\n## Which is best?\n\n[The league](LEAGUE.md) ranks 1 method on 1 data set,",
  );
  assertStringIncludes(files[1].markdown, "# Which is best?\n");
  // Without runs of it there is neither, and still no chapter.
  for (const records of [[], [exampleRun(0.5)]]) {
    const without = draw(records);
    assertEquals(without.map(({ path }) => path), ["REPORT.md", "papers/other.md"]);
    assertStringIncludes(without[0].markdown, "; The league.\n");
    assert(!without[0].markdown.includes("LEAGUE.md"));
  }
});

Deno.test("hasChapter() is true of all but papers without claims that only set methods beside each other", () => {
  const sideBySide = { kind: "side by side", text: "", own: [], shared: [] } as const;
  assertEquals(hasChapter(examplePaper()), true);
  for (const figures of [[sideBySide], [EXAMPLE_LEAGUE], [EXAMPLE_LEAGUE, sideBySide]]) {
    assertEquals(hasChapter(examplePaper({ figures })), false);
    assertEquals(hasChapter(examplePaper({ figures, claims: [exampleClaim()] })), true);
  }
});

Deno.test("report() names the data folder and the papers' folders in every command", () => {
  const table: SideBySideTable = {
    kind: "side by side",
    text: "",
    own: [{ metric: "SIL", split: "test" }],
    shared: [],
  };
  const markdown = whole({
    papers: [examplePaper({ claims: [exampleClaim()], figures: [table] })],
    comparisons: compare([exampleClaim()], [], [exampleRun(0.5)]),
    records: [
      exampleRun(0.5),
      exampleRun(0.5, { experiment: "made/study-x/data", study: { question: "Why?" } }),
    ],
    again: { dataDir: "/d", papers: ["a|b"] },
  });
  const commands = markdown.match(/deno task reproduce[^`\n]*/g)!;
  assertEquals(commands, [
    "deno task reproduce 'made/*' 'made/study-*' --profile paper --data-dir /d --papers 'a|b'",
    "deno task reproduce made/up/data --profile paper --data-dir /d --papers 'a|b'",
    "deno task reproduce made/up/data --profile paper --seed 42 --data-dir /d --papers 'a|b'",
    // In a table's cell.
    "deno task reproduce made/study-x/data --profile paper --seed 42 --data-dir /d --papers 'a\\|b'",
  ]);
});

Deno.test("report() links each miss to its causes, and says where none was tested", () => {
  const cause = (over: Partial<Cause>): Cause => ({
    misses: ["made-1"],
    cause: "the rate",
    study: "made/study/data",
    metric: "SIL",
    space: "code",
    split: "test",
    average: "",
    note: "",
    ...over,
  });
  const claims = [
    exampleClaim(),
    exampleClaim({ id: "made-2", value: "0.51" }),
    exampleClaim({ id: "made-3", value: "0.52" }),
  ];
  const markdown = draw({
    claims,
    records: [
      ...[1, 2].map((seed) => exampleRun(0.9, { seed })),
      exampleRun(0.5, { experiment: "made/study/data", study: { question: "The rate?" } }),
    ],
    texts: {
      made: {
        causes: [cause({}), cause({ misses: ["made-2"], cause: "the seed", study: "" })],
      },
    },
  });
  assertStringIncludes(
    markdown,
    "Missed results: 3, each counted as often as it is printed. 1 has a cause that was tested; 0 are reproduced with one.",
  );
  assertStringIncludes(markdown, "(papers/made.md) | 2 | 0 | 0 | 1 | 0 | 0 | 1 |\n");
  const blocks = markdown.slice(
    markdown.indexOf("## Method by method"),
    markdown.indexOf("## What explains"),
  );
  assertStringIncludes(blocks, '<a id="made-causes-1"></a>**What may explain Up on data: SIL**');
  assertStringIncludes(
    blocks,
    "| the rate | [The rate?](#runs-made-study-data) | SIL 0.50 | 0.900 (2) → 0.500 (1) | open<br>✓ SIL |  |",
  );
  assertStringIncludes(blocks, "| the seed | no study | SIL |  | not tested |  |");
  assertStringIncludes(blocks, "\n\nNo cause was tested yet for the misses of SIL.\n");
  assertStringIncludes(
    markdown,
    "- [Up on data: SIL](#made-causes-1)\n- [Up on data: SIL](#made-causes-2)\n",
  );
});

Deno.test("report() lists what is too coarse to judge", () => {
  const markdown = draw({ claims: [exampleClaim({ tooCoarse: true })], records: [exampleRun(0.5)] });
  assertStringIncludes(
    markdown,
    "- Too coarse to judge: Up, SIL on data (Table 1, one value): 0.50, tolerance 0.125\n",
  );
});
