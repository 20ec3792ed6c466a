/**
 * Types for what models depend on: `…Choices` name every choice that a result depends on beside the data and the seed,
 * as JSON; `…Options` are what a function takes, where some choices have defaults.
 *
 * @module
 */

/** `Choices`, of which those that have defaults, `Names`, may be left out. */
export type Defaulted<Choices, Names extends keyof Choices> =
  & Omit<Choices, Names>
  & Partial<Pick<Choices, Names>>;

/**
 * The names of the members of `Choices`, at any depth, that may be left out or that JSON cannot hold; `never` where it is
 * complete. A configuration of this type then leaves nothing to a default.
 *
 * @example
 * ```ts
 * import type { Incomplete } from "./choices.ts";
 *
 * const complete: Incomplete<{ rate: number; decay: { of: "all" } | null; sizes: readonly number[] }>[] = [];
 * const missing: Incomplete<{ rate: number; decay: { of?: "all" }; then: () => void }> = "of";
 * const function_: Incomplete<{ rate: number; then: () => void }> = "then";
 * ```
 */
export type Incomplete<Choices> = Choices extends Scalar ? never
  : Choices extends readonly (infer Item)[] ? Incomplete<Item>
  : { [Name in keyof Choices & string]-?: IncompleteMember<Choices, Name> }[keyof Choices & string];

type Scalar = string | number | boolean | null;

/** The name of a member where it, and not just a part of it, is what is incomplete. */
type IncompleteMember<Choices, Name extends keyof Choices & string> = Partial<Pick<Choices, Name>> extends
  Pick<Choices, Name> ? Name
  : IsJson<Choices[Name]> extends true ? Incomplete<Choices[Name]>
  : Name;

/** Whether each kind of value that it can be is one of JSON's; what they are made of is not looked at. */
type IsJson<Value> = [Value] extends [Scalar | readonly unknown[] | object] ? [
    Extract<Value, ((...args: never) => unknown) | ArrayBufferView | Map<unknown, unknown> | Set<unknown>>,
  ] extends [never] ? true
  : false
  : false;
