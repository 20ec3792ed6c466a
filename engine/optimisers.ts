/**
 * Optimisers as pure functions of tensors, for use inside compiled steps.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { deviceAdam, deviceSgd, isWebGpu } from "./webgpu/mod.ts";

/** The trainable tensors of a model by name. */
export type Parameters = { readonly [name: string]: tf.Tensor };

/** An optimiser: its state for some parameters, and one update of both. */
export interface Optimiser<State extends { readonly [key: string]: tf.Tensor | Parameters }> {
  /** The state before the first update. */
  init(parameters: Parameters): State;
  /** The parameters and the state after one step along `gradients`, which have the parameters' names. */
  update(
    parameters: Parameters,
    gradients: Parameters,
    state: State,
  ): { parameters: Parameters; state: State };
}

/**
 * Weight decay: `l2` adds `rate · w` to the gradient (PyTorch's `weight_decay`); `decoupled` takes
 * `learningRate · rate · w` off the weight (Loshchilov & Hutter, ICLR 2019).
 */
export type WeightDecay = {
  /** Where it acts: in the gradient, or beside the step. */
  readonly kind: "l2" | "decoupled";
  /** At least 0. */
  readonly rate: number;
  /** Whether it applies to all parameters, or to those alone whose name begins with `weight`: not to biases. */
  readonly of: "weights" | "all";
};

/** All that {@linkcode adam} depends on. */
export type AdamChoices = {
  /** Tells it from the other optimisers. */
  readonly kind: "adam";
  /** At least 0. */
  readonly learningRate: number;
  /** Decay of the mean of gradients, in [0, 1). */
  readonly beta1: number;
  /** Decay of the mean of squared gradients, in [0, 1). */
  readonly beta2: number;
  /**
   * Where epsilon stands: `pytorch` adds it to the root of the bias-corrected second moment (Algorithm 1), `keras` to the
   * root of the uncorrected one ("epsilon hat", the form just before §2.1).
   */
  readonly convention: "pytorch" | "keras";
  /** Keeps the quotient finite; above 0. */
  readonly epsilon: number;
  /** Null: none. */
  readonly weightDecay: WeightDecay | null;
};

/** PyTorch's defaults. */
export const ADAM: AdamChoices = {
  kind: "adam",
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  convention: "pytorch",
  epsilon: 1e-8,
  weightDecay: null,
};

/** Keras's defaults. */
export const KERAS_ADAM: AdamChoices = { ...ADAM, convention: "keras", epsilon: 1e-7 };

/** All that {@linkcode sgd} depends on. */
export type SgdChoices = {
  /** Tells it from the other optimisers. */
  readonly kind: "sgd";
  /** At least 0. */
  readonly learningRate: number;
  /** In [0, 1). */
  readonly momentum: number;
  /** Null: none. */
  readonly weightDecay: WeightDecay | null;
};

/** Plain gradient descent. The learning rate has no default. */
export const SGD: Omit<SgdChoices, "learningRate"> = { kind: "sgd", momentum: 0, weightDecay: null };

/** An optimiser as data: all that its steps depend on. */
export type OptimiserChoices = AdamChoices | SgdChoices;

/** The state of an optimiser of any kind. */
export type OptimiserState = { readonly [key: string]: tf.Tensor | Parameters };

/**
 * The optimiser that these choices describe.
 *
 * @example
 * ```ts
 * import { ADAM, optimiserOf } from "./optimisers.ts";
 * import { tf } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { init, update } = optimiserOf({ ...ADAM, learningRate: 0.5 });
 * const start = { weight: tf.scalar(1) };
 * const { parameters } = update(start, { weight: tf.scalar(3) }, init(start));
 * assertEquals(parameters.weight.dataSync()[0], 0.5);
 * ```
 */
export function optimiserOf(choices: OptimiserChoices): Optimiser<OptimiserState> {
  return choices.kind === "adam" ? adam(choices) : sgd(choices);
}

/** The state of {@linkcode adam}: both moments of each parameter, and the number of steps so far (a scalar). */
export interface AdamState {
  /** By name, as a structure of tensors. */
  readonly [key: string]: tf.Tensor | Parameters;
  /** The decaying mean of each parameter's gradients. */
  readonly first: Parameters;
  /** The decaying mean of each parameter's squared gradients. */
  readonly second: Parameters;
  /** A float32 scalar. */
  readonly steps: tf.Tensor;
}

/**
 * Adam (Kingma & Ba, ICLR 2015, Algorithm 1).
 *
 * @param options What differs from {@linkcode ADAM}, or from {@linkcode KERAS_ADAM} by Keras's convention.
 * @throws {RangeError} If a number is out of its range.
 */
export function adam(options: Partial<AdamChoices> = {}): Optimiser<AdamState> {
  const { learningRate, beta1, beta2, convention, epsilon, weightDecay } = {
    ...options.convention === "keras" ? KERAS_ADAM : ADAM,
    ...options,
  };
  checkRange({ learningRate, ...weightDecay && { "weightDecay.rate": weightDecay.rate } }, Infinity);
  checkRange({ beta1, beta2 }, 1);
  if (!(epsilon > 0)) {
    throw new RangeError(`Cannot make an optimiser: epsilon must be above 0, got ${epsilon}`);
  }
  return {
    init: (parameters) => ({
      first: each(parameters, (p) => tf.zerosLike(p)),
      second: each(parameters, (p) => tf.zerosLike(p)),
      steps: tf.scalar(0),
    }),
    update(parameters, gradients, state) {
      const steps = tf.add(state.steps, 1);
      // The same by one program for each parameter, where the formula below would take a dozen.
      if (isWebGpu()) {
        const after = each(parameters, (parameter, name) =>
          deviceAdam(
            { learningRate, beta1, beta2, convention, epsilon, ...decayOf(weightDecay, learningRate, name) },
            {
              parameter,
              gradient: gradients[name],
              first: state.first[name],
              second: state.second[name],
              steps,
            },
          ));
        return {
          parameters: each(after, ({ parameter }) => parameter),
          state: {
            first: each(after, ({ first }) => first),
            second: each(after, ({ second }) => second),
            steps,
          },
        };
      }
      const correction1 = correction(beta1, steps);
      const correction2 = tf.sqrt(correction(beta2, steps));
      // Both conventions as one quotient: rate · m / (√v + e).
      const rate = tf.div(tf.mul(learningRate, correction2), correction1);
      const e = convention === "pytorch" ? tf.mul(epsilon, correction2) : epsilon;
      const decayed = withL2(parameters, gradients, weightDecay);
      const first = each(
        parameters,
        (_, name) => tf.add(tf.mul(state.first[name], beta1), tf.mul(decayed[name], 1 - beta1)),
      );
      const second = each(
        parameters,
        (_, name) => tf.add(tf.mul(state.second[name], beta2), tf.mul(tf.square(decayed[name]), 1 - beta2)),
      );
      const moved = each(
        decoupled(parameters, learningRate, weightDecay),
        (p, name) => tf.sub(p, tf.div(tf.mul(rate, first[name]), tf.add(tf.sqrt(second[name]), e))),
      );
      return { parameters: moved, state: { first, second, steps } };
    },
  };
}

/** 1 - β^steps; the difference of the two would lose half of float32's digits where β is near 1. */
function correction(beta: number, steps: tf.Tensor): tf.Tensor {
  return tf.neg(tf.expm1(tf.mul(steps, Math.log(beta))));
}

/** The state of {@linkcode sgd}: the velocity of each parameter. */
export interface SgdState {
  /** By name, as a structure of tensors. */
  readonly [key: string]: Parameters;
  /** The decaying sum of each parameter's gradients. */
  readonly velocity: Parameters;
}

/**
 * Stochastic gradient descent with momentum: v ← momentum · v + g, w ← w - learningRate · v.
 *
 * @param options The learning rate, and what differs from {@linkcode SGD}.
 * @throws {RangeError} If a number is out of its range.
 */
export function sgd(
  options: Pick<SgdChoices, "learningRate"> & Partial<SgdChoices>,
): Optimiser<SgdState> {
  const { learningRate, momentum, weightDecay } = { ...SGD, ...options };
  checkRange({ learningRate, ...weightDecay && { "weightDecay.rate": weightDecay.rate } }, Infinity);
  checkRange({ momentum }, 1);
  return {
    init: (parameters) => ({ velocity: each(parameters, (p) => tf.zerosLike(p)) }),
    update(parameters, gradients, state) {
      if (isWebGpu()) {
        const after = each(parameters, (parameter, name) =>
          deviceSgd(
            { learningRate, momentum, ...decayOf(weightDecay, learningRate, name) },
            { parameter, gradient: gradients[name], velocity: state.velocity[name] },
          ));
        return {
          parameters: each(after, ({ parameter }) => parameter),
          state: { velocity: each(after, ({ velocity }) => velocity) },
        };
      }
      const decayed = withL2(parameters, gradients, weightDecay);
      const velocity = each(
        parameters,
        (_, name) => tf.add(tf.mul(state.velocity[name], momentum), decayed[name]),
      );
      const moved = each(
        decoupled(parameters, learningRate, weightDecay),
        (p, name) => tf.sub(p, tf.mul(velocity[name], learningRate)),
      );
      return { parameters: moved, state: { velocity } };
    },
  };
}

/** Refuses a number that is below 0, or not below `end`. */
function checkRange(values: { readonly [name: string]: number }, end: number): void {
  for (const [name, value] of Object.entries(values)) {
    if (value >= 0 && value < end) continue;
    const range = end === Infinity ? "finite and at least 0" : `from 0 to below ${end}`;
    throw new RangeError(`Cannot make an optimiser: ${name} must be ${range}, got ${value}`);
  }
}

/** What `fn` makes of each value, under the same name. */
function each<From, To>(
  values: { readonly [name: string]: From },
  fn: (value: From, name: string) => To,
): { [name: string]: To } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fn(value, name)]));
}

/** A parameter's decay as the device's programs take it. */
function decayOf(
  decay: WeightDecay | null,
  learningRate: number,
  name: string,
): { l2: number; shrink: number } {
  return { l2: rateOf(decay, "l2", name), shrink: 1 - learningRate * rateOf(decay, "decoupled", name) };
}

function rateOf(decay: WeightDecay | null, kind: WeightDecay["kind"], name: string): number {
  return decay?.kind === kind && (decay.of === "all" || name.startsWith("weight")) ? decay.rate : 0;
}

function withL2(parameters: Parameters, gradients: Parameters, decay: WeightDecay | null): Parameters {
  return each(gradients, (g, name) => {
    const rate = rateOf(decay, "l2", name);
    return rate === 0 ? g : tf.add(g, tf.mul(parameters[name], rate));
  });
}

function decoupled(parameters: Parameters, learningRate: number, decay: WeightDecay | null): Parameters {
  return each(parameters, (p, name) => {
    const rate = rateOf(decay, "decoupled", name);
    return rate === 0 ? p : tf.mul(p, 1 - learningRate * rate);
  });
}
