/**
 * A paper's chapter of the report, in a file of its own in a folder beside it.
 *
 * @module
 */
import { isStudy, recordPath, type RunRecord } from "../../records/record.ts";
import type { Claim, Erratum, Kind } from "../../claims/claims.ts";
import { type Comparison, outcome } from "../../judging/compare.ts";
import { VERDICTS } from "../../judging/judge.ts";
import type { Tested } from "../../judging/causes.ts";
import { compareNames, type Runs, runsByExperiment } from "../../judging/runs.ts";
import type { Extra } from "../../judging/extras.ts";
import { isJudged, tally, tallyInWords } from "../../judging/tallies.ts";
import type { Paper } from "../../papers/load.ts";
import type { Figure } from "../figures/mod.ts";
import { datasetTitle } from "../figures/names.ts";
import { abbreviations } from "../markdown/abbreviations.ts";
import type { Again } from "../markdown/again.ts";
import { typeset } from "../markdown/digits.ts";
import { experimentTitle } from "../markdown/experiment_titles.ts";
import {
  anchor,
  code,
  details,
  list,
  MARKS,
  metricCell,
  picture,
  runsAnchor,
  spacesIn,
  tables,
  text,
} from "../markdown/markup.ts";
import { causeTable } from "../tables/cause_tables.ts";
import { extrasTable } from "../tables/extras_table.ts";
import { paperTables } from "../tables/paper_tables.ts";
import { errorAnchor, errorsIn, resultTable, seeErrors, verdictCell } from "../tables/result_table.ts";
import { scaledChi } from "../tables/scaled_chi.ts";
import { studyTables } from "../tables/study_tables.ts";
import { type MethodBlocks, methodBlocks } from "./method_blocks.ts";
import { runsAgain } from "./runs_again.ts";
import { counted } from "../../terminal/counted.ts";

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
  /** The papers that have a chapter, this one among them. */
  readonly chapters: ReadonlySet<string>;
}

/** A paper's chapter, block by block. */
export function chapter(paper: Paper, input: ChapterInput): string[] {
  const { title, deviations, errata, metrics } = paper;
  const { comparisons, records, tested, figures, again, chapters } = input;
  const ofKind = (...kinds: Kind[]) => comparisons.filter(({ claim }) => kinds.includes(claim.kind));
  const results = ofKind("result");
  const experiments = runsByExperiment(records);
  const more = input.more.filter((extra) => !isStudy(extra));
  const methods = methodBlocks(paper, {
    results,
    records,
    experiments,
    more,
    tested,
    figures,
    again,
    out: OUT,
    chapters,
  });
  const isLeft = ({ experiment = "" }: { readonly experiment?: string }) => !methods.shown.has(experiment);
  const inSection = (section: Figure["section"]) =>
    figures.filter((figure) => figure.section === section && isLeft(figure));
  const printed = paperTables([...results, ...ofKind("cited")], again);
  const blocks = methods.blocks.length === 0 ? [] : [READING, ...methods.blocks];
  const isRun = experiments.length > 0;
  const sections: [string, string[]][] = [
    ["Results", [
      ...inSection("against").map(drawn),
      // What only repeats the paper must not hide what was run.
      ...isRun ? printed : details("Nothing is run yet: what the paper prints", [...printed, ...blocks]),
      ...scaledChi(comparisons, records),
      ...inSection("results").map(drawn),
    ]],
    ["Method by method", isRun ? blocks : []],
    ["What explains the differences", explained(paper, methods, chapters)],
    ["Orders", orders(ofKind("ordinal"), paper)],
    ["Facts", foldedTable("Facts about data and parameters", "fact", ofKind("fact"), paper)],
    ["Cited values", foldedTable("Values cited from other work", "cited", ofKind("cited"), paper)],
    ["Studies: what the open choices do", studyTables(experiments, comparisons, paper)],
    [
      "Training",
      details(
        `Loss by epoch (${counted(inSection("training").length, "figure")})`,
        inSection("training").map(drawn),
      ),
    ],
    ["What the runs look like", clusterFigures(inSection("clusters"), paper)],
    ["More than the paper prints", moreThanPrinted(more.filter(isLeft), paper)],
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
    ["Other runs", otherRuns(experiments, records.filter(isLeft), again)],
  ];
  const body = [
    ...comparisons.length === 0 ? [] : [`Results: ${results.length} (${tallyInWords(tally(results))}).`],
    ...byMethod(results),
    ...sections.filter(([, blocks]) => blocks.length > 0).flatMap((
      [name, blocks],
    ) => [`## ${name}`, ...blocks]),
  ];
  return [
    `# ${text(title)}`,
    "A chapter of [the report on all papers](../REPORT.md), which says " +
    "[how to read the verdicts](../REPORT.md#how-to-read-the-verdicts).",
    ...abbreviations(body.join("\n"), metrics),
    ...body,
  ];
}

/** How to read the blocks of the methods. */
export const READING =
  "Ours is the mean ± standard deviation over the seeds. For a best run it is the best that as many runs as the paper's are " +
  "expected to have, with the mean in brackets. The difference is ours less the paper's, with its interval in brackets.";

/** How to read the tables of causes. */
const CAUSES =
  "Candidate causes are beside the method that they are about. A study changes one thing, and its numbers are judged by the " +
  "same rules: ✓ reproduced, ? inconclusive, ✗ missed. With fewer than four seeds a cause stays open.";

/** What is said of the differences, where the causes of misses stand, and those that no method's block has. */
function explained(
  paper: Paper,
  { causes, left }: MethodBlocks,
  chapters: ReadonlySet<string>,
): string[] {
  return [
    ...paper.explanations === "" ? [] : [paper.explanations],
    ...causes.length === 0 ? [] : [CAUSES, list(causes)],
    ...left.flatMap((group) => causeTable(group, { paper, chapters })),
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
          text(datasetTitle(dataset)),
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

/** Claims of one kind, folded, place by place. */
function foldedTable(
  name: string,
  kind: Kind,
  comparisons: readonly Comparison[],
  paper: Paper,
): string[] {
  if (comparisons.length === 0) return [];
  return details(
    `${name}: ${comparisons.length} (${tallyInWords(tally(comparisons), kind)})`,
    [...Map.groupBy(comparisons, ({ claim }) => claim.where)].flatMap(([where, own]) => [
      `**${text(where)}**`,
      ...resultTable(
        paper,
        own.map((one) => ({
          names: [text(datasetTitle(one.claim.dataset)), text(one.claim.method), metricCell(one.claim)],
          own: [one],
        })),
        { header: ["data", "method", "number"] },
      ),
    ]),
  );
}

/** The orders that were judged, and under a fold those that were not. */
function orders(comparisons: readonly Comparison[], paper: Paper): string[] {
  if (comparisons.length === 0) return [];
  const draw = (own: readonly Comparison[]) =>
    tables(
      ["where", "data", "order", "metric", "the paper's words", "verdict", "remarks"],
      own.map((comparison) => {
        const { claim, reason } = comparison;
        const remarks = [reason, claim.note].filter((part) => part !== "").map((part) => text(typeset(part)));
        return [
          text(claim.where),
          text(datasetTitle(claim.dataset)),
          text(claim.method),
          orderMetric(claim),
          text(claim.printed),
          verdictCell(comparison),
          [...remarks, ...seeErrors(errorsIn([comparison], paper))].join("; "),
        ];
      }),
    );
  const open = comparisons.filter((one) => !isJudged(one));
  return [
    `${counted(comparisons.length, "claim")} that one method is ahead of others: ${
      tallyInWords(tally(comparisons), "ordinal")
    }.`,
    ...draw(comparisons.filter(isJudged)),
    ...details(`Orders that were not judged (${open.length})`, draw(open)),
  ];
}

function orderMetric({ metric, direction, average, space }: Claim): string {
  return metricCell({ metric, direction, average, space: spacesIn(space) });
}

/** The figures of what runs left, folded away experiment by experiment. */
function clusterFigures(figures: readonly Figure[], paper: Pick<Paper, "experiments">): string[] {
  return [...Map.groupBy(figures, ({ experiment }) => experiment ?? "")].flatMap(([experiment, own]) =>
    details(
      `${experimentTitle(experiment, paper)}: ${counted(own.length, "figure")}`,
      own.map(drawn),
    )
  );
}

/** What experiments measured that have no block of their own, folded away experiment by experiment. */
function moreThanPrinted(more: readonly Extra[], paper: Paper): string[] {
  return [...Map.groupBy(more, ({ experiment }) => experiment)].flatMap(([experiment, own]) =>
    details(`${experimentTitle(experiment, paper)} (${own.length})`, [extrasTable(own, paper.metrics)])
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

function errorRow({ id }: Paper, { where, line, printed, right, note }: Erratum, index: number): string[] {
  const number = `${anchor(errorAnchor(id, index))}${index + 1}`;
  return [number, text(where), String(line ?? ""), text(printed), text(typeset(right)), text(note)];
}

/** The commands that make runs again that no method's block has, and their records. */
function otherRuns(experiments: readonly Runs[], records: readonly RunRecord[], again: Again): string[] {
  const counted = new Set(experiments.flatMap(({ runs }) => runs));
  const isCounted = (record: RunRecord) => counted.has(record);
  const rows = [...Map.groupBy(records, ({ experiment }) => experiment)]
    .sort(([a], [b]) => compareNames(a, b))
    .flatMap(([experiment, own]) =>
      runsAgain(experiment, own, { isCounted, out: OUT, again }).map(({ command, records }, i) => [
        (i === 0 ? anchor(runsAnchor(experiment)) : "") + code(command).replaceAll("|", "\\|"),
        records,
      ])
    );
  return tables(["command", "records"], rows);
}
