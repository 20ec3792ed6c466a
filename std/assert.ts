/**
 * The part of `@std/assert` that the tests use, with the same signatures, over `node:assert`.
 *
 * JSR, where the original is, cannot be reached from every machine that must run the tests.
 *
 * @module
 */
import nodeAssert from "node:assert/strict";

/** Throws unless `condition` is truthy. */
export function assert(condition: unknown, message?: string): asserts condition {
  nodeAssert.ok(condition, message);
}

/** Throws unless both values are deeply and strictly equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.deepStrictEqual(actual, expected, message);
}

/** Throws if both values are deeply and strictly equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.notDeepStrictEqual(actual, expected, message);
}

/** Throws unless `actual` is within `tolerance` (absolute, 1e-7 unless given) of `expected`; NaN equals NaN. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance = 1e-7,
  message?: string,
): void {
  if (Object.is(actual, expected)) return;
  const difference = Math.abs(expected - actual);
  if (difference <= tolerance) return;
  throw new nodeAssert.AssertionError({
    message: message ?? `Expected ${actual} within ${tolerance} of ${expected}: difference is ${difference}`,
    actual,
    expected,
  });
}

/** Throws unless `actual` contains `expected`. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  nodeAssert.ok(
    actual.includes(expected),
    message ?? `Expected ${JSON.stringify(actual)} to contain ${JSON.stringify(expected)}`,
  );
}

/** Throws unless `actual` matches `expected`. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.match(actual, expected, message);
}

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

function checkError<E extends Error>(error: unknown, errorClass: ErrorClass<E>, includes: string): E {
  nodeAssert.ok(
    error instanceof errorClass,
    `Expected an error of class ${errorClass.name}: got ${error}`,
  );
  assertStringIncludes(error.message, includes);
  return error;
}

/** Throws unless `fn` throws an error of the class, with the text in its message; returns that error. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  includes = "",
): E {
  try {
    fn();
  } catch (error) {
    return checkError(error, errorClass, includes);
  }
  throw new nodeAssert.AssertionError({ message: "Expected function to throw" });
}

/** Throws unless the promise of `fn` rejects with an error of the class, with the text in its message. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  includes = "",
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    return checkError(error, errorClass, includes);
  }
  throw new nodeAssert.AssertionError({ message: "Expected function to reject" });
}
