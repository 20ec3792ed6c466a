/**
 * The papers' representations side by side, by one protocol and without labels, which no paper gives: the test images are
 * represented, clustered by k-means, and measured there and in pixels. See README.md.
 *
 * @module
 */
import type { Config, Experiment } from "../../experiments/experiment.ts";
import { ALL_IMAGES } from "../../experiments/images.ts";
import { type CommonChoices, type Method, paper } from "../../experiments/paper.ts";
import { DIGITS, FEW } from "../../experiments/profiles.ts";
import { type EigenvectorChoices, eigenvectors, pixels } from "../../experiments/representations.ts";
import { indicesInSpaces, SAME_CLUSTERS } from "../../experiments/spaces.ts";
import { KMEANS } from "../../models/kmeans/kmeans.ts";
import * as agarap from "../agarap/paper.ts";
import { NETWORK_SMOKE } from "../agarap/snnl.ts";
import * as chowdhury from "../chowdhury/paper.ts";
import * as diba from "../diba/paper.ts";
import * as siam from "../siam/paper.ts";
import { aecCode } from "../song/aec.ts";
import * as song from "../song/paper.ts";

const comparison = paper("comparison", {
  dataset: "mnist",
  small: DIGITS,
  images: ALL_IMAGES,
  cluster: { kind: "k-means", fitOn: "test", ...KMEANS, k: 10, nInit: 10 },
  score: ["test"],
  smoke: FEW,
  figures: [{
    kind: "side by side",
    text:
      "No paper compares all of these, and each clusters and measures in its own way. Here each represents the same " +
      "test images, k-means with ten starts clusters them, and the same metrics measure the clusters, in the " +
      "representation's own space and in pixels. Labels are used only for ACC, NMI and ARI. For which images each " +
      "method was fitted to, see `papers/comparison/README.md`. An index of one space says nothing about another " +
      "space: compare SIL and DBI down a column only in pixels.",
    own: ["ACC", "NMI", "ARI", "SIL", "DBI", "CHI"].map((metric) => ({
      metric,
      split: "test",
      ...metric === "NMI" && { average: "arithmetic" },
    })),
    shared: ["SIL", "DBI"].map((metric) => ({
      metric,
      space: `pixels, ${SAME_CLUSTERS}`,
      split: "test",
      title: `${metric} in pixels`,
    })),
  }],
});

/** One representation: its name and title, its seconds, the value of a black pixel, and what smoke changes. */
function compared<Own extends Config, Model>(
  name: string,
  title: string,
  seconds: number,
  representation: Pick<Method<Own, Model>, "config" | "represent" | "smoke">,
  black: 0 | -1 = 0,
): Experiment {
  return comparison.method<Own, Model>(`study-${name}`, {
    title,
    study: { question: "How does it do beside the others, by one protocol?" },
    seconds: { smoke: 3, paper: seconds },
    ...representation,
    common: { images: { pixels: [black, 1] } },
    measure: [
      ({ splits: { test: { images } }, clusters: { test: clusters }, run }) =>
        indicesInSpaces({ pixels: images }, clusters!, SAME_CLUSTERS, "test", run),
    ],
  });
}

const graph = (method: EigenvectorChoices["spectral"]["method"]) => ({
  config: {
    ...song.EIGENVECTORS,
    spectral: { ...song.EIGENVECTORS.spectral, kMeans: { ...KMEANS, nInit: 1 }, method },
  },
  represent: eigenvectors("test"),
});

const FEW_EPOCHS = { network: { epochs: 2 } };

export default comparison.declare([
  compared("pixels", "Pixels", 8, { config: {}, represent: pixels }),
  compared("pca", "70 principal components (Agarap's Original)", 8, agarap.original),
  compared("tsne", "t-SNE in the plane (Chowdhury's)", 35, {
    ...chowdhury.plane,
    smoke: { tsne: { iterations: 300 } },
  }, -1),
  compared("spectral", "Eigenvectors of a graph (Song's spectral clustering)", 12, graph("ng-jordan-weiss")),
  compared("ncut", "Eigenvectors of a graph (Song's normalised cut)", 12, graph("shi-malik")),
  compared("agarap-autoencoder", "Autoencoder (Agarap's baseline)", 310, {
    ...agarap.baseline,
    smoke: NETWORK_SMOKE,
  }),
  compared(
    "chowdhury-autoencoder",
    "Autoencoder (Chowdhury's)",
    40,
    { ...chowdhury.code, smoke: FEW_EPOCHS },
    -1,
  ),
  compared("siam-autoencoder", "Convolutional autoencoder (Siam's)", 95, { ...siam.code, smoke: FEW_EPOCHS }),
  compared(
    "diba-autoencoder",
    "Convolutional autoencoder (Diba's)",
    350,
    { ...diba.code, smoke: FEW_EPOCHS },
    -1,
  ),
  compared("diba-dec", "Deep embedded clustering (Diba's)", 450, {
    config: diba.dec.config,
    // DEC's own clusters are left aside: all representations are clustered alike.
    represent: diba.dec.represent,
    smoke: diba.DEC_SMOKE,
  }, -1),
  compared("song-aec", "Autoencoder pulled to cluster centres (Song's AEC)", 150, {
    config: song.aec(0.1),
    async represent(config: CommonChoices & ReturnType<typeof song.aec>, { train, test }, run) {
      const { points, ...represented } = await aecCode(config, { train: test, test: train }, run);
      return { ...represented, points: { test: points.train! } };
    },
    smoke: song.NETWORK_SMOKE,
  }),
]);
