/**
 * The report as Markdown. From the same input it is the same bytes: no clock, no locale, no order but the input's.
 *
 * @module
 */
import { PROFILES, recordPath, type RunRecord, STATUSES } from "../benchmarks/runner/record.ts";
import type { Claim, Erratum, Kind } from "./claims.ts";
import { type Comparison, type Extra, extras, outcome, type Verdict, VERDICTS } from "./compare.ts";
import { directionOf } from "./direction.ts";

/** What a paper's own page says. */
export interface Paper {
  readonly id: string;
  readonly title: string;
  /** Markdown: what was done otherwise than in the paper, and what had to be assumed. */
  readonly deviations: string;
}

/** All that a report is drawn from. */
export interface ReportInput {
  readonly comparisons: readonly Comparison[];
  readonly errata: readonly Erratum[];
  readonly records: readonly RunRecord[];
  readonly papers: readonly Paper[];
}

const MARKS: Record<Verdict, string> = {
  reproduced: "✓",
  close: "≈",
  better: "▲",
  worse: "▼",
  contradicted: "≠",
  "not comparable": "○",
  "not run": "·",
};

const LEGEND =
  "**Verdicts.** ✓ reproduced: within the tolerance of the paper's value. ≈ close: further by no more than the claim's own tolerance. " +
  "▲ better and ▼ worse: further away; better is a finding to explain, not a pass. " +
  "≠ contradicted: the right value, or another that the paper prints for the same, is the one that we find. " +
  "○ not comparable: cited, stand-in data, or a smaller profile than the paper's; the numbers are shown, not judged. " +
  "· not run: the reason stands in the row. An order is ✓ if it holds in the mean by more than the seeds' spread " +
  "(the standard deviation of the difference), ≈ within that spread, ▼ if it does not hold, ≠ if the paper's own " +
  "numbers do not have it either; its p is one-sided and exact, by ranks.";

/** The report of all papers that have claims, records or a page. */
export function report(input: ReportInput): string {
  const { comparisons, errata, records, papers } = input;
  const ids = new Set([comparisons.map(({ claim }) => claim), records].flat().map(({ paper }) => paper));
  const pages = [...ids].sort().map((id) =>
    papers.find((paper) => paper.id === id) ?? { id, title: id, deviations: "" }
  );
  const claims = comparisons.map(({ claim }) => claim);
  const more = extras(claims, records);
  return [
    "# What the papers report, and what we find",
    verdictTable(pages, comparisons),
    list([...besides(comparisons), ...sensitivity(comparisons), ...conditions(records)]),
    LEGEND,
    ...pages.flatMap((page) =>
      chapter(page, {
        comparisons: comparisons.filter(({ claim }) => claim.paper === page.id),
        errata: errata.filter(({ paper }) => paper === page.id),
        records: records.filter(({ paper }) => paper === page.id),
        more: more.filter(({ paper }) => paper === page.id),
      })
    ),
    ...dataSection(records),
  ].join("\n\n") + "\n";
}

function verdictTable(pages: readonly Paper[], comparisons: readonly Comparison[]): string {
  const results = comparisons.filter(({ claim }) => claim.kind === "result");
  const row = (
    name: string,
    own: readonly Comparison[],
  ) => [name, String(own.length), ...tally(own).map(String)];
  const rows = pages.map(({ id, title }) =>
    row(text(title), results.filter(({ claim }) => claim.paper === id))
  );
  if (pages.length > 1) rows.push(row("all", results));
  return table(["paper", "results", ...VERDICTS.map((verdict) => `${MARKS[verdict]} ${verdict}`)], rows);
}

/** How many there are of each verdict. */
function tally(
  comparisons: readonly Comparison[],
  of: "verdict" | "atHalf" | "atTwice" | "atInterval" = "verdict",
): number[] {
  return VERDICTS.map((verdict) => comparisons.filter((comparison) => comparison[of] === verdict).length);
}

/** A tally in words, without what there is none of. */
function inWords(counts: readonly number[]): string {
  return VERDICTS.map((verdict, i) => `${counts[i]} ${verdict}`).filter((_, i) => counts[i] > 0).join(", ");
}

const KIND_NAMES: Record<Kind, string> = {
  result: "Results",
  fact: "Facts",
  ordinal: "Orders",
  cited: "Cited values",
};

/** The claims that the verdict table leaves out. */
function besides(comparisons: readonly Comparison[]): string[] {
  return (["fact", "ordinal", "cited"] as const).flatMap((kind) => {
    const own = comparisons.filter(({ claim }) => claim.kind === kind);
    return own.length === 0 ? [] : [`${KIND_NAMES[kind]}: ${own.length} (${inWords(tally(own))})`];
  });
}

function sensitivity(comparisons: readonly Comparison[]): string[] {
  const results = comparisons.filter(({ claim }) => claim.kind === "result");
  const withInterval = results.filter(({ atInterval }) => atInterval !== null);
  const alone = inWords(tally(withInterval, "atInterval")) || "none";
  return [
    ...atTolerances(results),
    `Verdicts under the 95 % interval of our seeds alone: ${alone} (of ${withInterval.length} that have one)`,
  ];
}

function atTolerances(results: readonly Comparison[]): string[] {
  return ([["half", "atHalf"], ["twice", "atTwice"]] as const).map(([name, at]) => {
    const changed = results.filter((comparison) => comparison[at] !== comparison.verdict).length;
    return `Verdicts at ${name} the tolerances: ${
      inWords(tally(results, at)) || "none"
    } (${changed} changed)`;
  });
}

/** With what the records were made. */
function conditions(records: readonly RunRecord[]): string[] {
  if (records.length === 0) return ["Records: none"];
  const counts = STATUSES.map((
    status,
  ) => [records.filter((record) => record.status === status).length, status]);
  const days = records.map(({ provenance }) => provenance.started.slice(0, 10)).sort();
  const period = days[0] === days.at(-1) ? `on ${days[0]}` : `from ${days[0]} to ${days.at(-1)}`;
  const done = records.filter(({ status }) => status === "done");
  const data = done.flatMap((record) => record.data);
  const seeds = [...new Set(done.map(({ seed }) => seed))].sort((a, b) => a - b);
  const facts: [string, string[]][] = [
    ["Profiles", PROFILES.filter((profile) => done.some((record) => record.profile === profile))],
    ["Engines", done.map(({ engine }) => `${engine.name} ${engine.version} on ${engine.device}`)],
    [
      "Data",
      data.map(({ name, standIn }) => standIn === undefined ? name : `${name} (stands in ${standIn})`),
    ],
    ["Seeds", seeds.map(String)],
    ["Code", done.map(({ provenance }) => commitOf(provenance))],
  ];
  return [
    `Records: ${records.length} (${
      counts.filter(([count]) => count !== 0).map((pair) => pair.join(" ")).join(", ")
    }), run ${period} (UTC)`,
    ...facts.filter(([, values]) => values.length > 0)
      .map(([name, values]) => `${name}: ${[...new Set(values)].map(text).join("; ")}`),
  ];
}

function commitOf({ commit, dirty }: RunRecord["provenance"]): string {
  return `${commit === "" ? "no commit" : commit.slice(0, 10)}${dirty ? " with changes" : ""}`;
}

/** What a paper's chapter is drawn from. */
interface Own {
  comparisons: readonly Comparison[];
  errata: readonly Erratum[];
  records: readonly RunRecord[];
  more: readonly Extra[];
}

function chapter({ title, deviations }: Paper, { comparisons, errata, records, more }: Own): string[] {
  const ofKind = (kind: Kind) => comparisons.filter(({ claim }) => claim.kind === kind);
  const sections: [string, string[]][] = [
    ...(["result", "fact", "cited"] as const).map((kind): [string, string[]] => [
      KIND_NAMES[kind],
      byPlace(ofKind(kind), errata),
    ]),
    [
      KIND_NAMES.ordinal,
      tables(
        ["where", "data", "order", "metric", "the paper's words", "verdict", "profile", "remarks"],
        ofKind("ordinal").map((one) => orderRow(one, errata)),
      ),
    ],
    [
      "More than the paper prints",
      tables(["data", "method", "metric", "split", "ours: mean ± sd (n)", "profile"], more.map(extraRow)),
    ],
    [
      "Runs without a result",
      tables(
        ["experiment", "profile", "seed", "what happened", "record"],
        records.filter(({ status }) => status !== "done").map(lostRow),
      ),
    ],
    [
      "Errors in the paper",
      tables(
        ["", "where", "line", "printed", "right", "remarks"],
        errata.map((one, index) => errorRow(one, index)),
      ),
    ],
  ];
  return [
    `## ${text(title)}`,
    ...sections.filter(([, blocks]) => blocks.length > 0).flatMap((
      [name, blocks],
    ) => [`### ${name}`, ...blocks]),
    ...(deviations === "" ? [] : ["### Deviations and assumptions", deviations]),
    ...againSection(records),
  ];
}

/** A table for each table, figure and section of the paper. */
function byPlace(comparisons: readonly Comparison[], errata: readonly Erratum[]): string[] {
  return [...Map.groupBy(comparisons, ({ claim }) => claim.where)].flatMap(([where, own]) => [
    `#### ${text(where)}`,
    table(COMPARISON_HEADER, own.map((one) => comparisonRow(one, errata))),
  ]);
}

/** A table, unless it would be empty. */
function tables(header: readonly string[], rows: readonly string[][]): string[] {
  return rows.length === 0 ? [] : [table(header, rows)];
}

const COMPARISON_HEADER = [
  "data",
  "method",
  "metric",
  "paper",
  "ours: mean ± sd (n)",
  "difference",
  "tolerance: its basis",
  "verdict",
  "profile",
  "remarks",
];

function comparisonRow(comparison: Comparison, errata: readonly Erratum[]): string[] {
  const { claim, difference, profile } = comparison;
  return [
    text(claim.dataset),
    text(claim.method),
    metricCell(claim.metric, claim.space) + averageOf(claim),
    text(claim.printed) + (claim.statistic === "single" ? "" : ` (${claim.statistic})`),
    oursCell(comparison),
    difference === null ? "" : signed(difference, claim),
    toleranceCell(comparison),
    verdictCell(comparison),
    profile ?? "",
    remarks(comparison, errata),
  ];
}

function toleranceCell({ claim, tolerance }: Comparison): string {
  return tolerance === null ? "" : `${rounded(tolerance, 3)}: ${text(claim.basis)}`;
}

function averageOf({ average }: { average?: string }): string {
  return average === undefined || average === "" ? "" : `, ${text(average)} average`;
}

function orderRow(comparison: Comparison, errata: readonly Erratum[]): string[] {
  const { claim } = comparison;
  return [
    text(claim.where),
    text(claim.dataset),
    text(claim.method),
    metricCell(claim.metric, claim.space) + averageOf(claim),
    text(claim.printed),
    verdictCell(comparison),
    comparison.profile ?? "",
    remarks(comparison, errata),
  ];
}

function verdictCell({ verdict }: Comparison): string {
  return `${MARKS[verdict]} ${verdict}`;
}

function metricCell(metric: string, space: string): string {
  const direction = directionOf(metric);
  const arrow = direction === undefined ? "" : direction === "higher" ? " ↑" : " ↓";
  return text(metric.replace("OTHER:", "")) + arrow + (space === "" ? "" : `, ${text(space)}`);
}

function oursCell({ claim, ours, mean, sd, n }: Comparison): string {
  if (ours === null || mean === null) return "";
  const spread = sd === null ? "" : ` ± ${asPrinted(sd, claim, 1)}`;
  const average = `${asPrinted(mean, claim)}${spread} (${n})`;
  return claim.statistic === "best" ? `best ${asPrinted(ours, claim)}; ${average}` : average;
}

function remarks({ claim, reason }: Comparison, errata: readonly Erratum[]): string {
  const errors = errata.flatMap(({ claims }, index) =>
    claims.includes(claim.id) ? [`see error ${index + 1}`] : []
  );
  return [reason, claim.note, ...errors].filter((part) => part !== "").map(text).join("; ");
}

function extraRow({ dataset, method, measurement, sample, profile }: Extra): string[] {
  const { metric, space, split } = measurement;
  const { mean, sd, values } = sample;
  return [
    text(dataset),
    text(method),
    metricCell(metric, space) + averageOf(measurement),
    text(split),
    `${rounded(mean, 4)}${sd === null ? "" : ` ± ${rounded(sd, 2)}`} (${values.length})`,
    profile,
  ];
}

function lostRow(record: RunRecord): string[] {
  return [
    record.experiment,
    record.profile,
    String(record.seed),
    text(outcome(record)),
    `[record](${recordPath(record)})`,
  ];
}

function errorRow({ where, line, printed, right, note }: Erratum, index: number): string[] {
  return [String(index + 1), text(where), String(line), text(printed), text(right), text(note)];
}

/** The commands that make the rows again, and the records that the rows are made of. */
function againSection(records: readonly RunRecord[]): string[] {
  const done = records.filter(({ status }) => status === "done");
  if (done.length === 0) return [];
  const groups = Map.groupBy(done, ({ experiment, profile }) => `${experiment} --profile ${profile}`);
  const rows = [...groups].map(([start, own]) => {
    const seeds = [...new Set(own.map(({ seed }) => seed))].sort((a, b) => a - b);
    const links = own.map((record) => `[${record.digest}-s${record.seed}](${recordPath(record)})`);
    return [`\`deno task reproduce ${start} --seed ${seeds}\``, links.join(" ")];
  });
  return ["### Run it again", table(["command", "records"], rows)];
}

/** The data of all done runs, once each. */
function dataSection(records: readonly RunRecord[]): string[] {
  const data = records.filter(({ status }) => status === "done").flatMap((record) => record.data);
  if (data.length === 0) return [];
  const rows = new Map(data.map(({ name, rows, source, sha256, standIn }) => [
    `${name} ${sha256}`,
    [text(name), String(rows), text(source), text(standIn ?? ""), text(sha256)],
  ]));
  return ["## Data", table(["name", "rows", "source", "stands in", "SHA-256"], [...rows.values()])];
}

/** Text from data as Markdown that shows it letter by letter, also in a table's cell. */
export function text(data: string): string {
  return data.replace(/\s+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replace(
    /[\\`*_[\]|~$]/g,
    "\\$&",
  );
}

function table(header: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/**
 * A number with as many decimals as the paper prints and, unless both are whole, `more`; separators where the paper
 * has them.
 */
function asPrinted(value: number, { value: printed, printed: writing }: Claim, more = 0): string {
  const decimals = (printed.split(".")[1] ?? "").length;
  const digits = decimals === 0 && Number.isInteger(value) ? 0 : decimals + more;
  return value.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: writing.includes(","),
  });
}

function signed(difference: number, claim: Claim): string {
  return `${difference < 0 ? "-" : "+"}${asPrinted(Math.abs(difference), claim, 1)}`;
}

/** A number with so many digits that count, but no fewer than its whole part has. */
function rounded(value: number, digits: number): string {
  return String(Math.abs(value) >= 10 ** digits ? Math.round(value) : Number(value.toPrecision(digits)));
}
