/**
 * How much the seed alone moves each method.
 *
 * @module
 */
import { askedOf, type Claim, experimentsOf } from "../../claims/claims.ts";
import type { Runs } from "../../judging/runs.ts";
import { type Sample, sampleOf } from "../../judging/samples.ts";
import { shownSpread } from "../../judging/spread.ts";
import { DESCRIPTIONS } from "../../metrics/descriptions.ts";
import { type Asked, measurementKey } from "../../records/record.ts";
import type { Paper } from "../../papers/load.ts";
import { decimalsFor, numberText, sdText, usualFor } from "../markdown/digits.ts";
import { experimentTitle } from "../markdown/experiment_titles.ts";
import { details, runsPath, table, text } from "../markdown/markup.ts";

/** So many seeds at least say something of their spread. */
const ENOUGH = 3;

/** What is shown of what claims ask for: scores of one scale, so that their spreads compare. */
const METRICS: readonly string[] = Object.values(DESCRIPTIONS).filter(({ floor }) => "units" in floor)
  .map(({ name }) => name);

/** The seeds' spread of what claims ask of one experiment, of one space and split. */
interface Row {
  readonly experiment: Runs;
  readonly space: string;
  readonly split: string;
  /** By metric; of a metric with several averages, each that claims ask for. */
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
  /** The largest standard deviation. */
  readonly widest: number;
}

/**
 * A row for each method with enough seeds, and for each place where the claims measure it; the most moved first, folded.
 * Nothing without such.
 *
 * @param papers Those that say what their experiments are called.
 */
export function seedSpread(
  experiments: readonly Runs[],
  claims: readonly Claim[],
  papers: readonly Pick<Paper, "experiments">[] = [],
): string[] {
  const asked = scoresAsked(claims);
  const rows = experiments.filter(({ runs }) => runs.length >= ENOUGH)
    .flatMap((experiment) => rowsOf(experiment, asked.get(experiment.experiment) ?? []))
    .sort((a, b) => b.widest - a.widest);
  if (rows.length === 0) return [];
  const metrics = METRICS.filter((metric) => rows.some(({ samples }) => samples.has(metric)));
  return details("How much the seed alone moves each method", [
    `Lowest to highest value over the seeds, with the standard deviation in brackets. The table has the scores that claims ` +
    `are about, of all methods with at least ${ENOUGH} seeds. The method with the largest standard deviation comes first.`,
    table(
      ["method", "space", "split", "seeds", ...metrics],
      rows.map(({ experiment: { experiment, paper, runs }, space, split, samples }) => [
        `[${text(experimentTitle(experiment, ...papers))}](${runsPath(paper, experiment)})`,
        text(space),
        text(split),
        String(runs.length),
        ...metrics.map((metric) => (samples.get(metric) ?? []).map(cell).join("; ")),
      ]),
    ),
  ]);
}

/** The scores that claims ask for, once each, by experiment. */
function scoresAsked(claims: readonly Claim[]): Map<string, Asked[]> {
  const asked = claims.filter(({ metric }) => METRICS.includes(metric)).flatMap((claim) =>
    experimentsOf(claim).map((experiment) => ({ experiment, question: askedOf(claim, experiment) }))
  );
  return new Map(
    [...Map.groupBy(asked, ({ experiment }) => experiment)].map(([experiment, own]) => [
      experiment,
      [...new Map(own.map(({ question }) => [measurementKey(question), question])).values()],
    ]),
  );
}

/** What is asked of an experiment, place by place, as far as its seeds move it. */
function rowsOf(experiment: Runs, asked: readonly Asked[]): Row[] {
  const byPlace = Map.groupBy(asked, ({ space, split }) => JSON.stringify([space, split]));
  return [...byPlace.values()].flatMap((own): Row[] => {
    const found = own.flatMap((question) => {
      const sample = sampleOf(experiment.runs, question);
      return sample === undefined || sample.sd === null ? [] : [{ metric: question.metric, sample }];
    });
    const widest = Math.max(0, ...found.map(({ sample: { sd, mean } }) => shownSpread(sd!, mean)));
    if (widest === 0) return [];
    const samples = new Map(
      [...Map.groupBy(found, ({ metric }) => metric)].map((
        [metric, those],
      ) => [metric, those.map(({ sample }) => sample)]),
    );
    const [{ space, split }] = own;
    return [{ experiment, space, split, samples, widest }];
  });
}

function cell({ values, mean, sd }: Sample): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spread = shownSpread(sd!, mean);
  if (spread === 0) return numberText(mean, usualFor(mean));
  const decimals = decimalsFor(spread, usualFor(mean));
  const [from, to] = [low, high].map((end) => numberText(end, decimals));
  return `${from === to ? from : `${from} to ${to}`} (${sdText(spread, decimals)})`;
}
