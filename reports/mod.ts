/**
 * Reports: the papers' numbers beside ours, drawn from records and claims alone.
 *
 * @module
 */
export * from "./claims.ts";
export * from "./compare.ts";
export * from "./exports.ts";
export * from "./extras.ts";
export * from "./markdown.ts";
export * from "./samples.ts";
export * from "./write.ts";
