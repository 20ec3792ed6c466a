/**
 * A paper's chapter of the report, in a file of its own in a folder beside it.
 *
 * @module
 */
import { isStudy, plainMetric, recordPath, type RunRecord } from "../../records/record.ts";
import type { Cause, Claim, Erratum, Kind } from "../../claims/claims.ts";
import { type Comparison, outcome } from "../../judging/compare.ts";
import { type Verdict, VERDICTS } from "../../judging/judge.ts";
import { causesByClaim, isMiss, isTested, type Tested } from "../../judging/causes.ts";
import type { Sample } from "../../judging/samples.ts";
import { compareNames, type Runs, runsByExperiment } from "../../judging/runs.ts";
import type { Extra } from "../../judging/extras.ts";
import type { Paper } from "../../papers/load.ts";
import type { Figure } from "../figures/mod.ts";
import { type Again, commandFor } from "../markdown/again.ts";
import { asPrinted, decimalsIn, signed, spreadText } from "../markdown/digits.ts";
import { directionsOf } from "../markdown/directions.ts";
import {
  anchor,
  anchorOf,
  code,
  details,
  MARKS,
  meanCell,
  metricCell,
  picture,
  rounded,
  runsAnchor,
  spacesIn,
  table,
  tables,
  text,
} from "../markdown/markup.ts";
import { paperTables } from "../tables/paper_tables.ts";
import { studyTables } from "../tables/study_tables.ts";
import { isJudged, tally, tallyInWords } from "../../judging/tallies.ts";

/** The report's folder, from the chapter's. */
const OUT = "..";

/** What a chapter is drawn from beside the paper: all of it is that paper's. */
export interface ChapterInput {
  readonly comparisons: readonly Comparison[];
  readonly records: readonly RunRecord[];
  /** The paper's causes, with what their studies measured. */
  readonly tested: readonly Tested[];
  readonly more: readonly Extra[];
  readonly figures: readonly Figure[];
  readonly again: Again;
}

/** A paper's chapter, block by block. */
export function chapter(paper: Paper, input: ChapterInput): string[] {
  const { title, explanations, deviations, errata, metrics } = paper;
  const { comparisons, records, tested, more, figures, again } = input;
  const ofKind = (...kinds: Kind[]) => comparisons.filter(({ claim }) => kinds.includes(claim.kind));
  const inSection = (section: Figure["section"]) => figures.filter((figure) => figure.section === section);
  const results = ofKind("result");
  const full = comparisonTable(paper, causesByClaim(tested));
  const experiments = runsByExperiment(records);
  const layout = [
    ...paperTables([...results, ...ofKind("cited")], again),
    ...details(
      `Every result: difference, tolerance and its basis, remarks, runs (${results.length})`,
      byPlace(results, full),
    ),
  ];
  const sections: [string, string[]][] = [
    ["Results", [
      ...inSection("against").map(drawn),
      // What only repeats the paper must not hide what was run.
      ...(experiments.length > 0 ? layout : details("Nothing is run yet: what the paper prints", layout)),
      ...inSection("results").map(drawn),
    ]],
    ["What explains the differences", [
      ...explanations === "" ? [] : [explanations],
      ...causeTables(paper.id, tested, comparisons),
    ]],
    ["Orders", orders(ofKind("ordinal"), paper)],
    ["Facts", foldedTable("Facts about data and parameters", ofKind("fact"), full)],
    ["Cited values", foldedTable("Values cited from other work", ofKind("cited"), full)],
    ["Studies: what the open choices do", studyTables(experiments, comparisons, metrics)],
    [
      "Training",
      details(
        `Loss by epoch (${inSection("training").length} figure${
          inSection("training").length === 1 ? "" : "s"
        })`,
        inSection("training").map(drawn),
      ),
    ],
    ["What the runs look like", clusterFigures(inSection("clusters"))],
    ["More than the paper prints", moreThanPrinted(more, paper)],
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
        errata.map((one, index) => errorRow(paper, one, index)),
      ),
    ],
    ["Deviations and assumptions", deviations === "" ? [] : [deviations]],
    ["Run it again", runAgain(experiments, records, again)],
  ];
  return [
    `# ${text(title)}`,
    "A chapter of [the report on all papers](../REPORT.md), which says how to read the verdicts.",
    `Results: ${results.length} (${tallyInWords(tally(results))}).`,
    ...byMethod(results),
    ...sections.filter(([, blocks]) => blocks.length > 0).flatMap((
      [name, blocks],
    ) => [`## ${name}`, ...blocks]),
  ];
}

/** Where the hits and the misses are: the judged results, method by method. */
function byMethod(results: readonly Comparison[]): string[] {
  const judged = results.filter(isJudged);
  const shown = VERDICTS.filter((verdict) => judged.some((one) => one.verdict === verdict));
  const rows = [...Map.groupBy(judged, ({ claim }) => claim.dataset)].flatMap(([dataset, ofData]) =>
    [...Map.groupBy(ofData, ({ claim }) => claim.method)].sort(([a], [b]) => compareNames(a, b)).map(
      ([method, own]) => {
        const counts = tally(own);
        return [
          `[${text(method)}](#${runsAnchor(own[0].claim.experiment)})`,
          text(dataset),
          String(Math.max(...own.map(({ n }) => n))),
          String(own.length),
          ...shown.map((verdict) => String(counts[verdict])),
        ];
      },
    )
  );
  const marks = shown.map((verdict) => `${MARKS[verdict]} ${verdict}`);
  return tables(["judged, by method", "data", "seeds", "results", ...marks], rows);
}

/** A figure in its place. */
const drawn = (figure: Figure) => picture(figure, OUT);

/** A table for each table, figure and section of the paper. */
function byPlace(comparisons: readonly Comparison[], draw: (own: readonly Comparison[]) => string): string[] {
  return [...Map.groupBy(comparisons, ({ claim }) => claim.where)].flatMap(([where, own]) => [
    `**${text(where)}**`,
    draw(own),
  ]);
}

function foldedTable(
  name: string,
  comparisons: readonly Comparison[],
  draw: (own: readonly Comparison[]) => string,
): string[] {
  if (comparisons.length === 0) return [];
  return details(
    `${name}: ${comparisons.length} (${tallyInWords(tally(comparisons))})`,
    byPlace(comparisons, draw),
  );
}

const RESULT_HEADER = [
  "data",
  "method",
  "metric",
  "paper",
  "ours: mean ± sd (n)",
  "difference: its interval",
  "tolerance: its basis",
  "verdict",
  "profile",
  "runs",
  "remarks",
];

function comparisonTable(
  paper: Paper,
  causes: ReadonlyMap<string, readonly Tested[]>,
): (own: readonly Comparison[]) => string {
  return (own) =>
    table(
      RESULT_HEADER,
      own.map((comparison) => {
        const { claim, profile } = comparison;
        return [
          text(claim.dataset),
          text(claim.method),
          metricCell(claim),
          text(claim.printed) + (claim.statistic === "single" ? "" : ` (${claim.statistic})`),
          oursCell(comparison),
          differenceCell(comparison),
          toleranceCell(comparison),
          verdictCell(comparison),
          profile ?? "",
          runsCell(comparison),
          [remarks(comparison, paper), causesCell(comparison, causes.get(claim.id) ?? [])]
            .filter((part) => part !== "").join("; "),
        ];
      }),
    );
}

/** The tolerance, and what it stands on. */
function toleranceCell({ claim, tolerance }: Comparison): string {
  return tolerance === null ? "" : `${rounded(tolerance, 3)}: ${text(claim.basis)}`;
}

/** Ours less the paper's, and where that lies by the seeds. */
function differenceCell({ claim, difference, interval, sd }: Comparison): string {
  if (difference === null) return "";
  const own = signed(difference, claim, sd);
  return interval === null ? own : `${own}: ${interval.map((end) => signed(end, claim, sd)).join(" to ")}`;
}

/** Of a miss: where its causes stand, and whether one was tested. */
function causesCell(comparison: Comparison, causes: readonly Tested[]): string {
  if (!isMiss(comparison)) return "";
  const untested = causes.some(isTested) ? "" : "no tested cause";
  const groups = [...new Set(causes.map(({ cause }) => causesAnchor(comparison.claim.paper, cause)))];
  const links = groups.map((id) => `[causes](#${id})`);
  return [...links, untested].filter((part) => part !== "").join(", ");
}

/** The anchor of the causes of the same misses. */
function causesAnchor(paper: string, { misses }: Cause): string {
  return anchorOf(paper, "causes", misses[0] ?? "", misses.length);
}

/** A table for each group of misses that have the same causes. */
function causeTables(
  paper: string,
  tested: readonly Tested[],
  comparisons: readonly Comparison[],
): string[] {
  const verdicts = new Map(comparisons.map((one) => [one.claim.id, one]));
  return [...Map.groupBy(tested, ({ cause }) => causesAnchor(paper, cause))].flatMap(([id, own]) => {
    const missed = own[0].cause.misses.map((name) => verdicts.get(name)).filter((one) => one !== undefined);
    return [
      `${anchor(id)}**${text(missesInWords(missed))}**`,
      table(
        ["candidate cause", "study", "paper", "ours without → with", "outcome", "note"],
        own.map(causeRow),
      ),
    ];
  });
}

/** What is missed: the methods, data sets and metrics, each once. */
function missesInWords(missed: readonly Comparison[]): string {
  const each = (of: (claim: Claim) => string) =>
    [...new Set(missed.map(({ claim }) => of(claim)))].join(", ");
  const metrics = each(({ metric }) => plainMetric(metric));
  return `${each(({ method }) => method)} on ${each(({ dataset }) => dataset)}: ${metrics}`;
}

function causeRow({ cause, claim, without, with: changed }: Tested): string[] {
  const cell = (sample: Sample | undefined) =>
    sample === undefined
      ? "not run"
      : `${spreadText(sample.mean, sample.sd, claim && decimalsIn(claim.value))} (${sample.values.length})`;
  const { study, outcome, note, metric } = cause;
  return [
    text(cause.cause),
    study === "" ? "none" : text(study),
    claim === undefined ? "" : `${text(plainMetric(metric))} ${text(claim.printed)}`,
    study === "" ? "" : `${cell(without)} → ${cell(changed)}`,
    outcome,
    text(note),
  ];
}

/** Leads to the records that a number is made of. */
function runsCell({ claim, records }: Comparison): string {
  return records.length === 0 ? "" : `[${records.length}](#${runsAnchor(claim.experiment)})`;
}

function verdictCell({ claim: { kind }, verdict, firm }: Comparison): string {
  const how = firm === null ? "" : firm ? ", firm" : ", by the mean";
  const words = kind === "cited" ? citedInWords(verdict) : verdict;
  return `${MARKS[verdict]} ${words}${how}`;
}

/** What is said of a value that a paper cites: it is not the paper's to reproduce. */
function citedInWords(verdict: Verdict): string {
  if (verdict === "reproduced") return "holds";
  return isJudged({ verdict }) && verdict !== "inconclusive" ? `does not hold: ${verdict}` : verdict;
}

function oursCell({ claim, ours, mean, sd, n }: Comparison): string {
  if (ours === null || mean === null) return "";
  const average = `${spreadText(mean, sd, decimalsIn(claim.value))} (${n})`;
  if (claim.statistic !== "best") return average;
  const runs = claim.runs ?? n;
  return `expected best of ${runs} ${asPrinted(ours, claim, sd)}; ${average}`;
}

function remarks({ claim, reason }: Comparison, { id, errata }: Paper): string {
  const errors = errata.flatMap(({ claims }, index) =>
    claims.includes(claim.id) ? [`[${index + 1}](#${errorAnchor(id, index)})`] : []
  );
  const words = [reason, claim.note].filter((part) => part !== "").map(text);
  return [
    ...words,
    ...(errors.length === 0 ? [] : [`see error${errors.length > 1 ? "s" : ""} ${errors.join(" ")}`]),
  ].join("; ");
}

/** The orders that were judged, and under a fold those that were not. */
function orders(comparisons: readonly Comparison[], paper: Paper): string[] {
  if (comparisons.length === 0) return [];
  const draw = (own: readonly Comparison[]) =>
    tables(
      ["where", "data", "order", "metric", "the paper's words", "verdict", "profile", "remarks"],
      own.map((comparison) => {
        const { claim, profile } = comparison;
        return [
          text(claim.where),
          text(claim.dataset),
          text(claim.method),
          orderMetric(claim),
          text(claim.printed),
          verdictCell(comparison),
          profile ?? "",
          remarks(comparison, paper),
        ];
      }),
    );
  const open = comparisons.filter((one) => !isJudged(one));
  return [
    `${comparisons.length} claims that one method is ahead of others: ${tallyInWords(tally(comparisons))}.`,
    ...draw(comparisons.filter(isJudged)),
    ...details(`Orders that were not judged (${open.length})`, draw(open)),
  ];
}

function orderMetric({ metric, direction, average, space }: Claim): string {
  return metricCell({ metric, direction, average, space: spacesIn(space) });
}

/** The figures of what runs left, folded away experiment by experiment. */
function clusterFigures(figures: readonly Figure[]): string[] {
  return [...Map.groupBy(figures, ({ experiment }) => experiment ?? "")].flatMap(([experiment, own]) =>
    details(`${experiment}: ${own.length} figure${own.length === 1 ? "" : "s"}`, own.map(drawn))
  );
}

function moreThanPrinted(more: readonly Extra[], { metrics }: Paper): string[] {
  const directionOf = directionsOf(metrics);
  const rows = more.filter((extra) => !isStudy(extra)).map((
    { dataset, method, measurement, sample, profile },
  ) => [
    text(dataset),
    text(method),
    metricCell({ ...measurement, direction: directionOf(measurement.metric), split: "" }),
    text(measurement.split),
    meanCell(sample),
    profile,
  ]);
  return details(
    `Measured, and not printed by the paper (${rows.length})`,
    tables(["data", "method", "metric", "split", "ours: mean ± sd (n)", "profile"], rows),
  );
}

function lostRow(record: RunRecord): string[] {
  return [
    record.experiment,
    record.profile,
    String(record.seed),
    text(outcome(record)),
    `[record](${OUT}/${recordPath(record)})`,
  ];
}

function errorAnchor(paper: string, index: number): string {
  return anchorOf(paper, `e${index + 1}`);
}

function errorRow({ id }: Paper, { where, line, printed, right, note }: Erratum, index: number): string[] {
  const number = `${anchor(errorAnchor(id, index))}${index + 1}`;
  return [number, text(where), String(line), text(printed), text(right), text(note)];
}

/** The most records that are linked one by one; of more, their folder is. */
const MOST_LINKS = 24;

/** The commands that make the rows again, and the records that the rows are made of. */
function runAgain(experiments: readonly Runs[], records: readonly RunRecord[], again: Again): string[] {
  const counted = new Set(experiments.flatMap(({ runs }) => runs));
  const done = records.filter(({ status }) => status === "done");
  const byExperiment = [...Map.groupBy(done, ({ experiment }) => experiment)].sort(([a], [b]) =>
    compareNames(a, b)
  );
  const rows = byExperiment.flatMap(([experiment, own]) =>
    [...Map.groupBy(own, ({ profile }) => profile)].map(([profile, runs], i) => {
      const command = commandFor([experiment], { profile, seeds: runs.map(({ seed }) => seed) }, again);
      const linkTo = (record: RunRecord) =>
        `[${record.digest}-s${record.seed}](${OUT}/${recordPath(record)})${
          counted.has(record) ? "" : " (not counted)"
        }`;
      const links = runs.length > MOST_LINKS
        ? [`[${runs.length} records](${OUT}/runs/${experiment})`]
        : runs.map(linkTo);
      const place = i === 0 ? anchor(runsAnchor(experiment)) : "";
      return [
        place + code(command).replaceAll("|", "\\|"),
        links.join(" "),
      ];
    })
  );
  return tables(["command", "records"], rows);
}
