/**
 * Fig. 1: points with random labels, moved by gradient descent on the soft nearest neighbour loss of themselves.
 *
 * @module
 */
import {
  compile,
  lossAndGradients,
  type Matrix,
  permutation,
  random,
  seedFor,
  spec,
  tf,
} from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import type { Experiment, Outcome } from "../../experiments/experiment.ts";
import { labelsAt } from "../../experiments/images.ts";
import type { PaperBuilder, Run } from "../../experiments/paper.ts";
import { measured } from "../../experiments/scores.ts";
import { silhouette } from "../../metrics/mod.ts";
import { SNNL, softNearestNeighborLoss, type Temperature, temperatureAt } from "../../models/snnl/loss.ts";
import type { ProgressListener } from "../../models/training.ts";
import type { Measurement } from "../../records/record.ts";

/** How the points are moved. */
export type PointsChoices = {
  learningRate: number;
  epochs: number;
  distance: "cosine" | "euclidean";
  epsilon: number;
  /** Set beside each other. */
  temperatures: { annealed: Temperature; fixed: Temperature };
  /** The epochs that the figure shows. */
  shown: readonly number[];
};

/** The points after an epoch: the loss before it, at its temperature, and the silhouette of the labels after it. */
interface Step {
  snnl: number;
  separation: number;
}

/** The points under an annealed and under a fixed temperature; the labels are dealt out anew with each seed. */
export async function runPoints(
  config: PointsChoices,
  { train }: Dataset,
  { seed, progress }: Pick<Run, "seed" | "progress">,
): Promise<Outcome> {
  const order = permutation(train.labels.length, random(seedFor(seed, "labels of the points")));
  const labels = labelsAt(train.labels, order);
  const under = (temperature: Temperature, name: string) =>
    descend(train.images, labels, temperature, config, progress(name));
  const annealed = await under(config.temperatures.annealed, "annealed temperature");
  const fixed = await under(config.temperatures.fixed, "fixed temperature");
  const apart = annealed.flatMap(({ separation }, i) => separation > 0 ? [i + 1] : []);
  return {
    measurements: [
      ...config.shown.filter((epoch) => epoch <= config.epochs).flatMap((epoch) => [
        ...measurementsOf("annealed", annealed[epoch - 1], epoch),
        ...measurementsOf("fixed", fixed[epoch - 1], epoch),
      ]),
      ...apart.length === 0 ? [] : [
        measured("OTHER:epoch that separation is seen from", apart[0], { split: "train" }),
        measured("OTHER:epoch that separation is seen to", apart.at(-1)!, { split: "train" }),
      ],
    ],
    history: annealed.map(({ snnl, separation }, i) => ({
      epoch: i + 1,
      loss: snnl,
      separation,
      "loss at the fixed temperature": fixed[i].snnl,
      "separation at the fixed temperature": fixed[i].separation,
    })),
  };
}

async function descend(
  points: Matrix,
  labels: Int32Array,
  temperature: Temperature,
  { learningRate, epochs, distance, epsilon }: PointsChoices,
  onProgress: ProgressListener,
): Promise<Step[]> {
  const shape = [points.rows, points.columns] as [number, number];
  const y = tf.tensor1d(labels, "int32");
  let x: tf.Tensor = tf.tensor2d(Float32Array.from(points.data), shape);
  const step = compile((x: tf.Tensor, y: tf.Tensor, epoch: tf.Tensor) => {
    const { loss, gradients } = lossAndGradients(({ x }) => ({
      loss: softNearestNeighborLoss(x, y, temperatureAt(temperature, epoch), { distance, epsilon }),
      rest: [],
    }), { x });
    return { x: tf.sub(x, tf.mul(learningRate, gradients.x)), loss };
  }, [spec(shape), spec([points.rows], "int32"), spec([])]);
  const steps: Step[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const before = { x, epoch: tf.scalar(epoch) };
    const { x: moved, loss } = step(x, y, before.epoch);
    tf.dispose(before);
    x = moved;
    const [snnl] = await loss.data();
    loss.dispose();
    const now = { ...points, data: await x.data<"float32">() };
    steps.push({ snnl, separation: await silhouette(now, labels) });
    onProgress(epoch + 1, epochs, `loss ${snnl.toPrecision(4)}`);
  }
  tf.dispose([x, y]);
  return steps;
}

function measurementsOf(name: string, { snnl, separation }: Step, epoch: number): Measurement[] {
  return [
    measured(`OTHER:SNNL ${name} epoch ${epoch}`, snnl, { split: "train" }),
    measured(`OTHER:separation ${name} epoch ${epoch}`, separation, { split: "train" }),
  ];
}

/** The figure. */
export function fig1({ experiment }: PaperBuilder, temperatures: PointsChoices["temperatures"]): Experiment {
  return experiment<PointsChoices>("fig-1", {
    dataset: "gaussian",
    title: "300 points with random labels, moved by the soft nearest neighbour loss",
    seconds: { quick: 6, paper: 6 },
    config: {
      learningRate: 300,
      epochs: 50,
      distance: "cosine",
      epsilon: SNNL.epsilon,
      temperatures,
      shown: [20, 50],
    },
    run: runPoints,
  });
}
