/** The means of two entropies by which a mutual information can be divided. */
export const AVERAGES = ["arithmetic", "geometric", "max", "min"] as const;

/** One of {@linkcode AVERAGES}. */
export type Average = typeof AVERAGES[number];

/** Options of the metrics that divide by a mean of two entropies. */
export interface AverageOptions {
  /**
   * The mean of the two entropies. Papers differ and seldom say which, so state it with every value.
   *
   * @default {"arithmetic"}
   */
  average?: Average;
}

const means: Record<Average, (a: number, b: number) => number> = {
  arithmetic: (a, b) => (a + b) / 2,
  geometric: (a, b) => Math.sqrt(a * b),
  max: Math.max,
  min: Math.min,
};

/**
 * The function that takes this mean of two numbers.
 *
 * @param what The value that is being computed, for the error.
 * @throws {RangeError} If the average is none of the four.
 */
export function meanBy(average: Average, what: string): (a: number, b: number) => number {
  if (!Object.hasOwn(means, average)) {
    throw new RangeError(
      `Cannot compute ${what}: average must be one of ${AVERAGES.join(", ")}, got ${average}`,
    );
  }
  return means[average];
}
