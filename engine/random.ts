/**
 * Seeded randomness on the host: seeds derived by purpose, a generator, a shuffle.
 * Nothing in Reclaim uses `Math.random`.
 *
 * @module
 */

/** Returns the next number in [0, 1). */
export type Random = () => number;

/**
 * A 32-bit seed, at least 1, derived from the parts in order: what it is for, in words and numbers.
 * (0 is left out because TensorFlow.js takes seed 0 for "no seed".)
 *
 * The hash is FNV-1a over the parts' text, finished by {@linkcode mixBits}.
 *
 * @example
 * ```ts
 * import { seedFor } from "./random.ts";
 * import { assert } from "@std/assert";
 *
 * assert(seedFor("chowdhury/kmeans/mnist", 42, "k-means") !== seedFor("chowdhury/kmeans/mnist", 42, "shuffle"));
 * ```
 */
export function seedFor(...parts: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(parts.join("\u001f"))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (mixBits(hash) >>> 0) || 1;
}

/** 32 bits, as a signed integer, of which each depends on each bit of `hash`: MurmurHash3's mixer. */
export function mixBits(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * A generator of uniform numbers in [0, 1) with 32 random bits each: sfc32 of PractRand (Chris Doty-Humphrey) after
 * its `seed(Uint64)`, the seed being the high word.
 */
export function random(seed: number): Random {
  let a = 0, b = 0, c = seed | 0, counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** A uniform number from -bound to bound. */
export function uniform(random: Random, bound: number): number {
  return (2 * random() - 1) * bound;
}

/** A standard normal number by the Box-Muller transform, from two uniform ones. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The integers 0 to n - 1 in random order (Fisher-Yates). */
export function permutation(n: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
  return order;
}
