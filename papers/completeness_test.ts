/**
 * That configurations are complete: each is all of an experiment's choices, as JSON; each choice is named by the digest; and
 * none is there that nothing reads.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { type Dataset, DATASETS, loadDataset } from "../datasets/mod.ts";
import { initEngine } from "../engine/mod.ts";
import type { Config, Experiment } from "../experiments/experiment.ts";
import { madeData, quietContext } from "../experiments/testing.ts";
import { canonicalJson, configDigest } from "../records/digest.ts";
import { isPlainObject } from "../records/plain_object.ts";
import { isStudy, type Profile } from "../records/record.ts";
import { settingsByPath } from "../records/settings.ts";
import { PAPERS } from "./mod.ts";

await initEngine({ engine: "wasm", quiet: true });

const EXPERIMENTS = PAPERS.flatMap(({ experiments }) => experiments);
const PROTOCOLS = EXPERIMENTS.flatMap(({ id, profiles }) =>
  Object.entries(profiles).map(([profile, { dataset, config }]) => ({
    id,
    profile: profile as Profile,
    dataset,
    config,
  }))
);

type Path = readonly string[];

/** What a configuration is made of: its words, numbers, truth values and nulls, each by the names that lead to it. */
function choicesIn(value: unknown, path: Path = []): [Path, unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, field]) => choicesIn(field, [...path, name]));
}

/** The value with another choice at a path. */
function withChoice<Value>(value: Value, [name, ...rest]: Path, choice: unknown): Value {
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  copy[name] = rest.length === 0 ? choice : withChoice(copy[name], rest, choice);
  return copy as Value;
}

/** The name of a choice; in a list, the list's. */
function nameOf(path: Path): string {
  return path.findLast((name) => !/^\d+$/.test(name))!;
}

Deno.test("each paper has its experiments and studies", () => {
  for (
    const [paper, count, studies] of [
      ["diba", 13, 11],
      ["siam", 16, 12],
      ["chowdhury", 9, 3],
      ["agarap", 159, 115],
      ["song", 76, 61],
      ["clustergan", 4, 2],
      ["idec", 4, 3],
      ["n2d", 5, 3],
      ["vade", 12, 11],
      ["league", 51, 0],
      ["comparison", 11, 11],
      ["controls", 9, 9],
    ] as const
  ) {
    const own = EXPERIMENTS.filter((experiment) => experiment.paper === paper);
    assertEquals([own.length, own.filter(isStudy).length], [count, studies], paper);
  }
  assertEquals(new Set(EXPERIMENTS.map(({ id }) => id)).size, EXPERIMENTS.length);
});

Deno.test("the quick profile is declared to take at most four minutes, that of the five papers three", () => {
  const seconds = (papers: readonly string[]) =>
    EXPERIMENTS.filter(({ paper }) => papers.includes(paper))
      .reduce((sum, { profiles: { quick } }) => sum + (quick?.seconds ?? 0), 0);
  const five = seconds(["agarap", "chowdhury", "diba", "siam", "song"]);
  const all = seconds(PAPERS.map(({ id }) => id));
  assert(five > 90 && five <= 180, `${five} s`);
  assert(all > five && all <= 240, `${all} s`);
});

Deno.test("each configuration is plain JSON, of data that there are", () => {
  const known = [...DATASETS, ...PAPERS.flatMap(({ datasets }) => datasets)].map(({ name }) => name);
  for (const { id, profile, config, dataset } of PROTOCOLS) {
    assertEquals(JSON.parse(JSON.stringify(config)), config, `${id}, ${profile}`);
    assert(known.includes(dataset), `${id}, ${profile}`);
  }
});

Deno.test("the scaled profiles change nothing but the size of a configuration: it has the same settings", () => {
  // Which images are taken is said in another way where they are fewer.
  const names = (config: Config) =>
    new Set(
      [...settingsByPath(config).keys()].map((path) => path.replace(/^images\.rows\..*/, "images.rows")),
    );
  for (const { id, profiles } of EXPERIMENTS) {
    const own = names(profiles.paper!.config);
    for (const { config } of Object.values(profiles)) assertEquals(names(config), own, id);
  }
});

Deno.test("each choice moves the digest", () => {
  const other = (value: unknown): unknown => {
    if (typeof value === "number") return value + 1;
    return typeof value === "string" ? `${value}?` : value === null ? false : !value;
  };
  for (const { id: experiment, profile, config } of PROTOCOLS) {
    const digestOf = (config: Config) =>
      configDigest({ experiment, profile, config, data: [], engine: "tensorflow" });
    const own = digestOf(config);
    for (const [path, value] of choicesIn(config)) {
      assert(
        digestOf(withChoice(config, path, other(value))) !== own,
        `${experiment}, ${profile}: ${path.join(".")}`,
      );
    }
  }
});

/**
 * The settings that a change replaces whole, whatever they were: those of another kind, and what had no settings. Below
 * them a change may repeat what was there.
 */
function replacedBy(change: unknown, base: unknown, path: Path = []): string[] {
  if (!isPlainObject(change)) return isPlainObject(base) ? [path.join(".")] : [];
  if (!isPlainObject(base) || (change.kind ?? base.kind) !== base.kind) return [path.join(".")];
  return Object.keys(change).flatMap((name) => replacedBy(change[name], base[name], [...path, name]));
}

Deno.test("each study differs from its base in exactly the settings of its change, and from all other studies", () => {
  const studies = EXPERIMENTS.filter(({ study }) => study?.of !== undefined);
  assert(studies.length > 100);
  for (const { id, dataset, profiles, study } of studies) {
    const base = EXPERIMENTS.find((one) => one.id === study!.of)!;
    assertEquals(dataset, base.dataset, id);
    const [before, after] = [base, { profiles }].map(({ profiles }) =>
      settingsByPath(profiles.paper!.config)
    );
    const differing = [...new Set([...before.keys(), ...after.keys()])].filter((path) =>
      !before.has(path) || !after.has(path) ||
      canonicalJson(before.get(path)) !== canonicalJson(after.get(path))
    );
    const changed = settingsByPath(study!.change!);
    const replaced = replacedBy(study!.change, base.profiles.paper!.config);
    const isReplaced = (path: string) =>
      replaced.some((whole) => path === whole || path.startsWith(`${whole}.`));
    for (const path of differing) assert(changed.has(path) || isReplaced(path), `${id}: ${path}`);
    for (const [path, value] of changed) {
      assert(differing.includes(path) || isReplaced(path), `${id} does not change ${path}`);
      assertEquals(canonicalJson(after.get(path)), canonicalJson(value), id);
    }
    assert(differing.length > 0, id);
  }
  const told = EXPERIMENTS.map(({ paper, dataset, profiles }) =>
    canonicalJson([paper, dataset, profiles.paper!.config])
  );
  assertEquals(new Set(told).size, told.length);
});

/** Sizes with which a run on a few images takes milliseconds, by the names of choices. */
const SMALL: Record<string, unknown> = {
  batchSize: 20,
  components: 2,
  decEpochs: [1],
  deviation: 0.1,
  dimensions: [2, 3],
  earlyIterations: 4,
  epochs: 1,
  filters: [2, 3],
  gradientBatches: 1,
  input: [8, 8],
  iterations: 12,
  k: 3,
  kept: 1,
  labelled: 20,
  leading: 2,
  more: 1,
  nInit: 2,
  neighbours: 5,
  perVector: 3,
  perplexity: 3,
  points: 12,
  row: { SIL: [-1, 1], DBI: [0, 100], CHI: [0, 1e6] },
  shown: [1],
  sizes: [64, 16, 8, 3],
  tenthEvery: 1,
  updateInterval: 2,
  grid: {
    learningRate: [0.001, 0.01],
    batchSize: [20, 6],
    latentSize: [3, 2],
    hidden: [[16, 8], [8, 4]],
    dropout: [0.2, 0.1],
    weightDecay: [1e-5, 1e-4],
    epochs: [1, 2],
  },
};

/** A configuration made so small; convolutional layers for images of 8 × 8 pixels in place of 28 × 28. */
function small<Value>(value: Value, name = ""): Value {
  const as = (smaller: unknown) => smaller as Value;
  if (name === "channels") return as(Math.min(Number(value), 2));
  if (name === "shape") return as([2, 2, 2]);
  // What is reshaped after it has 7 × 7 pixels in the papers.
  if (name === "units" && typeof value === "number") return as(value % 49 === 0 ? 8 : 3);
  if (name === "layers" && Array.isArray(value)) return as([8, 3]);
  if (name === "rows" && value !== null) {
    return as("drawn" in Object(value) ? { ...value, drawn: 20 } : { train: 12, validation: 8 });
  }
  if (typeof SMALL[name] === typeof value) return as(SMALL[name]);
  if (Array.isArray(value)) return as(value.map((item) => small(item)));
  if (typeof value !== "object" || value === null) return value;
  return as(Object.fromEntries(Object.entries(value).map(([name, field]) => [name, small(field, name)])));
}

/** One experiment of each paper for each set of settings that its configurations have. */
function waysOfRunning(): Experiment[] {
  const seen = new Set<string>();
  return EXPERIMENTS.filter(({ paper, method, profiles }) => {
    // These are represented by the functions of the papers that they are of, which are looked at there.
    if (paper === "comparison" && /-(autoencoder|dec)$/.test(method)) return false;
    if (paper === "league" && !["random", "umap"].includes(method)) return false;
    const names = choicesIn(profiles.paper!.config).map(([path]) =>
      path.filter((name) => !/^\d+$/.test(name)).join(".")
    );
    const way = `${paper} ${[...new Set(names)].filter((name) => !name.startsWith("images.rows")).sort()}`;
    if (seen.has(way)) return false;
    seen.add(way);
    return true;
  });
}

/** All words and other choices that configurations have, by their names; and those that no experiment makes. */
const WORDS = new Map<string, unknown[]>([["of", ["all"]], ["visible", ["gaussian"]]]);
for (const { config } of PROTOCOLS) {
  for (const [path, value] of choicesIn(config)) {
    const known = WORDS.get(nameOf(path)) ?? [];
    if (!known.includes(value)) WORDS.set(nameOf(path), [...known, value]);
  }
}

/** In the place of a choice: whoever looks at it in any way fails. */
const UNREADABLE = new Proxy(
  {},
  new Proxy({}, {
    get: () => () => {
      throw new Error("It was read");
    },
  }),
);

/** Choices of experiments, as `<id> <path>`, that cannot make a difference, and are told for the reader. */
const WITHOUT_EFFECT: readonly RegExp[] = [
  /images\.pixels\.1$/, // white is always 1
  /(diba|siam)\/\S+ network\.(loss|architecture\.initialisation)$/, // convolutional networks have the one
  /dec-original-\S+ pretraining\.loss$/, // stacks of autoencoders too
  /dec-original-layerwise\S+ pretraining\.architecture\.initialisation$/, // layers begin by a deviation of their own
  /agarap\/\S+ network\.architecture\.outputActivation$/, // the cross entropy is of logits, the term of hidden layers
  /idec\/\S+ pretraining\.(loss|architecture\.initialisation)$/, // as DEC's
  /umap\.eigen\./, // the graph of so few points is solved whole
  /song\/ae-kmeans\S+ aec\.objective\.(sign|mean)$/, // of a compactness whose λ is 0
];

/** Some brighter than others, so that lengths make a difference. */
const IMAGES = brightened(madeData({ train: 20, test: 16, height: 8, width: 8 }));
const POINTS = await loadDataset("gaussian");

function brightened({ train, test, ...others }: Dataset): Dataset {
  const [brighter, tested] = [train, test].map(({ images, labels }) => ({
    images: {
      ...images,
      data: images.data.map((pixel, at) => pixel * (0.4 + 0.2 * (Math.floor(at / 64) % 4))),
    },
    labels,
  }));
  return { ...others, train: brighter, test: tested };
}

/** All that a run on few images finds, except for how long it took. */
async function found({ run, dataset }: Experiment, config: Config): Promise<string> {
  const { measurements, history, ...others } = await run(
    config,
    dataset === "gaussian" ? POINTS : IMAGES,
    quietContext(),
  );
  const timeless = measurements.filter(({ metric }) => !metric.startsWith("OTHER:seconds"));
  return JSON.stringify([timeless, history.map(({ seconds: _, ...epoch }) => epoch), others]);
}

for (const experiment of waysOfRunning()) {
  Deno.test(`each choice of ${experiment.id} is read`, async () => {
    const config = small(experiment.profiles.paper!.config);
    const own = await found(experiment, config);
    const unread: string[] = [];
    for (const [path, value] of choicesIn(config)) {
      // A word may be compared with another alone, so that what is no word changes nothing.
      const others: unknown[] = typeof value === "boolean" ? [!value] : [UNREADABLE];
      if (typeof value === "string") {
        others.push(...WORDS.get(nameOf(path))!.filter((word) => word !== value));
      }
      let isRead = false;
      for (const other of others) {
        isRead ||= await found(experiment, withChoice(config, path, other)).then(
          (now) => now !== own,
          () => true,
        );
      }
      if (!isRead) unread.push(`${experiment.id} ${path.join(".")}`);
    }
    assertEquals(unread.filter((one) => !WITHOUT_EFFECT.some((known) => known.test(one))), []);
  });
}
