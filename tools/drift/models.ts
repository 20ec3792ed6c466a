import type { Settings } from "../../records/record.ts";

/** What a configuration may have, as far as it tells which model the run trains or fits. */
interface Parts extends Settings {
  network?: { architecture?: { encoder?: unknown; sizes?: unknown } };
  spectral?: { method?: unknown };
}

/** The models by their names, the first that applies counts: what builds on another model comes before it. */
const MODELS: readonly (readonly [name: string, is: (config: Parts) => boolean])[] = [
  ["ClusterGAN", ({ clustergan }) => clustergan !== undefined],
  ["VaDE", ({ vade }) => vade !== undefined],
  ["N2D", ({ umap, mixture }) => umap !== undefined && mixture !== undefined],
  ["UMAP", ({ umap }) => umap !== undefined],
  ["AEC", ({ aec }) => aec !== undefined],
  ["IDEC", ({ idec }) => idec !== undefined],
  ["DEC", ({ dec }) => dec !== undefined],
  ["SNNL autoencoder", ({ snnl }) => snnl !== undefined && snnl !== null],
  ["convolutional autoencoder", ({ network }) => network?.architecture?.encoder !== undefined],
  ["dense autoencoder", ({ network }) => network?.architecture?.sizes !== undefined],
  ["normalised cut", ({ spectral }) => spectral?.method === "shi-malik"],
  ["spectral clustering", ({ spectral }) => spectral !== undefined],
  ["t-SNE", ({ tsne }) => tsne !== undefined],
  ["DBSCAN", ({ dbscan }) => dbscan !== undefined],
  ["PCA", ({ pca, dimensions }) => pca !== undefined || dimensions !== undefined],
  ["SNNL of points", ({ temperatures }) => temperatures !== undefined],
  ["k-means", ({ cluster }) => cluster !== undefined],
];

/** The name of the model that a run trains or fits, by the choices that its configuration has; `other` if by none. */
export function modelOf(config: Settings): string {
  return MODELS.find(([, is]) => is(config as Parts))?.[0] ?? "other";
}

/** The names that {@linkcode modelOf} gives, in the order in which tables have them. */
export const MODEL_NAMES: readonly string[] = [...MODELS.map(([name]) => name), "other"];
