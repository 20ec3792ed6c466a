import type { Claim, Erratum } from "../claims/claims.ts";
import { printedUnits } from "../claims/numbers.ts";
import { measureOf } from "../claims/rows.ts";
import type { LeagueTable } from "../experiments/figures.ts";
import { DESCRIPTIONS } from "../metrics/descriptions.ts";
import { familyOf, type Measurement, type RunRecord } from "../records/record.ts";
import { exampleRecord } from "../runner/testing.ts";

/**
 * A made-up claim for tests: the silhouette 0.50 in the code of experiment `made/up/data`, on its test split. Direction and
 * units are those of its metric and writing.
 */
export function exampleClaim(over: Partial<Claim> = {}): Claim {
  const { metric = "SIL", printed = "0.50", kind = "result" } = over;
  const known = Object.values(DESCRIPTIONS).find(({ name }) => name === familyOf(metric));
  return {
    id: "made-1",
    paper: "made",
    where: "Table 1",
    dataset: "data",
    method: "Up",
    metric,
    statistic: "single",
    value: "0.50",
    printed,
    kind,
    experiment: "made/up/data",
    space: "code",
    split: "test",
    average: "",
    direction: known?.direction ?? null,
    measure: measureOf({ kind, metric }, known),
    runs: null,
    units: printedUnits(printed, known),
    tolerance: 0.125,
    basis: "made up",
    tooCoarse: false,
    note: "",
    line: null,
    ...over,
  };
}

/** A made-up erratum for tests: it touches the claim `made-1`. */
export function exampleErratum(over: Partial<Erratum> = {}): Erratum {
  return {
    id: "made-e1",
    paper: "made",
    line: 7,
    where: "Table 1",
    printed: "0.50",
    right: "0.90",
    claims: ["made-1"],
    note: "a slip",
    ...over,
  };
}

/** A made-up run of `made/up/data` for tests: profile `paper`, on the paper's own data, one silhouette. */
export function exampleRun(value: number, over: Partial<RunRecord> = {}): RunRecord {
  return exampleRecord({
    experiment: "made/up/data",
    paper: "made",
    method: "Up",
    dataset: "data",
    profile: "paper",
    measurements: [silhouette(value)],
    data: [{ name: "data", sha256: "cd".repeat(32), rows: 100, source: "made up" }],
    digest: "0123456789ab",
    ...over,
  });
}

/** A value measured in the code of the test split, unless `over` says otherwise. */
export function measured(metric: string, value: number, over: Partial<Measurement> = {}): Measurement {
  return { metric, value, space: "code", split: "test", ...over };
}

/** A measured silhouette. */
export function silhouette(value: number, over: Partial<Measurement> = {}): Measurement {
  return measured("SIL", value, over);
}

/** A measured normalised mutual information. */
export function nmi(value: number, average: string): Measurement {
  return measured("NMI", value, { average });
}

/** Where runs of the example league measure the silhouette of their clusters beside their own space. */
const LEAGUE_SHARED = "pixels, the same clusters";

/** A made-up league of the paper `made` for tests: four methods and a control on the data sets `one` and `two`. */
export const EXAMPLE_LEAGUE: LeagueTable = {
  kind: "league",
  name: "all",
  title: "Which is best?",
  subtitle: "How to read it.",
  description: "What is seen.",
  text: "All of it, *alike*.",
  datasets: [{ name: "one", title: "The first" }, { name: "two", title: "The second" }],
  methods: [
    { method: "truth", title: "The truth", kind: "control" },
    { method: "a", title: "A", kind: "inductive" },
    { method: "b", title: "B", kind: "transductive" },
    { method: "c", title: "C", kind: "inductive" },
    { method: "d", title: "D", kind: "inductive" },
  ],
  rankedBy: { metric: "ACC", split: "train" },
  own: [{ metric: "ARI", split: "train" }],
  shared: [{ metric: "SIL", space: LEAGUE_SHARED, split: "train", title: "SIL in pixels" }],
};

/**
 * Made-up runs of a method of the example league, for tests: one for each accuracy, in a space that has the method's name. ARI is
 * half the accuracy, and the silhouette in pixels 0.25.
 */
export function leagueRuns(
  method: string,
  accuracies: readonly number[],
  { dataset = "one", ...over }: Partial<RunRecord> = {},
): RunRecord[] {
  return accuracies.map((value, seed) =>
    exampleRun(0, {
      experiment: `made/${method}/${dataset}`,
      method,
      dataset,
      seed,
      measurements: [
        silhouette(0.25, { space: LEAGUE_SHARED, split: "train" }),
        measured("ARI", value / 2, { space: method, split: "train" }),
        measured("ACC", value, { space: method, split: "train" }),
      ],
      ...over,
    })
  );
}
