/** Throws unless a rule for an option holds; `rule` says what must be. */
export type Check = (holds: boolean, rule: string, value: unknown) => void;

/** The check of the options of what is to be done; a RangeError reads "Cannot {what}: {rule}: current value is {value}". */
export function checkFor(what: string): Check {
  return (holds, rule, value) => {
    if (!holds) throw new RangeError(`Cannot ${what}: ${rule}: current value is ${value}`);
  };
}
