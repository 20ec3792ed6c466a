import { assertEquals, assertThrows } from "@std/assert";
import type { Claim } from "../claims/claims.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { Verdict } from "../judging/judge.ts";
import { exampleClaim, exampleRun, silhouette } from "../judging/testing.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { UsageError } from "../terminal/usage.ts";
import { secondsToGo } from "./estimate.ts";
import { firstSeeds, type Run } from "./plan.ts";
import { type Judged, nextLook, nextSeeds, openClaims, readMaxSeeds, stillOpen } from "./until.ts";

/** An experiment on made-up data that takes some seconds in the full protocol. */
const made = (method: string, seconds = 1): Experiment => ({
  id: `made/${method}/data`,
  paper: "made",
  method,
  dataset: "data",
  title: method,
  profiles: { paper: { dataset: "data", seconds, config: { method } } },
  run: () => Promise.reject(new Error("not to be run")),
});

const [up, down] = [made("up", 1), made("down", 2)];

/** Records of an experiment's runs with the first seeds, each with another value unless said otherwise. */
const records = (
  { id, method }: Experiment,
  count: number,
  over: (index: number) => Partial<RunRecord> = () => ({}),
): RunRecord[] =>
  firstSeeds(count).map((seed, index) =>
    exampleRun(index / 100, {
      experiment: id,
      seed,
      config: { method, dataset: "data", split: "as published" },
      ...over(index),
    })
  );

const judged = (verdict: Verdict, claim: Partial<Claim> = {}): Judged => ({
  claim: exampleClaim(claim),
  verdict,
});
const order = (verdict: Verdict, experiment = `${up.id} > ${down.id}`) =>
  judged(verdict, { id: "made-order", kind: "ordinal", value: "", tolerance: null, experiment });

/** The seeds that are asked for, by method. */
const asked = (comparisons: Judged[], recorded: RunRecord[], maxSeeds = 16, experiments = [up, down]) =>
  Object.fromEntries(
    nextSeeds(experiments, comparisons, recorded, { maxSeeds })
      .map(({ experiment, seeds }) => [experiment.method, seeds]),
  );

const [FOUR, EIGHT, SIXTEEN] = [firstSeeds(4), firstSeeds(8).slice(4), firstSeeds(16).slice(8)];

Deno.test("nextSeeds() brings what answers a judged claim to four seeds, and nothing else", () => {
  assertEquals(asked([judged("not run")], []), { up: FOUR });
  assertEquals(asked([judged("reproduced")], records(up, 3)), { up: [1024] });
  assertEquals(asked([order("not run")], records(up, 4)), { down: FOUR });
  // Not those alone of which something is open.
  assertEquals(asked([judged("worse"), order("inconclusive")], records(up, 1)), {
    up: FOUR.slice(1),
    down: FOUR,
  });
  assertEquals(asked([judged("not run", { experiment: "" })], []), {});
  assertEquals(asked([], []), {});
});

Deno.test("nextSeeds() asks for nothing where nothing is open", () => {
  const decided = ["reproduced", "close", "better", "worse", "contradicted", "unreachable"] as const;
  for (const verdict of decided) {
    assertEquals(asked([judged(verdict), order(verdict)], [...records(up, 4), ...records(down, 4)]), {});
  }
});

Deno.test("nextSeeds() asks for the next look of an open claim's experiment alone", () => {
  const both = (count: number) => [...records(up, count), ...records(down, 4)];
  const comparisons = [judged("inconclusive"), judged("close", { id: "made-2", experiment: down.id })];
  assertEquals(asked(comparisons, both(4)), { up: EIGHT });
  // What was broken off goes on.
  assertEquals(asked(comparisons, both(6)), { up: EIGHT.slice(2) });
  assertEquals(asked(comparisons, both(8)), { up: SIXTEEN });
  assertEquals(asked(comparisons, both(15)), { up: SIXTEEN.slice(7) });
});

Deno.test("nextSeeds() asks for no more than the last look", () => {
  assertEquals(asked([judged("inconclusive")], records(up, 16)), {});
  assertEquals(asked([judged("inconclusive")], records(up, 8), 8), {});
  assertEquals(asked([judged("inconclusive")], records(up, 4), 4), {});
  // Seeds that are not of the list do not count.
  const others = records(up, 4, (index) => ({ seed: 1000 + index }));
  assertEquals(asked([judged("inconclusive")], [...records(up, 12), ...others]), { up: SIXTEEN.slice(4) });
});

Deno.test("nextSeeds() asks an experiment that has seeds of its own for these alone", () => {
  const own = [{ ...up, seeds: [5, 6, 7, 8, 9] }];
  const there = records(up, 5, (index) => ({ seed: 5 + index }));
  assertEquals(asked([judged("not run")], [], 16, own), { up: [5, 6, 7, 8] });
  assertEquals(asked([judged("inconclusive")], there.slice(0, 4), 16, own), { up: [9] });
  assertEquals(asked([judged("inconclusive")], there, 16, own), {});
});

Deno.test("nextSeeds() takes both sides of an open order to the same look", () => {
  const of = (ours: number, theirs: number) =>
    asked([order("inconclusive")], [...records(up, ours), ...records(down, theirs)]);
  assertEquals(of(4, 4), { up: EIGHT, down: EIGHT });
  assertEquals(of(8, 4), { down: EIGHT });
  assertEquals(of(8, 8), { up: SIXTEEN, down: SIXTEEN });
  assertEquals(of(16, 16), {});
  // One side has no more runs than the command may do.
  assertEquals(asked([order("inconclusive")], [...records(up, 4), ...records(down, 4)], 16, [up]), {
    up: EIGHT,
  });
  assertEquals(asked([order("inconclusive", `${up.id} > made-cited`)], records(up, 4)), { up: EIGHT });
});

Deno.test("nextSeeds() goes on where the seeds differ: of an order on both sides, else not at all", () => {
  const same = (count: number, experiment: Experiment) =>
    records(experiment, count, () => ({ measurements: [silhouette(0.1)] }));
  assertEquals(asked([judged("inconclusive")], same(4, up)), {});
  assertEquals(asked([order("inconclusive")], [...records(up, 4), ...same(4, down)]), {
    up: EIGHT,
    down: EIGHT,
  });
  assertEquals(asked([order("inconclusive")], [...records(up, 8), ...same(4, down)]), { down: EIGHT });
  assertEquals(asked([order("inconclusive")], [...same(4, up), ...same(4, down)]), {});
  // The number that the claim is about, in the space that an order asks that side for.
  const mixed = records(up, 4, (index) => ({
    measurements: [silhouette(0.1), silhouette(index, { space: "pixels" })],
  }));
  assertEquals(asked([judged("inconclusive")], mixed), {});
  assertEquals(asked([judged("inconclusive", { space: "pixels" })], mixed), { up: EIGHT });
  const claim = exampleClaim({
    kind: "ordinal",
    experiment: `${down.id} > ${up.id}`,
    space: "code > pixels",
  });
  const inPixels = asked([{ claim, verdict: "inconclusive" }], [...same(4, down), ...mixed]);
  assertEquals(inPixels, { up: EIGHT, down: EIGHT });
  const inCode = exampleClaim({ kind: "ordinal", experiment: `${down.id} > ${up.id}`, space: "code > code" });
  assertEquals(asked([{ claim: inCode, verdict: "inconclusive" }], [...same(4, down), ...mixed]), {});
});

Deno.test("nextSeeds() asks for nothing that is not judged", () => {
  // Stand-in data, and the other profiles' runs.
  assertEquals(asked([judged("not comparable")], records(up, 1)), {});
  assertEquals(asked([judged("not comparable", { kind: "cited" })], []), {});
  assertEquals(asked([judged("not run", { tolerance: null })], []), {});
  assertEquals(asked([judged("not run", { tooCoarse: true })], []), {});
  const { paper: _, ...scaled } = up.profiles;
  assertEquals(asked([judged("inconclusive")], records(up, 4), 16, [{ ...up, profiles: scaled }]), {});
});

Deno.test("nextSeeds() counts runs of the full protocol by today's configuration", () => {
  const quick = records(up, 4, () => ({ profile: "quick" }));
  assertEquals(asked([judged("not run")], quick), { up: FOUR });
  const changed = records(up, 8, () => ({ config: { method: "other", dataset: "data", split: "" } }));
  assertEquals(asked([judged("inconclusive")], [...changed, ...records(up, 4)]), { up: EIGHT });
});

Deno.test("nextSeeds() takes no other seed in place of a failed run, and no further look at its claims", () => {
  const failing = (count: number, failed: number[]) =>
    records(
      up,
      count,
      (index) => failed.includes(index) ? { status: "failed", error: "diverged", measurements: [] } : {},
    );
  assertEquals(asked([judged("reproduced")], failing(4, [1])), {});
  assertEquals(asked([judged("inconclusive")], failing(4, [1, 2])), {});
  assertEquals(asked([judged("inconclusive")], failing(3, [1])), { up: [1024] });
  assertEquals(asked([judged("not run")], failing(4, [0, 1, 2, 3])), {});
  assertEquals(asked([judged("inconclusive")], failing(16, [9])), {});
});

/** What leads to the next look: its title, and what is asked for and planned, as method and seed. */
function look(
  comparisons: Judged[],
  recorded: RunRecord[],
  { maxSeeds = 16, budget = Infinity, experiments = [down, up] } = {},
) {
  const estimate = (runs: readonly Run[]) =>
    runs.map((run) => ({ run, seconds: run.protocol.seconds, recorded: false }));
  const next = nextLook(experiments, comparisons, recorded, {
    maxSeeds,
    budget,
    timeOf: secondsToGo,
    estimate,
  });
  if (next === undefined) return undefined;
  const name = ({ experiment, seed }: Run) => `${experiment.method} ${seed}`;
  return { ...next, runs: next.runs.map(name), planned: next.planned.map(({ run }) => name(run)) };
}

Deno.test("nextLook() completes one look before the next, and says why", () => {
  const comparisons = [judged("inconclusive"), judged("not run", { id: "made-2", experiment: down.id })];
  const first = look(comparisons, records(up, 4))!;
  assertEquals(first.title, "Look 1 of 3: 4 seeds, 1 experiment with fewer");
  assertEquals(first.planned, ["down 42", "down 1234", "down 73", "down 1024"]);
  const recorded = [...records(up, 4), ...records(down, 4)];
  const second = look([judged("inconclusive"), order("inconclusive")], recorded)!;
  assertEquals(second.title, "Look 2 of 3: 8 seeds, 2 claims open");
  const third = look([judged("inconclusive")], records(up, 8), { experiments: [up] })!;
  assertEquals(third.title, "Look 3 of 3: 16 seeds, 1 claim open");
  assertEquals(
    look([judged("inconclusive")], records(up, 4), { maxSeeds: 8 })!.title,
    "Look 2 of 2: 8 seeds, 1 claim open",
  );
  assertEquals(look([judged("inconclusive")], records(up, 16)), undefined);
  assertEquals(look([judged("inconclusive")], records(up, 8), { maxSeeds: 8 }), undefined);
  assertEquals(look([judged("close")], records(up, 4)), undefined);
});

Deno.test("nextLook() runs first seeds first at the first look, and later the cheapest experiment, whole or not at all", () => {
  const fresh = [order("not run")];
  const none = look(fresh, [])!;
  assertEquals(none.planned.slice(0, 4), ["up 42", "down 42", "up 1234", "down 1234"]);
  assertEquals(look(fresh, [], { budget: 4 })!.planned, ["up 42", "down 42", "up 1234"]);

  const open = [order("inconclusive")];
  const recorded = [...records(up, 4), ...records(down, 4)];
  const eight = ["up 1", "up 2", "up 3", "up 4", "down 1", "down 2", "down 3", "down 4"];
  assertEquals(look(open, recorded)!.planned, eight);
  assertEquals(look(open, recorded, { budget: 12 })!.planned, eight);
  const short = look(open, recorded, { budget: 11 })!;
  assertEquals(short.planned, eight.slice(0, 4));
  assertEquals(short.runs.toSorted(), eight.toSorted());
  assertEquals(look(open, recorded, { budget: 3 })!.planned, []);
  // Fewer seeds to go count, not the seconds of one.
  assertEquals(look(open, [...records(up, 4), ...records(down, 7)])!.planned.slice(0, 2), ["down 4", "up 1"]);
});

Deno.test("openClaims() are the inconclusive ones about experiments that were named", () => {
  const comparisons = [judged("inconclusive"), judged("close"), order("inconclusive")];
  const ids = (experiments: Experiment[]) =>
    openClaims(experiments, comparisons).map(({ claim }) => claim.id);
  assertEquals(ids([up]), ["made-1", "made-order"]);
  assertEquals(ids([down]), ["made-order"]);
  assertEquals(ids([]), []);
});

Deno.test("stillOpen() names claims by the number of seeds that they were judged by", () => {
  const paths = (experiment: Experiment, count: number) => records(experiment, count).map(recordPath);
  const open = (id: string, ...paths: string[]) => ({ claim: exampleClaim({ id }), records: paths });
  assertEquals(
    stillOpen([
      open("made-1", ...paths(up, 1)),
      open("made-2", ...paths(up, 16)),
      open("made-3", ...paths(up, 4)),
      open("made-4", ...paths(down, 4), ...paths(up, 16)),
    ]),
    [
      "Still inconclusive after 16 seeds: made-2",
      "Still inconclusive after 4 seeds: made-3, made-4",
      "Still inconclusive after 1 seed: made-1",
    ],
  );
  assertEquals(stillOpen([]), []);
});

Deno.test("readMaxSeeds() takes the number of seeds of a look, the last one's unless given", () => {
  assertEquals(["4", "8", "16", undefined].map(readMaxSeeds), [4, 8, 16, 16]);
  for (const text of ["3", "5", "32", "0", "-4", "4.0", "four", " 8"]) {
    assertThrows(
      () => readMaxSeeds(text),
      UsageError,
      `--max-seeds must be one of 4, 8, 16, got ${text}: looks are at 4, 8 and 16 seeds`,
    );
  }
});
