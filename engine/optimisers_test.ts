import { assert, assertEquals, assertThrows } from "@std/assert";
import golden from "./golden/optimisers.json" with { type: "json" };
import {
  ADAM,
  adam,
  compile,
  initEngine,
  KERAS_ADAM,
  type Optimiser,
  type OptimiserChoices,
  optimiserOf,
  type Parameters,
  SGD,
  sgd,
  tf,
  type Tree,
} from "./mod.ts";
import { assertClose } from "./testing.ts";

await initEngine({ engine: "tensorflow", quiet: true });

type Values = { weight: number[][]; bias: number[] };

const tensors = ({ weight, bias }: Values): Parameters => ({
  weight: tf.tensor2d(weight),
  bias: tf.tensor1d(bias),
});

// deno-lint-ignore no-explicit-any
type AnyOptimiser = Optimiser<any>;

const decay = (kind: "l2" | "decoupled") => ({ weightDecay: { kind, rate: 0.1, of: "all" } as const });
const weightsOnly = (kind: "l2" | "decoupled") => ({
  weightDecay: { kind, rate: 0.1, of: "weights" } as const,
});

const optimisers: Record<keyof typeof golden.after, AnyOptimiser> = {
  "adam": adam(),
  "adam, other constants": adam({ learningRate: 0.02, beta1: 0.5, beta2: 0.99, epsilon: 1e-6 }),
  "adam, no memory": adam({ learningRate: 0.02, beta1: 0, beta2: 0 }),
  "adam, L2": adam({ learningRate: 0.01, ...decay("l2") }),
  "adam, L2 of weights": adam({ learningRate: 0.01, ...weightsOnly("l2") }),
  "adamW": adam({ learningRate: 0.01, ...decay("decoupled") }),
  "adamW of weights": adam({ learningRate: 0.01, ...weightsOnly("decoupled") }),
  "keras": adam({ convention: "keras" }),
  "sgd": sgd({ learningRate: 0.05 }),
  "sgd, momentum": sgd({ learningRate: 0.05, momentum: 0.9 }),
  "sgd, momentum, L2": sgd({ learningRate: 0.05, momentum: 0.9, ...decay("l2") }),
  "sgd, momentum, L2 of weights": sgd({ learningRate: 0.05, momentum: 0.9, ...weightsOnly("l2") }),
};

/** The parameters after each step on the golden gradients. */
function run(optimiser: AnyOptimiser, compiled: boolean): Values[] {
  return tf.tidy(() => {
    let parameters = tensors(golden.start);
    let state = optimiser.init(parameters);
    let update = (p: Tree, g: Tree, s: Tree) => optimiser.update(p as Parameters, g as Parameters, s) as Tree;
    if (compiled) update = compile(update, [parameters, tensors(golden.gradients[0]), state]);
    return golden.gradients.map((gradients) => {
      ({ parameters, state } = update(parameters, tensors(gradients), state) as unknown as {
        parameters: Parameters;
        state: typeof state;
      });
      return { weight: parameters.weight.arraySync(), bias: parameters.bias.arraySync() };
    }) as unknown as tf.TensorContainer;
  }) as unknown as Values[];
}

for (const [name, optimiser] of Object.entries(optimisers)) {
  const by = name === "keras" ? "Keras's formula" : "PyTorch";
  Deno.test(`ten steps are those of ${by}, eager and compiled: ${name}`, () => {
    for (const compiled of [false, true]) {
      const after = run(optimiser, compiled);
      golden.after[name as keyof typeof golden.after].forEach((expected, i) => {
        const what = `${compiled ? "compiled" : "eager"} step ${i + 1}`;
        assertClose(after[i].weight.flat(), expected.weight.flat(), 5e-7, what);
        assertClose(after[i].bias, expected.bias, 5e-7, what);
      });
    }
  });
}

Deno.test("optimiserOf() makes of choices what adam() and sgd() make of them", () => {
  const choices: [OptimiserChoices, AnyOptimiser][] = [
    [ADAM, adam()],
    [KERAS_ADAM, adam({ convention: "keras" })],
    [
      { ...ADAM, learningRate: 0.02, beta1: 0.5, beta2: 0.99, epsilon: 1e-6, ...weightsOnly("l2") },
      adam({ learningRate: 0.02, beta1: 0.5, beta2: 0.99, epsilon: 1e-6, ...weightsOnly("l2") }),
    ],
    [{ ...SGD, learningRate: 0.05 }, sgd({ learningRate: 0.05 })],
    [
      { ...SGD, learningRate: 0.05, momentum: 0.9, ...decay("decoupled") },
      sgd({ learningRate: 0.05, momentum: 0.9, ...decay("decoupled") }),
    ],
  ];
  for (const [data, expected] of choices) {
    assertEquals(JSON.parse(JSON.stringify(data)), data);
    assertEquals(run(optimiserOf(data), false), run(expected, false));
  }
});

Deno.test("adam() tells its two conventions apart where gradients are small", () => {
  const [pytorch, keras] = [run(adam({ epsilon: 1e-7 }), false), run(adam({ convention: "keras" }), false)];
  assert(Math.abs(pytorch[0].weight[1][0] - keras[0].weight[1][0]) > 1e-5);
});

Deno.test("an optimiser's first state is zero, and counts its steps", () => {
  tf.tidy(() => {
    const parameters = tensors(golden.start);
    const { init, update } = adam();
    const start = init(parameters);
    assertEquals(Object.keys(start), ["first", "second", "steps"]);
    assertEquals([...start.first.weight.dataSync(), ...start.second.bias.dataSync()], new Array(8).fill(0));
    assertEquals(start.steps.shape, []);
    const { state } = update(parameters, tensors(golden.gradients[0]), start);
    assertEquals([...state.steps.dataSync()], [1]);
    assertEquals(
      [...sgd({ learningRate: 1 }).init(parameters).velocity.weight.dataSync()],
      new Array(6).fill(0),
    );
  });
});

Deno.test("update() changes neither the parameters nor the state that it is given", () => {
  tf.tidy(() => {
    const parameters = tensors(golden.start);
    const { init, update } = adam({ weightDecay: { kind: "decoupled", rate: 0.1, of: "all" } });
    const state = init(parameters);
    update(parameters, tensors(golden.gradients[0]), state);
    assertClose([...parameters.weight.dataSync()], golden.start.weight.flat(), 1e-7);
    assertEquals([...state.first.weight.dataSync()], new Array(6).fill(0));
  });
});

Deno.test("adam() and sgd() refuse numbers out of their ranges", () => {
  const cases: [() => unknown, string][] = [
    [() => adam({ learningRate: -1 }), "learningRate must be finite and at least 0, got -1"],
    [() => adam({ learningRate: NaN }), "learningRate must be finite and at least 0, got NaN"],
    [() => adam({ beta1: 1 }), "beta1 must be from 0 to below 1, got 1"],
    [() => adam({ beta2: -0.1 }), "beta2 must be from 0 to below 1, got -0.1"],
    [() => adam({ epsilon: 0 }), "epsilon must be above 0, got 0"],
    [() => sgd({ learningRate: 1, momentum: 2 }), "momentum must be from 0 to below 1, got 2"],
    [
      () => sgd({ learningRate: 1, weightDecay: { kind: "l2", rate: -1, of: "all" } }),
      "weightDecay.rate must be finite and at least 0, got -1",
    ],
  ];
  for (const [make, reason] of cases) assertThrows(make, RangeError, `Cannot make an optimiser: ${reason}`);
});
