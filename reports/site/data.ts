/**
 * What the web page is drawn from, kept small: numbers as numbers, what many runs share once, curves thinned.
 *
 * @module
 */
import type { EmbeddingData, FigureData } from "../../records/figure_data.ts";
import { THUMBNAILS, thumbnailsName } from "../../records/thumbnails.ts";
import {
  type Epoch,
  measurementName,
  plainMetric,
  type Provenance,
  recordPath,
  type RunRecord,
} from "../../records/record.ts";
import { askedOf, type Cause, type Claim, type Erratum, experimentsOf } from "../../claims/claims.ts";
import { causesByPaper, type Outcome, type Tested } from "../../judging/causes.ts";
import { type Comparison, outcome } from "../../judging/compare.ts";
import { engineOf } from "../../judging/conditions.ts";
import { elsewhereInWords } from "../../experiments/made_elsewhere.ts";
import type { Judging } from "../../judging/judge.ts";
import { onceEach } from "../../judging/tallies.ts";
import { significant } from "../../claims/numbers.ts";
import { answerOf } from "../../judging/samples.ts";
import type { Paper } from "../../papers/load.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import type { Figure } from "../figures/look.ts";
import { leaguesOf } from "../leagues.ts";
import { fatesInWords, oursInWords } from "../tables/cause_tables.ts";
import { LEAGUE_LEGEND, type StandingTexts, standingTexts } from "../tables/league_table.ts";
import { type Total, totalsOf } from "../tables/totals_table.ts";
import type { Again } from "../markdown/again.ts";
import { matchedClasses } from "../figures/matching.ts";
import type { Reference } from "../../papers/reference.ts";

/** All that the page is drawn from. */
export interface SiteInput {
  readonly papers: readonly Pick<
    Paper,
    | "id"
    | "title"
    | "reference"
    | "claims"
    | "errata"
    | "bounds"
    | "causes"
    | "sameComputation"
    | "experiments"
    | "figures"
    | "metrics"
  >[];
  readonly comparisons: readonly Comparison[];
  readonly records: readonly RunRecord[];
  /** What runs left for figures. */
  readonly leavings: readonly { readonly run: RunRecord; readonly data: readonly FigureData[] }[];
  /** The figures that lie beside the report; of these the page shows the overview. */
  readonly figures?: readonly Figure[];
  /** The names of the files with small images of embeddings' points. */
  readonly thumbnails?: ReadonlySet<string>;
  /** What the commands that make runs again must name. */
  readonly again?: Again;
}

/** One claim with what came out, in the unit that the paper prints. Runs and errata are positions in the lists. */
export interface SiteClaim extends Omit<Claim, "place" | "runs"> {
  /** How many of the paper's runs are behind the value; nothing where it does not say. */
  behind: number | null;
  /** Whether the totals of the scores count it: they count each number once. */
  counted: boolean;
  ours: number | null;
  sd: number | null;
  n: number;
  profile: string | null;
  reason: string;
  judging: Judging;
  errata: number[];
  /** What may explain it, where it is missed: positions in the list. */
  causes: number[];
  /** The runs behind it, and the value of each; for an order in the metric's unit. */
  runs: number[];
  values: number[];
  /** Runs of its experiments that are not done. */
  lost: number[];
}

/** What may explain misses. */
export interface SiteCause extends Pick<Cause, "cause" | "study" | "note"> {
  outcome: Outcome;
  /** What becomes of the numbers that the study measures, such as "✗ CHI". */
  fates: string[];
  metric: string;
  /** What the paper prints as text, empty where there is nothing; ours without the study's change and with it. */
  printed: string;
  without: string;
  with: string;
}

/** An error of a paper, with its id as its name. */
export type SiteErratum = Pick<Erratum, "id" | "where" | "line" | "printed" | "right" | "note">;

/** What a run was made with. */
export interface SiteMachine extends Pick<Provenance, "cpu" | "threads" | "memory" | "os" | "versions"> {
  engine: string;
}

/** One run. */
export interface SiteRun {
  experiment: string;
  digest: string;
  seed: number;
  profile: string;
  /** What became of it, in words. */
  outcome: string;
  seconds: number;
  started: string;
  commit: string;
  config: number;
  data: number;
  machine: number;
  /** What found its points and clusters, in words; empty where Reclaim did. */
  foundBy: string;
  /** What was measured, in the metric's unit: a position in the list of names, and the value. */
  measurements: [number, number][];
  /** The epochs that are kept. */
  epochs: number[];
  /** What was logged at them, by name; nothing where a value is missing. */
  curves: [string, (number | null)[]][];
}

/** An embedding that the page can load. */
export interface SiteEmbedding {
  title: string;
  run: number;
  /** From the page's folder. */
  file: string;
  /** Small images of its points, from the page's folder; absent where there are none. */
  images?: string;
}

/** An embedding as the page draws it. */
export interface SitePoints extends EmbeddingData {
  /** The class that each cluster is matched to; null for a cluster that has none. */
  matched?: [cluster: number, own: number | null][];
}

/** A picture that lies beside the report. */
export interface SitePicture {
  title: string;
  /** What is seen in it. */
  description: string;
  /** Its file, from the page's folder. */
  file: string;
}

/** A paper. */
export interface SitePaper {
  id: string;
  title: string;
  reference?: Reference;
}

/** A league: its picture, and a table for each data set. */
export interface SiteLeague {
  title: string;
  /** What is seen in the picture. */
  description: string;
  /** The picture's file, from the page's folder. */
  picture: string;
  /** How to read the tables. */
  legend: readonly string[];
  standings: StandingTexts[];
}

/** The page's data. */
export interface SiteData {
  papers: SitePaper[];
  /** The same as the report's. */
  totals: Total[];
  /** The pictures of all papers together. */
  overview: SitePicture[];
  claims: SiteClaim[];
  errata: SiteErratum[];
  causes: SiteCause[];
  runs: SiteRun[];
  /** Configurations as JSON. */
  configs: string[];
  data: string[];
  machines: SiteMachine[];
  /** What runs measured: metrics, with where and how. */
  measured: string[];
  embeddings: SiteEmbedding[];
  /** Those that have runs. */
  leagues: SiteLeague[];
  /** What the commands that make runs again must name. */
  again: Again;
}

/** The page's data, and the embeddings that it loads when asked, by file. */
export interface Site {
  data: SiteData;
  embeddings: Map<string, SitePoints>;
}

/** How many epochs of a curve are kept at most. */
const CURVE_POINTS = 60;

/** Everything that the page shows. Of runs that no claim asks for only those with an embedding are in it. */
export function siteData(
  { papers, comparisons, records, leavings, figures = [], thumbnails = new Set(), again = {} }: SiteInput,
): Site {
  const errata = papers.flatMap(({ errata }) => errata);
  const claims = comparisons.map(({ claim }) => claim);
  const asked = new Set(claims.flatMap(experimentsOf));
  const chosen = embeddingsOf(leavings);
  const drawn = new Set(chosen.map(({ record }) => record));
  const shown = records.filter((record) => asked.has(record.experiment) || drawn.has(record));
  const [configs, data, machines, measured] = Array.from({ length: 4 }, () => new Interned());
  const runs = shown.map((record): SiteRun => ({
    experiment: record.experiment,
    digest: record.digest,
    seed: record.seed,
    profile: record.profile,
    outcome: outcome(record),
    seconds: significant(record.seconds, 4),
    started: record.provenance.started,
    commit: record.provenance.commit + (record.provenance.dirty ? " with changes" : ""),
    config: configs.at(JSON.stringify(record.config)),
    data: data.at(dataOf(record)),
    machine: machines.at(JSON.stringify(machineOf(record))),
    measurements: record.measurements.map((
      one,
    ) => [measured.at(measurementName(one)), significant(one.value, 7)]),
    foundBy: elsewhereInWords(record.config) ?? "",
    ...curvesOf(record.history),
  }));
  const position = new Map(shown.map((record, index) => [recordPath(record), index]));
  const touching = positionsOf(errata.map(({ claims }) => claims));
  const tested = [...causesByPaper(papers, comparisons, records).values()].flat();
  const explaining = positionsOf(tested.map(({ cause }) => cause.misses));
  const lost = Map.groupBy(
    shown.keys().filter((index) => shown[index].status !== "done"),
    (index) => shown[index].experiment,
  );
  const counted = new Set(onceEach(comparisons).map(({ claim }) => claim));
  const siteClaims = comparisons.map((comparison): SiteClaim => {
    const { claim } = comparison;
    const { place: _, runs: behind, ...written } = claim;
    const own = comparison.records.map((path) => position.get(path)!);
    const isOrder = claim.kind === "ordinal";
    const valueOf = (record: RunRecord) => {
      const { value } = answerOf(isOrder ? askedOf(claim, record.experiment) : claim, record)!;
      return significant(isOrder ? value : value * claim.units, 7);
    };
    return {
      ...written,
      behind,
      counted: counted.has(claim) && claim.measure === "score",
      ours: comparison.ours,
      sd: comparison.sd,
      n: comparison.n,
      profile: comparison.profile,
      reason: comparison.reason,
      judging: comparison.judging,
      errata: touching.get(claim.id) ?? [],
      causes: explaining.get(claim.id) ?? [],
      runs: own,
      values: own.map((index) => valueOf(shown[index])),
      lost: experimentsOf(claim).flatMap((experiment) => lost.get(experiment) ?? []),
    };
  });
  const ids = new Set(claims.map(({ paper }) => paper));
  return {
    data: {
      papers: [...ids].map((id) => {
        const { title = id, reference } = papers.find((paper) => paper.id === id) ?? {};
        return { id, title, ...reference !== undefined && { reference } };
      }),
      totals: totalsOf(papers.filter(({ id }) => ids.has(id)), comparisons),
      overview: figures.filter(({ section }) => section === "overview").map((
        { name, title, description },
      ) => ({
        title,
        description,
        file: `../figures/${name}.svg`,
      })),
      claims: siteClaims,
      errata: errata.map(({ claims: _, paper: __, ...erratum }) => erratum),
      causes: tested.map(siteCause),
      runs,
      configs: configs.texts,
      data: data.texts,
      machines: machines.texts.map((text) => JSON.parse(text)),
      measured: measured.texts,
      embeddings: chosen.map(({ record, figure, file }) => ({
        title: figure.title,
        run: position.get(recordPath(record))!,
        file,
        ...imagesOf(record, figure, thumbnails),
      })),
      leagues: siteLeagues(papers, records, again),
      again,
    },
    embeddings: new Map(chosen.map(({ file, figure }) => [file, pointsOf(figure)])),
  };
}

function siteLeagues(papers: SiteInput["papers"], records: readonly RunRecord[], again: Again): SiteLeague[] {
  return leaguesOf(papers, runsByExperiment(records)).map((drawn) => {
    const { paper, declared: { title, description }, picture } = drawn;
    const { metrics } = papers.find(({ id }) => id === paper)!;
    return {
      title,
      description,
      picture: `../figures/${picture}.svg`,
      legend: LEAGUE_LEGEND,
      standings: standingTexts(drawn, metrics, again),
    };
  });
}

/** Texts that many share, each kept once. */
class Interned {
  readonly texts: string[] = [];
  readonly #positions = new Map<string, number>();

  /** The position of a text, which is added if it is new. */
  at(text: string): number {
    const known = this.#positions.get(text);
    if (known !== undefined) return known;
    this.#positions.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** By claim: the positions of those that name it. */
function positionsOf(named: readonly (readonly string[])[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  for (const [index, claims] of named.entries()) {
    for (const id of claims) positions.set(id, [...positions.get(id) ?? [], index]);
  }
  return positions;
}

function siteCause(tested: Tested): SiteCause {
  const { cause, outcome, claim, without, with: changed } = tested;
  return {
    cause: cause.cause,
    study: cause.study,
    outcome,
    fates: fatesInWords(tested),
    note: cause.note,
    metric: plainMetric(cause.metric),
    printed: claim?.printed ?? "",
    without: oursInWords(without, claim),
    with: oursInWords(changed, claim),
  };
}

function dataOf({ data }: RunRecord): string {
  return data.map(({ name, rows, sha256, standIn }) =>
    `${name}${standIn === undefined ? "" : ` (stands in ${standIn})`}: ${rows} rows, SHA-256 ${sha256}`
  ).join("\n");
}

function machineOf(record: RunRecord): SiteMachine {
  const { cpu, threads, memory, os, versions } = record.provenance;
  return { engine: engineOf(record), cpu, threads, memory, os, versions };
}

/**
 * A history's curves, of at most 60 epochs: the first, the last, and others evenly between.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { curvesOf } from "./data.ts";
 *
 * assertEquals(curvesOf([{ epoch: 1, loss: 0.5 }, { epoch: 2, loss: 0.25 }]), {
 *   epochs: [1, 2],
 *   curves: [["loss", [0.5, 0.25]]],
 * });
 * ```
 */
export function curvesOf(history: readonly Epoch[]): Pick<SiteRun, "epochs" | "curves"> {
  const count = Math.min(history.length, CURVE_POINTS);
  const kept = Array.from(
    { length: count },
    (_, i) => history[count === 1 ? 0 : Math.round(i * (history.length - 1) / (count - 1))],
  );
  const names = new Set(kept.flatMap((epoch) => Object.keys(epoch)));
  names.delete("epoch");
  return {
    epochs: kept.map(({ epoch }) => epoch),
    curves: [...names].map((name) => [
      name,
      kept.map((epoch) => typeof epoch[name] === "number" ? significant(epoch[name], 5) : null),
    ]),
  };
}

function pointsOf(figure: EmbeddingData): SitePoints {
  const { classes, clusters } = figure;
  if (clusters === undefined) return figure;
  const own = matchedClasses(classes, clusters);
  return { ...figure, matched: [...new Set(clusters)].map((cluster) => [cluster, own.get(cluster) ?? null]) };
}

interface Chosen {
  record: RunRecord;
  figure: EmbeddingData;
  file: string;
}

/** Where the images of an embedding's points are, if they are there. */
function imagesOf(
  { dataset }: RunRecord,
  figure: EmbeddingData,
  thumbnails: ReadonlySet<string>,
): Pick<SiteEmbedding, "images"> {
  const name = thumbnailsName(dataset, figure);
  return thumbnails.has(name) ? { images: `../${THUMBNAILS}/${name}` } : {};
}

function embeddingsOf(leavings: SiteInput["leavings"]): Chosen[] {
  return leavings.flatMap(({ run, data }) =>
    data.flatMap((figure, index): Chosen[] => {
      if (figure.kind !== "embedding") return [];
      const name = `${run.experiment.replaceAll("/", "-")}-${run.digest}-s${run.seed}-${index}`;
      return [{ record: run, figure, file: `embeddings/${name}.js` }];
    })
  );
}
