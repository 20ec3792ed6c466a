/**
 * What a fault is: something that goes wrong on real machines, done on purpose, and what must hold all the same.
 *
 * @module
 */
import type { Random } from "../engine/mod.ts";

/** Something that goes wrong, and what must hold then. */
export interface Fault {
  /** Words joined by hyphens. */
  name: string;
  /** What is done. */
  what: string;
  /** What must hold. */
  holds: string;
  /** How often it is done unless said otherwise. */
  times: number;
  /**
   * Does it, and looks what happens.
   *
   * @throws {NotTried} If this machine does not let it be done.
   */
  inflict(work: Work): Promise<Finding>;
}

/** What a fault is done with. */
export interface Work {
  /** An empty folder. */
  folder: string;
  /** How often to do it. */
  times: number;
  /** Decides moments and places. */
  random: Random;
}

/** What happened. */
export interface Finding {
  /** How often the fault was done. */
  times: number;
  /** In words. */
  happened: string;
  /** What did not hold, each in words; empty where all held. */
  broken: string[];
}

/** A fault that cannot be done on this machine, with the reason. */
export class NotTried extends Error {
  override name = "NotTried";
}

/** A whole number from 0 to below `n`. */
export const below = (n: number, random: Random): number => Math.floor(n * random());

/** Waits. */
export const seconds = (time: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 1000 * time));

/**
 * Waits until something is found, looking every 10 ms.
 *
 * @throws {Error} If that takes two minutes.
 */
export async function until<T>(what: string, find: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const started = performance.now();
  while (performance.now() - started < 120_000) {
    const found = await find();
    if (found !== undefined) return found;
    await seconds(0.01);
  }
  throw new Error(`Waited two minutes for ${what}`);
}
