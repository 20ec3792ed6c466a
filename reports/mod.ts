/**
 * Reports: the papers' numbers beside ours, drawn from records and claims alone.
 *
 * @module
 */
export type { Measurement, Profile, RunRecord } from "../benchmarks/runner/record.ts";
export { readRecords } from "../benchmarks/runner/record_files.ts";
export { RecordError } from "../benchmarks/runner/record_format.ts";
export type { Claim, Claims, Erratum } from "./claims.ts";
export { ClaimsError, readClaims } from "./claims_format.ts";
export { compare, type Comparison } from "./compare.ts";
export { claimsCsv, claimsJson, measurementsCsv } from "./exports.ts";
export { type Verdict, VERDICTS } from "./judge.ts";
export { writeReport, type Written } from "./write.ts";
