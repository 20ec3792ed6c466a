import { assertEquals } from "@std/assert";
import { compare } from "../judging/compare.ts";
import { exampleClaim, exampleRun } from "../judging/testing.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { exampleReference, quickRun } from "../reports/reference/testing.ts";
import { exampleExperiment } from "../reports/testing.ts";
import type { Estimate } from "../runner/estimate.ts";
import type { Run } from "../runner/plan.ts";
import { readFlags } from "../terminal/command.ts";
import { cheapest, closingOf, fullInWords, fullRuns, isUnselected, lineOf } from "./beside_reference.ts";

/** A made-up experiment with the protocols of these data sets. */
function experiment(id: string, dataset: string, seconds = 10): Experiment {
  const protocol = { dataset, seconds, config: { epochs: 5, widths: [500, 70] } };
  return {
    ...exampleExperiment(id, id),
    profiles: { quick: { ...protocol, dataset: "mnist-10k" }, paper: protocol },
  };
}

const UP = experiment("made/up/data", "mnist"), DOWN = experiment("made/down/data", "mnist", 12);
const CLAIM = exampleClaim();

const run = (experiment: Experiment, profile: Run["profile"], seed: number): Run => {
  return { experiment, profile, protocol: experiment.profiles[profile]!, seed };
};

Deno.test("isUnselected() is true where a command line says nothing of what is to be run", () => {
  const flags = (...args: string[]) =>
    readFlags(args, {
      string: [
        "profile",
        "paper",
        "papers",
        "dataset",
        "seed",
        "seeds",
        "shard",
        "budget",
        "fail-on",
        "data-dir",
        "out",
      ],
      boolean: ["until-decided", "quiet", "force"],
      collect: ["paper", "papers", "dataset"],
    });
  for (const args of [[], ["--out", "there"], ["--quiet", "--force"]]) {
    assertEquals(isUnselected(flags(...args)), true, args.join(" "));
  }
  const selecting = [
    ["made/*"],
    ["--profile", "quick"],
    ["--paper", "made"],
    ["--papers", "made"],
    ["--seeds", "2"],
    ["--shard", "1/2"],
    ["--budget", "1h"],
    ["--until-decided"],
    ["--fail-on", "worse"],
  ];
  for (const args of selecting) assertEquals(isUnselected(flags(...args)), false, args.join(" "));
});

Deno.test("fullRuns() takes what answers a paper's result on MNIST, with the first seed", () => {
  const claims = [
    CLAIM,
    exampleClaim({ kind: "fact", experiment: DOWN.id }),
    exampleClaim({ experiment: "made/up/usps" }),
  ];
  const runs = fullRuns([UP, DOWN, experiment("made/up/usps", "usps")], claims, [42, 1]);
  assertEquals(runs, [run(UP, "paper", 42)]);
});

Deno.test("cheapest() takes what fits into half a minute, recorded or not, the cheapest first", () => {
  const estimates: Estimate[] = [25, 12, 10, 7].map((seconds, i) => ({
    run: run(experiment(`made/m${i}/data`, "mnist"), "paper", 42),
    seconds,
    recorded: i === 3,
  }));
  assertEquals(cheapest(estimates).map(({ seconds, recorded }) => [seconds, recorded]), [
    [7, true],
    [10, false],
    [12, false],
  ]);
  assertEquals(cheapest([]), []);
});

Deno.test("fullInWords() has the verdicts on the results of the runs that were added", () => {
  const added = [{ run: run(UP, "paper", 42), seconds: 1, recorded: false }];
  const other = exampleClaim({ id: "made-2", experiment: DOWN.id });
  const judge = () =>
    compare([CLAIM, other], [], [exampleRun(0.5), exampleRun(0.9, { experiment: DOWN.id })]);
  assertEquals(fullInWords(added, judge), [
    "The full protocol of made/up/data (1 seed) beside the papers: 1 reproduced",
  ]);
  assertEquals(fullInWords(added, () => compare([CLAIM, other], [], [])), []);
  assertEquals(
    fullInWords([], () => {
      throw new Error("nothing is to be judged");
    }),
    [],
  );
});

Deno.test("lineOf() names runs equally wide, and says the seed or the full protocol where that tells them apart", () => {
  const reference = exampleReference();
  const long = run(experiment("made/something/data", "mnist"), "quick", 1);
  assertEquals(
    lineOf([run(UP, "quick", 1), long], [], reference)(quickRun(0.5, 1)),
    "made/up/data         ACC 0.500 (reference 0.500 ✓)",
  );
  assertEquals(
    lineOf([run(UP, "quick", 1), run(UP, "quick", 2)], [], reference)(quickRun(0.53, 2)),
    "made/up/data (seed 2)  ACC 0.530 (reference 0.530 ✓)",
  );
  assertEquals(
    lineOf([run(UP, "quick", 1), run(UP, "paper", 1)], [CLAIM], reference)(exampleRun(0.45, { seed: 1 })),
    "made/up/data (full protocol)  SIL 0.45 (paper 0.50)",
  );
});

Deno.test("closingOf() judges the runs that were asked for, by their own records", () => {
  const config = { ...UP.profiles.quick!.config, dataset: "mnist-10k", split: "none" };
  const reference = exampleReference({ config });
  const records = [quickRun(0.5, 1, { config }), quickRun(0.7, 2, { config })];
  const asked = (seed: number) => [run(UP, "quick", seed), run(UP, "paper", seed)];
  assertEquals(closingOf(asked(1), records, "cpu", reference), ["1 of 1 matches the reference."]);
  assertEquals(closingOf(asked(2), records, "cpu", reference)[0], "0 of 1 match the reference.");
  assertEquals(closingOf(asked(3), records, "cpu", reference), []);
  assertEquals(closingOf(asked(1), records, "wasm", reference), []);
});
