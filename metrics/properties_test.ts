import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Matrix, matrix } from "../engine/matrix.ts";
import { initEngine } from "../engine/mod.ts";
import { random } from "../engine/random.ts";
import { accuracy } from "./accuracy.ts";
import { daviesBouldin } from "./davies_bouldin.ts";
import type { LabelMetric, Metric, SpaceMetric } from "./metric.ts";
import { checkMetric } from "./properties.ts";
import { KNOWN_METRICS } from "./registry.ts";
import { silhouetteOfSample } from "./sampled_silhouette.ts";
import { labelTrials, renamed, spaceTrials } from "./trials.ts";

await initEngine();

const SIL_15 = silhouetteOfSample(15);

for (const metric of [...KNOWN_METRICS, SIL_15]) {
  Deno.test(`checkMetric() finds no fault in ${metric.name}`, async () => {
    assertEquals(await checkMetric(metric), []);
  });
}

for (const metric of KNOWN_METRICS.filter((metric) => metric.kind === "labels")) {
  const { name, averages = [undefined], compute } = metric;

  Deno.test(`${name} does not change in its last digit with the labels' names`, () => {
    const next = random(102);
    for (const average of averages) {
      for (const { classes, clusters } of labelTrials(101)) {
        const value = compute(classes, clusters, average);
        assertEquals(compute(renamed(classes, next), renamed(clusters, next), average), value);
        assert(value <= metric.range[1]);
      }
    }
  });

  Deno.test(`${name} takes any array of integers`, () => {
    const expected = compute([0, 1, 1, 2], [1, 1, 0, 0]);
    assertEquals(compute(Uint8Array.of(0, 1, 1, 2), Float64Array.of(1, 1, 0, 0)), expected);
  });

  Deno.test(`${name} refuses labels of another number and what is not an integer`, () => {
    assertThrows(() => compute([1, 2], [1]), RangeError, "there must be as many predicted as true labels");
    assertThrows(() => compute([1, NaN], [1, 2]), RangeError, "got NaN at position 1");
    assertThrows(() => compute([1, 2], [1.5, 2]), RangeError, "got 1.5 at position 0");
  });
}

function mapPoints(
  { data, rows, columns }: Matrix,
  change: (value: number, column: number) => number,
): Matrix {
  return matrix(data.map((value, i) => change(value, i % columns)) as Float32Array, rows, columns);
}

for (const metric of [...KNOWN_METRICS, SIL_15].filter((metric) => metric.kind === "space")) {
  const { name } = metric;
  const compute = async (points: Matrix, clusters: ArrayLike<number>) =>
    await metric.compute(points, clusters, 42);
  const assertSame = async (points: Matrix, clusters: ArrayLike<number>, expected: Promise<number>) => {
    const value = await expected;
    const relative = points.data instanceof Float32Array ? 1e-5 : 1e-9;
    assertAlmostEquals(await compute(points, clusters), value, relative * Math.max(Math.abs(value), 1));
  };

  Deno.test(`${name} does not change in its last digit with the labels' names`, async () => {
    const next = random(105);
    for (const { points, clusters } of spaceTrials(104)) {
      assertEquals(await compute(points, renamed(clusters, next)), await compute(points, clusters));
    }
  });

  Deno.test(`${name} does not change when all points are moved`, async () => {
    for (const { points, clusters } of spaceTrials(104)) {
      const moved = mapPoints(points, (value, j) => value + 500 * j - 1000);
      await assertSame(moved, clusters, compute(points, clusters));
    }
  });

  Deno.test(`${name} does not change when all points are scaled`, async () => {
    for (const { points, clusters } of spaceTrials(104)) {
      await assertSame(mapPoints(points, (value) => -1024 * value), clusters, compute(points, clusters));
      await assertSame(mapPoints(points, (value) => value / 1024), clusters, compute(points, clusters));
    }
  });

  Deno.test(`${name} is the same for float32 and float64 points`, async () => {
    for (const { points: { data, rows, columns }, clusters } of spaceTrials(104)) {
      const single = matrix(Float32Array.from(data), rows, columns);
      await assertSame(single, clusters, compute(matrix(Float64Array.from(data), rows, columns), clusters));
    }
  });

  Deno.test(`${name} refuses one cluster, n clusters and numbers that are not finite`, async () => {
    const points = matrix(Float64Array.of(0, 1, 5), 3, 1);
    const broken = matrix(Float64Array.of(0, Infinity, 5), 3, 1);
    const cases: [Matrix, number[], string][] = [
      [points, [1, 1, 1], "k must be at least 2, got 1"],
      [points, [1, 2, 3], "k must be at most n - 1 = 2, got 3"],
      [broken, [1, 1, 2], "got Infinity at row 1, column 0"],
    ];
    for (const [data, clusters, message] of cases) {
      await assertRejects(() => compute(data, clusters), RangeError, message);
    }
  });
}

const ACC: LabelMetric = {
  kind: "labels",
  name: "OWN",
  title: "a paper's own accuracy",
  direction: "higher",
  floor: { units: 0.02 },
  range: [0, 1],
  symmetric: true,
  compute: accuracy,
};

const DBI: SpaceMetric = {
  kind: "space",
  name: "OWN",
  title: "a paper's own index",
  direction: "lower",
  floor: { share: 0.05 },
  range: [0, Infinity],
  compute: daviesBouldin,
};

const labels = (changes: Partial<LabelMetric>): LabelMetric => ({ ...ACC, ...changes });
const space = (changes: Partial<SpaceMetric>): SpaceMetric => ({ ...DBI, ...changes });

/** A metric of labels whose value is asked for a second time and more often changes. */
function restless(): LabelMetric {
  let calls = 0;
  return { ...ACC, compute: (classes, clusters) => accuracy(classes, clusters) * (1 - 1e-3 * (calls++ % 2)) };
}

// Each wrong metric, and the beginnings of its faults.
const wrong: [string, Metric, string[]][] = [
  [
    "labels of one name only are right",
    labels({
      compute: (classes, clusters) => {
        let right = 0;
        for (let i = 0; i < classes.length; i++) if (classes[i] === clusters[i]) right++;
        return right / classes.length;
      },
    }),
    ["changes when the labels get other names, from"],
  ],
  [
    "the order of the points counts",
    labels({
      symmetric: false,
      compute: (classes, clusters) =>
        accuracy(classes, clusters) === 1 ? 1 : clusters[0] === clusters[1] ? 0.5 : 0,
    }),
    ["changes when the points come in another order, from"],
  ],
  ["it is a number of points", labels({ compute: (a, b) => accuracy(a, b) * a.length }), [
    "must be from 0 to 1, is",
  ]],
  [
    "it is not a number for one cluster",
    labels({
      compute: (classes, clusters) =>
        new Set(Array.from(clusters)).size < 2 ? NaN : accuracy(classes, clusters),
    }),
    ["must be a finite number, is NaN for"],
  ],
  [
    "it fails",
    labels({
      compute: () => {
        throw new Error("no such thing");
      },
    }),
    ["fails: no such thing"],
  ],
  ["it changes", restless(), ["changes when it is computed again, from"]],
  ["it is symmetric and says not", labels({ symmetric: false }), ["says that it is not symmetric, but is"]],
  [
    "it is not symmetric and says so",
    labels({
      compute: KNOWN_METRICS.find((metric): metric is LabelMetric => metric.name === "PURITY")!.compute,
    }),
    ["says that it is symmetric, but changes when classes and clusters change places"],
  ],
  ["the direction is wrong", labels({ direction: "lower" }), [
    "must be 0, the best of its range, for clusters that are the classes, is 1",
  ]],
  [
    "the direction is wrong, without a bound",
    labels({
      direction: "lower",
      range: [-Infinity, 1],
    }),
    ["must be lower for clusters that are the classes than for random ones, is 1 and"],
  ],
  ["it is always the same", labels({ compute: () => 1 }), [
    "must be higher for clusters that are the classes than for random ones, is 1 and 1",
  ]],
  ["the best of the range cannot be", labels({ range: [0, 2] }), ["must be 2, the best of its range, for"]],
  [
    "one of two averages is wrong",
    labels({
      averages: ["arithmetic", "max"],
      compute: (classes, clusters, average) => average === "max" ? 2 : accuracy(classes, clusters),
    }),
    ["must be from 0 to 1, is 2"],
  ],
  ["the direction in a space is wrong", space({ direction: "higher" }), [
    "must be higher for clusters that lie apart than for shuffled ones, is",
  ]],
  [
    "the labels are taken as numbers",
    space({
      compute: (points, clusters) => daviesBouldin(points, clusters) + Math.abs(clusters[0]),
    }),
    [
      "changes when the labels get other names, from",
      "changes when the points come in another order, from",
    ],
  ],
  ["the seed decides, which it does not say", {
    ...SIL_15,
    sampled: false,
    name: "OWN",
  }, [
    "changes with the seed: it must say sampled: true",
  ]],
  ["it is infinite", space({ compute: () => Promise.resolve(Infinity) }), [
    "must be a finite number, is Infinity for",
  ]],
  ["it fails later", space({ compute: () => Promise.reject(new Error("no such thing")) }), [
    "fails: no such thing",
  ]],
];

for (const [what, metric, beginnings] of wrong) {
  Deno.test(`checkMetric() sees that ${what}`, async () => {
    const faults = await checkMetric(metric);
    assertEquals(faults.length, beginnings.length, faults.join("\n"));
    faults.forEach((fault, i) =>
      assert(/^OWN( \(max\))?: /.test(fault) && fault.includes(beginnings[i]), fault)
    );
    assertEquals(await checkMetric(what === "it changes" ? restless() : metric), faults);
  });
}

Deno.test("checkMetric() looks no further than a description that is wrong", async () => {
  let calls = 0;
  const metric = labels({ title: "", compute: () => ++calls });
  assertEquals([await checkMetric(metric), calls], [['OWN: title must be text, got ""'], 0]);
});
