/**
 * The file of what bounds a paper's numbers: `bounds.csv`.
 *
 * @module
 */
import type { Metric } from "../metrics/metric.ts";
import { isExperimentId } from "../records/record.ts";
import { type Bound, type Claim, idsOf, SIDES } from "./claims.ts";
import { type Parsed, parseRows } from "./csv.ts";
import { type Fault, unknown } from "./fault.ts";
import { numberOf } from "./numbers.ts";
import { metricOf, rangeFault } from "./rows.ts";

const COLUMNS = [
  "claims",
  "side",
  "value",
  "control",
  "metric",
  "space",
  "split",
  "average",
  "evidence",
];

/**
 * Reads the bounds of a paper's numbers. `claims` holds ids of claims with semicolons between, of which the last letters can be
 * a star that stands for any; it stands for claims about the row's metric alone. `side` says whether a number can be at most,
 * or must be at least, what `control`, the id of an experiment, reaches; or else `value`, for which `evidence` gives the
 * reason: in the metric's own unit (0.5), or in percent (`50%`).
 *
 * @param file Its path, as faults name it.
 */
export function parseBounds(
  text: string,
  file: string,
  claims: readonly Claim[],
  metrics: readonly Metric[],
): Parsed<Bound> {
  const { rows, faults } = parseRows(text, file, { columns: COLUMNS, optional: [] });
  const found: Fault[] = [...faults];
  const bounds: Bound[] = [];
  for (const { place, fields } of rows) {
    const { claims: names, side, value, control, metric, space, split, average, evidence } = fields;
    const numbers = claims.filter((claim) => claim.metric === metric && claim.kind !== "ordinal");
    const bounded = names.split(";").map((name) => ({ name, ids: idsOf(name, numbers) }));
    const own = value === "" ? null : numberOf(value);
    const outside = typeof own === "number" ? rangeFault(own, metricOf(metric, metrics)) : undefined;
    const reasons = [
      ...bounded.filter(({ ids }) => ids.length === 0)
        .map(({ name }) =>
          `${unknown("claim", name, numbers.map(({ id }) => id))} (of those about ${metric})`
        ),
      ...(SIDES as readonly string[]).includes(side) ? [] : [unknown("side", side, SIDES)],
      ...own === undefined ? [`the value is not a finite number in plain digits, got "${value}"`] : [],
      ...outside === undefined
        ? []
        : [`${outside}, got ${value}: a bound is in the metric's own unit, or has a %`],
      ...control === "" || isExperimentId(control)
        ? []
        : [`the control is not the id of an experiment, got "${control}"`],
      ...value === "" && control === "" ? ["a bound needs a value or a control"] : [],
      ...evidence === "" ? ["a bound needs its evidence"] : [],
    ];
    found.push(...reasons.map((reason) => ({ ...place, reason })));
    bounds.push({
      claims: [...new Set(bounded.flatMap(({ ids }) => ids))],
      side: side as Bound["side"],
      value: own ?? null,
      control,
      metric,
      space,
      split,
      average,
      evidence,
      place,
    });
  }
  return { rows: bounds, faults: found };
}
