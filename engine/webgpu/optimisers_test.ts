import { assert, assertEquals } from "@std/assert";
import golden from "../golden/optimisers.json" with { type: "json" };
import { assertClose } from "../testing.ts";
import { found, onWebGpu } from "./testing.ts";

type Values = { weight: number[][]; bias: number[] };

const DECAYS = `
  const { adam, compile, deviceCounts, sgd } = engine;
  const decay = (kind, of) => ({ weightDecay: { kind, rate: 0.1, of } });
  const optimisers = {
    "adam": adam(),
    "adam, other constants": adam({ learningRate: 0.02, beta1: 0.5, beta2: 0.99, epsilon: 1e-6 }),
    "adam, no memory": adam({ learningRate: 0.02, beta1: 0, beta2: 0 }),
    "adam, L2": adam({ learningRate: 0.01, ...decay("l2", "all") }),
    "adam, L2 of weights": adam({ learningRate: 0.01, ...decay("l2", "weights") }),
    "adamW": adam({ learningRate: 0.01, ...decay("decoupled", "all") }),
    "adamW of weights": adam({ learningRate: 0.01, ...decay("decoupled", "weights") }),
    "keras": adam({ convention: "keras" }),
    "sgd": sgd({ learningRate: 0.05 }),
    "sgd, momentum": sgd({ learningRate: 0.05, momentum: 0.9 }),
    "sgd, momentum, L2": sgd({ learningRate: 0.05, momentum: 0.9, ...decay("l2", "all") }),
    "sgd, momentum, L2 of weights": sgd({ learningRate: 0.05, momentum: 0.9, ...decay("l2", "weights") }),
    "sgd, decoupled": sgd({ learningRate: 0.05, ...decay("decoupled", "all") }),
  };
  const tensors = ({ weight, bias }) => ({ weight: tf.tensor2d(weight), bias: tf.tensor1d(bias) });
`;

Deno.test({
  name: "ten steps on WebGPU are those of PyTorch and of Keras's formula, a program for each parameter",
  ignore: !found,
  async fn() {
    const { after, dispatches } = await onWebGpu(`
      ${DECAYS}
      const { start, gradients, after } = ${JSON.stringify(golden)};
      const results = {}, dispatches = {};
      for (const name of Object.keys(after)) {
        let parameters = tensors(start);
        let state = optimisers[name].init(parameters);
        const update = compile(optimisers[name].update, [parameters, tensors(gradients[0]), state]);
        results[name] = [];
        for (const step of gradients) {
          const before = deviceCounts().dispatches;
          ({ parameters, state } = update(parameters, tensors(step), state));
          dispatches[name] = deviceCounts().dispatches - before;
          results[name].push({ weight: await parameters.weight.array(), bias: await parameters.bias.array() });
        }
      }
      print({ after: results, dispatches });
    `) as { after: Record<string, Values[]>; dispatches: Record<string, number> };
    assertEquals(Object.keys(after), Object.keys(golden.after));
    for (const [name, expected] of Object.entries(golden.after)) {
      expected.forEach(({ weight, bias }, i) => {
        assertClose(after[name][i].weight.flat(), weight.flat(), 5e-7, `${name}, step ${i + 1}`);
        assertClose(after[name][i].bias, bias, 5e-7, `${name}, step ${i + 1}`);
      });
      // Adam counts its steps by one more.
      assert(dispatches[name] <= (name.startsWith("sgd") ? 2 : 3), `${name}: ${dispatches[name]}`);
    }
  },
});

Deno.test({
  name:
    "an update on WebGPU is what the formula of the other engines makes of the same numbers, and changes no input",
  ignore: !found,
  async fn() {
    const program = (name: string) => `
      await engine.initEngine({ engine: ${JSON.stringify(name)} });
      ${DECAYS}
      const wave = (n, by) => Float32Array.from({ length: n }, (_, i) => Math.sin(by * i + 1));
      const results = {};
      for (const [name, { init, update }] of Object.entries(optimisers)) {
        const start = { weight: tf.tensor2d(wave(1200, 0.7), [40, 30]), bias: tf.tensor1d(wave(30, 0.3)) };
        let parameters = start;
        let state = init(parameters);
        for (let step = 1; step <= 30; step++) {
          const gradients = { weight: tf.tensor2d(wave(1200, step), [40, 30]), bias: tf.tensor1d(wave(30, step / 9)) };
          ({ parameters, state } = update(parameters, gradients, state));
        }
        const leaves = [parameters, ...Object.values(state)].flatMap((t) => t instanceof tf.Tensor ? [t] : Object.values(t));
        results[name] = [];
        for (const leaf of [start.weight, ...leaves]) results[name].push([...await leaf.data()]);
      }
      print(results);
    `;
    const [device, host] = [await onWebGpu(program("webgpu")), await onWebGpu(program("cpu"))] as Record<
      string,
      number[][]
    >[];
    for (const [name, leaves] of Object.entries(host)) {
      assertEquals(device[name][0], leaves[0]);
      leaves.forEach((leaf, i) => assertClose(device[name][i], leaf, 3e-6, `${name}, tensor ${i}`));
    }
  },
});
