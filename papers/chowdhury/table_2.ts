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
import { mse } from "../../metrics/mod.ts";
import { fitAutoencoder } from "../../models/autoencoder/fit.ts";
import { type Experiment, experiment, type Outcome, type RunContext } from "../../experiments/experiment.ts";
import { measured } from "../../experiments/scores.ts";
import { scaledSplits } from "../../experiments/splits.ts";
import { AUTOENCODER, optionsOf, PAPER as paper, type TrainingConfig } from "./protocol.ts";

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

/** Table II's ranges. Its hidden sizes are [128, 256, 512]; two of these, the larger first, as in the printed choice. */
export const GRID = {
  learningRate: [0.0001, 0.001, 0.01],
  batchSize: [32, 64, 128, 256],
  latentSize: [16, 32, 64, 128],
  hidden: [[512, 256], [512, 128], [256, 128]],
  dropout: [0.1, 0.2, 0.3, 0.5],
  weightDecay: [1e-6, 1e-5, 1e-4],
  epochs: [5, 10, 20, 50],
} as const satisfies { [name in keyof Combination]: readonly Combination[name][] };

/** Table II's choice. */
export const PRINTED: Combination = {
  learningRate: 0.001,
  batchSize: 64,
  latentSize: 64,
  hidden: [512, 256],
  dropout: 0.2,
  weightDecay: 1e-5,
  epochs: 5,
};

type SearchConfig = {
  /** How many images are trained on, and how many tried on. */
  rows: { train: number; validation: number };
  /** Whether all that differ from the printed choice in one value are tried. */
  oneChanged: boolean;
  /** How many combinations are drawn. */
  drawn: number;
};

const NAMES = Object.keys(GRID) as (keyof Combination)[];

/** Seed of the draw. */
const DRAW = 42;

/** Those combinations that differ from the printed choice in one value, in Table II's order. */
export function neighbours(): Combination[] {
  return NAMES.flatMap((name) =>
    GRID[name]
      .filter((value) => String(value) !== String(PRINTED[name]))
      .map((value) => ({ ...PRINTED, [name]: value }))
  );
}

/** Combinations drawn from the whole grid without putting back, other than `without`. */
export function drawn(count: number, without: readonly Combination[]): Combination[] {
  const next = random(seedFor(DRAW, "chowdhury", "Table II"));
  const known = new Set(without.map((combination) => JSON.stringify(combination)));
  const found: Combination[] = [];
  while (found.length < count) {
    const one = Object.fromEntries(
      NAMES.map((name) => [name, GRID[name][Math.floor(next() * GRID[name].length)]]),
    ) as Combination;
    const text = JSON.stringify(one);
    if (known.has(text)) continue;
    known.add(text);
    found.push(one);
  }
  return found;
}

/** A combination as what it changes in the paper's training. */
function trainingOf({ latentSize, hidden, dropout, ...training }: Combination): TrainingConfig {
  const { architecture } = AUTOENCODER;
  return {
    ...training,
    architecture: { ...architecture, sizes: [architecture.sizes[0], ...hidden, latentSize], dropout },
  };
}

/** A combination in words. */
export function combinationInWords(one: Combination): string {
  return `learning rate ${one.learningRate}, batch ${one.batchSize}, code ${one.latentSize}, ` +
    `hidden ${one.hidden.join("-")}, dropout ${one.dropout}, decay ${one.weightDecay}, ${one.epochs} epochs`;
}

async function runSearch(
  { rows, oneChanged, drawn: count }: SearchConfig,
  data: Dataset,
  { seed, progress }: RunContext,
): Promise<Outcome> {
  const { images } = scaledSplits(data, -1).train;
  const range = (from: number, length: number) => Int32Array.from({ length }, (_, i) => from + i);
  const train = takeRows(images, range(0, rows.train));
  const validation = takeRows(images, range(rows.train, rows.validation));
  const near = oneChanged ? neighbours() : [];
  const combinations = [PRINTED, ...near, ...drawn(count, [PRINTED, ...near])];
  const update = progress("Table II");
  const tried: { combination: Combination; loss: number }[] = [];
  for (const combination of combinations) {
    const autoencoder = await fitAutoencoder(train, { ...optionsOf(trainingOf(combination)), seed });
    const loss = mse(validation, autoencoder.reconstruct(validation));
    autoencoder.dispose();
    tried.push({ combination, loss });
    update(tried.length, combinations.length, `validation loss ${loss.toPrecision(4)}`);
  }
  const best = tried.reduce((a, b) => b.loss < a.loss ? b : a);
  const [printed] = tried;
  const worse = (name: keyof Combination) =>
    tried.slice(1, 1 + near.length).filter(({ combination, loss }) =>
      String(combination[name]) !== String(PRINTED[name]) && loss < printed.loss
    );
  return {
    measurements: [
      measured("OTHER:MSE of the chosen combination", best.loss, { split: "validation" }),
      measured("OTHER:MSE of the printed combination", printed.loss, { split: "validation" }),
      measured("OTHER:combinations tried", tried.length),
      measured(
        "OTHER:rank of the printed combination",
        1 + tried.filter(({ loss }) => loss < printed.loss).length,
      ),
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
          measured(`OTHER:values of ${WORDS[name]} that beat the printed one`, worse(name).length)
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

/** 5,120 images are whole batches of each size, so that each combination compiles one step. */
const config: SearchConfig = { rows: { train: 5120, validation: 1024 }, oneChanged: true, drawn: 10 };

/** The search. */
export const search: Experiment = experiment<SearchConfig>({
  paper,
  method: "study-table-2",
  dataset: "mnist",
  title: "Table II: hyperparameters by the loss of images that were not trained on",
  profiles: {
    smoke: {
      dataset: "mnist-10k",
      seconds: 5,
      config: { rows: { train: 256, validation: 64 }, oneChanged: false, drawn: 1 },
    },
    paper: { dataset: "mnist", seconds: 240, config },
  },
  run: runSearch,
});
