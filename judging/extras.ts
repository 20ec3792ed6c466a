import {
  type Measurement,
  measurementName,
  type Profile,
  type RunRecord,
} from "../records/record.ts";
import type { Claim } from "../claims/claims.ts";
import { answerOf, type Sample, sampleOf } from "./samples.ts";

/** A measurement that no claim asks for, over the seeds of one experiment. */
export interface Extra {
  readonly paper: string;
  readonly experiment: string;
  readonly method: string;
  readonly dataset: string;
  readonly measurement: Measurement;
  readonly profile: Profile;
  readonly sample: Sample;
}

/** What was measured beyond what the claims ask for, in the order of the records. */
export function extras(claims: readonly Claim[], records: readonly RunRecord[]): Extra[] {
  return [...Map.groupBy(records, ({ experiment }) => experiment)].flatMap(([experiment, own]) => {
    const asked = claims.filter((claim) => claim.experiment === experiment);
    const found = new Map<string, Measurement>();
    for (const record of own) {
      const answers = new Set(asked.map((claim) => answerOf(claim, record)));
      for (const one of record.measurements) if (!answers.has(one)) found.set(measurementName(one), one);
    }
    return [...found].flatMap(([key, measurement]) => {
      const sample = sampleOf(
        own,
        ({ measurements }) => measurements.find((one) => measurementName(one) === key),
      );
      if (sample === undefined) return [];
      const { paper, method, dataset, profile } = sample.records[0];
      return [{ paper, experiment, method, dataset, measurement, profile, sample }];
    });
  });
}
