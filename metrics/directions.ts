/** Which way is better, by metric name. It imports nothing, so that a report can be drawn without the engine. */
export const DIRECTIONS: Record<string, "higher" | "lower"> = {
  ACC: "higher",
  NMI: "higher",
  ARI: "higher",
  PURITY: "higher",
  SIL: "higher",
  CHI: "higher",
  DBI: "lower",
  MSE: "lower",
};
