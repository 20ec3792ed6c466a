import { assertEquals } from "@std/assert";
import { PAPERS } from "../../papers/mod.ts";
import { modelOf } from "./models.ts";

Deno.test("modelOf() tells every experiment's model by its configuration", () => {
  const models = new Map(
    PAPERS.flatMap(({ experiments }) => experiments).flatMap(({ id, profiles }) => {
      const { config } = profiles.smoke ?? profiles.quick ?? profiles.paper!;
      return [[id, modelOf(config)]];
    }),
  );
  assertEquals([...models].filter(([, model]) => model === "other"), []);
  const some = {
    "agarap/ae/mnist": "dense autoencoder",
    "agarap/snnl-5/mnist": "SNNL autoencoder",
    "clustergan/clustergan/mnist": "ClusterGAN",
    "idec/idec/mnist": "IDEC",
    "league/umap/usps": "UMAP",
    "n2d/n2d/mnist": "N2D",
    "vade/vade/mnist": "VaDE",
    "league/vade/mnist": "VaDE",
    "league/n2d/mnist": "N2D",
    "chowdhury/ae-kmeans/mnist": "dense autoencoder",
    "chowdhury/pca-kmeans/mnist": "PCA",
    "chowdhury/tsne-kmeans/mnist": "t-SNE",
    "diba/ae-kmeans/mnist": "convolutional autoencoder",
    "diba/dec/mnist": "DEC",
    "siam/dbscan/mnist": "DBSCAN",
    "siam/kmeans/mnist": "k-means",
    "song/aec/mnist": "AEC",
    "song/ncut/mnist": "normalised cut",
    "song/spectral/mnist": "spectral clustering",
  };
  assertEquals(Object.fromEntries(Object.keys(some).map((id) => [id, models.get(id)])), some);
});

Deno.test("modelOf() says other of a configuration that has no model of ours", () => {
  assertEquals(modelOf({ own: { layers: 3 } }), "other");
});
