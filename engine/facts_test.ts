import { assertEquals } from "@std/assert";
import { type Surroundings, tensorFlowFacts } from "./facts.ts";

const h100 = { cuda: "12.4", gpus: ["NVIDIA H100", "NVIDIA H100"] };
const facts = (of: Partial<Surroundings>) =>
  tensorFlowFacts({ driver: undefined, builds: [{ gpu: false }], named: undefined, ...of });
const both = [{ gpu: true }, { gpu: false }];

Deno.test("tensorFlowFacts() knows a GPU that TensorFlow can use, a driver that it can't, and no TensorFlow", () => {
  assertEquals(facts({}), { tensorflow: true });
  assertEquals(facts({ builds: [] }), { tensorflow: false });
  assertEquals(facts({ builds: both, driver: h100 }), {
    tensorflow: true,
    nvidia: "NVIDIA H100 (CUDA 12.4)",
  });
  assertEquals(facts({ builds: both }), { tensorflow: true, nvidia: "the GPU that RECLAIM_GPU=1 promises" });
  assertEquals(facts({ driver: { ...h100, gpus: [], fault: "it finds no GPU" } }), {
    tensorflow: true,
    nvidiaFault: "NVIDIA's driver is there, but it finds no GPU",
  });
  assertEquals(facts({ driver: h100, builds: [] }), {
    tensorflow: false,
    nvidiaFault:
      "NVIDIA's driver is there, but no TensorFlow for this machine, or none that is allowed, works with it",
  });
});

Deno.test("tensorFlowFacts() takes a named TensorFlow to use the GPU whose driver works", () => {
  const named = "/opt/tensorflow";
  assertEquals(facts({ named, builds: [] }), { tensorflow: true });
  assertEquals(facts({ named, driver: h100 }), { tensorflow: true, nvidia: "NVIDIA H100 (CUDA 12.4)" });
});
