import { assert, assertEquals } from "@std/assert";
import { ADAM, KERAS_ADAM, SGD } from "../engine/mod.ts";
import type { AdamChoices, OptimiserChoices, SgdChoices } from "../engine/mod.ts";
import {
  BATCH_NORM,
  CLUSTERGAN,
  CLUSTERGAN_NETWORKS,
  DEC,
  EIGEN,
  type Incomplete,
  KMEANS,
  MIXTURE,
  PLAIN,
  RBM,
  SNNL,
  SPECTRAL,
  TSNE,
  UMAP,
  VADE,
} from "./mod.ts";
import type * as models from "./mod.ts";

/** True, or the names of what is missing, which TypeScript then shows. */
type Complete<Choices> = [Incomplete<Choices>] extends [never] ? true : Incomplete<Choices>;

/** Every type of choices. That it has no optional member, and nothing that JSON cannot hold, is checked by TypeScript. */
const complete: {
  AdamChoices: Complete<AdamChoices>;
  AecChoices: Complete<models.AecChoices>;
  ClusterGanChoices: Complete<models.ClusterGanChoices>;
  ConvolutionalChoices: Complete<models.ConvolutionalChoices>;
  CycleChoices: Complete<models.CycleChoices>;
  DbscanChoices: Complete<models.DbscanChoices>;
  DecChoices: Complete<models.DecChoices>;
  DenseChoices: Complete<models.DenseChoices>;
  EigenChoices: Complete<models.EigenChoices>;
  EntanglementChoices: Complete<models.EntanglementChoices>;
  EpsilonChoices: Complete<models.EpsilonChoices>;
  GradientPenaltyChoices: Complete<models.GradientPenaltyChoices>;
  GradientRatioChoices: Complete<models.GradientRatioChoices>;
  GraphChoices: Complete<models.GraphChoices>;
  IdecChoices: Complete<models.IdecChoices>;
  KMeansChoices: Complete<models.KMeansChoices>;
  LatentChoices: Complete<models.LatentChoices>;
  MixtureChoices: Complete<models.MixtureChoices>;
  OptimiserChoices: Complete<OptimiserChoices>;
  PcaChoices: Complete<models.PcaChoices>;
  PretrainingChoices: Complete<models.PretrainingChoices>;
  RbmChoices: Complete<models.RbmChoices>;
  ResponsibilityChoices: Complete<models.ResponsibilityChoices>;
  SgdChoices: Complete<SgdChoices>;
  SnnlChoices: Complete<models.SnnlChoices>;
  SnnlPenaltyChoices: Complete<models.SnnlPenaltyChoices>;
  SpectralChoices: Complete<models.SpectralChoices>;
  StackedChoices: Complete<models.StackedChoices>;
  TrainingChoices: Complete<models.TrainingChoices>;
  TsneChoices: Complete<models.TsneChoices>;
  UmapChoices: Complete<models.UmapChoices>;
  VadeChoices: Complete<models.VadeChoices>;
} = {
  AdamChoices: true,
  AecChoices: true,
  ClusterGanChoices: true,
  ConvolutionalChoices: true,
  CycleChoices: true,
  DbscanChoices: true,
  DecChoices: true,
  DenseChoices: true,
  EigenChoices: true,
  EntanglementChoices: true,
  EpsilonChoices: true,
  GradientPenaltyChoices: true,
  GradientRatioChoices: true,
  GraphChoices: true,
  IdecChoices: true,
  KMeansChoices: true,
  LatentChoices: true,
  MixtureChoices: true,
  OptimiserChoices: true,
  PcaChoices: true,
  PretrainingChoices: true,
  RbmChoices: true,
  ResponsibilityChoices: true,
  SgdChoices: true,
  SnnlChoices: true,
  SnnlPenaltyChoices: true,
  SpectralChoices: true,
  StackedChoices: true,
  TrainingChoices: true,
  TsneChoices: true,
  UmapChoices: true,
  VadeChoices: true,
};

/** The names of the choices that a module exports. */
async function choicesOf(path: string): Promise<string[]> {
  const module = new URL(path, import.meta.url).href;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", module],
    cwd: new URL("..", import.meta.url),
  }).output();
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  const symbols: { name: string }[] = nodes[module].symbols;
  return symbols.map(({ name }) => name).filter((name) => /^\w+Choices$/.test(name));
}

Deno.test("each model's choices are all required, and JSON: none is left to a hidden default", async () => {
  const exported = [...await choicesOf("./mod.ts"), ...await choicesOf("../engine/optimisers.ts")];
  assertEquals(exported.sort(), Object.keys(complete).sort());
});

Deno.test("each model's defaults are JSON", () => {
  for (
    const defaults of [
      ADAM,
      BATCH_NORM,
      CLUSTERGAN,
      CLUSTERGAN_NETWORKS,
      DEC,
      EIGEN,
      KERAS_ADAM,
      KMEANS,
      MIXTURE,
      PLAIN,
      RBM,
      SGD,
      SNNL,
      SPECTRAL,
      TSNE,
      UMAP,
      VADE,
    ]
  ) {
    assert(Object.keys(defaults).length > 0);
    assertEquals(JSON.parse(JSON.stringify(defaults)), defaults);
  }
});

Deno.test("Incomplete names what may be left out, and what JSON cannot hold, at any depth", () => {
  type Full = {
    rate: number;
    decay: { of: "all" } | null;
    sizes: readonly number[];
    layers: readonly ({ kind: "a"; units: number } | { kind: "b" })[];
  };
  const full: Complete<Full> = true;
  const optional: Complete<Full & { more: { rate?: number } }> = "rate";
  const inUnion: Complete<{ kind: "a"; x: number } | { kind: "b"; y?: string }> = "y";
  const inList: Complete<{ layers: readonly ({ kind: "a"; z?: number } | { kind: "b" })[] }> = "z";
  const unset: Complete<{ rate: number | undefined }> = "rate";
  const method: Complete<Full & { then(): void }> = "then";
  const array: Complete<{ init: { data: Float32Array } }> = "data";
  assertEquals([full, optional, inUnion, inList, unset, method, array], [
    true,
    "rate",
    "y",
    "z",
    "rate",
    "then",
    "data",
  ]);
});
