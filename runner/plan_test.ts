import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { PAPERS } from "../papers/mod.ts";
import { isExperimentId, isStudy } from "../records/record.ts";
import { checkProfile, checkSeeds, firstSeeds, planRuns, readProfile, readSeeds, select } from "./plan.ts";
import { UsageError } from "../terminal/usage.ts";

const EXPERIMENTS = PAPERS.flatMap(({ experiments }) => experiments);

const all = { globs: [], papers: [], datasets: [] };
const idsOf = (selection: Parameters<typeof select>[1]) => select(EXPERIMENTS, selection).map(({ id }) => id);

Deno.test("every experiment has an id of its own, made of its paper, method and data set", () => {
  const ids = EXPERIMENTS.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  for (const { id, paper, method, dataset } of EXPERIMENTS) {
    assertEquals(id, `${paper}/${method}/${dataset}`);
    assertEquals(isExperimentId(id), true);
  }
});

Deno.test("select() takes all, or what globs, papers and data sets name together", () => {
  assertEquals(idsOf(all), EXPERIMENTS.filter((one) => !isStudy(one)).map(({ id }) => id));
  assertEquals(idsOf({ ...all, globs: ["chowdhury/pca*"] }), ["chowdhury/pca-kmeans/mnist"]);
  assertEquals(idsOf({ ...all, globs: ["*/kmeans/*", "chowdhury/ae-kmeans/mnist"], papers: ["chowdhury"] }), [
    "chowdhury/kmeans/mnist",
    "chowdhury/ae-kmeans/mnist",
  ]);
  const usps = idsOf({ globs: [], papers: ["song"], datasets: ["usps"] });
  assert(usps.length > 0);
  assertEquals(usps, idsOf({ ...all, globs: ["song/*/usps"] }));
});

Deno.test("select() leaves studies out unless a glob says study", () => {
  for (const globs of [[], ["*"], ["agarap/*"], ["*/mnist"]]) {
    assertEquals(idsOf({ ...all, globs }).filter((id) => id.includes("/study-")), []);
  }
  const studies = EXPERIMENTS.filter(isStudy).map(({ id }) => id);
  assert(studies.length > 0);
  assertEquals(idsOf({ ...all, globs: ["*/study-*"] }), studies);
  const mixed = idsOf({ ...all, globs: [studies[0], "agarap/ae/mnist"] });
  assertEquals(mixed.toSorted(), ["agarap/ae/mnist", studies[0]].toSorted());
});

Deno.test("select() reads a star as any text, also none, and takes no longer for many of them", () => {
  const made = ["a/b/c", "a/bb/c", "ab/ab/ab"].map((id) => ({ ...EXPERIMENTS[0], id }));
  const named = (glob: string) => select(made, { ...all, globs: [glob] }).map(({ id }) => id);
  assertEquals(named("a/b*/c"), ["a/b/c", "a/bb/c"]);
  assertEquals(named("*b/c"), ["a/b/c", "a/bb/c"]);
  assertEquals(named("a/b/c*"), ["a/b/c"]);
  assertEquals(named("**/*b*b"), ["ab/ab/ab"]);
  assertEquals(named("*ab/*/ab"), ["ab/ab/ab"]);
  // The parts of a glob share no letter of the id.
  for (const glob of ["a/bb*b/c", "ab*b/ab/ab*ab", "ab/ab/ab*ab", "b*"]) {
    assertThrows(() => named(glob), UsageError, "Unknown experiment");
  }
  const long = [{ ...made[0], id: `made/${"a".repeat(1000)}/c` }];
  const started = performance.now();
  assertThrows(
    () => select(long, { ...all, globs: [`${"*a".repeat(50)}x`] }),
    UsageError,
    "Unknown experiment",
  );
  assert(performance.now() - started < 2000);
});

Deno.test("select() takes a glob's dots and brackets for themselves", () => {
  assertThrows(() => idsOf({ ...all, globs: ["chowdhury.kmeans.mnist"] }), UsageError);
});

Deno.test("select() refuses what names nothing, with the nearest names", () => {
  const { message } = assertThrows(() => idsOf({ ...all, globs: ["chowdhury/kmean/mnist"] }), UsageError);
  assertStringIncludes(
    message,
    "Unknown experiment chowdhury/kmean/mnist: nearest are chowdhury/kmeans/mnist",
  );
  for (const [glob, near] of [["chowdury/*", "chowdhury/"], ["SNNL-5", "agarap/snnl-5/mnist"]]) {
    assertThrows(() => idsOf({ ...all, globs: [glob] }), UsageError, `${glob}: nearest are ${near}`);
  }
  assertThrows(
    () => idsOf({ ...all, globs: ["comparison/*"] }),
    UsageError,
    "Only studies match comparison/*, and a glob must say study: such as comparison/study-",
  );
  assertThrows(
    () => idsOf({ ...all, globs: ["agarap"] }),
    UsageError,
    "agarap is a paper, not an experiment: give --paper agarap",
  );
  assertThrows(() => idsOf({ ...all, globs: ["comparison"] }), UsageError, "Unknown experiment comparison");
  assertThrows(() => idsOf({ ...all, papers: ["chowdury"] }), UsageError, "known are diba, siam, chowdhury");
  assertThrows(() => idsOf({ ...all, datasets: ["cifar"] }), UsageError, "known are mnist");
});

Deno.test("select() refuses what together names nothing", () => {
  assertThrows(
    () => idsOf({ globs: ["agarap/*"], papers: ["siam"], datasets: [] }),
    UsageError,
    "Nothing is selected: no experiment is agarap/* --paper siam",
  );
  assertThrows(
    () => idsOf({ ...all, papers: ["comparison"] }),
    UsageError,
    "--paper comparison has studies alone, and a glob must name these, such as 'comparison/study-*'",
  );
});

Deno.test("planRuns() gives each experiment its first seed before any its second", () => {
  const runs = planRuns(EXPERIMENTS.slice(0, 2), "smoke", [42, 7]);
  assertEquals(runs.map(({ seed }) => seed), [42, 42, 7, 7]);
});

Deno.test("planRuns() runs an experiment that has seeds of its own with as many of these, or with those that are named", () => {
  const [one, other] = EXPERIMENTS.map((experiment, i) =>
    i === 0 ? { ...experiment, seeds: [0, 7, 9] } : experiment
  );
  const seedsOf = (seeds: readonly number[], areNamed: boolean) =>
    planRuns([one, other], "smoke", seeds, areNamed).map(({ experiment, seed }) =>
      experiment === one ? `own ${seed}` : seed
    );
  assertEquals(seedsOf([42, 7], false), ["own 0", 42, "own 7", 7]);
  assertEquals(seedsOf([42, 7], true), ["own 7", 42, 7]);
  assertEquals(seedsOf([42, 1, 2, 3], false), ["own 0", 42, "own 7", 1, "own 9", 2, 3]);
  checkSeeds([one, other], "quick", [42]);
  checkSeeds([one], "quick", [42, 9]);
  assertThrows(
    () => checkSeeds([one], "quick", [42]),
    UsageError,
    `Nothing to run with the seeds 42; there are: ${one.id} (0, 7, 9)`,
  );
  // One that lacks the profile can be run with none.
  const { quick: _, ...profiles } = other.profiles;
  assertThrows(() => checkSeeds([one, { ...other, profiles }], "quick", [42]), UsageError, "Nothing to run");
});

Deno.test("planRuns() leaves out an experiment that lacks the profile", () => {
  const [first, second] = EXPERIMENTS;
  const { smoke: _, ...others } = first.profiles;
  const runs = planRuns([{ ...first, profiles: others }, second], "smoke", [42, 7]);
  assertEquals(runs.map(({ experiment, seed }) => [experiment.id, seed]), [[second.id, 42], [second.id, 7]]);
  assertEquals(runs[0].protocol, second.profiles.smoke);
});

Deno.test("checkProfile() refuses a glob, or a selection, of which nothing has the profile", () => {
  const { paper } = EXPERIMENTS[0].profiles;
  const made = ["a", "b", "c", "d"].map((method) => ({
    ...EXPERIMENTS[0],
    id: `made/${method}/digits`,
    profiles: { paper: paper! },
  }));
  checkProfile([...made, EXPERIMENTS[0]], "smoke", []);
  checkProfile([...made, EXPERIMENTS[0]], "smoke", ["*"]);
  checkProfile([], "smoke", []);
  assertThrows(
    () => checkProfile([...made, EXPERIMENTS[0]], "smoke", ["made/b/*", EXPERIMENTS[0].id]),
    UsageError,
    "Nothing to run in the profile smoke: what was named is in other profiles only: made/b/digits (paper)",
  );
  assertThrows(
    () => checkProfile(made, "quick", []),
    UsageError,
    "made/a/digits (paper), made/b/digits (paper), made/c/digits (paper) and 1 more",
  );
});

Deno.test("readSeeds() gives the profile's number of seeds, the first n, or those listed", () => {
  assertEquals(readSeeds("smoke"), [42]);
  assertEquals(readSeeds("quick"), [42]);
  assertEquals(readSeeds("paper"), [42, 1234, 73, 1024]);
  assertEquals(readSeeds("smoke", "6"), [42, 1234, 73, 1024, 1, 2]);
  assertEquals(readSeeds("paper", undefined, "5,0,5"), [5, 0]);
  assertEquals(new Set(readSeeds("smoke", "1300")).size, 1300);
});

Deno.test("firstSeeds() is the beginning of one list, which has each seed once", () => {
  assertEquals(firstSeeds(16), [42, 1234, 73, 1024, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const long = firstSeeds(2000);
  assertEquals(new Set(long).size, 2000);
  for (const count of [0, 1, 4, 50, 1300]) assertEquals(firstSeeds(count), long.slice(0, count));
});

Deno.test("readSeeds() refuses what is no number of seeds, or no seed", () => {
  for (const count of ["0", "-1", "2.5", "two", "1e2", "10001"]) {
    assertThrows(
      () => readSeeds("paper", count),
      UsageError,
      "--seeds must be a whole number from 1 to 10000",
    );
  }
  for (const list of ["-3", "1,,2", "x", "4294967296"]) {
    assertThrows(() => readSeeds("paper", undefined, list), UsageError, "--seed must be a whole number");
  }
  assertThrows(() => readSeeds("paper", "2", "3"), UsageError, "not both");
});

Deno.test("readProfile() refuses an unknown profile", () => {
  assertEquals(readProfile("paper"), "paper");
  assertThrows(() => readProfile("full"), UsageError, "known are smoke, quick, paper");
});
