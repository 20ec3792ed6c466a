/**
 * Reports: the papers' numbers beside ours, drawn from records and claims alone. The suite's own claims and the parts of the
 * web page are read as files beside these modules, so that this needs a checkout of Reclaim.
 *
 * @module
 */
export type { Measurement, Profile, RunRecord } from "../records/record.ts";
export { readRecords } from "../records/record_files.ts";
export { RecordError } from "../records/record_format.ts";
export type { Claim, Erratum } from "../claims/claims.ts";
export { loadPapers, type Paper, PaperError } from "../papers/load.ts";
export { compare, type Comparison } from "../judging/compare.ts";
export { claimsCsv, claimsJson, measurementsCsv } from "./exports.ts";
export { type Verdict, VERDICTS } from "../judging/judge.ts";
export type { Again } from "./markdown/again.ts";
export { type ReportOptions, writeReport, type Written } from "./write.ts";
