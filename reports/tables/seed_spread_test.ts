import { assertEquals } from "@std/assert";
import type { Claim } from "../../claims/claims.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { exampleClaim, exampleRun, measured, nmi } from "../../judging/testing.ts";
import { seedSpread } from "./seed_spread.ts";

const runs = (method: string, accuracies: readonly number[]) =>
  accuracies.map((value, seed) =>
    exampleRun(0, {
      experiment: `made/${method}/data`,
      method,
      seed,
      measurements: [
        measured("ACC", value, { split: "train" }),
        measured("ACC", value),
        nmi(0.5 + seed / 100, "max"),
        nmi(seed, "min"),
        measured("CHI", 100 * value),
      ],
    })
  );

const claim = (method: string, over: Partial<Claim> = {}) =>
  exampleClaim({ metric: "ACC", experiment: `made/${method}/data`, ...over });

/** The rows of the table. */
function rows(records: ReturnType<typeof runs>, claims: readonly Claim[]): string[] {
  return seedSpread(runsByExperiment(records), claims).find((block) => block.startsWith("| method"))!
    .split("\n");
}

const MOVED = "[made/moved/data](papers/made.md#runs-made-moved-data)";
const STEADY = "[made/steady/data](papers/made.md#runs-made-steady-data)";

Deno.test("seedSpread() shows what claims ask of methods with enough seeds, the most moved first", () => {
  const records = [
    ...runs("steady", [0.5, 0.5, 0.51]),
    ...runs("moved", [0.5, 0.75, 0.25]),
    ...runs("two", [0.1, 0.9]),
    ...runs("unasked", [0.1, 0.9, 0.5]),
  ];
  assertEquals(rows(records, ["steady", "moved", "two", "lost"].map((method) => claim(method))), [
    "| method | space | split | seeds | ACC |",
    "| --- | --- | --- | --- | --- |",
    `| ${MOVED} | code | test | 3 | 0.25 to 0.75 (0.25) |`,
    `| ${STEADY} | code | test | 3 | 0.500 to 0.510 (0.006) |`,
  ]);
});

Deno.test("seedSpread() has a row for each place that claims ask of, and each average that they name", () => {
  const order = claim("moved", {
    kind: "ordinal",
    metric: "NMI",
    average: "max",
    experiment: "made/moved/data > made/steady/data",
  });
  const claims = [
    claim("moved"),
    claim("moved", { split: "train" }),
    claim("moved", { statistic: "best" }),
    claim("moved", { metric: "CHI" }),
    order,
  ];
  const records = [...runs("moved", [0.5, 0.75, 0.25]), ...runs("steady", [0.5, 0.5, 0.5])];
  assertEquals(rows(records, claims), [
    "| method | space | split | seeds | ACC | NMI |",
    "| --- | --- | --- | --- | --- | --- |",
    `| ${MOVED} | code | test | 3 | 0.25 to 0.75 (0.25) | 0.500 to 0.520 (0.010) |`,
    `| ${MOVED} | code | train | 3 | 0.25 to 0.75 (0.25) |  |`,
    `| ${STEADY} | code | test | 3 |  | 0.500 to 0.520 (0.010) |`,
  ]);
});

Deno.test("seedSpread() is nothing where no method has enough seeds, none moves, or no claim asks", () => {
  const of = (records: ReturnType<typeof runs>, claims: readonly Claim[]) =>
    seedSpread(runsByExperiment(records), claims);
  assertEquals(of(runs("two", [0.1, 0.9]), [claim("two")]), []);
  assertEquals(of(runs("still", [0.5, 0.5, 0.5]), [claim("still")]), []);
  // Rounding alone moves it.
  assertEquals(of(runs("still", [0.3, 0.3, 0.1 + 0.2]), [claim("still")]), []);
  assertEquals(of(runs("moved", [0.5, 0.75, 0.25]), []), []);
});
