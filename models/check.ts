/**
 * The check of the options of what is to be done: it throws unless a rule holds, where `rule` says what must be, a
 * RangeError that reads "Cannot {what}: {rule}, got {value}".
 */
export function checkFor(what: string): (holds: boolean, rule: string, value: unknown) => void {
  return (holds, rule, value) => {
    if (!holds) throw new RangeError(`Cannot ${what}: ${rule}, got ${value}`);
  };
}

/** Whether it is a positive integer: how many there are of something, or how often it is done. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

/** Whether it is finite and above 0: a width, a rate or a temperature. */
export function isPositive(value: number): boolean {
  return value > 0 && value < Infinity;
}

/** Whether it is finite and at least 0: a weight, or a bound. */
export function isAmount(value: number): boolean {
  return value >= 0 && value < Infinity;
}
