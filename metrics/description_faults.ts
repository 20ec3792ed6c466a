import { AVERAGES } from "./averages.ts";
import { isMetricName, type Metric } from "./metric.ts";

/**
 * What is wrong with a metric's description, one line for each part; none where nothing is. The metric may come from a file
 * that nothing has checked.
 */
export function descriptionFaults(metric: Metric): string[] {
  const { kind, name, title, direction, floor, range } = metric;
  const faults: string[] = [];
  const check = (holds: boolean, rule: string, value: unknown) => {
    if (!holds) faults.push(`${name}: ${rule}, got ${JSON.stringify(value)}`);
  };
  check(isMetricName(name), "name must be a capital, then capitals, digits, @ and -", name);
  check(typeof title === "string" && title.trim() !== "", "title must be text", title);
  check(direction === "higher" || direction === "lower", 'direction must be "higher" or "lower"', direction);
  check(isFloor(floor), "floor must be { units } or { share }, a number above 0", floor);
  check(Array.isArray(range) && range[0] < range[1], "range must be [least, greatest]", range);
  check(["labels", "space", "plain"].includes(kind), 'kind must be "labels", "space" or "plain"', kind);
  if (kind === "labels" || kind === "space") {
    check(typeof metric.compute === "function", "compute must be a function", metric.compute);
  }
  if (kind === "labels") {
    const { symmetric, averages = AVERAGES } = metric;
    check(typeof symmetric === "boolean", "symmetric must be true or false", symmetric);
    check(
      Array.isArray(averages) && averages.length > 0 && averages.every((one) => AVERAGES.includes(one)),
      `averages must be some of ${AVERAGES.join(", ")}`,
      averages,
    );
  }
  return faults;
}

function isFloor(floor: unknown): boolean {
  const values = Object.entries(floor ?? {});
  return values.length === 1 &&
    values.every(([key, value]) =>
      (key === "units" || key === "share") && value > 0 && Number.isFinite(value)
    );
}
