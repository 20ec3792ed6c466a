/**
 * The check of the options of what is to be done: it throws unless a rule holds, where `rule` says what must be, a
 * RangeError that reads "Cannot {what}: {rule}, got {value}".
 */
export function checkFor(what: string): (holds: boolean, rule: string, value: unknown) => void {
  return (holds, rule, value) => {
    if (!holds) throw new RangeError(`Cannot ${what}: ${rule}, got ${value}`);
  };
}
