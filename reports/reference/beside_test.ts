import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { measured } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { type Apart, type Beside, besideReference, seedsApart } from "./beside.ts";
import { makeReference } from "./make.ts";
import { ACCURACIES, eightRuns, exampleReference, quickRun, trained } from "./testing.ts";

const PLAIN = exampleReference(), TRAINED = exampleReference(trained());

/** Another accuracy of each of the eight runs, which moves too. */
const OTHERS = [0.20, 0.21, 0.19, 0.22, 0.20, 0.18, 0.21, 0.23];

function apartOf(beside: Beside): readonly Apart[] {
  assert(beside.kind === "apart", beside.kind);
  return beside.numbers;
}

Deno.test("besideReference() wants the numbers of a run without training to be those of its seed", () => {
  for (const [i, accuracy] of ACCURACIES.entries()) {
    assertEquals(besideReference(quickRun(accuracy, i + 1), PLAIN).kind, "match");
    assertEquals(besideReference(quickRun(accuracy + 9e-7, i + 1), PLAIN).kind, "match");
    assertEquals(apartOf(besideReference(quickRun(accuracy + 2e-6, i + 1), PLAIN)), [{
      name: "ACC, code, test",
      value: accuracy + 2e-6,
      expected: { low: accuracy, high: accuracy },
    }]);
  }
});

Deno.test("besideReference() is relative above 1", () => {
  const run = (value: number) => quickRun(0, 1, { measurements: [measured("CHI", value)] });
  const reference = makeReference(ACCURACIES.map((_, i) => ({ ...run(5000), seed: i + 1 })));
  assertEquals(besideReference(run(5000.004), reference).kind, "match");
  assertEquals(besideReference(run(5000.006), reference).kind, "apart");
});

// SciPy 1.17.1: mean ± t.ppf(0.995, 7) · sd · √(1 + 1/8); at 0.99^(1/2) where two numbers move.
Deno.test("besideReference() wants a trained run inside the prediction interval of the seeds", () => {
  const low = 0.4240807569312542, high = 0.6059192430687459;
  const beside = (accuracy: number) => besideReference(quickRun(accuracy, 1, trained()), TRAINED);
  assertEquals([low, high, 0.5].map((accuracy) => beside(accuracy).kind), ["match", "match", "match"]);
  assertEquals([low - 2e-6, high + 2e-6].map((accuracy) => beside(accuracy).kind), ["apart", "apart"]);
  const [{ expected }] = apartOf(beside(0.7));
  assertAlmostEquals(expected.low, low, 1e-12);
  assertAlmostEquals(expected.high, high, 1e-12);
});

Deno.test("besideReference() gives every moving number a share of the level", () => {
  const withOther = (run: RunRecord, value: number): RunRecord => ({
    ...run,
    measurements: [...run.measurements, measured("NMI", value)],
  });
  const reference = makeReference(eightRuns(trained()).map((run, i) => withOther(run, OTHERS[i])));
  const beside = (accuracy: number, other: number) =>
    besideReference(withOther(quickRun(accuracy, 1, trained()), other), reference);
  const [acc, nmi] = apartOf(beside(0.7, 0.3));
  assertAlmostEquals(acc.expected.low, 0.41036614003199123, 1e-12);
  assertAlmostEquals(acc.expected.high, 0.6196338599680088, 1e-12);
  assertAlmostEquals(nmi.expected.low, 0.1365010594915987, 1e-12);
  assertAlmostEquals(nmi.expected.high, 0.27349894050840134, 1e-12);
  assertEquals(beside(0.61, 0.27).kind, "match");
});

Deno.test("besideReference() matches every trained run that the reference is of, however far out it lies", () => {
  const far = [0, 0, 0, 0, 0, 0, 0, 1];
  const runs = far.map((value, i) => quickRun(value, i + 1, trained()));
  const reference = makeReference(runs);
  for (const run of runs) assertEquals(besideReference(run, reference).kind, "match");
});

Deno.test("besideReference() wants what no seed moves to be equal, in trained runs too", () => {
  const [first, ...epochs] = trained().history;
  const history = [{ ...first, loss: 2.1 }, ...epochs];
  assertEquals(apartOf(besideReference(quickRun(0.5, 1, { history }), TRAINED)), [{
    name: "loss of the first epoch",
    value: 2.1,
    expected: { low: 2, high: 2 },
  }]);
});

Deno.test("besideReference() does not judge a seed that the reference lacks, unless no seed moves anything", () => {
  assertEquals(besideReference(quickRun(0.5, 99), PLAIN), {
    kind: "not comparable",
    why: "the reference has no run with the seed 99",
  });
  assertEquals(besideReference(quickRun(0.5, 99, trained()), TRAINED).kind, "match");
  const still = makeReference(eightRuns().map(({ seed }) => quickRun(0.5, seed)));
  assertEquals(besideReference(quickRun(0.5, 99), still).kind, "match");
  assertEquals(besideReference(quickRun(0.6, 99), still).kind, "apart");
});

Deno.test("besideReference() misses a number that is not measured", () => {
  const run = quickRun(0.5, 1, { measurements: [] });
  assertEquals(apartOf(besideReference(run, PLAIN))[0].value, undefined);
});

Deno.test("besideReference() does not judge another engine, configuration or data, and says which", () => {
  const whyOf = (over: Partial<RunRecord>) => {
    const beside = besideReference(quickRun(0.5, 1, over), PLAIN);
    return beside.kind === "not comparable" ? beside.why : beside.kind;
  };
  assertEquals(whyOf({}), "match");
  assertEquals(
    whyOf({ engine: { name: "webgpu", device: "GPU (Radeon)", version: "4" } }),
    "the engine is webgpu on the GPU, the reference's is cpu on the CPU",
  );
  assertEquals(whyOf({ config: { epochs: 6 } }), "the configuration is not the reference's");
  assertEquals(whyOf({ data: [] }), "the data are not the reference's");
});

Deno.test("besideReference() holds other code to the reference only as far as the numbers match", () => {
  const code = "0123456789ab";
  assertEquals(besideReference(quickRun(0.5, 1, { code }), PLAIN).kind, "match");
  assertEquals(besideReference(quickRun(0.6, 1, { code }), PLAIN), {
    kind: "not comparable",
    why: "numbers differ, and the code is not the reference's",
  });
});

Deno.test("besideReference() finds nothing without a reference, an entry or the profile", () => {
  assertEquals(besideReference(quickRun(0.5, 1), undefined), { kind: "none" });
  assertEquals(besideReference(quickRun(0.5, 1, { experiment: "made/down/data" }), PLAIN), { kind: "none" });
  assertEquals(besideReference(quickRun(0.5, 1, { profile: "paper" }), PLAIN), { kind: "none" });
});

Deno.test("seedsApart() names the trained seeds that the others would not expect", () => {
  assertEquals(seedsApart(TRAINED.entries[0]), []);
  const far = eightRuns(trained()).with(3, quickRun(0.9, 4, trained()));
  assertEquals(seedsApart(makeReference(far).entries[0]), [4]);
  const plain = eightRuns().with(3, quickRun(0.9, 4));
  assertEquals(seedsApart(makeReference(plain).entries[0]), []);
});
