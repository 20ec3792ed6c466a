import {
  type Measurement,
  measurementKey,
  type Profile,
  type RunRecord,
  type Study,
} from "../records/record.ts";
import { askedOf, type Claim, experimentsOf } from "../claims/claims.ts";
import { type Sample, sampleOf } from "./samples.ts";

/** A measurement that no claim asks for, over the seeds of one experiment. */
export interface Extra {
  readonly paper: string;
  readonly experiment: string;
  readonly method: string;
  readonly dataset: string;
  /** Where the experiment is a study. */
  readonly study?: Study;
  readonly measurement: Measurement;
  readonly profile: Profile;
  readonly sample: Sample;
}

/** What was measured beyond what the claims ask for, in the order of the records. */
export function extras(claims: readonly Claim[], records: readonly RunRecord[]): Extra[] {
  const asked = new Map<string, Set<string>>();
  for (const claim of claims) {
    for (const experiment of experimentsOf(claim)) {
      const keys = asked.get(experiment) ?? new Set();
      asked.set(experiment, keys.add(measurementKey(askedOf(claim, experiment))));
    }
  }
  return [...Map.groupBy(records, ({ experiment }) => experiment)].flatMap(([experiment, own]) => {
    const known = asked.get(experiment);
    const measured = new Map(
      own.flatMap(({ measurements }) => measurements).map((one) => [measurementKey(one), one]),
    );
    return [...measured].flatMap(([key, measurement]) => {
      const sample = known?.has(key) ? undefined : sampleOf(own, measurement);
      if (sample === undefined) return [];
      const { paper, method, dataset, study, profile } = sample.records[0];
      return [{
        paper,
        experiment,
        method,
        dataset,
        ...study && { study },
        measurement,
        profile,
        sample,
      }];
    });
  });
}
