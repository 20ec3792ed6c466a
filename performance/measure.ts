/**
 * The measurements of `deno task performance`: both sides of a work in turn, and the machine's own limits.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { EngineName } from "../engine/mod.ts";
import { notice } from "../terminal/notice.ts";
import type { Grown } from "./growth.ts";
import { faster, leastTimes, type MachineLimits, type Shape } from "./limits.ts";
import { quantile } from "./results.ts";
import { Side, type Unit } from "./side.ts";
import type { Growth } from "./works.ts";

/** How often a work is done at each size, after one warm-up. */
const GROWTH_UNITS = 3;

/** How often each product is timed, with all others between. */
const ROUNDS = 2;

/** Numbers of each array whose copying tells the memory's bandwidth: 128 MiB, far more than a cache holds. */
const TRIAD_FLOATS = 2 ** 25;

/** Two are read and one is written. */
const TRIAD_BYTES = 3 * 4 * TRIAD_FLOATS;

/** Where the sides work. */
export interface Place {
  /** Ours. */
  engine: EngineName;
  /** That has the peers. */
  python: string;
  /** Of the data. */
  folder: string;
}

/** Times of both sides. */
export interface Times {
  ours: number[];
  theirs: number[];
}

/** The file of this folder. */
export function here(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Units of both sides, in turn. */
export async function sideBySide(
  { engine, python, folder }: Place,
  { name, units, warmUps, size }: { name: string; units: number; warmUps: number; size?: number },
): Promise<{ ours: Unit[]; theirs: Unit[] }> {
  const args = [name, folder, String(warmUps), ...size === undefined ? [] : [String(size)]];
  const sides = [
    new Side(Deno.execPath(), ["run", "-q", "-P=reproduce", here("ours.ts"), engine, ...args]),
    new Side(python, [here("peers.py"), ...args]),
  ];
  for (const side of sides) await side.ready();
  const measured: [Unit[], Unit[]] = [[], []];
  for (let i = 0; i < units; i++) {
    for (const [s, side] of sides.entries()) measured[s].push(await side.unit());
  }
  for (const side of sides) await side.end();
  return { ours: measured[0], theirs: measured[1] };
}

/** How long processes take that do no more than start: ours the engine, the peer's PyTorch. */
export async function starts(python: string, units: number): Promise<Times> {
  const times = async (command: string, args: string[]) => {
    const started = performance.now();
    const { success } = await new Deno.Command(command, { args }).output();
    if (!success) throw new Error(`Cannot measure: ${command} ${args.join(" ")} failed`);
    return performance.now() - started;
  };
  const measured: Times = { ours: [], theirs: [] };
  for (let i = -1; i < units; i++) {
    const ours = await times(Deno.execPath(), ["run", "-q", "-P=reproduce", here("start.ts")]);
    const theirs = await times(python, ["-c", "import torch; assert (torch.ones(1) + 2).item() == 3"]);
    if (i < 0) continue;
    measured.ours.push(ours);
    measured.theirs.push(theirs);
  }
  return measured;
}

/** What the machine can do, by the faster side; and what each side does of it. */
export interface MachineTimes {
  /** Each side's time of a product, in milliseconds, by its shape. */
  products: { ours: Map<string, number>; theirs: Map<string, number> };
  /** Each side's bandwidth of memory, in bytes a millisecond. */
  bandwidth: { ours: number; theirs: number };
  limits: MachineLimits;
}

/** Measures what the machine can do at most: products of these shapes, and the memory's bandwidth. */
export async function machineTimes(place: Place, shapes: readonly Shape[]): Promise<MachineTimes> {
  notice(`the machine's limits, ${shapes.length} products …`);
  await Deno.writeTextFile(`${place.folder}/products.json`, JSON.stringify(shapes));
  const units = shapes.length * ROUNDS;
  const timed = await sideBySide(place, { name: "products", units, warmUps: 0 });
  const [ours, theirs] = [timed.ours, timed.theirs].map((all) => leastTimes(shapes, all.map(({ ms }) => ms)));
  const triads = await sideBySide(place, { name: "memory", units: ROUNDS, warmUps: 1, size: TRIAD_FLOATS });
  const [own, peers] = [triads.ours, triads.theirs]
    .map((all) => TRIAD_BYTES / Math.min(...all.map(({ ms }) => ms)));
  return {
    products: { ours, theirs },
    bandwidth: { ours: own, theirs: peers },
    limits: { products: faster(ours, theirs), bandwidth: Math.max(own, peers) },
  };
}

/** A work's median times at each of its sizes. */
export async function grow(place: Place, growth: Growth): Promise<Grown> {
  const grown: Grown = { ...growth, ours: [], theirs: [] };
  for (const size of growth.sizes) {
    notice(`${growth.name}, ${growth.by} ${size} …`);
    const measured = await sideBySide(place, { name: growth.name, units: GROWTH_UNITS, warmUps: 1, size });
    grown.ours.push(quantile(measured.ours.map(({ ms }) => ms), 0.5));
    grown.theirs.push(quantile(measured.theirs.map(({ ms }) => ms), 0.5));
  }
  return grown;
}
