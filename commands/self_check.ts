/**
 * Whether the engine computes what it should: a product of matrices and a compiled training step against stored values.
 *
 * @module
 */
import { adam, type AdamState, compile, lossAndGradients, type Parameters, tf } from "../engine/mod.ts";
import golden from "./golden/doctor.json" with { type: "json" };

/** What was computed, and how far it is from NumPy's values at most, relative where those are above 1. */
export interface Deviation {
  what: string;
  deviation: number;
  /** The most that is right. */
  tolerance: number;
}

/** The product of a 8 × 96 and a 96 × 6 matrix. */
export async function productDeviation(): Promise<Deviation> {
  const factors = [fill(8, 96, 1), fill(96, 6, 2)];
  const product = tf.matMul(factors[0], factors[1]);
  const found = await product.data();
  tf.dispose([...factors, product]);
  return { what: "product of matrices", deviation: furthest(found, golden.product), tolerance: 1e-5 };
}

/** Five compiled steps of an autoencoder 12-8-12 by Adam: the losses, and the weights after them. */
export async function trainingDeviation(): Promise<Deviation> {
  const optimiser = adam({ learningRate: 0.01 });
  const x = fill(16, 12, 3);
  let parameters: Parameters = { in: fill(12, 8, 4), out: fill(8, 12, 5) };
  let moments = optimiser.init(parameters);
  const step = compile((parameters: Parameters, moments: AdamState, x: tf.Tensor) => {
    const { loss, gradients } = lossAndGradients(
      ({ in: first, out }) => ({
        loss: tf.mean(tf.squaredDifference(tf.matMul(tf.tanh(tf.matMul(x, first)), out), x)),
        rest: [],
      }),
      parameters,
    );
    const { parameters: next, state } = optimiser.update(parameters, gradients, moments);
    return { parameters: next, moments: state, loss };
  }, [parameters, moments, x]);
  const losses: number[] = [];
  for (let i = 0; i < golden.losses.length; i++) {
    const next = step(parameters, moments, x);
    tf.dispose([parameters, moments]);
    ({ parameters, moments } = next);
    losses.push((await next.loss.data())[0]);
    next.loss.dispose();
  }
  const found = [...losses, ...await parameters.out.data()];
  tf.dispose([x, parameters, moments]);
  return {
    what: "compiled training steps",
    deviation: furthest(found, [...golden.losses, ...golden.out]),
    tolerance: 1e-4,
  };
}

/** The inputs that golden/make.py has. */
function fill(rows: number, columns: number, salt: number): tf.Tensor2D {
  const values = Float32Array.from({ length: rows * columns }, (_, i) => (37 * i + salt) % 101 / 101 - 0.5);
  return tf.tensor2d(values, [rows, columns]);
}

function furthest(found: ArrayLike<number>, expected: readonly number[]): number {
  const apart = expected.map((value, i) => Math.abs(found[i] - value) / Math.max(1, Math.abs(value)));
  // NaN, which Math.max() keeps, is as far as can be.
  const most = Math.max(...apart);
  return Number.isNaN(most) ? Infinity : most;
}
