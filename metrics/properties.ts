import { takeRows } from "../engine/matrix.ts";
import { permutation, random } from "../engine/random.ts";
import type { Average } from "./averages.ts";
import { descriptionFaults } from "./description_faults.ts";
import type { Described, LabelMetric, Metric, SpaceMetric } from "./metric.ts";
import {
  type LabelTrial,
  labelTrials,
  randomLabels,
  renamed,
  type SpaceTrial,
  spaceTrials,
  spreadApart,
} from "./trials.ts";

/** The seed that metrics of a space are asked with. */
const SEED = 42;

/** Looks whether something holds of a metric: says what is wrong, or nothing. */
type Property = () => string | undefined | Promise<string | undefined>;

/**
 * What is wrong with a metric, one line for each fault; none where nothing was found. It is asked for its value of many
 * clusterings, the same each time, and must keep what {@linkcode LabelMetric} and {@linkcode SpaceMetric} promise:
 *
 * 1. It is described in full: name, title, direction, floor, range.
 * 2. Each value is a finite number within the range.
 * 3. The value is the same a second time, whatever the labels are called, and in whatever order the points come. (A sampled
 *    metric may change with the order, and with the seed.)
 * 4. The direction is right. Of labels: clusters that are the classes have a better value than random ones, and the best of
 *    the range unless that is infinite. Of a space: clusters that lie apart have a better value than shuffled ones.
 * 5. Of labels: it is symmetric if it says so, and only then. With averages, all of this holds for each.
 *
 * A metric whose description or values are faulty is not looked at further. What a metric throws is a fault.
 *
 * @example
 * ```ts
 * import { checkMetric } from "./properties.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const faults = await checkMetric({
 *   kind: "labels",
 *   name: "ERR",
 *   title: "share of points whose cluster is not called as their class",
 *   direction: "lower",
 *   floor: { units: 0.02 },
 *   range: [0, 1],
 *   symmetric: true,
 *   compute: (classes, clusters) => {
 *     let wrong = 0;
 *     for (let i = 0; i < classes.length; i++) if (classes[i] !== clusters[i]) wrong++;
 *     return wrong / classes.length;
 *   },
 * });
 * assertEquals(faults.length, 1);
 * assertEquals(faults[0].startsWith("ERR: changes when the labels get other names"), true);
 * ```
 */
export async function checkMetric(metric: Metric): Promise<string[]> {
  const faults = descriptionFaults(metric);
  if (faults.length > 0 || metric.kind === "plain") return faults;
  if (metric.kind === "space") return await faultsOf(metric.name, spaceProperties(metric));
  const found: string[] = [];
  for (const average of metric.averages ?? [undefined]) {
    const whose = average ? `${metric.name} (${average})` : metric.name;
    found.push(...await faultsOf(whose, labelProperties(metric, average)));
  }
  return found;
}

/** The faults that the properties find. The first property is of the values themselves: the others follow if it holds. */
async function faultsOf(name: string, [first, ...others]: Property[]): Promise<string[]> {
  const look = async (property: Property) => {
    try {
      return await property();
    } catch (error) {
      return `fails: ${error instanceof Error ? error.message : error}`;
    }
  };
  const found = [await look(first)];
  for (const property of found[0] === undefined ? others : []) found.push(await look(property));
  return [...new Set(found.filter((fault) => fault !== undefined))].map((fault) => `${name}: ${fault}`);
}

/** What is wrong with a value by itself. Rounding may lead out of the range. */
function valueFault(
  value: unknown,
  { range: [least, greatest] }: Described,
  where: string,
): string | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    return `must be a finite number, is ${value} for ${where}`;
  }
  if (value < least - 1e-12 || value > greatest + 1e-12) {
    return `must be from ${least} to ${greatest}, is ${value} for ${where}`;
  }
}

/** Whether two values are the same except for rounding. */
function isSame(a: number, b: number, relative = 1e-9): boolean {
  return Math.abs(a - b) <= relative * Math.max(1, Math.abs(a), Math.abs(b));
}

/** The first fault that is found in the trials. */
async function firstFault<T>(
  trials: readonly T[],
  look: (trial: T) => string | undefined | Promise<string | undefined>,
): Promise<string | undefined> {
  for (const trial of trials) {
    const fault = await look(trial);
    if (fault !== undefined) return fault;
  }
}

function labelProperties(metric: LabelMetric, average: Average | undefined): Property[] {
  const { direction, range, symmetric } = metric;
  const trials = labelTrials(101);
  const next = random(102);
  const compute = (classes: ArrayLike<number>, clusters: ArrayLike<number>) =>
    metric.compute(classes, clusters, average);
  const valueOf = ({ classes, clusters }: LabelTrial) => compute(classes, clusters);

  const isValue: Property = () =>
    firstFault(trials, (trial) => {
      const value = valueOf(trial), where = ofLabels(trial);
      return valueFault(value, metric, where) ?? againFault(value, valueOf(trial), where);
    });
  const ignoresNames: Property = () =>
    firstFault(trials, (trial) => {
      const other = compute(renamed(trial.classes, next), renamed(trial.clusters, next));
      return changeFault("the labels get other names", valueOf(trial), other, ofLabels(trial));
    });
  const ignoresOrder: Property = () =>
    firstFault(trials, (trial) => {
      const order = permutation(trial.classes.length, next);
      const other = compute(order.map((i) => trial.classes[i]), order.map((i) => trial.clusters[i]));
      return changeFault("the points come in another order", valueOf(trial), other, ofLabels(trial));
    });
  const isBestForClasses: Property = async () => {
    const best = range[direction === "higher" ? 1 : 0];
    const fault = Number.isFinite(best) && await firstFault(trials, ({ classes }) => {
      const value = compute(classes, classes);
      if (isSame(value, best)) return;
      const where = ofLabels({ classes, clusters: classes });
      return `must be ${best}, the best of its range, for clusters that are the classes, is ${value} for ${where}`;
    });
    if (fault) return fault;
    const classes = Int32Array.from({ length: 80 }, (_, i) => i % 4);
    const value = compute(classes, classes), other = compute(classes, randomLabels(80, 4, next));
    return directionFault(metric, "for clusters that are the classes than for random ones", value, other);
  };
  const isSymmetricIfSaid: Property = () => {
    const asymmetric = trials.find(({ classes, clusters }) =>
      !isSame(compute(classes, clusters), compute(clusters, classes))
    );
    if (symmetric && asymmetric) {
      const where = ofLabels(asymmetric);
      return `says that it is symmetric, but changes when classes and clusters change places, for ${where}`;
    }
    if (!symmetric && !asymmetric) return "says that it is not symmetric, but is";
  };
  return [isValue, ignoresNames, ignoresOrder, isBestForClasses, isSymmetricIfSaid];
}

function spaceProperties(metric: SpaceMetric): Property[] {
  const trials = spaceTrials(104);
  const next = random(105);
  const valueOf = async ({ points, clusters }: SpaceTrial, seed = SEED) =>
    await metric.compute(points, clusters, seed);

  const isValue: Property = () =>
    firstFault(trials, async (trial) => {
      const value = await valueOf(trial), where = ofSpace(trial);
      return valueFault(value, metric, where) ?? againFault(value, await valueOf(trial), where);
    });
  const ignoresNames: Property = () =>
    firstFault(trials, async (trial) => {
      const other = await metric.compute(trial.points, renamed(trial.clusters, next), SEED);
      return changeFault("the labels get other names", await valueOf(trial), other, ofSpace(trial));
    });
  const takesAllPoints: Property = () =>
    firstFault(trials, async (trial) => {
      const value = await valueOf(trial), where = ofSpace(trial);
      if (value !== await valueOf(trial, SEED + 1)) return "changes with the seed: it must say sampled: true";
      const order = permutation(trial.clusters.length, next);
      const clusters = order.map((i) => trial.clusters[i]);
      const other = await valueOf({ points: takeRows(trial.points, order), clusters });
      // The engine adds float32 up in another order.
      return changeFault("the points come in another order", value, other, where, 1e-5);
    });
  const isBetterApart: Property = () =>
    firstFault(trials, async (trial) => {
      const apart = spreadApart(trial);
      const shuffled = permutation(apart.clusters.length, next).map((i) => apart.clusters[i]);
      const value = await valueOf(apart), other = await valueOf({ ...apart, clusters: shuffled });
      return directionFault(metric, "for clusters that lie apart than for shuffled ones", value, other);
    });
  return [isValue, ignoresNames, ...metric.sampled ? [] : [takesAllPoints], isBetterApart];
}

function againFault(value: number, again: number, where: string): string | undefined {
  return changeFault("it is computed again", value, again, where, 0);
}

function changeFault(
  when: string,
  value: number,
  other: number,
  where: string,
  relative?: number,
): string | undefined {
  if (!isSame(value, other, relative)) {
    return `changes when ${when}, from ${value} to ${other} for ${where}`;
  }
}

function directionFault(
  { direction }: Described,
  when: string,
  value: number,
  other: number,
): string | undefined {
  if (direction === "higher" ? value > other : value < other) return;
  return `must be ${direction} ${when}, is ${value} and ${other}`;
}

function ofLabels({ classes, clusters }: LabelTrial): string {
  return `${classes.length} points in ${new Set(classes).size} classes and ${
    new Set(clusters).size
  } clusters`;
}

function ofSpace({ points: { rows, columns }, clusters }: SpaceTrial): string {
  return `${rows} points of ${columns} columns in ${new Set(clusters).size} clusters`;
}
