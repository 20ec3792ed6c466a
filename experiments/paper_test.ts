import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { initEngine, type Matrix } from "../engine/mod.ts";
import { DESCRIPTIONS } from "../metrics/descriptions.ts";
import { type Metric, silhouette, STANDARD } from "../metrics/mod.ts";
import { KMEANS } from "../models/kmeans/kmeans.ts";
import type { FigureData } from "../records/figure_data.ts";
import { clusterByKMeans, type ClusterChoices } from "./clustering.ts";
import type { Change } from "./config.ts";
import type { Experiment } from "./experiment.ts";
import { ALL_IMAGES, imagesOf, ofSplits, type Splits } from "./images.ts";
import {
  type CommonChoices,
  type Found,
  type Method,
  paper,
  type PaperDefaults,
  type Represented,
} from "./paper.ts";
import { measured } from "./scores.ts";
import { madeData, quietContext } from "./testing.ts";

await initEngine({ engine: "wasm", quiet: true });

const K_MEANS: ClusterChoices & { kind: "k-means" } = {
  kind: "k-means",
  fitOn: "train",
  ...KMEANS,
  k: 3,
  nInit: 4,
};

const DEFAULTS: PaperDefaults = {
  dataset: "mnist",
  small: { mnist: "mnist-10k" },
  images: ALL_IMAGES,
  cluster: K_MEANS,
  score: ["test"],
  smoke: { images: { rows: { train: 20, test: 10 } }, cluster: { nInit: 2 } },
};

const DATA = madeData();

/** A method on pixels that is only declared. */
const DECLARED = {
  title: "Something",
  seconds: { smoke: 1, quick: 2, paper: 3 },
  config: { rate: 0.1, layers: [3, 2] as readonly number[] },
  represent: async (_config: CommonChoices, splits: Splits): Promise<Represented<null>> => ({
    space: "pixels",
    points: await bothSplits(splits),
    model: null,
  }),
};

const bothSplits = (splits: Splits, of = (images: Matrix) => images) =>
  ofSplits(splits, ["train", "test"], of);

/** Runs an experiment as its profile `paper` says. */
const run = (experiment: Experiment, seed = 42) =>
  experiment.run(experiment.profiles.paper!.config, DATA, quietContext(seed));

const withoutSeconds = ({ profiles }: Experiment) =>
  Object.fromEntries(
    Object.entries(profiles).map(([name, { dataset, config }]) => [name, [dataset, config]]),
  );

Deno.test("a method has an id of paper, name and data set, the paper's own unless it names another", () => {
  const tiny = paper("tiny", DEFAULTS);
  const { id, paper: of, method, dataset, title, study } = tiny.method("some-thing", DECLARED);
  assertEquals(
    [id, of, method, dataset, title, study],
    ["tiny/some-thing/mnist", "tiny", "some-thing", "mnist", "Something", undefined],
  );
  const other = tiny.method("some-thing", { ...DECLARED, dataset: "usps" });
  assertEquals([other.id, other.dataset], ["tiny/some-thing/usps", "usps"]);
});

Deno.test("a method has the profiles that it has seconds of, and scaled ones take the small data set", () => {
  const tiny = paper("tiny", DEFAULTS);
  const told = (experiment: Experiment) =>
    Object.entries(experiment.profiles).map(([name, { dataset, seconds }]) => [name, dataset, seconds]);
  assertEquals(told(tiny.method("all", DECLARED)), [
    ["smoke", "mnist-10k", 1],
    ["quick", "mnist-10k", 2],
    ["paper", "mnist", 3],
  ]);
  assertEquals(told(tiny.method("paper", { ...DECLARED, seconds: { paper: 0 } })), [["paper", "mnist", 0]]);
  // Of a data set without a smaller one, itself.
  assertEquals(told(tiny.method("usps", { ...DECLARED, dataset: "usps", seconds: { smoke: 1 } })), [
    ["smoke", "usps", 1],
  ]);
  const { small: _, ...largeOnly } = DEFAULTS;
  assertEquals(told(paper("tiny", largeOnly).method("all", DECLARED)).map(([, dataset]) => dataset), [
    "mnist",
    "mnist",
    "mnist",
  ]);
});

Deno.test("a method's configuration is its own choices and the paper's, with what either does otherwise", () => {
  const tiny = paper("tiny", DEFAULTS);
  const { config, profiles } = tiny.method("one", {
    ...DECLARED,
    common: { cluster: { k: 5, fitOn: "test" }, score: ["train", "test"] },
    quick: { rate: 0.5 },
    smoke: { layers: [1] },
  });
  const expected = {
    rate: 0.1,
    layers: [3, 2],
    images: ALL_IMAGES,
    cluster: { ...K_MEANS, k: 5, fitOn: "test" as const },
    score: ["train", "test"] as const,
  };
  assertEquals<unknown>(config, expected);
  assertEquals<unknown>(profiles.paper!.config, expected);
  assertEquals<unknown>(profiles.quick!.config, { ...expected, rate: 0.5 });
  assertEquals<unknown>(profiles.smoke!.config, {
    ...expected,
    layers: [1],
    images: { ...ALL_IMAGES, rows: { train: 20, test: 10 } },
    cluster: { ...expected.cluster, nInit: 2 },
  });
});

Deno.test("the paper's smoke changes give way to a method's own", () => {
  const { profiles } = paper("tiny", DEFAULTS).method("one", {
    ...DECLARED,
    smoke: { images: { rows: { test: 7 } }, cluster: { nInit: 1, maxIterations: 5 }, rate: 1 },
  });
  const { images, cluster, rate } = profiles.smoke!.config;
  assertEquals<unknown>(images, { ...ALL_IMAGES, rows: { train: 20, test: 7 } });
  assertEquals<unknown>(cluster, { ...K_MEANS, nInit: 1, maxIterations: 5 });
  assertEquals(rate, 1);
});

Deno.test("what clusters by itself has no starts of k-means, and no other smoke change is lost with them", () => {
  const smoke: Change<CommonChoices> = { ...DEFAULTS.smoke, score: ["train"] };
  const { profiles } = paper("tiny", { ...DEFAULTS, smoke }).method("own", {
    ...DECLARED,
    common: { cluster: { kind: "own" } },
  });
  assertEquals<unknown>(profiles.paper!.config.cluster, { kind: "own" });
  assertEquals<unknown>(profiles.smoke!.config, {
    ...DECLARED.config,
    images: { ...ALL_IMAGES, rows: { train: 20, test: 10 } },
    cluster: { kind: "own" },
    score: ["train"],
  });
});

Deno.test("an experiment that runs in its own way has its own configuration alone", async () => {
  const { id, profiles, run } = paper("tiny", DEFAULTS).experiment("fig-1", {
    dataset: "gaussian",
    title: "Fig. 1",
    seconds: { smoke: 1, quick: 1, paper: 1 },
    quick: { epochs: 2 },
    config: { epochs: 50 },
    run: ({ epochs }, data, { seed }) =>
      Promise.resolve({
        measurements: [measured("OTHER:epochs", epochs), measured("OTHER:seed", seed)],
        history: [{ epoch: 1, loss: data.train.labels.length }],
      }),
  });
  assertEquals(id, "tiny/fig-1/gaussian");
  assertEquals(withoutSeconds({ profiles } as Experiment), {
    smoke: ["gaussian", { epochs: 50 }],
    quick: ["gaussian", { epochs: 2 }],
    paper: ["gaussian", { epochs: 50 }],
  });
  const outcome = await run({ epochs: 7 }, DATA, quietContext(9));
  assertEquals(outcome, {
    measurements: [measured("OTHER:epochs", 7), measured("OTHER:seed", 9)],
    history: [{ epoch: 1, loss: 64 }],
    clusterings: [],
  });
});

Deno.test("an experiment that runs in its own way keeps its own clusterings, and those that it had scored", async () => {
  const { labels, images } = DATA.train;
  const clusters = labels.map((label) => label % 2);
  const own = { space: "code", split: "train", clusters, classes: labels };
  const { run } = paper("tiny", DEFAULTS).experiment("own", {
    ...{ title: "Own", seconds: { paper: 1 }, config: {} },
    run: async (_config, _data, { score }) => {
      const of = (space: string) =>
        score({ space, split: "train", points: images, clusters, classes: labels });
      // What is scored and returned too is there once.
      return { measurements: [...await of("pixels"), ...await of("code")], history: [], clusterings: [own] };
    },
  });
  const { clusterings } = await run({}, DATA, quietContext(9));
  assertEquals(clusterings, [own, { ...own, space: "pixels" }]);
});

Deno.test("a study is an experiment with a change made: it says of which, which change, and what it asks", () => {
  const method = paper("tiny", DEFAULTS).method("one", { ...DECLARED, dataset: "usps" });
  const [slow, wide] = method.studies({
    "rate-0.01": { question: "Is it slower?", change: { rate: 0.01, cluster: { k: 2 } } },
    "wide": { question: "Is it wider?", change: { layers: [9] }, seconds: 50 },
  });
  assertEquals(slow.id, "tiny/study-rate-0.01/usps");
  assertEquals([slow.paper, slow.method, slow.dataset], ["tiny", "study-rate-0.01", "usps"]);
  assertEquals(slow.title, "Something: rate 0.01");
  assertEquals(slow.study, {
    question: "Is it slower?",
    of: "tiny/one/usps",
    change: { rate: 0.01, cluster: { k: 2 } },
  });
  assertEquals(slow.profiles, {
    paper: {
      dataset: "usps",
      seconds: 3,
      config: { ...method.config, rate: 0.01, cluster: { ...K_MEANS, k: 2 } },
    },
  });
  assertEquals(wide.profiles.paper!.seconds, 50);
  assertEquals<unknown>(wide.profiles.paper!.config, { ...method.config, layers: [9] });
  // The method itself is as it was.
  assertEquals<unknown>(method.profiles.paper!.config, method.config);
  assertEquals<unknown>(method.config, {
    ...DECLARED.config,
    images: ALL_IMAGES,
    cluster: K_MEANS,
    score: ["test"],
  });
});

Deno.test("a study with a protocol of its own says what it asks, and is a study of none", () => {
  const { study, method } = paper("tiny", DEFAULTS).method("study-all", {
    ...DECLARED,
    study: { question: "And all of them?" },
  });
  assertEquals([study, method], [{ question: "And all of them?" }, "study-all"]);
});

Deno.test("declare() has the paper's data sets, metrics and figures; the standard metrics, and none of the others", () => {
  const tiny = paper("tiny", DEFAULTS);
  const method = tiny.method("one", DECLARED);
  assertEquals(tiny.declare([method]), {
    id: "tiny",
    experiments: [method],
    datasets: [],
    metrics: STANDARD,
    figures: [],
  });
  const metrics = STANDARD.slice(0, 1);
  const figures: PaperDefaults["figures"] = [{ kind: "side by side", text: "", own: [], shared: [] }];
  const datasets = [{
    name: "own",
    load: () => Promise.resolve(DATA),
    locate: () => Promise.resolve("package" as const),
  }];
  assertEquals(paper("tiny", { ...DEFAULTS, metrics, figures, datasets }).declare([]), {
    id: "tiny",
    experiments: [],
    datasets,
    metrics,
    figures,
  });
});

Deno.test("a run represents its images, clusters them by k-means, and scores each split that is to be scored", async () => {
  const choices = {
    images: { ...ALL_IMAGES, rows: { train: 30, test: 12 } },
    score: ["train", "test"],
  } as const;
  const method = paper("tiny", { ...DEFAULTS, ...choices }).method("one", DECLARED);
  const { measurements, history, figures } = await run(method);
  assertEquals([history, figures], [[], []]);
  const splits = imagesOf(DATA, choices.images);
  const { clusters } = await clusterByKMeans(
    { train: splits.train.images, test: splits.test.images },
    K_MEANS,
    42,
  );
  for (const split of ["train", "test"] as const) {
    const found = measurements.filter((one) => one.split === split);
    assertEquals(new Set(found.map(({ metric }) => metric)), new Set(STANDARD.map(({ name }) => name)));
    assert(found.every(({ space }) => space === "pixels"));
    assertEquals(found.find(({ metric }) => metric === "ACC")!.value, 1);
    assertAlmostEquals(
      found.find(({ metric }) => metric === "SIL")!.value,
      await silhouette(splits[split].images, clusters[split]!),
      1e-12,
    );
  }
  assertEquals(measurements.length, 2 * (STANDARD.length + 3));
});

Deno.test("a run measures by the paper's metrics", async () => {
  const seeds: number[] = [];
  const sampled: Metric = {
    ...DESCRIPTIONS.SIL,
    name: "SIL@9",
    kind: "space",
    sampled: true,
    compute: (_points, _clusters, seed) => (seeds.push(seed), 0.5),
  };
  const tiny = paper("tiny", { ...DEFAULTS, metrics: [STANDARD[0], sampled] });
  const { measurements } = await run(tiny.method("one", DECLARED), 7);
  assertEquals(measurements.map(({ metric }) => metric), ["ACC", "SIL@9"]);
  assertEquals(seeds, [7]);
});

Deno.test("a run gives measures and figures all that it found, and has what they measure", async () => {
  const model = { factor: 2 };
  const seen: Found<CommonChoices & { factor: number }, typeof model>[] = [];
  const figure: FigureData = {
    kind: "counts",
    name: "one",
    title: "One",
    rowTitle: "",
    columnTitle: "",
    rows: [],
    columns: [],
    counts: [],
  };
  const method = paper("tiny", DEFAULTS).method("one", {
    ...DECLARED,
    config: { factor: 3 },
    represent: async ({ factor }, splits) => ({
      space: "code",
      points: await bothSplits(splits, (images) => ({
        ...images,
        data: images.data.map((pixel) => pixel * factor),
      })),
      model,
      history: [{ epoch: 1, loss: 0.5 }],
    }),
    measure: [
      (found) => (seen.push(found), [measured("OTHER:first", 1)]),
      () => Promise.resolve([measured("OTHER:second", 2)]),
    ],
    figures: [
      (found) => (seen.push(found), { figure, measurements: [measured("OTHER:third", 3)] }),
      () => Promise.resolve({ figure }),
    ],
  });
  const { measurements, history, figures } = await run(method);
  assertEquals(
    measurements.filter(({ metric }) => metric.startsWith("OTHER:")).map(({ value }) => value),
    [1, 2, 3],
  );
  assertEquals([history, figures], [[{ epoch: 1, loss: 0.5 }], [figure, figure]]);
  const [found, sameFound] = seen;
  assert(found === sameFound);
  assertEquals<unknown>(found.config, method.config);
  assert(found.data === DATA && found.model === model);
  assertEquals(found.points.test!.data[0], DATA.test.images.data[0] * 3);
  assertEquals([found.clusters.train!.length, found.clusters.test!.length], [64, 30]);
  assertEquals([found.centroids!.rows, found.centroids!.columns], [3, 6]);
  assertEquals([found.splits, found.run.seed, found.space], [
    { train: DATA.train, test: DATA.test },
    42,
    "code",
  ]);
});

Deno.test("a run keeps each clustering of labelled points that it scores, and those of the run before it no longer", async () => {
  const method = paper("tiny", DEFAULTS).method("one", {
    ...DECLARED,
    measure: [
      ({ points, clusters, run }) =>
        run.score({ space: "unlabelled", split: "train", points: points.train!, clusters: clusters.train! }),
      ({ clusters, splits, run }) =>
        run.score({
          space: "unplaced",
          split: "train",
          clusters: clusters.train!,
          classes: splits.train.labels,
        }),
    ],
  });
  for (let again = 0; again < 2; again++) {
    const { clusterings, measurements } = await run(method);
    const { labels } = DATA.test;
    assertEquals(clusterings!.map(({ space, split }) => [space, split]), [
      ["pixels", "test"],
      ["unplaced", "train"],
    ]);
    assert(clusterings![0].classes === labels);
    // The three classes are told apart: clusters are the same as classes except for their names.
    const pairs = new Set(labels.map((label, i) => 10 * label + clusterings![0].clusters[i]));
    assertEquals(pairs.size, 3);
    assertEquals(measurements.filter(({ space }) => space === "unlabelled").map(({ metric }) => metric), [
      "SIL",
      "DBI",
      "CHI",
    ]);
  }
});

Deno.test("a method's own clusters are scored as they are", async () => {
  const method = paper("tiny", DEFAULTS).method("own", {
    ...DECLARED,
    common: { cluster: { kind: "own" } },
    represent: (_config, { test: { images, labels } }) => ({
      space: "pixels",
      points: { test: images },
      clusters: { test: labels.map((label) => Math.min(label, 1)) },
      model: null,
    }),
  });
  const { measurements, clusterings } = await run(method);
  // Two of the three classes are one cluster, of which half are right.
  assertAlmostEquals(measurements.find(({ metric }) => metric === "ACC")!.value, 2 / 3, 1e-12);
  assertEquals(new Set(clusterings![0].clusters), new Set([0, 1]));
});

Deno.test("a run refuses to score a split that has no points or no clusters", async () => {
  const { images, labels } = DATA.test;
  const represented: Partial<Represented<null>>[] = [
    { points: { test: images } },
    { points: {}, clusters: { test: labels } },
    { points: { test: images }, clusters: { train: labels } },
  ];
  for (const own of represented) {
    const method = paper("tiny", DEFAULTS).method("own", {
      ...DECLARED,
      common: { cluster: { kind: "own" } },
      represent: () => ({ space: "pixels", points: {}, model: null, ...own }),
    });
    await assertRejects(
      () => run(method),
      RangeError,
      "Cannot score the test split: there must be points and clusters of it",
    );
  }
});

Deno.test("a run frees what its representation holds once all is taken, also where something fails", async () => {
  const events: string[] = [];
  const failing = (what: string) => () => Promise.reject(new Error(what));
  const method = (over: Partial<Method<Record<string, never>, null>>) =>
    paper("tiny", DEFAULTS).method<Record<string, never>, null>("one", {
      ...DECLARED,
      config: {},
      represent: async (_config, splits) => ({
        space: "pixels",
        points: await bothSplits(splits),
        model: null,
        dispose: () => void events.push("dispose"),
      }),
      measure: [() => (events.push("measure"), [])],
      ...over,
    });
  await run(method({}));
  assertEquals(events.splice(0), ["measure", "dispose"]);
  for (
    const [over, message] of [
      [{ measure: [failing("measure")] }, "measure"],
      [{ figures: [failing("figure")] }, "figure"],
      [{ common: { cluster: { k: 100 } } }, "Cannot run k-means"],
      [{ common: { cluster: { kind: "own" } } }, "Cannot score the test split"],
    ] as const
  ) {
    await assertRejects(() => run(method(over)), Error, message);
    assertEquals(events.splice(0).at(-1), "dispose", message);
  }
});
