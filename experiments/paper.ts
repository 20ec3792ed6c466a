/**
 * How a paper is declared: what its experiments have in common, its methods, and the studies of what it leaves open.
 *
 * @module
 */
import type { Matrix } from "../engine/mod.ts";
import type { Dataset, DatasetInfo } from "../datasets/mod.ts";
import { type Metric, STANDARD } from "../metrics/mod.ts";
import type { FigureData } from "../records/figure_data.ts";
import type { Clustering } from "../records/labels.ts";
import type { Epoch, Measurement, Profile } from "../records/record.ts";
import { clusterByKMeans, type ClusterChoices, type SplitClusters } from "./clustering.ts";
import { type Change, changed } from "./config.ts";
import type {
  Config,
  Experiment,
  Outcome,
  PaperDeclaration,
  Protocol,
  RunContext,
  SameComputation,
} from "./experiment.ts";
import type { PaperFigure } from "./figures.ts";
import { type ImageChoices, imagesOf, type SplitName, type SplitPoints, type Splits } from "./images.ts";
import { type Clustered, scores } from "./scores.ts";

/** What a run's function works with. */
export interface Run extends RunContext {
  /** The paper's metrics of a clustering, which is kept beside the record. */
  score(clustered: Clustered): Promise<Measurement[]>;
}

/** What every method's configuration has: which images, how they are clustered, and on which splits they are scored. */
export type CommonChoices = {
  readonly images: ImageChoices;
  readonly cluster: ClusterChoices;
  readonly score: readonly SplitName[];
};

/** What a method makes of the images. */
export interface Represented<Model = unknown> {
  /** Where the points are, as measurements name it: `pixels`, `PCA-64`, `code`. */
  space: string;
  points: SplitPoints;
  /** What measures and figures look at beside the points: as a rule the trained network. */
  model: Model;
  /** The epochs of its training. */
  history?: Epoch[];
  /** The method's own clusters. */
  clusters?: SplitClusters;
  /** Frees what it holds, once all is measured. */
  dispose?(): void;
}

/** All that is known of a run when its numbers are taken. */
export interface Found<Choices = CommonChoices, Model = unknown> extends Represented<Model> {
  config: Choices;
  data: Dataset;
  splits: Splits;
  clusters: SplitClusters;
  /** Those of k-means, k × d. */
  centroids?: Matrix;
  history: Epoch[];
  run: Run;
}

/** A measure takes numbers of a run beside the scores of its clusters. */
export type Measure<Choices, Model> = (
  found: Found<Choices, Model>,
) => Measurement[] | Promise<Measurement[]>;

/** A drawing takes the data of one figure from a run, and what it measures in it. */
export type Drawing<Choices, Model> = (
  found: Found<Choices, Model>,
) => Drawn | Promise<Drawn>;

/** The data of a figure, and what was measured in it. */
export interface Drawn {
  figure: FigureData;
  measurements?: Measurement[];
}

/** Seconds of a run on two cores, as measured once, by profile: those that an experiment has. */
export type Seconds = Partial<Record<Profile, number>>;

/** What an experiment's declaration has in any case. */
interface Declared<Choices> {
  title: string;
  /** Unless it is the paper's only one. */
  dataset?: string;
  seconds: Seconds;
  /** What the profiles change. */
  quick?: Change<NoInfer<Choices>>;
  smoke?: Change<NoInfer<Choices>>;
  /** What it asks, where it is a study with a protocol of its own. */
  study?: { question: string };
  /** The only seeds that it can be run with; any unless given. */
  seeds?: readonly number[];
}

/** An experiment that runs in its own way. */
export interface OwnExperiment<Choices> extends Declared<Choices> {
  config: Choices;
  run(config: Choices, data: Dataset, run: Run): Promise<Outcome>;
}

/** An experiment that represents images, clusters them, and scores the clusters. */
export interface Method<Own, Model> extends Declared<Own & CommonChoices> {
  /** Its own choices. */
  config: Own;
  /** What it has otherwise than the paper's other methods. */
  common?: Change<CommonChoices>;
  /** Labels must decide nothing that the paper does not say they do. */
  represent(
    config: NoInfer<Own> & CommonChoices,
    splits: Splits,
    run: Run,
  ): Represented<Model> | Promise<Represented<Model>>;
  measure?: readonly Measure<NoInfer<Own> & CommonChoices, Model>[];
  figures?: readonly Drawing<NoInfer<Own> & CommonChoices, Model>[];
}

/** Variations of an experiment, by name: the question, and what is otherwise. */
export type Studies<Choices> = Record<
  string,
  { question: string; change: Change<Choices>; seconds?: number }
>;

/** An experiment with its choices' types, which can be varied. */
export interface DeclaredExperiment<Choices> extends Experiment {
  /** Its configuration in the profile `paper`. */
  readonly config: Choices;
  /** A study for each variation, in the profile `paper`: its method is `study-<name>`. */
  studies(variations: Studies<Choices>): Experiment[];
}

/** What a paper's experiments have in common. */
export interface PaperDefaults extends CommonChoices {
  /** The data set of methods that name none. */
  dataset: string;
  /** What the profiles quick and smoke take in place of each data set that has something smaller. */
  small?: Readonly<Record<string, string>>;
  /** What every method's smoke profile changes, unless the method itself does otherwise. */
  smoke?: Change<CommonChoices>;
  /** What is measured of each clustering; {@linkcode STANDARD} unless given. */
  metrics?: readonly Metric[];
  /** Data sets of its own. */
  datasets?: readonly DatasetInfo[];
  figures?: readonly PaperFigure[];
  /** Experiments under several names that compute the same. */
  sameComputation?: readonly SameComputation[];
}

/** A paper under declaration. */
export interface PaperBuilder {
  /** Declares a method. */
  method<Own extends Config, Model>(
    name: string,
    method: Method<Own, Model>,
  ): DeclaredExperiment<Own & CommonChoices>;
  /** Declares an experiment that runs in its own way. */
  experiment<Choices extends Config>(
    name: string,
    experiment: OwnExperiment<Choices>,
  ): DeclaredExperiment<Choices>;
  /** The paper with these experiments: what `paper.ts` exports as its default. */
  declare(experiments: readonly Experiment[]): PaperDeclaration;
}

/**
 * Begins a paper's declaration.
 *
 * @param id Lower-case letters, digits and hyphens; begins the ids of its experiments.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { KMEANS } from "../models/kmeans/kmeans.ts";
 * import { ALL_IMAGES } from "./images.ts";
 * import { paper } from "./paper.ts";
 * import { pixels } from "./representations.ts";
 *
 * const tiny = paper("tiny", {
 *   dataset: "mnist",
 *   images: ALL_IMAGES,
 *   cluster: { kind: "k-means", fitOn: "train", ...KMEANS, k: 10 },
 *   score: ["test"],
 * });
 * const kmeans = tiny.method("kmeans", {
 *   title: "k-means on pixels",
 *   seconds: { paper: 60 },
 *   config: {},
 *   represent: pixels,
 * });
 * const [study] = kmeans.studies({ "8-clusters": { question: "Are ten too many?", change: { cluster: { k: 8 } } } });
 * assertEquals([kmeans.id, study.id], ["tiny/kmeans/mnist", "tiny/study-8-clusters/mnist"]);
 * ```
 */
export function paper(id: string, defaults: PaperDefaults): PaperBuilder {
  const { dataset: usual, small = {}, images, cluster, score, metrics = STANDARD } = defaults;
  const experiment = <Choices extends Config>(
    name: string,
    { title, dataset = usual, seconds, quick, smoke, study, seeds, config, run }: OwnExperiment<Choices>,
  ): DeclaredExperiment<Choices> => {
    const made = (
      method: string,
      title: string,
      profiles: Experiment["profiles"],
      study?: Experiment["study"],
    ): Experiment => ({
      id: `${id}/${method}/${dataset}`,
      paper: id,
      method,
      dataset,
      title,
      ...study && { study },
      profiles,
      ...seeds && { seeds },
      run: (config, data, context) =>
        kept(context, metrics, (context) => run(config as Choices, data, context)),
    });
    const protocol = (seconds: number, dataset: string, config: Choices): Protocol => ({
      dataset,
      seconds,
      config,
    });
    const scaled = small[dataset] ?? dataset;
    return {
      ...made(name, title, {
        ...seconds.smoke !== undefined && { smoke: protocol(seconds.smoke, scaled, changed(config, smoke)) },
        ...seconds.quick !== undefined && { quick: protocol(seconds.quick, scaled, changed(config, quick)) },
        ...seconds.paper !== undefined && { paper: protocol(seconds.paper, dataset, config) },
      }, study),
      config,
      studies: (variations) =>
        Object.entries(variations).map(([variation, { question, change, seconds: own }]) =>
          made(
            `study-${variation}`,
            `${title}: ${variation.replaceAll("-", " ")}`,
            { paper: protocol(own ?? seconds.paper!, dataset, changed(config, change)) },
            { question, of: `${id}/${name}/${dataset}`, change: change as Config },
          )
        ),
    };
  };
  return {
    experiment,
    method: (name, { common, represent, measure = [], figures = [], ...method }) => {
      const usual = changed<CommonChoices>({ images, cluster, score }, common);
      const shared: Config = { ...defaults.smoke };
      // What clusters by itself has no starts of k-means to leave out.
      if (usual.cluster.kind === "own") delete shared.cluster;
      return experiment(name, {
        ...method,
        config: { ...method.config, ...usual },
        smoke: changed(shared, method.smoke as Config | undefined) as NonNullable<typeof method.smoke>,
        run: (config, data, run) => runMethod({ represent, measure, figures }, config, data, run),
      });
    },
    declare: (experiments) => ({
      id,
      experiments,
      datasets: defaults.datasets ?? [],
      metrics,
      figures: defaults.figures ?? [],
      ...defaults.sameComputation && { sameComputation: defaults.sameComputation },
    }),
  };
}

/** Gives a run its `score`, and the outcome what was scored beside the clusterings that it has itself. */
async function kept(
  context: RunContext,
  metrics: readonly Metric[],
  run: (run: Run) => Promise<Outcome>,
): Promise<Outcome> {
  const clusterings: Clustering[] = [];
  const outcome = await run({
    ...context,
    score(clustered) {
      const { space, split, clusters, classes } = clustered;
      if (classes !== undefined) clusterings.push({ space, split, clusters, classes });
      return scores(clustered, metrics, context.seed);
    },
  });
  const own = outcome.clusterings ?? [];
  const isNew = ({ space, split }: Clustering) =>
    !own.some((one) => one.space === space && one.split === split);
  return { ...outcome, clusterings: [...own, ...clusterings.filter(isNew)] };
}

/** Represents the images, clusters them, scores the clusters, and takes what else is measured and drawn. */
async function runMethod<Choices extends CommonChoices, Model>(
  { represent, measure, figures }: {
    represent(config: Choices, splits: Splits, run: Run): Represented<Model> | Promise<Represented<Model>>;
    measure: readonly Measure<Choices, Model>[];
    figures: readonly Drawing<Choices, Model>[];
  },
  config: Choices,
  data: Dataset,
  run: Run,
): Promise<Outcome> {
  const splits = imagesOf(data, config.images);
  const represented = await represent(config, splits, run);
  try {
    const { space, points, history = [] } = represented;
    const { cluster } = config;
    const clustered = cluster.kind === "own"
      ? { clusters: represented.clusters ?? {} }
      : await clusterByKMeans(points, cluster, run.seed);
    const { clusters } = clustered;
    const found = { ...represented, ...clustered, config, data, splits, history, run };
    const measurements: Measurement[] = [];
    for (const split of config.score) {
      const pointsThere = points[split], clustersThere = clusters[split];
      if (pointsThere === undefined || clustersThere === undefined) {
        throw new RangeError(`Cannot score the ${split} split: there must be points and clusters of it`);
      }
      const classes = splits[split].labels;
      measurements.push(
        ...await run.score({ space, split, points: pointsThere, clusters: clustersThere, classes }),
      );
    }
    for (const take of measure) measurements.push(...await take(found));
    const drawn: FigureData[] = [];
    for (const draw of figures) {
      const { figure, measurements: seen = [] } = await draw(found);
      drawn.push(figure);
      measurements.push(...seen);
    }
    return { measurements, history, figures: drawn };
  } finally {
    represented.dispose?.();
  }
}
