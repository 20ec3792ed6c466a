/**
 * Where the settings of records of format 1 are now.
 *
 * @module
 */

/** Which setting of format 1 is meant. */
interface Older {
  /** The start of the ids of the experiments that it is for, such as `song/` or `song/study-ncut`; all unless given. */
  readonly of?: string;
  /** Its path in format 1. The settings below it share its fate, unless they have an entry of their own. */
  readonly from: string;
  /** It is for this value only. */
  readonly was?: unknown;
}

/** Where a setting of format 1 is now, if it is not where it was. */
export interface Move extends Older {
  /** Its path now. Of several, those that an experiment does not have are passed over; one it must have. */
  readonly to: string | readonly string[];
  /** How its value is written now: the same choice in other words. Of settings by name, each that is given must be there. */
  readonly is?: unknown;
}

/** A setting of format 1 that stood in configurations though nothing read it. */
export interface Unread extends Older {
  /** How that is seen in the code of then. */
  readonly unread: string;
}

const FIG_2 = "k-means among the embedded points was given k and nInit alone";
const COMPARED =
  "k-means was given the comparison's own k and nInit; of a representation only its network was read";

/** What became of the settings; of the entries for the same one the first that fits counts. */
export const FORMAT_1: readonly (Move | Unread)[] = [
  { of: "agarap/fig-1", from: "learningRate", to: "learningRate" },
  { of: "agarap/fig-1", from: "epochs", to: "epochs" },
  { of: "agarap/fig-1", from: "fixed", to: "temperatures.fixed.value" },
  { of: "agarap/fig-2", from: "maxIterations", unread: FIG_2 },
  { of: "agarap/fig-2", from: "fitOn", unread: FIG_2 },
  { of: "chowdhury/study-table-2", from: "rows", to: "search.rows" },
  { from: "oneChanged", to: "search.oneChanged" },
  { from: "drawn", to: "search.drawn" },
  { of: "chowdhury/tsne", from: "dimensions", to: "tsne.dimensions" },
  { of: "chowdhury/tsne", from: "perplexity", to: "tsne.perplexity" },
  { of: "chowdhury/tsne", from: "iterations", to: "tsne.iterations" },
  { of: "chowdhury/tsne", from: "init", to: "tsne.init" },
  { of: "comparison/study-ncut", from: "nInit", to: "cluster.nInit" },
  { of: "comparison/study-spectral", from: "nInit", to: "cluster.nInit" },
  { of: "comparison/study-diba-dec", from: "nInit", to: "cluster.nInit" },
  { of: "comparison/study-diba-dec", from: "k", to: "cluster.k" },
  { of: "comparison/study-diba-dec", from: "representation.k", to: "dec.k" },
  { of: "comparison/study-diba-dec", from: "representation.nInit", to: "dec.kMeans.nInit" },
  {
    of: "comparison/study-diba-dec",
    from: "representation.learningRate",
    to: ["network.optimiser.learningRate", "dec.optimiser.learningRate"],
  },
  {
    of: "comparison/study-diba-dec",
    from: "representation.batchSize",
    to: ["network.batchSize", "dec.batchSize"],
  },
  { of: "comparison/study-diba-dec", from: "representation.clusteringEpochs", to: "dec.epochs" },
  { of: "comparison/study-diba-dec", from: "representation.tolerance", to: "dec.tolerance" },
  { of: "comparison/study-song", from: "representation.k", to: "aec.k" },
  { of: "comparison/study-song", from: "representation.layers", to: "layers" },
  { of: "comparison/study-song", from: "representation.pretraining", to: "pretraining" },
  { of: "comparison/study-song", from: "representation.objective", to: "aec.objective" },
  { of: "comparison/study-song", from: "representation.start", to: "aec.start" },
  { of: "comparison/study-song", from: "representation.iterations", to: "aec.epochs" },
  { of: "comparison/study-song", from: "representation.batchSize", to: "aec.batchSize" },
  { of: "comparison/study-song", from: "representation.learningRate", to: "aec.optimiser.learningRate" },
  { of: "comparison/study-song", from: "representation.momentum", to: "aec.optimiser.momentum" },
  { of: "comparison/study-tsne", from: "representation", to: "tsne" },
  { from: "representation.components", to: "pca.components" },
  { from: "representation.architecture", to: "network.architecture" },
  {
    from: "representation.architecture.batchNorm",
    to: "network.architecture.batchNorm",
    was: true,
    is: { momentum: 0.1, epsilon: 1e-5 },
  },
  { from: "representation.learningRate", to: "network.optimiser.learningRate" },
  { from: "representation.adam", to: "network.optimiser.convention" },
  { from: "representation.weightDecay", to: "network.optimiser.weightDecay.rate" },
  { from: "representation.batchSize", to: "network.batchSize" },
  { from: "representation.epochs", to: "network.epochs" },
  { from: "representation.neighbours", to: "graph.neighbours" },
  { from: "representation.affinity", to: "graph.affinity" },
  { from: "representation.eigenvectors", to: "spectral.k" },
  { from: "representation.k", unread: COMPARED },
  { from: "representation.nInit", unread: COMPARED },
  { of: "diba/", from: "clusteringEpochs", to: "dec.epochs" },
  { of: "diba/", from: "tolerance", to: "dec.tolerance" },
  { of: "diba/", from: "shorter", to: "decEpochs" },
  { of: "diba/study-dec-original", from: "architecture", to: "pretraining.architecture" },
  { from: "clustering.epochs", to: "dec.epochs" },
  { from: "clustering.batchSize", to: "dec.batchSize" },
  { from: "clustering.learningRate", to: "dec.optimiser.learningRate" },
  { from: "clustering.momentum", to: "dec.optimiser.momentum" },
  { from: "clustering.updateInterval", to: "dec.updateInterval" },
  { from: "clustering.tolerance", to: "dec.tolerance" },
  { of: "siam/", from: "clusteringEpochs", to: "decEpochs" },
  { from: "components", to: "pca.components" },
  { from: "k", to: ["cluster.k", "aec.k", "spectral.k", "dec.k", "spaces.cluster.k"] },
  {
    from: "nInit",
    to: ["cluster.nInit", "spectral.kMeans.nInit", "dec.kMeans.nInit", "spaces.cluster.nInit"],
  },
  { from: "fitOn", to: "cluster.fitOn" },
  { from: "maxIterations", to: "cluster.maxIterations" },
  { from: "architecture", to: "network.architecture" },
  {
    from: "architecture.batchNorm",
    to: "network.architecture.batchNorm",
    was: true,
    is: { momentum: 0.1, epsilon: 1e-5 },
  },
  {
    from: "learningRate",
    to: ["network.optimiser.learningRate", "aec.optimiser.learningRate", "dec.optimiser.learningRate"],
  },
  { from: "weightDecay", to: "network.optimiser.weightDecay.rate" },
  { from: "momentum", to: "aec.optimiser.momentum" },
  { from: "adam", to: "network.optimiser.convention" },
  { from: "batchSize", to: ["network.batchSize", "aec.batchSize", "dec.batchSize"] },
  { from: "epochs", to: "network.epochs" },
  { from: "objective", to: "aec.objective" },
  { from: "iterations", to: "aec.epochs" },
  { from: "start", to: "aec.start", was: "k-means", is: { init: "k-means++" } },
  { from: "start", to: "aec.start" },
  { from: "neighbours", to: "graph.neighbours" },
  { from: "affinity", to: "graph.affinity" },
  { from: "lengths", to: "graph.lengths" },
  { from: "images.rows", to: "images.rows.drawn" },
  { from: "minPoints", to: "dbscan.minPoints" },
  { from: "share", to: "dbscan.share" },
];
