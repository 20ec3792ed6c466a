/**
 * What tests of claims share: a made-up paper.
 *
 * @module
 */
import { KNOWN_METRICS } from "../metrics/registry.ts";
import type { Known } from "./rows.ts";

/** A made-up paper with two experiments, for tests. */
export const MADE: Known = {
  id: "made",
  metrics: KNOWN_METRICS,
  experiments: [
    { id: "made/up/data", dataset: "data" },
    { id: "made/down/data", dataset: "data" },
    { id: "made/up/digits", dataset: "digits" },
  ],
};
