/**
 * The league's protocol: the images that every method clusters, how it is scored and timed, and how a method of another
 * paper enters the league. See README.md.
 *
 * @module
 */
import type { Config, Experiment } from "../../experiments/experiment.ts";
import type { LeagueKind } from "../../experiments/figures.ts";
import { ALL_IMAGES, type ImageChoices } from "../../experiments/images.ts";
import { elsewhereInWords } from "../../experiments/made_elsewhere.ts";
import type { Measure, Method, PaperBuilder, PaperDefaults, Represented } from "../../experiments/paper.ts";
import { DIGITS, FEW } from "../../experiments/profiles.ts";
import { measured } from "../../experiments/scores.ts";
import { indicesInSpaces, SAME_CLUSTERS } from "../../experiments/spaces.ts";
import { KMEANS } from "../../models/kmeans/kmeans.ts";

/**
 * What the time from the images to their clusters, or to the points that k-means clusters, is called: that of all the
 * process's threads, so that what else the machine does counts little.
 */
export const SECONDS = "OTHER:processor seconds of fitting";

/** A data set of the league. */
export type LeagueDataset = "mnist" | "fashion-mnist" | "usps";

/** The data sets, and which of their images are clustered: those are the split `train`. */
export const LEAGUE_DATASETS: Readonly<Record<LeagueDataset, { title: string; from: ImageChoices["from"] }>> =
  {
    "mnist": { title: "MNIST, 10,000 test images", from: "test" },
    "fashion-mnist": { title: "Fashion-MNIST, 10,000 test images", from: "test" },
    "usps": { title: "USPS, all 9,298 images", from: "all" },
  };

/** What a paper is begun with whose methods all follow the league's protocol. */
export const LEAGUE: PaperDefaults = {
  dataset: "mnist",
  small: DIGITS,
  images: { ...ALL_IMAGES, from: "test" },
  cluster: { kind: "k-means", fitOn: "train", ...KMEANS, k: 10, nInit: 10 },
  score: ["train"],
  smoke: { ...FEW, images: { rows: { train: 256, test: 200 } } },
};

/** A method as the league's protocol takes it. */
export interface LeagueEntry<Own extends Config, Model>
  extends Pick<Method<Own, Model>, "title" | "config" | "represent" | "smoke" | "seeds"> {
  readonly kind: LeagueKind;
  /** Whether k-means clusters what it makes of the images, or it does so itself. */
  readonly cluster: "k-means" | "own";
  /** What a run takes on two cores. */
  readonly seconds: number;
  /** The value of a black pixel; 0 unless given. A white one is 1. */
  readonly black?: 0 | -1;
}

/** A method's experiment by the league's protocol, on one of its data sets. */
export function byProtocol<Own extends Config, Model>(
  paper: PaperBuilder,
  name: string,
  dataset: LeagueDataset,
  { kind: _, cluster, seconds, black = 0, represent, ...method }: LeagueEntry<Own, Model>,
): Experiment {
  const isElsewhere = elsewhereInWords(method.config) !== undefined;
  const time: Measure<unknown, { seconds: number }> = ({ model: { seconds } }) => [
    measured(SECONDS, seconds, { split: "train" }),
  ];
  return paper.method<Own, { seconds: number }>(name, {
    ...method,
    dataset,
    // Another program's files are of the full protocol's images, and only MNIST has others that come with the package.
    seconds: { paper: seconds, ...dataset in DIGITS && !isElsewhere && { smoke: 4 } },
    common: {
      images: { ...ALL_IMAGES, pixels: [black, 1], from: LEAGUE_DATASETS[dataset].from },
      ...cluster === "own" && { cluster: { kind: "own" } },
    },
    represent: timed(represent),
    measure: [
      ({ splits: { train: { images } }, clusters: { train: clusters }, run }) =>
        indicesInSpaces({ pixels: images }, clusters!, SAME_CLUSTERS, "train", run),
      // Of what another program made, the time to read its files would be shown.
      ...isElsewhere ? [] : [time],
    ],
  });
}

/**
 * A method's experiment by the league's protocol, on one of its data sets. The report's league then ranks it beside the
 * suite's own methods, as far as the result folder has their records.
 *
 * @param paper Begun with {@linkcode LEAGUE}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { paper } from "../../experiments/paper.ts";
 * import { pixels } from "../../experiments/representations.ts";
 * import { LEAGUE, leagueMethod } from "./protocol.ts";
 *
 * const { id } = leagueMethod(paper("mine", LEAGUE), "pixels", "usps", {
 *   title: "k-means on pixels",
 *   kind: "inductive",
 *   cluster: "k-means",
 *   seconds: 10,
 *   config: {},
 *   represent: pixels,
 * });
 * assertEquals(id, "mine/pixels/usps");
 * ```
 */
export function leagueMethod<Own extends Config, Model>(
  paper: PaperBuilder,
  name: string,
  dataset: LeagueDataset,
  entry: LeagueEntry<Own, Model>,
): Experiment {
  return { ...byProtocol(paper, name, dataset, entry), enters: { league: "league", kind: entry.kind } };
}

/** What a method makes of images, and how long that kept the processor busy in place of its model. */
function timed<Own, Model>(
  represent: Method<Own, Model>["represent"],
): Method<Own, { seconds: number }>["represent"] {
  return async (config, splits, run): Promise<Represented<{ seconds: number }>> => {
    const before = run.processorSeconds();
    const { model: _, ...represented } = await represent(config, splits, run);
    return { ...represented, model: { seconds: run.processorSeconds() - before } };
  };
}
