/**
 * The file of what may explain that ours differs from a paper's numbers: `causes.csv`.
 *
 * @module
 */
import { isExperimentId } from "../records/record.ts";
import { type Cause, type Claim, idsOf } from "./claims.ts";
import { type Parsed, parseRows } from "./csv.ts";
import { type Fault, unknown } from "./fault.ts";

const COLUMNS = [
  "misses",
  "cause",
  "study",
  "metric",
  "space",
  "split",
  "average",
  "note",
];

/**
 * Reads the causes of a paper's misses. `misses` holds ids of claims with semicolons between, of which the last letters can be
 * a star that stands for any; rows that have the same there stand in one table. `study` is the id of the experiment that tests
 * the cause, and metric, space, split and average are those of the measurement that is shown.
 *
 * @param file Its path, as faults name it.
 */
export function parseCauses(text: string, file: string, claims: readonly Claim[]): Parsed<Cause> {
  const { rows, faults } = parseRows(text, file, { columns: COLUMNS, optional: [] });
  const found: Fault[] = [...faults];
  const causes: Cause[] = [];
  for (const { place, fields } of rows) {
    const { misses: names, cause, study, metric, space, split, average, note } = fields;
    const missed = names.split(";").map((name) => ({ name, ids: idsOf(name, claims) }));
    const reasons = [
      ...missed.filter(({ ids }) => ids.length === 0)
        .map(({ name }) => unknown("claim", name, claims.map(({ id }) => id))),
      ...cause === "" ? ["the cause is missing"] : [],
      ...study === "" || isExperimentId(study)
        ? []
        : [`the study is not the id of an experiment, got "${study}"`],
      ...study !== "" && metric === "" ? ["a study needs the metric that shows the cause"] : [],
    ];
    found.push(...reasons.map((reason) => ({ ...place, reason })));
    causes.push({
      misses: [...new Set(missed.flatMap(({ ids }) => ids))],
      cause,
      study,
      metric,
      space,
      split,
      average,
      note,
      place,
    });
  }
  return { rows: causes, faults: found };
}
