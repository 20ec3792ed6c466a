import type { ScoreKey } from "../experiments/figures.ts";
import type { RunRecord } from "../records/record.ts";

/**
 * The one space in which a run measured something: the space that its method clusters in.
 *
 * @returns Nothing if it did not measure that anywhere.
 * @throws {RangeError} If it measured that in several spaces, so that none of them is its own.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ownSpace } from "./own_space.ts";
 *
 * const measurements = [{ metric: "SIL", space: "code", split: "test", value: 0.5 }];
 * assertEquals(ownSpace({ experiment: "made/a/data", measurements }, { metric: "SIL", split: "test" }), "code");
 * ```
 */
export function ownSpace(
  { experiment, measurements }: Pick<RunRecord, "experiment" | "measurements">,
  { metric, split = "", average = "" }: Omit<ScoreKey, "space">,
): string | undefined {
  const own = measurements.filter((one) =>
    one.metric === metric && one.split === split && (one.average ?? "") === average
  );
  const spaces = new Set(own.map(({ space }) => space));
  if (spaces.size > 1) {
    throw new RangeError(
      `Cannot set ${experiment} beside others: it must measure ${metric} in one space, got ${
        [...spaces].join(", ")
      }`,
    );
  }
  return own[0]?.space;
}
