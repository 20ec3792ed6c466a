/**
 * Reports: the papers' numbers beside ours, drawn from records and claims alone.
 *
 * @module
 */
export type { Measurement, Profile, RunRecord } from "../benchmarks/runner/record.ts";
export { readRecords } from "../benchmarks/runner/record_files.ts";
export { RecordError } from "../benchmarks/runner/record_format.ts";
export { type Claim, type Claims, ClaimsError, type Erratum, readClaims } from "./claims.ts";
export { compare, type Comparison } from "./compare.ts";
export { claimsCsv, claimsJson, measurementsCsv } from "./exports.ts";
export { type Verdict, VERDICTS } from "./judge.ts";
export { writeReport, type Written } from "./write.ts";
