/**
 * The papers that a command works with.
 *
 * @module
 */
import { ClaimsError, type Fault, PaperError, shownPath, unknown } from "../claims/fault.ts";
import { answerFaultElsewhere } from "../claims/read.ts";
import type { PaperDeclaration } from "../experiments/experiment.ts";
import { type Declared, importDeclaration, type Paper, readFolder } from "./folder.ts";
import { PAPERS } from "./mod.ts";
import { listed } from "../terminal/counted.ts";

export { ClaimsError, PaperError } from "../claims/fault.ts";
export type { Paper } from "./folder.ts";

/**
 * The suite's own papers, and after them those in the folders given.
 *
 * @param folders Each with a `paper.ts`, a `README.md` and, unless it makes no claims, `claims.csv` or tables of claims.
 * @throws {PaperError} If a folder is not a paper's, or two papers have one id; a line for each fault, with file and row.
 * @throws {ClaimsError} If it is the claims alone that cannot be used.
 */
export async function loadPapers(folders: readonly string[] = []): Promise<Paper[]> {
  const papers = await allOf(await declared(folders), readFolder);
  const claims = papers.flatMap(({ claims }) => claims);
  const first = new Map(claims.toReversed().map((claim) => [claim.id, claim]));
  const clashes = claims.filter((claim) => first.get(claim.id) !== claim);
  if (clashes.length > 0) {
    throw new ClaimsError(clashes.map(({ id, place }) => {
      return { ...place!, reason: `the id "${id}" is there twice: before in ${first.get(id)!.place!.file}` };
    }));
  }
  const faults = [...lostExperiments(papers), ...citedFaults(papers)];
  if (faults.length > 0) throw new ClaimsError(faults);
  return papers;
}

/** The controls of bounds, the studies of causes and the experiments of cited values that no paper has; they may be another paper's. */
function lostExperiments(papers: readonly Paper[]): Fault[] {
  const ids = papers.flatMap(({ experiments }) => experiments.map(({ id }) => id));
  const named = papers.flatMap(({ bounds, causes, claims }) => [
    ...claims.filter(({ kind }) => kind === "cited")
      .map(({ experiment, place }) => ({ what: "experiment", id: experiment, place })),
    ...bounds.map(({ control, place }) => ({ what: "control", id: control, place })),
    ...causes.map(({ study, place }) => ({ what: "study", id: study, place })),
  ]);
  const known = new Set(["", ...ids]);
  return named.filter(({ id }) => !known.has(id))
    .map(({ what, id, place }) => ({ ...place!, reason: unknown(what, id, ids) }));
}

/** What is wrong with the cited values that another paper's experiments answer. */
function citedFaults(papers: readonly Paper[]): Fault[] {
  return papers.flatMap(({ id, claims }) =>
    claims.filter(({ kind }) => kind === "cited").flatMap((claim): Fault[] => {
      const other = papers.find(({ experiments }) => experiments.some(({ id }) => id === claim.experiment));
      const reason = other && other.id !== id && answerFaultElsewhere(claim, other);
      return reason ? [{ ...claim.place!, reason }] : [];
    })
  );
}

/** A paper's declaration with its folder, which ends with a slash. */
export interface Declaration extends PaperDeclaration {
  readonly folder: URL;
}

/**
 * The declarations of the suite's own papers, and after them of those in the folders given; no claims are read.
 *
 * @throws {PaperError} If a folder is not a paper's, or two papers have one id.
 */
export async function loadDeclarations(folders: readonly string[] = []): Promise<Declaration[]> {
  return (await declared(folders)).map(({ declaration, folder }) => ({ ...declaration, folder }));
}

async function declared(folders: readonly string[]): Promise<Declared[]> {
  const own = PAPERS.map((declaration) => ({
    declaration,
    folder: new URL(`${declaration.id}/`, import.meta.url),
  }));
  const all = [...own, ...await allOf(folders, importDeclaration)];
  const clashes = all.flatMap(({ declaration: { id }, folder }, index) => {
    const first = all.findIndex(({ declaration }) => declaration.id === id);
    if (first === index) return [];
    const other = first < own.length
      ? "the suite has a paper"
      : `${shownPath(all[first].folder)} has a paper`;
    return [{ file: shownPath(new URL("paper.ts", folder)), reason: `${other} of the id ${id}` }];
  });
  const faults = [...clashes, ...datasetClashes(all), ...leagueFaults(all)];
  if (faults.length > 0) throw new PaperError(faults);
  return all;
}

/** Data sets of different papers under one name: experiments name them by it alone. */
function datasetClashes(all: readonly Declared[]): Fault[] {
  const declared = all.flatMap(({ declaration: { id, datasets }, folder }) =>
    datasets.map((dataset) => ({ id, dataset, folder }))
  );
  return declared.flatMap(({ id, dataset, folder }) => {
    const first = declared.find((other) => other.dataset.name === dataset.name)!;
    if (first.dataset === dataset || first.id === id) return [];
    const reason = `the data set ${dataset.name} has the name of another, of the paper ${first.id}`;
    return [{ file: shownPath(new URL("paper.ts", folder)), reason }];
  });
}

/** Methods that enter a league of a paper that declares none, or on a data set that it has not. */
function leagueFaults(all: readonly Declared[]): Fault[] {
  const leagues = all.flatMap(({ declaration: { id, figures } }) =>
    figures.flatMap((figure) => figure.kind === "league" ? [{ id, figure }] : [])
  );
  return all.flatMap(({ declaration: { experiments }, folder }) =>
    experiments.flatMap(({ id, dataset, enters }): Fault[] => {
      if (enters === undefined) return [];
      const fault = (reason: string) => [{ file: shownPath(new URL("paper.ts", folder)), reason }];
      const entered = leagues.filter(({ id }) => id === enters.league);
      if (entered.length === 0) {
        return fault(unknown("league", enters.league, leagues.map(({ id }) => id)));
      }
      const datasets = entered.flatMap(({ figure }) => figure.datasets.map(({ name }) => name));
      return datasets.includes(dataset)
        ? []
        : fault(`${id}: the league has no ${dataset}, only ${listed(datasets)}`);
    })
  );
}

/** What all of it comes to; where some fails, the faults of all. */
async function allOf<T, U>(items: readonly T[], read: (item: T) => Promise<U>): Promise<U[]> {
  const settled = await Promise.allSettled(items.map(read));
  const errors = settled.flatMap((result) => result.status === "rejected" ? [result.reason] : []);
  for (const error of errors) if (!(error instanceof PaperError)) throw error;
  if (errors.length > 0) {
    const Kind = errors.every((error) => error instanceof ClaimsError) ? ClaimsError : PaperError;
    throw new Kind(errors.flatMap(({ faults }: PaperError) => faults));
  }
  return settled.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
}
