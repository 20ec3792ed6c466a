import type { Declaration } from "../papers/load.ts";
import { PAPERS } from "../papers/mod.ts";

/** What help says of `--papers`. */
export const PAPERS_HELP =
  `  --papers DIR      add the paper in this folder, and take it alone unless a glob or --paper names others; may be given
                    more than once. This executes its code, which may do what the command's permissions allow`;

/** The papers that a command line names. */
export interface Named {
  /** Folders that `--papers` gives. */
  folders: readonly string[];
  /** Globs over experiments. */
  globs: readonly string[];
  /** Ids that `--paper` gives. */
  papers: readonly string[];
}

/**
 * The ids of the papers that experiments are selected from, as `select()` takes them: those named, or those of the folders
 * where nothing is named; none stands for all.
 *
 * @param loaded The suite's papers, and those of the folders.
 */
export function chosenPapers(
  { folders, globs, papers }: Named,
  loaded: readonly Pick<Declaration, "id">[],
): readonly string[] {
  return papers.length > 0 || globs.length > 0 || folders.length === 0
    ? papers
    : outsidePapers(loaded).map(({ id }) => id);
}

/** The papers that are not the suite's own. */
export function outsidePapers<Paper extends Pick<Declaration, "id">>(loaded: readonly Paper[]): Paper[] {
  return loaded.filter(({ id }) => !PAPERS.some((own) => own.id === id));
}
