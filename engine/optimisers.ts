/**
 * Optimisers as pure functions of tensors, for use inside compiled steps.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

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
 * `learningRate · rate · w` off the weight (Loshchilov & Hutter, ICLR 2019). It applies to all parameters, or to those
 * that `only` names.
 */
export interface WeightDecay {
  /** Where it acts: in the gradient, or beside the step. */
  kind: "l2" | "decoupled";
  /** At least 0. */
  rate: number;
  /** Whether it applies to the parameter of this name. */
  only?: (name: string) => boolean;
}

/** Options of {@linkcode adam}. */
export interface AdamOptions {
  /** Default 0.001. */
  learningRate?: number;
  /** Decay of the mean of gradients. Default 0.9. */
  beta1?: number;
  /** Decay of the mean of squared gradients. Default 0.999. */
  beta2?: number;
  /**
   * Where epsilon stands: `pytorch` adds it to the root of the bias-corrected second moment (Algorithm 1), `keras` to the
   * root of the uncorrected one ("epsilon hat", the form just before §2.1). Default `pytorch`.
   */
  convention?: "pytorch" | "keras";
  /** Default 1e-8 by PyTorch's convention, 1e-7 by Keras's. */
  epsilon?: number;
  /** None unless given. */
  weightDecay?: WeightDecay;
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

/** Adam (Kingma & Ba, ICLR 2015, Algorithm 1). */
export function adam(options: AdamOptions = {}): Optimiser<AdamState> {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, convention = "pytorch", weightDecay } = options;
  const epsilon = options.epsilon ?? (convention === "pytorch" ? 1e-8 : 1e-7);
  return {
    init: (parameters) => ({
      first: mapParameters(parameters, (p) => tf.zerosLike(p)),
      second: mapParameters(parameters, (p) => tf.zerosLike(p)),
      steps: tf.scalar(0),
    }),
    update(parameters, gradients, state) {
      const steps = tf.add(state.steps, 1);
      const correction1 = correction(beta1, steps);
      const correction2 = tf.sqrt(correction(beta2, steps));
      // Both conventions as one quotient: rate · m / (√v + e).
      const rate = tf.div(tf.mul(learningRate, correction2), correction1);
      const e = convention === "pytorch" ? tf.mul(epsilon, correction2) : epsilon;
      const decayed = withL2(parameters, gradients, weightDecay);
      const first = mapParameters(
        parameters,
        (_, name) => tf.add(tf.mul(state.first[name], beta1), tf.mul(decayed[name], 1 - beta1)),
      );
      const second = mapParameters(
        parameters,
        (_, name) => tf.add(tf.mul(state.second[name], beta2), tf.mul(tf.square(decayed[name]), 1 - beta2)),
      );
      const moved = mapParameters(
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

/** Options of {@linkcode sgd}. */
export interface SgdOptions {
  /** Above 0. */
  learningRate: number;
  /** In [0, 1). Default 0. */
  momentum?: number;
  /** None unless given. */
  weightDecay?: WeightDecay;
}

/** The state of {@linkcode sgd}: the velocity of each parameter. */
export interface SgdState {
  /** By name, as a structure of tensors. */
  readonly [key: string]: Parameters;
  /** The decaying sum of each parameter's gradients. */
  readonly velocity: Parameters;
}

/** Stochastic gradient descent with momentum: v ← momentum · v + g, w ← w - learningRate · v. */
export function sgd({ learningRate, momentum = 0, weightDecay }: SgdOptions): Optimiser<SgdState> {
  return {
    init: (parameters) => ({ velocity: mapParameters(parameters, (p) => tf.zerosLike(p)) }),
    update(parameters, gradients, state) {
      const decayed = withL2(parameters, gradients, weightDecay);
      const velocity = mapParameters(
        parameters,
        (_, name) => tf.add(tf.mul(state.velocity[name], momentum), decayed[name]),
      );
      const moved = mapParameters(
        decoupled(parameters, learningRate, weightDecay),
        (p, name) => tf.sub(p, tf.mul(velocity[name], learningRate)),
      );
      return { parameters: moved, state: { velocity } };
    },
  };
}

function mapParameters(
  parameters: Parameters,
  fn: (parameter: tf.Tensor, name: string) => tf.Tensor,
): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, p]) => [name, fn(p, name)]));
}

function applies(decay: WeightDecay | undefined, kind: WeightDecay["kind"], name: string): number {
  return decay?.kind === kind && (decay.only?.(name) ?? true) ? decay.rate : 0;
}

function withL2(parameters: Parameters, gradients: Parameters, decay?: WeightDecay): Parameters {
  return mapParameters(gradients, (g, name) => {
    const rate = applies(decay, "l2", name);
    return rate === 0 ? g : tf.add(g, tf.mul(parameters[name], rate));
  });
}

function decoupled(parameters: Parameters, learningRate: number, decay?: WeightDecay): Parameters {
  return mapParameters(parameters, (p, name) => {
    const rate = applies(decay, "decoupled", name);
    return rate === 0 ? p : tf.mul(p, 1 - learningRate * rate);
  });
}
