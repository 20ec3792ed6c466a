/**
 * Table II: which hyperparameters reconstruct images best that were not trained on. The paper gives the values of each
 * and what was chosen, "using a combination of grid search and manual tuning, with the reconstruction loss on the
 * validation set as the primary evaluation metric".
 *
 * All 6,912 combinations would take days. Searched are the printed choice, every other with one value changed, and as
 * many drawn at random as the configuration says, with a seed of its own, so that all runs try the same. Each is
 * trained on the first images of the training split and tried on those after them.
 *
 * @module
 */
import { random, seedFor, takeRows } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import type { Experiment, Outcome } from "../../experiments/experiment.ts";
import { type ImageChoices, imagesOf } from "../../experiments/images.ts";
import type { PaperBuilder, Run } from "../../experiments/paper.ts";
import { measured } from "../../experiments/scores.ts";
import { mse } from "../../metrics/mod.ts";
import { type DenseChoices, fitAutoencoder } from "../../models/autoencoder/fit.ts";

/** One value of each of Table II's hyperparameters. */
export type Combination = {
  learningRate: number;
  batchSize: number;
  latentSize: number;
  /** Of the two hidden layers before the code. */
  hidden: readonly [number, number];
  dropout: number;
  weightDecay: number;
  epochs: number;
};

/** The values of each hyperparameter. */
type Grid = { readonly [name in keyof Combination]: readonly Combination[name][] };

/** Table II's ranges. Its hidden sizes are [128, 256, 512]; two of these, the larger first, as in the printed choice. */
export const GRID: Grid = {
  learningRate: [0.0001, 0.001, 0.01],
  batchSize: [32, 64, 128, 256],
  latentSize: [16, 32, 64, 128],
  hidden: [[512, 256], [512, 128], [256, 128]],
  dropout: [0.1, 0.2, 0.3, 0.5],
  weightDecay: [1e-6, 1e-5, 1e-4],
  epochs: [5, 10, 20, 50],
};

type Choices = {
  images: Pick<ImageChoices, "pixels">;
  /** Table II's choice. */
  network: DenseChoices;
  search: {
    /** Table II's ranges. */
    grid: Grid;
    /** How many images are trained on, and how many tried on. */
    rows: { train: number; validation: number };
    /** Whether all that differ from the printed choice in one value are tried. */
    oneChanged: boolean;
    /** How many combinations are drawn, and the seed of the draw, which all runs share. */
    drawn: number;
    seed: number;
  };
};

const NAMES = Object.keys(GRID) as (keyof Combination)[];

/** Those combinations of the grid that differ from `printed` in one value, in Table II's order. */
export function neighbours(grid: Grid, printed: Combination): Combination[] {
  return NAMES.flatMap((name) =>
    grid[name]
      .filter((value) => String(value) !== String(printed[name]))
      .map((value) => ({ ...printed, [name]: value }))
  );
}

/**
 * Combinations drawn from the whole grid without putting back, other than `without`.
 *
 * @throws {RangeError} If the grid has fewer others.
 */
export function drawn(
  grid: Grid,
  count: number,
  without: readonly Combination[],
  seed: number,
): Combination[] {
  const next = random(seedFor(seed, "chowdhury", "Table II"));
  const known = new Map(without.map((combination) => [JSON.stringify(combination), combination]));
  const isInGrid = (one: Combination) =>
    NAMES.every((name) => grid[name].some((value) => String(value) === String(one[name])));
  const others = NAMES.reduce((product, name) => product * grid[name].length, 1) -
    [...known.values()].filter(isInGrid).length;
  if (count > others) {
    throw new RangeError(`Cannot draw ${count} combinations: the grid has ${others} others than those given`);
  }
  const found: Combination[] = [];
  while (found.length < count) {
    const one = Object.fromEntries(
      NAMES.map((name) => [name, grid[name][Math.floor(next() * grid[name].length)]]),
    ) as Combination;
    const text = JSON.stringify(one);
    if (known.has(text)) continue;
    known.set(text, one);
    found.push(one);
  }
  return found;
}

/** The values of a training. */
export function combinationOf(
  { architecture: { sizes, dropout }, optimiser: { learningRate, weightDecay }, batchSize, epochs }:
    DenseChoices,
): Combination {
  const [, first, second, latentSize] = sizes;
  const hidden = [first, second] as const;
  return {
    learningRate,
    batchSize,
    latentSize,
    hidden,
    dropout,
    weightDecay: weightDecay?.rate ?? 0,
    epochs,
  };
}

/** A training with other values. */
function trainingOf(
  { latentSize, hidden, dropout, learningRate, weightDecay, batchSize, epochs }: Combination,
  { architecture, optimiser, ...network }: DenseChoices,
): DenseChoices {
  return {
    ...network,
    architecture: { ...architecture, sizes: [architecture.sizes[0], ...hidden, latentSize], dropout },
    optimiser: {
      ...optimiser,
      learningRate,
      weightDecay: optimiser.weightDecay && { ...optimiser.weightDecay, rate: weightDecay },
    },
    batchSize,
    epochs,
  };
}

/** A combination in words. */
export function combinationInWords(one: Combination): string {
  return `learning rate ${one.learningRate}, batch ${one.batchSize}, code ${one.latentSize}, ` +
    `hidden ${one.hidden.join("-")}, dropout ${one.dropout}, decay ${one.weightDecay}, ${one.epochs} epochs`;
}

async function runSearch(
  { images: { pixels }, network, search: { grid, rows, oneChanged, drawn: count, seed: draw } }: Choices,
  data: Dataset,
  { seed, progress }: Run,
): Promise<Outcome> {
  const { images } = imagesOf(data, { pixels, from: "split", rows: null }).train;
  const range = (from: number, length: number) => Int32Array.from({ length }, (_, i) => from + i);
  const train = takeRows(images, range(0, rows.train));
  const validation = takeRows(images, range(rows.train, rows.validation));
  const printed = combinationOf(network);
  const near = [printed, ...oneChanged ? neighbours(grid, printed) : []];
  const combinations = [...near, ...drawn(grid, count, near, draw)];
  const update = progress("Table II");
  const tried: { combination: Combination; loss: number }[] = [];
  for (const combination of combinations) {
    const autoencoder = await fitAutoencoder(train, { ...trainingOf(combination, network), seed });
    const loss = mse(validation, await autoencoder.reconstruct(validation));
    autoencoder.dispose();
    tried.push({ combination, loss });
    update(tried.length, combinations.length, `validation loss ${loss.toPrecision(4)}`);
  }
  const best = tried.reduce((a, b) => b.loss < a.loss ? b : a);
  const [own] = tried;
  const better = tried.filter(({ loss }) => loss < own.loss);
  const betterNear = (name: keyof Combination) =>
    better.filter(({ combination }) =>
      near.includes(combination) && String(combination[name]) !== String(printed[name])
    );
  return {
    measurements: [
      measured("OTHER:MSE of the chosen combination", best.loss, { split: "validation" }),
      measured("OTHER:MSE of the printed combination", own.loss, { split: "validation" }),
      measured("OTHER:combinations tried", tried.length),
      measured("OTHER:rank of the printed combination", 1 + better.length),
      measured("OTHER:chosen learning rate", best.combination.learningRate),
      measured("OTHER:chosen batch size", best.combination.batchSize),
      measured("OTHER:chosen latent size", best.combination.latentSize),
      measured("OTHER:chosen first hidden size", best.combination.hidden[0]),
      measured("OTHER:chosen second hidden size", best.combination.hidden[1]),
      measured("OTHER:chosen dropout", best.combination.dropout),
      measured("OTHER:chosen weight decay", best.combination.weightDecay),
      measured("OTHER:chosen epochs", best.combination.epochs),
      ...oneChanged
        ? NAMES.map((name) =>
          measured(`OTHER:values of ${WORDS[name]} that beat the printed one`, betterNear(name).length)
        )
        : [],
      ...tried.map(({ combination, loss }) =>
        measured(`OTHER:MSE of ${combinationInWords(combination)}`, loss, { split: "validation" })
      ),
    ],
    history: [],
  };
}

const WORDS: { [name in keyof Combination]: string } = {
  learningRate: "learning rate",
  batchSize: "batch size",
  latentSize: "latent size",
  hidden: "hidden sizes",
  dropout: "dropout",
  weightDecay: "weight decay",
  epochs: "epochs",
};

/** The search. 5,120 images are whole batches of each size, so that each combination compiles one step. */
export function tableTwo({ experiment }: PaperBuilder, network: DenseChoices): Experiment {
  return experiment<Choices>("study-table-2", {
    title: "Table II: hyperparameters by the loss of images that were not trained on",
    study: { question: "Which of Table II's hyperparameters reconstruct unseen images best?" },
    seconds: { smoke: 7, paper: 240 },
    smoke: { search: { rows: { train: 256, validation: 64 }, oneChanged: false, drawn: 1 } },
    config: {
      images: { pixels: [-1, 1] },
      network,
      search: {
        grid: GRID,
        rows: { train: 5120, validation: 1024 },
        oneChanged: true,
        drawn: 10,
        seed: 42,
      },
    },
    run: runSearch,
  });
}
