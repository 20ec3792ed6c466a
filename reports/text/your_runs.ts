/**
 * The part of a report that lays one's own runs over what is published.
 *
 * @module
 */
import { headline, JUDGED } from "../../judging/tallies.ts";
import type { Paper } from "../../papers/load.ts";
import type { RunRecord } from "../../records/record.ts";
import { list, MARKS, runsPath, table, text } from "../markdown/markup.ts";
import { asPrinted } from "../markdown/digits.ts";
import { experimentTitle } from "../markdown/experiment_titles.ts";
import type { Published } from "../published.ts";
import { besideReference } from "../reference/beside.ts";
import { type Reference, REFERENCE_PROFILE } from "../reference/reference.ts";
import { closing, type Judged, toldNumber } from "../reference/words.ts";
import { hasChapter } from "./has_chapter.ts";

/** What {@linkcode yourRuns} is drawn from. */
export interface YourRunsInput {
  readonly papers: readonly Paper[];
  readonly records: readonly RunRecord[];
  readonly reference?: Reference | undefined;
  readonly published?: Published | undefined;
}

/** What stands over the verdicts on the report's own records, where {@linkcode yourRuns} stands before them. */
export const OWN_VERDICTS = "## What the full protocol gave in this folder";

/**
 * The runs of the reference's profile beside the reference, the paper and the published full protocol, and what that gives; nothing
 * where there are no such runs, or nothing to show beside them.
 */
export function yourRuns({ papers, records, reference, published }: YourRunsInput): string[] {
  const runs: Judged[] = records.filter(({ status, profile }) =>
    status === "done" && profile === REFERENCE_PROFILE
  )
    .map((record) => ({ record, beside: besideReference(record, reference) }));
  const own = publishedOf(papers, published);
  if (
    runs.length === 0 || own.comparisons.length === 0 && runs.every(({ beside }) => beside.kind === "none")
  ) {
    return [];
  }
  const several = new Set(runs.map(({ record }) => record.seed)).size > 1;
  const claims = papers.flatMap(({ claims }) => claims);
  const chapters = new Set(papers.filter(hasChapter).map(({ id }) => id));
  const verdicts = new Map(own.comparisons.map((one) => [one.claim.id, one]));
  const [first, ...others] = closing(runs);
  return [
    "## Your runs",
    `${first === undefined ? "" : `${text(first)} `}${ABOUT}`,
    ...others.length === 0 ? [] : [list(others.map((line) => text(line.trim())))],
    table(
      ["experiment", "number", "yours", "reference", "match", "paper", "full protocol, published"],
      runs.map((run) => {
        const { record, beside } = run;
        const told = toldNumber(run, claims);
        const name = text(experimentTitle(record.experiment, ...papers));
        const link = chapters.has(record.paper)
          ? `[${name}](${runsPath(record.paper, record.experiment)})`
          : name;
        const there = told?.claim && verdicts.get(told.claim.id);
        return [
          several ? `${link}, seed ${record.seed}` : link,
          text(told?.metric ?? ""),
          told?.ours ?? "",
          told?.reference ?? "",
          SIGNS[beside.kind],
          told?.paper ?? "",
          there === undefined || there.ours === null
            ? ""
            : `${asPrinted(there.ours, there.claim, there.sd)} ${MARKS[there.verdict]}`,
        ];
      }),
    ),
    ...fullProtocol(own),
  ];
}

const ABOUT =
  `These runs are of the profile \`${REFERENCE_PROFILE}\`: a smaller protocol on 10,000 digits. The reference is what the ` +
  "published runs of that profile found with eight seeds. It shows whether your machine finds the same. Whether the papers " +
  "hold, only the full protocol can show.";

const SIGNS = { match: "✓", apart: "✗", "not comparable": "not comparable", none: "no reference" } as const;

/** The published comparisons of these papers. */
function publishedOf(papers: readonly Paper[], published: Published | undefined): Published {
  const ids = new Set(papers.map(({ id }) => id));
  const { comparisons = [], link } = published ?? {};
  return { comparisons: comparisons.filter(({ claim }) => ids.has(claim.paper)), link };
}

/** The published headline. */
function fullProtocol({ comparisons, link }: Published): string[] {
  const { score } = headline(comparisons);
  if (score.judged === 0) return [];
  const verdicts = JUDGED.flatMap((verdict) =>
    score.verdicts[verdict] > 0 ? [`${score.verdicts[verdict]} ${verdict}`] : []
  );
  const where = link === undefined ? "`reports/published/REPORT.md`" : `[the published report](${link})`;
  return [
    "## What the full protocol gives",
    `These papers print ${score.numbers} scores. The published runs of the full protocol judge ${score.judged} of them: ` +
    `${verdicts.join(", ")}. Each number, its verdict and its cause are in ${where}.`,
  ];
}
