/** A method of one's own in the league: a Gaussian mixture on principal components. @module */
import * as reclaim from "@reclaim/reclaim";

const entrant = reclaim.paper("entrant", reclaim.LEAGUE);

const mixtureOn = (dataset: reclaim.LeagueDataset) =>
  reclaim.leagueMethod(entrant, "pca-mixture", dataset, {
    title: "Mixture on 50 components",
    kind: "inductive",
    cluster: "own",
    seconds: 30,
    config: { pca: { components: 50 }, mixture: { ...reclaim.MIXTURE, k: 10 } },
    async represent({ pca, mixture }, { train: { images } }, { seed }) {
      const components = await reclaim.fitPca(images, pca);
      const codes = await components.transform(images);
      const { labels } = await reclaim.fitMixture(codes, { ...mixture, seed });
      return {
        space: `PCA-${pca.components}`,
        points: { train: codes },
        clusters: { train: labels },
        model: null,
      };
    },
  });

export default entrant.declare([mixtureOn("mnist"), mixtureOn("fashion-mnist"), mixtureOn("usps")]);
