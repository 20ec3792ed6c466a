/**
 * Which of the runs that `deno task reproduce` is asked for can be done: those whose data are at hand.
 *
 * @module
 */
import { DataError, type DatasetInfo, type LoadOptions, locateDataset, type Place } from "../datasets/mod.ts";
import type { Run } from "../runner/plan.ts";
import { counted } from "../terminal/counted.ts";
import { notice } from "../terminal/notice.ts";
import type { Request } from "./request.ts";

/** Runs whose data are at hand, and where from, by the data sets' names. */
interface Located {
  readonly runs: readonly Run[];
  readonly places: ReadonlyMap<string, Place>;
}

/**
 * A request's runs whose data are at hand, and those of the full protocol that may be added. Data that are missing are said.
 *
 * @throws {DataError} If none of the runs that were asked for can be done.
 */
export async function withData(
  { runs, full, data, papers }: Pick<Request, "runs" | "full" | "data" | "papers">,
): Promise<Located & { readonly full: readonly Run[] }> {
  const declared = papers.flatMap(({ datasets }) => datasets);
  const asked = await located(runs, data, declared);
  const added = await locatedOrNone(full, data, declared);
  return { runs: asked.runs, full: added.runs, places: new Map([...asked.places, ...added.places]) };
}

/**
 * The runs whose data can be had, and where from, by the data sets' names. Those whose data are missing are left out, which
 * is said in a line for each data set.
 *
 * @throws {DataError} If nothing is left.
 */
async function located(
  runs: readonly Run[],
  options: LoadOptions,
  declared: readonly DatasetInfo[],
): Promise<Located> {
  const { places, missing } = await placesOf(runs, options, declared);
  const rest = runs.filter(({ protocol }) => !missing.has(protocol.dataset));
  for (const [name, error] of missing) {
    if (rest.length === 0) throw error;
    const count = runs.filter(({ protocol }) => protocol.dataset === name).length;
    notice(`Leaving out ${counted(count, "run")}: ${error.message}`);
  }
  return { runs: rest, places };
}

/** What {@linkcode located} gives, or no runs where the data are missing, which is said in a line. */
async function locatedOrNone(
  runs: readonly Run[],
  options: LoadOptions,
  declared: readonly DatasetInfo[],
): Promise<Located> {
  try {
    return await located(runs, options, declared);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    notice(`Leaving out the cheapest runs of the full protocol: ${error.message}`);
    return { runs: [], places: new Map() };
  }
}

/** Where the data of runs can be had from, and why others cannot, by the data sets' names. */
export async function placesOf(
  runs: readonly Run[],
  options: LoadOptions,
  declared: readonly DatasetInfo[],
): Promise<{ places: ReadonlyMap<string, Place>; missing: ReadonlyMap<string, DataError> }> {
  const places = new Map<string, Place>();
  const missing = new Map<string, DataError>();
  for (const name of new Set(runs.map(({ protocol }) => protocol.dataset))) {
    try {
      places.set(name, await locateDataset(name, options, declared));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      missing.set(name, error);
    }
  }
  return { places, missing };
}
